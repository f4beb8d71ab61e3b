//! Whether a section is in English, the one language that the judgement is for.
//!
//! A cheap test that abstains rather than guesses: a section is in another language when most of its letters are
//! of another script, or when its function words are clearly another language's. Terse notes and tables without
//! function words pass as English.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::statement::Statement;
use crate::markdown::Markdown;

/// So many function words of another language are needed before we say that a section is not in English.
const MIN_WORDS: usize = 4;

/// So many letters are needed before their script counts.
const MIN_LETTERS: usize = 12;

#[derive(Deserialize)]
struct Languages {
    language: Vec<Language>,
}

#[derive(Deserialize)]
struct Language {
    name: String,
    words: Vec<String>,
}

static LANGUAGES: LazyLock<Languages> = LazyLock::new(|| {
    toml::from_str(include_str!("../../lexicons/languages.toml")).expect("the list of languages is valid")
});

/// Function words to the languages that have them.
static WORDS: LazyLock<FxHashMap<&[u8], Vec<usize>>> = LazyLock::new(|| {
    let mut words: FxHashMap<&[u8], Vec<usize>> = FxHashMap::default();
    for (index, language) in LANGUAGES.language.iter().enumerate() {
        for word in &language.words {
            words.entry(word.as_bytes()).or_default().push(index);
        }
    }
    words
});

/// The name of the language that `statements` are in, where it is not English.
pub(super) fn other_language(markdown: &Markdown, statements: &[Statement]) -> Option<String> {
    let (mut letters, mut other_script) = (0, 0);
    let mut counts = vec![0_usize; LANGUAGES.language.len()];
    let mut lower = Vec::new();
    let mut count = |word: &[u8]| {
        for &index in WORDS.get(word).into_iter().flatten() {
            counts[index] += 1;
        }
    };
    for statement in statements {
        let text = markdown.prose.slice(statement.plain);
        if text.is_ascii() {
            let words = text.as_bytes().split(|letter| !letter.is_ascii_alphabetic());
            for word in words.filter(|word| !word.is_empty()) {
                letters += word.len();
                lower.clear();
                lower.extend(word.iter().map(u8::to_ascii_lowercase));
                count(&lower);
            }
            continue;
        }
        for character in text.chars().filter(|character| character.is_alphabetic()) {
            letters += 1;
            other_script += usize::from(!is_latin(character));
        }
        for word in text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty()) {
            count(word.to_lowercase().as_bytes());
        }
    }
    if letters >= MIN_LETTERS && other_script * 2 > letters {
        return Some("another script than Latin".to_owned());
    }
    let [english, others @ ..] = counts.as_slice() else { return None };
    let (index, &most) = others.iter().enumerate().max_by_key(|(index, count)| (**count, usize::MAX - index))?;
    (most >= MIN_WORDS && most > english * 2).then(|| LANGUAGES.language[index + 1].name.clone())
}

/// Whether `character` is of the Latin script (with its extensions), as far as telling languages apart needs it.
fn is_latin(character: char) -> bool {
    matches!(character, 'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | 'μ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::considerations::statement::{Scope, statements};
    use crate::markdown::Dialect;
    use crate::text::span;

    fn language(text: &str) -> Option<String> {
        let markdown = Markdown::parse(text, Dialect::CommonMark);
        let within = [span(0..text.len())];
        other_language(&markdown, &statements(&markdown, Scope { within: &within, without: &[] }).statements)
    }

    #[test]
    fn other_languages_are_told_by_their_function_words() {
        for (text, name) in [
            (
                "Die Leser sehen bis zu drei Sekunden alte Preise, und das ist für uns nicht schlimm, wenn der Kauf selbst sicher ist.",
                "German",
            ),
            (
                "Les lecteurs peuvent voir un prix qui est vieux de trois secondes, et ce n'est pas grave pour nous dans la plupart des cas.",
                "French",
            ),
            (
                "Los lectores pueden ver un precio antiguo por tres segundos, pero para nosotros es aceptable con una caché en cada nodo.",
                "Spanish",
            ),
            (
                "Lezers zien een prijs die drie seconden oud kan zijn, maar dat is voor ons niet erg als het met de betaling goed gaat.",
                "Dutch",
            ),
            (
                "Czytelnik może widzieć starą cenę do trzech sekund, ale to nie jest problem, bo zamówienie się i tak sprawdza na serwerze.",
                "Polish",
            ),
        ] {
            assert_eq!(language(text).as_deref(), Some(name), "{text}");
        }
        assert!(language("Читатель может видеть старую цену до трёх секунд.").is_some());
        assert!(language("読者は最大三秒間古い価格を見ることがあるが、支払いは常に最新である。").is_some());
    }

    #[test]
    fn english_stays_english() {
        for text in [
            "A reader may see the old price for up to 3 s.",
            "p99 40 ms, 3 nodes, 270 EUR/month. Stale <= 5 s. On-call: 2 devs.",
            "We are in Köln; der Kunde waits for the invoice, and that is fine for the clerk who is there at nine.",
            "de la Rúa et al. say so",
            "",
        ] {
            assert_eq!(language(text), None, "{text}");
        }
    }
}
