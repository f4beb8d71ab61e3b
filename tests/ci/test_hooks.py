"""The hooks for pre-commit, by the real one."""

import yaml
from conftest import FLAWED, PLAIN, ROOT, Project


def test_the_manifest_is_one(project: Project):
    project.run("pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")


def test_excluded_files_stay_excluded_although_they_are_named(project: Project):
    project.write("tradeoff.toml", "exclude = ['drafts']\n[tradeoffs]\nrequired = []\n")
    project.write("drafts/0501.md", FLAWED)
    project.write("0501-raft.md", PLAIN)
    project.git("init", "--quiet")
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (hook,) = [hook for hook in manifest if hook["id"] == "tradeoff-system"]
    project.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]}))
    project.commit("answers")
    done = project.run("pre-commit", "run", "--all-files", "--verbose")
    assert "excluded by tradeoff.toml, --no-exclude checks it: drafts/0501.md" in done.stdout
    project.write("0502-paxos.md", FLAWED.replace("Q501 Raft", "Q502 Paxos"))
    project.git("add", "--all")
    assert "missing-tradeoffs" in project.run("pre-commit", "run", expect=1).stdout
