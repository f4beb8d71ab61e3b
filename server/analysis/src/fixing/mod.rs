//! Applying fixes: which of them go together, and what comes of it.
//!
//! A fix knows one finding. Here fixes are put together: those that do not touch each other are applied at once,
//! the text is analysed again, and so on until nothing is left to apply. A round that would make a new error, or
//! after which a finding still asks for the same fix, is not kept; the fixes in it are then tried one by one, and
//! the ones that do harm are left out. It ends when a round has nothing to apply, so fixing a text twice is fixing it once.

mod patch;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;

pub use patch::apply;

use patch::Patch;

use crate::analyse::{Analysis, Input, analyse, analyse_joined};
use crate::markdown::Joined;
use crate::rules::{Applicability, Finding, Fingerprint, Fix, Severity, TextEdit, consideration_of};
use crate::text::{Offset, Span, slice};

/// More rounds than fixes that wait for each other need. Those that go round in circles end here.
const ROUNDS: usize = 6;

/// Which fixes are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The least safe that is.
    pub up_to: Applicability,
    /// Of a document of several files, the only one that may be changed, by its place in their order.
    pub part: Option<usize>,
}

/// What came of fixing a document.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The edits of the text as it was, sorted, not overlapping.
    pub edits: Vec<TextEdit>,
    /// The rules of the findings that were mended, in order of their mending.
    pub mended: Vec<Mended>,
    /// What is known about the text after the edits.
    pub analysis: Analysis,
}

/// A finding that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// Its rule's name.
    pub rule: Cow<'static, str>,
    /// The file that it lay in, by its place in the order of the document's files.
    pub part: usize,
}

impl Fixed {
    /// What the part `within` of `text`, the text as it was, says after the edits in it.
    pub fn text(&self, text: &str, within: Span) -> String {
        let own = self.edits.iter().filter(|edit| within.contains_range(edit.span));
        let own = own.map(|edit| TextEdit { span: edit.span - within.start(), text: edit.text.clone() });
        apply(slice(text, within), &own.collect::<Vec<_>>())
    }
}

/// Applies the fixes in `scope` to what `input` and its `analysis` are about, until none is left. `None` where
/// there is nothing to apply.
pub fn fix(input: &Input<'_>, analysis: &Analysis, scope: Scope) -> Option<Fixed> {
    let mut fixing = Fixing {
        input,
        original: analysis,
        scope,
        patch: Patch::new(Offset::of(input.text)),
        analysis: Cow::Borrowed(analysis),
        mended: Vec::new(),
    };
    for _ in 0..ROUNDS {
        if !fixing.round() {
            break;
        }
    }
    let Fixing { patch, analysis, mended, .. } = fixing;
    (!mended.is_empty()).then(|| Fixed { edits: patch.edits(), mended, analysis: analysis.into_owned() })
}

/// A document on its way from what it was to what it will be.
struct Fixing<'a> {
    input: &'a Input<'a>,
    original: &'a Analysis,
    scope: Scope,
    /// The text as it is now.
    patch: Patch,
    /// What is known about it.
    analysis: Cow<'a, Analysis>,
    mended: Vec<Mended>,
}

/// What a finding is found by after the text has changed.
type Key = (Cow<'static, str>, Fingerprint);

/// A fix with its finding.
struct Choice {
    key: Key,
    fix: Fix,
    part: usize,
    /// Where it stands among fixes for the same place.
    rank: usize,
}

impl Fixing<'_> {
    /// Applies what can be applied at once. Says whether anything was.
    ///
    /// What does harm is not remembered: next to the fixes that were applied after it, it may do none. So a text
    /// in which a round applies nothing is one in which it never will.
    fn round(&mut self) -> bool {
        let mut chosen = self.choose();
        let mended = self.mended.len();
        if !self.apply(&chosen) && chosen.len() > 1 {
            for choice in &mut chosen {
                // The others have moved it.
                if let Some(now) = self.candidates().into_iter().find(|now| now.key == choice.key) {
                    *choice = now;
                    self.apply(std::slice::from_ref(choice));
                }
            }
        }
        self.mended.len() > mended
    }

    /// Applies the fixes `chosen` and keeps the result if it does no harm.
    fn apply(&mut self, chosen: &[Choice]) -> bool {
        if chosen.is_empty() {
            return false;
        }
        let mut edits: Vec<TextEdit> = chosen.iter().flat_map(|choice| choice.fix.edits.iter().cloned()).collect();
        // Edits at the same place keep the order in which they were chosen.
        edits.sort_by_key(|edit| (edit.span.start(), edit.span.end()));
        let patch = self.patch.edited(&edits);
        let analysis = self.analyse(&patch.edits());
        if !is_sound(&self.analysis, &analysis, chosen) {
            return false;
        }
        self.patch = patch;
        self.analysis = Cow::Owned(analysis);
        self.mended.extend(chosen.iter().map(|choice| Mended { rule: choice.key.0.clone(), part: choice.part }));
        true
    }

    /// The fixes that go together, the safer and the earlier ones first.
    fn choose(&self) -> Vec<Choice> {
        let mut chosen: Vec<Choice> = Vec::new();
        for candidate in self.candidates() {
            let mut taken = chosen.iter().flat_map(|choice| &choice.fix.edits);
            if !taken.any(|taken| candidate.fix.edits.iter().any(|edit| is_in_the_way(taken, edit))) {
                chosen.push(candidate);
            }
        }
        chosen
    }

    fn candidates(&self) -> Vec<Choice> {
        let mut candidates: Vec<Choice> =
            self.analysis.findings.iter().filter_map(|finding| self.candidate(finding)).collect();
        candidates.sort_by_key(|choice| {
            (choice.fix.applicability, choice.fix.edits.first().map(|edit| edit.span.start()), choice.rank)
        });
        candidates
    }

    fn candidate(&self, finding: &Finding) -> Option<Choice> {
        let fix = finding.fix.as_ref().filter(|fix| !finding.suppressed && !fix.edits.is_empty())?;
        let key = (finding.rule.clone(), finding.fingerprint);
        let after = self.analysis.markdown.parts.partition_point(|part| part.span.start() <= finding.span.start());
        let part = after.saturating_sub(1);
        let is_wanted = fix.applicability <= self.scope.up_to && self.scope.part.is_none_or(|only| only == part);
        is_wanted.then(|| Choice { key, fix: fix.clone(), part, rank: rank(self.input, &finding.rule) })
    }

    /// Analyses the text after `edits` of the original.
    fn analyse(&self, edits: &[TextEdit]) -> Analysis {
        let parts = &self.original.markdown.parts;
        if parts.is_empty() {
            let text = apply(self.input.text, edits);
            return analyse(&Input { text: &text, ..*self.input });
        }
        let texts = parts.iter().map(|part| {
            let own = edits.iter().filter(|edit| part.span.contains_range(edit.span));
            let own = own.map(|edit| TextEdit { span: edit.span - part.span.start(), text: edit.text.clone() });
            apply(slice(self.input.text, part.span), &own.collect::<Vec<_>>())
        });
        let texts: Vec<String> = texts.collect();
        let names = parts.iter().map(|part| part.name.as_str());
        let joined = Joined::new(names.zip(texts.iter().map(String::as_str)));
        analyse_joined(&Input { text: &joined.text, ..*self.input }, &joined)
    }
}

/// The place of a rule's consideration among those that are required: where skeletons for the same place stand.
pub(crate) fn rank(input: &Input<'_>, rule: &str) -> usize {
    let Some(name) = consideration_of(rule) else { return 0 };
    let required = &input.settings.for_path(input.below_config.unwrap_or_default()).required;
    let mut names = required.iter().map(|&id| input.settings.consideration(id).name.as_str());
    names.position(|required| required == name).unwrap_or(required.len())
}

/// Whether one of two edits must wait for the other. Insertions at the same place follow each other.
fn is_in_the_way(one: &TextEdit, other: &TextEdit) -> bool {
    let both_insert = one.span.is_empty() && other.span.is_empty();
    !both_insert && one.span.intersect(other.span).is_some()
}

/// Whether a document is no worse after `chosen` than before: there is no new error, and no finding asks again for
/// a fix that was applied.
fn is_sound(before: &Analysis, after: &Analysis, chosen: &[Choice]) -> bool {
    let (old, new) = (errors(before), errors(after));
    let count = |errors: &HashMap<&str, usize>, rule: &str| errors.get(rule).copied().unwrap_or_default();
    // While the whole section is missing, nobody says what would be missing in it. With its skeleton that is said
    // for the first time, and has been true before.
    let unsaid = count(&old, MISSING_SECTION).saturating_sub(count(&new, MISSING_SECTION));
    let has_new_error = new.iter().any(|(rule, &now)| {
        let allowed = if consideration_of(rule).is_some() { unsaid } else { 0 };
        now > count(&old, rule) + allowed
    });
    !has_new_error
        && chosen.iter().all(|choice| {
            let same = |other: &&Choice| other.key.0 == choice.key.0 && other.fix.title == choice.fix.title;
            let applied = chosen.iter().filter(same).count();
            offers(after, choice) + applied <= offers(before, choice)
        })
}

/// The rule whose finding stands for all omissions of an answer.
const MISSING_SECTION: &str = "missing-tradeoffs";

/// How many errors each rule reports.
fn errors(analysis: &Analysis) -> HashMap<&str, usize> {
    let mut errors = HashMap::new();
    let all = analysis.findings.iter().filter(|finding| !finding.suppressed);
    for finding in all.filter(|finding| finding.severity == Severity::Error) {
        *errors.entry(&*finding.rule).or_default() += 1;
    }
    errors
}

/// How many findings ask for the same as `choice`.
fn offers(analysis: &Analysis, choice: &Choice) -> usize {
    let asks = |finding: &&Finding| {
        let is_same = finding.fix.as_ref().is_some_and(|fix| fix.title == choice.fix.title);
        !finding.suppressed && finding.rule == choice.key.0 && is_same
    };
    analysis.findings.iter().filter(asks).count()
}
