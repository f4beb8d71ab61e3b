//! Comments that silence findings: `<!-- tradeoff-ignore omitted-cost: the free tier covers it -->`.
//!
//! A comment silences the rules it names for what follows it: a paragraph, list or table, or the whole section
//! when a heading follows. Right under a heading it covers what is reported on that heading as well, since that
//! is where people put it. Inside a block it covers that block. `tradeoff-ignore-file` at the top of a document
//! covers all of it. A reason is required: whoever reads the comment next year must know why.

use super::Finding;
use super::registry::{find, looks_at_other_files, names};
use crate::analyse::Input;
use crate::config::suggestion;
use crate::markdown::{Block, BlockKind, Comment, Markdown};
use crate::text::{Offset, Span, offset, slice};

/// One suppression comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suppression {
    /// The comment.
    pub(super) comment: Span,
    /// Its rules, or why it cannot be read.
    pub(super) content: Result<Vec<Suppressed>, String>,
    /// What it covers.
    scopes: Vec<Span>,
}

/// One rule of a suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suppressed {
    pub(super) rule: String,
    /// Whether it silenced anything.
    pub(super) used: bool,
}

/// Reads the suppression comments of a document.
pub(super) fn read(input: &Input<'_>, markdown: &Markdown) -> Vec<Suppression> {
    let comments = markdown.comments.iter();
    comments.filter_map(|comment| read_one(input, markdown, comment)).collect()
}

/// The suppression comment at `position` with the rules that it silences; `None` where there is none, or none that
/// can be read.
pub(crate) fn suppressed_at(
    input: &Input<'_>,
    markdown: &Markdown,
    position: Offset,
) -> Option<(Span, Vec<String>)> {
    let comment = markdown.comments.iter().find(|comment| comment.span.contains_inclusive(position))?;
    let rules = read_one(input, markdown, comment)?.content.ok()?;
    Some((comment.span, rules.into_iter().map(|suppressed| suppressed.rule).collect()))
}

/// Whether `comment` silences a rule that looks at other files.
pub(crate) fn names_cross_file_rule(input: &Input<'_>, comment: Span) -> bool {
    let text = slice(input.text, comment);
    let mut words = text.split([',', ' ', ':']);
    text.contains("tradeoff-ignore") && words.any(looks_at_other_files)
}

fn read_one(input: &Input<'_>, markdown: &Markdown, comment: &Comment) -> Option<Suppression> {
    let text = slice(input.text, comment.span);
    let inner = text.trim_start_matches("<!--").trim_end_matches("-->");
    let inner = inner.trim_start_matches("{/*").trim_end_matches("*/}").trim();
    let rest = inner.strip_prefix("tradeoff-ignore")?;
    let (whole_file, rest) = match rest.strip_prefix("-file") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if rest.starts_with(|character: char| character.is_alphanumeric() || character == '-') {
        return None;
    }
    let mut content = read_content(input, rest);
    let file = markdown.in_file(Span::up_to(offset(input.text.len())), comment.span.start());
    let mut blocks =
        markdown.blocks.iter().filter(|block| file.contains_range(block.span) && !block.span.is_empty());
    let is_late = blocks.next().is_some_and(|block| block.span.start() < comment.span.start());
    if whole_file && is_late && content.is_ok() {
        content = Err("`tradeoff-ignore-file` stands at the top of the file, before all text".to_owned());
    }
    let scopes = if whole_file { vec![file] } else { scopes(markdown, comment) };
    Some(Suppression { comment: comment.span, content, scopes })
}

/// Reads `rule, rule: reason`.
fn read_content(input: &Input<'_>, rest: &str) -> Result<Vec<Suppressed>, String> {
    let (rules, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let rules: Vec<&str> = rules
        .split(|character: char| character == ',' || character.is_whitespace())
        .filter(|rule| !rule.is_empty())
        .collect();
    if rules.is_empty() {
        return Err("name the rule to ignore: `tradeoff-ignore omitted-cost: the reason`".to_owned());
    }
    let known: Vec<_> = names(input.settings).collect();
    if let Some(unknown) =
        rules.iter().find(|rule| find(rule).is_none() || !known.iter().any(|name| name == *rule))
    {
        let suggestion = suggestion(unknown, known.iter().map(|name| &**name));
        return Err(format!("there is no rule `{unknown}`{suggestion}"));
    }
    if !is_reason(reason) {
        return Err(format!(
            "say why after a colon: `tradeoff-ignore {}: the free tier covers it`",
            rules.join(", ")
        ));
    }
    Ok(rules.into_iter().map(|rule| Suppressed { rule: rule.to_owned(), used: false }).collect())
}

/// Whether `text` gives a reason rather than the template's own words.
fn is_reason(text: &str) -> bool {
    let words = crate::bank::fold(text);
    !words.is_empty()
        && !matches!(
            words.as_str(),
            "the reason"
                | "reason"
                | "your reason"
                | "reason here"
                | "why"
                | "todo"
                | "tbd"
                | "fixme"
                | "xxx"
                | "because"
                | "n a"
        )
}

/// What a comment covers.
fn scopes(markdown: &Markdown, comment: &Comment) -> Vec<Span> {
    let after = markdown.blocks.partition_point(|block| block.span.start() <= comment.span.start());
    let around = after.checked_sub(1).map(|index| &markdown.blocks[index]);
    if let Some(block) = around.filter(|block| block.span.contains_range(comment.span)) {
        return vec![block.span];
    }
    let next = markdown.blocks.partition_point(|block| block.span.start() < comment.span.end());
    let mut scopes = Vec::new();
    if let Some(block) = markdown.blocks.get(next) {
        scopes.push(match block.kind {
            BlockKind::Heading(index) => Span::new(block.span.start(), section_end(markdown, index)),
            _ => Span::new(block.span.start(), whole_end(&markdown.blocks[next..], comment)),
        });
    }
    let above = next.checked_sub(1).map(|index| &markdown.blocks[index]);
    if let Some(Block { kind: BlockKind::Heading(_), span, .. }) = above {
        scopes.push(*span);
    }
    scopes
}

fn section_end(markdown: &Markdown, heading: usize) -> Offset {
    let next = markdown.section_end(heading).map(|next| markdown.headings[next].span.start());
    next.unwrap_or(Offset::new(u32::MAX))
}

/// The end of the list or table that the first of `blocks` begins, or of that block alone.
fn whole_end(blocks: &[Block], comment: &Comment) -> Offset {
    let first = &blocks[0];
    let is_row = |block: &&Block| matches!(block.kind, BlockKind::TableHead | BlockKind::TableRow);
    let is_deeper = |block: &&Block| block.list_depth > comment.list_depth;
    let last = if is_row(&first) {
        blocks.iter().take_while(is_row).last()
    } else if comment.list_depth == 0 && is_deeper(&first) {
        blocks.iter().take_while(is_deeper).last()
    } else {
        None
    };
    last.unwrap_or(first).span.end()
}

/// Marks the findings that a suppression silences, and the suppressions that silence something.
pub(super) fn apply(suppressions: &mut [Suppression], findings: &mut [Finding]) {
    for Suppression { content, scopes, .. } in suppressions {
        let Ok(rules) = content else { continue };
        for finding in &mut *findings {
            let is_covered = scopes.iter().any(|scope| scope.contains_inclusive(finding.span.start()));
            for suppressed in rules.iter_mut().filter(|suppressed| is_covered && suppressed.rule == finding.rule) {
                suppressed.used = true;
                finding.suppressed = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, rule_names};

    #[test]
    fn a_comment_before_a_heading_covers_its_section() {
        let text = "# Q501\n\n<!-- tradeoff-ignore omitted-cost, omitted-latency: internal demo -->\n## Trade-offs\n\nA reader may see the old price for 3 s.\n";
        assert_eq!(rule_names(text), Vec::<String>::new());
    }

    #[test]
    fn a_comment_right_under_a_heading_covers_the_heading() {
        let text = "# Q501\n\n## Trade-offs\n<!-- tradeoff-ignore omitted-cost, omitted-latency: internal demo -->\n\nA reader may see the old price for 3 s.\n";
        assert_eq!(rule_names(text), Vec::<String>::new());
    }

    #[test]
    fn a_comment_covers_only_the_rules_it_names() {
        check(
            "
# Q501
<!-- tradeoff-ignore omitted-cost: internal demo -->
## Trade-offs
^^^^^^^^^^^^^ omitted-latency
A reader may see the old price for 3 s.
",
        );
    }

    #[test]
    fn a_comment_at_the_top_covers_the_file() {
        let text = "<!-- tradeoff-ignore-file missing-tradeoffs: imported notes -->\n# Q501\n\nText.\n";
        assert_eq!(rule_names(text), Vec::<String>::new());
    }

    #[test]
    fn a_comment_inside_a_table_row_or_item_covers_it() {
        let row = "# Q501\n\n## Trade-offs\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n\n| | A |\n|---|---|\n| Cost | TBD <!-- tradeoff-ignore unargued-consideration: asked finance --> |\n";
        assert_eq!(rule_names(row), Vec::<String>::new());
        let item = "# Q501\n\n## Trade-offs\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n\n- first\n- <!-- tradeoff-ignore unargued-consideration: asked finance -->\n  Cost: TBD\n";
        assert_eq!(rule_names(item), Vec::<String>::new());
        let behind = "# Q501\n\n## Trade-offs\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n\n- first\n- Cost: TBD <!-- tradeoff-ignore unargued-consideration: asked finance -->\n";
        assert_eq!(rule_names(behind), Vec::<String>::new());
    }
}
