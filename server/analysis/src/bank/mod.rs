//! The questions that answers can be about.
//!
//! A [`Bank`] is built from sheets that the caller hands over as text, so the same code serves the built-in
//! bank, a repository's own sheets and the tiny banks of tests. A sheet is parsed when somebody first asks for
//! what is in it; recognising an answer needs only numbers and titles.

mod beginnings;
pub mod check;
mod sheet;
mod stems;
mod terms;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

pub use sheet::{Point, Shape, Sheet, SheetProblem, UnknownShape};
pub use terms::Terms;
pub(crate) use words::words;
pub use words::{FoldedTexts, content_words, fold, fold_alike};

/// The questions of one or several sets of sheets, by number.
#[derive(Debug, Default)]
pub struct Bank {
    /// Sorted by number, each number once.
    questions: Vec<Question>,
    /// Question text to index, made when a document without a number is first met.
    by_text: OnceLock<FoldedTexts<usize>>,
    /// The content words of all questions and sections, made when first asked for.
    vocabulary: OnceLock<HashSet<String>>,
    section_titles: Vec<(String, String)>,
}

/// One numbered prompt.
#[derive(Debug)]
pub struct Question {
    /// Its number, unique in a bank.
    pub number: u32,
    /// The folder of its sheet, `advanced-distributed-systems`; empty for a sheet in no folder.
    pub section: String,
    /// The sheet's path below its bank's folder, with forward slashes.
    pub path: String,
    /// Whether the sheet came with the program rather than from the user's repository.
    pub builtin: bool,
    source: Cow<'static, str>,
    sheet: OnceLock<Sheet>,
    terms: OnceLock<Terms>,
}

/// A sheet as it is found: where, and what it says.
#[derive(Clone, Debug)]
pub struct SheetSource {
    /// Path below the bank's folder, with forward slashes: `senior/advanced-security/0681-....md`.
    pub path: Cow<'static, str>,
    /// The Markdown text.
    pub text: Cow<'static, str>,
}

impl Bank {
    /// A bank of the program's own sheets. Text is neither read nor copied here.
    pub fn builtin(sheets: &'static [(&'static str, &'static str)]) -> Self {
        let sheets = sheets.iter().map(|&(path, text)| SheetSource { path: path.into(), text: text.into() });
        let mut bank = Self::default();
        bank.add(sheets, true);
        bank
    }

    /// Adds a repository's own sheets. Where a number is already taken, the new sheet wins.
    pub fn add_own(&mut self, sheets: impl IntoIterator<Item = SheetSource>) {
        self.add(sheets, false);
    }

    /// Names sections for people: pairs of a section's folder and its title.
    pub fn set_section_titles(&mut self, titles: impl IntoIterator<Item = (String, String)>) {
        self.section_titles = titles.into_iter().collect();
    }

    /// Names sections as `other` does.
    pub fn copy_section_titles(&mut self, other: &Self) {
        self.section_titles.clone_from(&other.section_titles);
    }

    fn add(&mut self, sheets: impl IntoIterator<Item = SheetSource>, builtin: bool) {
        for SheetSource { path, text } in sheets {
            let Some(number) = number_of_path(&path) else { continue };
            let question = Question {
                number,
                section: section_of_path(&path).to_owned(),
                path: path.into_owned(),
                builtin,
                source: text,
                sheet: OnceLock::new(),
                terms: OnceLock::new(),
            };
            match self.questions.binary_search_by_key(&number, |question| question.number) {
                Ok(index) => self.questions[index] = question,
                Err(index) => self.questions.insert(index, question),
            }
        }
        self.by_text = OnceLock::new();
        self.vocabulary = OnceLock::new();
    }

    /// All questions in order of their numbers.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The question with `number`.
    pub fn get(&self, number: u32) -> Option<&Question> {
        let index = self.questions.binary_search_by_key(&number, |question| question.number).ok()?;
        Some(&self.questions[index])
    }

    /// The question whose text is `text`, whatever their case, punctuation and spacing.
    pub fn by_text(&self, text: &str) -> Option<&Question> {
        let index = self.by_text.get_or_init(|| {
            let titles = self.questions.iter().enumerate();
            titles.map(|(index, question)| (fold(question.text()), index)).collect()
        });
        index.get(text).map(|&index| &self.questions[index])
    }

    /// Whether a question or a section uses `word`, which is in the form of [`content_words`].
    pub fn has_word(&self, word: &str) -> bool {
        let vocabulary = self.vocabulary.get_or_init(|| {
            let titles: Vec<String> = self.sections().iter().map(|section| self.section_title(section)).collect();
            let sections = self.sections().into_iter().chain(titles.iter().map(String::as_str));
            self.questions.iter().map(Question::text).chain(sections).flat_map(content_words).collect()
        });
        vocabulary.contains(word)
    }

    /// The number in the bank that `number` is most likely a slip of.
    pub fn nearest(&self, number: u32) -> Option<u32> {
        let slip = |candidate: u32| {
            let typed = strsim::damerau_levenshtein(&candidate.to_string(), &number.to_string());
            (typed, candidate.abs_diff(number))
        };
        self.questions.iter().map(|question| question.number).min_by_key(|&candidate| slip(candidate))
    }

    /// The title of `section`, made from its folder's name where nobody gave one.
    pub fn section_title(&self, section: &str) -> String {
        let given = self.section_titles.iter().find(|(folder, _)| folder == section);
        given.map_or_else(|| title_of_folder(section), |(_, title)| title.clone())
    }

    /// The sections in order of their first question.
    pub fn sections(&self) -> Vec<&str> {
        let mut sections: Vec<&str> = Vec::new();
        for question in &self.questions {
            if !sections.contains(&question.section.as_str()) {
                sections.push(&question.section);
            }
        }
        sections
    }
}

impl Question {
    /// The question's text, as its sheet's title has it.
    pub fn text(&self) -> &str {
        let title = self.source.lines().find_map(|line| line.strip_prefix("# "));
        title.unwrap_or_default().trim()
    }

    /// The sheet, parsed when first asked for.
    pub fn sheet(&self) -> &Sheet {
        self.sheet.get_or_init(|| Sheet::parse(&self.source))
    }

    /// The terms of the sheet's points, made ready when first asked for.
    pub fn terms(&self) -> &Terms {
        self.terms.get_or_init(|| Terms::new(&self.sheet().cover))
    }

    /// The sheet's Markdown.
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// The number at the start of a sheet's file name: `senior/x/0501-raft.md` is 501.
fn number_of_path(path: &str) -> Option<u32> {
    let name = path.rsplit('/').next()?.strip_suffix(".md")?;
    let digits = name.split(|character: char| !character.is_ascii_digit()).next()?;
    digits.parse().ok()
}

fn section_of_path(path: &str) -> &str {
    path.rsplit('/').nth(1).unwrap_or_default()
}

fn title_of_folder(folder: &str) -> String {
    let words = folder.split('-').filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHEETS: &[(&str, &str)] = &[
        ("senior/consensus/0501-raft.md", "---\nnumber: 501\n---\n# Walk through Raft.\n"),
        ("senior/caches/0510-ttl.md", "---\nnumber: 510\n---\n# What is a TTL?\n"),
    ];

    #[test]
    fn questions_are_found_by_number_and_by_text() {
        let bank = Bank::builtin(SHEETS);
        assert_eq!(bank.get(501).map(Question::text), Some("Walk through Raft."));
        assert_eq!(bank.by_text("what is a  **TTL**").map(|question| question.number), Some(510));
        assert!(bank.by_text("what is a TTL good for?").is_none());
    }

    #[test]
    fn own_sheets_win_over_ours() {
        let mut bank = Bank::builtin(SHEETS);
        bank.add_own([SheetSource { path: "own/501.md".into(), text: "# Ours".into() }]);
        assert_eq!(bank.get(501).map(|question| (question.text(), question.builtin)), Some(("Ours", false)));
        assert_eq!(bank.by_text("ours").map(|question| question.number), Some(501));
    }

    #[test]
    fn the_nearest_number_is_a_slip_of_the_finger() {
        let bank = Bank::builtin(SHEETS);
        assert_eq!(bank.nearest(5011), Some(501));
        assert_eq!(bank.nearest(150), Some(510));
    }

    #[test]
    fn sections_have_titles() {
        let bank = Bank::builtin(SHEETS);
        assert_eq!(bank.sections(), ["consensus", "caches"]);
        assert_eq!(bank.section_title("data-pipelines"), "Data Pipelines");
    }
}
