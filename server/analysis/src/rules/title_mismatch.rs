//! `title-mismatch`: an answer has the title of another question.
//!
//! Short titles, titles in other languages and titles about one part of the question are everybody's right, so a
//! title is reported only where its words are another question's and none of them is its own.

use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};
use super::{Applicability, Fix, Severity, TextEdit};
use crate::answer::SourceKind;
use crate::bank::{Point, Question, content_words, fold};
use crate::markdown::{Heading, PlainSpan};
use crate::text::{Span, slice};

pub(super) const RULE: Rule = Rule {
    name: "title-mismatch",
    severity: Severity::Info,
    since: "0.1.0",
    fix: Some(Applicability::Safe),
    docs: Docs {
        what: "The title's words belong to another question of the bank, and none of them to the question that the answer is for.",
        why: "Readers go by the title, tools by the number. Most often a copied file kept its title, or its number.",
        fails: "---\nquestion: 501\n---\n# Walk through Paxos\n\nA leader takes all writes.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "---\nquestion: 501\n---\n# Raft\n\nA leader takes all writes.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Give the answer its question's title; the fix takes the question's text. If the number is what is wrong, change that instead. Titles of your own need not repeat the question: \"501. Raft\" is enough.",
    },
    check: Check::Answer(check),
};

/// A word that more questions share does not tell which one a title belongs to.
const RARE: usize = 3;

/// Words that titles have and questions do not, beside those that any question may have.
const FILLERS: &[&str] = &[
    "answered",
    "attempt",
    "basic",
    "deep",
    "detail",
    "dive",
    "draft",
    "explained",
    "explanation",
    "final",
    "guide",
    "interview",
    "intro",
    "introduction",
    "my",
    "overview",
    "practice",
    "prep",
    "review",
    "short",
    "summary",
    "v1",
    "v2",
    "version",
    "writeup",
];

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let answer = &context.report.answer;
    let Some(question) = context.file.input.bank.get(answer.question) else { return };
    // Where numbers or texts disagree `conflicting-question` says so.
    if answer.sources.iter().any(|source| source.question != answer.question) {
        return;
    }
    let Some(title) = title(context) else { return };
    let text = context.file.markdown.prose.slice(title);
    let mut words = content_words(text);
    words.retain(|word| !FILLERS.contains(&word.as_str()));
    words.sort();
    words.dedup();
    if words.is_empty() || is_about(question, text, &words) {
        return;
    }
    let Some(other) = clearly_about(context.file.input.bank.questions(), question.number, &words) else { return };
    let message = format!(
        "this is the title of question {} (\"{}\"), and the answer is for {} (\"{}\")",
        other.number,
        other.text(),
        question.number,
        question.text()
    );
    let place = context.file.markdown.prose.source(title);
    findings.report(&RULE, Report::new(place, message).with_fix(fix(context, place, text, question)));
}

/// The words of the answer's title, without its number.
fn title(context: &AnswerContext<'_>) -> Option<PlainSpan> {
    let answer = &context.report.answer;
    let markdown = context.file.markdown;
    let heading = &markdown.headings[answer.heading?];
    let is_number = |kind| matches!(kind, SourceKind::NamedHeading | SourceKind::NumberedHeading);
    let mut numbers = answer.sources.iter().filter(|source| is_number(source.kind));
    let number = numbers.find(|source| heading.span.contains_range(source.span));
    // Without a number, only the top heading is a title: another may be the first section's.
    if number.is_none() && heading.level != 1 || matches!(heading.level, Heading::BOLD | Heading::FILE) {
        return None;
    }
    let start = number.map_or(heading.text.start, |number| markdown.prose.plain_at(number.span.end()));
    let rest = PlainSpan { start: start.clamp(heading.text.start, heading.text.end), end: heading.text.end };
    let text = markdown.prose.slice(rest);
    let is_separator =
        |character: char| !(character.is_alphanumeric() || matches!(character, '"' | '“' | '(' | '#'));
    let begin = text.len() - text.trim_start_matches(is_separator).len();
    (begin < text.len()).then(|| rest.part(begin..text.len()))
}

/// Whether any word of a title has to do with `question` or with a point of its sheet.
fn is_about(question: &Question, title: &str, words: &[String]) -> bool {
    let sheet = question.sheet();
    let points = sheet.cover.iter().flat_map(Point::spellings);
    let mut own = [question.text(), &question.section].into_iter().chain(points);
    own.any(|text| {
        let known = content_words(text);
        known.iter().any(|known| words.iter().any(|word| are_alike(known, word)))
            || words.iter().any(|word| is_acronym_of(word, text))
            || known.iter().any(|known| is_acronym_of(known, title))
    })
}

/// Whether two words are forms of one: "replicate" and "replication".
fn are_alike(one: &str, other: &str) -> bool {
    const COMMON: usize = 4;
    let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    one == other || common >= COMMON
}

/// Whether `word` is made of first letters of `text`: "ttl" and "time to live".
fn is_acronym_of(word: &str, text: &str) -> bool {
    let letters: String = fold(text).split(' ').filter_map(|word| word.chars().next()).collect();
    word.chars().count() >= 2 && letters.contains(word)
}

/// The question that a title with `words` clearly belongs to, other than `own`: it has all of them, or at least
/// two and two thirds, and one of them is rare.
fn clearly_about<'q>(questions: &'q [Question], own: u32, words: &[String]) -> Option<&'q Question> {
    let texts: Vec<Vec<String>> = questions.iter().map(|question| content_words(question.text())).collect();
    let is_rare = |word: &String| texts.iter().filter(|text| text.contains(word)).count() <= RARE;
    let rare: Vec<&String> = words.iter().filter(|word| is_rare(word)).collect();
    let clear = questions.iter().zip(&texts).filter_map(|(question, text)| {
        let shared = words.iter().filter(|word| text.contains(word)).count();
        let is_most = shared == words.len() || (shared >= 2 && shared * 3 >= words.len() * 2);
        let has_rare = rare.iter().any(|word| text.contains(word));
        (question.number != own && shared > 0 && is_most && has_rare).then_some((shared, question))
    });
    clear.max_by_key(|(shared, question)| (*shared, u32::MAX - question.number)).map(|(_, question)| question)
}

/// Puts the question's text in place of the title's words, where no markup stands between them.
fn fix(context: &AnswerContext<'_>, place: Span, title: &str, question: &Question) -> Option<Fix> {
    let is_plain = slice(context.file.input.text, place) == title;
    is_plain.then(|| Fix {
        title: format!("use the text of question {}", question.number),
        applicability: Applicability::Safe,
        edits: vec![TextEdit { span: place, text: question.text().to_owned() }],
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_at, check_below, check_fix, messages};

    const TRADEOFFS: &str = "## Trade-offs\nA reader may see the old price for 3 s. Every save waits 40 ms for the slowest replica.\nThree nodes cost 270 USD a month.\n";

    /// Checks an answer to question 501 whose title lines, with carets, are `title`.
    fn check_title(title: &str) {
        check(&format!("---\nquestion: 501\n---\n{title}Text.\n\n{TRADEOFFS}"));
    }

    #[test]
    fn the_title_of_another_question() {
        check_title("# Walk through Paxos\n  ^^^^^^^^^^^^^^^^^^ title-mismatch\n");
        check_title("# Paxos\n  ^^^^^ title-mismatch\n");
        check_title(
            "# Q501. Synchronous cross-region writes\n        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ title-mismatch\n",
        );
        check_title("# Paxos explained: my summary\n  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ title-mismatch\n");
    }

    #[test]
    fn the_message_names_both() {
        let text = format!("---\nquestion: 501\n---\n# Paxos\nText.\n\n{TRADEOFFS}");
        let expected = "this is the title of question 502 (\"Walk through Paxos consensus algorithm step by step.\"), and the answer is for 501 (\"Walk through Raft consensus algorithm step by step.\")";
        assert_eq!(messages(&text), [expected]);
    }

    #[test]
    fn honest_titles() {
        for title in [
            "Raft",
            "501",
            "Q501",
            "501. Raft",
            "Raft, not Paxos",
            "Consensus",
            "The algorithms of Paxos",
            "How a leader is elected",
            "Leader election",
            "My answer",
            "🦀",
            "Step by step",
            "Synchronous replication",
            "`Raft`",
        ] {
            check_title(&format!("# {title}\n"));
        }
    }

    #[test]
    fn titles_in_other_languages() {
        for title in [
            "Wie wird ein Anführer gewählt?",
            "Le consensus pas à pas",
            "合意アルゴリズム",
            "Was Paxos mit Führung zu tun hat",
        ] {
            check_title(&format!("# {title}\n"));
        }
    }

    #[test]
    fn points_of_the_sheet_are_its_own_words() {
        let titled = |title: &str| format!("---\nquestion: 510\n---\n# {title}\nText.\n\n{TRADEOFFS}");
        for title in ["Time to live", "Expiry", "Stampedes", "Cache-aside", "Caches"] {
            check(&titled(title));
        }
        check(&titled("Raft\n  ^^^^ title-mismatch"));
    }

    #[test]
    fn a_first_section_is_no_title() {
        check(&format!("---\nquestion: 501\n---\n## Paxos\nText.\n\n{TRADEOFFS}"));
        check(&format!("---\nquestion: 501\n---\nText.\n\n**Paxos**\n\n{TRADEOFFS}"));
    }

    #[test]
    fn a_question_s_whole_text_is_a_conflict() {
        let text = "---\nquestion: 501\n---\n# Walk through Paxos consensus algorithm step by step\n";
        assert!(messages(text).iter().all(|message| !message.contains("this is the title")));
    }

    #[test]
    fn a_path_counts_as_the_number() {
        check_at("answers/q501.md", &format!("# Paxos\n  ^^^^^ title-mismatch\nText.\n\n{TRADEOFFS}"));
    }

    #[test]
    fn each_answer_of_a_file() {
        let answer = |title: &str| format!("# {title}\nText.\n\n{TRADEOFFS}");
        check(&format!("{}\n{}", answer("Q501 Raft"), answer("Q502 Paxos")));
    }

    #[test]
    fn setext_and_marked_up_titles() {
        check_title("Walk through Paxos\n^^^^^^^^^^^^^^^^^^ title-mismatch\n==================\n");
        check_title("# Walk **through** Paxos\n  ^^^^^^^^^^^^^^^^^^^^^^ title-mismatch\n");
        check_title("# [Paxos](paxos.md)\n   ^^^^^ title-mismatch\n");
    }

    #[test]
    fn the_fix_takes_the_question_s_text() {
        let text = |title: &str| format!("---\nquestion: 501\n---\n{title}\n\nText.\n\n{TRADEOFFS}");
        let question = "Walk through Raft consensus algorithm step by step.";
        for (before, after) in [
            ("# Paxos", format!("# {question}")),
            ("# Q501: Paxos", format!("# Q501: {question}")),
            ("# 501. Paxos #", format!("# 501. {question} #")),
            ("# **Paxos**", format!("# **{question}**")),
            ("Paxos\n=====", format!("{question}\n=====")),
        ] {
            check_fix("title-mismatch", &text(before), &text(&after));
            check_fix("title-mismatch", &text(before).replace('\n', "\r\n"), &text(&after).replace('\n', "\r\n"));
        }
    }

    #[test]
    fn a_comment_with_a_reason_silences_it() {
        check_title("<!-- tradeoff-ignore title-mismatch: Paxos is what we know -->\n# Paxos\n");
        check_title("# Paxos\n<!-- tradeoff-ignore title-mismatch: Paxos is what we know -->\n\n");
        check_below(
            "[rules]\ntitle-mismatch = 'off'\n",
            &format!("---\nquestion: 501\n---\n# Paxos\nText.\n\n{TRADEOFFS}"),
        );
    }
}
