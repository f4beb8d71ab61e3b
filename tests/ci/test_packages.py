"""The program as package managers install it: a wheel from maturin, npm packages by platform, an image's recipe."""

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
