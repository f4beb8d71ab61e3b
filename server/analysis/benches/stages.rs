//! What each stage of the analysis takes: `cargo bench -p tradeoff-analysis`.
//!
//! Answers of 200, 800 and 1,500 words and a file of 50,000 words, put together from the samples. Nothing here asserts a time: the figures are
//! for comparing two versions on one quiet machine.

mod texts;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use tradeoff_analysis::answer::{Answer, recognise, tradeoff_sections};
use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::config::Settings;
use tradeoff_analysis::considerations::learning::{Features, Model, compute, statements};
use tradeoff_analysis::considerations::{Scope, judge};
use tradeoff_analysis::decision;
use tradeoff_analysis::features::{HintStage, Trigger, View, complete, hover};
use tradeoff_analysis::markdown::{Dialect, Markdown};
use tradeoff_analysis::rules;
use tradeoff_analysis::text::{ColumnUnit, Document, Edit, LineColumn, LineIndex, Span, offset};
use tradeoff_analysis::{Analysis, Before, Facts, FileOfDocument, Input, analyse, analyse_after};

const WORDS: [usize; 3] = [200, 800, 1_500];

/// The words of the file of many answers.
const MANY: usize = 50_000;

fn main() {
    divan::main();
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
        let subject = Self::of(texts::answer(words));
        assert_eq!(subject.analysis.answers.len(), 1, "the text is one answer");
        subject
    }

    /// A file of many answers.
    fn many() -> Self {
        let subject = Self::of(texts::many(MANY));
        assert!(subject.analysis.answers.len() > 50, "the text is many answers");
        subject
    }

    fn of(text: String) -> Self {
        let mut subject =
            Self { text, bank: texts::bank(), settings: Settings::default(), analysis: Analysis::default() };
        subject.analysis = analyse(&subject.input());
        subject
    }

    fn input(&self) -> Input<'_> {
        Input {
            text: &self.text,
            path: None,
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
        let recognition = recognise(&subject.text, subject.markdown(), None, false, &subject.bank);
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

#[divan::bench]
fn many_answers(bencher: Bencher<'_, '_>) {
    Subject::many().measure(bencher, |subject| analyse(&subject.input()));
}

/// One answer of many after a keystroke: what is the same is taken over.
#[divan::bench]
fn many_answers_after_an_edit(bencher: Bencher<'_, '_>) {
    let before = Subject::many();
    let mut after = Subject::many();
    after.text.insert(middle(&before.text), 'x');
    after.measure(bencher, |after| {
        analyse_after(&after.input(), Before { text: &before.text, analysis: &before.analysis })
    });
}

/// What the index keeps of a file.
#[divan::bench]
fn facts_of_many_answers(bencher: Bencher<'_, '_>) {
    let file = FileOfDocument { part: None, path: "answers.md" };
    let nowhere = LineColumn::default();
    Subject::many()
        .measure(bencher, |subject| Facts::of(&subject.input(), &subject.analysis, file, |_| (nowhere, nowhere)));
}

#[divan::bench]
fn apply_an_edit(bencher: Bencher<'_, '_>) {
    let text = texts::many(MANY);
    let place = LineIndex::new(&text).line_column(&text, offset(middle(&text)), ColumnUnit::Utf16);
    let edit = Edit { range: Some((place, place)), text: "x".to_owned() };
    let document = Document::new(&text);
    bencher.with_inputs(|| document.clone()).bench_local_values(|mut document| {
        document.apply(&edit, ColumnUnit::Utf16).expect("the place is in the text");
        document
    });
}

/// Over the words that argue something.
#[divan::bench(args = WORDS)]
fn hover_verdict(bencher: Bencher<'_, '_>, words: usize) {
    let subject = Subject::new(words);
    let mut judgements = subject.analysis.answers[0].judgements.iter();
    let evidence = judgements.find_map(|(_, judgement)| judgement.evidence.first()).expect("something is argued");
    subject.measure(bencher, |subject| {
        let view = View { input: &subject.input(), analysis: &subject.analysis };
        hover(view, evidence.words.start(), HintStage::Full).expect("there is something to say")
    });
}

#[divan::bench(args = WORDS)]
fn complete_in_section(bencher: Bencher<'_, '_>, words: usize) {
    let subject = Subject::new(words);
    subject.measure(bencher, |subject| {
        let view = View { input: &subject.input(), analysis: &subject.analysis };
        complete(view, offset(subject.text.len()), Trigger::Asked)
    });
}

/// The end of a word around the middle of `text`.
fn middle(text: &str) -> usize {
    let half = (text.len() / 2..text.len()).find(|&index| text.is_char_boundary(index)).unwrap_or_default();
    half + text[half..].find(" the ").expect("English has articles")
}
