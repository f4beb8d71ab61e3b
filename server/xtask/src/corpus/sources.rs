//! What answers are put together from: the questions, the sheets, the samples and the labelled passages of this
//! repository, so that they read like what people write.

use std::fs;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};

/// All of it, in order of the files' paths.
pub(super) struct Sources {
    pub(super) questions: Vec<Question>,
    /// Paragraphs that explain something.
    pub(super) body: Vec<String>,
    /// List items of sheets.
    pub(super) items: Vec<String>,
    /// Paragraphs that weigh something, most of them well.
    pub(super) passages: Vec<String>,
}

/// A question with the name of its sheet.
pub(super) struct Question {
    pub(super) number: u32,
    pub(super) text: String,
    pub(super) file: String,
}

impl Sources {
    /// Reads them below `root`, the folder of this repository.
    pub(super) fn read(root: &Utf8Path) -> Result<Self> {
        let mut sources =
            Self { questions: Vec::new(), body: Vec::new(), items: Vec::new(), passages: Vec::new() };
        for (path, text) in texts(&root.join("questions/senior"))? {
            sources.sheet(&path, &text);
        }
        for (_, text) in texts(&root.join("tests/samples"))? {
            let body = text.split("\n## Trade-offs").next().unwrap_or_default();
            let paragraphs = body.split("\n\n").map(str::trim);
            let is_prose =
                |text: &&str| text.split_whitespace().count() > 12 && !text.starts_with(['#', '-', '|']);
            sources.body.extend(paragraphs.filter(is_prose).map(str::to_owned));
        }
        for (_, text) in texts(&root.join("tests/verdicts/passages"))? {
            let paragraphs = text.split("\n\n").map(str::trim);
            let is_prose = |text: &&str| text.len() > 80 && !text.starts_with(['<', '#', '[']);
            sources.passages.extend(paragraphs.filter(is_prose).map(str::to_owned));
        }
        Ok(sources)
    }

    fn sheet(&mut self, path: &Utf8Path, sheet: &str) {
        let number = path.file_name().and_then(|name| name.get(..4)?.parse().ok());
        let text = sheet.lines().find_map(|line| line.strip_prefix("# "));
        let (Some(number), Some(text), Some(file)) = (number, text, path.file_name()) else { return };
        self.questions.push(Question { number, text: text.to_owned(), file: file.to_owned() });
        for section in sheet.split("\n## ").skip(1) {
            let (title, section) = section.split_once('\n').unwrap_or_default();
            match title {
                "Cover" | "Pitfalls" => self.items.extend(section.split("\n- ").map(item)),
                "References" => {}
                _ => self.body.push(section.trim().to_owned()),
            }
        }
    }
}

/// A list item without its mark, on one line.
fn item(text: &str) -> String {
    text.trim().trim_start_matches("- ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The Markdown files below `folder` with their texts.
fn texts(folder: &Utf8Path) -> Result<Vec<(Utf8PathBuf, String)>> {
    let mut files = Vec::new();
    find(folder, &mut files)?;
    files.sort();
    let read = |path: Utf8PathBuf| {
        let text = fs::read_to_string(&path).with_context(|| path.to_string())?;
        Ok((path, text))
    };
    files.into_iter().map(read).collect()
}

fn find(folder: &Utf8Path, files: &mut Vec<Utf8PathBuf>) -> Result<()> {
    for entry in folder.read_dir_utf8().with_context(|| folder.to_string())? {
        let path = entry?.into_path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension() == Some("md") && path.file_name() != Some("README.md") {
            files.push(path);
        }
    }
    Ok(())
}
