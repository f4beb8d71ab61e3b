//! Markdown to answer: everything that is known about a text lies in that text.

use tradeoff_analysis::Analysis;
use tradeoff_analysis::markdown::{BlockKind, Markdown};
use tradeoff_analysis::text::LineIndex;

use crate::analyst::{Place, demand_applicable, demand_inside, is_read_by_line_ending, said};
use crate::case::Case;

pub use super::ANSWER as WORDS;

/// Tries one document.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let (place, text) = (Place::of(&case), case.text.as_str());
    let analysis = place.analyse(text);
    demand_parsed(text, &analysis.markdown);
    demand_answers(text, &analysis);
    demand_findings(text, &analysis);
    assert_eq!(place.analyse(text).findings, analysis.findings, "the same text has other findings");
    demand_same_by_line_ending(place, text, &analysis);
}

/// Demands that the outline, the prose and the rest lie in the text, in order.
fn demand_parsed(text: &str, markdown: &Markdown) {
    for (index, heading) in markdown.headings.iter().enumerate() {
        demand_inside(text, heading.span);
        assert_eq!(markdown.blocks[heading.block].kind, BlockKind::Heading(index));
        assert!((1..=7).contains(&heading.level), "{heading:?}");
    }
    for block in &markdown.blocks {
        demand_inside(text, block.span);
        demand_inside(text, markdown.prose.source(block.text));
        let _ = markdown.prose.slice(block.text);
        for &cell in markdown.cells(block).iter().filter(|cell| !cell.is_empty()) {
            assert!(block.text.start <= cell.start && cell.end <= block.text.end, "{block:?} {cell:?}");
        }
    }
    let starts = markdown.blocks.iter().map(|block| block.span.start());
    assert!(starts.is_sorted(), "blocks are not in order: {:?}", markdown.blocks);
    let comments = markdown.comments.iter().map(|comment| comment.span);
    let others = markdown.code_blocks.iter().chain(&markdown.code_spans).copied();
    let links = markdown.links.iter().map(|link| link.span);
    for span in comments.chain(others).chain(links).chain(markdown.ids.iter().map(|(span, _)| *span)) {
        demand_inside(text, span);
    }
    for start in markdown.prose.text().char_indices().map(|(start, _)| start as u32) {
        let character = tradeoff_analysis::markdown::PlainSpan { start, end: start + 1 };
        let source = markdown.prose.source(character);
        assert!(usize::from(source.end()) <= text.len(), "{source:?}");
    }
}

/// Demands that answers follow each other and hold what is said to be in them.
fn demand_answers(text: &str, analysis: &Analysis) {
    for report in &analysis.answers {
        let answer = &report.answer;
        demand_inside(text, answer.span);
        demand_inside(text, answer.title);
        assert!(!answer.sources.is_empty(), "nothing says that it answers {}", answer.question);
        for source in &answer.sources {
            demand_inside(text, source.span);
        }
        for section in &report.tradeoff_sections {
            assert!(answer.span.contains_range(section.span), "{section:?} is outside of {:?}", answer.span);
            assert!(section.span.contains_range(section.title), "{section:?}");
        }
    }
    for pair in analysis.answers.windows(2) {
        assert!(pair[0].answer.span.end() <= pair[1].answer.span.start(), "answers overlap");
    }
    if let Some(candidate) = analysis.candidate {
        assert!(analysis.answers.is_empty());
        demand_inside(text, candidate.span);
    }
}

/// Demands that findings are in order, known apart and mended in the text.
fn demand_findings(text: &str, analysis: &Analysis) {
    let places = LineIndex::new(text);
    for finding in &analysis.findings {
        demand_inside(text, finding.span);
        let _ = places.line(finding.span.start());
        assert!(!finding.message.is_empty() && !finding.message.contains('\n'), "{:?}", finding.message);
        for related in finding.related.iter().filter(|related| related.elsewhere.is_none()) {
            demand_inside(text, related.span);
        }
        if let Some(fix) = &finding.fix {
            assert!(!fix.title.is_empty());
            demand_applicable(text, &fix.edits);
        }
    }
    let starts = analysis.findings.iter().map(|finding| finding.span.start());
    assert!(starts.is_sorted(), "findings are not in order");
    let mut known: Vec<_> = analysis.findings.iter().map(|finding| finding.fingerprint).collect();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), analysis.findings.len(), "two findings have one fingerprint: {:?}", analysis.findings);
}

/// Demands that the same text with other line endings has the same findings.
fn demand_same_by_line_ending(place: Place, text: &str, analysis: &Analysis) {
    if is_read_by_line_ending(text, &analysis.markdown) {
        return;
    }
    let other = place.analyse(&text.replace('\n', "\r\n"));
    let one: Vec<_> = analysis.findings.iter().map(said).collect();
    let other: Vec<_> = other.findings.iter().map(said).collect();
    assert_eq!(one, other, "other findings with other line endings");
}
