//! Labelled data: `tests/verdicts/README.md` explains the formats.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, bail};
use camino::Utf8Path;
use tradeoff_analysis::considerations::learning::{LEARNED, Scope, Statement, Statements, statements};
use tradeoff_analysis::markdown::{Dialect, Markdown};
use tradeoff_analysis::text::{Span, span};

/// 0 missing, 1 mentioned, 2 argued.
pub(super) type Label = u8;

/// A labelled trade-off section.
pub(super) struct Passage {
    /// The folder's name and the passage's id.
    pub(super) id: String,
    pub(super) markdown: Markdown,
    pub(super) whole: Span,
    pub(super) statements: Vec<Statement>,
    /// The section's label for each consideration.
    pub(super) labels: [Label; 3],
    /// Labels that a fair reader could have given instead.
    pub(super) arguable: Vec<(usize, Label)>,
    /// Each statement's labels, for passages whose deciding words are marked.
    pub(super) statement_labels: Vec<[Label; 3]>,
    pub(super) text: String,
}

/// All data of the repository, by fold.
pub(super) struct Corpus {
    pub(super) folds: Vec<Fold>,
}

/// Data by one hand.
#[derive(Default)]
pub(super) struct Fold {
    pub(super) passages: Vec<Passage>,
    /// Single clauses: passages of one statement each.
    pub(super) clauses: Vec<Passage>,
}

impl Corpus {
    pub(super) fn read(root: &Utf8Path) -> anyhow::Result<Self> {
        let mut folds: BTreeMap<String, Fold> = BTreeMap::new();
        for row in rows(&root.join("folds.tsv"))? {
            let section = &row["section"];
            let fold = folds.entry(row["fold"].clone()).or_default();
            let passages = root.join("passages").join(section);
            // Some have clauses only.
            if passages.exists() {
                fold.passages.extend(Passage::read_folder(&passages)?);
            }
            fold.clauses.extend(read_clauses(&root.join("clauses").join(format!("{section}.tsv")))?);
        }
        Ok(Self { folds: folds.into_values().collect() })
    }
}

impl Passage {
    /// Reads the passages that a folder's `labels.tsv` names.
    pub(super) fn read_folder(folder: &Utf8Path) -> anyhow::Result<Vec<Self>> {
        rows(&folder.join("labels.tsv"))?.iter().map(|row| Self::read(folder, row)).collect()
    }

    fn read(folder: &Utf8Path, row: &HashMap<String, String>) -> anyhow::Result<Self> {
        let id = &row["id"];
        let path = folder.join(format!("{id}.md"));
        let text = std::fs::read_to_string(&path).with_context(|| path.to_string())?;
        let mut labels = [0; 3];
        for (label, name) in labels.iter_mut().zip(LEARNED) {
            *label = label_of(&row[name]).with_context(|| format!("{folder}: {id}: {name}"))?;
        }
        let arguable = row.get("arguable").map_or("", String::as_str);
        let arguable = arguable.split(',').filter_map(|entry| {
            let (name, label) = entry.trim().split_once(':')?;
            Some((LEARNED.iter().position(|known| *known == name)?, label_of(label).ok()?))
        });
        let arguable = arguable.collect();
        let name = format!("{}/{id}", folder.file_name().unwrap_or_default());
        let mut passage = Self::new(name, text, labels, arguable);
        passage.mark(row.get("spans").map_or("", String::as_str))?;
        Ok(passage)
    }

    fn new(id: String, text: String, labels: [Label; 3], arguable: Vec<(usize, Label)>) -> Self {
        let markdown = Markdown::parse(&text, Dialect::CommonMark);
        let whole = span(0..text.len());
        let Statements { statements, .. } = statements(&markdown, Scope { within: &[whole], without: &[] });
        let statement_labels = vec![[0; 3]; statements.len()];
        Self { id, markdown, whole, statements, labels, arguable, statement_labels, text }
    }

    /// Gives the statements that hold the marked words their labels.
    fn mark(&mut self, spans: &str) -> anyhow::Result<()> {
        for entry in spans.split(" | ").filter(|entry| !entry.trim().is_empty()) {
            let (code, words) = entry.trim().split_once(':').with_context(|| format!("{}: {entry}", self.id))?;
            let (consideration, label) = match code {
                "C" => (0, 2),
                "L" => (1, 2),
                "K" => (2, 2),
                "c" => (0, 1),
                "l" => (1, 1),
                "k" => (2, 1),
                _ => bail!("{}: unknown code {code}", self.id),
            };
            // Words that stand in the passage twice mark the first statement that holds them.
            let mut places = self.text.match_indices(words).map(|(at, _)| span(at..at + words.len()));
            let found = places.find_map(|words| {
                let holds = |statement: &Statement| {
                    let source = self.markdown.prose.source(statement.plain);
                    source.intersect(words).is_some_and(|common| !common.is_empty())
                };
                self.statements.iter().position(holds)
            });
            if let Some(index) = found {
                let marked = &mut self.statement_labels[index][consideration];
                *marked = label.max(*marked);
            }
        }
        Ok(())
    }
}

fn read_clauses(path: &Utf8Path) -> anyhow::Result<Vec<Passage>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let clause = |(index, row): (usize, &HashMap<String, String>)| {
        let mut labels = [0; 3];
        for (label, code) in labels.iter_mut().zip(row["labels"].chars()) {
            *label = match code {
                'a' => 2,
                'm' => 1,
                '-' => 0,
                _ => bail!("{path}: row {}: unknown label {code}", index + 2),
            };
        }
        let mut passage = Passage::new(format!("{path}:{}", index + 2), row["text"].clone(), labels, Vec::new());
        // Of a clause in several sentences nobody says which one bears the label, so all do.
        passage.statement_labels.fill(labels);
        Ok(passage)
    };
    rows(path)?.iter().enumerate().map(clause).collect()
}

fn label_of(name: &str) -> anyhow::Result<Label> {
    match name {
        "missing" => Ok(0),
        "mentioned" => Ok(1),
        "argued" => Ok(2),
        _ => bail!("unknown label {name:?}"),
    }
}

/// The rows of a table as maps from column to cell.
pub(super) fn rows(path: &Utf8Path) -> anyhow::Result<Vec<HashMap<String, String>>> {
    let text = std::fs::read_to_string(path).with_context(|| path.to_string())?;
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let row = |line: &str| {
        let cells = line.split('\t').map(str::to_owned).chain(std::iter::repeat(String::new()));
        columns.iter().map(|&column| column.to_owned()).zip(cells).collect()
    };
    Ok(lines.map(row).collect())
}
