//! How far a repository is, in a terminal: a bar for each section, the counts, what is left out most.

use std::fmt::Write as _;
use std::iter::repeat_n;

use tradeoff_analysis::State;
use tradeoff_workspace::progress::StateCounts;
use unicode_width::UnicodeWidthStr as _;

use crate::commands::list::style;
use crate::commands::progress::Document;
use crate::shell::escape;

/// The output is never wider than this many columns.
pub(crate) const WIDTH: usize = 100;

/// How wide a bar is.
const BAR: usize = 30;

/// How wide the counts behind a bar are.
const COUNTS: usize = 24;

/// What the bar of a state is made of, so that it can be read without colours.
const MARKS: [(State, char); 4] =
    [(State::Argued, '█'), (State::Answered, '▓'), (State::Draft, '░'), (State::Unanswered, '·')];

/// The text, `width` columns wide.
pub(crate) fn text(document: &Document, color: bool, width: usize) -> String {
    let progress = &document.progress;
    let room = width.saturating_sub(BAR + COUNTS + 4).max(16);
    let titles = progress.sections.iter().map(|section| escape(&section.title).width());
    let title_width = titles.max().unwrap_or_default().clamp(5, room);
    let mut text = String::new();
    for section in &progress.sections {
        row(&mut text, &section.title, section.counts, title_width, color);
    }
    if progress.sections.len() != 1 {
        row(&mut text, "all", progress.all, title_width, color);
    }
    let legend = MARKS.map(|(state, mark)| {
        let (count, style) = (count(progress.all, state), style(state, color));
        format!("{style}{mark}{style:#} {count} {}", state.name())
    });
    push_line(&mut text, &format!("\n{}", legend.join("  ")));
    if !progress.missing.is_empty() {
        let missing = progress.missing.iter();
        let missing = missing.map(|one| format!("{} ({})", escape(&one.consideration), one.answers));
        push_line(&mut text, &format!("most often missing: {}", missing.collect::<Vec<_>>().join(", ")));
    }
    for moment in document.history.iter().flatten() {
        let (bar, StateCounts { argued, total, .. }) = (bar(moment.counts, color), moment.counts);
        push_line(&mut text, &format!("{}  {bar}  {argued} of {total} argued", moment.date));
    }
    text
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn row(text: &mut String, title: &str, counts: StateCounts, width: usize, color: bool) {
    let title = shortened(&escape(title), width);
    let padding = " ".repeat(width - title.width());
    let StateCounts { total, argued, answered, draft, .. } = counts;
    let written = argued + answered + draft;
    let bar = bar(counts, color);
    push_line(text, &format!("{title}{padding}  {bar}  {argued:>3} argued, {written} of {total}"));
}

fn shortened(title: &str, width: usize) -> String {
    if title.width() <= width {
        return title.to_owned();
    }
    let mut short = String::new();
    for character in title.chars() {
        if short.width() + 2 > width {
            break;
        }
        short.push(character);
    }
    short + "…"
}

/// A bar whose parts are as long as their shares. What is there at all is seen.
fn bar(counts: StateCounts, color: bool) -> String {
    let mut bar = String::new();
    let mut done = 0;
    let mut drawn = 0;
    for (state, mark) in MARKS {
        let count = count(counts, state);
        done += count;
        let end = (done as usize * BAR).checked_div(counts.total as usize).unwrap_or_default();
        let end = if count > 0 { end.max(drawn + 1).min(BAR) } else { end.max(drawn) };
        let style = style(state, color);
        if end > drawn {
            let part: String = repeat_n(mark, end - drawn).collect();
            write!(bar, "{style}{part}{style:#}").expect("writing to a string cannot fail");
        }
        drawn = end;
    }
    bar + &" ".repeat(BAR - drawn)
}

/// How many questions are as far as `state`.
pub(crate) fn count(counts: StateCounts, state: State) -> u32 {
    match state {
        State::Unanswered => counts.unanswered,
        State::Draft => counts.draft,
        State::Answered => counts.answered,
        State::Argued => counts.argued,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(unanswered: u32, draft: u32, answered: u32, argued: u32) -> StateCounts {
        StateCounts { total: unanswered + draft + answered + argued, unanswered, draft, answered, argued }
    }

    #[test]
    fn a_bar_shows_shares_and_hides_nothing() {
        assert_eq!(bar(counts(2, 0, 0, 2), false), "█".repeat(15) + &"·".repeat(15));
        assert_eq!(bar(counts(250, 1, 1, 1), false), "█▓░".to_owned() + &"·".repeat(27));
        assert_eq!(bar(counts(0, 0, 0, 0), false), " ".repeat(30));
    }

    #[test]
    fn long_titles_are_cut() {
        assert_eq!(shortened("abcdef", 6), "abcdef");
        assert_eq!(shortened("abcdefg", 6), "abcde…");
    }
}
