use super::*;
use crate::features::testing::Fixture;
use crate::text::slice;

fn shown_at(fixture: &Fixture, stage: HintStage) -> Option<(String, String)> {
    let hover = fixture.view(|view| hover(view, fixture.cursor(), stage))?;
    Some((slice(fixture.text(), hover.span).to_owned(), hover.markdown))
}

/// The words under the cursor that something is said about, and what.
fn shown(text: &str) -> (String, String) {
    shown_at(&Fixture::new(text), HintStage::Full).unwrap_or_else(|| panic!("nothing is said: {text}"))
}

fn check_question(text: &str, marked: &str) {
    let (found, markdown) = shown(text);
    assert_eq!(found, marked);
    assert!(
        markdown.starts_with("**501. Walk through Raft.**\n\nConsensus · walkthrough · 60 minutes\n\n"),
        "{markdown}"
    );
}

/// A trade-off section in which everything is argued but cost, with an idiom.
const SECTION: &str = "# Q501 Raft\n\nText.\n\n## Trade-offs\n\nA reader may see the old price for up to 3 s, at the cost of a round trip.\n\n### Latency\n\nEvery save waits 40 ms for the slowest replica.\n";

/// `text` with the cursor before the first `word`.
fn with_cursor(text: &str, word: &str) -> String {
    assert!(text.contains(word), "{word}");
    text.replacen(word, &format!("$0{word}"), 1)
}

#[test]
fn a_question_is_shown_on_its_number_and_its_title() {
    check_question("---\nquestion: 5$001\n---\n# My notes on Raft\n", "501");
    check_question("---\nquestion: 501\n---\n# My notes $0on Raft\n", "# My notes on Raft");
    check_question("# Q50$01 Raft\n", "Q501");
    check_question("\u{feff}# Q501 🦀 Ra$0ft\r\n", "# Q501 🦀 Raft");
    check_question("Raft and such.\n\n## 501. Raf$0t\n\nText.\n\n## 502. Paxos\n\nText.\n", "## 501. Raft");
}

#[test]
fn a_question_is_shown_on_references_to_it() {
    check_question("# Q502 Paxos\n\n漢字 like Q$0501 [here](x.md).\n", "Q501");
    check_question("# Q502 Paxos\n\nlike [Q$0501](x.md).\n", "Q501");
    assert_eq!(shown_at(&Fixture::new("# Q502 Paxos\n\n`Q5$001`\n"), HintStage::Full), None);
}

#[test]
fn the_sheet_is_shown_without_its_references() {
    let (_, markdown) = shown("# Q$0501\n");
    assert!(markdown.contains("**Cover**\n\n- **terms** (epochs): who leads."), "{markdown}");
    assert!(markdown.contains("**Cost**\n\nThree *nodes*."), "{markdown}");
    assert!(!markdown.contains("A paper"), "{markdown}");
}

#[test]
fn hints_show_the_sheet_in_stages() {
    let card =
        |stage: HintStage| shown_at(&Fixture::new("# Q502 Paxos\n\nQ5$001\n"), stage).expect("a question").1;
    let question = "**501. Walk through Raft.**\n\nConsensus · walkthrough · 60 minutes";
    assert_eq!(card(HintStage::Off), question);
    assert_eq!(card(HintStage::Terms), format!("{question}\n\n**Cover**\n\n**terms**"));
    assert!(card(HintStage::Full).contains("who leads"));
}

#[test]
fn a_number_shows_the_question_that_it_names() {
    let (_, markdown) = shown("---\nquestion: 501\n---\n# Q5$002 Paxos\n");
    assert!(markdown.starts_with("**502. Walk through Paxos.**"), "{markdown}");
    assert!(markdown.contains("`conflicting-question` (error)"), "{markdown}");
}

#[test]
fn a_trade_off_heading_shows_every_verdict() {
    let (marked, markdown) = shown("# Q501 Raft\n\n## Trade-o$0ffs\n\nIt is fine.\n");
    assert_eq!(marked, "## Trade-offs");
    for title in ["Consistency", "Latency", "Cost"] {
        assert!(markdown.contains(&format!("- **{title}** missing, ")), "{markdown}");
    }
    assert!(markdown.contains("`omitted-consistency`, `omitted-cost`, `omitted-latency` (error)"), "{markdown}");
    assert_eq!(markdown.matches("never weighs a consideration").count(), 1, "{markdown}");
}

#[test]
fn verdicts_say_how_sure_they_are_and_why() {
    let (_, markdown) = shown(&with_cursor(SECTION, "Trade-offs"));
    let line = markdown.lines().find(|line| line.contains("**Consistency** argued, ")).expect("it has a line");
    let (_, rest) = line.split_once("argued, ").expect("it is argued");
    let (sure, reason) = rest.split_once(" % sure: ").expect("it says how sure");
    assert!(sure.parse::<u8>().is_ok_and(|sure| (51..100).contains(&sure)), "{line}");
    assert!(reason.contains("3 s"), "{line}");
    assert!(markdown.contains("**Cost** missing"), "{markdown}");
}

#[test]
fn a_considerations_heading_shows_its_verdict_its_grounds_and_what_to_weigh() {
    let (marked, markdown) = shown(&with_cursor(SECTION, "Latency"));
    assert_eq!(marked, "### Latency");
    assert!(markdown.starts_with("**Latency** argued, "), "{markdown}");
    assert!(markdown.contains("\n- line 11: Every save waits 40 ms for the slowest replica."), "{markdown}");
    assert!(markdown.contains("Who waits for what"), "the sheet has no such part: {markdown}");
    let cost = with_cursor(SECTION, "Latency").replace("Latency", "Cost").replace("40 ms", "270 USD");
    let (_, full) = shown(&cost);
    assert!(full.contains("**What to weigh here**\n\nThree *nodes*."), "{full}");
    let (_, terms) = shown_at(&Fixture::new(&cost), HintStage::Terms).expect("the verdict is no hint");
    assert!(terms.starts_with("**Cost** ") && !terms.contains("nodes"), "{terms}");
}

#[test]
fn a_clause_shows_what_it_was_taken_for() {
    let (marked, markdown) = shown(&with_cursor(SECTION, "old price"));
    assert!(marked.starts_with("A reader may see"), "{marked}");
    assert!(markdown.starts_with("**Consistency** argued here: "), "{markdown}");
    let (marked, markdown) = shown(&with_cursor(SECTION, "cost of"));
    assert_eq!(marked, "at the cost of");
    assert!(
        markdown.contains("**Cost** not meant here: \"at the cost of\" says that something is given up"),
        "{markdown}"
    );
    let mentioned = SECTION.replace("Every save waits 40 ms for the slowest replica.", "Cost: TBD.");
    let (marked, markdown) = shown(&with_cursor(&mentioned, "TBD"));
    assert_eq!(marked, "Cost: TBD.");
    assert!(markdown.contains("**Cost** named here: it is put off"), "{markdown}");
}

#[test]
fn grounds_name_the_file_where_an_answer_has_several() {
    let fixture = Fixture::folder(&[
        ("01.md", "# Raft\n\nText.\n"),
        ("07-trade-offs.md", "Text.\n\n## Co$0st\n\nThree nodes cost 270 USD a month.\n"),
    ]);
    let (_, markdown) = shown_at(&fixture, HintStage::Full).expect("there is a verdict");
    assert!(markdown.contains("\n- line 5 of 07-trade-offs.md: Three nodes"), "{markdown}");
}

#[test]
fn another_language_is_not_judged() {
    let text = "# Q501 Raft\n\n## Trade-$0offs\n\nDie Leser sehen für drei Sekunden den alten Preis, und jede Anfrage wartet auf die langsamste Kopie der Daten. Das kostet im Monat zweihundert Euro, und niemand muss dafür in der Nacht aufstehen.\n";
    let (_, markdown) = shown(text);
    assert!(markdown.starts_with("- in German: what only English words can tell is not judged"), "{markdown}");
    assert!(!markdown.contains("**Cost**"), "{markdown}");
}

#[test]
fn front_matter_keys_say_what_they_mean() {
    let text = "---\nquestion: 501\nstatus: draft\nminutes_spent: 40\nauthor: me\n---\n# Raft\n";
    for key in ["question", "status", "minutes_spent"] {
        let (marked, markdown) = shown(&with_cursor(text, key));
        assert_eq!(marked, key);
        assert!(markdown.starts_with(&format!("`{key}`: ")), "{markdown}");
    }
    let (marked, _) = shown(&with_cursor(text, "draft"));
    assert_eq!(marked, "draft");
    assert_eq!(shown_at(&Fixture::new(&with_cursor(text, "author")), HintStage::Full), None);
}

#[test]
fn a_suppression_shows_the_rules_that_it_silences() {
    let comment = "<!-- tradeoff-ignore omitted-cost, omitted-latency: a free tier -->";
    let text = format!("# Q501 Raft\n\n{comment}\n## Trade-offs\n\nA reader may see the old price for 3 s.\n");
    let (marked, markdown) = shown(&with_cursor(&text, "ignore"));
    assert_eq!(marked, comment);
    assert!(markdown.starts_with("Silences `omitted-cost` (error): The trade-off section never"), "{markdown}");
    assert!(markdown.contains("Silences `omitted-latency`"), "{markdown}");
    let (_, markdown) = shown("# Q501 Raft\n\n<!-- tradeoff-ig$0nore nothing: x -->\n");
    assert!(markdown.starts_with("`malformed-suppression` (warning)"), "{markdown}");
    assert_eq!(shown_at(&Fixture::new("# Q501 Raft\n\n<!-- a $0note -->\n"), HintStage::Full), None);
}

#[test]
fn uncovered_points_are_explained_as_far_as_hints_go() {
    let text = format!("# Q501 $0Raft\n\n{}\n", "word ".repeat(100));
    let card = |stage: HintStage| {
        let (_, markdown) = shown_at(&Fixture::new(&text), stage).expect("there is a finding");
        let (_, card) = markdown.split_once("`uncovered-point` (hint)").expect("the point is not covered");
        card.to_owned()
    };
    assert!(
        card(HintStage::Full).contains("Never touched:\n\n- **terms** (epochs): who leads."),
        "{}",
        card(HintStage::Full)
    );
    assert!(card(HintStage::Terms).contains("Never touched: **terms**"));
    assert!(!card(HintStage::Terms).contains("epochs"));
    assert!(!card(HintStage::Off).contains("terms"));
}

#[test]
fn prose_and_other_documents_show_nothing() {
    for text in [
        "# Q501 Raft\n\nIt is fi$0ne.\n",
        "# Ho$0me\n",
        "# Home\n\nQ5$001\n",
        "---\nstatus: dr$0aft\n---\n# Home\n",
    ] {
        assert_eq!(shown_at(&Fixture::new(text), HintStage::Full), None, "{text}");
    }
}

proptest::proptest! {
    /// Wherever the mouse is, what is marked lies in the text and something is said about it.
    #[test]
    fn hovers_fit_the_text(text in "([#>*|`<!\\-a-cé🦀\\r\\n:.]|<!-- tradeoff-ignore|-->|Q501|Q502|Trade-offs|Cost|40 ms ){0,40}", at in 0_usize..200) {
        let mut text = format!("---\nquestion: 501\n---\n{text}");
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text.insert_str(at, "$0");
        if let Some((_, markdown)) = shown_at(&Fixture::new(&text), HintStage::Full) {
            assert!(!markdown.is_empty());
        }
    }
}
