//! Which questions a document answers.
//!
//! A source names a number; it counts when it is confirmed. Front matter always counts. A number in a heading
//! or a path counts when the configuration confirms it or the words around it share a content word with the
//! question. A title that is a question's text, word for word, counts without a number. Earlier sources win.
//!
//! Numbers of other things are everywhere, so an unconfirmed number makes a candidate and says nothing.

use super::number::{self, Form};
use super::{Answer, Candidate};
use crate::bank::{Bank, Question, content_words};
use crate::markdown::{Block, BlockKind, Heading, Markdown};
use crate::text::{Span, offset, slice, span};

/// Headings that carry our numbers but other texts make a file foreign from this many on.
const FOREIGN_HEADINGS: usize = 3;

/// The extensions of files that can hold answers, in lower case.
pub const EXTENSIONS: [&str; 4] = ["md", "markdown", "mdx", "qmd"];

/// Where a number was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// `question: 501` in the front matter.
    FrontMatter,
    /// A heading that says `Q501` or `Question 501`.
    NamedHeading,
    /// A heading that starts with a number.
    NumberedHeading,
    /// The file's or folder's name, with `Q` or `question`.
    NamedPath,
    /// The file's or folder's name.
    Path,
    /// A title that is the question's text.
    Text,
}

/// One confirmed source of an answer's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where the number was found.
    pub kind: SourceKind,
    /// The number it names.
    pub question: u32,
    /// The number in the text; the start of the text for a path, the title for a text.
    pub span: Span,
}

/// What a document is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognition {
    /// The answers, in order.
    pub answers: Vec<Answer>,
    /// A number that might be ours, in a document without answers.
    pub candidate: Option<Candidate>,
    /// Whether it carries our numbers over other people's questions.
    pub foreign: bool,
}

/// Finds the answers in a document.
///
/// `path` is where it lies, with forward slashes; only its last two components are read. `confirmed` says that
/// a configuration stands above the file and its answers globs take the file in.
pub fn recognise(
    text: &str,
    markdown: &Markdown,
    path: Option<&str>,
    confirmed: bool,
    bank: &Bank,
) -> Recognition {
    Recogniser { text, markdown, path, confirmed, bank }.recognise()
}

/// The same for a document of several files that lie in one numbered folder: one answer, or none. `path` is where
/// the first of them lies.
pub fn recognise_folder(
    text: &str,
    markdown: &Markdown,
    path: Option<&str>,
    confirmed: bool,
    bank: &Bank,
) -> Recognition {
    // The folder's number counts, not that of its first file.
    let main = path
        .and_then(|path| path.rsplit_once('/'))
        .map(|(folder, _)| format!("{folder}/{}.md", number::MAIN_FILES[0]));
    Recogniser { text, markdown, path: main.as_deref(), confirmed, bank }.recognise_whole()
}

/// The number of the question in `bank` that a folder called `name` is about.
pub fn number_of_folder(name: &str, bank: &Bank) -> Option<u32> {
    number::of_name(name).map(|numbered| numbered.number).filter(|&number| bank.get(number).is_some())
}

struct Recogniser<'a> {
    text: &'a str,
    markdown: &'a Markdown,
    path: Option<&'a str>,
    confirmed: bool,
    bank: &'a Bank,
}

/// A heading that names a number of the bank, or whose text is a question's.
struct QuestionHeading {
    heading: usize,
    source: Source,
    /// Confirmed by its own words, not only by the configuration.
    by_words: bool,
    confirmed: bool,
}

impl Recogniser<'_> {
    fn recognise(&self) -> Recognition {
        let headings = self.question_headings();
        if is_foreign(&headings) {
            return Recognition { foreign: true, ..Recognition::default() };
        }
        let front_matter = self.front_matter();
        if let Some(source) = front_matter {
            return self.one_answer(source, &headings);
        }
        // A document whose path or title is a question is one answer, unless headings below say by their own
        // words that it holds several. Without either, the configuration may confirm bare numbers as well.
        let path = self.path_source();
        let whole = path.filter(|(_, confirmed)| *confirmed).map(|(source, _)| source);
        let title = self.title_source();
        let is_whole = whole.is_some() || title.is_some();
        let counting = headings
            .iter()
            .filter(|heading| heading.confirmed && (heading.by_words || !is_whole || heading.is_title()));
        let level = counting.clone().map(|heading| self.level(heading)).min();
        let chosen: Vec<&QuestionHeading> = counting
            .filter(|heading| Some(self.level(heading)) == level && !(is_whole && heading.is_aside()))
            .collect();
        match (chosen.as_slice(), whole.or(title)) {
            ([], None) => Recognition { candidate: candidate(path, &headings), ..Recognition::default() },
            ([], Some(source)) => self.one_answer(source, &headings),
            ([only], _) if only.is_title() => self.one_answer(only.source, &headings),
            (several, _) => Recognition { answers: self.several_answers(several), ..Recognition::default() },
        }
    }

    /// The document as one answer, whatever its headings below the title say.
    fn recognise_whole(&self) -> Recognition {
        let headings = self.question_headings();
        let title = headings.iter().find(|heading| heading.is_title() && heading.confirmed);
        let path = self.path_source().filter(|(_, confirmed)| *confirmed);
        let source =
            self.front_matter().or(title.map(|heading| heading.source)).or(path.map(|(source, _)| source));
        source.or_else(|| self.title_source()).map(|source| self.one_answer(source, &headings)).unwrap_or_default()
    }

    fn level(&self, heading: &QuestionHeading) -> u8 {
        self.markdown.headings[heading.heading].level
    }

    fn front_matter(&self) -> Option<Source> {
        let entry = self.markdown.front_matter.as_ref()?.get("question")?;
        let digits = entry.value.trim().trim_start_matches(['q', 'Q', '#']);
        let question = digits.parse().ok()?;
        // A number that no bank knows is an answer only where a configuration says that answers live here.
        let counts = self.confirmed || self.bank.get(question).is_some();
        counts.then_some(Source { kind: SourceKind::FrontMatter, question, span: entry.value_span })
    }

    fn question_headings(&self) -> Vec<QuestionHeading> {
        let headings = self.markdown.headings.iter().enumerate();
        headings.filter_map(|(index, heading)| self.question_heading(index, heading)).collect()
    }

    fn question_heading(&self, index: usize, heading: &Heading) -> Option<QuestionHeading> {
        if matches!(heading.level, Heading::BOLD | Heading::FILE) {
            return None;
        }
        let text = self.markdown.heading_text(heading);
        let Some(numbered) = number::of_heading(text) else {
            let question = self.bank.by_text(text)?;
            let source = Source { kind: SourceKind::Text, question: question.number, span: heading.span };
            return Some(QuestionHeading { heading: index, source, by_words: true, confirmed: true });
        };
        let span = self.markdown.prose.source(heading.text.part(numbered.range.clone()));
        let kind =
            if numbered.form == Form::Named { SourceKind::NamedHeading } else { SourceKind::NumberedHeading };
        let source = Source { kind, question: numbered.number, span };
        let Some(question) = self.bank.get(numbered.number) else {
            // "Question 999" in a place where answers live is an answer to a question that does not exist.
            let confirmed = self.confirmed && numbered.form == Form::Named && index == 0;
            return confirmed.then_some(QuestionHeading { heading: index, source, by_words: false, confirmed });
        };
        // `# 0501` alone may be the first of May.
        let stands_alone = numbered.rest.is_empty() && !(numbered.padded && numbered.form != Form::Named);
        let by_words = stands_alone || shares_content_word(question, numbered.rest);
        // Behind mere digits, only the title may lean on the configuration: "502 responses" is a heading, too.
        let by_configuration = self.confirmed && (numbered.form != Form::Bare || index == 0);
        Some(QuestionHeading { heading: index, source, by_words, confirmed: by_words || by_configuration })
    }

    /// The number in the path and whether it is confirmed.
    fn path_source(&self) -> Option<(Source, bool)> {
        let numbered = number::of_path(self.path?)?;
        let question = self.bank.get(numbered.number)?;
        let named = numbered.is_named;
        let kind = if named { SourceKind::NamedPath } else { SourceKind::Path };
        let confirmed = named
            || self.confirmed
            || shares_content_word(question, numbered.rest)
            || self.titles().any(|title| shares_content_word(question, title));
        let source = Source { kind, question: numbered.number, span: Span::empty(self.body_start()) };
        Some((source, confirmed))
    }

    /// What the document calls itself: in its front matter and in its first heading.
    fn titles(&self) -> impl Iterator<Item = &str> {
        let front_matter = self.markdown.front_matter.as_ref().and_then(|front_matter| front_matter.get("title"));
        let heading = self.markdown.headings.first().map(|heading| self.markdown.heading_text(heading));
        front_matter.map(|entry| entry.value.as_str()).into_iter().chain(heading)
    }

    /// The question whose text is the title in the front matter or the first line.
    fn title_source(&self) -> Option<Source> {
        let front_matter = self.markdown.front_matter.as_ref().and_then(|front_matter| front_matter.get("title"));
        let of_front_matter = front_matter.map(|entry| (entry.value.as_str(), entry.value_span));
        let first = self.markdown.blocks.first().filter(|block| block.list_depth == 0);
        let is_line = |block: &&Block| match block.kind {
            BlockKind::Paragraph => true,
            BlockKind::Heading(index) => self.markdown.headings[index].level == Heading::BOLD,
            _ => false,
        };
        let of_line = first.filter(is_line).map(|block| {
            let line = slice(self.text, block.span).lines().next().unwrap_or_default();
            (line, Span::at(block.span.start(), offset(line.len())))
        });
        of_front_matter.into_iter().chain(of_line).find_map(|(title, span)| {
            let question = self.bank.by_text(title)?.number;
            Some(Source { kind: SourceKind::Text, question, span })
        })
    }

    fn one_answer(&self, source: Source, headings: &[QuestionHeading]) -> Recognition {
        let title = headings.iter().find(|heading| heading.is_title() && heading.confirmed);
        let path = self.path_source().filter(|(_, confirmed)| *confirmed).map(|(source, _)| source);
        let mut sources = vec![source];
        let others = title.map(|heading| heading.source).into_iter().chain(path).chain(self.title_source());
        sources.extend(others.filter(|other| other.kind != source.kind));
        let heading = (!self.markdown.headings.is_empty() && self.starts_with_title()).then_some(0);
        let title = heading.map_or(source.span, |index| self.markdown.headings[index].span);
        let span = span(0..self.text.len());
        let answer = Answer {
            question: source.question,
            span,
            title,
            heading,
            sources,
            has_prose: has_prose(self.markdown, span),
        };
        Recognition { answers: vec![answer], ..Recognition::default() }
    }

    /// Whether the first heading stands before all prose and is no trade-off section of a document without a
    /// title.
    fn starts_with_title(&self) -> bool {
        let first = &self.markdown.headings[0];
        if first.level == Heading::FILE {
            return false;
        }
        first.block == 0 && !super::sections::has_tradeoff_word(self.markdown.heading_text(first))
            || first.level == 1
            || self.is_at_the_top(first)
    }

    /// Whether nothing stands before `heading` but comments, which no reader sees.
    fn is_at_the_top(&self, heading: &Heading) -> bool {
        let end = heading.span.start();
        let mut at = self.body_start();
        for comment in self.markdown.comments.iter().take_while(|comment| comment.span.end() <= end) {
            if !slice(self.text, Span::new(at, comment.span.start().max(at))).trim().is_empty() {
                return false;
            }
            at = comment.span.end().max(at);
        }
        slice(self.text, Span::new(at.min(end), end)).trim().is_empty()
    }

    fn several_answers(&self, chosen: &[&QuestionHeading]) -> Vec<Answer> {
        let all = &self.markdown.headings;
        let ends = |index: usize, next: Option<usize>| {
            let level = all[index].level;
            let higher = (index + 1..next.unwrap_or(all.len())).find(|&other| all[other].level < level);
            higher.or(next).map_or(offset(self.text.len()), |end| all[end].span.start())
        };
        let next = chosen.iter().skip(1).map(|heading| Some(heading.heading)).chain([None]);
        let answers = chosen.iter().zip(next).map(|(heading, next)| {
            let title = all[heading.heading].span;
            let span = Span::new(title.start(), ends(heading.heading, next));
            Answer {
                question: heading.source.question,
                span,
                title,
                heading: Some(heading.heading),
                sources: vec![heading.source],
                has_prose: has_prose(self.markdown, span),
            }
        });
        answers.collect()
    }

    /// Where the document begins for a reader: after the byte order mark.
    fn body_start(&self) -> crate::text::Offset {
        offset(if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })
    }
}

/// Whether anything is said `within`. Headings and the heads of tables, which skeletons bring, say nothing.
pub(crate) fn has_prose(markdown: &Markdown, within: Span) -> bool {
    let mut kinds = markdown.blocks_in(within).map(|(_, block)| block.kind);
    kinds.any(|kind| !matches!(kind, BlockKind::Heading(_) | BlockKind::TableHead))
}

impl QuestionHeading {
    /// Whether it is the document's title: its first heading.
    fn is_title(&self) -> bool {
        self.heading == 0
    }

    /// Whether it only says, below the title, what another question says. That does not make a document that
    /// as a whole answers something an answer to that other question.
    fn is_aside(&self) -> bool {
        self.source.kind == SourceKind::Text && !self.is_title()
    }
}

/// The number that might be ours, in a document where nothing is confirmed.
fn candidate(path: Option<(Source, bool)>, headings: &[QuestionHeading]) -> Option<Candidate> {
    let title = headings.iter().find(|heading| heading.is_title()).map(|heading| heading.source);
    let source = title.or(path.map(|(source, _)| source))?;
    Some(Candidate { question: source.question, span: source.span })
}

/// Whether most of many numbered headings are about something else than the questions of their numbers.
fn is_foreign(headings: &[QuestionHeading]) -> bool {
    let numbered = headings.iter().filter(|heading| heading.source.kind != SourceKind::Text);
    let other = numbered.clone().filter(|heading| !heading.by_words).count();
    other >= FOREIGN_HEADINGS && other * 2 > numbered.count()
}

fn shares_content_word(question: &Question, title: &str) -> bool {
    let words = content_words(title);
    !words.is_empty() && content_words(question.text()).iter().any(|word| words.contains(word))
}
