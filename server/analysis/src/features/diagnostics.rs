//! Which findings an editor shows.

use super::View;
use crate::rules::Finding;

/// The findings to show, in order: those that are not suppressed, and none for a document that the configuration
/// excludes. The same ones that the command line reports.
pub fn diagnostics(view: View<'_>) -> impl Iterator<Item = &Finding> {
    let is_excluded = view.is_excluded();
    view.analysis.findings.iter().filter(move |finding| !is_excluded && !finding.suppressed)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;

    fn rules(fixture: &Fixture) -> Vec<String> {
        fixture.view(|view| diagnostics(view).map(|finding| finding.rule.to_string()).collect())
    }

    #[test]
    fn suppressed_findings_are_not_shown() {
        let text = "<!-- tradeoff-ignore missing-tradeoffs: the notes of a talk -->\n\n# Q501 Raft\n\nText.\n";
        assert_eq!(rules(&Fixture::new("# Q501 Raft\n\nText.\n")), ["missing-tradeoffs"]);
        assert_eq!(rules(&Fixture::new(text)), Vec::<String>::new());
    }

    #[test]
    fn excluded_documents_are_silent() {
        let fixture = Fixture::new("# Q501 Raft\n\nText.\n").configured("exclude = ['answer.md']");
        assert_eq!(rules(&fixture), Vec::<String>::new());
    }
}
