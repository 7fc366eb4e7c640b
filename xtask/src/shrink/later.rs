//! Which functions come later, as `later.txt` lists them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use xtask::{Outcome, checkout};

/// Where the list is: one name a line, as compilers and browsers show it, without the number of its crate; what begins with `#` is a
/// remark.
const PATH: &str = "xtask/src/shrink/later.txt";
/// What the list begins with.
const HEAD: &str = "\
# Functions of the page's module that come in its second part (docs/decisions/0010-later.md), and with them all that only they call.
# Made by `cargo xtask later`, from what a page calls that begins and runs by itself.
";

/// The list as it is now.
pub fn list() -> Outcome<String> {
    let path = checkout::root().join(PATH);
    fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// Numbers of the listed functions among those with these names.
pub fn listed(list: &str, names: &BTreeMap<usize, String>) -> BTreeSet<usize> {
    let listed: BTreeSet<&str> = lines(list).collect();
    names.iter().filter(|(_, name)| listed.contains(name.as_str())).map(|(number, _)| *number).collect()
}

/// Lines that name no function: the compiler put what they named into its callers, or it has another name now.
pub fn unknown(list: &str, names: &BTreeMap<usize, String>) -> usize {
    let known: BTreeSet<&str> = names.values().map(String::as_str).collect();
    lines(list).filter(|line| !known.contains(line)).count()
}

/// Writes the list anew.
pub fn write(chosen: &BTreeSet<String>) -> Outcome {
    let path = checkout::root().join(PATH);
    let lines: String = chosen.iter().flat_map(|name| [name, "\n"]).collect();
    fs::write(&path, format!("{HEAD}{lines}")).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_says_nothing_twice() {
        let list = list().unwrap_or_default();
        let lines: Vec<&str> = lines(&list).collect();
        assert!(lines.len() > 50 && lines.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn what_is_listed_is_found_by_its_name() {
        let names = BTreeMap::from([(3, String::from("other")), (7, String::from("<one>::of<these>"))]);
        let list = "# These.\n<one>::of<these>\nnone\n";
        assert_eq!((listed(list, &names), unknown(list, &names)), (BTreeSet::from([7]), 1));
    }
}
