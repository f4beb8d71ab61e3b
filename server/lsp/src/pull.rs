//! Diagnostics for clients that ask for them instead of having them sent.
//!
//! Every open document has one [`Verdicts`], which all its versions share: the state puts in what the analysis of
//! the current one found, and whoever asked for it waits there without keeping a thread busy. A result is named
//! by what it says, so a text that was judged anew with the same outcome is "unchanged", in whatever request.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use tokio::sync::watch;
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticReport, DocumentDiagnosticReportKind, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri,
};
use tradeoff_workspace::panics::Panicked;

/// What was found in one document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Diagnosed {
    /// Names the outcome: equal for equal ones.
    pub(crate) result: String,
    pub(crate) items: Vec<Diagnostic>,
    /// What there is to say about the configuration file that governs the document, where that file is not open
    /// and has been complained about.
    pub(crate) configuration: Option<(Uri, Vec<Diagnostic>)>,
    /// Why nothing else was found.
    pub(crate) panicked: Option<Panicked>,
}

impl Diagnosed {
    pub(crate) fn new(items: Vec<Diagnostic>, configuration: Option<(Uri, Vec<Diagnostic>)>) -> Self {
        Self { result: name(&items), items, configuration, panicked: None }
    }

    /// The report for a client that knows the result called `previous`.
    pub(crate) fn report(&self, previous: Option<&str>) -> DocumentDiagnosticReportKind {
        if previous == Some(self.result.as_str()) {
            UnchangedDocumentDiagnosticReport { result_id: self.result.clone() }.into()
        } else {
            FullDocumentDiagnosticReport { result_id: Some(self.result.clone()), items: self.items.clone() }.into()
        }
    }

    /// The same with what there is to say about the configuration, where the client takes that here.
    pub(crate) fn report_with_related(&self, previous: Option<&str>, takes: bool) -> DocumentDiagnosticReport {
        let related = self.configuration.as_ref().filter(|_| takes).map(|(uri, items)| {
            let full = FullDocumentDiagnosticReport { result_id: None, items: items.clone() };
            HashMap::from([(uri.clone(), full.into())])
        });
        match self.report(previous) {
            DocumentDiagnosticReportKind::Full(full) => RelatedFullDocumentDiagnosticReport {
                related_documents: related,
                full_document_diagnostic_report: full,
            }
            .into(),
            DocumentDiagnosticReportKind::Unchanged(unchanged) => RelatedUnchangedDocumentDiagnosticReport {
                related_documents: related,
                unchanged_document_diagnostic_report: unchanged,
            }
            .into(),
        }
    }
}

/// The name of a result, good for one session.
pub(crate) fn name(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    // Serialising cannot fail: diagnostics have no maps with odd keys.
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Why somebody who waits for a version's diagnostics will never have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outdated {
    /// There is a newer version.
    Edited,
    /// The document is not open any more.
    Closed,
}

/// How far the analysis of an open document is.
#[derive(Debug)]
pub(crate) struct Verdicts(watch::Sender<Standing>);

#[derive(Debug, Default)]
struct Standing {
    version: i32,
    /// `None` while the version is being analysed.
    diagnosed: Option<Arc<Diagnosed>>,
    is_closed: bool,
    /// The version that was last analysed to the end, with the name of its result.
    last: Option<(i32, String)>,
}

impl Verdicts {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::default())
    }

    /// `version` is to be analysed, for the first time or again.
    pub(crate) fn begin(&self, version: i32) {
        self.0.send_modify(|standing| {
            standing.version = version;
            standing.diagnosed = None;
        });
    }

    /// The current version has been analysed. Says whether that version had another outcome before: then a client
    /// has reason to ask again, although it has changed nothing itself.
    pub(crate) fn end(&self, diagnosed: Diagnosed) -> bool {
        let mut is_news = false;
        self.0.send_modify(|standing| {
            let now = (standing.version, diagnosed.result.clone());
            let last = standing.last.replace(now);
            is_news =
                last.is_some_and(|(version, result)| version == standing.version && result != diagnosed.result);
            standing.diagnosed = Some(Arc::new(diagnosed));
        });
        is_news
    }

    pub(crate) fn close(&self) {
        self.0.send_modify(|standing| standing.is_closed = true);
    }

    /// What was found in `version`, as soon as that is known.
    pub(crate) async fn of(&self, version: i32) -> Result<Arc<Diagnosed>, Outdated> {
        let mut standing = self.0.subscribe();
        let is_decided = |now: &Standing| now.is_closed || now.version != version || now.diagnosed.is_some();
        // The sender is this very value, so it lives as long as somebody waits.
        let now = standing.wait_for(is_decided).await.map_err(|_| Outdated::Closed)?;
        match &now.diagnosed {
            _ if now.is_closed => Err(Outdated::Closed),
            Some(diagnosed) if now.version == version => Ok(Arc::clone(diagnosed)),
            _ => Err(Outdated::Edited),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnosed(message: &str) -> Diagnosed {
        Diagnosed::new(vec![Diagnostic { message: message.to_owned(), ..Diagnostic::default() }], None)
    }

    #[tokio::test]
    async fn waiting_ends_with_the_result_or_with_a_newer_version() {
        let verdicts = Arc::new(Verdicts::new());
        verdicts.begin(1);
        let waits = |version| {
            let verdicts = Arc::clone(&verdicts);
            tokio::spawn(async move { verdicts.of(version).await.map(|found| found.items[0].message.clone()) })
        };
        let first = waits(1);
        verdicts.begin(1);
        verdicts.end(diagnosed("one"));
        assert_eq!(first.await.expect("no panic"), Ok("one".to_owned()));
        let again = waits(1);
        assert_eq!(again.await.expect("no panic"), Ok("one".to_owned()));
        verdicts.begin(2);
        assert_eq!(waits(1).await.expect("no panic"), Err(Outdated::Edited));
        let second = waits(2);
        verdicts.close();
        assert_eq!(second.await.expect("no panic"), Err(Outdated::Closed));
    }

    #[test]
    fn only_another_outcome_of_the_same_version_is_news() {
        let verdicts = Verdicts::new();
        let judged = |version, message| {
            verdicts.begin(version);
            verdicts.end(diagnosed(message))
        };
        assert_eq!([judged(1, "a"), judged(1, "a"), judged(2, "b"), judged(2, "c")], [false, false, false, true]);
    }

    #[test]
    fn equal_results_are_unchanged() {
        let one = diagnosed("a");
        let kind = |previous: Option<&str>| matches!(one.report(previous), DocumentDiagnosticReportKind::Full(_));
        assert!(kind(None) && kind(Some("other")) && !kind(Some(diagnosed("a").result.as_str())));
    }
}
