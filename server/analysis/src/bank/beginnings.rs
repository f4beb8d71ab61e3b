//! How some words begin, to tell quickly that a word or text begins like none of them.

/// The first three letters of the words of `SETS` sets.
#[derive(Clone, Debug)]
pub(crate) struct Beginnings<const SETS: usize> {
    /// For each set a bit for each third letter, by the first two. A letter is the five bits that tell it apart in
    /// either case.
    thirds: Box<[[u32; SETS]]>,
    /// A bit for each first letter.
    firsts: [u32; SETS],
}

impl<const SETS: usize> Default for Beginnings<SETS> {
    fn default() -> Self {
        Self { thirds: vec![[0; SETS]; 1 << 10].into(), firsts: [0; SETS] }
    }
}

impl<const SETS: usize> Beginnings<SETS> {
    /// Adds what words of `set` begin with, in lower case.
    pub(crate) fn add(&mut self, word: &[u8], set: usize) {
        let all = |rows: &mut [[u32; SETS]]| rows.iter_mut().for_each(|row| row[set] = u32::MAX);
        self.firsts[set] |= word.first().map_or(u32::MAX, |&first| bit(first));
        match *word {
            [first, second, third, ..] => self.thirds[row(first, second)][set] |= bit(third),
            [first, second] => self.thirds[row(first, second)][set] = u32::MAX,
            [first] => all(&mut self.thirds[row(first, 0)..=row(first, 31)]),
            [] => all(&mut self.thirds),
        }
    }

    /// For each set whether `word`, in any case, may begin like one of its words. Always, where its letters are not
    /// ASCII.
    pub(crate) fn fit(&self, word: &str) -> [bool; SETS] {
        match *word.as_bytes() {
            [first, second, third, ..] => {
                let is_other = !(first | second | third).is_ascii();
                self.thirds[row(first, second)].map(|thirds| thirds & bit(third) != 0 || is_other)
            }
            [first, second] => self.thirds[row(first, second)].map(|thirds| thirds != 0 || !first.is_ascii()),
            [first] => self.firsts.map(|firsts| firsts & bit(first) != 0),
            [] => [false; SETS],
        }
    }
}

fn row(first: u8, second: u8) -> usize {
    usize::from(first & 31) << 5 | usize::from(second & 31)
}

fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_begin_like_none_are_told() {
        let mut beginnings = Beginnings::<2>::default();
        beginnings.add(b"lease", 0);
        beginnings.add(b"le", 1);
        beginnings.add(b"c", 1);
        for (word, fits) in [
            ("Leased", [true, true]),
            ("LEA", [true, true]),
            ("left", [false, true]),
            ("le", [true, true]),
            ("C", [false, true]),
            ("cost", [false, true]),
            ("x", [false, false]),
            ("\u{212a}elvin", [true, true]),
            ("", [false, false]),
        ] {
            assert_eq!(beginnings.fit(word), fits, "{word}");
        }
    }
}
