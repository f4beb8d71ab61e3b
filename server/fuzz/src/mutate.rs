//! Changes of an input that keep it a text of the kind that is wanted: words put in, lines moved about.
//!
//! The engine's own changes are of bytes. They find what nobody has thought of, and seldom a second heading.

/// Changes `data[..size]` into at most `max_size` bytes and says into how many. Half of the time `by_bytes` does it.
pub fn mutate(
    words: &[&str],
    data: &mut [u8],
    size: usize,
    max_size: usize,
    seed: u32,
    by_bytes: impl Fn(&mut [u8], usize, usize) -> usize,
) -> usize {
    let mut dice = Dice(u64::from(seed) | 1 << 40);
    let changed = match dice.below(8) {
        0 => with_word(&data[..size], words, &mut dice),
        1 => with_line(&data[..size], words, &mut dice),
        2 => with_lines_moved(&data[..size], &mut dice),
        3 => without_line(&data[..size], &mut dice),
        _ => return by_bytes(data, size, max_size),
    };
    if changed.is_empty() || changed.len() > max_size {
        return by_bytes(data, size, max_size);
    }
    data[..changed.len()].copy_from_slice(&changed);
    changed.len()
}

/// Numbers that follow from the seed and from nothing else.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }
}

fn with_word(data: &[u8], words: &[&str], dice: &mut Dice) -> Vec<u8> {
    let word = words[dice.below(words.len())];
    let at = dice.below(data.len() + 1);
    let end = if dice.below(2) == 0 { at } else { data.len().min(at + dice.below(word.len() + 1)) };
    [&data[..at], word.as_bytes(), &data[end..]].concat()
}

fn lines(data: &[u8]) -> Vec<&[u8]> {
    data.split_inclusive(|&byte| byte == b'\n').collect()
}

fn with_line(data: &[u8], words: &[&str], dice: &mut Dice) -> Vec<u8> {
    let mut lines = lines(data);
    let word = words[dice.below(words.len())];
    let at = dice.below(lines.len() + 1);
    lines.insert(at, if dice.below(2) == 0 { b"\n" } else { b"\n\n" });
    lines.insert(at, word.as_bytes());
    lines.concat()
}

fn with_lines_moved(data: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut lines = lines(data);
    let from = dice.below(lines.len());
    let to = lines.len().min(from + 1 + dice.below(4));
    let some = lines[from.min(to)..to].to_vec();
    if dice.below(2) == 0 {
        lines.drain(from.min(to)..to);
    }
    let at = dice.below(lines.len() + 1);
    lines.splice(at..at, some);
    lines.concat()
}

fn without_line(data: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut lines = lines(data);
    if lines.len() > 1 {
        lines.remove(dice.below(lines.len()));
    }
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_fits_and_changes() {
        let text = b"A# Q501\n\n## Trade-offs\n\nText.\n";
        let mut different = 0;
        for seed in 0..200 {
            let mut data = [0; 64];
            data[..text.len()].copy_from_slice(text);
            let size = mutate(&["### Cost", "TBD"], &mut data, text.len(), 48, seed, |_, size, _| size);
            assert!(size <= 48);
            different += usize::from(data[..size] != text[..]);
        }
        assert!(different > 50, "{different} of 200 inputs were changed");
    }
}
