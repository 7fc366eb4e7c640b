//! A set of small numbers that gives them back in order without sorting: a bit for each, and a bit for each word that has any.

/// Numbers below 4,096.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    /// Which words are not 0.
    words_in_use: u64,
    words: [u64; 64],
}

impl Default for Marks {
    fn default() -> Self {
        Marks { words_in_use: 0, words: [0; 64] }
    }
}

impl Marks {
    /// Puts a number in.
    #[inline(always)]
    pub(super) fn insert(&mut self, number: usize) {
        let word = number / 64 % 64;
        self.words_in_use |= 1 << word;
        self.words[word] |= 1 << (number % 64);
    }

    /// Takes the smallest number out.
    #[inline]
    pub(super) fn take_first(&mut self) -> Option<usize> {
        if self.words_in_use == 0 {
            return None;
        }
        let index = self.words_in_use.trailing_zeros() as usize;
        let word = &mut self.words[index];
        let number = index * 64 + word.trailing_zeros() as usize;
        *word &= *word - 1;
        if *word == 0 {
            self.words_in_use &= self.words_in_use - 1;
        }
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_in_order_and_once() {
        let mut marks = Marks::default();
        for number in [4095, 7, 64, 63, 7, 0, 1000] {
            marks.insert(number);
        }
        let taken: Vec<usize> = std::iter::from_fn(|| marks.take_first()).collect();
        assert_eq!((taken, marks), (vec![0, 7, 63, 64, 1000, 4095], Marks::default()));
    }
}
