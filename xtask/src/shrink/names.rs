//! The names by which a WebAssembly module and its glue know each other. wasm-bindgen makes each of them its own by sixteen
//! digits that nothing compresses, and they stand in both files: here they become numbers.

use std::collections::BTreeMap;

use xtask::Outcome;

use super::module::{
    EXPORTS, FUNCTION, IMPORTS, Reader, custom_sections, sections, with_sections, write_block, write_number,
};

/// The glue and the module with short names instead of those that wasm-bindgen made.
pub fn shorten(glue: &str, module: &[u8]) -> Outcome<(String, Vec<u8>)> {
    let mut names = Names::default();
    let module = with_names(module, &mut names).ok_or("the module that wasm-bindgen made is not understood")?;
    let mut small = String::new();
    let is_part = |letter: char| letter.is_alphanumeric() || "_$./".contains(letter);
    let mut rest = glue;
    while let Some(first) = rest.find(is_part) {
        let (before, word) = rest.split_at(first);
        let (word, after) = word.split_at(word.find(|letter| !is_part(letter)).unwrap_or(word.len()));
        small.push_str(before);
        // `wasm.__wbindgen_malloc` holds a name, `./page_bg.js` is one.
        match names.0.get(word) {
            Some(short) => small.push_str(short),
            None => {
                let short = |part: &str| names.0.get(part).cloned().unwrap_or_else(|| String::from(part));
                small.push_str(&word.split('.').map(short).collect::<Vec<_>>().join("."));
            }
        }
        rest = after;
    }
    Ok((small + rest, module))
}

/// What each name becomes.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    /// The short one for a name that wasm-bindgen made; another stays as it is.
    fn short(&mut self, name: &str) -> String {
        let is_made = name.starts_with("__wb") || name.starts_with("wasm_bindgen__") || name.starts_with("./");
        if !is_made {
            return String::from(name);
        }
        let next = format!("${:x}", self.0.len());
        self.0.entry(String::from(name)).or_insert(next).clone()
    }
}

/// The module with the names of its imports and exports changed; `None` where it is not as expected.
fn with_names(module: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let named = sections(module)?.into_iter().map(|(id, contents)| {
        let contents = match id {
            IMPORTS => imports(Reader(contents), names)?,
            EXPORTS => exports(Reader(contents), names)?,
            _ => contents.to_vec(),
        };
        Some((id, contents))
    });
    Some(with_sections(&named.collect::<Option<Vec<_>>>()?))
}

/// The names of a module's functions as their authors wrote them, by number, imports counted; none where the module has none. `plain` makes a
/// name what wasm-bindgen makes of it, if it has not.
pub fn of_functions(module: &[u8], plain: impl Fn(&str) -> String) -> BTreeMap<usize, String> {
    names_in(module, plain).unwrap_or_default()
}

fn names_in(module: &[u8], plain: impl Fn(&str) -> String) -> Option<BTreeMap<usize, String>> {
    const OF_FUNCTIONS: u8 = 1;
    let mut names = BTreeMap::new();
    for custom in custom_sections(module)? {
        let mut reader = Reader(custom);
        if reader.name()? != "name" {
            continue;
        }
        while !reader.0.is_empty() {
            let (kind, mut part) = (reader.byte()?, Reader(reader.block()?));
            if kind == OF_FUNCTIONS {
                for _ in 0..part.number()? {
                    names.insert(part.number()?, without_hashes(&plain(part.name()?)));
                }
            }
        }
    }
    Some(names)
}

/// `<page[d3b91606da20828]::ui::Root>::frame` without the number of the crate.
fn without_hashes(name: &str) -> String {
    let mut plain = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let hash = after.find(']').map(|end| after.split_at(end + 1));
        rest = match hash {
            Some((hash, rest))
                if hash.len() > 8 && hash.chars().all(|letter| letter.is_ascii_hexdigit() || letter == ']') =>
            {
                rest
            }
            _ => {
                plain.push('[');
                after
            }
        };
    }
    plain + rest
}

fn imports(mut reader: Reader, names: &mut Names) -> Option<Vec<u8>> {
    let mut small = Vec::new();
    let count = reader.number()?;
    write_number(&mut small, count);
    for _ in 0..count {
        write_block(&mut small, names.short(reader.name()?).as_bytes());
        write_block(&mut small, names.short(reader.name()?).as_bytes());
        small.push(reader.byte().filter(|kind| *kind == FUNCTION)?);
        write_number(&mut small, reader.number()?);
    }
    Some(small)
}

fn exports(mut reader: Reader, names: &mut Names) -> Option<Vec<u8>> {
    let mut small = Vec::new();
    let count = reader.number()?;
    write_number(&mut small, count);
    for _ in 0..count {
        write_block(&mut small, names.short(reader.name()?).as_bytes());
        small.push(reader.byte()?);
        write_number(&mut small, reader.number()?);
    }
    Some(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_get_the_same_names() {
        let long = "x".repeat(200);
        let before = with_sections(&[
            (2, b"\x01\x06./a.js\x07__wbg_f\0\x05".as_slice()),
            (7, b"\x02\x06memory\x02\0\x07__wbi_g\0\x09"),
            (9, long.as_bytes()),
            (0, b"\x04name"),
        ]);
        let after = with_sections(&[
            (2, b"\x01\x02$0\x02$1\0\x05".as_slice()),
            (7, b"\x02\x06memory\x02\0\x02$2\0\x09"),
            (9, long.as_bytes()),
        ]);
        let glue = "__wbg_f: wasm.__wbi_g(\"./a.js\", `${wasm.memory}`), __wbg_other.__wbg_f";
        let small = "$1: wasm.$2(\"$0\", `${wasm.memory}`), __wbg_other.$1";
        assert_eq!(shorten(glue, &before), Ok((String::from(small), after)));
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(shorten("", b"\0asm\x01\0\0\0\x02\x05\x01").is_err());
    }
}
