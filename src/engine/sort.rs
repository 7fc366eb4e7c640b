//! A stable sort that takes few bytes. Every kind of thing that the standard library sorts brings five thousand bytes of it
//! into the page; here all kinds share one merge sort of their indices.

use core::cmp::Ordering;

/// Sorts `list` by `key`; equal ones keep their order.
pub fn by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    by(list, |one, other| key(one).cmp(&key(other)));
}

/// Sorts `list` as `compare` says; equal ones keep their order.
pub fn by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let exchanges = exchanges(list.len(), &|one, other| compare(&list[one as usize], &list[other as usize]));
    for (one, other) in exchanges {
        list.swap(one as usize, other as usize);
    }
}

/// Which places are to be exchanged, one pair after the other, so that as many things as there are stand as `compare` says.
fn exchanges(length: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<(u32, u32)> {
    let mut order: Vec<u32> = (0..length as u32).collect();
    merge_sort(&mut order, compare);
    let mut exchanges = Vec::new();
    // Along each circle of places every thing goes to where the order wants it.
    for start in 0..length as u32 {
        let mut place = start;
        loop {
            let from = core::mem::replace(&mut order[place as usize], place);
            if from == start {
                break;
            }
            exchanges.push((place, from));
            place = from;
        }
    }
    exchanges
}

/// Merges runs of 1, then of 2, of 4 and so on. Its comparison is dynamic, so that the page holds it once.
fn merge_sort(order: &mut Vec<u32>, compare: &dyn Fn(u32, u32) -> Ordering) {
    let mut merged = Vec::with_capacity(order.len());
    let mut length = 1;
    while length < order.len() {
        for pair in order.chunks(2 * length) {
            let (mut left, mut right) = pair.split_at(length.min(pair.len()));
            while let (Some(one), Some(other)) = (left.first(), right.first()) {
                let taken = if compare(*one, *other).is_gt() { &mut right } else { &mut left };
                merged.push(taken[0]);
                *taken = &taken[1..];
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        core::mem::swap(order, &mut merged);
        merged.clear();
        length *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rng::{Concern, Draws};

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        for length in 0..200 {
            let mut draws = Draws::keyed(1, Concern::Script, length);
            let mut list: Vec<(u64, u64)> = (0..length).map(|index| (draws.bits() % 20, index)).collect();
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            by_key(&mut list, |(key, _)| *key);
            assert_eq!(list, expected);
        }
    }
}
