//! Suppressions: a comment silences what it names and changes nothing else.

use std::collections::BTreeSet;
use std::ops::Range;

use tradeoff_analysis::Analysis;
use tradeoff_analysis::fixing::apply;
use tradeoff_analysis::rules::Finding;
use tradeoff_analysis::text::slice;

use crate::analyst::{Place, demand_applicable, said};
use crate::case::Case;

pub use super::ANSWER as WORDS;

/// The rules about suppressions themselves.
const OWN: [&str; 2] = ["unused-suppression", "malformed-suppression"];

/// Tries one document.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let (place, text) = (Place::of(&case), case.text.as_str());
    let analysis = place.analyse(text);
    let heard = place.analyse(&unnamed(text, &analysis));
    demand_only_silence(&analysis, &heard);
    demand_named(text, &analysis);
    demand_removable(place, text, &analysis);
}

/// `text` with comments that name nothing, of the same length so that nothing else is moved.
fn unnamed(text: &str, analysis: &Analysis) -> String {
    let mut unnamed = text.to_owned();
    for comment in &analysis.markdown.comments {
        let other = slice(text, comment.span).replace("tradeoff-ignore", "tradeoff-ignorx");
        unnamed.replace_range(Range::<usize>::from(comment.span), &other);
    }
    unnamed
}

/// Demands that without the comments the same is found, in places that are not silent. Only fixes may differ: a skeleton
/// does not come between a comment and what it is about.
fn demand_only_silence(analysis: &Analysis, heard: &Analysis) {
    let others = |analysis: &Analysis| {
        let findings = analysis.findings.iter().filter(|finding| !OWN.contains(&&*finding.rule));
        let plain = |finding: &Finding| {
            let mut finding = finding.clone();
            (finding.suppressed, finding.fix) = (false, None);
            finding
        };
        findings.map(plain).collect::<Vec<_>>()
    };
    assert_eq!(others(analysis), others(heard), "a suppression changes what is found");
    assert!(heard.findings.iter().all(|finding| !finding.suppressed), "something is silent without a comment");
}

/// Demands that what is silent is named by a comment, and that no comment is said to be of no use that is of use.
fn demand_named(text: &str, analysis: &Analysis) {
    let comments = analysis.markdown.comments.iter().map(|comment| slice(text, comment.span));
    let comments: Vec<&str> = comments.filter(|comment| comment.contains("tradeoff-ignore")).collect();
    for finding in analysis.findings.iter().filter(|finding| finding.suppressed) {
        let is_named = comments.iter().any(|comment| comment.contains(&*finding.rule));
        assert!(is_named, "nothing names {} in {comments:?}", finding.rule);
    }
}

/// Demands that taking out what is of no use wakes nothing and silences nothing.
fn demand_removable(place: Place, text: &str, analysis: &Analysis) {
    for finding in &analysis.findings {
        let Some(fix) = finding.fix.as_ref().filter(|_| OWN.contains(&&*finding.rule)) else { continue };
        demand_applicable(text, &fix.edits);
        for edit in &fix.edits {
            let gone = slice(text, edit.span).replace(char::is_whitespace, "");
            let is_comment =
                gone.contains("tradeoff-ignore") && ["<!--", "{/*"].iter().any(|start| gone.starts_with(start));
            assert!(is_comment, "the fix of {} takes out {gone:?}", finding.rule);
        }
        let after = place.analyse(&apply(text, &fix.edits));
        // Where the comment kept blocks apart, the text says something else without it.
        if after.markdown.prose.text() != analysis.markdown.prose.text() {
            continue;
        }
        let silent = |analysis: &Analysis| {
            // What is said about an answer without a title stands at the start of the text, whatever comes to stand there.
            let findings =
                analysis.findings.iter().filter(|finding| finding.suppressed && !finding.span.is_empty());
            findings.map(|finding| format!("{:?}", said(finding))).collect::<BTreeSet<_>>()
        };
        assert!(silent(&after).is_subset(&silent(analysis)), "the fix of {} silences something", finding.rule);
    }
}
