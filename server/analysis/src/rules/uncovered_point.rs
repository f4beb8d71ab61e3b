//! `uncovered-point`: key points of the question's sheet that the answer never touches.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};
use crate::answer::Answer;
use crate::bank::{Question, Sheet};
use crate::markdown::Markdown;

pub(super) const RULE: Rule = Rule {
    name: "uncovered-point",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "The answer never touches some of the key points in the question's sheet (`tradeoff show NUMBER`), under any of the names that the sheet knows for them.",
        why: "The sheet lists what somebody who knows the field expects to read. A point may be left out on purpose, so this is a hint: editors show it, and `tradeoff lint` prints it only with `--hints` (JSON has it always). Give the rule the level `info` or more in `tradeoff.toml` to see it in every run. Answers of fewer than 100 words are barely begun and get no hint.",
        fails: "# Q510 What does a TTL bound?

An entry is kept until its time to live has passed, and then it is dropped. The application looks into the cache first, and on a miss it reads the row, stores it and answers. A short time means many misses, a long one means old answers, so we measured how often rows change before we chose 30 seconds. Keys carry a version, so that a new release never reads what an older one has written.

## Trade-offs

A reader may see a price that is 30 seconds old. A hit takes 1 ms instead of 20 ms. The two cache nodes cost 140 USD a month.
",
        passes: "# Q510 What does a TTL bound?

An entry is kept until its time to live has passed, and then it is dropped. The application looks into the cache first, and on a miss it reads the row, stores it and answers. Expiry times are jittered by a tenth, so that keys that were stored together do not stampede the database together. A short time means many misses, a long one means old answers, so we measured how often rows change before we chose 30 seconds.

## Trade-offs

A reader may see a price that is 30 seconds old. A hit takes 1 ms instead of 20 ms. The two cache nodes cost 140 USD a month.
",
        fix: "Read the points in the sheet. Write about those that matter for your decision, and leave out the others; where you covered one in words that the sheet does not know, naming it once helps readers as well.",
    },
    check: Check::Answer(check),
};

/// Shorter answers are barely begun.
const MIN_WORDS: usize = 100;

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let answer = &context.report.answer;
    let Some(question) = context.file.input.bank.get(answer.question).filter(|_| answer.has_prose) else { return };
    let sheet = question.sheet();
    if sheet.cover.is_empty() || !is_begun(context) {
        return;
    }
    let untouched = untouched(question, answer, context.file.markdown);
    if !untouched.is_empty() {
        findings.report(&RULE, Report::new(answer.title, message(sheet, &untouched)));
    }
}

/// The points of the question's sheet, by their places in it, that the answer never touches.
pub(crate) fn untouched(question: &Question, answer: &Answer, markdown: &Markdown) -> Vec<usize> {
    question.terms().untouched(answer.texts(markdown))
}

fn is_begun(context: &AnswerContext<'_>) -> bool {
    context.texts().flat_map(str::split_whitespace).nth(MIN_WORDS - 1).is_some()
}

fn message(sheet: &Sheet, untouched: &[usize]) -> String {
    let terms: Vec<&str> = untouched.iter().map(|&point| sheet.cover[point].term.as_str()).collect();
    let count = sheet.cover.len();
    let points = if count == 1 { "point" } else { "points" };
    format!("{} of {count} key {points} never touched: {}", terms.len(), terms.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_below, messages};

    /// Text of `count` words about nothing.
    fn filler(count: usize) -> String {
        "word ".repeat(count)
    }

    #[test]
    fn the_points_are_named_at_the_title() {
        let text = filler(100);
        let fixture = format!(
            "
# Q510 What does a TTL bound?
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncovered-point
{text}

We add jitter.

## Trade-offs
A reader may see the old price for 3 s. Every save waits 40 ms for the slowest replica.
Three nodes cost 270 USD a month.
"
        );
        check_below("[length]\nmin = 0\n", &fixture);
        let messages = messages(&format!("# Q510 What does a TTL bound?\n\n{text}\n\nWe add jitter.\n"));
        assert_eq!(messages[1], "2 of 3 key points never touched: expiry, look-aside cache");
    }

    #[test]
    fn headings_and_table_cells_count_and_code_does_not() {
        let text = |block: &str| format!("# Q510 Expiry\n\n{}\n\n{block}\n", filler(100));
        let points = |block: &str| {
            let messages = messages(&text(block));
            messages.into_iter().find_map(|message| Some(message.split_once("touched: ")?.1.to_owned()))
        };
        let both = "expiry, stampede";
        assert_eq!(points("## Cache aside").as_deref(), Some(both));
        assert_eq!(points("| cache-aside | x |\n|---|---|\n| a | b |").as_deref(), Some(both));
        assert_eq!(points("## Cache aside\n\n```\ntime to live\n```\n<!-- dogpile -->").as_deref(), Some(both));
        assert_eq!(points("## Cache aside\n\n- time to live\n  - `dogpile`"), None);
    }

    #[test]
    fn an_answer_that_is_barely_begun_gets_no_hint() {
        let messages = messages(&format!("# Q510 What does a TTL bound?\n\n{}\n", filler(99)));
        assert_eq!(messages.len(), 1, "{messages:?}");
    }

    #[test]
    fn each_answer_of_a_file_stands_for_itself() {
        let text = filler(100);
        let messages =
            messages(&format!("# Q510 TTL\n\n{text} Expiry.\n\n# Q501 Raft\n\n{text} Dogpile. Cache-aside.\n"));
        let points: Vec<_> = messages.iter().filter(|message| message.contains("touched")).collect();
        assert_eq!(points, ["2 of 3 key points never touched: look-aside cache, stampede"]);
    }
}
