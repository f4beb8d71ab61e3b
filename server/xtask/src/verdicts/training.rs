//! From labelled data to a model.

use std::collections::HashMap;

use rayon::prelude::*;
use tradeoff_analysis::considerations::learning::{
    CALIBRATION, Entry, Features, INPUTS, LEARNED, Model, OUTPUTS, PassageScores, compute, encode,
};

use super::Group;
use super::data::{Corpus, Fold, Passage};
use super::measure::{self, Judged};
use super::regression::{Fitted, Problem, Row, fit};

/// Features that fewer statements have are left out.
const MIN_STATEMENTS: u32 = 2;

/// At most so many features are kept, those with the largest weights.
const MAX_FEATURES: usize = 98_304;

/// Weight of the data against the penalty on large weights.
const STRENGTH: f64 = 4.0;

/// What training gives.
pub(super) struct Trained {
    pub(super) bytes: Vec<u8>,
    /// For each fold its passages, judged by a model that has not seen them.
    pub(super) out_of_fold: Vec<Vec<Judged>>,
}

/// Trains on `corpus` with all groups of features but those of `without`.
pub(super) fn train(corpus: &Corpus, without: &[Group]) -> Trained {
    let folds: Vec<Vec<&Fold>> = (0..corpus.folds.len())
        .map(|left_out| {
            let others = corpus.folds.iter().enumerate().filter(|(index, _)| *index != left_out);
            others.map(|(_, fold)| fold).collect()
        })
        .collect();
    let models: Vec<Vec<u8>> =
        folds.iter().map(|folds| weights(folds, without).encode([0.0; CALIBRATION])).collect();
    let scored: Vec<Vec<(&Passage, [PassageScores; 3])>> = corpus
        .folds
        .iter()
        .zip(&models)
        .map(|(fold, bytes)| {
            let model = Model::new(bytes);
            fold.passages.iter().map(|passage| (passage, measure::scores(&model, passage))).collect()
        })
        .collect();
    let calibration = calibrate(&scored.concat());
    let judged = |(passage, scores): &(&Passage, [PassageScores; 3])| {
        measure::judge_scores(&|index| calibration[index], passage, scores)
    };
    let out_of_fold = scored.iter().map(|fold| fold.iter().map(judged).collect()).collect();
    let everything: Vec<&Fold> = corpus.folds.iter().collect();
    Trained { bytes: weights(&everything, without).encode(calibration), out_of_fold }
}

struct Weights {
    features: Vec<u32>,
    frequencies: Vec<f64>,
    outputs: Vec<Fitted>,
}

/// Fits one regression for each output on the statements of `folds`.
fn weights(folds: &[&Fold], without: &[Group]) -> Weights {
    let mut documents: Vec<([Vec<u32>; 3], [u8; 3])> = Vec::new();
    let mut features = Features::default();
    for fold in folds {
        for passage in fold.passages.iter().chain(&fold.clauses) {
            for (statement, labels) in passage.statements.iter().zip(&passage.statement_labels) {
                compute(&mut features, statement, &passage.markdown);
                documents.push((groups(&features, without), *labels));
            }
        }
    }
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for (groups, _) in &documents {
        let mut all: Vec<u32> = groups.concat();
        all.sort_unstable();
        all.dedup();
        for feature in all {
            *counts.entry(feature).or_default() += 1;
        }
    }
    let mut known: Vec<(u32, u32)> = counts.into_iter().filter(|(_, count)| *count >= MIN_STATEMENTS).collect();
    known.sort_unstable();
    let total = documents.len() as f64;
    let frequencies: Vec<f64> =
        known.iter().map(|(_, count)| libm::log((1.0 + total) / (1.0 + f64::from(*count))) + 1.0).collect();
    let columns: HashMap<u32, u32> =
        known.iter().enumerate().map(|(column, (feature, _))| (*feature, column as u32)).collect();
    let rows: Vec<Row> = documents
        .iter()
        .map(|(groups, _)| groups.iter().flat_map(|group| unit_row(group, &columns, &frequencies)).collect())
        .collect();
    let outputs = (0..OUTPUTS).into_par_iter().map(|output| {
        let least = if output < LEARNED.len() { 2 } else { 1 };
        let targets = documents.iter().map(|(_, labels)| labels[output % LEARNED.len()] >= least).collect();
        fit(&Problem { rows: &rows, targets, columns: known.len(), strength: STRENGTH, balanced: true })
    });
    let outputs = outputs.collect();
    Weights { features: known.into_iter().map(|(feature, _)| feature).collect(), frequencies, outputs }
}

/// The features of each group; none for the groups of `without`.
fn groups(features: &Features, without: &[Group]) -> [Vec<u32>; 3] {
    let [words, letters, roles] = features.groups().map(<[u32]>::to_vec);
    let all = [(Group::Words, words), (Group::Letters, letters), (Group::Roles, roles)];
    all.map(|(group, features)| if without.contains(&group) { Vec::new() } else { features })
}

/// The features of one group, weighted by frequency and scaled to unit length.
fn unit_row(features: &[u32], columns: &HashMap<u32, u32>, frequencies: &[f64]) -> Row {
    let known = features.iter().filter_map(|feature| columns.get(feature).copied());
    let mut row: Row = known.map(|column| (column, frequencies[column as usize] as f32)).collect();
    let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    for (_, value) in &mut row {
        *value /= length;
    }
    row
}

impl Weights {
    /// Writes the model with its weights in bytes.
    fn encode(&self, calibration: [f32; CALIBRATION]) -> Vec<u8> {
        let importance = |column: usize| {
            let largest = self.outputs.iter().map(|output| output.weights[column].abs()).fold(0.0, f64::max);
            largest * self.frequencies[column]
        };
        let mut kept: Vec<usize> = (0..self.features.len()).collect();
        kept.sort_by(|&one, &other| importance(other).total_cmp(&importance(one)).then(one.cmp(&other)));
        kept.truncate(MAX_FEATURES);
        kept.sort_unstable();
        let most_frequent = self.frequencies.iter().copied().fold(1.0, f64::max);
        let largest: Vec<f64> = self
            .outputs
            .iter()
            .map(|output| kept.iter().map(|&column| output.weights[column].abs()).fold(1e-9, f64::max))
            .collect();
        let entry = |&column: &usize| Entry {
            feature: self.features[column],
            frequency: (self.frequencies[column] / most_frequent * 255.0).round() as u8,
            weights: std::array::from_fn(|output| {
                (self.outputs[output].weights[column] / largest[output] * 127.0).round() as i8
            }),
        };
        let entries: Vec<Entry> = kept.iter().map(entry).collect();
        let scales = std::array::from_fn(|output| (largest[output] / 127.0) as f32);
        let biases = std::array::from_fn(|output| self.outputs[output].bias as f32);
        encode(&entries, scales, biases, calibration)
    }
}

/// Fits the step from a section's scores to a probability, on judgements out of fold.
fn calibrate(scored: &[(&Passage, [PassageScores; 3])]) -> [f32; CALIBRATION] {
    let mut calibration = [0.0; CALIBRATION];
    for consideration in 0..LEARNED.len() {
        for (part, least) in [(0, 2), (1, 1)] {
            let rows: Vec<Row> = scored
                .iter()
                .map(|(_, scores)| {
                    let inputs = if part == 0 {
                        scores[consideration].argued_inputs()
                    } else {
                        scores[consideration].named_inputs()
                    };
                    inputs.iter().enumerate().map(|(column, &value)| (column as u32, value)).collect()
                })
                .collect();
            let targets = scored.iter().map(|(passage, _)| passage.labels[consideration] >= least).collect();
            let fitted = fit(&Problem { rows: &rows, targets, columns: INPUTS, strength: 1.0, balanced: false });
            let at = (consideration * 2 + part) * (1 + INPUTS);
            calibration[at] = fitted.bias as f32;
            for (number, weight) in calibration[at + 1..=at + INPUTS].iter_mut().zip(&fitted.weights) {
                *number = *weight as f32;
            }
        }
    }
    calibration
}
