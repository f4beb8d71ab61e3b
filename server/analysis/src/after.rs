//! Analysing again after an edit: only the answers whose words are not the same as before.
//!
//! A file of many answers is mostly what it was a moment ago. Its sections are parsed where the texts differ
//! ([`Markdown::parse_after`]); verdicts, and findings that are about an answer's own words, are taken over and moved
//! to where they are now. What is found because of other files, of other answers or of comments is found anew.
//! **Invariant:** the result is the one of [`analyse`]; whatever cannot promise that leads there.

use crate::analyse::{Analysis, AnswerReport, Input, analyse, check, is_confirmed, judge};
use crate::answer::{self, Answer, Recognition, Section, Source};
use crate::considerations::{Evidence, Judgement};
use crate::markdown::{Dialect, Markdown};
use crate::rules::{Finding, Outline, Related};
use crate::text::{Change, Offset, Shift, Span, newline_of, offset};

/// An earlier analysis.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// Its text.
    pub text: &'a str,
    /// What came of it.
    pub analysis: &'a Analysis,
}

/// Analyses one document, of which an earlier text was analysed at the same path and by the same configuration and
/// bank. Other files may have changed since.
pub fn analyse_after(input: &Input<'_>, before: Before<'_>) -> Analysis {
    try_analyse_after(input, before).unwrap_or_else(|| analyse(input))
}

fn try_analyse_after(input: &Input<'_>, before: Before<'_>) -> Option<Analysis> {
    let Before { text, analysis } = before;
    let change = Change::between(text, input.text);
    // Fixes bring their line endings.
    if newline_of(text) != newline_of(input.text) {
        return None;
    }
    let dialect = input.path.map_or(Dialect::CommonMark, Dialect::of_path);
    let markdown = analysis.markdown.parse_after(text, input.text, change, dialect)?;
    let has_outline = has_same_outline(&analysis.markdown, &markdown, change);
    let answers = if has_outline { moved_answers(&analysis.answers, &markdown, change) } else { None };
    let recognition = answers.map_or_else(
        || answer::recognise(input.text, &markdown, input.path, is_confirmed(input), input.bank),
        |answers| Recognition { answers, ..Recognition::default() },
    );
    let outlines = (Outline::of(&analysis.markdown), Outline::of(&markdown));
    let document = Moved { before, input, markdown: &markdown, change, outlines };
    let known = document.known(&recognition.answers);
    let reports = recognition.answers.iter().zip(&known).map(|(answer, known)| match known {
        Some(known) => known.report(answer.clone()),
        None => judge(input, &markdown, answer.clone()),
    });
    let reports: Vec<AnswerReport> = reports.collect();
    let lines_moved = document.lines_moved();
    let findings = |index: usize| known[index].as_ref()?.findings(&analysis.findings, lines_moved);
    let found = check(input, &markdown, reports, findings);
    Some(found.of(markdown, recognition.candidate))
}

/// Whether all headings say the same as before and none was touched.
fn has_same_outline(before: &Markdown, after: &Markdown, change: Change) -> bool {
    before.headings.len() == after.headings.len()
        && before.headings.iter().zip(&after.headings).all(|(one, other)| {
            !change.touches(one.span)
                && one.level == other.level
                && change.shift_of(one.span).is_some_and(|shift| shift.span(one.span) == other.span)
                && before.heading_text(one) == after.heading_text(other)
        })
}

/// The answers where they are now, in a document with the same outline. `None` where only recognising them can tell.
fn moved_answers(before: &[AnswerReport], markdown: &Markdown, change: Change) -> Option<Vec<Answer>> {
    if before.is_empty() {
        return None;
    }
    let moved = before.iter().map(|AnswerReport { answer, .. }| {
        let source = |source: &Source| {
            let is_settled = !change.touches(source.span);
            is_settled
                .then(|| Some(Source { span: change.shift_of(source.span)?.span(source.span), ..*source }))?
        };
        let title = answer.title;
        let span = Span::new(change.start(answer.span.start())?, change.end(answer.span.end())?);
        Some(Answer {
            question: answer.question,
            span,
            title: (!change.touches(title)).then(|| change.shift_of(title))??.span(title),
            heading: answer.heading,
            sources: answer.sources.iter().map(source).collect::<Option<_>>()?,
            has_prose: answer::has_prose(markdown, span),
        })
    });
    moved.collect()
}

/// A document and what it was before.
struct Moved<'a> {
    before: Before<'a>,
    input: &'a Input<'a>,
    markdown: &'a Markdown,
    change: Change,
    /// What stands under what, before and now.
    outlines: (Outline, Outline),
}

/// An answer that says what it said before.
struct Known<'a> {
    report: &'a AnswerReport,
    shift: Shift,
    /// Its heading's number in the outline, before and now.
    headings: (usize, usize),
}

impl<'a> Moved<'a> {
    /// For each of `answers` what it was before, where its words are the same.
    fn known(&self, answers: &[Answer]) -> Vec<Option<Known<'a>>> {
        let before = &self.before.analysis.answers;
        let from_start = answers.iter().zip(before).map(|(answer, report)| self.same(answer, report));
        let mut known: Vec<Option<Known<'_>>> = from_start.collect();
        known.resize_with(answers.len(), || None);
        // Where answers came or went, those behind have other numbers.
        if answers.len() != before.len() {
            for (index, report) in (0..answers.len()).rev().zip(before.iter().rev()) {
                if known[index].is_none() {
                    known[index] = self.same(&answers[index], report);
                }
            }
        }
        known
    }

    fn same(&self, answer: &Answer, report: &'a AnswerReport) -> Option<Known<'a>> {
        let earlier = &report.answer;
        let shift = self.change.shift_of(earlier.span)?;
        let headings = (earlier.heading?, answer.heading?);
        let markdown_before = &self.before.analysis.markdown;
        let is_last = |end: Offset, text: &str| end == offset(text.len());
        let is_same = shift.span(earlier.span) == answer.span
            && shift.span(earlier.title) == answer.title
            && earlier.question == answer.question
            && earlier.has_prose == answer.has_prose
            && earlier.sources.len() == answer.sources.len()
            && earlier
                .sources
                .iter()
                .zip(&answer.sources)
                .all(|(one, other)| Source { span: shift.span(one.span), ..*one } == *other)
            && is_last(earlier.span.end(), self.before.text) == is_last(answer.span.end(), self.input.text)
            && self.outlines.0.around(Some(headings.0)).map(|heading| text_of(markdown_before, heading)).eq(self
                .outlines
                .1
                .around(Some(headings.1))
                .map(|heading| text_of(self.markdown, heading)));
        is_same.then_some(Known { report, shift, headings })
    }

    /// Whether text behind the change stands in other lines than before. Some messages name lines.
    fn lines_moved(&self) -> bool {
        let has_break = |text: &str, end: Offset| {
            // A break is one or two characters: the neighbours count.
            let from = usize::from(self.change.start).saturating_sub(1);
            let to = (usize::from(end) + 1).min(text.len());
            text.as_bytes()[from..to].iter().any(|byte| matches!(byte, b'\n' | b'\r'))
        };
        has_break(self.before.text, self.change.end_before) || has_break(self.input.text, self.change.end_after)
    }
}

fn text_of(markdown: &Markdown, heading: usize) -> (u8, &str) {
    let heading = &markdown.headings[heading];
    (heading.level, markdown.heading_text(heading))
}

impl Known<'_> {
    /// What was said about it, about `answer`, which is the same one where it is now.
    fn report(&self, answer: Answer) -> AnswerReport {
        let shift = self.shift;
        let evidence = |all: &[Evidence]| {
            let moved = all.iter().map(|one| Evidence {
                span: shift.span(one.span),
                words: shift.span(one.words),
                reason: one.reason.clone(),
            });
            moved.collect()
        };
        let section = |section: &Section| Section {
            heading: section.heading - self.headings.0 + self.headings.1,
            title: shift.span(section.title),
            span: shift.span(section.span),
        };
        let judgements = self.report.judgements.iter().map(|(id, judgement)| {
            let judgement = Judgement {
                verdict: judgement.verdict,
                confidence: judgement.confidence,
                reason: judgement.reason.clone(),
                evidence: evidence(&judgement.evidence),
                near_misses: evidence(&judgement.near_misses),
            };
            (*id, judgement)
        });
        AnswerReport {
            answer,
            tradeoff_sections: self.report.tradeoff_sections.iter().map(section).collect(),
            judgements: judgements.collect(),
            other_language: self.report.other_language.clone(),
            decision: self.report.decision,
            state: self.report.state,
        }
    }

    /// What was found in its words, where it is now; `None` where a message may name another line than before.
    fn findings(&self, all: &[Finding], lines_moved: bool) -> Option<Vec<Finding>> {
        let answer = &self.report.answer;
        let first = all.partition_point(|finding| finding.span.start() < answer.span.start());
        let near = all[first..].iter().take_while(|finding| finding.span.start() <= answer.span.end());
        let own = near.filter(|finding| {
            finding.question == Some(answer.question)
                && finding.is_about_words()
                && answer.span.contains_range(finding.span)
        });
        let moved = self.shift != Shift::default();
        if moved && lines_moved && own.clone().any(Finding::names_line) {
            return None;
        }
        Some(own.map(|finding| self.moved(finding)).collect())
    }

    fn moved(&self, finding: &Finding) -> Finding {
        let mut finding = finding.clone();
        finding.span = self.shift.span(finding.span);
        for edit in finding.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = self.shift.span(edit.span);
        }
        for Related { span, .. } in finding.related.iter_mut().filter(|related| related.elsewhere.is_none()) {
            *span = self.shift.span(*span);
        }
        finding
    }
}

#[cfg(test)]
mod tests;
