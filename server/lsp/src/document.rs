//! One version of one open document, and what the analysis makes of it.

use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::ls_types::{
    Location, OptionalVersionedTextDocumentIdentifier, Position, TextDocumentContentChangeEvent, TextDocumentItem,
    Uri,
};
use tradeoff_analysis::answer::EXTENSIONS;
use tradeoff_analysis::features::View;
use tradeoff_analysis::markdown::Joined;
use tradeoff_analysis::text::{ColumnUnit, Document, Edit, LineIndex, Offset, Span, slice};
use tradeoff_analysis::{Analysis, Before, Facts, FileOfDocument, Input, analyse, analyse_after, analyse_joined};
use tradeoff_workspace::{
    Around, CONFIGURATION_FILE, Configuration, Encounters, Index, IndexedAnswer, IndexedFile, fault, read_text,
};

use crate::convert::{Places, position_to_line_column, uri_to_path};
use crate::pull::Verdicts;
use crate::session::Session;
use crate::sheets::is_sheet;
use crate::state::Snapshot;

/// The languages that editors give Markdown documents.
const LANGUAGES: [&str; 4] = ["markdown", "mdx", "quarto", "rmd"];

/// What a document is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// May hold answers.
    Markdown,
    /// A `tradeoff.toml`.
    Configuration,
    /// Nothing that we say anything about.
    Other,
}

/// A document as the client has it. Never changes; an edit makes a new one.
pub(crate) struct OpenDocument {
    pub(crate) uri: Uri,
    /// The client's number for this text.
    pub(crate) version: i32,
    /// Ours for this text together with what it is judged by; higher is later, over all documents.
    pub(crate) revision: u64,
    pub(crate) kind: Kind,
    /// Where it lies, if it is a file.
    pub(crate) path: Option<Utf8PathBuf>,
    /// What was found in the document. Shared by all its versions.
    pub(crate) verdicts: Arc<Verdicts>,
    text: Document,
    analysed: OnceLock<Arc<Analysed>>,
    /// The latest analysis of an earlier text, or of this one before something else changed: most of it still holds.
    before: Option<Arc<Analysed>>,
}

impl OpenDocument {
    pub(crate) fn new(item: TextDocumentItem, revision: u64) -> Self {
        let path = uri_to_path(&item.uri);
        Self {
            kind: kind(path.as_deref(), &item),
            path,
            version: item.version,
            revision,
            verdicts: Arc::new(Verdicts::new()),
            text: Document::new(&item.text),
            uri: item.uri,
            analysed: OnceLock::new(),
            before: None,
        }
    }

    /// A file as it is on the disk, which nobody has opened.
    pub(crate) fn of_file(uri: Uri, text: String) -> Self {
        Self::new(TextDocumentItem { uri, language_id: String::new(), version: 0, text }, 0)
    }

    /// The document after `changes`, whose columns count `unit`.
    pub(crate) fn edited(
        &self,
        version: i32,
        revision: u64,
        changes: Vec<TextDocumentContentChangeEvent>,
        unit: ColumnUnit,
    ) -> Self {
        let mut next = Self { version, ..self.at_revision(revision) };
        for change in changes {
            fault::strike_edit(&change.text);
            let range = change.range;
            let range =
                range.map(|range| (position_to_line_column(range.start), position_to_line_column(range.end)));
            if let Err(oddity) = next.text.apply(&Edit { range, text: change.text }, unit) {
                tracing::warn!("version {version} of {}: {oddity}", self.uri.as_str());
            }
        }
        next
    }

    /// The same text, to be judged anew.
    pub(crate) fn at_revision(&self, revision: u64) -> Self {
        Self {
            uri: self.uri.clone(),
            version: self.version,
            revision,
            kind: self.kind,
            path: self.path.clone(),
            verdicts: Arc::clone(&self.verdicts),
            text: self.text.clone(),
            analysed: OnceLock::new(),
            before: self.analysed.get().or(self.before.as_ref()).cloned(),
        }
    }

    /// This very version, for edits: a client refuses them when the text has moved on in the meantime.
    pub(crate) fn identifier(&self) -> OptionalVersionedTextDocumentIdentifier {
        OptionalVersionedTextDocumentIdentifier { uri: self.uri.clone(), version: Some(self.version) }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        self.text.text()
    }

    /// The line of `position` up to there.
    pub(crate) fn line_before(&self, position: Position, session: &Session) -> String {
        self.text.line_before(position_to_line_column(position), session.encoding)
    }

    /// The analysis of this revision, made now unless somebody has made it already. Never waits for another
    /// thread that is about to make it: a slow one must not hold up a reader.
    pub(crate) fn analysed(&self, snapshot: &Snapshot) -> Arc<Analysed> {
        if let Some(analysed) = self.analysed.get() {
            return Arc::clone(analysed);
        }
        let folder = self.folder(&snapshot.session);
        let configuration = snapshot.configurations.in_force(folder.as_deref()).configuration;
        let analysed = Arc::new(Analysed::new(self, configuration, snapshot));
        // Where two threads made it, both are the same.
        let _ = self.analysed.set(Arc::clone(&analysed));
        analysed
    }

    /// The folder whose configuration holds: the file's own, else the first of the workspace.
    pub(crate) fn folder(&self, session: &Session) -> Option<Utf8PathBuf> {
        let own = self.path.as_deref().and_then(Utf8Path::parent);
        own.map(Utf8Path::to_owned).or_else(|| session.first_folder())
    }
}

fn kind(path: Option<&Utf8Path>, item: &TextDocumentItem) -> Kind {
    if path.and_then(Utf8Path::file_name) == Some(CONFIGURATION_FILE) {
        return Kind::Configuration;
    }
    if is_sheet(&item.uri, path) {
        return Kind::Other;
    }
    let extension = path.and_then(Utf8Path::extension);
    let has_extension =
        extension.is_some_and(|one| EXTENSIONS.iter().any(|known| one.eq_ignore_ascii_case(known)));
    let is_markdown = has_extension || LANGUAGES.contains(&item.language_id.as_str());
    if is_markdown { Kind::Markdown } else { Kind::Other }
}

/// A text with everything that features need to look at it.
pub(crate) struct Analysed {
    pub(crate) text: String,
    index: LineIndex,
    /// The files of the answer that it is a part of, where it is only a part.
    whole: Option<Joined>,
    /// Where it starts in the whole.
    start: Offset,
    path: String,
    below_config: Option<String>,
    configuration: Arc<Configuration>,
    analysis: Analysis,
    /// The folder of the repository that the file belongs to.
    root: Arc<Utf8Path>,
    /// Whether it was analysed without the other files.
    is_alone: bool,
}

impl Analysed {
    fn new(document: &OpenDocument, configuration: Arc<Configuration>, snapshot: &Snapshot) -> Self {
        let text = document.text();
        fault::strike(&text);
        let mut analysed = Self {
            index: LineIndex::new(&text),
            text,
            whole: None,
            start: Offset::default(),
            path: document.uri.path().decode().to_string_lossy().into_owned(),
            below_config: document.path.as_deref().and_then(|path| configuration.below(path)),
            configuration,
            analysis: Analysis::default(),
            root: Arc::from(Utf8Path::new("")),
            is_alone: true,
        };
        if let Some(path) = &document.path {
            analysed.join(path, snapshot);
        }
        if let Some(path) = &document.path {
            analysed.root = snapshot.root(path, &analysed.configuration);
            analysed.is_alone = !snapshot.is_indexed;
        }
        analysed.analysis = analysed.analyse(document, snapshot.index());
        analysed
    }

    /// Analyses the document, in its surroundings where they are known.
    fn analyse(&self, document: &OpenDocument, index: &Index) -> Analysis {
        self.among(document, index, |input| match &self.whole {
            Some(whole) => analyse_joined(input, whole),
            None => match document.before.as_deref().filter(|before| before.is_judged_like(self)) {
                Some(before) => analyse_after(input, Before { text: &before.text, analysis: &before.analysis }),
                None => analyse(input),
            },
        })
    }

    /// Whether what was found in it would be found in the same words in `other`, as far as other files do not matter.
    fn is_judged_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.configuration, &other.configuration)
            && self.whole.is_none()
            && (&self.path, &self.below_config) == (&other.path, &other.below_config)
    }

    /// Hands the document to `look` as it is analysed: in its surroundings where they are known.
    fn among<T>(&self, document: &OpenDocument, index: &Index, look: impl FnOnce(&Input<'_>) -> T) -> T {
        let bank = &*self.configuration.bank;
        let path = document.path.as_deref().filter(|_| !self.is_alone);
        let around =
            path.map(|path| Around { index, path, is_folder: self.whole.is_some(), root: &self.root, bank });
        look(&Input { surroundings: around.as_ref().map(|around| around as _), ..self.input() })
    }

    /// What the index keeps of the document as it is in the editor; `None` if it is no file. Answers are kept
    /// without findings, which the document has itself.
    pub(crate) fn indexed(&self, document: &OpenDocument, snapshot: &Snapshot) -> Option<IndexedFile> {
        let path = document.path.clone()?;
        let below = path.strip_prefix(&*self.root).unwrap_or(&path).as_str().replace('\\', "/");
        let places = self.places(&snapshot.session);
        let part = self
            .whole
            .as_ref()
            .map(|whole| whole.parts.iter().position(|part| part.span.start() == self.start).unwrap_or_default());
        let file = FileOfDocument { part, path: &below };
        let own = self.analysis.answers.iter().filter(|report| places.has(report.answer.title));
        let mut indexed = IndexedFile {
            facts: Facts::of(&self.input(), &self.analysis, file, |span| places.span_to_place(span).ends()),
            answers: own
                .map(|report| {
                    IndexedAnswer::new(report, &self.configuration.settings, |span| places.span_to_place(span))
                })
                .collect(),
            path,
            root: Arc::clone(&self.root),
            findings: Vec::new(),
            bank: Arc::clone(&self.configuration.bank),
            encounters: Encounters::default(),
            is_alone: self.is_alone,
        };
        if self.configuration.excludes(&indexed.path) {
            // It can be linked to, but its answers count for nothing.
            indexed.facts.sites = Box::default();
            indexed.answers.clear();
        }
        if !self.is_alone {
            indexed.encounters = Encounters::of(&indexed, snapshot.index());
        }
        Some(indexed)
    }

    /// Takes in the other files of the answer, where the configuration says that a folder is one: what is open as
    /// it is in the editor, the others as they are on the disk.
    fn join(&mut self, path: &Utf8Path, snapshot: &Snapshot) {
        let Some(files) = snapshot.configurations.companions(path) else { return };
        let most = self.configuration.settings.max_file_size;
        let texts = files.iter().map(|file| {
            if file == path {
                return self.text.clone();
            }
            // What cannot be read is what the command line complains about; here the rest is of use without it.
            snapshot.open_text(file).or_else(|| read_text(file, most).ok()).unwrap_or_default()
        });
        let texts: Vec<String> = texts.collect();
        let names = files.iter().map(|file| file.file_name().unwrap_or_default());
        let whole = Joined::new(names.zip(texts.iter().map(String::as_str)));
        let own = files.iter().position(|file| file == path);
        self.start = own.map_or_else(Offset::default, |own| whole.parts[own].span.start());
        if let Some(first) = files.first() {
            self.below_config = self.configuration.below(first);
            self.path = first.as_str().replace('\\', "/");
        }
        self.whole = Some(whole);
    }

    /// Whether it is judged together with other files.
    pub(crate) fn is_part(&self) -> bool {
        self.whole.is_some()
    }

    /// What it is judged by.
    pub(crate) fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The file in which `span` lies, and where: this one, or another of the same answer. `None` only for files
    /// without a name that a URI could hold.
    pub(crate) fn location(&self, document: &OpenDocument, span: Span, snapshot: &Snapshot) -> Option<Location> {
        let places = self.places(&snapshot.session);
        if places.has(span) {
            return Some(Location { uri: document.uri.clone(), range: places.span_to_range(span) });
        }
        let part = self.analysis.markdown.part_at(span.start())?;
        let path = document.path.as_deref()?.with_file_name(&part.name);
        let text = slice(&self.whole.as_ref()?.text, part.span);
        let index = LineIndex::new(text);
        let places = Places::new(text, &index, snapshot.session.encoding).starting_at(part.span.start());
        Some(Location { uri: snapshot.uri_of(&path)?, range: places.span_to_range(span) })
    }

    /// The folder of the configuration in force.
    pub(crate) fn folder_of_configuration(&self) -> Option<&Utf8Path> {
        self.configuration.folder()
    }

    pub(crate) fn places(&self, session: &Session) -> Places<'_> {
        Places::new(&self.text, &self.index, session.encoding).starting_at(self.start)
    }

    pub(crate) fn input(&self) -> Input<'_> {
        Input {
            text: self.whole.as_ref().map_or(&self.text, |whole| &whole.text),
            path: Some(&self.path),
            below_config: self.below_config.as_deref(),
            bank: &self.configuration.bank,
            settings: &self.configuration.settings,
            surroundings: None,
        }
    }

    /// Lets `look` see the document as the features do.
    pub(crate) fn view<T>(&self, look: impl FnOnce(View<'_>) -> T) -> T {
        look(View { input: &self.input(), analysis: &self.analysis })
    }

    /// The same for features that analyse what the document would become.
    pub(crate) fn view_among<T>(
        &self,
        document: &OpenDocument,
        snapshot: &Snapshot,
        look: impl FnOnce(View<'_>) -> T,
    ) -> T {
        self.among(document, snapshot.index(), |input| look(View { input, analysis: &self.analysis }))
    }
}
