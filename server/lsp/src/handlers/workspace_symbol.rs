//! `workspace/symbol` and `workspaceSymbol/resolve`: answers and questions by number and words.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{
    self as lsp, Location, OneOf, Range, SymbolInformation, Uri, WorkspaceLocation, WorkspaceSymbol,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tradeoff_analysis::State;
use tradeoff_analysis::bank::{Bank, Question};
use tradeoff_analysis::features::{Query, SymbolKind};
use tradeoff_workspace::{Configuration, shown};

use super::document_symbol::kind_to_lsp;
use crate::convert::{path_to_uri, uri_to_path};
use crate::state::Snapshot;
use crate::whereabouts::{self, Site};

/// What `resolve` needs to know again: requests are stateless.
#[derive(Deserialize, Serialize)]
struct Data {
    /// A file for which the question's bank holds.
    about: Option<Uri>,
    question: u32,
}

/// A configuration whose questions are searched, and a file for which it holds.
struct Searched {
    configuration: Arc<Configuration>,
    about: Option<Uri>,
}

pub(crate) fn symbol(snapshot: &Snapshot, params: &WorkspaceSymbolParams) -> Option<WorkspaceSymbolResponse> {
    if !snapshot.session.settings_at(None).symbols {
        return None;
    }
    let query = Query::new(&params.query);
    let sites = whereabouts::sites(snapshot);
    let mut symbols: Vec<WorkspaceSymbol> =
        sites.iter().filter_map(|site| answer_symbol(snapshot, site, &query)).collect();
    for searched in searched(snapshot) {
        let questions = searched.configuration.bank.questions().iter();
        symbols.extend(questions.filter_map(|question| {
            question_symbol(snapshot, &searched, question, state(&sites, question), &query)
        }));
    }
    if symbols.is_empty() {
        return None;
    }
    let response = if snapshot.session.resolves_symbols {
        WorkspaceSymbolResponse::Nested(symbols)
    } else {
        WorkspaceSymbolResponse::Flat(symbols.into_iter().map(flat).collect())
    };
    Some(response)
}

/// Adds where in its document the symbol stands.
pub(crate) fn resolve(snapshot: &Snapshot, mut symbol: WorkspaceSymbol) -> WorkspaceSymbol {
    let data = symbol.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
    let place = data.and_then(|data| {
        let configuration = snapshot.configuration(data.about.as_ref());
        let question = configuration.bank.get(data.question)?;
        whereabouts::sheet(snapshot, &configuration, question, data.about.as_ref())
    });
    if let Some(place) = place {
        symbol.location = OneOf::Left(place.location());
    }
    symbol
}

/// How far `question` is: as far as the best of its answers.
fn state(sites: &[Site], question: &Question) -> State {
    let own = sites.iter().filter(|site| site.is_about(question));
    own.map(|site| site.state).max().unwrap_or(State::Unanswered)
}

fn answer_symbol(snapshot: &Snapshot, site: &Site, query: &Query) -> Option<WorkspaceSymbol> {
    let path = path_in_folder(snapshot, &site.place.uri);
    query.fits(site.question, &[&site.title, &path]).then(|| WorkspaceSymbol {
        name: format!("Q{} {}", site.question, site.title),
        kind: kind_to_lsp(SymbolKind::Answer),
        tags: None,
        container_name: Some(format!("{path} · {}", site.state.name())),
        location: OneOf::Left(site.place.location()),
        data: None,
    })
}

fn question_symbol(
    snapshot: &Snapshot,
    searched: &Searched,
    question: &Question,
    state: State,
    query: &Query,
) -> Option<WorkspaceSymbol> {
    let Searched { configuration, about } = searched;
    let section = configuration.bank.section_title(&question.section);
    if !query.fits(question.number, &[question.text(), &section]) {
        return None;
    }
    let place = whereabouts::sheet(snapshot, configuration, question, about.as_ref())?;
    // Who resolves symbols gets no more than it needs to list them.
    let location = if snapshot.session.resolves_symbols {
        OneOf::Right(WorkspaceLocation { uri: place.uri })
    } else {
        OneOf::Left(place.location())
    };
    let container = format!("{section} · {}", state.name());
    Some(WorkspaceSymbol {
        name: format!("Q{} {}", question.number, question.text()),
        kind: lsp::SymbolKind::CONSTANT,
        tags: None,
        container_name: Some(container.trim_start_matches(" · ").to_owned()),
        location,
        data: serde_json::to_value(Data { about: about.clone(), question: question.number }).ok(),
    })
}

/// The configurations of this workspace, each bank once: those of its folders, and those of its answers. Where
/// neither is there, nobody works on answers, and the questions would only be in the way.
fn searched(snapshot: &Snapshot) -> Vec<Searched> {
    let folders = snapshot.session.folders().iter().filter_map(|folder| {
        let path = uri_to_path(folder)?;
        let configuration = snapshot.configurations.in_force(Some(&path)).configuration;
        let about = path_to_uri(configuration.path.as_deref()?);
        Some(Searched { configuration, about })
    });
    let indexed = snapshot.index().files().filter(|file| !file.answers.is_empty());
    let mut banks: Vec<&Arc<Bank>> = Vec::new();
    let indexed = indexed.filter_map(|file| {
        // There are many files and few banks.
        let is_new = !banks.iter().any(|bank| Arc::ptr_eq(bank, &file.bank));
        is_new.then(|| {
            banks.push(&file.bank);
            let about = path_to_uri(&file.path);
            Searched { configuration: snapshot.configuration(about.as_ref()), about }
        })
    });
    let indexed: Vec<Searched> = indexed.collect();
    let documents = snapshot.all_analysed().filter_map(|(document, analysed)| {
        let has_answers = analysed.view(|view| !view.analysis.answers.is_empty());
        let configuration = snapshot.configuration(Some(&document.uri));
        has_answers.then(|| Searched { configuration, about: Some(document.uri.clone()) })
    });
    let mut all: Vec<Searched> = Vec::new();
    for one in folders.chain(documents).chain(indexed) {
        if !all.iter().any(|other| Arc::ptr_eq(&other.configuration.bank, &one.configuration.bank)) {
            all.push(one);
        }
    }
    all
}

/// The path of a file below the workspace folder that it lies in, else its whole address.
fn path_in_folder(snapshot: &Snapshot, uri: &Uri) -> String {
    let path = uri_to_path(uri);
    let folders = snapshot.session.folders().iter().filter_map(uri_to_path);
    let own = folders.filter(|folder| path.as_ref().is_some_and(|path| path.starts_with(folder)));
    match (path.as_ref(), own.max_by_key(|folder| folder.as_str().len())) {
        (Some(path), Some(folder)) => shown(&folder, path),
        (Some(path), None) => path.to_string(),
        (None, _) => uri.as_str().to_owned(),
    }
}

#[expect(deprecated, reason = "the type has a field that nobody may set, and no default")]
fn flat(symbol: WorkspaceSymbol) -> SymbolInformation {
    let location = match symbol.location {
        OneOf::Left(location) => location,
        OneOf::Right(WorkspaceLocation { uri }) => Location { uri, range: Range::default() },
    };
    SymbolInformation {
        name: symbol.name,
        kind: symbol.kind,
        tags: symbol.tags,
        deprecated: None,
        location,
        container_name: symbol.container_name,
    }
}
