use super::*;
use crate::config::Config;
use crate::markdown::Dialect;
use crate::text::slice;

fn settings(text: &str) -> Settings {
    let (config, _) = Config::parse(text).expect("the configuration is valid");
    Settings::new(config).expect("its globs are valid")
}

/// Judges `prose` as a whole section.
fn judged(settings: &Settings, consideration: &str, prose: &str) -> Judgement {
    let markdown = Markdown::parse(prose, Dialect::CommonMark);
    let within = [crate::text::span(0..prose.len())];
    let id = settings.consideration_id(consideration).expect("the consideration exists");
    let judged = judge(&markdown, Scope { within: &within, without: &[] }, settings, &[id]);
    judged.judgements.into_iter().next().expect("one was asked for").1
}

fn verdict(consideration: &str, prose: &str) -> Verdict {
    judged(&Settings::default(), consideration, prose).verdict
}

#[test]
fn the_same_sentence_has_the_same_verdict_in_every_kind_of_block() {
    let sentence = "A reader in Tokyo may see the old price for up to 3 s.";
    for prose in [
        format!("{sentence}\n"),
        format!("- {sentence}\n"),
        format!("1. {sentence}\n"),
        format!("> {sentence}\n"),
        format!("> [!NOTE]\n> {sentence}\n"),
        format!("| A | B |\n|---|---|\n| note | {sentence} |\n"),
        format!("<details>\n<summary>More</summary>\n\n{sentence}\n\n</details>\n"),
        format!("<p>{sentence}</p>\n"),
        format!("See[^1].\n\n[^1]: {sentence}\n"),
        format!("![{sentence}](picture.png)\n"),
        format!("**{}**\n\n*{sentence}*\n", "Note"),
    ] {
        assert_eq!(verdict("consistency", &prose), Verdict::Argued, "{prose}");
    }
}

#[test]
fn what_is_not_prose_is_no_evidence() {
    let sentence = "A reader in Tokyo may see the old price for up to 3 s.";
    for prose in [
        format!("<!-- {sentence} -->\n"),
        format!("```\n{sentence}\n```\n"),
        format!("~~{sentence}~~\n"),
        format!("<del>{sentence}</del>\n"),
        format!("### {sentence}\n"),
    ] {
        assert_eq!(verdict("consistency", &prose), Verdict::Missing, "{prose}");
    }
}

#[test]
fn a_heading_alone_is_a_mention() {
    assert_eq!(
        verdict("cost", "Text.\n\n### Cost\n\n### Latency\n\nEvery save waits 40 ms.\n"),
        Verdict::Mentioned
    );
}

#[test]
fn a_reason_says_what_was_found() {
    let settings = Settings::default();
    let reason = |consideration: &str, prose: &str| judged(&settings, consideration, prose).reason;
    insta::assert_snapshot!(reason("consistency", "A reader may see the old price for up to 3 s."), @"says how stale a reader may be: 3 s");
    insta::assert_snapshot!(reason("latency", "Every save waits 40 ms for the slowest replica."), @"says who waits: 40 ms");
    insta::assert_snapshot!(reason("cost", "Three nodes cost 270 USD a month."), @"counts machines: 270 usd");
    insta::assert_snapshot!(reason("cost", "Cost: TBD."), @"it is put off");
    insta::assert_snapshot!(reason("cost", "Cost: n/a"), @"it is dismissed without a reason");
    insta::assert_snapshot!(reason("cost", "It is easier to read at the cost of one more type."), @r#"only an idiom: "at the cost of" says that something is given up, not that money is paid"#);
}

#[test]
fn evidence_points_at_the_words() {
    let prose = "First. *Every* save waits\n40 ms for the slowest replica. Last.";
    let judgement = judged(&Settings::default(), "latency", prose);
    assert_eq!(slice(prose, judgement.evidence[0].span), "Every* save waits\n40 ms for the slowest replica.");
    assert_eq!(slice(prose, judgement.evidence[0].words), "waits");
}

#[test]
fn own_considerations_are_judged_with_the_same_sense() {
    let settings = settings("[considerations.privacy]\nterms = ['personal data', 'GDPR', '個人情報']\n");
    let verdict = |prose: &str| judged(&settings, "privacy", prose).verdict;
    assert_eq!(verdict("Personal data leaves the region only when a support case needs it."), Verdict::Argued);
    assert_eq!(verdict("GDPR: TBD."), Verdict::Mentioned);
    assert_eq!(verdict("Privacy: n/a"), Verdict::Mentioned);
    assert_eq!(verdict("Privacy is no topic because the events carry no ids at all."), Verdict::Argued);
    assert_eq!(verdict("個人情報は東京リージョンの外に出ないため、監査は年一回で足りる。"), Verdict::Argued);
    assert_eq!(verdict("Every save waits 40 ms."), Verdict::Missing);
}

#[test]
fn further_considerations_are_judged_by_their_words() {
    for (consideration, prose) in [
        ("availability", "If one zone goes down the other two keep serving reads."),
        ("durability", "A write is durable only after two of the three disks have it, so one disk may die."),
        ("security", "The tokens are encrypted with a key that never leaves the HSM."),
        ("operability", "The runbook has two steps, and the alert fires before users notice."),
    ] {
        assert_eq!(verdict(consideration, prose), Verdict::Argued, "{consideration}");
        assert_eq!(
            verdict(consideration, "The two of us wrote it on a train."),
            Verdict::Missing,
            "{consideration}"
        );
    }
    assert_eq!(verdict("security", "Security: good."), Verdict::Mentioned);
}
