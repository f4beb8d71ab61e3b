//! From statements to verdicts.

use std::ops::Range;

use super::features::Features;
use super::judgement::{Evidence, Judgement, Verdict};
use super::language::other_language;
use super::letters::Letters;
use super::lexicon::{Found, LEXICON, Meaning, named_by_label};
use super::model::{GroupSum, INPUTS, LEARNED, Model, Scores, add};
use super::own;
use super::said::Said;
use super::statement::{Label, Scope, Statement, Statements, statements};
use super::tokens::{Token, TokenKind, Unit};
use crate::config::{ConsiderationId, Settings};
use crate::markdown::{Markdown, PlainSpan};

/// From this confidence on, an omission is reported with its full severity.
pub const CONFIDENT: f32 = 0.8;

/// Log-odds from which on a statement outside of the trade-off sections clearly argues.
const CLEAR: f32 = 1.0;

/// Log-odds of a statement that says nothing about a consideration.
const UNSCORED: f32 = -4.0;

/// The least calibrated probability at which a section is said to argue or to name a consideration.
const THRESHOLD: f32 = 0.40;

/// Log-odds that at least one statement of a section that argues must have.
const LEAST: f32 = 0.0;

/// What the calibrated step sees of a section, for one consideration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassageScores {
    /// The strongest statement's log-odds of arguing it.
    pub argued: f32,
    /// The second strongest's.
    pub second: f32,
    /// The strongest statement's log-odds of naming or arguing it.
    pub named: f32,
    /// Whether a name from the word lists stands in a statement or makes a heading.
    pub has_name: bool,
    /// How the section is written.
    pub register: Register,
}

/// How a section is written. Whoever writes "we" and figures argues in strong clauses; the impersonal register
/// of design documents argues in weaker ones, and the same score means more there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Register {
    /// Natural logarithm of the number of statements, plus one.
    pub size: f32,
    /// Share of the statements that hold a number.
    pub figures: f32,
    /// Share of the statements in the first person or to the reader.
    pub personal: f32,
    /// Share of the statements that stand in lists.
    pub listed: f32,
    /// Natural logarithm of the number of words per statement, plus one.
    pub length: f32,
    /// Natural logarithm of the number of words, plus one.
    pub words: f32,
}

impl Register {
    fn inputs(self) -> [f32; INPUTS - 2] {
        [self.size, self.figures, self.personal, self.listed, self.length, self.words]
    }
}

impl Default for PassageScores {
    fn default() -> Self {
        Self {
            argued: UNSCORED,
            second: UNSCORED,
            named: UNSCORED,
            has_name: false,
            register: Register::default(),
        }
    }
}

/// A statement with what was found in it.
#[allow(clippy::struct_excessive_bools, reason = "independent observations, each with its own name")]
pub(super) struct Weighed {
    pub(super) statement: Statement,
    pub(super) argued: [f32; 3],
    pub(super) named: [f32; 3],
    /// For each built-in consideration, the words that name or evaluate it.
    names: Vec<(usize, Range<usize>)>,
    pub(super) idioms: Vec<(usize, Range<usize>, String)>,
    defers: bool,
    dismisses: bool,
    has_figure: bool,
    is_personal: bool,
    is_listed: bool,
    words: usize,
}

/// What was said about the prose in a scope.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// The judgement on each consideration that was asked for, in that order.
    pub judgements: Vec<(ConsiderationId, Judgement)>,
    /// The language that the prose is in, where it is not English. Then consistency, latency and cost are not
    /// judged beyond their names in headings and the user's own terms.
    pub other_language: Option<String>,
}

/// Judges what the prose in `scope` says about each of `considerations`.
pub fn judge(
    markdown: &Markdown,
    scope: Scope<'_>,
    settings: &Settings,
    considerations: &[ConsiderationId],
) -> Judged {
    let Statements { statements, labels } = statements(markdown, scope);
    let other_language = other_language(markdown, &statements);
    let weighed = if other_language.is_none() {
        weigh(&Model::builtin(), markdown, statements)
    } else {
        unweighed(statements)
    };
    let labels = labels_named(markdown, &labels);
    let section = Section { markdown, weighed: &weighed, labels: &labels };
    let spans: Vec<PlainSpan> = weighed.iter().map(|weighed| weighed.statement.plain).collect();
    let judge = |&id: &ConsiderationId| {
        let index = usize::from(id.0);
        // In another language the user's own terms are all that there is to go by.
        let by_terms = other_language.is_some() && own::has_terms(settings, id);
        let judgement = if index >= LEARNED.len() || by_terms {
            own::judge(settings, id, markdown, &spans, &labels)
        } else {
            section.judge_learned(index, &own::terms_in(settings, id, markdown, &spans))
        };
        (id, judgement)
    };
    let judgements = considerations.iter().map(judge).collect();
    Judged { judgements, other_language }
}

/// Statements in another language: nothing in them counts for or against a learned consideration.
fn unweighed(statements: Vec<Statement>) -> Vec<Weighed> {
    let unweighed = |statement| Weighed {
        statement,
        argued: [UNSCORED; 3],
        named: [UNSCORED; 3],
        names: Vec::new(),
        idioms: Vec::new(),
        defers: false,
        dismisses: false,
        has_figure: false,
        is_personal: false,
        is_listed: false,
        words: 0,
    };
    statements.into_iter().map(unweighed).collect()
}

/// For each of the learned considerations among `ids`, the first clause in `scope` that clearly argues it. Much cheaper
/// than a judgement: only statements with a cue of the word lists are scored.
pub fn argued_at(
    markdown: &Markdown,
    scope: Scope<'_>,
    ids: impl IntoIterator<Item = ConsiderationId>,
) -> Vec<(ConsiderationId, Evidence)> {
    let mut open: Vec<ConsiderationId> = ids.into_iter().filter(|id| usize::from(id.0) < LEARNED.len()).collect();
    let mut found = Vec::new();
    if open.is_empty() {
        return found;
    }
    let section = Section { markdown, weighed: &[], labels: &[] };
    let mut scratch = Scratch::default();
    for statement in statements(markdown, scope).statements {
        scratch.said.hear(markdown, &statement);
        let has_cue: [bool; LEARNED.len()] = std::array::from_fn(|index| scratch.said.has_cue(index));
        if !open.iter().any(|id| has_cue[usize::from(id.0)]) {
            continue;
        }
        scratch.said.understand(markdown, &statement);
        let scores = scratch.score(&Model::builtin(), markdown, &statement);
        open.retain(|&id| {
            let index = usize::from(id.0);
            let is_clear = has_cue[index] && scores.argued[index] >= CLEAR;
            found.extend(is_clear.then(|| (id, section.evidence(index, statement.plain))));
            !is_clear
        });
        if open.is_empty() {
            break;
        }
    }
    found
}

/// The section's scores for each learned consideration, by `model`.
pub fn passage_scores(model: &Model<'_>, markdown: &Markdown, scope: Scope<'_>) -> [PassageScores; 3] {
    let Statements { statements, labels } = statements(markdown, scope);
    let weighed = weigh(model, markdown, statements);
    let labels = labels_named(markdown, &labels);
    let section = Section { markdown, weighed: &weighed, labels: &labels };
    std::array::from_fn(|index| section.scores(index, false))
}

fn summarise(scores: impl Iterator<Item = (f32, f32)>, has_name: bool, register: Register) -> PassageScores {
    let mut summary = PassageScores { has_name, register, ..PassageScores::default() };
    for (argued, named) in scores {
        summary.named = summary.named.max(named);
        if argued > summary.argued {
            summary.second = summary.argued;
            summary.argued = argued;
        } else {
            summary.second = summary.second.max(argued);
        }
    }
    summary
}

fn register(weighed: &[Weighed]) -> Register {
    let count = weighed.len().max(1) as f32;
    let words = weighed.iter().map(|weighed| weighed.words).sum::<usize>() as f32;
    let share = |of: fn(&Weighed) -> bool| weighed.iter().filter(|weighed| of(weighed)).count() as f32 / count;
    Register {
        size: libm::logf(weighed.len() as f32 + 1.0),
        figures: share(|weighed| weighed.has_figure),
        personal: share(|weighed| weighed.is_personal),
        listed: share(|weighed| weighed.is_listed),
        length: libm::logf(words / count + 1.0),
        words: libm::logf(words + 1.0),
    }
}

/// Whether `text` has a word of whoever speaks for themselves or to the reader.
fn is_personal(text: &str) -> bool {
    let is_said = |word: &[u8]| PERSONAL.contains(&word);
    if text.is_ascii() {
        let is_between = |letter: &u8| !(letter.is_ascii_alphabetic() || *letter == b'\'');
        text.as_bytes().split(is_between).any(is_said)
    } else {
        let is_between = |letter: char| !(letter.is_alphabetic() || letter == '\'');
        text.split(is_between).any(|word| is_said(word.as_bytes()))
    }
}

const PERSONAL: &[&[u8]] = &[
    b"we",
    b"our",
    b"us",
    b"i",
    b"my",
    b"you",
    b"your",
    b"we're",
    b"we've",
    b"i'm",
    b"i've",
    b"nobody",
    b"everybody",
];

/// What weighing one statement after the other needs each time.
#[derive(Default)]
struct Scratch {
    features: Features,
    said: Said,
}

impl Scratch {
    /// The scores of `statement`, whose words were read last.
    fn score(&mut self, model: &Model<'_>, markdown: &Markdown, statement: &Statement) -> Scores {
        let label = statement.label_text(markdown);
        if !model.is_builtin() {
            self.features.compute(label.as_deref(), &self.said);
            return model.score(&self.features);
        }
        Letters::of_builtin(|letters| {
            let mut sum = GroupSum::default();
            self.features.compute_by_word(label.as_deref(), &self.said, |word, hash| {
                add(&mut sum, &letters.sum(model, word, hash));
            });
            model.score_with(&self.features, &sum)
        })
    }
}

pub(super) fn weigh(model: &Model<'_>, markdown: &Markdown, statements: Vec<Statement>) -> Vec<Weighed> {
    let mut scratch = Scratch::default();
    statements.into_iter().map(|statement| weigh_one(model, markdown, statement, &mut scratch)).collect()
}

fn weigh_one(model: &Model<'_>, markdown: &Markdown, statement: Statement, scratch: &mut Scratch) -> Weighed {
    scratch.said.read(markdown, &statement);
    let scores = scratch.score(model, markdown, &statement);
    let Said { text, own_words, .. } = &scratch.said;
    let block = statement.block;
    let mut weighed = Weighed {
        statement,
        argued: scores.argued,
        named: scores.named,
        names: Vec::new(),
        idioms: Vec::new(),
        defers: false,
        dismisses: false,
        has_figure: text.bytes().any(|byte| byte.is_ascii_digit()),
        is_personal: is_personal(text),
        is_listed: markdown.blocks[block].list_depth > 0,
        words: text.split_whitespace().count(),
    };
    // In the prose as it stands, so that what was found has a place in the source.
    for Found { meaning, range } in own_words.iter().cloned() {
        match meaning {
            Meaning::Name(index) | Meaning::Evaluation(index) => weighed.names.push((*index, range)),
            Meaning::Idiom(index, because) => weighed.idioms.push((*index, range, because.clone())),
            Meaning::Deferral => weighed.defers = true,
            Meaning::Dismissal => weighed.dismisses = true,
            Meaning::Because => {}
        }
    }
    weighed
}

/// The statements of a section with what was found in them.
pub(super) struct Section<'s> {
    pub(super) markdown: &'s Markdown,
    pub(super) weighed: &'s [Weighed],
    pub(super) labels: &'s [(PlainSpan, Vec<usize>)],
}

impl Section<'_> {
    fn scores(&self, index: usize, has_own_term: bool) -> PassageScores {
        let has_label = self.labels.iter().any(|(_, named)| named.contains(&index));
        let names = |weighed: &Weighed| weighed.names.iter().any(|(named, _)| *named == index);
        let has_name = has_own_term || has_label || self.weighed.iter().any(names);
        let scores = self.weighed.iter().map(|weighed| (weighed.argued[index], weighed.named[index]));
        summarise(scores, has_name, register(self.weighed))
    }

    fn judge_learned(&self, index: usize, own_terms: &[PlainSpan]) -> Judgement {
        let has_label = self.labels.iter().any(|(_, named)| named.contains(&index));
        let scores = self.scores(index, !own_terms.is_empty());
        let model = Model::builtin();
        let (argued, named) = probabilities(&|number| model.calibration(number), index, &scores);
        // A heading or one of the user's own terms names it beyond doubt.
        let named = if has_label || !own_terms.is_empty() { 1.0 } else { named };
        match decide(argued, named, scores.argued) {
            (Verdict::Argued, confidence) => self.argued(index, confidence),
            (Verdict::Mentioned, confidence) => self.mentioned(index, confidence, own_terms),
            (Verdict::Missing, confidence) => self.missing(index, confidence),
        }
    }

    fn argued(&self, index: usize, confidence: f32) -> Judgement {
        let best = self.weighed.iter().map(|weighed| weighed.argued[index]).fold(f32::MIN, f32::max);
        // Beside the strongest, whatever would carry the verdict by itself.
        let carries = |weighed: &&Weighed| weighed.argued[index] >= best.min(0.5);
        let carrying = self.weighed.iter().filter(carries);
        let evidence: Vec<Evidence> =
            carrying.clone().map(|weighed| self.evidence(index, weighed.statement.plain)).collect();
        // The strongest carries more than any.
        let strongest =
            carrying.zip(&evidence).max_by(|one, other| one.0.argued[index].total_cmp(&other.0.argued[index]));
        let reason = strongest.map(|(_, evidence)| evidence.reason.clone()).unwrap_or_default();
        Judgement { verdict: Verdict::Argued, confidence, reason, evidence, near_misses: self.idioms(index) }
    }

    /// The statement `plain`, with the words that say most about the consideration.
    pub(super) fn evidence(&self, index: usize, plain: PlainSpan) -> Evidence {
        let text = self.markdown.prose.slice(plain).to_ascii_lowercase();
        let quantity =
            quantity(index, &text).map(|range| (format!("gives a figure: {}", &text[range.clone()]), range));
        let cue = LEXICON.reason(index, &text);
        let (reason, words) = match (cue, quantity) {
            (Some((says, range)), Some((_, figure))) => (format!("{says}: {}", &text[figure]), range),
            (Some((says, range)), None) => (says.to_owned(), range),
            (None, Some((figure, range))) => (figure, range),
            (None, None) => (default_reason(index).to_owned(), 0..text.len()),
        };
        let source = |plain| self.markdown.prose.source(plain);
        Evidence { span: source(plain), words: source(plain.part(words)), reason }
    }

    fn mentioned(&self, index: usize, confidence: f32, own_terms: &[PlainSpan]) -> Judgement {
        let source = |plain| self.markdown.prose.source(plain);
        let by_name = |one: &&Weighed, other: &&Weighed| one.named[index].total_cmp(&other.named[index]);
        let has_name = |weighed: &&Weighed| weighed.names.iter().any(|(named, _)| *named == index);
        // Of several statements that name it, the one that the model takes most for a mention.
        let named = self.weighed.iter().filter(has_name).max_by(by_name);
        let label = self.labels.iter().find(|(_, named)| named.contains(&index)).map(|(plain, _)| *plain);
        let strongest = self.weighed.iter().max_by(by_name);
        let evidence = match (named, label.or(own_terms.first().copied()), strongest) {
            (Some(weighed), ..) | (None, None, Some(weighed)) => self.bare_evidence(index, weighed),
            (None, Some(plain), _) => {
                let reason = "named, but nothing is said about it".to_owned();
                Evidence { span: source(plain), words: source(plain), reason }
            }
            (None, None, None) => return self.missing(index, confidence),
        };
        Judgement {
            verdict: Verdict::Mentioned,
            confidence,
            reason: evidence.reason.clone(),
            evidence: vec![evidence],
            near_misses: self.idioms(index),
        }
    }

    /// A statement that names the consideration, with the words that do.
    pub(super) fn bare_evidence(&self, index: usize, weighed: &Weighed) -> Evidence {
        let plain = weighed.statement.plain;
        let name =
            weighed.names.iter().find(|(named, _)| *named == index).map(|(_, range)| plain.part(range.clone()));
        let reason = if weighed.defers {
            "it is put off"
        } else if weighed.dismisses {
            "it is dismissed without a reason"
        } else {
            "named, but nothing is said about it"
        };
        let source = |plain| self.markdown.prose.source(plain);
        Evidence { span: source(plain), words: source(name.unwrap_or(plain)), reason: reason.to_owned() }
    }

    fn missing(&self, index: usize, confidence: f32) -> Judgement {
        let near_misses = self.idioms(index);
        let reason = match near_misses.first() {
            Some(miss) => format!("only an idiom: {}", miss.reason),
            None => "nothing is said about it".to_owned(),
        };
        Judgement { verdict: Verdict::Missing, confidence, reason, evidence: Vec::new(), near_misses }
    }

    fn idioms(&self, index: usize) -> Vec<Evidence> {
        let source = |plain| self.markdown.prose.source(plain);
        let idioms = self.weighed.iter().flat_map(|weighed| {
            let plain = weighed.statement.plain;
            let own = weighed.idioms.iter().filter(|(named, ..)| *named == index);
            own.map(move |(_, range, because)| {
                let words = plain.part(range.clone());
                let quoted = self.markdown.prose.slice(words);
                Evidence { span: source(plain), words: source(words), reason: format!("\"{quoted}\" {because}") }
            })
        });
        idioms.collect()
    }
}

impl PassageScores {
    /// What the calibrated step weighs to tell whether the section argues the consideration.
    pub fn argued_inputs(&self) -> [f32; INPUTS] {
        let [size, figures, personal, listed, length, words] = self.register.inputs();
        [self.argued, self.second, size, figures, personal, listed, length, words]
    }

    /// What it weighs to tell whether the section at least names it.
    pub fn named_inputs(&self) -> [f32; INPUTS] {
        let [size, figures, personal, listed, length, words] = self.register.inputs();
        [self.named, f32::from(u8::from(self.has_name)), size, figures, personal, listed, length, words]
    }
}

/// How likely the section argues, and how likely it at least names, the consideration `index`. `calibration`
/// gives the numbers of each consideration: bias and weights for arguing, then for naming.
pub fn probabilities(calibration: &dyn Fn(usize) -> f32, index: usize, scores: &PassageScores) -> (f32, f32) {
    let probability = |first: usize, inputs: [f32; INPUTS]| {
        let weighted = inputs.iter().enumerate().map(|(at, input)| calibration(first + 1 + at) * input);
        let log_odds = weighted.fold(calibration(first), |sum, term| sum + term);
        1.0 / (1.0 + libm::expf(-log_odds))
    };
    let first = index * 2 * (1 + INPUTS);
    (probability(first, scores.argued_inputs()), probability(first + 1 + INPUTS, scores.named_inputs()))
}

/// The verdict, and how likely it is right, for a section that argues the consideration with one probability and
/// at least names it with another, and whose strongest statement argues it with the log-odds `strongest`.
pub fn decide(argued: f32, named: f32, strongest: f32) -> (Verdict, f32) {
    // How a section is written makes an argument likely, but only a statement can be one.
    let argued = if strongest < LEAST { 0.0 } else { argued };
    let named = named.max(argued);
    if argued >= THRESHOLD {
        (Verdict::Argued, argued)
    } else if named >= THRESHOLD {
        (Verdict::Mentioned, named - argued)
    } else {
        (Verdict::Missing, 1.0 - named)
    }
}

/// The headings with the considerations that each names.
pub(super) fn labels_named(markdown: &Markdown, labels: &[Label]) -> Vec<(PlainSpan, Vec<usize>)> {
    let named = |label: &Label| named_by_label(&markdown.prose.slice(label.plain).to_ascii_lowercase());
    labels.iter().map(|label| (label.plain, named(label))).collect()
}

fn default_reason(index: usize) -> &'static str {
    match index {
        0 => "says what readers or writers may observe",
        1 => "says how long somebody or some stage waits",
        _ => "says what is paid",
    }
}

/// Whether the prose in `scope` has a number whose unit is one of the consideration's.
pub(crate) fn is_measured(markdown: &Markdown, scope: Scope<'_>, id: ConsiderationId) -> bool {
    let mut text = String::new();
    statements(markdown, scope).statements.iter().any(|statement| {
        statement.write_text(markdown, &mut text);
        quantity(usize::from(id.0), &text).is_some()
    })
}

/// The first number in `text` whose unit is one of the consideration's.
fn quantity(index: usize, text: &str) -> Option<Range<usize>> {
    let mut tokens: Vec<Token> = Vec::new();
    super::tokens::tokenise(text, &mut tokens);
    let fits = |unit: Unit| match index {
        0 => unit.is_time(),
        1 => unit.is_time() || unit == Unit::Hops,
        _ => {
            matches!(unit, Unit::Money | Unit::Bytes | Unit::People | Unit::Machines | Unit::Percent | Unit::Times)
        }
    };
    tokens.windows(2).find_map(|pair| match (pair[0].kind, pair[1].kind) {
        (TokenKind::Number, TokenKind::Unit(unit)) if fits(unit) => {
            Some(pair[0].range.start.min(pair[1].range.start)..pair[1].range.end)
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests;
