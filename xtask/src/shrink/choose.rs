//! Which functions are worth a place in the list of those that come later.

use std::collections::{BTreeMap, BTreeSet};

use super::reach::{Functions, calls};

/// A door costs about so many bytes in the first part, so that smaller functions stay there.
const WORTH: usize = 45;
/// Parts of names of what may be called when the page is in trouble, when nothing more can be fetched; of what compilers name by chance; and of
/// what is called by chance, as where two pictures of a part are asked for at once.
const STAYS: [&str; 7] = ["crash", "panic", "_fail", "dlmalloc", "core::fmt", "bulk_steal", "yew::scheduler"];

/// The names of functions that were not `called` (imports not counted), but may be from those that were, in order.
pub fn choose(
    functions: &Functions,
    names: &BTreeMap<usize, String>,
    called: &BTreeSet<usize>,
) -> Option<BTreeSet<String>> {
    let mut near: BTreeSet<usize> = functions.open.clone();
    for caller in called {
        let code = functions.code.get(*caller)?;
        near.extend(calls(code)?.into_iter().filter_map(|number| number.checked_sub(functions.imports)));
    }
    let name = |number: usize| names.get(&(functions.imports + number)).map(String::as_str);
    let needed: BTreeSet<&str> = called.iter().filter_map(|number| name(*number)).collect();
    let may_wait = |number: &usize| {
        !called.contains(number) && functions.code.get(*number).is_some_and(|code| code.len() >= WORTH)
    };
    let chosen = near.into_iter().filter(may_wait).filter_map(name);
    let is_plain = |name: &&str| {
        let is_counted = name.ends_with(']') || name.rsplit('.').next().is_some_and(|end| end.parse::<u32>().is_ok());
        !needed.contains(name) && !is_counted && !STAYS.iter().any(|part| name.contains(part))
    };
    Some(chosen.filter(is_plain).map(String::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_functions_that_were_not_called_and_may_be_are_chosen() {
        let large: &[u8] = &[1; WORTH];
        // 0 was called and calls all others but 5, which only 4 calls.
        let main: &[u8] = &[0x10, 1, 0x10, 2, 0x10, 3, 0x10, 4];
        let last = [large, &[0x10, 5]].concat();
        let code = vec![main, large, &large[1..], large, &last, large];
        let names = ["main", "a", "small", "core::fmt::x", "b", "c"];
        let names = names.into_iter().enumerate().map(|(number, name)| (number, String::from(name))).collect();
        let functions = Functions { imports: 0, code, open: BTreeSet::from([0]) };
        let chosen = choose(&functions, &names, &BTreeSet::from([0]));
        assert_eq!(chosen, Some(BTreeSet::from([String::from("a"), String::from("b")])));
    }
}
