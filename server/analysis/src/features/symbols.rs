//! The outline of a document: its answers, their sections, and the verdicts in the trade-off sections.

use super::View;
use super::outline::{Titled, answers, sections};
use super::verdicts::{verdicts, verdicts_of_heading};
use crate::analyse::AnswerReport;
use crate::answer::Section;
use crate::considerations::{Judgement, Verdict};
use crate::markdown::Heading;
use crate::text::Span;

/// One line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called; never empty.
    pub name: String,
    /// A word about it: the answer's state, a consideration's verdict. May be empty.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All that belongs to it.
    pub span: Span,
    /// The part of `span` that names it.
    pub selection: Span,
    /// What belongs to it, in order.
    pub children: Vec<Symbol>,
}

/// What a line of the outline stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// An answer.
    Answer,
    /// A section.
    Section,
    /// A trade-off section.
    Tradeoffs,
    /// What a trade-off section has to weigh.
    Consideration,
}

/// The outline of the file that lies `within` the text; nothing for a document without answers.
pub fn symbols(view: View<'_>, within: Span) -> Vec<Symbol> {
    answers(view, within).map(|(report, span)| answer_symbol(view, report, span)).collect()
}

fn answer_symbol(view: View<'_>, report: &AnswerReport, span: Span) -> Symbol {
    let answer = &report.answer;
    let titled = answer.heading.map(|index| &view.analysis.markdown.headings[index]);
    let titled = titled.filter(|heading| span.contains_range(heading.span));
    let mut root = Symbol {
        name: titled.map_or_else(String::new, |heading| view.analysis.markdown.heading_text(heading).to_owned()),
        detail: report.state.name().to_owned(),
        kind: SymbolKind::Answer,
        span,
        selection: titled.map_or(Span::empty(span.start()), |heading| heading.span),
        children: Vec::new(),
    };
    if root.name.trim().is_empty() {
        root.name = question_name(view, answer.question);
    }
    let mut path: Vec<(u8, Symbol)> = Vec::new();
    for section in sections(view, report, span).filter(|section| is_shown(report, section)) {
        let level = section.heading.level;
        while path.last().is_some_and(|(above, _)| *above >= level) {
            close(&mut root, &mut path);
        }
        path.push((level, section_symbol(view, report, section)));
    }
    while !path.is_empty() {
        close(&mut root, &mut path);
    }
    root
}

/// Puts the innermost open section into the one around it.
fn close(root: &mut Symbol, path: &mut Vec<(u8, Symbol)>) {
    if let Some((_, mut symbol)) = path.pop() {
        symbol.children.sort_by_key(|child| child.selection.start());
        let parent = path.last_mut().map_or(root, |(_, parent)| parent);
        parent.children.push(symbol);
    }
}

/// "501. Walk through Raft", for an answer without a title.
fn question_name(view: View<'_>, number: u32) -> String {
    let question = view.input.bank.get(number);
    question.map_or_else(|| number.to_string(), |question| format!("{number}. {}", question.text()))
}

/// The answer's own title is the answer itself; a line in bold and a file's name count where they matter for the
/// trade-offs.
fn is_shown(report: &AnswerReport, section: &Titled<'_>) -> bool {
    let heading = section.heading;
    let is_title = report.answer.heading == Some(section.index);
    let mut tradeoffs = report.tradeoff_sections.iter();
    match heading.level {
        Heading::FILE => tradeoffs.any(|one| one.heading == section.index),
        Heading::BOLD => tradeoffs.any(|one| one.span.contains_range(heading.span)),
        _ => !is_title,
    }
}

fn section_symbol(view: View<'_>, report: &AnswerReport, section: Titled<'_>) -> Symbol {
    let name = view.analysis.markdown.heading_text(section.heading).trim();
    let mut symbol = Symbol {
        name: if name.is_empty() { "…".to_owned() } else { name.to_owned() },
        detail: String::new(),
        kind: SymbolKind::Section,
        span: section.span,
        selection: section.heading.span,
        children: Vec::new(),
    };
    let own = report.tradeoff_sections.iter().find(|one| one.heading == section.index);
    if let Some(own) = own {
        symbol.kind = SymbolKind::Tradeoffs;
        symbol.children = verdict_symbols(view, report, own, section.span);
        return symbol;
    }
    let named = verdicts_of_heading(view, report, section.heading);
    if let [(_, _, judgement)] = named.as_slice() {
        judgement.verdict.name().clone_into(&mut symbol.detail);
    } else {
        let details = named.iter().map(|(_, consideration, judgement)| {
            format!("{} {}", consideration.title.to_lowercase(), judgement.verdict)
        });
        symbol.detail = details.collect::<Vec<_>>().join(", ");
    }
    if !named.is_empty() {
        symbol.kind = SymbolKind::Consideration;
    }
    symbol
}

/// The considerations that no heading names: where they are weighed, or on the section's title where they are not.
fn verdict_symbols(view: View<'_>, report: &AnswerReport, section: &Section, span: Span) -> Vec<Symbol> {
    let headings = &view.analysis.markdown.headings;
    let under_headings = headings.iter().flat_map(|heading| verdicts_of_heading(view, report, heading));
    let under_headings: Vec<_> = under_headings.map(|(id, ..)| id).collect();
    let is_first = report.tradeoff_sections.first() == Some(section);
    let others = verdicts(view, report).filter(|(id, ..)| !under_headings.contains(id));
    others
        .filter_map(|(_, consideration, judgement)| {
            let place =
                place(judgement, span).or((is_first && !is_placed(report, judgement)).then_some(section.title))?;
            Some(Symbol {
                name: consideration.title.clone(),
                detail: judgement.verdict.name().to_owned(),
                kind: SymbolKind::Consideration,
                span: place,
                selection: place,
                children: Vec::new(),
            })
        })
        .collect()
}

/// The first words in `span` that weigh or name it.
fn place(judgement: &Judgement, span: Span) -> Option<Span> {
    let evidence = judgement.evidence.iter().filter(|_| judgement.verdict != Verdict::Missing);
    evidence.map(|evidence| evidence.span).find(|place| span.contains_range(*place))
}

/// Whether it is shown in some trade-off section of the answer.
fn is_placed(report: &AnswerReport, judgement: &Judgement) -> bool {
    report.tradeoff_sections.iter().any(|section| place(judgement, section.span).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;
    use crate::text::slice;

    /// The outline as indented lines: name, detail, and the words that name it where those differ.
    fn outline(fixture: &Fixture) -> String {
        let mut lines = String::new();
        let symbols = fixture.view(|view| symbols(view, fixture.file()));
        for symbol in &symbols {
            draw(fixture.text(), symbol, 0, &mut lines);
        }
        lines
    }

    fn draw(text: &str, symbol: &Symbol, depth: usize, lines: &mut String) {
        assert!(symbol.span.contains_range(symbol.selection), "{symbol:?}");
        let mut line = format!("{}{:?} {}", "  ".repeat(depth), symbol.kind, symbol.name);
        for part in [&symbol.detail, slice(text, symbol.selection)] {
            line.push_str(" | ");
            line.push_str(part);
        }
        lines.push_str(line.trim_end());
        lines.push('\n');
        for child in &symbol.children {
            assert!(symbol.span.contains_range(child.span), "{symbol:?}");
            draw(text, child, depth + 1, lines);
        }
    }

    #[test]
    fn verdicts_stand_on_headings_on_evidence_or_on_the_title() {
        let text = "# Q501 Raft\n\nText.\n\n## Parts\n\n### Log\n\nText.\n\n## Trade-offs\n\nA reader may see the old price for up to 3 s.\n\n### Cost\n\nThree nodes cost 270 USD a month.\n\n## End\n";
        assert_eq!(
            outline(&Fixture::new(text)),
            "Answer Q501 Raft | answered | # Q501 Raft
  Section Parts |  | ## Parts
    Section Log |  | ### Log
  Tradeoffs Trade-offs |  | ## Trade-offs
    Consideration Latency | missing | ## Trade-offs
    Consideration Consistency | argued | A reader may see the old price for up to 3 s.
    Consideration Cost | argued | ### Cost
  Section End |  | ## End
"
        );
    }

    #[test]
    fn every_answer_of_a_file_has_its_own_outline() {
        let text = "\u{feff}Notes.\r\n\r\n# Q501 🦀 漢字\r\n\r\nText.\r\n\r\n## e\u{301}\r\n\r\n**Note**\r\n\r\n# Q502 Paxos\r\n\r\n##\r\n\r\nText.\r\n";
        assert_eq!(
            outline(&Fixture::new(text)),
            "Answer Q501 🦀 漢字 | answered | # Q501 🦀 漢字
  Section e\u{301} |  | ## e\u{301}
Answer Q502 Paxos | answered | # Q502 Paxos
  Section … |  | ##
"
        );
    }

    #[test]
    fn an_answer_without_a_title_is_called_by_its_question() {
        assert_eq!(
            outline(&Fixture::new("---\nquestion: 501\nstatus: draft\n---\nText.\n\n**Trade-offs**\n\nFine.\n")),
            "Answer 501. Walk through Raft. | draft |
  Tradeoffs Trade-offs |  | **Trade-offs**
    Consideration Consistency | missing | **Trade-offs**
    Consideration Latency | missing | **Trade-offs**
    Consideration Cost | missing | **Trade-offs**
"
        );
    }

    #[test]
    fn a_heading_may_name_several_considerations_or_one_of_the_users() {
        let text = "# Q501\n\n## Trade-offs\n\n### Cost and latency\n\nEvery save waits 40 ms. Three nodes cost 270 USD a month.\n\n### Privacy\n\nTBD\n";
        let fixture = Fixture::new(text)
            .configured("[considerations.privacy]\n[tradeoffs]\nrequired = ['latency', 'cost', 'privacy']\n");
        let outline = outline(&fixture);
        assert!(
            outline.contains("    Consideration Cost and latency | latency argued, cost argued | "),
            "{outline}"
        );
        assert!(outline.contains("    Consideration Privacy | mentioned | ### Privacy\n"), "{outline}");
    }

    #[test]
    fn other_documents_have_no_outline() {
        assert_eq!(outline(&Fixture::new("# Home\n\n## Trade-offs\n")), "");
    }

    #[test]
    fn a_file_of_a_folder_shows_only_what_stands_in_it() {
        let fixture = Fixture::folder(&[
            ("01-problem.md", "# Raft\n\n## Parts\n\nText.\n"),
            (
                "07-trade-offs.md",
                "Three nodes cost 270 USD a month.\n\n## Latency\n\nEvery save waits 40 ms for the slowest replica.\n",
            ),
            ("08-end.md", "## End\n"),
        ]);
        let outlines = fixture.files().map(|file| {
            let symbols = fixture.view(|view| symbols(view, file));
            let mut lines = String::new();
            for symbol in &symbols {
                draw(fixture.text(), symbol, 0, &mut lines);
            }
            lines
        });
        assert_eq!(
            outlines.collect::<Vec<_>>(),
            [
                "Answer Raft | answered | # Raft\n  Section Parts |  | ## Parts\n",
                "Answer 501. Walk through Raft. | answered |
  Tradeoffs trade-offs |  |
    Consideration Consistency | missing |
    Consideration Cost | argued | Three nodes cost 270 USD a month.
    Consideration Latency | argued | ## Latency
",
                "Answer 501. Walk through Raft. | answered |\n  Section End |  | ## End\n",
            ]
        );
    }

    proptest::proptest! {
        /// Whatever the document, children lie in their parents and names are never empty.
        #[test]
        fn outlines_nest(text in "(#{1,4} |Q501|Q502|Trade-offs|Cost|\\*\\*|\\r?\\n|\\n\\n| |é|🦀){0,40}") {
            let fixture = Fixture::new(&format!("# Q501\n\n{}", text.replace("$0", "")));
            outline(&fixture);
            let symbols = fixture.view(|view| symbols(view, fixture.file()));
            assert!(symbols.iter().all(|symbol| !symbol.name.is_empty()));
        }
    }
}
