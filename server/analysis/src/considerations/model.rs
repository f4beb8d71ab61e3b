//! The learned part: a linear model over the features of a statement.
//!
//! `model.bin` is made by `cargo xtask train` from the labelled data in `tests/verdicts/`, and committed. It is
//! an open-addressed hash table, so nothing is built or parsed when the program starts: a feature's hash leads
//! to its inverse document frequency and its six weights, each one byte. All arithmetic is addition,
//! multiplication, division and square root on `f32`, which IEEE 754 defines to the bit.

use super::features::Features;

/// The considerations that the model knows, in the order of its outputs.
pub const LEARNED: [&str; 3] = ["consistency", "latency", "cost"];

/// For each learned consideration how strongly a statement argues it, and how strongly it at least names it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// Log-odds that the statement argues it.
    pub argued: [f32; 3],
    /// Log-odds that the statement names or argues it.
    pub named: [f32; 3],
}

/// The weights of one feature: argued and named for each consideration.
pub const OUTPUTS: usize = 6;

/// Bytes of a slot: a 16-bit fingerprint, the inverse document frequency, the weights.
const SLOT: usize = 3 + OUTPUTS;

const HEADER: usize = 4 + 4 + OUTPUTS * 8 + CALIBRATION * 4;

/// What the calibrated step weighs for one probability.
pub const INPUTS: usize = 8;

/// Numbers that turn scores into verdicts: for each consideration a bias and a weight for each input, first for
/// arguing it, then for naming it.
pub const CALIBRATION: usize = LEARNED.len() * 2 * (1 + INPUTS);

/// A model as bytes.
#[derive(Clone, Copy, Debug)]
pub struct Model<'m> {
    bytes: &'m [u8],
    slots: &'m [[u8; SLOT]],
    mask: u32,
    is_builtin: bool,
}

/// What the features of a word or a statement add: frequencies times weights, and the frequencies squared.
///
/// Frequencies and weights are whole numbers, so the order in which they are added makes no difference.
type Sum<Number> = ([Number; OUTPUTS], Number);

/// Of the few features of a word.
pub(super) type WordSum = Sum<i32>;

/// Of any number of features.
pub(super) type GroupSum = Sum<i64>;

/// So many features are a [`WordSum`] at most: the square of a byte times this is below 2^31.
const MAX_SUMMED: usize = 1 << 15;

impl Model<'static> {
    /// The model that comes with the program.
    pub fn builtin() -> Self {
        Self { is_builtin: true, ..Self::new(include_bytes!("../../model.bin")) }
    }
}

impl<'m> Model<'m> {
    /// A model in `bytes`, as [`encode`] writes it.
    pub fn new(bytes: &'m [u8]) -> Self {
        let bits = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
        Self { bytes, slots: bytes[HEADER..].as_chunks().0, mask: (1 << bits) - 1, is_builtin: false }
    }

    /// Whether it is the model that comes with the program.
    pub(super) fn is_builtin(&self) -> bool {
        self.is_builtin
    }

    /// Scores the statement whose `features` were computed last.
    pub fn score(&self, features: &Features) -> Scores {
        self.score_with(features, &self.sum(&features.letters))
    }

    /// The same where what the letters add is known.
    pub(super) fn score_with(&self, features: &Features, letters: &GroupSum) -> Scores {
        let words = normalised(&self.sum(&features.words));
        let letters = normalised(letters);
        let roles = normalised(&self.sum(&features.roles));
        let mut outputs = [0.0; OUTPUTS];
        for (index, output) in outputs.iter_mut().enumerate() {
            let scale = self.float(8 + index * 4);
            let bias = self.float(8 + (OUTPUTS + index) * 4);
            *output = (words[index] + letters[index] + roles[index]) * scale + bias;
        }
        Scores { argued: [outputs[0], outputs[1], outputs[2]], named: [outputs[3], outputs[4], outputs[5]] }
    }

    /// The calibration number `index`.
    pub fn calibration(&self, index: usize) -> f32 {
        self.float(8 + (OUTPUTS * 2 + index) * 4)
    }

    /// What `features` add.
    fn sum(&self, features: &[u32]) -> GroupSum {
        let mut sum = GroupSum::default();
        for some in features.chunks(MAX_SUMMED) {
            add(&mut sum, &self.word_sum(some));
        }
        sum
    }

    /// What `features` add, few as those of one word.
    pub(super) fn word_sum(&self, features: &[u32]) -> WordSum {
        let (mut sums, mut square) = WordSum::default();
        for &feature in features {
            if let Some(slot) = self.find(feature) {
                let frequency = i32::from(slot[2]);
                square += frequency * frequency;
                for (sum, &weight) in sums.iter_mut().zip(&slot[3..]) {
                    *sum += frequency * i32::from(weight.cast_signed());
                }
            }
        }
        (sums, square)
    }

    fn find(&self, feature: u32) -> Option<&'m [u8; SLOT]> {
        let fingerprint = fingerprint(feature);
        let mut index = feature & self.mask;
        loop {
            let slot = &self.slots[index as usize];
            let found = u16::from_le_bytes([slot[0], slot[1]]);
            if found == fingerprint {
                return Some(slot);
            }
            if found == 0 {
                return None;
            }
            index = (index + 1) & self.mask;
        }
    }

    fn float(&self, at: usize) -> f32 {
        let bytes = self.bytes;
        f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
    }
}

/// Adds `more` to `sum`.
pub(super) fn add(sum: &mut GroupSum, more: &WordSum) {
    for (sum, &more) in sum.0.iter_mut().zip(&more.0) {
        *sum += i64::from(more);
    }
    sum.1 += i64::from(more.1);
}

/// `sum` as if its features were a vector of unit length.
fn normalised((sums, square): &GroupSum) -> [f32; OUTPUTS] {
    let length = if *square > 0 { (*square as f32).sqrt() } else { 1.0 };
    sums.map(|sum| sum as f32 / length)
}

/// What a slot remembers of its feature's hash; never zero, which marks an empty slot.
fn fingerprint(feature: u32) -> u16 {
    ((feature >> 16) as u16).max(1)
}

/// A feature of a model to be written: its hash, its inverse document frequency and weights in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The hash.
    pub feature: u32,
    /// The inverse document frequency, scaled to a byte.
    pub frequency: u8,
    /// The weights, scaled to bytes.
    pub weights: [i8; OUTPUTS],
}

/// Writes a model. `scales` and `biases` turn sums of bytes into log-odds.
pub fn encode(
    entries: &[Entry],
    scales: [f32; OUTPUTS],
    biases: [f32; OUTPUTS],
    calibration: [f32; CALIBRATION],
) -> Vec<u8> {
    let bits = (entries.len() * 4 / 3).next_power_of_two().trailing_zeros().max(4);
    let slots = 1_usize << bits;
    let mut bytes = b"TOM1".to_vec();
    bytes.extend(bits.to_le_bytes());
    for number in scales.iter().chain(&biases).chain(&calibration) {
        bytes.extend(number.to_le_bytes());
    }
    bytes.resize(HEADER + slots * SLOT, 0);
    for entry in entries {
        let mut index = entry.feature as usize & (slots - 1);
        let start = loop {
            let start = HEADER + index * SLOT;
            if bytes[start..start + 2] == [0, 0] {
                break start;
            }
            index = (index + 1) & (slots - 1);
        };
        bytes[start..start + 2].copy_from_slice(&fingerprint(entry.feature).to_le_bytes());
        bytes[start + 2] = entry.frequency;
        for (byte, weight) in bytes[start + 3..start + SLOT].iter_mut().zip(entry.weights) {
            *byte = weight.cast_unsigned();
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::considerations::said::Said;

    #[test]
    fn a_written_model_scores_what_it_was_told() {
        let mut features = Features::default();
        features.compute(None, &Said::text_alone("stale"));
        let entries: Vec<Entry> = features
            .words
            .iter()
            .map(|&feature| Entry { feature, frequency: 1, weights: [64, 0, 0, -64, 0, 0] })
            .collect();
        let bytes = encode(&entries, [0.5; OUTPUTS], [1.0; OUTPUTS], [0.0; CALIBRATION]);
        let scores = Model::new(&bytes).score(&features);
        let expected = (entries.len() as f32).sqrt() * 32.0;
        assert!((scores.argued[0] - (1.0 + expected)).abs() < 1e-3, "{scores:?}");
        assert!((scores.named[0] - (1.0 - expected)).abs() < 1e-3, "{scores:?}");
        assert!((scores.argued[1] - 1.0).abs() < 1e-6, "{scores:?}");
    }

    #[test]
    fn features_are_found_wherever_their_slots_are() {
        // All want the last of sixteen slots, so they go on from the first.
        let feature = |number: u32| number << 16 | 0xf;
        let entries: Vec<Entry> = (1..12)
            .map(|number| Entry { feature: feature(number), frequency: number as u8, weights: [0; OUTPUTS] })
            .collect();
        let bytes = encode(&entries, [1.0; OUTPUTS], [0.0; OUTPUTS], [0.0; CALIBRATION]);
        let model = Model::new(&bytes);
        let frequency = |number| model.find(feature(number)).map(|slot| u32::from(slot[2]));
        let found = (1..14).map(frequency).collect::<Vec<_>>();
        assert_eq!(found, (1..12).map(Some).chain([None, None]).collect::<Vec<_>>());
    }
}
