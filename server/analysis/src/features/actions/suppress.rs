//! Silencing a finding: a comment with the rule's name, for the author to say why.
//!
//! The reason is left blank on purpose. What stands in its place until then is no reason, so that the comment
//! silences nothing and `malformed-suppression` reminds of it.

use super::{Action, ActionEffect, ActionKind};
use crate::features::View;
use crate::markdown::{Block, BlockKind, Dialect, FrontMatter, Heading};
use crate::rules::{Finding, can_be_suppressed};
use crate::text::{LineIndex, Offset, Span, newline_of, offset, slice};

/// What stands where the reason belongs.
const BLANK: &str = "the reason";

/// Ways to silence `finding`, from what covers least to what covers most.
pub(super) fn suppress<'a>(view: View<'a>, finding: &'a Finding) -> Vec<Action<'a>> {
    if !can_be_suppressed(&finding.rule) {
        return Vec::new();
    }
    let comment = Comment::new(view, finding);
    let places = [comment.for_block(), comment.for_section(), Some(comment.for_file())];
    let action = |(what, effect): (&str, ActionEffect)| Action {
        findings: vec![finding],
        ..Action::new(ActionKind::QuickFix, format!("Ignore {} {what}", finding.rule), effect)
    };
    places.into_iter().flatten().map(action).collect()
}

/// A comment that is about to be written.
struct Comment<'a> {
    view: View<'a>,
    rule: &'a str,
    position: Offset,
    /// The file that the finding lies in.
    file: Span,
    is_mdx: bool,
    open: &'static str,
    close: &'static str,
    newline: &'static str,
    index: LineIndex,
}

impl<'a> Comment<'a> {
    fn new(view: View<'a>, finding: &'a Finding) -> Self {
        let text = view.input.text;
        let position = finding.span.start();
        let markdown = &view.analysis.markdown;
        let file = markdown.in_file(Span::up_to(Offset::of(text)), position);
        let name = markdown.part_at(position).map(|part| part.name.as_str()).or(view.input.path);
        let is_mdx = name.is_some_and(|name| Dialect::of_path(name) == Dialect::Mdx);
        let (open, close) = if is_mdx { ("{/*", "*/}") } else { ("<!--", "-->") };
        let newline = newline_of(slice(text, file));
        let index = LineIndex::new(text);
        Self { view, rule: &finding.rule, position, file, is_mdx, open, close, newline, index }
    }

    /// Right before the block, or behind the text of one that no line can stand before.
    fn for_block(&self) -> Option<(&'static str, ActionEffect)> {
        let block = self.block()?;
        let place = match block.kind {
            BlockKind::Heading(_) => return None,
            BlockKind::Paragraph => "for this paragraph",
            BlockKind::ListItem => "for this item",
            BlockKind::TableHead | BlockKind::TableRow => "for this row",
        };
        let start = self.line_start(block.span.start());
        let effect = match block.kind {
            BlockKind::Paragraph if block.list_depth == 0 && start.is_some() => self.above(start?),
            BlockKind::TableHead | BlockKind::TableRow => self.in_row(block),
            _ => self.behind(self.line_end(block.span.end()), " ", ""),
        };
        Some((place, effect))
    }

    /// Before the heading of the section.
    fn for_section(&self) -> Option<(&'static str, ActionEffect)> {
        let headings = &self.view.analysis.markdown.headings;
        let after = headings.partition_point(|heading| heading.span.start() <= self.position);
        let index = after.checked_sub(1)?;
        let heading = &headings[index];
        if heading.level == Heading::FILE {
            return None;
        }
        let is_answer = self.view.answer_at(self.position)?.answer.heading == Some(index);
        let place = if is_answer { "in this answer" } else { "in this section" };
        Some((place, self.above(self.line_start(heading.span.start())?)))
    }

    /// At the top of the file, behind its front matter.
    fn for_file(&self) -> (&'static str, ActionEffect) {
        let text = slice(self.view.input.text, self.file);
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let front = FrontMatter::parse(text).map_or(mark, |front_matter| front_matter.span.end().into());
        let body = &text[front..];
        let blank = body.len() - body.trim_start_matches(['\n', '\r']).len();
        let at = self.file.start() + offset(front + blank);
        let is_open = front > mark && blank == 0 && !text[..front].ends_with(['\n', '\r']);
        let gap = if is_open { self.newline } else { "" };
        let before = format!("{gap}{} tradeoff-ignore-file {}: ", self.open, self.rule);
        let after = format!(" {}{}{}", self.close, self.newline, self.newline);
        ("in this file", ActionEffect::Blank { at, before, blank: BLANK, after })
    }

    /// The block that the finding is in.
    fn block(&self) -> Option<&'a Block> {
        let blocks = &self.view.analysis.markdown.blocks;
        blocks.iter().find(|block| !block.span.is_empty() && block.span.contains_inclusive(self.position))
    }

    /// Where the line of `position` starts, if nothing but blanks stands before it.
    fn line_start(&self, position: Offset) -> Option<Offset> {
        let line = self.index.line_span(self.index.line(position));
        let start = line.start().max(self.file.start());
        let before = slice(self.view.input.text, Span::new(start, position));
        let unmarked = before.trim_start_matches('\u{feff}');
        let marked = offset(before.len() - unmarked.len());
        unmarked.trim_matches([' ', '\t']).is_empty().then_some(start + marked)
    }

    /// Where the line of `position` ends, blanks and line ending aside.
    fn line_end(&self, position: Offset) -> Offset {
        let text = self.view.input.text;
        let line = self.index.line_content(text, self.index.line(position));
        line.start() + Offset::of(slice(text, line).trim_end())
    }

    /// On a line of its own before the line that starts at `at`.
    fn above(&self, at: Offset) -> ActionEffect {
        if !self.is_mdx {
            return self.behind(at, "", self.newline);
        }
        // There a comment is text to the parser, and would be one paragraph with what stands right above or below.
        let before = slice(self.view.input.text, Span::new(self.file.start(), at));
        let before = before.strip_suffix(self.newline).unwrap_or(before);
        let is_free = before.is_empty() || before.ends_with(['\n', '\r']);
        self.behind(at, if is_free { "" } else { self.newline }, &self.newline.repeat(2))
    }

    /// In the last cell of a row, before the bar that closes it.
    fn in_row(&self, row: &Block) -> ActionEffect {
        let end = self.line_end(row.span.end());
        let line = slice(self.view.input.text, Span::new(row.span.start(), end));
        match line.strip_suffix('|') {
            Some(cells) => {
                let at = row.span.start() + Offset::of(cells);
                self.behind(at, if cells.ends_with(' ') { "" } else { " " }, " ")
            }
            None => self.behind(end, " ", ""),
        }
    }

    fn behind(&self, at: Offset, gap: &str, tail: &str) -> ActionEffect {
        let before = format!("{gap}{} tradeoff-ignore {}: ", self.open, self.rule);
        ActionEffect::Blank { at, before, blank: BLANK, after: format!(" {}{tail}", self.close) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::chosen;
    use super::super::{ActionEffect, actions};
    use super::*;
    use crate::features::testing::Fixture;
    use crate::fixing::apply;
    use crate::rules::TextEdit;

    const ARGUED: &str = "A reader may see the old price for 3 s. Every save waits 40 ms for a quorum. Three nodes cost 270 USD a month.";

    /// The titles of the ways to silence what is found at the cursor.
    fn ways(fixture: &Fixture) -> Vec<String> {
        let at = Span::empty(fixture.cursor());
        fixture.view(|view| {
            let titles = actions(view, at, false).into_iter().map(|action| action.title);
            titles.filter(|title| title.starts_with("Ignore")).collect()
        })
    }

    /// Checks that every way to silence anything in the document does so, once a reason is written, and nothing
    /// else; how many ways there were.
    fn check_all(path: &'static str, text: &str) -> usize {
        let shown = |fixture: &Fixture| {
            fixture.view(|view| {
                let shown = view.analysis.findings.iter().filter(|finding| !finding.suppressed);
                shown.map(|finding| (finding.rule.to_string(), finding.message.clone())).collect::<Vec<_>>()
            })
        };
        let fixture = Fixture::new(text).at(path);
        let before = shown(&fixture);
        let tried: Vec<(String, String, String)> = fixture.view(|view| {
            let findings = view.analysis.findings.iter();
            let ways = findings
                .flat_map(|finding| suppress(view, finding).into_iter().map(move |action| (finding, action)));
            let written = ways.map(|(finding, action)| {
                let ActionEffect::Blank { at, before, after, .. } = action.effect else {
                    panic!("it has a blank")
                };
                let edit = TextEdit { span: Span::empty(at), text: format!("{before}we said so{after}") };
                (finding.rule.to_string(), action.title, apply(text, &[edit]))
            });
            written.collect()
        });
        for (rule, title, text) in &tried {
            let after = shown(&Fixture::new(text).at(path));
            let others = |findings: &[(String, String)]| {
                let mut others: Vec<_> = findings.iter().filter(|(other, _)| other != rule).cloned().collect();
                others.sort();
                others
            };
            assert_eq!(others(&after), others(&before), "{title}:\n{text}");
            let count = |findings: &[(String, String)]| findings.iter().filter(|(other, _)| other == rule).count();
            assert!(count(&after) < count(&before), "{title}:\n{text}");
        }
        tried.len()
    }

    #[test]
    fn a_finding_in_prose_has_three_ways() {
        let text = format!("# Q501 Raft\n\n## Trade-offs\n\n{ARGUED}\n\nTO$0DO: more.\n");
        let fixture = Fixture::new(&text);
        assert_eq!(
            ways(&fixture),
            [
                "Ignore leftover-placeholder for this paragraph",
                "Ignore leftover-placeholder in this section",
                "Ignore leftover-placeholder in this file"
            ]
        );
        let text = text.replace("$0", "");
        let comment = "<!-- tradeoff-ignore leftover-placeholder: the reason -->";
        assert_eq!(
            chosen(&fixture, "Ignore leftover-placeholder for this"),
            text.replace("TODO", &format!("{comment}\nTODO"))
        );
        assert_eq!(
            chosen(&fixture, "Ignore leftover-placeholder in this section"),
            text.replace("## Trade", &format!("{comment}\n## Trade"))
        );
        assert_eq!(
            chosen(&fixture, "Ignore leftover-placeholder in this file"),
            format!("<!-- tradeoff-ignore-file leftover-placeholder: the reason -->\n\n{text}")
        );
    }

    #[test]
    fn until_there_is_a_reason_the_comment_is_malformed() {
        let text = format!("# Q501 Raft\n\n## Trade-offs\n\n{ARGUED}\n\nTO$0DO: more.\n");
        let after = chosen(&Fixture::new(&text), "Ignore leftover-placeholder for this");
        let rules = Fixture::new(&after).view(|view| {
            view.analysis.findings.iter().map(|finding| finding.rule.to_string()).collect::<Vec<_>>()
        });
        assert!(rules.contains(&"malformed-suppression".to_owned()), "{rules:?}");
    }

    #[test]
    fn a_suppression_itself_cannot_be_silenced() {
        let text = "# Q501 Raft\n\n<!-- trade$0off-ignore nonsense: x -->\n";
        assert_eq!(ways(&Fixture::new(text)), Vec::<String>::new());
    }

    #[test]
    fn every_way_works_in_every_kind_of_block() {
        for block in [
            "TODO: more.\n",
            "One line,\nanother,\nTODO: more.\n",
            "- one\n- TODO: more.\n- three\n",
            "- one\n\n  TODO: more.\n",
            "1. **TODO**\n2. `TODO` more TODO\n",
            "> TODO: more.\n> And more.\n",
            "> - TODO: more.\n",
            "| What | How |\n|---|---|\n| Backup | TODO: more |\n| Drill | monthly |\n",
            "| What | How |\n|---|---|\n| Backup | TODO: more|\n",
            "What | How\n---|---\nBackup | TODO: more\n",
            "### More\n\nTODO: more.\n",
            "Text with a note.[^1]\n\n[^1]: TODO: more.\n",
            "<details>\n<summary>More</summary>\n\nTODO: more.\n\n</details>\n",
            "**More**\n\nTODO: more.\n",
            "Text:\n### More\nTODO: more.\n",
        ] {
            for newline in ["\n", "\r\n"] {
                let text = format!("# Q501 Raft\n\nText.\n\n## Trade-offs\n\n{ARGUED}\n\n{block}");
                assert!(check_all("answer.md", &text.replace('\n', newline)) > 0, "{block}");
                let fronted = format!("\u{feff}---\nquestion: 501\n---\n\n{text}");
                assert!(check_all("answer.md", &fronted.replace('\n', newline)) > 0, "{block}");
                let mdx = text.replace("<details>\n<summary>More</summary>\n\n", "").replace("\n</details>\n", "");
                assert!(check_all("answer.mdx", &mdx.replace('\n', newline)) > 0, "{block}");
            }
        }
    }

    #[test]
    fn every_way_works_for_headings_and_front_matter() {
        for text in [
            "# Q501 Raft\n\nText.\n",
            "Q501 Raft\n===\n\nText.\n\nTrade-offs\n---\n\nIt is fine.\n",
            "# Q501 Raft\n\n**Trade-offs**\n\nIt is fine.\n",
            "---\nquestion: 5011\n---\nText.\n",
            "---\nquestion: 501\n---\n# Q502 Paxos\n",
        ] {
            assert!(check_all("answer.md", text) > 0, "{text}");
        }
    }
}
