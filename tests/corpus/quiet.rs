//! Writing ordinary prose is not interrupted: at no place in the samples is anything offered, unless what stands
//! before the cursor leads towards it and nowhere else.

use std::fs;
use std::path::Path;

use tradeoff_analysis::bank::{Bank, SheetSource};
use tradeoff_analysis::config::{Config, Settings};
use tradeoff_analysis::features::{Completion, Topic, Trigger, View, complete, is_worth_asking};
use tradeoff_analysis::markdown::BlockKind;
use tradeoff_analysis::text::offset;
use tradeoff_analysis::{Analysis, Input, analyse};

use crate::bank::builtin_sheets;

/// No name of a skeleton is longer, so nothing can be offered further into a line.
const LONGEST_NAME: usize = 16;

/// The samples: name and text.
fn samples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let files = fs::read_dir(folder).expect("there are samples").map(|file| file.expect("it can be read").path());
    let markdown = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut samples: Vec<_> = markdown
        .map(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).expect("its name is readable").to_owned();
            (name, fs::read_to_string(&path).expect("it can be read"))
        })
        .collect();
    samples.sort();
    samples
}

/// Where prose stands in `text`: the bytes of each line of a block that is no heading.
fn lines_of_prose(text: &str, analysis: &Analysis) -> Vec<std::ops::Range<usize>> {
    let blocks = analysis.markdown.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Heading(_)));
    let lines = blocks.flat_map(|block| {
        let span = std::ops::Range::<usize>::from(block.span);
        let mut at = span.start;
        text[span].split_inclusive('\n').map(move |line| {
            at += line.len();
            at - line.len()..at - line.len() + line.trim_end().len()
        })
    });
    lines.collect()
}

struct Sample<'a> {
    name: &'a str,
    text: &'a str,
    bank: &'a Bank,
    settings: &'a Settings,
}

impl Sample<'_> {
    fn view<T>(&self, text: &str, look: impl FnOnce(View<'_>) -> T) -> T {
        let path = Some(self.name);
        let (bank, settings) = (self.bank, self.settings);
        let input = Input { text, path, below_config: path, bank, settings, surroundings: None };
        look(View { input: &input, analysis: &analyse(&input) })
    }

    /// The part of the line before `at`.
    fn before(&self, at: usize) -> &str {
        let start = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
        &self.text[start..at]
    }
}

/// Whether the line `before` the cursor ends in the beginning of a reference, as `Q5`.
fn is_reference(before: &str) -> bool {
    before.trim_end_matches(|character: char| character.is_ascii_digit()).ends_with(['Q', ' '])
        && before.contains('Q')
}

/// Whether `offer` is a name that `before`, a line, begins with two letters or more.
fn is_begun_name(offer: &Completion, before: &str) -> bool {
    let is_name = matches!(offer.topic, Topic::Consideration(_) | Topic::Tradeoffs);
    let folded = |text: &str| text.to_lowercase().replace(['-', ' '], "");
    is_name && before.trim().len() >= 2 && folded(&offer.label).starts_with(&folded(before))
}

#[test]
fn prose_is_never_interrupted() {
    let mut bank = Bank::default();
    bank.add_own(
        builtin_sheets().into_iter().map(|(path, text)| SheetSource { path: path.into(), text: text.into() }),
    );
    let settings = Settings::new(Config::default()).expect("the defaults are valid");
    let (mut places, mut typed) = (0, 0);
    for (name, text) in samples() {
        let sample = Sample { name: &name, text: &text, bank: &bank, settings: &settings };
        sample.view(&text, |view| {
            for line in lines_of_prose(&text, view.analysis) {
                let columns = text[line.clone()].char_indices().map(|(column, _)| line.start + column);
                for at in columns.chain([line.end]) {
                    let before = sample.before(at);
                    places += 1;
                    let offers = complete(view, offset(at), Trigger::Asked);
                    let is_expected =
                        offers.iter().all(|offer| offer.topic == Topic::Question) && is_reference(before);
                    assert!(offers.is_empty() || is_expected, "{name}: {before:?} is offered {}", offers[0].label);
                    typed += usize::from(at > line.start);
                    if at > line.start {
                        check_as_typed(&sample, at, line.end);
                    }
                }
            }
        });
    }
    assert!(places > 10_000 && typed > 10_000, "{places} places");
}

/// Checks that nothing is offered at the moment when the character before `at` was typed, with the rest of the
/// line not yet written.
fn check_as_typed(sample: &Sample<'_>, at: usize, end: usize) {
    let before = sample.before(at);
    let last = before.chars().next_back().expect("something was typed");
    let is_trigger = last == '#' || last == ' ' || last.is_ascii_digit();
    let trigger = if is_trigger { Trigger::Typed(last) } else { Trigger::Asked };
    // Elsewhere nothing is looked at: what is tested here is what is left.
    let is_asked = if is_trigger { is_worth_asking(before, trigger) } else { before.len() <= LONGEST_NAME };
    if !is_asked {
        return;
    }
    let mut text = sample.text.to_owned();
    text.replace_range(at..end, "");
    let offers = sample.view(&text, |view| complete(view, offset(at), trigger));
    let is_expected = |offer: &Completion| match offer.topic {
        Topic::Question => is_reference(before),
        _ => is_begun_name(offer, before),
    };
    assert!(offers.iter().all(is_expected), "{}: {before:?} is offered {}", sample.name, offers[0].label);
}
