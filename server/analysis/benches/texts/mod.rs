//! What is measured: answers of any length, put together from the samples.

use tradeoff_analysis::bank::Bank;

/// The part of an answer's words that stands in its trade-off section.
const TRADEOFFS: f32 = 0.3;

/// The words of each answer in a file of many.
const WORDS_OF_MANY: usize = 800;

/// The sheet that all questions here have.
const SHEET: &str =
    include_str!("../../../../questions/senior/advanced-distributed-systems/0501-raft-walkthrough.md");

/// Questions from 501 on, one for each answer in the longest file.
const QUESTIONS: usize = 100;

static SAMPLES: &[&str] = &[
    include_str!("../../../../tests/samples/0501-raft.md"),
    include_str!("../../../../tests/samples/0506-read-repair.md"),
    include_str!("../../../../tests/samples/0516-leader-vs-leaderless.md"),
    include_str!("../../../../tests/samples/0554-global-rate-limiter.md"),
    include_str!("../../../../tests/samples/0655-redis-primary.md"),
    include_str!("../../../../tests/samples/0744-cache-outage.md"),
];

/// An answer of about `words` words.
pub(crate) fn answer(words: usize) -> String {
    one("# 501. Walk through Raft", "##", words)
}

/// A file of about `words` words that holds as many answers as it takes.
pub(crate) fn many(words: usize) -> String {
    let answers = (0..words / WORDS_OF_MANY).map(|index| {
        let title = format!("## {}. Walk through Raft", 501 + index % QUESTIONS);
        one(&title, "###", WORDS_OF_MANY)
    });
    format!("# My answers\n\n{}", answers.collect::<String>())
}

/// The questions that are answered.
pub(crate) fn bank() -> Bank {
    let sheet = |index: usize| -> (&'static str, &'static str) {
        let number = 501 + index;
        let path = format!("senior/consensus/{number:04}-raft.md");
        (path.leak(), SHEET.replace("number: 501", &format!("number: {number}")).leak())
    };
    Bank::builtin((0..QUESTIONS).map(sheet).collect::<Vec<_>>().leak())
}

fn one(title: &str, level: &str, words: usize) -> String {
    let in_section = (words as f32 * TRADEOFFS) as usize;
    let mut text = format!("{title}\n\n");
    extend(&mut text, words - in_section, level, |(body, _)| body);
    text.push_str(level);
    text.push_str(" Trade-offs\n\n");
    extend(&mut text, in_section, level, |(_, section)| section);
    text
}

/// Appends paragraphs of the samples, again and again, until they have `words` words. `part` chooses from what stands
/// before and in a sample's trade-off section.
fn extend(text: &mut String, words: usize, level: &str, part: fn((&'static str, &'static str)) -> &'static str) {
    let parts = SAMPLES.iter().filter_map(|sample| sample.split_once("## Trade-offs")).map(part);
    let paragraphs = parts.flat_map(|part| part.split("\n\n")).map(str::trim);
    let paragraphs =
        paragraphs.filter(|text| !(text.is_empty() || text.starts_with("# ") || text.starts_with("---")));
    let mut count = 0;
    for paragraph in paragraphs.collect::<Vec<_>>().into_iter().cycle() {
        count += paragraph.split_whitespace().count();
        match paragraph.strip_prefix("## ") {
            Some(title) => text.extend([level, " ", title]),
            None => text.push_str(paragraph),
        }
        text.push_str("\n\n");
        if count >= words {
            break;
        }
    }
}
