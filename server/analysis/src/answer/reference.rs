//! Where the prose of a document speaks of questions by their numbers: `Q501`, `Question 501`.
//!
//! Only the forms with the letter or the word are references: a bare 501 may be anything. Code, comments, URLs and
//! link targets are no prose and hold none, and the number by which an answer says what it answers is its own name.

use super::{Answer, number};
use crate::bank::Bank;
use crate::markdown::{Markdown, PlainSpan};
use crate::text::Span;

/// A place that speaks of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The question's number. [`mentions`] has those that no bank knows as well.
    pub question: u32,
    /// The letter or word and the number in the source.
    pub span: Span,
    /// Whether it stands in the text of a link, `[Q501](raft.md)` or `[[Q501]]`, and so leads somewhere already.
    pub is_linked: bool,
}

/// The references to questions of `bank`, in order.
pub fn references<'a>(
    markdown: &'a Markdown,
    answers: impl IntoIterator<Item = &'a Answer>,
    bank: &'a Bank,
) -> impl Iterator<Item = Reference> + 'a {
    mentions(markdown, answers).filter(|reference| bank.get(reference.question).is_some())
}

/// Everything that is written like a reference, in order, whether or not there is such a question.
pub fn mentions<'a>(
    markdown: &'a Markdown,
    answers: impl IntoIterator<Item = &'a Answer>,
) -> impl Iterator<Item = Reference> + 'a {
    let names = answers.into_iter().flat_map(|answer| &answer.sources).map(|source| source.span);
    let names: Vec<Span> = names.collect();
    let text = markdown.prose.text();
    let mut after = 0;
    memchr::memchr2_iter(b'q', b'Q', text.as_bytes()).filter_map(move |start| {
        let (question, length) = reference_at(text, start, after)?;
        let end = start + length;
        after = end;
        let span = markdown.prose.source(PlainSpan::new(start, end));
        let is_name = names.iter().any(|name| !name.is_empty() && name.intersect(span) == Some(span));
        let is_prose = !span.is_empty() && !is_name && !is_in_code(markdown, span);
        let is_linked = is_in_link(markdown, span) || text[..start].ends_with("[[");
        is_prose.then_some(Reference { question, span, is_linked })
    })
}

/// The number and the length of the reference that starts with the `q` at byte `start` of `text`. `after` is the
/// end of the reference before it.
fn reference_at(text: &str, start: usize, after: usize) -> Option<(u32, usize)> {
    let rest = &text[start..];
    let digits_at = digits_start(rest)?;
    let (numbered, length) = number::digits(&rest[digits_at..])?;
    let end = digits_at + length;
    let is_bounded = is_start(text, start, after) && is_end(&rest[end..]);
    (is_bounded && !is_in_url(&text[..start])).then_some((numbered.number, end))
}

/// Where the digits begin in `text`, which starts with a `q`.
fn digits_start(text: &str) -> Option<usize> {
    const WORD: &str = "question";
    let is_word = text.get(..WORD.len()).is_some_and(|word| word.eq_ignore_ascii_case(WORD));
    let after_word = if is_word { WORD.len() } else { 1 };
    let rest = &text[after_word..];
    let is_capital = text.starts_with('Q');
    // "the lag in question. 501 nodes", "Q. 501 nodes" and "q 501 times" are prose.
    let rest = match rest.chars().next()? {
        '.' if !is_word => &rest[1..],
        '-' | '#' => &rest[1..],
        blank @ (' ' | '\u{a0}') if is_word || is_capital => {
            let rest = &rest[blank.len_utf8()..];
            rest.strip_prefix('#').unwrap_or(rest)
        }
        _ if is_word => return None,
        _ => rest,
    };
    Some(text.len() - rest.len())
}

/// Whether a word can start at byte `start`: not inside another word, a path, a tag or an address.
fn is_start(text: &str, start: usize, after: usize) -> bool {
    match text[..start].chars().next_back() {
        // "Q501/Q502"
        Some('/') => after > 0 && after + 1 == start,
        Some(before) => !before.is_alphanumeric() && !matches!(before, '_' | '\\' | '@' | '#' | '=' | '&'),
        None => true,
    }
}

/// Whether the number ends before `rest`: no longer number, range, file name or other word goes on.
fn is_end(rest: &str) -> bool {
    let mut letters = rest.chars();
    let Some(first) = letters.next() else { return true };
    let next = letters.next();
    match first {
        '-' | '–' | '—' | '−' | ',' | ':' => !next.is_some_and(char::is_numeric),
        '.' => !next.is_some_and(char::is_alphanumeric),
        _ => !first.is_alphanumeric() && first != '_',
    }
}

/// Whether the word that `before` ends in is the beginning of an address that is written out.
fn is_in_url(before: &str) -> bool {
    /// Longer words are no addresses, and looking back is not for free.
    const MAX: usize = 512;
    let mut from = before.len().saturating_sub(MAX);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let word = before[from..].rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains("://") || word.contains("www.")
}

fn is_in_code(markdown: &Markdown, span: Span) -> bool {
    let next = markdown.code_spans.partition_point(|code| code.end() <= span.start());
    markdown.code_spans.get(next).is_some_and(|code| code.start() < span.end())
}

fn is_in_link(markdown: &Markdown, span: Span) -> bool {
    /// An image in a link in a footnote is as deep as it gets.
    const MAX_DEPTH: usize = 4;
    let after = markdown.links.partition_point(|link| link.span.start() <= span.start());
    markdown.links[..after].iter().rev().take(MAX_DEPTH).any(|link| link.span.contains_range(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::recognise;
    use crate::markdown::Dialect;
    use crate::text::slice;

    static SHEETS: &[(&str, &str)] =
        &[("0501-raft.md", "# Walk through Raft.\n"), ("0502-paxos.md", "# Walk through Paxos.\n")];

    /// Each mention as it stands in the source, with its number where that is not plain to see.
    fn found(text: &str) -> Vec<(&str, u32)> {
        let markdown = Markdown::parse(text, Dialect::CommonMark);
        mentions(&markdown, []).map(|reference| (slice(text, reference.span), reference.question)).collect()
    }

    #[test]
    fn every_form_with_the_letter_or_the_word_is_a_reference() {
        for form in [
            "Q501",
            "q501",
            "Q.501",
            "Q-501",
            "Q#501",
            "Q 501",
            "Q0501",
            "Question 501",
            "question 501",
            "question #501",
            "QUESTION-501",
            "Q５０１",
            "Q5️⃣0️⃣1️⃣",
        ] {
            assert_eq!(found(&format!("See {form}.\n")), [(form, 501)]);
        }
    }

    #[test]
    fn references_stand_between_any_signs() {
        for text in
            ["Q501", "(Q501)", "\"Q501\"", "**Q501**,", "Q501's log", "as in Q501: it", "🦀Q501🦀", "Q501-like"]
        {
            assert_eq!(found(text), [("Q501", 501)], "{text}");
        }
        assert_eq!(found("Q501/Q502, Q501-Q502"), [("Q501", 501), ("Q502", 502), ("Q501", 501), ("Q502", 502)]);
        assert_eq!(found("> a question\r\n> 501"), [("question\r\n> 501", 501)]);
    }

    #[test]
    fn every_block_of_prose_counts() {
        let text =
            "# Q501\n\n- Q502\n\n| Q503 | b |\n|---|---|\n| Q504 | c |\n\n> Q505\n\n<p>Q506</p>\n\n[^1]: Q507\n";
        let numbers: Vec<u32> = found(text).into_iter().map(|(_, number)| number).collect();
        assert_eq!(numbers, [501, 502, 503, 504, 505, 506, 507]);
    }

    #[test]
    fn other_words_and_numbers_are_no_references() {
        for text in [
            "501",
            "HTTP 501",
            "FAQ501",
            "Q",
            "Q501st",
            "Q501.5",
            "Q501,5",
            "Q501.md",
            "Q501_x",
            "Q501-540",
            "Q501–540",
            "Q123456",
            "question. 501 nodes",
            "Q. 501 nodes",
            "with q 501",
            "questions 501",
            "question501",
            "answers/q501.md",
            "answers/q501",
            "https://example.org/Q501",
            "https://example.org/?id=1;Q501",
            "www.example.org/x;Q501",
            "someone@Q501",
            "#Q501",
            "x=Q501",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn what_is_no_prose_holds_none() {
        for text in [
            "`Q501`",
            "`x` `Q501`",
            "```\nQ501\n```\n",
            "    Q501\n",
            "<!-- Q501 -->",
            "a <!-- Q501 --> b",
            "[a](Q501)",
            "[a](Q501 \"Q501\")",
            "![a](Q501.png)",
            "[a]: Q501\n",
            "<https://example.org/Q501>",
            "~~Q501~~",
            "<b id=\"Q501\">x</b>",
            "---\nsee: Q501\n---\n",
            "[^Q501]: x\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn the_text_of_a_link_leads_somewhere_already() {
        let linked = |text: &str| {
            let markdown = Markdown::parse(text, Dialect::CommonMark);
            mentions(&markdown, []).map(|reference| reference.is_linked).collect::<Vec<_>>()
        };
        assert_eq!(
            linked("[Q501](a.md) Q501 [the Q501 one][a] [Q501] [[Q501]]\n\n[a]: b\n"),
            [true, false, true, false, true]
        );
        assert_eq!(linked("[![Q501](a.png) Q501](b.md) Q501"), [true, true, false]);
    }

    #[test]
    fn the_name_of_an_answer_is_no_reference() {
        let bank = Bank::builtin(SHEETS);
        let text = "# Q501 Raft and Q502\n\nSee Q501 and Q999.\n";
        let markdown = Markdown::parse(text, Dialect::CommonMark);
        let answers = recognise(text, &markdown, None, true, &bank).answers;
        let places = |list: &[Reference]| list.iter().map(|one| (one.question, one.span)).collect::<Vec<_>>();
        let known: Vec<Reference> = references(&markdown, &answers, &bank).collect();
        let at = |word: &str, question: u32, from: usize| {
            let start = from + text[from..].find(word).expect("the text has it");
            (question, crate::text::span(start..start + word.len()))
        };
        assert_eq!(places(&known), [at("Q502", 502, 0), at("Q501", 501, 10)]);
        assert_eq!(mentions(&markdown, &answers).count(), 3);
    }

    proptest::proptest! {
        /// Whatever stands around it, a reference lies on character boundaries and names its number.
        #[test]
        fn references_fit_the_source(text in "([Qq]|uestion|[ .#\\-/`*\\[\\]()<>|]|501|é|🦀|\u{301}|\\r\\n){0,40}") {
            for (written, question) in found(&text) {
                assert!(written.starts_with(['q', 'Q']), "{written}");
                assert!(written.contains(&question.to_string()), "{written}");
            }
        }
    }
}
