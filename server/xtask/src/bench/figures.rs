//! Figures and the table of them.

use std::fmt;
use std::time::Duration;

/// Measurements of one thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample(Vec<f64>);

impl Sample {
    pub(super) fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    pub(super) fn push_ms(&mut self, time: Duration) {
        self.push(time.as_secs_f64() * 1e3);
    }

    /// The value below which `share` of them lie.
    pub(super) fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
    }

    pub(super) fn median(&self) -> f64 {
        self.quantile(0.5)
    }
}

/// What figures count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Milliseconds,
    Seconds,
    Megabytes,
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Milliseconds => "ms",
            Self::Seconds => "s",
            Self::Megabytes => "MB",
        })
    }
}

/// What a line must and wants to keep to: times the floor, or in the line's unit where there is no floor.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    pub(super) must: f64,
    pub(super) aim: f64,
}

impl Budget {
    pub(super) const fn new(must: f64, aim: f64) -> Self {
        Self { must, aim }
    }
}

/// A line of the table: the quantile `at` of two samples that were taken by turns.
pub(super) struct Line<'a> {
    pub(super) what: String,
    pub(super) unit: Unit,
    pub(super) at: f64,
    pub(super) floor: Option<&'a Sample>,
    pub(super) ours: &'a Sample,
    pub(super) budget: Option<Budget>,
}

/// Prints lines as they come and counts budgets that do not hold.
#[derive(Default)]
pub(super) struct Table {
    pub(super) broken: Vec<String>,
    /// How many budgets there were to keep to.
    pub(super) judged: usize,
}

impl Table {
    pub(super) fn line(&mut self, line: &Line<'_>) {
        let Line { what, unit, at, floor, ours, budget } = line;
        let value = ours.quantile(*at);
        let of_floor = floor.map(|floor| floor.quantile(*at));
        let ratio = of_floor.map(|floor| value / floor);
        let judged = ratio.unwrap_or(value);
        let limit = |limit: f64| match ratio {
            Some(_) => format!("{limit}x"),
            None => format!("{limit} {unit}"),
        };
        self.judged += usize::from(budget.is_some());
        let holds = match budget {
            None => "",
            Some(budget) if judged <= budget.aim => "aim",
            Some(budget) if judged <= budget.must => "must",
            Some(_) => {
                self.broken.push(what.clone());
                "NO"
            }
        };
        println!(
            "| {what} | {} | {} {unit} | {}-{} | {} | {} | {} | {holds} |",
            of_floor.map(|floor| format!("{} {unit}", short(floor))).unwrap_or_default(),
            short(value),
            short(ours.quantile(0.1)),
            short(ours.quantile(0.9)),
            ratio.map(|ratio| format!("{ratio:.2}x")).unwrap_or_default(),
            budget.map(|budget| limit(budget.must)).unwrap_or_default(),
            budget.map(|budget| limit(budget.aim)).unwrap_or_default(),
        );
    }
}

/// Prints what stands above the lines of a part.
pub(super) fn head(title: &str) {
    println!("\n{title}\n");
    println!("| what | floor | ours | spread | ratio | must | aim | holds |");
    println!("|---|---|---|---|---|---|---|---|");
}

/// Three digits.
pub(super) fn short(value: f64) -> String {
    match value {
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
