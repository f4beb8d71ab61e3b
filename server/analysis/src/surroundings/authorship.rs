//! Whose answer a file holds, as far as its path tells.
//!
//! Repositories keep answers flat, by section, by person, by week, or by several of these. Nothing says which
//! folder is a person, so it is turned round: a folder that names the subject (the question, its section, shape or
//! level) is no person, and every other folder may be one. The same holds for the words of a file's name. Two
//! answers count as one author's only if their paths say nothing but the subject where they differ.

use crate::answer::{EXTENSIONS, number_of_folder};
use crate::bank::{Bank, Question, Shape, content_words};

/// Folders whose answers count for nobody any more.
const ARCHIVES: [&str; 12] = [
    "archive",
    "archived",
    "archives",
    "attic",
    "backup",
    "backups",
    "deprecated",
    "examples",
    "obsolete",
    "old",
    "templates",
    "trash",
];

/// Words that tell a copy from its original, in the form of [`content_words`].
const COPIES: [&str; 14] = [
    "again",
    "backup",
    "clean",
    "copy",
    "duplicate",
    "final",
    "index",
    "long",
    "new",
    "old",
    "revised",
    "short",
    "v1",
    "v2",
];

/// Two-letter codes of languages (ISO 639-1) that people write answers in.
const LANGUAGES: &[&str] = &[
    "ar", "bg", "bn", "ca", "cn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr",
    "hu", "id", "it", "ja", "jp", "ka", "ko", "kr", "lt", "lv", "ms", "nb", "nl", "no", "pl", "pt", "ro", "ru",
    "sk", "sl", "sr", "sv", "ta", "te", "th", "tr", "uk", "ur", "vi", "zh",
];

/// The author of the answer to `question` in the file at `path`, which is taken from the root of its repository,
/// with forward slashes: an opaque text that is the same for the same author. `None` for an archived answer. Where
/// the file `is_part` of an answer that is a folder, its own name says nothing.
///
/// Translations count as different authors' answers: each may stand beside the other.
pub fn author(path: &str, is_part: bool, question: u32, bank: &Bank) -> Option<Box<str>> {
    let mut folders: Vec<&str> = path.split('/').filter(|folder| !folder.is_empty()).collect();
    let name = folders.pop()?;
    if folders.iter().any(|folder| ARCHIVES.iter().any(|archive| folder.eq_ignore_ascii_case(archive))) {
        return None;
    }
    let subject = Subject { number: question, question: bank.get(question), bank };
    let mut author = String::new();
    let mut language = None;
    for folder in folders {
        if is_language(folder) {
            language = Some(folder);
        } else if !subject.is_named_by(folder) {
            author.push_str(folder);
            author.push('/');
        }
    }
    let (stem, own_language) = split_language(if is_part { "" } else { stem(name) });
    for word in content_words(stem).iter().filter(|word| !is_number(word) && !COPIES.contains(&word.as_str())) {
        if !subject.may_be_about(word) {
            author.push_str(word);
            author.push('.');
        }
    }
    if let Some(language) = own_language.or(language) {
        author.push('@');
        author.push_str(&language.to_ascii_lowercase());
    }
    Some(author.into())
}

/// Whether the files at these paths lie in one folder that has the number of `question`, so that one may only be
/// a part of the other's answer: `501-raft/README.md` and `501-raft/solution.md`.
pub fn is_beside(one: &str, other: &str, question: u32, bank: &Bank) -> bool {
    let folder = |path: &'_ str| path.rsplit_once('/').map(|(folder, _)| folder.len());
    let (Some(length), Some(other_length)) = (folder(one), folder(other)) else { return false };
    let name = one[..length].rsplit('/').next().unwrap_or_default();
    one[..length] == other[..other_length] && number_of_folder(name, bank) == Some(question)
}

/// What an answer is about.
struct Subject<'b> {
    number: u32,
    question: Option<&'b Question>,
    bank: &'b Bank,
}

impl Subject<'_> {
    /// Whether `folder` names the question, its section, shape or level, or a range of numbers around it.
    fn is_named_by(&self, folder: &str) -> bool {
        if number_of_folder(folder, self.bank) == Some(self.number) || self.is_in_range(folder) {
            return true;
        }
        let level = |question: &Question| question.path.split('/').next() == Some(folder);
        let is_shape =
            Shape::ALL.iter().any(|shape| folder.trim_end_matches('s').eq_ignore_ascii_case(shape.name()));
        if is_shape || self.question.is_some_and(level) {
            return true;
        }
        let words = content_words(folder);
        // Most folders are told apart by this: the vocabulary is made once, all that follows for each file.
        if words.is_empty() || !words.iter().all(|word| self.bank.has_word(word)) {
            return false;
        }
        let names = |text: &str| {
            let known = content_words(text);
            words.iter().all(|word| known.contains(word))
        };
        let section =
            |question: &Question| names(&question.section) || names(&self.bank.section_title(&question.section));
        self.question.is_some_and(|question| names(question.text()) || section(question))
    }

    /// Whether `folder` is a range of numbers that the question lies in: `0500-0599`.
    fn is_in_range(&self, folder: &str) -> bool {
        let ends = folder
            .split_once(['-', '_', '–'])
            .map(|(from, to)| (from.trim().parse::<u32>(), to.trim().parse::<u32>()));
        matches!(ends, Some((Ok(from), Ok(to))) if (from..=to).contains(&self.number))
    }

    /// Whether `word` of a file's name belongs to the vocabulary of the questions, rather than to a person.
    fn may_be_about(&self, word: &str) -> bool {
        self.bank.has_word(word)
    }
}

/// `501`, `q501`.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('q').unwrap_or(word);
    !digits.is_empty() && digits.chars().all(char::is_numeric)
}

fn stem(name: &str) -> &str {
    let known = name
        .rsplit_once('.')
        .filter(|(_, extension)| EXTENSIONS.iter().any(|one| one.eq_ignore_ascii_case(extension)));
    known.map_or(name, |(stem, _)| stem)
}

/// `stem` without the language that it ends with: `0501-raft.en`, `0501-raft_pt-BR`.
fn split_language(stem: &str) -> (&str, Option<&str>) {
    for (at, _) in stem.match_indices(['.', '-', '_']) {
        let language = &stem[at + 1..];
        if is_language(language) {
            return (&stem[..at], Some(language));
        }
    }
    (stem, None)
}

/// `en`, `pt-BR`, `zh_Hans`.
fn is_language(text: &str) -> bool {
    let (code, region) = text.split_once(['-', '_']).unwrap_or((text, ""));
    let is_region = matches!(region.len(), 0 | 2 | 4) && region.chars().all(|letter| letter.is_ascii_alphabetic());
    is_region && LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHEETS: &[(&str, &str)] = &[
        (
            "senior/advanced-distributed-systems/0501-raft.md",
            "# Walk through Raft consensus algorithm step by step.\n",
        ),
        ("senior/advanced-distributed-systems/0502-paxos.md", "# Walk through Paxos leader election.\n"),
        ("senior/security/0681-signal.md", "# End-to-end encryption.\n"),
    ];

    fn is_same(one: &str, other: &str) -> bool {
        let bank = Bank::builtin(SHEETS);
        let [first, second] = [one, other].map(|path| author(path, false, 501, &bank));
        first.is_some() && first == second && !is_beside(one, other, 501, &bank)
    }

    #[test]
    fn paths_that_differ_in_the_subject_are_one_authors() {
        for (one, other) in [
            ("0501-raft.md", "501.md"),
            ("0501-raft.md", "0501-raft-copy.md"),
            ("0501-raft.md", "0501-raft-2.md"),
            ("0501-raft.md", "0501-leader-election.md"),
            ("0501-raft.md", "q501.markdown"),
            ("0501-raft.md", "501.raft.md"),
            ("0501-raft.md", "raft.md"),
            ("0501-raft.md", "501-raft/README.md"),
            ("alice/0501-raft.md", "alice/raft/501.md"),
            ("alice/0501-raft.md", "alice/distributed-systems/0501.md"),
            ("alice/advanced-distributed-systems/0501.md", "alice/01-distributed/0501-raft.md"),
            ("0500-0599/0501.md", "0501.md"),
            ("senior/0501.md", "walkthroughs/0501.md"),
            ("week-1/0501.md", "week-1/raft/501.md"),
            ("0501-raft.alice.md", "raft/501.alice.md"),
            ("0501-raft.en.md", "501.en.md"),
            ("de/0501.md", "0501-raft.de.md"),
            ("bob/answers/501-raft/index.md", "bob/answers/501.md"),
        ] {
            assert!(is_same(one, other) && is_same(other, one), "{one} {other}");
        }
    }

    #[test]
    fn other_paths_may_be_several_peoples() {
        for (one, other) in [
            ("alice/0501.md", "bob/0501.md"),
            ("0501.md", "alice/0501.md"),
            ("0501-raft.alice.md", "0501-raft.bob.md"),
            ("0501-raft.alice.md", "0501-raft.md"),
            ("0501-alice.md", "0501-bob.md"),
            ("week-1/alice.md", "week-1/bob.md"),
            ("week-1/0501.md", "week-2/0501.md"),
            ("2024/0501.md", "2025/0501.md"),
            ("questions/0501.md", "answers/0501.md"),
            ("drafts/0501.md", "0501.md"),
            ("archive/0501.md", "archive/0501-raft.md"),
            ("alice/old/0501.md", "alice/0501.md"),
            ("0501-raft.en.md", "0501-raft.md"),
            ("0501-raft.en.md", "0501-raft.pt-BR.md"),
            ("en/0501.md", "de/0501.md"),
            ("501-raft/README.md", "501-raft/solution.md"),
            ("security/0501.md", "alice/0501.md"),
            ("0400-0450/0501.md", "0501.md"),
        ] {
            assert!(!is_same(one, other), "{one} {other}");
        }
    }
}
