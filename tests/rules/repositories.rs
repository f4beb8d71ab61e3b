//! The rules that look at other files, each on small repositories.
//!
//! A repository is written down as `path = text` lines with `\n` for line ends, or as paths alone, whose files then
//! answer question 501.

use camino::Utf8Path;
use tradeoff_workspace::{Configurations, Linter, Options};

static SHEETS: &[(&str, &str)] = &[
    ("senior/consensus/0501-raft.md", "# Walk through Raft consensus algorithm step by step.\n"),
    ("senior/consensus/0502-paxos.md", "# Walk through Paxos leader election.\n"),
    ("senior/caches/0510-ttl.md", "# What does a TTL bound?\n"),
];

/// Requires nothing, so that only the rules at hand speak.
const CONFIGURATION: (&str, &str) = ("tradeoff.toml", "[tradeoffs]\\nrequired = []");

const ANSWER: &str = "# Q501 Raft\\n\\nA leader takes all writes.";

/// What `rule` says about the repository: the path, the line and the message of each finding.
fn findings(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = Utf8Path::from_path(folder.path()).expect("temporary folders have readable names");
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
        std::fs::write(path, text.replace("\\n", "\n")).expect("files can be written");
    }
    let configurations = Configurations::new(SHEETS, []);
    let run = Linter::new(&configurations, root, Options::default()).lint(&[".".into()]);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    let all = run.linted.iter().flat_map(|file| file.findings.iter().map(|located| (&file.path, located)));
    let own = all.filter(|(_, located)| located.finding.rule == rule && !located.finding.suppressed);
    own.map(|(path, located)| format!("{path}:{}: {}", located.place.start.line + 1, located.finding.message))
        .collect()
}

/// The paths at which a second answer is reported, of files that answer question 501.
fn duplicates(paths: &[&str]) -> Vec<String> {
    let mut files: Vec<_> = paths.iter().map(|&path| path.split_once(" = ").unwrap_or((path, ANSWER))).collect();
    files.push(CONFIGURATION);
    let found = findings("duplicate-answer", &files).into_iter();
    found.map(|finding| finding.split(':').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn one_authors_second_answer_is_reported() {
    for paths in [
        &["0501-raft.md", "501.md"][..],
        &["0501-raft.md", "0501-raft-copy.md"],
        &["0501-raft.md", "0501-raft-v2.md"],
        &["0501-raft.md", "q501.markdown"],
        &["0501-raft.md", "raft.md"],
        &["501-raft/README.md", "0501-raft.md"],
        &["501/index.md", "501-raft/README.md"],
        &["alice/0501-raft.md", "alice/raft/501.md"],
        &["alice/0501-raft.md", "alice/consensus/0501-raft.md"],
        &["alice/01-consensus/0501.md", "alice/walkthroughs/0501.md"],
        &["0500-0599/0501.md", "senior/0501.md"],
        &["week-1/alice/0501.md", "week-1/alice/raft/501.md"],
        &["0501-raft.alice.md", "consensus/0501-raft.alice.md"],
        &["0501-raft.en.md", "501.en.md"],
        &["de/0501.md", "de/consensus/0501.md"],
        &["one.md = ---\\nquestion: 501\\n---\\nText.", "one-copy.md = ---\\nquestion: 501\\n---\\nText."],
        &["0501-raft.md", "consensus.md = # Q501 Raft\\n\\nText.\\n\\n# Q502 Paxos\\n\\nText."],
        &["0501-raft.md = # Q501\\n\\nText.", "501.md = ---\\nstatus: draft\\n---\\n# Q501\\n\\nText."],
    ] {
        let mut expected: Vec<_> =
            paths.iter().map(|path| path.split(" = ").next().unwrap_or_default().to_owned()).collect();
        expected.sort();
        assert_eq!(duplicates(paths), expected, "{paths:?}");
    }
}

#[test]
fn what_may_be_somebody_elses_or_no_answer_is_not() {
    for paths in [
        &["alice/0501.md", "bob/0501.md"][..],
        &["0501.md", "alice/0501.md"],
        &["0501-raft.alice.md", "0501-raft.bob.md"],
        &["0501-raft.md", "0501-raft.alice.md"],
        &["0501-alice.md", "0501-bob.md"],
        &["week-1/0501.md", "week-2/0501.md"],
        &["week-1/alice.md", "week-1/bob.md"],
        &["0501-raft.md", "0501-raft.en.md"],
        &["en/0501.md", "de/0501.md"],
        &["0501-raft.md", "archive/0501-raft.md"],
        &["old/0501.md", "old/501-raft.md"],
        &["drafts/0501.md", "0501.md"],
        &["501-raft/README.md", "501-raft/solution.md"],
        &["501-raft/README.md", "501-raft/resources.md = # Papers\\n\\nText."],
        &["0501-raft.md", "501.md = # Q501 Raft"],
        &["0501-raft.md", "0502-paxos.md = # Q502 Paxos\\n\\nText."],
        &["0501-raft.md", "sub/tradeoff.toml = ", "sub/raft/0501.md"],
        &["0501-raft.md", ".gitignore = build", "build/0501-raft.md"],
        &["0501-raft.md", ".hidden/0501-raft.md"],
        &["0501-raft.md", "501.txt"],
        &["0501-raft.md", "README.md = # Questions\\n\\n- [501](0501-raft.md)\\n- [502](0502-paxos.md)"],
    ] {
        assert_eq!(duplicates(paths), Vec::<String>::new(), "{paths:?}");
    }
}

#[test]
fn two_answers_in_one_file_are_reported_once_at_the_later() {
    let text = "# Q501 Raft\\n\\nText.\\n\\n# Q502 Paxos\\n\\nText.\\n\\n# Q501 Raft\\n\\nText.";
    assert_eq!(
        findings("duplicate-answer", &[("all.md", text)]),
        ["all.md:9: question 501 is answered at line 1, too"]
    );
    let stub = "# Q501 Raft\\n\\n# Q502 Paxos\\n\\nText.\\n\\n# Q501 Raft\\n\\nText.";
    assert_eq!(findings("duplicate-answer", &[("all.md", stub)]), Vec::<String>::new());
}

#[test]
fn the_message_names_the_first_and_counts_the_others() {
    let files: Vec<_> =
        ["a/0501.md", "a/raft/501.md", "a/consensus/501.md", "a/501.md"].map(|path| (path, ANSWER)).into();
    let found = findings("duplicate-answer", &[&files[..], &[CONFIGURATION]].concat());
    assert_eq!(found[0], "a/0501.md:1: question 501 is answered in 501.md and in 2 other files, too");
    assert_eq!(found[2], "a/consensus/501.md:1: question 501 is answered in ../0501.md and in 2 other files, too");
}

#[test]
fn excluded_answers_do_not_count() {
    let configuration = ("tradeoff.toml", "exclude = ['raft/']\\n[tradeoffs]\\nrequired = []");
    let files = [configuration, ("0501.md", ANSWER), ("raft/501.md", ANSWER)];
    assert_eq!(findings("duplicate-answer", &files), Vec::<String>::new());
}

#[test]
fn severities_suppressions_and_folders_that_are_one_answer() {
    let off = ("tradeoff.toml", "[rules]\\nduplicate-answer = 'off'");
    assert_eq!(
        findings("duplicate-answer", &[off, ("0501.md", ANSWER), ("501.md", ANSWER)]),
        Vec::<String>::new()
    );
    let silenced =
        "<!-- tradeoff-ignore duplicate-answer: the short one is for the exam -->\\n# Q501 Raft\\n\\nText.";
    let files = [CONFIGURATION, ("0501.md", silenced), ("501.md", ANSWER)];
    assert_eq!(findings("duplicate-answer", &files).len(), 1);
    assert_eq!(findings("unused-suppression", &files), Vec::<String>::new());
    assert_eq!(findings("unused-suppression", &files[..2]).len(), 1);
    let joined = ("tradeoff.toml", "answer = 'folder'\\n[tradeoffs]\\nrequired = []");
    let parts = [("501-raft/01-elections.md", "Text."), ("501-raft/02-log.md", "Text.")];
    let files = [joined, ("0501.md", ANSWER), parts[0], parts[1]];
    assert_eq!(
        findings("duplicate-answer", &files),
        [
            "0501.md:1: question 501 is answered in 501-raft/01-elections.md, too",
            "501-raft/01-elections.md:1: question 501 is answered in ../0501.md, too",
        ]
    );
}

/// What is said about the references in `text`, which an answer in `answers/0501.md` holds, beside these files:
/// `answers/0502 paxos.md` with the headings Cost and Größe, `img/a.png`, `LICENSE.txt` and `answers/own.mdx`.
fn broken(text: &str) -> Vec<String> {
    let text = format!("# Q501 Raft\\n\\n{text}\\n\\n## Trade-offs\\n\\nWe take it.");
    let files = [
        CONFIGURATION,
        ("answers/0501.md", &*text),
        (
            "answers/0502 paxos.md",
            "# Q502 Paxos\\n\\n## Cost\\n\\nText.\\n\\n## Größe\\n\\n<a id=\"deep\"></a>Text.",
        ),
        ("answers/own.mdx", "# Own\\n\\nText."),
        ("img/a.png", ""),
        ("LICENSE.txt", ""),
        ("answers/excluded/x.md", "# X"),
        (".gitignore", "excluded/"),
    ];
    let found = findings("broken-reference", &files).into_iter();
    found
        .map(|finding| finding.split_once(": ").map_or(String::new(), |(_, message)| message.to_owned()))
        .collect()
}

#[test]
fn what_leads_nowhere_is_reported() {
    for (text, message) in [
        ("[x](0503.md)", "there is no file 0503.md"),
        ("[x](./0503.md#cost)", "there is no file ./0503.md"),
        ("[x](../0501.md)", "there is no file ../0501.md"),
        ("![x](../img/b.png)", "there is no file ../img/b.png"),
        ("[![x](../img/a.png)](zoom.png)", "there is no file zoom.png"),
        ("[x](../IMG/a.png)", "there is no file ../IMG/a.png"),
        ("[x](0502%20Paxos.md)", "there is no file 0502 Paxos.md"),
        ("[x](<0502  paxos.md>)", "there is no file 0502  paxos.md"),
        ("[x][y]\\n\\n[y]: gone.md 'gone'", "there is no file gone.md"),
        ("[gone]\\n\\n[gone]: gone.md?plain=1", "there is no file gone.md"),
        ("[x](0502%20paxos.md#latency)", "0502 paxos.md has no anchor #latency"),
        ("[x](0502%20paxos.md#cost-1)", "0502 paxos.md has no anchor #cost-1"),
        ("[x](#latency)", "no heading or element here has the anchor #latency"),
        ("[x](0501.md#latency)", "0501.md has no anchor #latency"),
        ("- [x](gone.md)", "there is no file gone.md"),
        ("> [x](gone.md)", "there is no file gone.md"),
        ("| a |\\n|---|\\n| [x](gone.md) |", "there is no file gone.md"),
        ("See Q511.", "no bank has a question 511; the nearest is Q510"),
        ("### Like Q505", "no bank has a question 505; the nearest is Q502"),
        ("(Q480)", "no bank has a question 480; the nearest is Q510"),
    ] {
        assert_eq!(broken(text), [message], "{text}");
    }
}

#[test]
fn what_leads_somewhere_or_cannot_be_told_is_not() {
    for text in [
        "[x](0502%20paxos.md)",
        "[x](<0502 paxos.md>)",
        "[x](0502%20paxos.md#cost)",
        "[x](0502%20paxos.md#Cost)",
        "[x](0502%20paxos.md#gr%C3%B6%C3%9Fe)",
        "[x](0502%20paxos.md#deep)",
        "[x](0502%20paxos.md?plain=1#L3)",
        "[x](#trade-offs)",
        "[x](#q501-raft)",
        "[x](#top)",
        "[x](#)",
        "![x](../img/a.png)",
        "[x](../LICENSE.txt)",
        "[x](excluded/x.md)",
        "[x](own.mdx#anything)",
        "[x](https://example.com/gone.md) <mailto:a@example.com>",
        "[x](/docs/gone.md)",
        "[x](//example.com/gone.md)",
        "[x](../../../issues/5.md)",
        "[x]({{ site.url }}/gone.md)",
        "[x](gone) [x](gone/) [x](gone.html)",
        "`[x](gone.md)`",
        "```\\n[x](gone.md)\\n```",
        "<!-- [x](gone.md) -->",
        "\\[x](gone.md)",
        "[x] [^1] [[gone]]",
        "See Q501, Q502 and Q510.",
        "In Q4 2024, Q1, Q12 and Q99.",
        "Q600 and Q2024 are out of reach.",
        "`Q511`, SKU-Q511, Q511A, Q511.5, q511",
        "[Q511](https://example.com)",
    ] {
        assert_eq!(broken(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_finding_stands_on_the_part_that_is_wrong() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = Utf8Path::from_path(folder.path()).expect("temporary folders have readable names");
    let text = "# Q501 Raft\n\nA [gone.md](gone.md) and [x](#gone) and [y].\n\n[y]: away.md\n";
    std::fs::write(root.join("0501.md"), text).expect("files can be written");
    let configurations = Configurations::new(SHEETS, []);
    let run = Linter::new(&configurations, root, Options::default()).lint(&[".".into()]);
    let own = run.linted[0].findings.iter().filter(|located| located.finding.rule == "broken-reference");
    let places: Vec<_> = own.map(|located| &text[std::ops::Range::<usize>::from(located.finding.span)]).collect();
    assert_eq!(places, ["gone.md", "gone", "[y]"]);
}

#[test]
fn only_answers_are_checked() {
    let files = [CONFIGURATION, ("README.md", "# Notes\\n\\n[x](gone.md) [y](#gone) Q511")];
    assert_eq!(findings("broken-reference", &files), Vec::<String>::new());
}

#[test]
fn links_in_parts_of_an_answer_start_in_their_folder() {
    let joined = ("tradeoff.toml", "answer = 'folder'\\n[tradeoffs]\\nrequired = []");
    let parts = [
        ("501-raft/01-elections.md", "## Votes\\n\\n[a](02-log.md#entries) [b](#entries) [c](../gone.md)"),
        (
            "501-raft/02-log.md",
            "## Entries\\n\\n[d](#entries) [e](01-elections.md#votes) [f](01-elections.md#entries)",
        ),
    ];
    assert_eq!(
        findings("broken-reference", &[joined, parts[0], parts[1]]),
        [
            "501-raft/01-elections.md:3: no heading or element here has the anchor #entries",
            "501-raft/01-elections.md:3: there is no file ../gone.md",
            "501-raft/02-log.md:3: 01-elections.md has no anchor #entries",
        ]
    );
}
