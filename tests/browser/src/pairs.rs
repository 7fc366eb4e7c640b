//! Pairwise choice: so few rows that every value of one axis meets every value of each other axis. Where all combinations are too many,
//! mistakes that need two causes are found all the same.

/// Rows of values, one for each axis of that many values. The same sizes give the same rows.
pub fn rows(sizes: &[usize]) -> Vec<Vec<usize>> {
    let mut missing = all_pairs(sizes);
    let mut rows = Vec::new();
    while let Some(&first) = missing.first() {
        let row = row(sizes, &missing, first);
        missing.retain(|pair| !pair.is_in(&row));
        rows.push(row);
    }
    rows
}

/// Two values that have to meet: the axis and the value of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair([(usize, usize); 2]);

impl Pair {
    fn is_in(self, row: &[usize]) -> bool {
        self.0.iter().all(|&(axis, value)| row[axis] == value)
    }
}

fn all_pairs(sizes: &[usize]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (axis, &size) in sizes.iter().enumerate() {
        for (other, &other_size) in sizes.iter().enumerate().skip(axis + 1) {
            let values = (0..size).flat_map(|value| (0..other_size).map(move |other| (value, other)));
            pairs.extend(values.map(|(value, second)| Pair([(axis, value), (other, second)])));
        }
    }
    pairs
}

/// A row in which `first` is, and as many of the missing pairs as one finds by taking the best value axis by axis.
fn row(sizes: &[usize], missing: &[Pair], first: Pair) -> Vec<usize> {
    let mut row: Vec<Option<usize>> = vec![None; sizes.len()];
    for (axis, value) in first.0 {
        row[axis] = Some(value);
    }
    for axis in 0..sizes.len() {
        if row[axis].is_none() {
            let gain = |value: usize| {
                let met = |&(other, second): &(usize, usize)| row[other] == Some(second);
                let meets = |pair: &&Pair| {
                    let [one, other] = pair.0;
                    (one == (axis, value) && met(&other)) || (other == (axis, value) && met(&one))
                };
                let open = missing.iter().filter(|pair| pair.0.contains(&(axis, value))).count();
                (missing.iter().filter(meets).count(), open)
            };
            // Of equals the first: the rows must not depend on chance.
            row[axis] = (0..sizes[axis]).rev().max_by_key(|&value| gain(value));
        }
    }
    row.into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sizes: &[usize], most: usize) {
        let rows = rows(sizes);
        for pair in all_pairs(sizes) {
            assert!(rows.iter().any(|row| pair.is_in(row)), "{pair:?} never meet in {rows:?}");
        }
        assert!(rows.iter().all(|row| row.iter().zip(sizes).all(|(value, size)| value < size)));
        assert!(rows.len() <= most, "{} rows for {sizes:?}", rows.len());
    }

    #[test]
    fn every_value_meets_every_value_of_each_other_axis() {
        check(&[2, 2], 4);
        check(&[2, 2, 2], 5);
        check(&[5, 1, 3], 15);
        // States, themes, widths, languages, frames: 792 combinations.
        check(&[11, 4, 3, 3, 2], 48);
    }

    #[test]
    fn a_pair_that_is_left_out_is_seen() {
        let rows = rows(&[3, 3, 2]);
        let without = &rows[1..];
        assert!(all_pairs(&[3, 3, 2]).iter().any(|pair| !without.iter().any(|row| pair.is_in(row))));
    }
}
