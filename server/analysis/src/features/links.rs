//! What can be followed from an answer.

use super::View;
use super::subject::references_in;
use crate::text::Span;

/// Words that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub span: Span,
    /// Where they lead.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To a question: its answer, or its sheet.
    Question(u32),
    /// Where the author says: an address, or a path from the document on.
    Written(String),
}

/// The links of a document that holds answers, in order. The author's own links only `with_written`: most editors
/// follow those by themselves. So do they from references in the text of a link.
pub fn links(view: View<'_>, with_written: bool) -> Vec<Link> {
    let references = references_in(view).filter(|reference| !reference.is_linked);
    let references = references
        .map(|reference| Link { span: reference.span, target: LinkTarget::Question(reference.question) });
    let mut links: Vec<Link> = references.collect();
    if with_written && !view.analysis.answers.is_empty() {
        // An anchor alone is a place in this very document, and no place that a link could name.
        let written = view.analysis.markdown.links.iter().filter(|link| !link.target.starts_with('#'));
        let written = written.filter(|link| !link.target.is_empty());
        links.extend(
            written.map(|link| Link { span: link.span, target: LinkTarget::Written(link.target.clone()) }),
        );
        links.sort_by_key(|link| link.span.start());
    }
    links
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;
    use crate::text::slice;

    fn found(text: &str, with_written: bool) -> Vec<(String, LinkTarget)> {
        let fixture = Fixture::new(text);
        let links = fixture.view(|view| links(view, with_written));
        links.into_iter().map(|link| (slice(fixture.text(), link.span).to_owned(), link.target)).collect()
    }

    const TEXT: &str = "# Q501\n\n[a](b.md#c) Q502 [Q502](d.md) [e](#f) <https://example.org> [g]()\n";

    #[test]
    fn references_are_links_unless_they_are_links_already() {
        assert_eq!(found(TEXT, false), [("Q502".to_owned(), LinkTarget::Question(502))]);
    }

    #[test]
    fn the_authors_links_are_followed_on_demand() {
        let written = |target: &str| LinkTarget::Written(target.to_owned());
        let expected = [
            ("[a](b.md#c)", written("b.md#c")),
            ("Q502", LinkTarget::Question(502)),
            ("[Q502](d.md)", written("d.md")),
            ("<https://example.org>", written("https://example.org")),
        ];
        assert_eq!(found(TEXT, true), expected.map(|(span, target)| (span.to_owned(), target)));
    }

    #[test]
    fn other_documents_have_none() {
        assert_eq!(found("# Home\n\nQ502 [a](b.md)\n", true), []);
    }
}
