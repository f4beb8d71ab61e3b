//! What other files may have to know about a file.

use crate::analyse::{Analysis, Input, recognise, recognise_joined};
use crate::answer::{Answer, references};
use crate::markdown::{Joined, Markdown};
use crate::rules::names_cross_file_rule;
use crate::surroundings::{Anchors, Target, author};
use crate::text::{LineColumn, Span, offset};

/// The facts of one file. No text is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The answers that start in it, in order.
    pub sites: Box<[Site]>,
    /// What the links in answers lead to in other files, each once.
    pub targets: Box<[Target]>,
    /// Where answers speak of questions, in order.
    pub references: Box<[Spoken]>,
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

/// Where a question is spoken of: `Q501`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The question's number.
    pub question: u32,
    /// Where the words start, in lines and columns of their file from 0.
    pub start: LineColumn,
    /// Where they end.
    pub end: LineColumn,
}

/// One file of a document, for telling its facts from those of the others.
#[derive(Clone, Copy, Debug)]
pub struct FileOfDocument<'a> {
    /// Which one, in a document of several files.
    pub part: Option<usize>,
    /// Its path from its repository's root, with forward slashes.
    pub path: &'a str,
}

impl Facts {
    /// The facts of `file` of an analysed document. `place` says where a span of the document lies in the file.
    pub fn of(
        input: &Input<'_>,
        analysis: &Analysis,
        file: FileOfDocument<'_>,
        place: impl Fn(Span) -> (LineColumn, LineColumn),
    ) -> Self {
        let answers: Vec<&Answer> = analysis.answers.iter().map(|report| &report.answer).collect();
        gather(input, &analysis.markdown, &answers, file, place)
    }

    /// The facts of the `files` of a document that nobody has analysed and that is not judged here either.
    pub fn read(
        input: &Input<'_>,
        joined: Option<&Joined>,
        files: &[FileOfDocument<'_>],
        place: impl Fn(FileOfDocument<'_>, Span) -> (LineColumn, LineColumn),
    ) -> Vec<Self> {
        let (markdown, recognition) = match joined {
            Some(joined) => recognise_joined(input, joined),
            None => recognise(input),
        };
        let answers: Vec<&Answer> = recognition.answers.iter().collect();
        files.iter().map(|&file| gather(input, &markdown, &answers, file, |span| place(file, span))).collect()
    }
}

fn gather(
    input: &Input<'_>,
    markdown: &Markdown,
    answers: &[&Answer],
    file: FileOfDocument<'_>,
    place: impl Fn(Span) -> (LineColumn, LineColumn),
) -> Facts {
    let part = file.part.and_then(|part| markdown.parts.get(part));
    let within = part.map_or(Span::up_to(offset(input.text.len())), |part| part.span);
    let own = answers.iter().filter(|answer| within.contains_inclusive(answer.title.start()));
    let sites = own.map(|answer| {
        let (start, end) = place(answer.title);
        let author = answer
            .has_prose
            .then(|| author(file.path, file.part.is_some(), answer.question, input.bank))
            .flatten();
        Site { question: answer.question, author, start, end }
    });
    let is_answer = |span: Span| answers.iter().any(|answer| answer.span.contains_range(span));
    let mut targets: Vec<Target> = Vec::new();
    for link in markdown.links.iter().filter(|link| within.contains_range(link.span)) {
        let target = Target::of(link, file.path).filter(|target| !target.path.is_empty());
        if let Some(target) = target.filter(|target| !targets.contains(target) && is_answer(link.span)) {
            targets.push(target);
        }
    }
    let spoken = references(markdown, answers.iter().copied(), input.bank);
    let spoken = spoken.filter(|reference| !answers.is_empty() && within.contains_range(reference.span));
    let spoken = spoken.map(|reference| {
        let (start, end) = place(reference.span);
        Spoken { question: reference.question, start, end }
    });
    let mut comments = markdown.comments.iter();
    Facts {
        references: spoken.collect(),
        sites: sites.collect(),
        targets: targets.into(),
        anchors: Anchors::of(markdown, within),
        is_silenced: !answers.is_empty() && comments.any(|comment| names_cross_file_rule(input, comment.span)),
    }
}
