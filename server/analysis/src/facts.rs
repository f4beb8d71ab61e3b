//! What other files may have to know about a file.

use crate::analyse::{Analysis, Input};
use crate::answer::{Answer, Recognition};
use crate::markdown::{Markdown, Part};
use crate::rules::names_cross_file_rule;
use crate::surroundings::{Anchors, Target, author};
use crate::text::{LineColumn, Span, offset};

/// The facts of one file. No text is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The answers that start in it, in order.
    pub sites: Box<[Site]>,
    /// What the links in answers lead to, each once.
    pub targets: Box<[Target]>,
    /// What links can lead to.
    pub anchors: Anchors,
    /// Whether a comment silences a rule that looks at other files, so that only they tell whether it is needed.
    pub is_silenced: bool,
}

/// Where a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The question's number.
    pub question: u32,
    /// Whose answer it is, as far as the path tells: see [`author`]. `None` for what counts for nobody, as answers
    /// without prose and archived ones do.
    pub author: Option<Box<str>>,
    /// Where the answer's title starts, in lines and columns of its file from 0.
    pub start: LineColumn,
    /// Where it ends.
    pub end: LineColumn,
}

impl Facts {
    /// The facts of an analysed document, or of one file of it. `path` is the file's, from its repository's root,
    /// with forward slashes; `place` says where a span of the document lies in its file.
    pub fn of(
        input: &Input<'_>,
        analysis: &Analysis,
        part: Option<&Part>,
        path: &str,
        place: impl Fn(Span) -> (LineColumn, LineColumn),
    ) -> Self {
        let answers: Vec<&Answer> = analysis.answers.iter().map(|report| &report.answer).collect();
        Self::gather(input, &analysis.markdown, &answers, part, path, place)
    }

    /// The same for a document that was only recognised.
    pub fn of_recognised(
        input: &Input<'_>,
        markdown: &Markdown,
        recognition: &Recognition,
        part: Option<&Part>,
        path: &str,
        place: impl Fn(Span) -> (LineColumn, LineColumn),
    ) -> Self {
        Self::gather(input, markdown, &recognition.answers.iter().collect::<Vec<_>>(), part, path, place)
    }

    fn gather(
        input: &Input<'_>,
        markdown: &Markdown,
        answers: &[&Answer],
        part: Option<&Part>,
        path: &str,
        place: impl Fn(Span) -> (LineColumn, LineColumn),
    ) -> Self {
        let within = part.map_or(Span::up_to(offset(input.text.len())), |part| part.span);
        let site = |answer: &&&Answer| {
            let (start, end) = place(answer.title);
            let author = answer.has_prose.then(|| author(path, answer.question, input.bank)).flatten();
            Site { question: answer.question, author, start, end }
        };
        let sites = answers.iter().filter(|answer| within.contains_inclusive(answer.title.start()));
        let links = markdown.links.iter().filter(|link| {
            within.contains_range(link.span) && answers.iter().any(|answer| answer.span.contains_range(link.span))
        });
        let mut targets: Vec<Target> = Vec::new();
        for target in links.filter_map(|link| Target::of(link, path)).filter(|target| !target.path.is_empty()) {
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        Self {
            sites: sites.map(|answer| site(&answer)).collect(),
            targets: targets.into(),
            anchors: Anchors::of(markdown, within),
            is_silenced: !answers.is_empty()
                && markdown.comments.iter().any(|comment| names_cross_file_rule(input, comment.span)),
        }
    }
}
