//! What an editor shows and offers at any place of any document: all of it lies in the text and can be carried out.

use tradeoff_analysis::Analysis;
use tradeoff_analysis::features::{
    ActionEffect, HintStage, Symbol, TRIGGERS, Trigger, View, actions, complete, explanation, fix_all, folds,
    hover, inlays, is_worth_asking, lenses, links, renamable, rename, selections, subject, symbols,
};
use tradeoff_analysis::fixing::apply;
use tradeoff_analysis::text::{LineIndex, Offset, Span, offset, slice};

use crate::analyst::{Place, demand_applicable, demand_inside};
use crate::case::Case;

pub use super::ANSWER as WORDS;

/// Tries one document at the place where `$0` stands in it, else at its end.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let place = Place::of(&case);
    let (text, position) = match case.text.split_once("$0") {
        Some((before, after)) => (format!("{before}{after}"), before.len()),
        None => (case.text.clone(), case.text.len()),
    };
    let analysis = place.analyse(&text);
    let view = View { input: &place.input(&text), analysis: &analysis };
    demand_shown(view, offset(position), case.is_chosen(4));
    demand_completed(view, offset(position));
    demand_done(view, offset(position));
    demand_renamed(place, view, &analysis, offset(position));
}

/// What is shown without being asked, and what is shown about the place.
fn demand_shown(view: View<'_>, position: Offset, is_hinted: bool) {
    let text = view.input.text;
    let whole = Span::up_to(Offset::of(text));
    let stage = if is_hinted { HintStage::Full } else { HintStage::Off };
    if let Some(hover) = hover(view, position, stage) {
        demand_inside(text, hover.span);
        assert!(hover.span.contains_inclusive(position), "{hover:?} is not about {position:?}");
        assert!(!hover.markdown.is_empty());
    }
    if let Some(subject) = subject(view, position) {
        demand_inside(text, subject.span);
        assert!(subject.span.contains_inclusive(position));
    }
    for clause in explanation(view, position).into_iter().flat_map(|explanation| explanation.clauses) {
        demand_inside(text, clause.span);
    }
    let selections = selections(view, whole, position);
    for span in &selections {
        demand_inside(text, *span);
        assert!(span.contains_inclusive(position));
    }
    for pair in selections.windows(2) {
        assert!(pair[1].contains_range(pair[0]) && pair[0] != pair[1], "{selections:?} do not grow");
    }
    for symbol in symbols(view, whole) {
        demand_nested(text, whole, &symbol);
    }
    let all = folds(view, whole, usize::MAX);
    for fold in &all {
        demand_inside(text, fold.span);
        let index = LineIndex::new(text);
        assert!(index.line(fold.span.start()) < index.line(fold.span.end()), "{fold:?} has one line");
    }
    assert!(folds(view, whole, 2).len() <= 2);
    for lens in lenses(view, stage) {
        demand_inside(text, lens.span);
        demand_inside(text, lens.explains);
        assert!(!slice(text, lens.span).contains('\n'), "{lens:?} stands above several lines");
    }
    let shown = inlays(view, whole);
    for inlay in &shown {
        demand_inside(text, Span::empty(inlay.position));
    }
    assert!(shown.iter().map(|inlay| inlay.position).is_sorted());
    let links = links(view, true);
    for link in &links {
        demand_inside(text, link.span);
    }
    assert!(links.iter().map(|link| link.span.start()).is_sorted());
}

/// An outline's lines hold their parts.
fn demand_nested(text: &str, within: Span, symbol: &Symbol) {
    demand_inside(text, symbol.span);
    assert!(within.contains_range(symbol.span), "{symbol:?} is outside of {within:?}");
    assert!(symbol.span.contains_range(symbol.selection), "{symbol:?}");
    assert!(!symbol.name.trim().is_empty(), "{symbol:?} has no name");
    for child in &symbol.children {
        demand_nested(text, symbol.span, child);
    }
}

/// Offers to finish what stands before the place.
fn demand_completed(view: View<'_>, position: Offset) {
    let text = view.input.text;
    let typed = slice(text, Span::up_to(position)).chars().next_back();
    let trigger = typed.filter(|typed| TRIGGERS.contains(typed)).map_or(Trigger::Asked, Trigger::Typed);
    let offers = complete(view, position, trigger);
    for offer in &offers {
        demand_inside(text, offer.typed);
        demand_inside(text, offer.replaced);
        assert_eq!(offer.typed.end(), position, "{offer:?} does not end at the cursor");
        assert_eq!(offer.typed.start(), offer.replaced.start(), "{offer:?}");
        assert!(offer.replaced.end() >= position, "{offer:?} replaces less than was typed");
        assert!(!slice(text, offer.replaced).contains(['\n', '\r']), "{offer:?} replaces several lines");
        assert!(!offer.label.is_empty() && !offer.pieces.is_empty(), "{offer:?}");
    }
    let line = slice(text, Span::up_to(position)).rsplit(['\n', '\r']).next().unwrap_or_default();
    assert!(offers.is_empty() || is_worth_asking(line, trigger), "{line:?} was not worth asking about");
}

/// What is offered to be done about the place.
fn demand_done(view: View<'_>, position: Offset) {
    let text = view.input.text;
    for action in actions(view, Span::empty(position), true) {
        assert!(!action.title.is_empty());
        match action.effect {
            ActionEffect::Edits(edits) => demand_applicable(text, &edits),
            ActionEffect::Blank { at, .. } => demand_inside(text, Span::empty(at)),
            ActionEffect::FixAll | ActionEffect::Sheet(_) | ActionEffect::Disabled(_) => {}
        }
    }
    demand_applicable(text, &fix_all(view, position));
}

/// The number at the place becomes another one, and the answer answers that.
fn demand_renamed(place: Place, view: View<'_>, analysis: &Analysis, position: Offset) {
    let text = view.input.text;
    let Some(renamable) = renamable(view, position) else { return };
    demand_inside(text, renamable.span);
    assert!(renamable.span.contains_inclusive(position), "{renamable:?}");
    let Some((edits, _)) = rename(view, position, 503) else { return };
    demand_applicable(text, &edits);
    let after = place.analyse(&apply(text, &edits));
    let [before] = analysis.answers.as_slice() else { return };
    if before.answer.question == renamable.number && renamable.number != 503 {
        let numbers: Vec<u32> = after.answers.iter().map(|report| report.answer.question).collect();
        assert_eq!(numbers, [503], "renamed in {text:?}");
    }
}
