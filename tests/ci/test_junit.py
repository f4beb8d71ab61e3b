"""JUnit reports, read by a schema validator."""

import xmlschema
from conftest import FLAWED, PLAIN, ROOT, Project

SCHEMA = xmlschema.XMLSchema(ROOT / "tests/cli/schemas/junit-10.xsd")


def test_reports_are_what_the_schema_says(project: Project):
    project.write("tradeoff.toml", "[tradeoffs]\nrequired = []\n")
    project.write('a "b" <&>/0501-raft.md', FLAWED)
    project.write("c/0501-raft.md", f"<!-- tradeoff-ignore-file missing-tradeoffs: imported notes -->\n{FLAWED}")
    project.write("d/0501-raft.md", PLAIN)
    project.write("e/0502-paxos.md", "# Q502 \x1b[31m Paxos\n\nTODO\n\n## Trade-offs\n\nWe take it.\n")
    for arguments in ([], ["--hints", "--show-suppressed"], ["--fail-on", "never"], ["nowhere"], ["d"]):
        report = project.tradeoff("lint", "--format", "junit", *arguments, expect=None).stdout
        SCHEMA.validate(report)
    SCHEMA.validate(project.tradeoff("lint", "--format", "junit", "nowhere", expect=2).stdout)
    report = SCHEMA.to_dict(project.tradeoff("lint", "--format", "junit", expect=1).stdout)
    assert report["@failures"] == "2" and report["testsuite"][0]["@name"] == 'a "b" <&>/0501-raft.md'


def test_the_validator_can_complain(project: Project):
    project.write("0501.md", FLAWED)
    report = project.tradeoff("lint", "--format", "junit", expect=1).stdout
    assert not SCHEMA.is_valid(report.replace("testcase", "case"))
