//! Finding questions and answers by a few letters, as editors' symbol search does.

use super::View;
use crate::analyse::AnswerReport;
use crate::answer::without_number;
use crate::bank::Question;

/// What somebody types to find a question: its number, with or without the `Q`, or words of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// In lower case.
    words: Vec<String>,
}

impl Query {
    /// Reads what was typed. Nothing typed fits everything.
    pub fn new(typed: &str) -> Self {
        Self { words: typed.split_whitespace().map(str::to_lowercase).collect() }
    }

    /// Whether every word is the start of the number, or stands somewhere in one of `texts`.
    pub fn fits(&self, number: u32, texts: &[&str]) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let number = number.to_string();
        let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        self.words.iter().all(|word| {
            let digits = word.strip_prefix('q').unwrap_or(word).trim_start_matches('0');
            // Whoever has typed the Q has the digits before them.
            let is_number = word == "q" || !digits.is_empty() && number.starts_with(digits);
            is_number || texts.iter().any(|text| text.contains(word.as_str()))
        })
    }
}

/// What the author calls the answer, without its number; the question's text where there is no title.
pub fn answer_title(view: View<'_>, report: &AnswerReport) -> String {
    let markdown = &view.analysis.markdown;
    let heading = report.answer.heading.map(|index| markdown.heading_text(&markdown.headings[index]));
    let own = heading.map(without_number).filter(|title| !title.is_empty());
    let question = || view.input.bank.get(report.answer.question).map(Question::text);
    own.or_else(question).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;

    #[test]
    fn numbers_are_found_by_their_beginning_and_texts_by_any_part() {
        let fits = |typed: &str| Query::new(typed).fits(501, &["Walk through Raft.", "answers/0501-Größe.md"]);
        for typed in ["", "  ", "501", "Q501", "q5", "Q0501", "50", "raft", "RAF", "raft 501", "größe", "q5 walk"]
        {
            assert!(fits(typed), "{typed}");
        }
        for typed in ["502", "q1", "paxos", "raft paxos", "raft 502"] {
            assert!(!fits(typed), "{typed}");
        }
    }

    #[test]
    fn answers_are_called_as_their_authors_call_them() {
        let titles = |text: &str| {
            Fixture::new(text).view(|view| {
                view.analysis.answers.iter().map(|report| answer_title(view, report)).collect::<Vec<_>>()
            })
        };
        assert_eq!(titles("# Q501 - How *logs* agree\n"), ["How logs agree"]);
        assert_eq!(titles("# 501. Raft\n\nText.\n\n# Q502\n"), ["Raft", "Walk through Paxos."]);
        assert_eq!(titles("---\nquestion: 501\n---\nText.\n"), ["Walk through Raft."]);
    }
}
