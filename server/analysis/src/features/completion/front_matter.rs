//! Keys and values of an answer's front matter: the question's number, and whether it is a draft.

use super::{Completion, Piece, Topic, View, around, may_answer, questions_towards, spans, word_length};
use crate::markdown::FrontMatterKind;
use crate::text::Offset;

/// What `status` can say; only a draft is treated in another way.
const STATUSES: [(&str, &str); 2] =
    [("draft", "errors are warnings while you write"), ("done", "everything counts")];

/// The keys that we read, with what each is for.
const KEYS: [(&str, &str); 2] =
    [("question", "the number of the question that this answers"), ("status", "draft, or done")];

/// Whether `before`, a line up to the cursor, may lead to a value of ours.
pub(super) fn may_be_value(before: &str) -> bool {
    KEYS.iter().any(|(key, _)| before.strip_prefix(key).is_some_and(|rest| value(rest).is_some()))
}

/// What was typed of a value behind its key, without an opening quote.
fn value(rest: &str) -> Option<&str> {
    let value = rest.trim_start().strip_prefix([':', '='])?.trim_start();
    Some(value.strip_prefix(['"', '\'']).unwrap_or(value))
}

/// The offers in the front matter; `None` where `position` is not in one.
pub(super) fn complete(view: View<'_>, position: Offset) -> Option<Vec<Completion>> {
    let kind = kind_at(view, position)?;
    if !may_answer(view) && view.analysis.candidate.is_none() {
        return Some(Vec::new());
    }
    let (before, after) = around(view.input.text, position);
    let key = KEYS.iter().find_map(|&(key, _)| Some((key, value(before.strip_prefix(key)?)?)));
    Some(match key {
        Some(("question", typed)) => questions(view, position, typed, after),
        Some((key, typed)) => statuses(position, key, typed, after),
        None => keys(view, position, kind, before, after),
    })
}

/// The language of the front matter that `position` stands in, which need not be closed yet.
fn kind_at(view: View<'_>, position: Offset) -> Option<FrontMatterKind> {
    if let Some(front_matter) = &view.analysis.markdown.front_matter {
        let is_inside = front_matter.body.contains_inclusive(position) && position < front_matter.span.end();
        let is_on_last_line = position == front_matter.body.end() && !front_matter.body.is_empty();
        return (is_inside && !is_on_last_line).then_some(front_matter.kind);
    }
    let file = view.analysis.markdown.part_at(position).map_or(Offset::default(), |part| part.span.start());
    let text = view.input.text[usize::from(file)..usize::from(position)].trim_start_matches('\u{feff}');
    let (kind, body) = match text.strip_prefix("---") {
        Some(body) => (FrontMatterKind::Yaml, body),
        None => (FrontMatterKind::Toml, text.strip_prefix("+++")?),
    };
    let lines: Vec<&str> = body.split('\n').map(str::trim_end).collect();
    let [fence, entries @ .., _] = lines.as_slice() else { return None };
    // A line under a thematic break is prose as soon as there is one that is no entry.
    let is_entry = |line: &&str| line.contains([':', '=']);
    (fence.is_empty() && entries.iter().all(is_entry)).then_some(kind)
}

fn keys(view: View<'_>, position: Offset, kind: FrontMatterKind, before: &str, after: &str) -> Vec<Completion> {
    if !after.trim().is_empty() || !before.chars().all(|letter| letter.is_ascii_lowercase()) {
        return Vec::new();
    }
    let front_matter = view.analysis.markdown.front_matter.as_ref();
    let is_taken = |key: &str| front_matter.is_some_and(|front_matter| front_matter.get(key).is_some());
    let (typed, replaced) = spans(position, before.len(), after.len());
    let open = KEYS.iter().filter(|(key, _)| key.starts_with(before) && !is_taken(key));
    let offers = open.map(|&(key, detail)| Completion {
        label: key.to_owned(),
        detail: detail.to_owned(),
        typed,
        replaced,
        filter: key.to_owned(),
        pieces: entry(view, kind, key),
        topic: Topic::Key(key.to_owned()),
        question: None,
    });
    offers.collect()
}

/// A key with a place for its value, or with the value where that is known.
fn entry(view: View<'_>, kind: FrontMatterKind, key: &str) -> Vec<Piece> {
    let text = |text: &str| Piece::Text(text.to_owned());
    let (separator, quote) = match kind {
        FrontMatterKind::Yaml => (": ", ""),
        FrontMatterKind::Toml => (" = ", "\""),
    };
    let start = format!("{key}{separator}");
    if key == "question" {
        return match named_elsewhere(view) {
            Some(number) => vec![Piece::Text(format!("{start}{number}"))],
            None => vec![Piece::Text(start), Piece::Place],
        };
    }
    let choice = Piece::Choice(STATUSES.map(|(status, _)| status.to_owned()).to_vec());
    vec![Piece::Text(format!("{start}{quote}")), choice, text(quote)]
}

/// The number that the title or the path names, in a document that is one answer or may be.
fn named_elsewhere(view: View<'_>) -> Option<u32> {
    match view.analysis.answers.as_slice() {
        [] => view.analysis.candidate.map(|candidate| candidate.question),
        [only] => Some(only.answer.question),
        _ => None,
    }
}

fn questions(view: View<'_>, position: Offset, value: &str, after: &str) -> Vec<Completion> {
    let sought = value.trim_start_matches(['q', 'Q', '#']);
    let (typed, replaced) = spans(position, value.len(), word_length(after));
    let elsewhere = named_elsewhere(view);
    let mut found: Vec<_> = questions_towards(view.input.bank.questions(), sought).collect();
    found.sort_by_key(|(question, _)| Some(question.number) != elsewhere);
    let lead = &value[..value.len() - sought.len()];
    let offers = found.into_iter().map(|(question, completed)| Completion {
        label: question.number.to_string(),
        detail: question.text().to_owned(),
        typed,
        replaced,
        filter: format!("{lead}{completed}"),
        pieces: vec![Piece::Text(question.number.to_string())],
        topic: Topic::Question,
        question: Some(question.number),
    });
    offers.collect()
}

fn statuses(position: Offset, key: &str, value: &str, after: &str) -> Vec<Completion> {
    let (typed, replaced) = spans(position, value.len(), word_length(after));
    let open = STATUSES.iter().filter(|(status, _)| status.starts_with(value));
    let offers = open.map(|&(status, detail)| Completion {
        label: status.to_owned(),
        detail: detail.to_owned(),
        typed,
        replaced,
        filter: status.to_owned(),
        pieces: vec![Piece::Text(status.to_owned())],
        topic: Topic::Key(key.to_owned()),
        question: None,
    });
    offers.collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::Fixture;
    use super::*;
    use crate::text::slice;

    fn labels(text: &str) -> Vec<String> {
        Fixture::new(text).completions().into_iter().map(|offer| offer.label).collect()
    }

    /// What the first offer inserts, with places as `|` and choices in brackets, and what it replaces.
    fn first(text: &str) -> (String, String) {
        let fixture = Fixture::new(text);
        let offer = fixture.completions().remove(0);
        let pieces = offer.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Stop | Piece::Place => "|".to_owned(),
            Piece::Choice(words) => format!("{words:?}"),
        });
        (pieces.collect(), slice(fixture.text(), offer.replaced).to_owned())
    }

    fn pair(inserted: &str, replaced: &str) -> (String, String) {
        (inserted.to_owned(), replaced.to_owned())
    }

    const NONE: [&str; 0] = [];

    #[test]
    fn keys_that_are_not_there_yet() {
        assert_eq!(labels("---\n$0\n---\n# Raft\n"), ["question", "status"]);
        assert_eq!(labels("---\nquestion: 501\n$0\n---\n# Raft\n"), ["status"]);
        assert_eq!(labels("---\nst$0\n---\n"), ["status"]);
        assert_eq!(first("---\nst$0  \n---\n"), pair("status: [\"draft\", \"done\"]", "st  "));
        assert_eq!(first("+++\r\nst$0\r\n+++\r\n"), pair("status = \"[\"draft\", \"done\"]\"", "st"));
        assert_eq!(first("---\nqu$0\n---\n# Notes\n"), pair("question: |", "qu"));
        assert_eq!(first("---\nqu$0\n---\n# Q502 Paxos\n"), pair("question: 502", "qu"));
    }

    #[test]
    fn front_matter_need_not_be_closed_yet() {
        assert_eq!(labels("---\n$0"), ["question", "status"]);
        assert_eq!(labels("\u{feff}---\ntitle: x\nqu$0"), ["question"]);
        assert_eq!(labels("---\nquestion: 50$0"), ["501", "502"]);
        for text in ["---\nText.\n$0", "---\n\n$0", "--- x\n$0", "---$0", "Text.\n---\n$0"] {
            assert_eq!(labels(text), NONE, "{text}");
        }
    }

    #[test]
    fn values_are_found_by_number_and_by_words() {
        assert_eq!(labels("---\nquestion: $0\n---\n"), ["501", "502"]);
        assert_eq!(labels("---\nquestion: $0\n---\n# Q502 Paxos\n"), ["502", "501"]);
        assert_eq!(labels("---\nquestion: paxos$0\n---\n"), ["502"]);
        assert_eq!(labels("+++\nquestion = $0\n+++\n"), ["501", "502"]);
        assert_eq!(labels("---\nstatus: $0\n---\n"), ["draft", "done"]);
        assert_eq!(labels("+++\nstatus = 'dr$0'\n+++\n"), ["draft"]);
        assert_eq!(first("---\nquestion: Q5$009 # x\n---\n"), pair("501", "Q509"));
    }

    #[test]
    fn nothing_else_may_answer() {
        for text in [
            "---\ntitle: $0\n---\n",
            "---\ntags:\n  st$0\n---\n",
            "---\nst$0atus: x\n---\n",
            "---\nquestion: 501\n---$0\n# Raft\n\nText.\n\n## Trade-offs\n\nText.\n",
            "# Home\n\nquestion: $0\n",
        ] {
            assert_eq!(labels(text), NONE, "{text}");
        }
        let elsewhere = Fixture::new("---\n$0\n---\n# Home\n").without_configuration();
        assert_eq!(elsewhere.completions(), []);
        let candidate = Fixture::new("---\n$0\n---\n# Home\n").at("0501.md").without_configuration();
        assert_eq!(candidate.completions()[0].pieces, [Piece::Text("question: 501".to_owned())]);
    }
}
