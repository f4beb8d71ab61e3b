//! How good the verdicts are.

use tradeoff_analysis::considerations::learning::{
    LEARNED, Model, PassageScores, Scope, decide, passage_scores, probabilities,
};

use tradeoff_analysis::considerations::Verdict;

use super::data::{Label, Passage};

/// A passage with what was said about it.
#[derive(Clone)]
pub(super) struct Judged {
    id: String,
    labels: [Label; 3],
    arguable: Vec<(usize, Label)>,
    verdicts: [Label; 3],
    /// How likely each consideration is argued.
    argued: [f32; 3],
    /// How likely each verdict is right.
    confidences: [f32; 3],
}

/// Judges `passage` by `model` as the linter does.
pub(super) fn judge(model: &Model<'_>, passage: &Passage) -> Judged {
    judge_scores(&|number| model.calibration(number), passage, &scores(model, passage))
}

/// The scores of `passage` for each consideration.
pub(super) fn scores(model: &Model<'_>, passage: &Passage) -> [PassageScores; 3] {
    passage_scores(model, &passage.markdown, Scope { within: &[passage.whole], without: &[] })
}

/// Judges `passage` from its scores.
pub(super) fn judge_scores(
    calibration: &dyn Fn(usize) -> f32,
    passage: &Passage,
    scores: &[PassageScores; 3],
) -> Judged {
    let likely: [(f32, f32); 3] = std::array::from_fn(|index| probabilities(calibration, index, &scores[index]));
    let decided: [(Verdict, f32); 3] = std::array::from_fn(|index| {
        let (argued, named) = likely[index];
        decide(argued, named, scores[index].argued)
    });
    let verdicts = decided.map(|(verdict, _)| match verdict {
        Verdict::Missing => 0,
        Verdict::Mentioned => 1,
        Verdict::Argued => 2,
    });
    Judged {
        id: passage.id.clone(),
        labels: passage.labels,
        arguable: passage.arguable.clone(),
        verdicts,
        argued: likely.map(|(argued, _)| argued),
        confidences: decided.map(|(_, confidence)| confidence),
    }
}

/// Prints the figures of `judged` under `title`: strict, and with arguable labels accepted.
pub(super) fn print(title: &str, judged: &[Judged]) {
    println!("\n{title}: {} passages", judged.len());
    println!(
        "                    F1 argued    reported missing   reported missing   missing in truth,   accuracy of"
    );
    println!(
        "                 strict lenient   though argued     or mentioned       reported argued     three classes"
    );
    for (index, name) in LEARNED.iter().enumerate() {
        let strict = Counts::of(judged.iter().map(|one| (one.labels[index], one.verdicts[index])));
        let lenient = Counts::of(judged.iter().map(|one| one.lenient(index)));
        println!(
            "  {name:<12}    {:.3}  {:.3}      {:5.1} %            {:5.1} %            {:5.1} %             {:5.1} %",
            strict.f1(),
            lenient.f1(),
            lenient.share(2, &[0]),
            lenient.share(2, &[0, 1]),
            lenient.share(0, &[2]),
            strict.accuracy()
        );
    }
}

/// Prints how the figures move with the probability from which on a section is said to argue.
pub(super) fn print_thresholds(judged: &[Judged]) {
    println!("\n  from       F1 argued, lenient           missing in truth, reported argued");
    println!("  probability  consistency latency cost     consistency latency cost");
    for step in 6..=14 {
        let threshold = step as f32 * 0.05;
        let counts: Vec<Counts> = (0..LEARNED.len())
            .map(|index| Counts::of(judged.iter().map(|one| one.at(threshold).lenient(index))))
            .collect();
        let row = |figure: &dyn Fn(&Counts) -> f64| {
            counts.iter().map(|counts| format!("{:7.3}", figure(counts))).collect::<Vec<_>>().join(" ")
        };
        println!(
            "    {threshold:.2}     {}        {}",
            row(&|counts| counts.f1()),
            row(&|counts| counts.share(0, &[2]) / 100.0)
        );
    }
}

/// Prints how often verdicts of each confidence are right, arguable labels accepted.
pub(super) fn print_reliability(judged: &[Judged]) {
    const EDGES: [f32; 8] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01];
    println!("\n  confidence    verdicts  stated   right     omissions  right");
    for edge in EDGES.windows(2) {
        let (mut count, mut stated, mut right, mut omissions, mut right_omissions) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for one in judged {
            for index in 0..LEARNED.len() {
                let confidence = one.confidences[index];
                if !(edge[0]..edge[1]).contains(&confidence) {
                    continue;
                }
                let (label, verdict) = one.lenient(index);
                let is_right = f64::from(u8::from(label == verdict));
                count += 1.0;
                stated += f64::from(confidence);
                right += is_right;
                if verdict == 0 {
                    omissions += 1.0;
                    right_omissions += is_right;
                }
            }
        }
        let share = |part: f64, whole: f64| 100.0 * part / f64::max(whole, 1.0);
        println!(
            "  {:.2}-{:.2}     {count:7}   {:5.1} %  {:5.1} %   {omissions:7}   {:5.1} %",
            edge[0],
            edge[1].min(1.0),
            share(stated, count),
            share(right, count),
            share(right_omissions, omissions)
        );
    }
}

/// Lists what is wrong, the surest first.
pub(super) fn print_errors(judged: &[Judged]) {
    for (index, name) in LEARNED.iter().enumerate() {
        let mut wrong: Vec<&Judged> = judged
            .iter()
            .filter(|one| {
                let (label, verdict) = one.lenient(index);
                label != verdict
            })
            .collect();
        wrong.sort_by(|one, other| (other.argued[index] - 0.5).abs().total_cmp(&(one.argued[index] - 0.5).abs()));
        for one in wrong {
            let word = |label: Label| ["missing", "mentioned", "argued"][usize::from(label)];
            println!(
                "  {name:<12} {:<44} {:>9} -> {:<9} {:.2}",
                one.id,
                word(one.labels[index]),
                word(one.verdicts[index]),
                one.argued[index]
            );
        }
    }
}

impl Judged {
    /// The same with another threshold.
    fn at(&self, threshold: f32) -> Self {
        let mut judged = self.clone();
        for (verdict, &argued) in judged.verdicts.iter_mut().zip(&self.argued) {
            *verdict = if argued >= threshold { 2 } else { (*verdict).min(1) };
        }
        judged
    }

    /// Label and verdict, where an arguable verdict becomes the label.
    fn lenient(&self, index: usize) -> (Label, Label) {
        let verdict = self.verdicts[index];
        let label = if self.arguable.contains(&(index, verdict)) { verdict } else { self.labels[index] };
        (label, verdict)
    }
}

/// The figures that must not fall, for one consideration, with arguable labels accepted.
pub(super) struct Figures {
    pub(super) f1_argued: f64,
    /// Share of what argues it that is reported missing.
    pub(super) argued_reported_missing: f64,
    /// Share of what lacks it that is reported argued.
    pub(super) missing_reported_argued: f64,
}

impl Figures {
    pub(super) fn of(judged: &[Judged], index: usize) -> Self {
        let counts = Counts::of(judged.iter().map(|one| one.lenient(index)));
        Self {
            f1_argued: counts.f1(),
            argued_reported_missing: counts.share(2, &[0]) / 100.0,
            missing_reported_argued: counts.share(0, &[2]) / 100.0,
        }
    }
}

/// How often each label met each verdict.
struct Counts([[f64; 3]; 3]);

impl Counts {
    fn of(pairs: impl Iterator<Item = (Label, Label)>) -> Self {
        let mut counts = [[0.0; 3]; 3];
        for (label, verdict) in pairs {
            counts[usize::from(label)][usize::from(verdict)] += 1.0;
        }
        Self(counts)
    }

    fn f1(&self) -> f64 {
        let hit = self.0[2][2];
        let said: f64 = self.0.iter().map(|row| row[2]).sum();
        let real: f64 = self.0[2].iter().sum();
        2.0 * hit / (said + real).max(1.0)
    }

    /// The percentage of those with `label` that got one of `verdicts`.
    fn share(&self, label: usize, verdicts: &[usize]) -> f64 {
        let part: f64 = verdicts.iter().map(|&verdict| self.0[label][verdict]).sum();
        100.0 * part / self.0[label].iter().sum::<f64>().max(1.0)
    }

    fn accuracy(&self) -> f64 {
        let right: f64 = (0..3).map(|label| self.0[label][label]).sum();
        100.0 * right / self.0.iter().flatten().sum::<f64>().max(1.0)
    }
}
