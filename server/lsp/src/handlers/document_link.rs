//! `textDocument/documentLink` and `documentLink/resolve`: references as links, and where they lead.
//!
//! Where a link leads is looked up when somebody follows it: until then it may have changed, and a sheet that nobody
//! opens is never written.

use std::str::FromStr as _;

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};
use tradeoff_analysis::bank::Question;
use tradeoff_analysis::features::{self, Link, LinkTarget};
use tradeoff_workspace::Configuration;

use crate::convert::{Places, uri_to_path};
use crate::state::Snapshot;
use crate::whereabouts::{self, Place};

/// What `resolve` needs to know again: requests are stateless.
#[derive(Deserialize, Serialize)]
struct Data {
    uri: Uri,
    question: u32,
}

pub(crate) fn document_link(snapshot: &Snapshot, params: &DocumentLinkParams) -> Option<Vec<DocumentLink>> {
    let uri = &params.text_document.uri;
    let (_, analysed) = snapshot.analysed(uri)?;
    let places = analysed.places(&snapshot.session);
    let with_written = snapshot.session.settings(uri).links;
    let links = analysed.view(|view| features::links(view, with_written));
    let own = links.into_iter().filter(|link| places.has(link.span));
    let links = own.filter_map(|link| link_to_lsp(snapshot, link, uri, analysed.configuration(), places));
    let links: Vec<DocumentLink> = links.collect();
    (!links.is_empty()).then_some(links)
}

/// Adds where the link leads.
pub(crate) fn resolve(snapshot: &Snapshot, mut link: DocumentLink) -> DocumentLink {
    let data = link.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
    if let Some(data) = data {
        link.target = target(snapshot, &data);
    }
    link
}

fn link_to_lsp(
    snapshot: &Snapshot,
    link: Link,
    uri: &Uri,
    configuration: &Configuration,
    places: Places<'_>,
) -> Option<DocumentLink> {
    let range = places.span_to_range(link.span);
    match link.target {
        LinkTarget::Question(question) => {
            let tooltip = configuration.bank.get(question).filter(|_| snapshot.session.shows_link_tooltips);
            let data = serde_json::to_value(Data { uri: uri.clone(), question }).ok()?;
            Some(DocumentLink { range, target: None, tooltip: tooltip.map(tooltip_of), data: Some(data) })
        }
        LinkTarget::Written(target) => {
            let target = Some(written_target(&target, uri)?);
            Some(DocumentLink { range, target, tooltip: None, data: None })
        }
    }
}

fn tooltip_of(question: &Question) -> String {
    format!("{}. {}", question.number, question.text())
}

fn target(snapshot: &Snapshot, data: &Data) -> Option<Uri> {
    let configuration = snapshot.configuration(Some(&data.uri));
    let question = configuration.bank.get(data.question)?;
    let answer = whereabouts::answers_to(snapshot, question).into_iter().next();
    match answer {
        Some(site) => Some(with_line(site.place)),
        None => Some(whereabouts::sheet(snapshot, &configuration, question, Some(&data.uri))?.uri),
    }
}

/// The address of an answer; of one that does not begin with its file, as editors write a line in an address.
fn with_line(place: Place) -> Uri {
    let line = place.whole.start.line;
    let with_line = (line > 0).then(|| Uri::from_str(&format!("{}#L{}", place.uri.as_str(), line + 1)).ok());
    with_line.flatten().unwrap_or(place.uri)
}

/// The schemes that links lead to. Whoever follows one means to read something: `command:` and its like would run
/// something instead, and editors do that for links that a server offers.
const SCHEMES: [&str; 3] = ["https", "http", "mailto"];

/// Where a link that the author wrote leads from the document at `uri`: an address as it is, a path from the
/// document's folder on.
fn written_target(target: &str, uri: &Uri) -> Option<Uri> {
    let absolute = Uri::from_str(target).ok();
    if let Some(absolute) = absolute {
        let is_read = SCHEMES.iter().any(|known| absolute.scheme().as_str().eq_ignore_ascii_case(known));
        return is_read.then_some(absolute);
    }
    let base = uri_to_path(uri).and(Some(uri))?;
    let (folder, _) = base.as_str().rsplit_once('/')?;
    let escaped = target.replace(' ', "%20");
    let mut path = folder;
    let mut rest = escaped.as_str();
    loop {
        if let Some(below) = rest.strip_prefix("./") {
            rest = below;
        } else if let Some(above) = rest.strip_prefix("../") {
            path = path.rsplit_once('/').map_or(path, |(parent, _)| parent);
            rest = above;
        } else {
            break;
        }
    }
    // A path from the root is one from the repository's, and only its host knows where that is.
    if rest.starts_with('/') {
        return None;
    }
    Uri::from_str(&format!("{path}/{rest}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_links_lead_from_their_document_on() {
        let target = |target: &str, uri: &str| {
            let uri = Uri::from_str(uri).expect("it is a URI");
            written_target(target, &uri).map(|uri| uri.as_str().to_owned())
        };
        let from = |written: &str| target(written, "file:///a%20b/c/0501.md");
        for (written, expected) in [
            ("0502.md", "file:///a%20b/c/0502.md"),
            ("./0502.md#l%C3%B6g", "file:///a%20b/c/0502.md#l%C3%B6g"),
            ("../d e/0502.md", "file:///a%20b/d%20e/0502.md"),
            ("https://example.org/x", "https://example.org/x"),
            ("mailto:me@example.org", "mailto:me@example.org"),
        ] {
            assert_eq!(from(written).as_deref(), Some(expected), "{written}");
        }
        for elsewhere in [
            "/0502.md",
            "command:workbench.action.terminal.new",
            "COMMAND:x",
            "vscode://some.extension/run",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//evil.example/x",
        ] {
            assert_eq!(from(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(target("0502.md", "untitled:Untitled-1"), None);
        assert_eq!(target("https://example.org", "untitled:Untitled-1").as_deref(), Some("https://example.org"));
    }
}
