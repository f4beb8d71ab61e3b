//! References to questions: `Q5` and `Q raft` become `Q501`.
//!
//! A capital Q alone begins many words, so digits must follow, or a blank and the beginning of a word that stands
//! in some question. In a heading the whole title is offered.

use super::{
    Completion, Piece, Topic, View, around, is_in_code, may_answer, questions_towards, spans, word_length,
};
use crate::text::Offset;

/// Of a word that questions are looked up by, so many letters must have been typed.
const MIN_LETTERS: usize = 2;

/// What was typed towards a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Begun<'t> {
    /// All of it: `Q5`.
    whole: &'t str,
    /// What questions are looked up by: `5`.
    sought: &'t str,
}

/// Whether `before`, a line up to the cursor, ends in what may become a reference.
pub(super) fn is_begun(before: &str) -> bool {
    begun(before).is_some_and(|begun| begun.sought.bytes().all(|byte| byte.is_ascii_digit() || byte == b' '))
}

/// The reference that `before` ends in.
fn begun(before: &str) -> Option<Begun<'_>> {
    let at = before.rfind('Q')?;
    let whole = &before[at..];
    // Inside a word, a path, an address or an anchor it is no reference.
    let is_start = before[..at].chars().next_back().is_none_or(|last| {
        !last.is_alphanumeric() && !matches!(last, '/' | '#' | '-' | '_' | '.' | '&' | '=' | '?' | '%' | '@' | '`')
    });
    if !is_start || before[..at].ends_with("](") {
        return None;
    }
    let rest = whole.strip_prefix("Question").unwrap_or(&whole[1..]);
    let sought = rest.trim_start_matches(' ');
    let is_number = !sought.is_empty() && sought.bytes().all(|byte| byte.is_ascii_digit());
    let is_words = rest.len() - sought.len() == 1
        && !sought.contains("  ")
        && sought.chars().all(|character| character.is_alphanumeric() || matches!(character, ' '));
    let is_spelt = !whole.starts_with("Question") && (is_words || rest == sought && is_number);
    let is_spelt_out = whole.starts_with("Question") && is_number && rest.len() > sought.len();
    (is_spelt || is_spelt_out).then_some(Begun { whole, sought })
}

pub(super) fn complete(view: View<'_>, position: Offset) -> Vec<Completion> {
    let (before, after) = around(view.input.text, position);
    let Some(begun) = begun(before).filter(|begun| is_enough(begun.sought)) else { return Vec::new() };
    let rest = word_length(after);
    let (typed, replaced) = spans(position, begun.whole.len(), rest);
    let marks = before[..before.len() - begun.whole.len()].trim_end();
    let is_title = (1..=6).contains(&marks.len())
        && marks.bytes().all(|byte| byte == b'#')
        && after[rest..].trim().is_empty();
    // A title makes an answer; elsewhere other files than answers are not our business.
    let is_ours = if is_title { may_answer(view) } else { !view.analysis.answers.is_empty() };
    if !is_ours || is_in_code(&view.analysis.markdown, position) {
        return Vec::new();
    }
    let lead = &begun.whole[..begun.whole.len() - begun.sought.len()];
    let questions = questions_towards(view.input.bank.questions(), begun.sought);
    let offers = questions.map(|(question, completed)| {
        let label = format!("Q{}", question.number);
        let text = if is_title { format!("{label}. {}", question.text()) } else { label.clone() };
        Completion {
            label,
            detail: question.text().to_owned(),
            typed,
            replaced,
            filter: format!("{lead}{completed}"),
            pieces: vec![Piece::Text(text)],
            topic: Topic::Question,
            question: Some(question.number),
        }
    });
    offers.collect()
}

/// Whether `sought` says enough: a digit, or some letters. Behind a blank that was just typed, everything may come.
fn is_enough(sought: &str) -> bool {
    let first = sought.split(' ').next().unwrap_or_default();
    first.bytes().all(|byte| byte.is_ascii_digit()) || first.chars().count() >= MIN_LETTERS
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::Fixture;
    use super::*;
    use crate::text::slice;

    /// What is offered, with the text before the cursor that it replaces.
    fn offered(text: &str) -> Vec<(String, String)> {
        let fixture = Fixture::new(text);
        let offers = fixture.view(|view| complete(view, fixture.cursor())).into_iter();
        offers.map(|offer| (offer.label, slice(fixture.text(), offer.typed).to_owned())).collect()
    }

    fn check(typed: &str, labels: &[&str]) {
        let found = offered(&format!("# Q501 Raft\n\nSee 🦀 {typed}$0\n"));
        let expected: Vec<_> = labels.iter().map(|label| ((*label).to_owned(), typed.to_owned())).collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn numbers_and_words_lead_to_questions() {
        check("Q5", &["Q501", "Q502"]);
        check("Q50", &["Q501", "Q502"]);
        check("Q502", &["Q502"]);
        check("Q05", &["Q501", "Q502"]);
        check("Question 5", &["Q501", "Q502"]);
        check("Q ra", &["Q501"]);
        check("Q paxos", &["Q502"]);
        check("Q paxos th", &["Q502"]);
        check("Q ", &["Q501", "Q502"]);
    }

    #[test]
    fn prose_leads_nowhere() {
        for typed in [
            "Q",
            "Q3",
            "q5",
            "Q4 rev",
            "FAQ5",
            "Q r",
            "Q and",
            "Q & A",
            "Q, 5",
            "IQ 5",
            "Quorum",
            "Q  ra",
            "Question",
            "Question ra",
            "x/Q5",
            "a.md#Q5",
            "[a](Q5",
            "`Q5",
            "Q raft is",
            "Q501 ra",
        ] {
            check(typed, &[]);
        }
    }

    #[test]
    fn the_rest_of_the_word_is_replaced() {
        let fixture = Fixture::new("# Q501 Raft\r\n\r\nSee (Q5$002), e\u{301}.\r\n");
        let offers = fixture.view(|view| complete(view, fixture.cursor()));
        assert_eq!(slice(fixture.text(), offers[0].typed), "Q5");
        assert_eq!(slice(fixture.text(), offers[0].replaced), "Q502");
    }

    #[test]
    fn the_filter_goes_on_with_what_was_typed() {
        let filter = |typed: &str| {
            let fixture = Fixture::new(&format!("# Q501\n\n{typed}$0"));
            fixture.view(|view| complete(view, fixture.cursor())).remove(0).filter
        };
        assert_eq!(filter("Q5"), "Q501");
        assert_eq!(filter("Q05"), "Q0501");
        assert_eq!(filter("Q Ra"), "Q Raft");
        assert_eq!(filter("Q raft th"), "Q raft through");
        assert_eq!(filter("Question 50"), "Question 501");
    }

    #[test]
    fn a_heading_gets_the_whole_title() {
        let inserted = |text: &str| {
            let fixture = Fixture::new(text);
            fixture.view(|view| complete(view, fixture.cursor())).remove(0).pieces
        };
        let title = vec![Piece::Text("Q501. Walk through Raft.".to_owned())];
        assert_eq!(inserted("# Q5$0\n"), title);
        assert_eq!(inserted("\u{feff}## Q ra$0"), title);
        assert_eq!(inserted("# Q501\n\n## Q5$0 Raft\n"), [Piece::Text("Q501".to_owned())]);
        assert_eq!(inserted("# Q501\n\n## Notes on Q5$0\n"), [Piece::Text("Q501".to_owned())]);
    }

    #[test]
    fn code_and_other_documents_are_left_alone() {
        assert_eq!(offered("# Q501\n\n```\nQ5$0\n```\n"), []);
        assert_eq!(offered("# Q501\n\n`a Q5$0 b`\n"), []);
        assert_eq!(offered("# Home\n\nIn Q5$0\n"), []);
        let elsewhere = Fixture::new("# Q5$0\n").without_configuration();
        assert_eq!(elsewhere.view(|view| complete(view, elsewhere.cursor())), []);
    }
}
