//! Another number for an answer: in its front matter, its title and its path.
//!
//! Who changes an answer's number says that the text answers another question. So the number changes wherever the
//! answer says which question it is for, and the title changes where it was the old question's text. `Q501` in
//! other texts, and in this one's prose, speaks of the question and stays: the question has not changed. Links to
//! the file follow it, which is the business of [`relink`](super::relink()).

use super::View;
use crate::analyse::AnswerReport;
use crate::answer::{Answer, SourceKind, number_in_path};
use crate::bank::{Bank, Question, fold};
use crate::markdown::{FrontMatterKind, PlainSpan};
use crate::rules::{TextEdit, renumbered};
use crate::text::{Offset, Span, offset, slice};

/// A number that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renamable {
    /// Its digits.
    pub span: Span,
    /// The number.
    pub number: u32,
}

/// A number that an answer cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    /// There are no digits, or more than that.
    #[error("`{0}` is no number of a question; write one such as 502")]
    NoNumber(String),
    /// Nobody asks that.
    #[error("no bank has a question {number}{}", nearest.map(|nearest| format!("; the nearest is {nearest}")).unwrap_or_default())]
    Unknown {
        /// The number.
        number: u32,
        /// The one that it may be a slip of.
        nearest: Option<u32>,
    },
}

/// The number at `position`: of an answer, in its title or its front matter.
pub fn renamable(view: View<'_>, position: Offset) -> Option<Renamable> {
    let (_, renamable) = renamable_answer(view, position)?;
    Some(renamable)
}

fn renamable_answer(view: View<'_>, position: Offset) -> Option<(&AnswerReport, Renamable)> {
    if view.is_excluded() {
        return None;
    }
    view.analysis.answers.iter().find_map(|report| {
        let (number, span) = named(view, &report.answer).find(|(_, span)| span.contains_inclusive(position))?;
        let written = slice(view.input.text, span);
        let start = written.find(char::is_numeric)?;
        let end = written.trim_end_matches(|last: char| !is_of_number(last)).len();
        let digits = Span::new(span.start() + offset(start), span.start() + offset(end));
        digits.contains_inclusive(position).then_some((report, Renamable { span: digits, number }))
    })
}

/// Whether `character` is a digit or a keycap's frame around one.
fn is_of_number(character: char) -> bool {
    character.is_numeric() || matches!(character, '\u{fe0f}' | '\u{20e3}')
}

/// The numbers in the front matter and the title of `answer`, with what stands around them in quotes or letters.
fn named<'a>(view: View<'a>, answer: &'a Answer) -> impl Iterator<Item = (u32, Span)> + 'a {
    let confirmed = answer.sources.iter().filter(|source| source.kind == SourceKind::FrontMatter);
    let in_front_matter = confirmed.map(|source| (source.question, source.span));
    let in_title = answer.title_parts(&view.analysis.markdown).and_then(|(number, _)| number);
    in_front_matter.chain(in_title)
}

/// The number that somebody typed as a new one: `502`, `0502`, `Q502`.
pub fn new_number(typed: &str, bank: &Bank) -> Result<u32, RenameError> {
    let digits = typed.trim().trim_start_matches(['q', 'Q', '#']);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number);
    let number: u32 = number.ok_or_else(|| RenameError::NoNumber(typed.trim().to_owned()))?;
    if bank.get(number).is_none() {
        return Err(RenameError::Unknown { number, nearest: bank.nearest(number) });
    }
    Ok(number)
}

/// The edits that let the answer whose number stands at `position` answer `new`, in order; and whether the path
/// says the same number, so that it has to change as well.
pub fn rename(view: View<'_>, position: Offset, new: u32) -> Option<(Vec<TextEdit>, bool)> {
    let (report, renamable) = renamable_answer(view, position)?;
    let old = renamable.number;
    let is_path = |kind| matches!(kind, SourceKind::Path | SourceKind::NamedPath);
    let in_path = report.answer.sources.iter().any(|source| is_path(source.kind) && source.question == old);
    Some((edits(view, &report.answer, old, new), in_path && old != new))
}

/// The edits that follow when the path of a document comes to say another number: empty unless the document is one
/// answer and both numbers are questions.
pub fn renamed(view: View<'_>, old_path: &str, new_path: &str) -> Option<(u32, Vec<TextEdit>)> {
    let [report] = view.analysis.answers.as_slice() else { return None };
    let (old, new) = (number_in_path(old_path)?.number, number_in_path(new_path)?.number);
    let is_meant = !view.is_excluded() && old != new && view.input.bank.get(new).is_some();
    is_meant.then(|| (new, edits(view, &report.answer, old, new)))
}

fn edits(view: View<'_>, answer: &Answer, old: u32, new: u32) -> Vec<TextEdit> {
    if old == new {
        return Vec::new();
    }
    let text = view.input.text;
    let numbers = named(view, answer).filter(|(number, _)| *number == old).map(|(_, span)| {
        // The frame of a last keycap goes with its digit.
        TextEdit { span, text: renumbered(slice(text, span).trim_end_matches(['\u{fe0f}', '\u{20e3}']), new) }
    });
    let mut edits: Vec<TextEdit> = numbers.collect();
    let bank = view.input.bank;
    if let (Some(old), Some(new)) = (bank.get(old), bank.get(new)) {
        edits.extend(title_edits(view, answer, old, new));
    }
    edits.sort_by_key(|edit| edit.span.start());
    edits
}

/// The edits of titles that are the text of the question `old`.
fn title_edits<'a>(
    view: View<'a>,
    answer: &'a Answer,
    old: &'a Question,
    new: &'a Question,
) -> impl Iterator<Item = TextEdit> + 'a {
    let (text, markdown) = (view.input.text, &view.analysis.markdown);
    let is_old = |title: &str| fold(title) == fold(old.text());
    let heading = answer.title_parts(markdown).and_then(|(_, rest): (_, PlainSpan)| {
        let (title, span) = (markdown.prose.slice(rest), markdown.prose.source(rest));
        // Between words that stand in markup there is nothing that could be replaced as a whole.
        (is_old(title) && slice(text, span) == title).then(|| TextEdit { span, text: new.text().to_owned() })
    });
    let front_matter = markdown.front_matter.as_ref().filter(|_| answer.span.start() == Offset::default());
    let entry = front_matter.and_then(|front_matter| {
        let entry = front_matter.get("title").filter(|entry| is_old(&entry.value))?;
        let scalar = scalar(new.text(), front_matter.kind);
        Some(TextEdit { span: entry.value_span, text: scalar })
    });
    let line = answer.sources.iter().find(|source| source.kind == SourceKind::Text).and_then(|source| {
        let line = slice(text, source.span);
        let is_plain = answer.heading.is_none() && !line.contains(['*', '_', '`', '[', '<', '#', '"']);
        (is_plain && is_old(line)).then(|| TextEdit {
            span: Span::at(source.span.start(), offset(line.trim_end().len())),
            text: new.text().to_owned(),
        })
    });
    heading.into_iter().chain(entry).chain(line)
}

/// `text` as a value of front matter, in quotes: a question may have any sign in it.
fn scalar(text: &str, kind: FrontMatterKind) -> String {
    let is_plain = kind == FrontMatterKind::Yaml
        && !text.contains([':', '#', '"', '\'', '\\', '{', '[', '&', '*', '!', '|', '>', '%', '@', '`'])
        && text.starts_with(char::is_alphabetic);
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// `path`, with forward slashes, with `new` in place of `old` in the name that says which question is answered: a
/// pair of that name's path before and after. The slug of the old question's sheet becomes that of the new one's.
pub fn renamed_path(path: &str, old: u32, new: u32, bank: &Bank) -> Option<(String, String)> {
    let numbered = number_in_path(path).filter(|numbered| numbered.number == old)?;
    let name = &path[numbered.name.clone()];
    let number = renumbered(&name[..name.len() - numbered.rest.len()], new);
    let slug = match (bank.get(old).and_then(slug), bank.get(new).and_then(slug)) {
        // A language may follow: `0501-raft.en.md`.
        (Some(old), Some(new)) => match numbered.rest.strip_prefix(old) {
            Some(rest) if rest.is_empty() || rest.starts_with('.') => format!("{new}{rest}"),
            _ => numbered.rest.to_owned(),
        },
        _ => numbered.rest.to_owned(),
    };
    let before = &path[..numbered.name.start];
    // A folder is renamed as a whole; what lies in it keeps its name.
    let after = if numbered.is_folder { "" } else { &path[numbered.name.end..] };
    Some((format!("{before}{name}{after}"), format!("{before}{number}{slug}{after}")))
}

/// What follows the number in the name of a question's sheet.
fn slug(question: &Question) -> Option<&str> {
    let name = question.path.rsplit('/').next()?.strip_suffix(".md")?;
    let slug = name.trim_start_matches(|character: char| character.is_ascii_digit()).trim_start_matches('-');
    (!slug.is_empty()).then_some(slug)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;

    fn applied(fixture: &Fixture, edits: &[TextEdit]) -> String {
        let mut text = fixture.text().to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(std::ops::Range::<usize>::from(edit.span), &edit.text);
        }
        text
    }

    /// The text once the number at the cursor is 502, and whether the path is to follow.
    fn to_502(fixture: &Fixture) -> Option<(String, bool)> {
        let (edits, follows) = fixture.view(|view| rename(view, fixture.cursor(), 502))?;
        Some((applied(fixture, &edits), follows))
    }

    fn check(before: &str, after: &str) {
        let fixture = Fixture::new(before);
        assert_eq!(to_502(&fixture), Some((after.to_owned(), false)), "{before}");
    }

    #[test]
    fn the_number_changes_wherever_the_answer_says_it() {
        check("# Q5$001 Raft\n", "# Q502 Raft\n");
        check("# 501$0. Raft\n\nLike Q501, text.\n", "# 502. Raft\n\nLike Q501, text.\n");
        check("---\nquestion: $0501\n---\n# Q501 - Raft\n", "---\nquestion: 502\n---\n# Q502 - Raft\n");
        check("---\nquestion: 501\n---\n# Q$0501 - Raft\n", "---\nquestion: 502\n---\n# Q502 - Raft\n");
        check(
            "+++\r\nquestion = \"0$0501\"\r\n+++\r\n# Notes\r\n",
            "+++\r\nquestion = \"0502\"\r\n+++\r\n# Notes\r\n",
        );
        check("\u{feff}# 🦀 **50$01.** Raft\n", "\u{feff}# 🦀 **502.** Raft\n");
        check("# 5️⃣0️⃣1️⃣$0 Raft\n", "# 502 Raft\n");
        check("# [Q50$01](raft.md): Raft\n", "# [Q502](raft.md): Raft\n");
    }

    #[test]
    fn a_title_that_is_the_questions_text_becomes_the_new_ones() {
        check("# Q5$001. Walk through Raft.\n", "# Q502. Walk through Paxos.\n");
        check("501$0 - Walk through raft\n===\n", "502 - Walk through Paxos.\n===\n");
        check(
            "---\ntitle: 'Walk through Raft'\nquestion: 50$01\n---\n# Walk through Raft\n",
            "---\ntitle: Walk through Paxos.\nquestion: 502\n---\n# Walk through Paxos.\n",
        );
        check("---\nquestion: 50$01\n---\nWalk through Raft.\n", "---\nquestion: 502\n---\nWalk through Paxos.\n");
        check("# Q50$01. Walk through *Raft*\n", "# Q502. Walk through *Raft*\n");
    }

    #[test]
    fn each_answer_of_a_file_has_its_own() {
        check("# Q5$001 Raft\n\nText.\n\n# Q501 again\n", "# Q502 Raft\n\nText.\n\n# Q501 again\n");
    }

    #[test]
    fn what_disagrees_is_left_alone() {
        check("---\nquestion: 501\n---\n# Q502$0 Paxos\n", "---\nquestion: 501\n---\n# Q502 Paxos\n");
        check("---\nquestion: 5$001\n---\n# Q502 Paxos\n", "---\nquestion: 502\n---\n# Q502 Paxos\n");
    }

    #[test]
    fn only_numbers_of_answers_can_be_changed() {
        for text in [
            "# Q501 R$0aft\n",
            "# Q501\n\nSee Q5$002.\n",
            "# Ho$0me\n",
            "# HTTP 50$01\n",
            "---\ntitle: 5$001\n---\n",
        ] {
            let fixture = Fixture::new(text);
            assert_eq!(fixture.view(|view| renamable(view, fixture.cursor())), None, "{text}");
        }
        let fixture = Fixture::new("---\nquestion: '50$01'\n---\n");
        let found = fixture.view(|view| renamable(view, fixture.cursor())).expect("it is an answer");
        assert_eq!((slice(fixture.text(), found.span), found.number), ("501", 501));
    }

    #[test]
    fn the_path_follows_when_it_says_the_number() {
        let follows = |path| to_502(&Fixture::new("# Q50$01 Raft\n").at(path)).is_some_and(|(_, follows)| follows);
        assert!(follows("0501-raft.md") && follows("501-raft/README.md"));
        assert!(!follows("raft.md") && !follows("0502-paxos.md"));
    }

    #[test]
    fn new_numbers_must_be_questions() {
        Fixture::new("").view(|view| {
            let read = |typed: &str| new_number(typed, view.input.bank).map_err(|error| error.to_string());
            for typed in ["502", " 0502 ", "Q502", "#502"] {
                assert_eq!(read(typed), Ok(502), "{typed}");
            }
            for typed in ["", "raft", "5 02", "-502", "99999999999"] {
                let expected = format!("`{typed}` is no number of a question; write one such as 502");
                assert_eq!(read(typed), Err(expected), "{typed}");
            }
            assert_eq!(read("5022"), Err("no bank has a question 5022; the nearest is 502".to_owned()));
        });
    }

    #[test]
    fn a_file_that_is_renamed_takes_its_text_with_it() {
        let moved = |old: &'static str, new: &str, text: &str| {
            let fixture = Fixture::new(text).at(old);
            let (number, edits) = fixture.view(|view| renamed(view, old, new))?;
            Some((number, applied(&fixture, &edits)))
        };
        let text = "---\nquestion: 501\n---\n# Q501 Raft\n";
        assert_eq!(moved("a/0501-raft.md", "a/0502-paxos.md", text), Some((502, text.replace("501", "502"))));
        assert_eq!(moved("501/README.md", "502/README.md", text), Some((502, text.replace("501", "502"))));
        for (old, new) in
            [("0501.md", "501-raft.md"), ("0501.md", "raft.md"), ("0501.md", "0999.md"), ("raft.md", "0502.md")]
        {
            assert_eq!(moved(old, new, text), None, "{old} {new}");
        }
        assert_eq!(moved("0501.md", "0502.md", "# Home\n\n## Q502 Paxos\n\nText.\n\n## Q501 Raft\n"), None);
    }

    #[test]
    fn paths_keep_their_form() {
        Fixture::new("").view(|view| {
            let bank = view.input.bank;
            let renamed = |path: &str| renamed_path(path, 501, 502, bank).map(|(_, new)| new);
            for (old, new) in [
                ("/a/0501-raft.md", "/a/0502-paxos.md"),
                ("0501-raft.en.md", "0502-paxos.en.md"),
                ("0501-my-raft.md", "0502-my-raft.md"),
                ("0501-3-phases.md", "0502-3-phases.md"),
                ("501.md", "502.md"),
                ("Q501_raft.mdx", "Q502_paxos.mdx"),
                ("question-501.md", "question-502.md"),
                ("501-raft/README.md", "502-paxos"),
                ("a/Q501/answer.md", "a/Q502"),
            ] {
                assert_eq!(renamed(old).as_deref(), Some(new), "{old}");
            }
            assert_eq!(renamed("raft.md"), None);
            assert_eq!(
                renamed_path("a/501/README.md", 501, 502, bank).map(|(old, _)| old).as_deref(),
                Some("a/501")
            );
        });
    }
}
