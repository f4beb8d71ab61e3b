import assert from "node:assert/strict";
import { test } from "node:test";

import { locate, type Surroundings } from "../src/server/locate";
import { misfit, parseVersion } from "../src/server/version";

function around(programs: string[], more: Partial<Surroundings> = {}): Surroundings {
  return {
    setting: "", bundled: "/extension/server/tradeoff", searchPath: "/usr/bin:/opt/bin", home: "/home/me",
    platform: "linux", untrusted: [], isProgram: (file) => programs.includes(file), ...more,
  };
}

const EVERYWHERE = ["/mine/tradeoff", "/extension/server/tradeoff", "/opt/bin/tradeoff"];

test("the setting comes before the bundled program, and that before PATH", () => {
  assert.deepEqual(locate(around(EVERYWHERE, { setting: "/mine/tradeoff" })), { program: "/mine/tradeoff", source: "setting" });
  assert.deepEqual(locate(around(EVERYWHERE)), { program: "/extension/server/tradeoff", source: "bundled" });
  assert.deepEqual(locate(around(["/opt/bin/tradeoff"])), { program: "/opt/bin/tradeoff", source: "PATH" });
  assert.deepEqual(locate(around(["/home/me/bin/tradeoff"], { setting: "~/bin/tradeoff" })),
    { program: "/home/me/bin/tradeoff", source: "setting" });
});

test("a setting that leads nowhere is not replaced by another program", () => {
  for (const setting of ["/gone/tradeoff", "tradeoff", "./tradeoff"]) {
    const location = locate(around(EVERYWHERE, { setting }));
    assert.ok("problem" in location && location.problem.includes(setting), JSON.stringify(location));
  }
});

test("no relative entry of PATH is looked in, and none in a workspace that is not trusted", () => {
  const programs = ["/project/bin/tradeoff", "bin/tradeoff", "tradeoff", "./tradeoff"];
  const searchPath = "bin:.::/project/bin";
  assert.deepEqual(locate(around(programs, { searchPath })), { program: "/project/bin/tradeoff", source: "PATH" });
  assert.ok("problem" in locate(around(programs, { searchPath, untrusted: ["/project"] })));
  assert.ok("program" in locate(around(programs, { searchPath, untrusted: ["/project/b", "/projects"] })));
});

test("Windows has its own paths and endings", () => {
  const windows = { platform: "win32", searchPath: "relative;C:\\tools", bundled: "C:\\x\\server\\tradeoff.exe" } as const;
  assert.deepEqual(locate(around(["C:\\tools\\tradeoff.exe"], windows)), { program: "C:\\tools\\tradeoff.exe", source: "PATH" });
  assert.ok("problem" in locate(around(["C:\\tools\\tradeoff.exe"], { ...windows, untrusted: ["c:\\tools"] })));
});

test("only our own program has a version", () => {
  assert.equal(parseVersion("tradeoff 0.1.0\n"), "0.1.0");
  assert.equal(parseVersion("tradeoff 1.2.3-rc.1\n"), "1.2.3-rc.1");
  for (const other of ["", "touch (GNU coreutils) 9.1\n", "tradeoff\n", "tradeoff 0.1.0\nmore\n", "tradeoff-lsp 0.1.0\n"]) {
    assert.equal(parseVersion(other), undefined, other);
  }
});

test("a version that is too old or too new is refused with a way out", () => {
  for (const version of ["0.1.0", "0.1.7", "0.2.0", "0.1.0-dev"]) {
    assert.equal(misfit(version), undefined, version);
  }
  assert.match(misfit("0.0.9") ?? "", /0\.0\.9.*needs 0\.1\.0.*update the program/);
  assert.match(misfit("1.0.0") ?? "", /1\.0\.0.*update the extension/);
});
