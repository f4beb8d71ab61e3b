//! One small sheet, and what each change of it is told.

use super::*;
use crate::text::slice;

/// A sheet with nothing to complain about.
const SOUND: &str = "---
number: 801
shape: operation
minutes: 45
related: [802]
---
# How do you restore a backup that nobody has tried?

## Cover
- **restore drill** (game day): how often somebody tries it, who that is, and what was found the last time that it
  was tried in earnest.
- **recovery point** (RPO): how much may be lost, and which copy is the newest that is known to be whole.
- **recovery time** (RTO): what the clock starts with, and which steps wait for a person.
- **checksums** (content hash): how a copy is known to be what was written, long before somebody needs it.
- **catalogue** (manifest): which file belongs to which moment, kept where the fire is not.

## Consistency
A copy of two stores is of two moments unless something holds both still; say which orders may be missing from one
and present in the other, and who reconciles them.

## Latency
Reading 1 TB at 200 MB per second takes about 90 minutes, before indexes are built and caches are warm; that is the
floor of every promise.

## Cost
Copies for 30 days of a store that changes by a tenth each day weigh four times the store. The drill costs two people
a day every quarter.

## Pitfalls
- Keeping copies on the disk that they are copies of.
- Trusting a job that ends well and writes nothing.

## References
- Beyer et al., \"Site Reliability Engineering\", chapter \"Data Integrity\", O'Reilly, 2016.
";

static MISSPELLINGS: Misspellings = Misspellings::new(b"\x00\x07recieve\x03\x02\x02ei");

/// What is found in `sheets`: file, the text it is about, message.
fn findings(sheets: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let source =
        |&(path, text): &(&str, &str)| SheetSource { path: path.to_owned().into(), text: text.to_owned().into() };
    let sheets: Vec<SheetSource> = sheets.iter().map(source).collect();
    let elsewhere = Bank::builtin(&[("senior/x/0501-raft.md", "# Raft"), ("senior/x/0802-b.md", "# B")]);
    let bank = Sheets { sheets: &sheets, elsewhere: &elsewhere, builtin: false, replaced: Some(&elsewhere) };
    let found = check(&bank, MISSPELLINGS).into_iter().map(|finding| {
        let SheetSource { path, text } = &sheets[finding.sheet];
        let message = if finding.is_fault { finding.message } else { format!("note: {}", finding.message) };
        (path.to_string(), slice(text, finding.span).to_owned(), message)
    });
    found.collect()
}

/// What is said about the sound sheet once `before` has become `after`: what it is about, and the message.
fn changed(before: &str, after: &str) -> Vec<(String, String)> {
    assert!(SOUND.contains(before), "{before}");
    let found = findings(&[("basics/0801-backups.md", &SOUND.replacen(before, after, 1))]);
    found.into_iter().map(|(_, text, message)| (text, message)).collect()
}

/// Expects one finding.
fn check_one(before: &str, after: &str, text: &str, message: &str) {
    assert_eq!(changed(before, after), [(text.to_owned(), message.to_owned())]);
}

#[test]
fn a_sound_sheet_is_left_alone() {
    assert_eq!(changed("", ""), []);
}

#[test]
fn the_form_of_a_sheet() {
    check_one("minutes: 45\n", "", "number: 801", "the front matter has no `minutes`");
    check_one("minutes: 45", "minutes: 900", "minutes: 900", "900 minutes; an answer takes 1 to 240");
    check_one("number: 801", "number: 8", "number: 8", "the file is named for 801, and the front matter says 8");
    check_one(
        "operation",
        "poem",
        "poem",
        "`poem` is no shape; the shapes are walkthrough, concept, comparison, choice, design, scaling and operation",
    );
    check_one(
        "## Latency\n",
        "### Latency\n",
        "# How do you restore a backup that nobody has tried?",
        "parts are missing: `## Latency`",
    );
    check_one("## Cost\n", "## cost\n", "## cost", "write `## Cost`");
    check_one(
        "- Trusting a job that ends well and writes nothing.\n",
        "",
        "## Pitfalls",
        "1 here; a sheet has 2 to 5 pitfalls",
    );
    check_one(
        "- **checksums** (content hash)",
        "  and (content hash)",
        "## Cover",
        "4 here; a sheet has 5 to 9 points",
    );
    check_one(
        ", 2016",
        "",
        "- Beyer et al., \"Site Reliability Engineering\", chapter \"Data Integrity\", O'Reilly.",
        "this reference has no year",
    );
}

#[test]
fn parts_stand_in_order() {
    let (before, after) = SOUND.split_once("## Consistency").expect("the sheet has the part");
    let (consistency, rest) = after.split_once("## Latency").expect("the sheet has the part");
    let swapped = format!(
        "{before}## Latency{}\n## Consistency{consistency}{}",
        "\nWait.\n",
        &rest[rest.find("## Cost").expect("the sheet has the part")..]
    );
    let messages: Vec<_> = findings(&[("0801.md", &swapped)]).into_iter().map(|(_, _, message)| message).collect();
    assert_eq!(messages, ["`## Latency` stands after `## Consistency`"]);
}

#[test]
fn numbers_of_questions() {
    check_one("[802]", "[802, 801]", "related: [802, 801]", "a sheet is not related to itself");
    check_one("[802]", "[802, 802]", "related: [802, 802]", "`related` names 802 twice");
    check_one("[802]", "[501, 999]", "related: [501, 999]", "`related` names 999, and there is no such question");
    let own = SOUND.replace("801", "501");
    let replaced = "note: 501 is a built-in question too; this sheet is used in its place";
    assert_eq!(
        findings(&[("0501-own.md", &own)]),
        [("0501-own.md".to_owned(), "number: 501".to_owned(), replaced.to_owned())]
    );
    let twice = findings(&[("a/0801-a.md", SOUND), ("b/0801-b.md", SOUND)]);
    assert_eq!(twice[0].2, "a/0801-a.md has the number 801 too; only one of them is used");
    assert_eq!(findings(&[("notes.md", SOUND)])[0].2, "notes.md starts with no number; name it NNNN-slug.md");
}

#[test]
fn names_of_points() {
    check_one(
        "(RTO)",
        "(RTO, game days)",
        "game days",
        "\"game days\" is a name of another point as well (\"game day\")",
    );
    check_one(
        "(RTO)",
        "(RTO,\n  restore drills)",
        "restore drills",
        "\"restore drills\" is a name of another point as well (\"restore drill\")",
    );
    for generic in ["writes", "42", "p99", "/24"] {
        let message =
            format!("\"{generic}\" stands in most answers, whatever they say; name the point more closely");
        check_one("RTO", generic, generic, &message);
    }
    assert_eq!(changed("(RTO)", "(RTO, write order, 7 ms, S3, back-up times, backup time)"), []);
}

#[test]
fn sentences_stand_in_one_sheet() {
    let other = SOUND
        .replace("801", "803")
        .replace("- Keeping copies on the disk that they are copies of.", "- No copies.");
    let found = findings(&[("0801-a.md", SOUND), ("0803-b.md", &other)]);
    assert!(found.iter().all(|(path, _, message)| path == "0803-b.md"
        && message.starts_with("this sentence stands in 0801-a.md as well; ")));
    let first = "how often somebody tries it, who that is, and what was found the last time that it\n  was tried in earnest.";
    assert!(found[0].1.ends_with(first), "{found:?}");
    assert_eq!(found.len(), 12, "{found:?}");
}

#[test]
fn figures_have_units() {
    let say = |sentence: &str| {
        let found = changed("who reconciles them.", &format!("who reconciles them. {sentence}"));
        found.into_iter().map(|(text, _)| text).collect::<Vec<_>>()
    };
    assert_eq!(say("A round trip takes about 70, and a save waits for 140."), ["70", "140"]);
    assert_eq!(say("The p99 of 250 which users see is high."), ["250"]);
    for sentence in [
        "It takes 70-150 ms and costs 3 times as much.",
        "It takes 70 to 150 ms, or adds 5, 10 or 20 ms.",
        "It takes three nodes, costs 50%, adds 2x, and waits 1.5 s.",
        "It takes about 90 minutes since 2016; version 1.3 needs 4.",
    ] {
        assert_eq!(say(sentence), [""; 0], "{sentence}");
    }
}

#[test]
fn spelling() {
    check_one("who reconciles them", "who recieve them", "recieve", "\"recieve\" is a misspelling of \"receive\"");
    assert_eq!(changed("who reconciles them", "who sets `recieve` in RECIEVE"), []);
}

#[test]
fn any_text_will_do() {
    for text in [
        "",
        "---",
        "---\n---\n",
        "## Cover\n- **a\n- ** (\n",
        "# ü\n## Cover\n- **é** (é, ): é\n## References\n-\n",
    ] {
        assert!(!findings(&[("0801.md", text)]).is_empty());
    }
}

#[test]
fn a_readme_is_no_sheet() {
    assert_eq!(["README.md", "a/readme.en.md", "a/0501-readme.md"].map(is_sheet), [false, false, true]);
}

proptest::proptest! {
    /// Whatever a sheet is turned into, its findings have places in it and none of it panics.
    #[test]
    fn findings_lie_in_the_sheet(from in 0..SOUND.len(), length in 0..40_usize, put in "[-#* ().,`a-z0-9\n\r|ßé’]{0,12}") {
        let mut text = SOUND.to_owned();
        let end = (from + length).min(text.len());
        text.replace_range(from..end, &put);
        let _ = findings(&[("0801-a.md", &text), ("0802-b.md", SOUND)]);
    }
}
