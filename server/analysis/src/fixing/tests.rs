//! Fixes put together, on small documents; `tests/fixing/` has the properties over many.

use super::*;
use crate::bank::Bank;
use crate::config::{Config, Settings};
use crate::rules::Applicability::{Safe, Unsafe};
use crate::text::slice;

static SHEETS: &[(&str, &str)] = &[
    ("senior/consensus/0501-raft.md", "# Walk through Raft consensus algorithm step by step.\n"),
    ("senior/consensus/0502-paxos.md", "# Walk through Paxos consensus algorithm step by step.\n"),
];

const ARGUED: &str = "A reader may see the old price for 3 s. Every save waits 40 ms for a quorum. Three nodes cost 270 USD a month.";

/// Hands `look` the document of `files` below `configuration`.
fn with<T>(configuration: &str, files: &[(&str, &str)], look: impl FnOnce(&Input<'_>, &Analysis) -> T) -> T {
    let bank = Bank::builtin(SHEETS);
    let (config, _) = Config::parse(configuration).expect("the configuration is valid");
    let settings = Settings::new(config).expect("its globs are valid");
    if let [(path, text)] = *files {
        let path = Some(path);
        let input = Input { text, path, below_config: path, bank: &bank, settings: &settings, surroundings: None };
        return look(&input, &analyse(&input));
    }
    let path = format!("501-raft/{}", files[0].0);
    let path = Some(path.as_str());
    let joined = Joined::new(files.iter().copied());
    let input = Input {
        text: &joined.text,
        path,
        below_config: path,
        bank: &bank,
        settings: &settings,
        surroundings: None,
    };
    look(&input, &analyse_joined(&input, &joined))
}

/// The text after fixing, with the rules that were mended.
fn fixed_below(configuration: &str, text: &str, up_to: Applicability) -> (String, Vec<String>) {
    with(configuration, &[("answer.md", text)], |input, analysis| {
        let Some(fixed) = fix(input, analysis, Scope { up_to, part: None }) else {
            return (text.to_owned(), Vec::new());
        };
        (apply(text, &fixed.edits), fixed.mended.into_iter().map(|mended| mended.rule.into_owned()).collect())
    })
}

fn fixed(text: &str, up_to: Applicability) -> (String, Vec<String>) {
    fixed_below("", text, up_to)
}

#[test]
fn skeletons_for_one_place_come_in_the_order_of_the_configuration() {
    let text = "# Q501 Raft\n\n## Trade-offs\n\nIt is fine.\n\n## End\n\nText.\n";
    let headings = |text: &str| text.lines().filter(|line| line.starts_with("### ")).collect::<Vec<_>>().join(" ");
    let (after, mended) = fixed(text, Unsafe);
    assert_eq!(headings(&after), "### Consistency ### Latency ### Cost");
    assert_eq!(mended, ["omitted-consistency", "omitted-latency", "omitted-cost"]);
    assert!(
        after.starts_with("# Q501 Raft\n\n## Trade-offs\n\nIt is fine.\n\n### Consistency\n\n<!-- "),
        "{after}"
    );
    assert!(after.contains(" -->\n\n### Latency\n") && after.ends_with(" -->\n\n## End\n\nText.\n"), "{after}");
    assert_eq!(fixed(&after, Unsafe), (after.clone(), Vec::new()));
    let (after, _) = fixed_below("[tradeoffs]\nrequired = ['cost', 'consistency']\n", text, Unsafe);
    assert_eq!(headings(&after), "### Cost ### Consistency");
}

#[test]
fn only_what_is_asked_for_is_fixed() {
    let text = format!("# Q501 Raft\n\n<!-- tradeoff-ignore nonsense: x -->\n\n{ARGUED}\n");
    let (after, mended) = fixed(&text, Safe);
    assert_eq!((after, mended), (format!("# Q501 Raft\n\n{ARGUED}\n"), vec!["malformed-suppression".to_owned()]));
    assert_eq!(fixed(&text, Unsafe).1, ["malformed-suppression", "missing-tradeoffs"]);
}

#[test]
fn fixes_that_wait_for_each_other_take_several_rounds() {
    // First the numbers agree; then the title belongs to another question.
    let text = format!("---\nquestion: 501\n---\n# Q502: Paxos\n\n## Trade-offs\n\n{ARGUED}\n");
    let (after, mended) = fixed(&text, Unsafe);
    assert!(after.contains("# Q501: Walk through Raft consensus algorithm step by step.\n"), "{after}");
    assert_eq!(mended, ["conflicting-question", "title-mismatch"]);
}

#[test]
fn what_is_suppressed_stays() {
    let text = format!(
        "---\nquestion: 501\n---\n<!-- tradeoff-ignore title-mismatch: ours -->\n# Paxos\n\n## Trade-offs\n\n{ARGUED}\n"
    );
    assert_eq!(fixed(&text, Unsafe), (text, Vec::new()));
}

#[test]
fn a_fix_that_does_not_take_is_left_out() {
    // The skeleton would come to stand in the code block.
    let text =
        "# Q501 Raft\n\n<!-- tradeoff-ignore nonsense: x -->\n\n## Trade-offs\n\nIt is fine.\n\n```\ncode\n";
    let (after, mended) = fixed(text, Unsafe);
    assert_eq!(after, text.replace("<!-- tradeoff-ignore nonsense: x -->\n\n", ""));
    assert_eq!(mended, ["malformed-suppression"]);
}

#[test]
fn a_fix_that_makes_an_error_is_left_out() {
    // Without the comment before it, the last line would be the title of a second answer.
    let text = format!(
        "# Q501 Raft\n\n<!-- tradeoff-ignore nonsense: x -->\n\n## Trade-offs\n\n{ARGUED}\n\n<!-- tradeoff-ignore nonsense: x --> # Q502 Paxos\n\nText.\n"
    );
    let (after, mended) = fixed(&text, Safe);
    assert_eq!(after, text.replacen("<!-- tradeoff-ignore nonsense: x -->\n\n", "", 1));
    assert_eq!(mended, ["malformed-suppression"]);
}

#[test]
fn numbers_come_to_agree() {
    let text = |number: u32, heading: &str| {
        format!("---\nquestion: {number}\n---\n# {heading} Paxos\n\n## Trade-offs\n\n{ARGUED}\n")
    };
    assert_eq!(fixed(&text(5011, "Q502"), Unsafe), (text(502, "Q502"), vec!["unknown-question".to_owned()]));
}

#[test]
fn files_of_one_answer_are_fixed_each_by_itself() {
    let files = [
        ("01-problem.md", "Machines fail.\r\n\r\n<!-- tradeoff-ignore nonsense: x -->"),
        ("07-trade-offs.md", "It is fine."),
        ("08-end.md", "---\nauthor: me\n---\n<!-- tradeoff-ignore nonsense: x -->\n\nEnd.\n"),
    ];
    let configuration = "[tradeoffs]\nrequired = ['cost']\n";
    let texts = |part: Option<usize>| {
        with(configuration, &files, |input, analysis| {
            let fixed = fix(input, analysis, Scope { up_to: Unsafe, part }).expect("there is something to fix");
            let parts = analysis.markdown.parts.iter().map(|part| fixed.text(input.text, part.span));
            (parts.collect::<Vec<_>>(), fixed.mended.iter().map(|mended| mended.part).collect::<Vec<_>>())
        })
    };
    let (all, parts) = texts(None);
    assert_eq!(all[0], "Machines fail.");
    assert!(all[1].starts_with("It is fine.\n\n## Cost\n\n<!-- ") && all[1].ends_with(" -->"), "{}", all[1]);
    assert_eq!(all[2], "---\nauthor: me\n---\n\nEnd.\n");
    assert_eq!(parts, [0, 2, 1]);
    let (one, parts) = texts(Some(1));
    assert_eq!((&one[0], &one[2]), (&files[0].1.to_owned(), &files[2].1.to_owned()));
    assert_eq!((&one[1], parts), (&all[1], vec![1]));
}

#[test]
fn the_analysis_is_that_of_the_fixed_text() {
    let text = "# Q501 Raft\n\n## Trade-offs\n\nIt is fine.\n";
    with("", &[("answer.md", text)], |input, analysis| {
        let fixed = fix(input, analysis, Scope { up_to: Unsafe, part: None }).expect("there is something to fix");
        let after = fixed.text(text, Span::up_to(Offset::of(text)));
        let last = fixed.analysis.markdown.headings.last().expect("there are headings");
        assert_eq!(slice(&after, last.span), "### Cost");
        let anew = analyse(&Input { text: &after, ..*input });
        assert_eq!(fixed.analysis.findings, anew.findings);
    });
}
