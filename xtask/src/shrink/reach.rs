//! Which functions of a module may come later: those that a list names, and those that nothing but these calls.

use std::collections::BTreeSet;

use super::code::{Named, renamed};

/// What is known of a module's functions, by number among them (imports are not counted).
pub struct Functions<'a> {
    /// How many functions are imported: the first numbers that code calls are theirs.
    pub imports: usize,
    /// Code of each, without its locals.
    pub code: Vec<&'a [u8]>,
    /// Those that stand in a table or are exported: whoever calls them cannot be seen.
    pub open: BTreeSet<usize>,
}

/// The numbers that a function's code calls, imports counted.
pub fn calls(code: &[u8]) -> Option<BTreeSet<usize>> {
    let mut calls = BTreeSet::new();
    renamed(code, |named, number| {
        if named == Named::Function {
            calls.insert(number);
        }
        number
    })?;
    Some(calls)
}

impl Functions<'_> {
    /// Those of `named` and those that only they call, whatever calls those. In order; `None` where code is not understood.
    pub fn later(&self, named: BTreeSet<usize>) -> Option<BTreeSet<usize>> {
        let mut callers = vec![BTreeSet::new(); self.code.len()];
        for (caller, code) in self.code.iter().enumerate() {
            for called in calls(code)?.into_iter().filter_map(|number| number.checked_sub(self.imports)) {
                callers.get_mut(called)?.insert(caller);
            }
        }
        let mut later = named;
        loop {
            let more: Vec<usize> = (0..self.code.len())
                .filter(|function| !later.contains(function) && !self.open.contains(function))
                .filter(|function| {
                    let mut callers = callers[*function].iter().filter(|caller| *caller != function).peekable();
                    callers.peek().is_some() && callers.all(|caller| later.contains(caller))
                })
                .collect();
            if more.is_empty() {
                return Some(later);
            }
            later.extend(more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_later_functions_call_is_later_too() {
        // One import. 0 calls 1 and 2; 1 calls 3; 3 calls itself and 4; 2 calls 4; 5 is called by 3 and is in a table.
        let code: [&[u8]; 6] = [
            &[0x10, 2, 0x10, 3, 0x0b],
            &[0x10, 4, 0x10, 0, 0x0b],
            &[0x10, 5, 0x0b],
            &[0x10, 4, 0x10, 5, 0x10, 6, 0x0b],
            &[0x0b],
            &[0x0b],
        ];
        let functions = Functions { imports: 1, code: code.to_vec(), open: BTreeSet::from([0, 5]) };
        assert_eq!(functions.later(BTreeSet::from([1])), Some(BTreeSet::from([1, 3])));
        assert_eq!(functions.later(BTreeSet::from([1, 2])), Some(BTreeSet::from([1, 2, 3, 4])));
        assert_eq!(functions.later(BTreeSet::new()), Some(BTreeSet::new()));
    }
}
