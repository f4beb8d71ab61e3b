//! The statements of a piece of prose: sentences, list items, table rows.
//!
//! A statement is what gets judged. A table row is one statement, since its label is the subject of its cells,
//! and so is a list item without a full stop. Headings are no statements: they only label what follows.

use memchr::memchr3;

use super::lexicon::LEXICON;
use crate::markdown::{BlockKind, Markdown, PlainSpan};
use crate::text::Span;

/// Longer runs of prose without an end of a sentence are cut, so that no text makes a statement of a megabyte.
const MAX_BYTES: usize = 2_000;

/// A heading or the text that leads a list labels what follows when it has at most so many words.
const MAX_LABEL_WORDS: usize = 4;

/// Which prose is judged: the blocks inside one span of `within` and inside none of `without`.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Where to look.
    pub within: &'a [Span],
    /// What to leave out.
    pub without: &'a [Span],
}

impl Scope<'_> {
    /// The span from its first byte to its last.
    fn reach(&self) -> Span {
        let mut all = self.within.iter().copied();
        let first = all.next().unwrap_or_default();
        all.fold(first, Span::cover)
    }

    fn contains(&self, span: Span) -> bool {
        self.within.iter().any(|within| within.contains_range(span))
            && !self.without.iter().any(|without| without.contains_range(span))
    }
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its text in the prose.
    pub plain: PlainSpan,
    /// The block that it stands in.
    pub block: usize,
    /// What labels it: the text of a heading or of a list's lead.
    pub label: Option<PlainSpan>,
}

/// A heading inside the judged prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its text in the prose.
    pub plain: PlainSpan,
    /// Whether any statement stands under it before the next heading.
    pub has_statements: bool,
}

/// Everything that is judged in a scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statements {
    /// The statements, in order.
    pub statements: Vec<Statement>,
    /// The headings below the sections' own, in order.
    pub labels: Vec<Label>,
}

/// Splits the prose in `scope` into statements.
pub fn statements(markdown: &Markdown, scope: Scope<'_>) -> Statements {
    let mut found = Statements::default();
    let mut heading: Option<PlainSpan> = None;
    for (index, block) in markdown.blocks_in(scope.reach()) {
        if !scope.contains(block.span) {
            continue;
        }
        match block.kind {
            BlockKind::Heading(_) => {
                // The section's own title says that this is about trade-offs, not about which.
                let opens_scope = scope.within.iter().any(|within| within.start() == block.span.start());
                heading = (!opens_scope).then_some(block.text);
                if !opens_scope {
                    found.labels.push(Label { plain: block.text, has_statements: false });
                }
                continue;
            }
            BlockKind::TableHead => continue,
            BlockKind::TableRow => {
                let label = heading;
                found.statements.push(Statement { plain: block.text, block: index, label });
            }
            BlockKind::Paragraph | BlockKind::ListItem => {
                let lead = block.lead.map(|lead| markdown.blocks[lead].text);
                let label = lead.filter(|&lead| is_label(markdown.prose.slice(lead))).or(heading);
                let text = markdown.prose.slice(block.text);
                split(text, |range| {
                    found.statements.push(Statement { plain: block.text.part(range), block: index, label });
                });
            }
        }
        if let Some(label) = found.labels.last_mut().filter(|_| heading.is_some()) {
            label.has_statements = true;
        }
    }
    found
}

impl Statement {
    /// What the statement says, in ASCII lower case and without idioms, into `text`. The cells of a table row
    /// get the heads of their columns: "a | latency: 40 ms".
    pub fn write_text(&self, markdown: &Markdown, text: &mut String) {
        self.write_with_heads(markdown, text);
        LEXICON.mask_idioms(text);
    }

    /// The same with its idioms.
    pub(super) fn write_with_heads(&self, markdown: &Markdown, text: &mut String) {
        text.clear();
        let block = &markdown.blocks[self.block];
        let head = block.table_head.map(|head| markdown.cells(&markdown.blocks[head])).unwrap_or_default();
        if head.is_empty() {
            text.push_str(markdown.prose.slice(self.plain));
        } else {
            for (column, &cell) in markdown.cells(block).iter().enumerate() {
                if column > 0 {
                    text.push_str(" | ");
                    if let Some(&name) = head.get(column).filter(|name| !name.is_empty()) {
                        text.push_str(markdown.prose.slice(name));
                        text.push_str(": ");
                    }
                }
                text.push_str(markdown.prose.slice(cell));
            }
        }
        text.make_ascii_lowercase();
    }

    /// The label's words in ASCII lower case, when it is short enough to be one.
    pub fn label_text(&self, markdown: &Markdown) -> Option<String> {
        let text = markdown.prose.slice(self.label?);
        is_label(text).then(|| text.trim_end_matches([':', '.']).to_ascii_lowercase())
    }
}

fn is_label(text: &str) -> bool {
    (1..=MAX_LABEL_WORDS).contains(&text.split_whitespace().take(MAX_LABEL_WORDS + 1).count())
}

/// Calls `found` with each sentence of `text`, without the blanks around it.
fn split(text: &str, mut found: impl FnMut(std::ops::Range<usize>)) {
    let mut start = 0;
    let mut emit = |from: usize, to: usize| {
        let piece = &text[from..to];
        let begin = from + piece.len() - piece.trim_start().len();
        let end = from + piece.trim_end().len();
        if begin < end {
            found(begin..end);
        }
    };
    let mut at = 0;
    let mut ends = Ends::default();
    while at < text.len() {
        // What stands before is never decoded.
        let limit = text.len().min(start + MAX_BYTES);
        if at < limit {
            at = ends.next_from(at, text.as_bytes()).min(limit);
            if at == limit {
                at += text.as_bytes()[at..].iter().take_while(|&&byte| byte & 0xc0 == 0x80).count();
                continue;
            }
        }
        let Some(character) = text[at..].chars().next() else { break };
        let mark = at;
        at += character.len_utf8();
        let is_end = matches!(character, '.' | '!' | '?' | ';' | '。' | '！' | '？');
        let is_too_long = mark - start >= MAX_BYTES && character.is_whitespace();
        if !is_end && !is_too_long {
            continue;
        }
        let is_closing = |next: char| matches!(next, '"' | '\'' | ')' | ']' | '”' | '’' | '»');
        at = text.len() - text[at..].trim_start_matches(is_closing).len();
        let is_followed_by_blank = text[at..].chars().next().is_none_or(char::is_whitespace);
        let is_wide = matches!(character, '。' | '！' | '？');
        let is_abbreviation = || character == '.' && ends_in_abbreviation(&text[start..mark]);
        if is_too_long || is_wide || (is_followed_by_blank && !is_abbreviation()) {
            emit(start, at);
            start = at;
        }
    }
    emit(start, text.len());
}

/// Where the next bytes stand in a text that can begin a mark that ends a sentence.
#[derive(Default)]
struct Ends {
    /// A place behind which nothing was looked for, of the usual marks.
    usual: usize,
    /// The same of the others.
    others: usize,
    has_looked: bool,
}

impl Ends {
    /// The first place from `at` on, or the end of `text`, always the same. `at` never goes back.
    fn next_from(&mut self, at: usize, text: &[u8]) -> usize {
        let next = |place: usize| text.len().min(at + place);
        if !self.has_looked || self.usual < at {
            self.usual = next(memchr3(b'.', b'!', b'?', &text[at..]).unwrap_or(text.len()));
        }
        // The last two are the first bytes of wide marks.
        if !self.has_looked || self.others < at {
            self.others = next(memchr3(b';', 0xe3, 0xef, &text[at..]).unwrap_or(text.len()));
        }
        self.has_looked = true;
        self.usual.min(self.others)
    }
}

/// Whether a full stop after `text` belongs to an abbreviation or a number rather than ending a sentence.
fn ends_in_abbreviation(text: &str) -> bool {
    let word =
        text.rsplit(|character: char| character.is_whitespace() || character == '(').next().unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let is_list_number =
        text.trim_start() == word && word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty();
    is_initial || is_list_number || ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Abbreviations that a sentence goes on after.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "vs", "etc", "approx", "ca", "cf", "no", "resp", "incl", "min", "max", "st", "mr", "dr", "fig",
    "eq",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Dialect;
    use crate::text::span;

    fn show(text: &str) -> Vec<String> {
        let markdown = Markdown::parse(text, Dialect::CommonMark);
        let within = [span(0..text.len())];
        let found = statements(&markdown, Scope { within: &within, without: &[] });
        let mut said = String::new();
        let show = |statement: &Statement| {
            statement.write_text(&markdown, &mut said);
            match statement.label_text(&markdown) {
                Some(label) => format!("[{label}] {said}"),
                None => said.clone(),
            }
        };
        found.statements.iter().map(show).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_thinks() {
        assert_eq!(
            show("One (e.g. this). Two vs. three; four! It takes 1.5 s. \"Five.\" Six"),
            ["one (e.g. this).", "two vs. three;", "four!", "it takes 1.5 s.", "\"five.\"", "six"]
        );
        assert_eq!(show("一。二！三？四、五"), ["一。", "二！", "三？", "四、五"]);
    }

    #[test]
    fn a_table_row_is_one_statement_with_the_heads_of_its_columns() {
        assert_eq!(
            show("| | Latency | Cost |\n|---|---|---|\n| A. | 40 ms. | 3 nodes |\n"),
            ["a. | latency: 40 ms. | cost: 3 nodes"]
        );
    }

    #[test]
    fn headings_and_leads_label_what_follows() {
        assert_eq!(
            show("## Trade-offs\n\nFirst.\n\n### Latency\n\nOne. Two.\n\n- Cons:\n  - slow\n"),
            ["first.", "[latency] one.", "[latency] two.", "[latency] cons:", "[cons] slow"]
        );
    }

    #[test]
    fn a_text_without_full_stops_is_cut() {
        let text = "word ".repeat(2_000);
        let statements = show(&text);
        assert!(statements.len() > 3 && statements.iter().all(|statement| statement.len() <= MAX_BYTES + 5));
        // Two bytes a letter, so that some letter stands astride the limit.
        let statements = show(&format!("a{}", "öä ".repeat(2_000)));
        assert!(statements.len() > 3 && statements.iter().all(|statement| statement.len() <= MAX_BYTES + 5));
    }
}
