//! The names by which a WebAssembly module and its glue know each other. wasm-bindgen makes each of them its own by sixteen
//! digits that nothing compresses, and they stand in both files: here they become numbers.

use std::collections::BTreeMap;

use xtask::Outcome;

/// The ids of the module's sections that say nothing to a browser, such as who compiled it, and of those that hold names; and
/// the kind of an import that is a function.
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const FUNCTION: u8 = 0;
/// Bytes before the first section.
const HEADER: usize = 8;

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

/// The module with the names of its imports and exports changed, without what says nothing to a browser; `None` where it is not as expected.
fn with_names(module: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let (header, rest) = module.split_at_checked(HEADER)?;
    let (mut small, mut reader) = (header.to_vec(), Reader(rest));
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let contents = reader.block()?;
        let contents = match id {
            CUSTOM => continue,
            IMPORTS => imports(Reader(contents), names)?,
            EXPORTS => exports(Reader(contents), names)?,
            _ => contents.to_vec(),
        };
        small.push(id);
        write_block(&mut small, &contents);
    }
    Some(small)
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

/// Reads the parts of a module.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number in groups of seven bits, the lowest first; each but the last has its highest bit set.
    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            shift += 7;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
    }

    /// A number of bytes, and as many.
    fn block(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (block, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(block)
    }

    fn name(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.block()?).ok()
    }
}

fn write_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn write_block(bytes: &mut Vec<u8>, block: &[u8]) {
    write_number(bytes, block.len());
    bytes.extend_from_slice(block);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with these contents of its sections.
    fn module(sections: &[(u8, &[u8])]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        for (id, contents) in sections {
            module.push(*id);
            write_block(&mut module, contents);
        }
        module
    }

    #[test]
    fn both_files_get_the_same_names() {
        let long = "x".repeat(200);
        let before = module(&[
            (2, b"\x01\x06./a.js\x07__wbg_f\0\x05"),
            (7, b"\x02\x06memory\x02\0\x07__wbi_g\0\x09"),
            (9, long.as_bytes()),
            (0, b"\x04name"),
        ]);
        let after =
            module(&[(2, b"\x01\x02$0\x02$1\0\x05"), (7, b"\x02\x06memory\x02\0\x02$2\0\x09"), (9, long.as_bytes())]);
        let glue = "__wbg_f: wasm.__wbi_g(\"./a.js\", `${wasm.memory}`), __wbg_other.__wbg_f";
        let small = "$1: wasm.$2(\"$0\", `${wasm.memory}`), __wbg_other.$1";
        assert_eq!(shorten(glue, &before), Ok((String::from(small), after)));
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(shorten("", b"\0asm\x01\0\0\0\x02\x05\x01").is_err());
    }
}
