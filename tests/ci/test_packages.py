"""The program as package managers install it: a wheel from maturin, npm packages by platform, an image's recipe."""

import json
import os
import platform
import re
import shutil
import sys
import tomllib

import pytest
import yaml
from conftest import FLAWED, ROOT, TRADEOFF, Project

VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"]


def test_a_wheel_holds_the_program(project: Project):
    # The profile that tests are built with, so that nothing is built a second time.
    wheels = project.folder / "wheels"
    target = TRADEOFF.parent.parent
    project.run(
        "maturin", "build", "--locked", "--profile", "dev", "--manifest-path", ROOT / "Cargo.toml",
        "--target-dir", target, "--out", wheels, "--skip-auditwheel",
    )
    (wheel,) = wheels.iterdir()
    assert wheel.name.startswith(f"tradeoff_lint-{VERSION}-py3-none-")
    project.run(sys.executable, "-m", "venv", project.folder / "fresh")
    bin_folder = project.folder / "fresh" / "bin"
    project.run(bin_folder / "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel)
    assert project.run(bin_folder / "tradeoff", "--version").stdout == f"tradeoff {VERSION}\n"
    project.write("answers/0501-raft.md", FLAWED)
    assert "missing-tradeoffs" in project.run(bin_folder / "tradeoff", "lint", "answers", expect=1).stdout


@pytest.mark.skipif(shutil.which("npm") is None, reason="there is no npm")
def test_npx_runs_the_program_of_this_platform(project: Project):
    arch = {"x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
    target = f"{sys.platform}-{arch}"
    out = project.folder / "packages"
    project.run("node", ROOT / "server/npm/build.mjs", out, VERSION, f"{target}={TRADEOFF}")
    environment = {"npm_config_cache": str(project.folder.parent / "npm"), "npm_config_offline": "true"}
    tarballs = []
    for name in (f"tradeoff-lint-{target}", "tradeoff-lint"):
        project.run("npm", "pack", "--silent", "--pack-destination", project.folder, out / name, **environment)
        tarballs.append(project.folder / f"{name}-{VERSION}.tgz")
    user = Project(project.folder / "user")
    user.folder.mkdir()
    user.write("package.json", "{}")
    user.run("npm", "install", "--silent", "--no-audit", "--no-fund", *tarballs, **environment)
    assert user.run("npx", "--no-install", "tradeoff", "--version", **environment).stdout == f"tradeoff {VERSION}\n"
    user.write("answers/0501-raft.md", FLAWED)
    done = user.run("npx", "--no-install", "tradeoff", "lint", "answers", expect=1, **environment)
    assert "missing-tradeoffs" in done.stdout
    # Without the package of the platform it says what is missing.
    shutil.rmtree(user.folder / "node_modules" / f"tradeoff-lint-{target}")
    done = user.run("npx", "--no-install", "tradeoff", "--version", expect=2, **environment)
    assert f"there is no package tradeoff-lint-{target}" in done.stderr


def test_the_image_is_sound_by_its_linter(project: Project):
    # No container can be built where these tests run.
    project.run("hadolint", ROOT / "Dockerfile")
    recipe = (ROOT / "Dockerfile").read_text()
    assert "\nUSER 65532:65532\n" in recipe
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert all((ROOT / path).exists() for path in kept)
    # What the build needs of the repository is not left out.
    assert {"Cargo.toml", "Cargo.lock", "server", "questions"} <= set(kept)


def test_the_image_is_built_from_what_is_there(project: Project):
    """The steps that need no container: what is copied exists under the names that are used."""
    recipe = (ROOT / "Dockerfile").read_text()
    # What is sent to the build is the repository without what .dockerignore leaves out: enough to know the program.
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    source = project.folder / "source"
    source.mkdir()
    for name in kept:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).symlink_to(ROOT / name)
    known = json.loads(
        project.run("cargo", "metadata", "--locked", "--offline", "--no-deps", "--format-version", "1",
                    "--manifest-path", source / "Cargo.toml").stdout
    )
    bins = [target for package in known["packages"] for target in package["targets"] if "bin" in target["kind"]]
    build = re.search(r"^RUN cargo build --release --locked --bin (\w+)$", recipe, re.M)
    (program,) = [target for target in bins if target["name"] == build[1]]
    assert (source / os.path.relpath(program["src_path"], known["workspace_root"])).is_file()
    copied = re.search(r"^COPY --from=build (\S+) (\S+)$", recipe, re.M)
    workdir = re.search(r"^WORKDIR (\S+)$", recipe, re.M)[1]
    assert copied[1] == f"{workdir}/target/release/{build[1]}"
    entry = json.loads(re.search(r"^ENTRYPOINT (.*)$", recipe, re.M)[1])
    assert os.path.basename(copied[2]) == entry[0] and os.path.dirname(copied[2]) in os.defpath.split(os.pathsep) + ["/usr/local/bin"]
    # The compiler is the oldest that the program promises to be built with, or a later one.
    wanted = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["rust-version"]
    assert re.match(rf"# .*\nFROM rust:{re.escape(wanted)}-alpine", recipe)


def test_cargo_installs_it_and_the_hook_in_rust_runs(project: Project):
    """As `cargo install` and pre-commit's `language: rust` do it, with what tests have built already."""
    target = TRADEOFF.parent.parent
    project.run(
        "cargo", "install", "--locked", "--offline", "--debug", "--quiet", "--path", ROOT,
        "--root", project.folder / "root", "--target-dir", target, "--no-track",
    )
    program = project.folder / "root/bin/tradeoff"
    assert project.run(program, "--version").stdout == f"tradeoff {VERSION}\n"
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (hook,) = [hook for hook in manifest if hook["language"] == "rust"]
    project.write("0501-raft.md", FLAWED)
    words = hook["entry"].split()
    assert words[0] == program.name
    assert "missing-tradeoffs" in project.run(program, *words[1:], "0501-raft.md", expect=1).stdout


def test_versions_are_one():
    action = (ROOT / "action.yml").read_text()
    assert f'default: "{VERSION}"' in action
    assert os.access(ROOT / "server/npm/build.mjs", os.R_OK)


def test_the_release_workflow_is_one_and_pins_what_it_uses(project: Project):
    path = ROOT / ".github/workflows/release.yml"
    project.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", path)
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert "uses" not in step or re.search(r"@[0-9a-f]{40}$", step["uses"]), step
            assert "${{" not in step.get("run", ""), step


def steps(workflow: dict, job: str) -> dict[str, dict]:
    return {step.get("name", step.get("uses", "").split("@")[0]): step for step in workflow["jobs"][job]["steps"]}


def test_nothing_in_the_workflows_can_be_abused(project: Project):
    project.tradeoff("init", "--ci", "github")
    for path in (ROOT / ".github/workflows/release.yml", ROOT / "action.yml"):
        project.run("zizmor", "--offline", "--no-progress", "--no-config", path)
    # What init writes pins all but our own action, which is named by its version.
    done = project.run("zizmor", "--offline", "--no-progress", "--format", "json", ".github/workflows", expect=None)
    found = json.loads(done.stdout)
    assert {finding["ident"] for finding in found} <= {"unpinned-uses"} and len(found) <= 1, done.stdout


def test_the_release_packs_what_it_says(project: Project):
    """The scripts of the release that need neither a service nor another platform, with the program of the tests."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
    pack, release = steps(workflow, "build")["Pack"]["run"], steps(workflow, "release")
    for name in ("README.md", "LICENSE-MIT", "LICENSE-APACHE", "server"):
        (project.folder / name).symlink_to(ROOT / name)
    built = project.folder / "target/x86_64-unknown-linux-musl/release"
    built.mkdir(parents=True)
    shutil.copy(TRADEOFF, built / "tradeoff")
    environment = {"TARGET": "x86_64-unknown-linux-musl", "NPM": "linux-x64", "GITHUB_REF_NAME": f"v{VERSION}"}
    project.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", pack, **environment)
    name = f"tradeoff-{VERSION}-x86_64-unknown-linux-musl"
    listed = project.run("tar", "--list", "--file", f"dist/{name}.tar.gz").stdout.split()
    inside = {path.removeprefix(f"{name}/") for path in listed}
    assert {"tradeoff", "README.md", "LICENSE-MIT", "man1/tradeoff.1", "completions/tradeoff.zsh"} <= inside, inside

    # A tool that is not here writes the list of contents; what is done with it is run.
    script = release["Packages, list of contents and checksums"]["run"]
    tools = project.folder.parent / "tools"
    tools.mkdir()
    (tools / "cargo").write_text(f'#!/bin/sh\n[ "$1" = install ] || echo {{}} > tradeoff-{VERSION}.cdx.json\n')
    (tools / "cargo").chmod(0o755)
    path = f"{tools}{os.pathsep}{project.environment['PATH']}"
    if shutil.which("npm"):
        cache = str(project.folder.parent / "npm")
        project.run("bash", "-eo", "pipefail", "-c", script, PATH=path, npm_config_cache=cache, **environment)
        sums = project.read("dist/SHA256SUMS")
        assert all(part in sums for part in (f"{name}.tar.gz", f"tradeoff-{VERSION}.cdx.json", f"tradeoff-lint-{VERSION}.tgz"))
        project.run("sh", "-c", "cd dist && sha256sum --check --strict SHA256SUMS")
    # All of it is proven to come from here, and only then drafted.
    order = list(release)
    assert order.index("actions/attest-build-provenance") == order.index("Draft the release") - 1
    assert release["actions/attest-build-provenance"]["with"] == {"subject-path": "dist/*"}
    assert {"id-token": "write", "attestations": "write"}.items() <= workflow["jobs"]["release"]["permissions"].items()
