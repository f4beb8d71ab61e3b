//! Logistic regression by L-BFGS: batch, in `f64`, one thread, the same on every platform.

/// A sparse matrix in rows: pairs of column and value.
pub(super) type Row = Vec<(u32, f32)>;

/// What is fitted.
pub(super) struct Problem<'a> {
    pub(super) rows: &'a [Row],
    pub(super) targets: Vec<bool>,
    pub(super) columns: usize,
    /// Weight of the data against the penalty on large weights.
    pub(super) strength: f64,
    /// Whether both classes weigh the same, however many they are.
    pub(super) balanced: bool,
}

/// Weights by column, and the bias.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub(super) weights: Vec<f64>,
    pub(super) bias: f64,
}

/// How many pairs of steps the approximation of the curvature remembers.
const MEMORY: usize = 8;

const MAX_ITERATIONS: usize = 120;

const TOLERANCE: f64 = 1e-3;

/// Fits `problem`.
pub(super) fn fit(problem: &Problem<'_>) -> Fitted {
    let size = problem.columns + 1;
    let mut point = vec![0.0; size];
    let (mut value, mut gradient) = problem.evaluate(&point);
    let first_norm = norm(&gradient).max(1e-12);
    let mut steps: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
    for _ in 0..MAX_ITERATIONS {
        if norm(&gradient) / first_norm < TOLERANCE {
            break;
        }
        let direction = descent(&gradient, &steps);
        let slope = dot(&direction, &gradient);
        let mut length = if steps.is_empty() { 1.0 / norm(&gradient).max(1.0) } else { 1.0 };
        let (next, next_value, next_gradient) = loop {
            let next: Vec<f64> = point.iter().zip(&direction).map(|(at, step)| at + length * step).collect();
            let (next_value, next_gradient) = problem.evaluate(&next);
            if next_value <= value + 1e-4 * length * slope || length < 1e-10 {
                break (next, next_value, next_gradient);
            }
            length *= 0.5;
        };
        let moved: Vec<f64> = next.iter().zip(&point).map(|(next, at)| next - at).collect();
        let bent: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(next, at)| next - at).collect();
        if dot(&moved, &bent) > 1e-12 {
            if steps.len() == MEMORY {
                steps.remove(0);
            }
            steps.push((moved, bent));
        }
        (point, value, gradient) = (next, next_value, next_gradient);
    }
    let bias = point.pop().unwrap_or_default();
    Fitted { weights: point, bias }
}

impl Problem<'_> {
    /// The loss at `point` and its gradient. The bias, the last coordinate, is not penalised.
    fn evaluate(&self, point: &[f64]) -> (f64, Vec<f64>) {
        let (weights, bias) = point.split_at(self.columns);
        let bias = bias[0];
        let positives = self.targets.iter().filter(|&&target| target).count().max(1) as f64;
        let count = self.targets.len() as f64;
        let negatives = (count - positives).max(1.0);
        let mut value = weights.iter().map(|weight| weight * weight).sum::<f64>() / 2.0;
        let mut gradient: Vec<f64> = weights.to_vec();
        let mut bias_gradient = 0.0;
        for (row, &target) in self.rows.iter().zip(&self.targets) {
            let score =
                bias + row.iter().map(|&(column, value)| weights[column as usize] * f64::from(value)).sum::<f64>();
            let class = if target { positives } else { negatives };
            let importance = self.strength * if self.balanced { count / (2.0 * class) } else { 1.0 };
            let sign = if target { 1.0 } else { -1.0 };
            let margin = sign * score;
            let loss = if margin > 0.0 {
                libm::log1p(libm::exp(-margin))
            } else {
                libm::log1p(libm::exp(margin)) - margin
            };
            value += importance * loss;
            let slope = -sign * importance / (1.0 + libm::exp(margin));
            bias_gradient += slope;
            for &(column, value) in row {
                gradient[column as usize] += slope * f64::from(value);
            }
        }
        gradient.push(bias_gradient);
        (value, gradient)
    }
}

/// The direction of descent that the remembered steps suggest (two-loop recursion).
fn descent(gradient: &[f64], steps: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
    let mut shares = Vec::with_capacity(steps.len());
    for (moved, bent) in steps.iter().rev() {
        let share = dot(moved, &direction) / dot(moved, bent);
        add(&mut direction, bent, -share);
        shares.push(share);
    }
    if let Some((moved, bent)) = steps.last() {
        let scale = dot(moved, bent) / dot(bent, bent);
        for step in &mut direction {
            *step *= scale;
        }
    }
    for ((moved, bent), share) in steps.iter().zip(shares.into_iter().rev()) {
        let back = dot(bent, &direction) / dot(moved, bent);
        add(&mut direction, moved, share - back);
    }
    direction
}

fn add(to: &mut [f64], what: &[f64], times: f64) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += times * what;
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_separable_problem_is_separated() {
        let rows: Vec<Row> =
            vec![vec![(0, 1.0)], vec![(0, -1.0)], vec![(0, 2.0), (1, 1.0)], vec![(0, -2.0), (1, 1.0)]];
        let targets = vec![true, false, true, false];
        let fitted = fit(&Problem { rows: &rows, targets, columns: 2, strength: 10.0, balanced: true });
        assert!(fitted.weights[0] > 1.0, "{fitted:?}");
        assert!(fitted.weights[1].abs() < 0.1 && fitted.bias.abs() < 0.1, "{fitted:?}");
    }
}
