//! One question's sheet: hints for whoever is about to answer.
//!
//! The form is fixed (see `questions/README.md`): front matter, a title, and the parts Cover, Consistency,
//! Latency, Cost, Pitfalls and References. Parsing never fails; what is wrong stands in [`Sheet::problems`].

use std::fmt;
use std::str::FromStr;

use crate::markdown::FrontMatter;
use crate::text::{Span, span};

/// What kind of answer a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Explain a mechanism step by step.
    Walkthrough,
    /// Explain an idea.
    Concept,
    /// Set things side by side.
    Comparison,
    /// Say when one takes what.
    Choice,
    /// Design a system.
    Design,
    /// Make a system carry more.
    Scaling,
    /// Plan and carry out a procedure.
    Operation,
}

impl Shape {
    /// All shapes, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Walkthrough,
        Self::Concept,
        Self::Comparison,
        Self::Choice,
        Self::Design,
        Self::Scaling,
        Self::Operation,
    ];

    /// Its name in sheets, file names and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Walkthrough => "walkthrough",
            Self::Concept => "concept",
            Self::Comparison => "comparison",
            Self::Choice => "choice",
            Self::Design => "design",
            Self::Scaling => "scaling",
            Self::Operation => "operation",
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A shape that does not exist.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no shape; the shapes are walkthrough, concept, comparison, choice, design, scaling and operation"
)]
pub struct UnknownShape(String);

impl FromStr for Shape {
    type Err = UnknownShape;

    fn from_str(name: &str) -> Result<Self, UnknownShape> {
        Self::ALL.into_iter().find(|shape| shape.name() == name).ok_or_else(|| UnknownShape(name.to_owned()))
    }
}

/// One point that an answer should cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The bold term.
    pub term: String,
    /// Other ways to write the term.
    pub aliases: Vec<String>,
    /// What the reader must be told about it.
    pub text: String,
    /// The item in the sheet.
    pub span: Span,
}

impl Point {
    /// All ways to write it: the term, then its aliases.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.term).chain(&self.aliases).map(String::as_str)
    }
}

/// Something that keeps a sheet from being used as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetProblem {
    /// Where.
    pub span: Span,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// A parsed sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The number in the front matter.
    pub number: Option<u32>,
    /// What kind of answer is asked for; [`Shape::Concept`] where the sheet does not say.
    pub shape: Shape,
    /// How long answering takes; 45 where the sheet does not say.
    pub minutes: u32,
    /// Where a learner would go next.
    pub related: Vec<u32>,
    /// The question's text.
    pub title: String,
    /// The points to cover.
    pub cover: Vec<Point>,
    /// All parts in order: heading, and the Markdown under it.
    pub parts: Vec<(String, String)>,
    /// What is wrong with it.
    pub problems: Vec<SheetProblem>,
}

impl Sheet {
    /// Parses a sheet.
    pub fn parse(text: &str) -> Self {
        let mut sheet = Self {
            number: None,
            shape: Shape::Concept,
            minutes: 45,
            related: Vec::new(),
            title: String::new(),
            cover: Vec::new(),
            parts: Vec::new(),
            problems: Vec::new(),
        };
        let start = sheet.read_front_matter(text);
        sheet.read_body(text, start);
        sheet
    }

    /// The Markdown of the part headed `name`, or nothing.
    pub fn part(&self, name: &str) -> Option<&str> {
        let part = self.parts.iter().find(|(heading, _)| heading.eq_ignore_ascii_case(name));
        part.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    }

    fn read_front_matter(&mut self, text: &str) -> usize {
        let Some(front_matter) = FrontMatter::parse(text) else {
            self.problem(span(0..0), "a sheet starts with front matter: `number`, `shape`, `minutes`, `related`");
            return 0;
        };
        for entry in &front_matter.entries {
            match entry.key.as_str() {
                "number" => match entry.value.parse() {
                    Ok(number) => self.number = Some(number),
                    Err(_) => self.problem(entry.value_span, format!("`{}` is no number", entry.value)),
                },
                "shape" => match entry.value.parse() {
                    Ok(shape) => self.shape = shape,
                    Err(error) => self.problem(entry.value_span, UnknownShape::to_string(&error)),
                },
                "minutes" => match entry.value.parse() {
                    Ok(minutes) => self.minutes = minutes,
                    Err(_) => self.problem(entry.value_span, format!("`{}` is no number of minutes", entry.value)),
                },
                _ => {}
            }
        }
        self.related = front_matter.number_list(text, "related");
        usize::from(front_matter.span.end())
    }

    fn read_body(&mut self, text: &str, start: usize) {
        let mut at = start;
        let mut point: Option<(usize, String)> = None;
        for line in text[start..].split_inclusive('\n') {
            let line_start = at;
            at += line.len();
            let line = line.trim_end();
            let in_cover = self.parts.last().is_some_and(|(heading, _)| heading == "Cover");
            if let Some(heading) = line.strip_prefix("## ") {
                self.take_point(point.take(), line_start);
                self.parts.push((heading.trim().to_owned(), String::new()));
            } else if let (Some(title), true) = (line.strip_prefix("# "), self.parts.is_empty()) {
                title.trim().clone_into(&mut self.title);
            } else if let Some((_, part)) = self.parts.last_mut() {
                part.push_str(line);
                part.push('\n');
                if let (true, Some(item)) = (in_cover, line.strip_prefix("- ")) {
                    self.take_point(point.take(), line_start);
                    point = Some((line_start, item.to_owned()));
                } else if let (Some((_, item)), false) = (&mut point, line.is_empty()) {
                    item.push(' ');
                    item.push_str(line.trim_start());
                }
            }
        }
        self.take_point(point, at);
        for (_, part) in &mut self.parts {
            *part = part.trim().to_owned();
        }
    }

    /// Reads `**term** (alias, alias): text`.
    fn take_point(&mut self, item: Option<(usize, String)>, end: usize) {
        let Some((start, item)) = item else { return };
        let at = span(start..end.max(start));
        let parsed = item.strip_prefix("**").and_then(|rest| rest.split_once("**"));
        let Some((term, rest)) = parsed else {
            self.problem(at, "a point starts with its term in bold: `- **term** (alias, alias): text`");
            return;
        };
        let rest = rest.trim_start();
        let (aliases, text) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            Some((aliases, text)) => (aliases, text),
            None => ("", rest),
        };
        let aliases = aliases.split(',').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned);
        self.cover.push(Point {
            term: term.trim().to_owned(),
            aliases: aliases.collect(),
            text: text.trim_start_matches(':').trim().to_owned(),
            span: at,
        });
    }

    fn problem(&mut self, at: Span, message: impl Into<String>) {
        self.problems.push(SheetProblem { span: at, message: message.into() });
    }
}

impl FrontMatter {
    /// The numbers of a YAML or TOML list like `related: [503, 516]`.
    fn number_list(&self, text: &str, key: &str) -> Vec<u32> {
        let body = crate::text::slice(text, self.body);
        let line = body.lines().find_map(|line| {
            let value = line.trim_start().strip_prefix(key)?.trim_start();
            value.strip_prefix([':', '='])
        });
        let numbers = line.unwrap_or_default().split(|character: char| !character.is_ascii_digit());
        numbers.filter_map(|number| number.parse().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAFT: &str = "---\nnumber: 501\nshape: walkthrough\nminutes: 50\nrelated: [503, 516]\n---\n# Walk through Raft.\n\n## Cover\n- **leader election** (term, RequestVote): who leads,\n  and why only one.\n- **log matching**: the invariant.\n\n## Cost\nThree nodes.\n";

    #[test]
    fn a_sheet_is_read_whole() {
        let sheet = Sheet::parse(RAFT);
        assert_eq!((sheet.number, sheet.shape, sheet.minutes), (Some(501), Shape::Walkthrough, 50));
        assert_eq!(sheet.related, [503, 516]);
        assert_eq!(sheet.title, "Walk through Raft.");
        assert_eq!(sheet.cover[0].term, "leader election");
        assert_eq!(sheet.cover[0].aliases, ["term", "RequestVote"]);
        assert_eq!(sheet.cover[0].text, "who leads, and why only one.");
        assert_eq!(sheet.cover[1].aliases, Vec::<String>::new());
        assert_eq!(sheet.part("cost"), Some("Three nodes."));
        assert_eq!(sheet.problems, []);
    }

    #[test]
    fn problems_have_their_place() {
        let text = "---\nnumber: many\nshape: poem\n---\n# T\n## Cover\n- no term\n";
        let problems = Sheet::parse(text).problems;
        let places: Vec<_> = problems.iter().map(|problem| crate::text::slice(text, problem.span)).collect();
        assert_eq!(places, ["many", "poem", "- no term\n"]);
        assert!(problems[1].message.starts_with("`poem` is no shape"));
    }

    #[test]
    fn every_shape_has_a_name() {
        for shape in Shape::ALL {
            assert_eq!(shape.name().parse(), Ok(shape));
        }
    }
}
