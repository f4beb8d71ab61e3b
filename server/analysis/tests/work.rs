//! Counted work, with ceilings: what a clock would only tell on a quiet machine.
//!
//! Allocations are the same in every run. A ceiling that is exceeded says that something is done more often than before:
//! for each word where it was for each answer, or for all answers where it was for the one that was edited. Whoever
//! exceeds one for a good reason raises it, and says so in the commit; whoever gets far below lowers it.

#[path = "../benches/texts/mod.rs"]
mod texts;

use allocation_counter::measure;
use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::config::Settings;
use tradeoff_analysis::{Analysis, Before, Input, analyse, analyse_after};

/// For one answer of 800 words.
const ANSWER: u64 = 420;

/// For each word that an answer has more than another one.
const WORD: f64 = 0.25;

/// For a keystroke in a file of 62 answers, 50,000 words.
const KEYSTROKE: u64 = 2_400;

struct Judges {
    bank: Bank,
    settings: Settings,
}

impl Judges {
    fn new() -> Self {
        let judges = Self { bank: texts::bank(), settings: Settings::default() };
        // What is made when first used is nobody's work here.
        judges.analyse(&texts::many(50_000));
        judges
    }

    fn input<'a>(&'a self, text: &'a str) -> Input<'a> {
        let Self { bank, settings } = self;
        Input { text, path: None, below_config: None, bank, settings, surroundings: None }
    }

    fn analyse(&self, text: &str) -> Analysis {
        analyse(&self.input(text))
    }
}

#[test]
fn an_answer_costs_few_allocations_and_a_word_hardly_any() {
    let judges = Judges::new();
    let of = |words: usize| {
        let text = texts::answer(words);
        measure(|| drop(judges.analyse(&text))).count_total
    };
    let (short, long) = (of(800), of(8_000));
    assert!(short <= ANSWER, "an answer of 800 words costs {short} allocations; at most {ANSWER} are allowed");
    let word = (long - short) as f64 / 7_200.0;
    assert!(word <= WORD, "a word more costs {word:.2} allocations; at most {WORD} are allowed");
}

#[test]
fn a_keystroke_in_a_file_of_many_answers_costs_one_answer() {
    let judges = Judges::new();
    let before = texts::many(50_000);
    let analysis = judges.analyse(&before);
    assert_eq!(analysis.answers.len(), 62);
    let half = before.len() / 2;
    let place = half + before[half..].find(" the ").expect("English has articles");
    let after = format!("{}x{}", &before[..place], &before[place..]);
    let all = measure(|| drop(judges.analyse(&after))).count_total;
    let before = Before { text: &before, analysis: &analysis };
    let again = measure(|| drop(analyse_after(&judges.input(&after), before))).count_total;
    assert!(again <= KEYSTROKE, "a keystroke costs {again} allocations; at most {KEYSTROKE} are allowed");
    assert!(again * 6 <= all, "a keystroke costs {again} allocations, and the whole file only {all}");
}
