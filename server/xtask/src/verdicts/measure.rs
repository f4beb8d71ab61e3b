//! How good the verdicts are.

use tradeoff_analysis::considerations::learning::{
    Features, LEARNED, Model, PassageScores, Scope, compute, passage_scores,
};

use super::data::{Label, Passage};

/// What the calibrated step sees of a passage, for one consideration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Summary(PassageScores);

impl Summary {
    pub(super) fn argued_inputs(&self) -> [f32; 3] {
        [self.0.argued, self.0.second, self.0.size]
    }

    pub(super) fn named_inputs(&self) -> [f32; 3] {
        [self.0.named, f32::from(u8::from(self.0.has_name)), self.0.size]
    }
}

/// A passage with what was said about it.
#[derive(Clone)]
pub(super) struct Judged {
    id: String,
    labels: [Label; 3],
    arguable: Vec<(usize, Label)>,
    verdicts: [Label; 3],
    /// How likely each consideration is argued.
    argued: [f32; 3],
}

/// The scores of `passage` for each consideration.
pub(super) fn summaries(model: &Model<'_>, passage: &Passage) -> [Summary; 3] {
    let mut features = Features::default();
    let scope = Scope { within: &[passage.whole], without: &[] };
    let mut score = |index: usize| {
        compute(&mut features, &passage.statements[index], &passage.markdown);
        let scores = model.score(&features);
        (scores.argued, scores.named)
    };
    passage_scores(&passage.markdown, scope, &mut score).map(Summary)
}

/// Judges `passage` by `model` as the linter does.
pub(super) fn judge(model: &Model<'_>, passage: &Passage) -> Judged {
    judge_summaries(&|index| model.calibration(index), passage, &summaries(model, passage))
}

/// The same from scores and calibration numbers.
pub(super) fn judge_summaries(
    calibration: &dyn Fn(usize) -> f32,
    passage: &Passage,
    summaries: &[Summary; 3],
) -> Judged {
    let probability = |at: usize, inputs: [f32; 3]| {
        let log_odds = inputs
            .iter()
            .enumerate()
            .fold(calibration(at), |sum, (index, input)| sum + calibration(at + 1 + index) * input);
        1.0 / (1.0 + libm::expf(-log_odds))
    };
    let argued = std::array::from_fn(|index| probability(index * 8, summaries[index].argued_inputs()));
    let verdicts = std::array::from_fn(|index| {
        if argued[index] >= 0.5 {
            2
        } else {
            Label::from(probability(index * 8 + 4, summaries[index].named_inputs()) >= 0.5)
        }
    });
    Judged { id: passage.id.clone(), labels: passage.labels, arguable: passage.arguable.clone(), verdicts, argued }
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
    /// Label and verdict, where an arguable verdict becomes the label.
    fn lenient(&self, index: usize) -> (Label, Label) {
        let verdict = self.verdicts[index];
        let label = if self.arguable.contains(&(index, verdict)) { verdict } else { self.labels[index] };
        (label, verdict)
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
