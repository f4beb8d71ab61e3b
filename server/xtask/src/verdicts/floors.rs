//! The least that the verdicts must reach: a change that makes them worse fails.

use anyhow::{Context, bail};
use camino::Utf8Path;
use tradeoff_analysis::considerations::learning::LEARNED;

use super::data::rows;
use super::measure::{Figures, Judged};

/// Figures may fall below their floor by so much before it counts: a few passages more or less are noise.
const NOISE: f64 = 0.01;

/// Compares the figures of `judged` with the floors in `path`.
pub(super) fn check(path: &Utf8Path, judged: &[Judged]) -> anyhow::Result<()> {
    let mut fallen = Vec::new();
    for row in rows(path)? {
        let name = &row["consideration"];
        let index = LEARNED.iter().position(|known| known == name).with_context(|| format!("{path}: {name}"))?;
        let figures = Figures::of(judged, index);
        for (figure, reached, sign) in [
            ("f1_argued", figures.f1_argued, 1.0),
            ("argued_reported_missing", figures.argued_reported_missing, -1.0),
            ("missing_reported_argued", figures.missing_reported_argued, -1.0),
        ] {
            let floor: f64 = row[figure].parse().with_context(|| format!("{path}: {name}: {figure}"))?;
            if (reached - floor) * sign < -NOISE {
                fallen.push(format!("{name}: {figure} is {reached:.3}, the floor is {floor:.3}"));
            }
        }
    }
    if fallen.is_empty() {
        return Ok(());
    }
    bail!(
        "verdicts got worse:\n  {}\nIf that is meant, change {path} and say why in the commit",
        fallen.join("\n  ")
    )
}
