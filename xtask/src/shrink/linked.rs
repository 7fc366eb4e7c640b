//! The module as the linker left it, before wasm-bindgen: there, and only there, it is known which function and which constant refers to
//! which constant (`--emit-relocs` in .cargo/config.toml). Addresses do not change afterwards; numbers of functions do, so these are known by
//! their names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;

use xtask::{Outcome, checkout};

use super::constants::{Segment, segments};
use super::module::{CODE, DATA, IMPORTS, Reader, custom_sections, sections};
use super::names;

/// The parts of `linking` and of relocations that matter here, as
/// https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md numbers them.
const SYMBOLS: u8 = 8;
const OF_DATA: u8 = 1;
const OF_SECTION: u8 = 3;
const UNDEFINED: usize = 0x10;
const NAMED: usize = 0x40;
/// Relocations that are an address, in code and in data.
const ADDRESSES: [u8; 3] = [3, 4, 5];
/// Those that are no address and say no more than a place and a symbol; and those that say a number besides.
const PLAIN: [u8; 11] = [0, 1, 2, 6, 7, 10, 12, 13, 18, 19, 20];
const WITH_NUMBER: [u8; 2] = [8, 9];

/// Who refers to which constant. An atom is a constant, or several that overlap: the linker lets equal ones be one.
pub struct Linked {
    /// Addresses of the atoms, in order.
    atoms: Vec<Range<usize>>,
    /// What each atom refers to.
    further: Vec<BTreeSet<usize>>,
    /// What the functions of each name refer to.
    functions: BTreeMap<String, BTreeSet<usize>>,
}

impl Linked {
    /// Reads what cargo built last for the page.
    pub fn of_page() -> Outcome<Linked> {
        let path = checkout::linked();
        let bytes = fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        Linked::read(&bytes).ok_or_else(|| format!("{} does not say who refers to its constants", path.display()))
    }

    fn read(module: &[u8]) -> Option<Linked> {
        let sections = sections(module)?;
        let section = |id| sections.iter().find(|(other, _)| *other == id).map(|(_, contents)| *contents);
        let imports = Reader(section(IMPORTS)?).number()?;
        let (bodies, segments) = (bodies(section(CODE)?)?, segments(section(DATA)?)?);
        let customs = customs(module)?;
        let symbols = symbols(customs.get("linking")?, &segments)?;
        let atoms = atoms(&symbols);
        let names = names::of_functions(module, |name| rustc_demangle::demangle(name).to_string());
        let atom = |address: usize| {
            let place = atoms.partition_point(|atom| atom.end <= address);
            atoms.get(place).filter(|atom| atom.contains(&address)).map(|_| place)
        };
        let target = |symbol: usize| match symbols.get(symbol)? {
            Some(range) if !range.is_empty() => atom(range.start),
            _ => None,
        };
        let mut functions: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut further = vec![BTreeSet::new(); atoms.len()];
        for (place, symbol) in relocations(customs.get("reloc.CODE")?)? {
            let body = bodies.partition_point(|body| body.end <= place);
            let name = names.get(&(imports + body))?;
            functions.entry(name.clone()).or_default().extend(target(symbol));
        }
        for (place, symbol) in relocations(customs.get("reloc.DATA")?)? {
            let segment = segments.iter().find(|segment| segment.contents.contains(&place))?;
            let from = atom(segment.address + place - segment.contents.start)?;
            further.get_mut(from)?.extend(target(symbol));
        }
        Some(Linked { atoms, further, functions })
    }

    /// Addresses of what functions of these names refer to, whatever refers to it, and no other function does. In order, and what is between two of
    /// them and nobody's is theirs.
    pub fn of_none_but(&self, names: &BTreeSet<&str>) -> Vec<Range<usize>> {
        let reached = |theirs: bool| {
            let functions = self.functions.iter().filter(|(name, _)| names.contains(name.as_str()) == theirs);
            let mut open: Vec<usize> = functions.flat_map(|(_, atoms)| atoms.iter().copied()).collect();
            let mut reached = BTreeSet::new();
            while let Some(atom) = open.pop() {
                if reached.insert(atom) {
                    open.extend(self.further.get(atom).into_iter().flatten());
                }
            }
            reached
        };
        let (theirs, others) = (reached(true), reached(false));
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut last = None;
        for atom in theirs.difference(&others).copied() {
            let range = self.atoms[atom].clone();
            match ranges.last_mut().filter(|_| last == atom.checked_sub(1)) {
                Some(before) => before.end = range.end,
                None => ranges.push(range),
            }
            last = Some(atom);
        }
        ranges
    }
}

/// Where the bodies of functions are in their section.
fn bodies(section: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut reader = Reader(section);
    (0..reader.number()?)
        .map(|_| {
            let block = reader.block()?;
            let end = section.len() - reader.0.len();
            Some(end - block.len()..end)
        })
        .collect()
}

/// Custom sections by their names.
fn customs(module: &[u8]) -> Option<BTreeMap<&str, &[u8]>> {
    let named = |contents| {
        let mut reader = Reader(contents);
        Some((reader.name()?, reader.0))
    };
    custom_sections(module)?.into_iter().map(named).collect()
}

/// The addresses of each symbol that is a constant.
fn symbols(linking: &[u8], segments: &[Segment]) -> Option<Vec<Option<Range<usize>>>> {
    let mut reader = Reader(linking);
    reader.number()?;
    while !reader.0.is_empty() {
        let (kind, mut part) = (reader.byte()?, Reader(reader.block()?));
        if kind == SYMBOLS {
            return (0..part.number()?).map(|_| symbol(&mut part, segments)).collect();
        }
    }
    None
}

fn symbol(reader: &mut Reader, segments: &[Segment]) -> Option<Option<Range<usize>>> {
    let (kind, flags) = (reader.byte()?, reader.number()?);
    let is_here = flags & UNDEFINED == 0;
    if kind == OF_DATA {
        reader.name()?;
        if !is_here {
            return Some(None);
        }
        let (segment, place, size) = (reader.number()?, reader.number()?, reader.number()?);
        let address = segments.get(segment).map(|segment| segment.address + place);
        return Some(address.map(|address| address..address + size));
    }
    reader.number()?;
    if kind != OF_SECTION && (is_here || flags & NAMED != 0) {
        reader.name()?;
    }
    Some(None)
}

/// What the symbols fill, each with those that it overlaps.
fn atoms(symbols: &[Option<Range<usize>>]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = symbols.iter().flatten().filter(|range| !range.is_empty()).cloned().collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut atoms: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match atoms.last_mut().filter(|atom| range.start < atom.end) {
            Some(atom) => atom.end = atom.end.max(range.end),
            None => atoms.push(range),
        }
    }
    atoms
}

/// The places of addresses in a section and the symbols that they are of.
fn relocations(contents: &[u8]) -> Option<Vec<(usize, usize)>> {
    let mut reader = Reader(contents);
    reader.number()?;
    let mut addresses = Vec::new();
    for _ in 0..reader.number()? {
        let (kind, place, symbol) = (reader.byte()?, reader.number()?, reader.number()?);
        if ADDRESSES.contains(&kind) {
            addresses.push((place, symbol));
        } else if !PLAIN.contains(&kind) && !WITH_NUMBER.contains(&kind) {
            return None;
        }
        if !PLAIN.contains(&kind) {
            while reader.byte()? & 0x80 != 0 {}
        }
    }
    Some(addresses)
}

#[cfg(test)]
mod tests {
    use super::super::module::{with_sections, write_block};
    use super::*;

    fn custom(name: &str, contents: &[u8]) -> Vec<u8> {
        let mut section = Vec::new();
        write_block(&mut section, name.as_bytes());
        section.extend(contents);
        section
    }

    /// Two functions, `a` and `b`, and bytes from address 64 on, of which five symbols have the first twenty: 64 to 68, 66 to 70, 72 to 76, 76 to 80, 80 to
    /// 84. `a` refers to 66, `b` to 72 and 80, and what is at 72 refers to 76.
    fn module() -> Vec<u8> {
        let symbol = |place: u8, size: u8| [1, 0, 1, b'x', 0, place, size];
        let symbols: Vec<u8> = [symbol(0, 4), symbol(2, 4), symbol(8, 4), symbol(12, 4), symbol(16, 4)].concat();
        let symbols = [&[6, 0, 0, 0, 1, b'a'][..], &symbols].concat();
        let mut linking = vec![2, SYMBOLS];
        write_block(&mut linking, &symbols);
        let code = [
            2, 8, 0, 0x41, 0xc2, 0x80, 0x80, 0x80, 0, 0x0b, 15, 0, 0x41, 0xc8, 0x80, 0x80, 0x80, 0, 0x41, 0xd0, 0x80,
            0x80, 0x80, 0, 0x1a, 0x0b,
        ];
        let data: Vec<u8> = [&[1, 0, 0x41, 0xc0, 0, 0x0b, 21][..], &[7; 21]].concat();
        with_sections(&[
            (1, vec![0]),
            (IMPORTS, vec![0]),
            (CODE, code.to_vec()),
            (DATA, data),
            (0, custom("linking", &linking)),
            // The address in `a` is of the second constant, those in `b` of the third and the fifth.
            (0, custom("reloc.CODE", &[3, 4, 4, 4, 2, 0, 0, 4, 3, 4, 13, 3, 0, 4, 19, 5, 0])),
            (0, custom("reloc.DATA", &[4, 1, 5, 15, 4, 0])),
            (0, custom("name", &[1, 7, 2, 0, 1, b'a', 1, 1, b'b'])),
        ])
    }

    #[test]
    fn what_only_some_refer_to_is_theirs_with_what_that_refers_to() {
        let linked = Linked::read(&module()).expect("a module as the linker makes it");
        let theirs = |names: &[&str]| {
            let ranges = linked.of_none_but(&names.iter().copied().collect());
            ranges.iter().map(|range| (range.start, range.end)).collect::<Vec<_>>()
        };
        assert_eq!(theirs(&["b"]), [(72, 84)]);
        assert_eq!(theirs(&["a"]), [(64, 70)]);
        assert_eq!(theirs(&["a", "b"]), [(64, 84)]);
        assert_eq!(theirs(&[]), []);
    }

    #[test]
    fn a_module_without_relocations_is_not_understood() {
        assert!(
            Linked::read(&with_sections(&[(1, vec![0]), (IMPORTS, vec![0]), (CODE, vec![0]), (DATA, vec![0])]))
                .is_none()
        );
    }
}
