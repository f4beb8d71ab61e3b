//! What each stage of the analysis takes: `cargo bench -p tradeoff-analysis`.
//!
//! Answers of 200, 800 and 1,500 words, put together from the samples. Nothing here asserts a time: the figures are
//! for comparing two versions on one quiet machine.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use tradeoff_analysis::answer::{Answer, recognise, tradeoff_sections};
use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::config::Settings;
use tradeoff_analysis::considerations::learning::{Features, Model, compute, statements};
use tradeoff_analysis::considerations::{Scope, judge};
use tradeoff_analysis::decision;
use tradeoff_analysis::markdown::{Dialect, Markdown};
use tradeoff_analysis::rules;
use tradeoff_analysis::text::Span;
use tradeoff_analysis::{Analysis, Input, analyse};

const WORDS: [usize; 3] = [200, 800, 1_500];

/// The part of an answer's words that stands in its trade-off section.
const TRADEOFFS: f32 = 0.3;

const PATH: &str = "answers/0501-raft.md";

static SHEETS: &[(&str, &str)] = &[(
    "senior/advanced-distributed-systems/0501-raft-walkthrough.md",
    include_str!("../../../questions/senior/advanced-distributed-systems/0501-raft-walkthrough.md"),
)];

static SAMPLES: &[&str] = &[
    include_str!("../../../tests/samples/0501-raft.md"),
    include_str!("../../../tests/samples/0506-read-repair.md"),
    include_str!("../../../tests/samples/0516-leader-vs-leaderless.md"),
    include_str!("../../../tests/samples/0554-global-rate-limiter.md"),
    include_str!("../../../tests/samples/0655-redis-primary.md"),
    include_str!("../../../tests/samples/0744-cache-outage.md"),
];

fn main() {
    divan::main();
}

/// An answer of about `words` words.
fn answer(words: usize) -> String {
    let in_section = (words as f32 * TRADEOFFS) as usize;
    let mut text = "# 501. Walk through Raft\n\n".to_owned();
    extend(&mut text, words - in_section, |(body, _)| body);
    text.push_str("## Trade-offs\n\n");
    extend(&mut text, in_section, |(_, section)| section);
    text
}

/// Appends paragraphs of the samples, again and again, until they have `words` words. `part` chooses from what stands
/// before and in a sample's trade-off section.
fn extend(text: &mut String, words: usize, part: fn((&'static str, &'static str)) -> &'static str) {
    let parts = SAMPLES.iter().filter_map(|sample| sample.split_once("## Trade-offs")).map(part);
    let paragraphs = parts.flat_map(|part| part.split("\n\n")).map(str::trim);
    let paragraphs =
        paragraphs.filter(|text| !(text.is_empty() || text.starts_with("# ") || text.starts_with("---")));
    let mut count = 0;
    for paragraph in paragraphs.collect::<Vec<_>>().into_iter().cycle() {
        count += paragraph.split_whitespace().count();
        text.push_str(paragraph);
        text.push_str("\n\n");
        if count >= words {
            break;
        }
    }
}

/// An analysed answer with all that its stages need.
struct Subject {
    text: String,
    bank: Bank,
    settings: Settings,
    analysis: Analysis,
}

impl Subject {
    fn new(words: usize) -> Self {
        let mut subject = Self {
            text: answer(words),
            bank: Bank::builtin(SHEETS),
            settings: Settings::default(),
            analysis: Analysis::default(),
        };
        subject.analysis = analyse(&subject.input());
        assert_eq!(subject.analysis.answers.len(), 1, "the text is one answer");
        subject
    }

    fn input(&self) -> Input<'_> {
        Input {
            text: &self.text,
            path: Some(PATH),
            below_config: None,
            bank: &self.bank,
            settings: &self.settings,
            surroundings: None,
        }
    }

    fn markdown(&self) -> &Markdown {
        &self.analysis.markdown
    }

    fn answer(&self) -> &Answer {
        &self.analysis.answers[0].answer
    }

    fn sections(&self) -> Vec<Span> {
        self.analysis.answers[0].tradeoff_sections.iter().map(|section| section.span).collect()
    }

    /// Measures `stage`, with the text's bytes for a rate.
    fn measure<T>(&self, bencher: Bencher<'_, '_>, stage: impl Fn(&Self) -> T + Sync) {
        bencher.counter(BytesCount::of_str(&self.text)).bench(|| stage(black_box(self)));
    }
}

#[divan::bench(args = WORDS)]
fn parse(bencher: Bencher<'_, '_>, words: usize) {
    let subject = Subject::new(words);
    subject.measure(bencher, |subject| Markdown::parse(&subject.text, Dialect::CommonMark));
}

#[divan::bench(args = WORDS)]
fn recognise_and_find_sections(bencher: Bencher<'_, '_>, words: usize) {
    let subject = Subject::new(words);
    subject.measure(bencher, |subject| {
        let recognition = recognise(&subject.text, subject.markdown(), Some(PATH), false, &subject.bank);
        tradeoff_sections(&recognition.answers[0], subject.markdown(), &subject.settings)
    });
}

#[divan::bench(args = WORDS)]
fn verdicts(bencher: Bencher<'_, '_>, words: usize) {
    let subject = Subject::new(words);
    let sections = subject.sections();
    let required = &subject.settings.for_path("").required;
    subject.measure(bencher, |subject| {
        let scope = Scope { within: &sections, without: &[] };
        judge(subject.markdown(), scope, &subject.settings, required)
    });
}

/// One sentence of a trade-off section: its features and its scores.
#[divan::bench]
fn sentence(bencher: Bencher<'_, '_>) {
    let subject = Subject::new(WORDS[0]);
    let scope = Scope { within: &subject.sections(), without: &[] };
    let found = statements(subject.markdown(), scope).statements;
    let sentence = found.iter().max_by_key(|statement| statement.plain.len()).expect("the section says something");
    let mut features = Features::default();
    bencher.counter(BytesCount::new(sentence.plain.len())).bench_local(|| {
        compute(&mut features, black_box(sentence), subject.markdown());
        Model::builtin().score(&features)
    });
}

#[divan::bench(args = WORDS)]
fn read_decision(bencher: Bencher<'_, '_>, words: usize) {
    let subject = Subject::new(words);
    let sections = &subject.analysis.answers[0].tradeoff_sections;
    subject.measure(bencher, |subject| decision::read(subject.markdown(), subject.answer(), sections));
}

#[divan::bench(args = WORDS)]
fn check_rules(bencher: Bencher<'_, '_>, words: usize) {
    let subject = Subject::new(words);
    subject.measure(bencher, |subject| {
        rules::check(&subject.input(), subject.markdown(), &subject.analysis.answers, false)
    });
}

/// The points of the sheet that the text touches, the dearest of the rules.
#[divan::bench(args = WORDS)]
fn cover_points(bencher: Bencher<'_, '_>, words: usize) {
    let subject = Subject::new(words);
    let terms = subject.bank.questions()[0].terms();
    subject.measure(bencher, |subject| terms.untouched([subject.text.as_str()]));
}

#[divan::bench(args = WORDS)]
fn whole_answer(bencher: Bencher<'_, '_>, words: usize) {
    let subject = Subject::new(words);
    subject.measure(bencher, |subject| analyse(&subject.input()));
}
