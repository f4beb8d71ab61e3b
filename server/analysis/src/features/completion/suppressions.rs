//! Suppression comments: `<!-- tradeoff-ignore omitted-cost: the reason -->`, with the names of rules.

use super::{Completion, Piece, Topic, View, is_in_code, look_without, may_answer, spans};
use crate::features::diagnostics;
use crate::markdown::Dialect;
use crate::rules::{find, names};
use crate::text::{Offset, Span, offset, span};

const KEYWORD: &str = "tradeoff-ignore";
const FILE_KEYWORD: &str = "tradeoff-ignore-file";

/// So many letters of the keyword must stand in a comment before it is offered.
const MIN_LETTERS: usize = 2;

/// Whether `before`, a line up to the cursor, may lead to a rule's name.
pub(super) fn may_be_inside(before: &str) -> bool {
    before.contains(KEYWORD)
}

/// A comment that the cursor stands in.
#[derive(Clone, Copy)]
struct Open<'t> {
    /// Where its delimiter stands.
    start: usize,
    /// What stands in it before the cursor, without blanks at its start.
    inner: &'t str,
    /// What stands in it behind the cursor.
    rest: &'t str,
    /// The delimiter that ends it.
    end: &'static str,
    is_closed: bool,
}

impl<'t> Open<'t> {
    fn at(view: View<'_>, text: &'t str, position: Offset) -> Option<Self> {
        let file = view.analysis.markdown.part_at(position);
        let start = file.map_or(0, |part| usize::from(part.span.start()));
        let is_mdx = match (file, view.input.path) {
            (Some(part), _) => Dialect::of_path(&part.name) == Dialect::Mdx,
            (None, Some(path)) => Dialect::of_path(path) == Dialect::Mdx,
            (None, None) => false,
        };
        let html = Self::between(text, start, position, "<!--", "-->");
        html.or_else(|| is_mdx.then(|| Self::between(text, start, position, "{/*", "*/}"))?)
    }

    fn between(
        text: &'t str,
        from: usize,
        position: Offset,
        delimiter: &'static str,
        end: &'static str,
    ) -> Option<Self> {
        let at = usize::from(position);
        let before = &text[from..at];
        let start = before.rfind(delimiter)?;
        let inner = &before[start + delimiter.len()..];
        if inner.contains(end) {
            return None;
        }
        // An end that belongs to another comment, or stands far below, closes nothing here.
        let after = &text[at..];
        let paragraph = ["\n\n", "\r\n\r\n"].iter().filter_map(|gap| after.find(gap)).min().unwrap_or(after.len());
        let next = after.find(delimiter).unwrap_or(after.len());
        let reach = &after[..paragraph.min(next)];
        let close = reach.find(end);
        let line = after.find(['\n', '\r']).unwrap_or(after.len());
        let rest = close.map_or(&after[..line], |close| &after[..close]);
        Some(Self { start: from + start, inner: inner.trim_start(), rest, end, is_closed: close.is_some() })
    }

    /// What a whole suppression needs behind the reason, when the first `behind` bytes of the rest are replaced.
    fn closing(&self, behind: usize) -> Piece {
        let blank = if self.rest[behind..].starts_with(char::is_whitespace) { "" } else { " " };
        Piece::Text(if self.is_closed { blank.to_owned() } else { format!(" {}", self.end) })
    }
}

/// The offers in a comment; `None` where `position` is in none that may become a suppression.
pub(super) fn complete(view: View<'_>, position: Offset) -> Option<Vec<Completion>> {
    let text = view.input.text;
    let open = Open::at(view, text, position)?;
    if is_in_code(&view.analysis.markdown, offset(open.start)) || is_in_code(&view.analysis.markdown, position) {
        return None;
    }
    let rest = open.inner.strip_prefix(FILE_KEYWORD).or_else(|| open.inner.strip_prefix(KEYWORD));
    match rest {
        Some(rest) if rest.starts_with(|first: char| first.is_whitespace()) => {
            Some(rules(view, position, open, rest))
        }
        _ if open.inner.len() >= MIN_LETTERS && FILE_KEYWORD.starts_with(open.inner) && may_answer(view) => {
            Some(keywords(view, position, open))
        }
        _ => None,
    }
}

/// The names of rules, those with findings first.
fn rules(view: View<'_>, position: Offset, open: Open<'_>, list: &str) -> Vec<Completion> {
    if list.contains(':') {
        return Vec::new();
    }
    let typed = list.rsplit([',', ' ', '\n', '\r', '\t']).next().unwrap_or_default();
    let is_name = |character: char| character.is_alphanumeric() || character == '-';
    let taken: Vec<&str> = list[..list.len() - typed.len()].split([',', ' ']).map(str::trim).collect();
    let behind = open.rest.find(|character: char| !is_name(character)).unwrap_or(open.rest.len());
    let is_last = open.rest[behind..].trim().is_empty();
    let (span, replaced) = spans(position, typed.len(), behind);
    let reported = reported(view, position, open);
    let mut open_names: Vec<String> = names(view.input.settings)
        .map(std::borrow::Cow::into_owned)
        .filter(|name| name.starts_with(typed) && !taken.contains(&name.as_str()))
        .collect();
    let rank = |name: &String| reported.iter().position(|reported| reported == name).unwrap_or(reported.len());
    open_names.sort_by_key(rank);
    let offers = open_names.into_iter().map(|name| {
        let mut pieces = vec![Piece::Text(name.clone())];
        if is_last {
            pieces = vec![Piece::Text(format!("{name}: ")), Piece::Place, open.closing(behind)];
        }
        let detail = if reported.contains(&name) {
            "reported here".to_owned()
        } else {
            find(&name).map_or_else(String::new, |rule| rule.severity.to_string())
        };
        Completion {
            label: name.clone(),
            detail,
            typed: span,
            replaced,
            filter: name.clone(),
            pieces,
            topic: Topic::Rule(name),
            question: None,
        }
    });
    offers.collect()
}

/// The whole comment, with the rules that are reported as a choice.
fn keywords(view: View<'_>, position: Offset, open: Open<'_>) -> Vec<Completion> {
    let behind = open.rest.find(|character: char| !character.is_alphanumeric() && character != '-');
    let behind = behind.unwrap_or(open.rest.len());
    if !open.rest[behind..].trim().is_empty() {
        return Vec::new();
    }
    let (typed, replaced) = spans(position, open.inner.len(), behind);
    let reported = reported(view, position, open);
    let keywords = [(KEYWORD, "what follows"), (FILE_KEYWORD, "the whole file")];
    let fitting = keywords.into_iter().filter(|(keyword, _)| {
        keyword.starts_with(open.inner) && (*keyword == KEYWORD || is_before_all_text(view, open.start))
    });
    let offers = fitting.map(|(keyword, scope)| {
        let start = Piece::Text(format!("{keyword} "));
        let pieces = if reported.is_empty() {
            vec![start, Piece::Place]
        } else {
            let separator = Piece::Text(": ".to_owned());
            vec![start, Piece::Choice(reported.clone()), separator, Piece::Place, open.closing(behind)]
        };
        Completion {
            label: keyword.to_owned(),
            detail: format!("silences rules for {scope}"),
            typed,
            replaced,
            filter: keyword.to_owned(),
            pieces,
            topic: Topic::Suppression,
            question: None,
        }
    });
    offers.collect()
}

fn is_before_all_text(view: View<'_>, start: usize) -> bool {
    let markdown = &view.analysis.markdown;
    let file = markdown.in_file(Span::up_to(offset(view.input.text.len())), offset(start));
    let above = Span::new(file.start(), offset(start));
    !markdown.blocks.iter().any(|block| above.contains_range(block.span) && !block.span.is_empty())
}

/// The rules with findings, nearest behind the comment first. A comment that is not closed yet hides what follows
/// it, so it is taken out before one looks.
fn reported(view: View<'_>, position: Offset, open: Open<'_>) -> Vec<String> {
    if open.is_closed {
        return reported_after(view, span(open.start..usize::from(position)));
    }
    let end = usize::from(position) + open.rest.len();
    look_without(view, span(open.start..end), |view| reported_after(view, Span::empty(offset(open.start))))
}

/// The rules with findings, those behind `comment` first. What is wrong with the comment itself does not count.
fn reported_after(view: View<'_>, comment: Span) -> Vec<String> {
    let is_own = |span: Span| !comment.is_empty() && comment.contains_inclusive(span.start());
    let mut found: Vec<_> = diagnostics(view).filter(|finding| !is_own(finding.span)).collect();
    found.sort_by_key(|finding| (finding.span.end() < comment.end(), finding.span.start()));
    let mut rules: Vec<String> = Vec::new();
    for finding in found {
        if !rules.iter().any(|rule| *rule == finding.rule) {
            rules.push(finding.rule.to_string());
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::Fixture;
    use super::*;
    use crate::text::slice;

    fn labels(text: &str) -> Vec<String> {
        Fixture::new(text).completions().into_iter().map(|offer| offer.label).collect()
    }

    /// The text after the first offer was taken, with places as `|` and choices in brackets.
    fn first(fixture: &Fixture) -> String {
        let offer = fixture.completions().remove(0);
        let pieces = offer.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Stop | Piece::Place => "|".to_owned(),
            Piece::Choice(words) => format!("[{}]", words.join(",")),
        });
        let mut text = fixture.text().to_owned();
        text.replace_range(std::ops::Range::<usize>::from(offer.replaced), &pieces.collect::<String>());
        text
    }

    /// Checks the comment that the first offer makes of the one before a trade-off section that weighs nothing.
    fn check(comment: &str, expected: &str) {
        let text = |comment: &str| format!("# Q501 Raft\n\n{comment}\n\n## Trade-offs\n\nIt is fine.\n");
        assert_eq!(first(&Fixture::new(&text(comment))), text(expected), "{comment}");
        let crlf = |comment: &str| text(comment).replace('\n', "\r\n");
        assert_eq!(first(&Fixture::new(&crlf(comment))), crlf(expected), "{comment}");
    }

    #[test]
    fn what_is_reported_comes_first() {
        check("<!-- tradeoff-ignore $0 -->", "<!-- tradeoff-ignore omitted-consistency: | -->");
        check("<!-- tradeoff-ignore $0-->", "<!-- tradeoff-ignore omitted-consistency: | -->");
        check("<!-- tradeoff-ignore $0", "<!-- tradeoff-ignore omitted-consistency: | -->");
        check("<!-- tradeoff-ignore omitted-c$0", "<!-- tradeoff-ignore omitted-consistency: | -->");
        check("<!-- tradeoff-ignore omitted-l$0: why -->", "<!-- tradeoff-ignore omitted-latency: why -->");
        check(
            "<!-- tradeoff-ignore omitted-cost, omitted-$0la -->",
            "<!-- tradeoff-ignore omitted-cost, omitted-consistency: | -->",
        );
        check("<!--\n  tradeoff-ignore under$0\n-->", "<!--\n  tradeoff-ignore under-length: |\n-->");
    }

    #[test]
    fn every_rule_can_be_named_once() {
        let all = labels("# Q501\n\n<!-- tradeoff-ignore $0 -->\n");
        assert!(all.contains(&"omitted-security".to_owned()) && all.contains(&"one-sided".to_owned()), "{all:?}");
        let rest = labels("# Q501\n\n<!-- tradeoff-ignore one-sided, $0 -->\n");
        assert_eq!(rest.len(), all.len() - 1);
    }

    #[test]
    fn a_begun_keyword_becomes_a_whole_comment() {
        let reported = "[omitted-consistency,omitted-cost,omitted-latency]";
        check("<!-- tr$0 -->", &format!("<!-- tradeoff-ignore {reported}: | -->"));
        check("<!-- trade$0", &format!("<!-- tradeoff-ignore {reported}: | -->"));
        let top = "<!-- tr$0 -->\n# Q501 Raft\n\nText.\n";
        assert_eq!(labels(top), ["tradeoff-ignore", "tradeoff-ignore-file"]);
        let nothing = "# Q501 Raft\n\n<!-- tr$0 -->\n";
        assert_eq!(first(&Fixture::new(nothing)), "# Q501 Raft\n\n<!-- tradeoff-ignore | -->\n");
    }

    #[test]
    fn comments_of_mdx() {
        let text = "# Q501 Raft\n\n{/* tradeoff-ignore omitted-c$0\n\n## Trade-offs\n\nIt is fine.\n";
        let expected = text.replace("omitted-c$0", "omitted-consistency: | */}");
        assert_eq!(first(&Fixture::new(text).at("answer.mdx")), expected);
        assert_eq!(labels(text), Vec::<String>::new());
    }

    #[test]
    fn other_comments_and_code_are_left_alone() {
        for text in [
            "# Q501\n\n<!-- t$0 -->\n",
            "# Q501\n\n<!-- tradeoff-ignore one-sided: be$0 -->\n",
            "# Q501\n\n<!-- a trade$0 -->\n",
            "# Q501\n\n<!-- x --> trade$0 off\n",
            "# Q501\n\n```\n<!-- tradeoff-ignore $0 -->\n```\n",
            "# Q501\n\n`<!-- tradeoff-ignore $0 -->`\n",
            "# Q501\n\n<!-- tradeoff-ignored $0 -->\n",
        ] {
            assert_eq!(labels(text), Vec::<String>::new(), "{text}");
        }
        let elsewhere = Fixture::new("# Home\n\n<!-- tra$0 -->\n").without_configuration();
        assert_eq!(elsewhere.completions(), []);
    }

    #[test]
    fn columns_behind_other_scripts() {
        let fixture = Fixture::new("# Q501\n\n🦀 漢字 <!-- tradeoff-ignore one$0 -->\n");
        let offer = fixture.completions().remove(0);
        assert_eq!(slice(fixture.text(), offer.typed), "one");
    }
}
