//! A module, read as far as it must be to divide it.

use std::collections::{BTreeMap, BTreeSet};

use super::elements::elements;
use super::module::{CODE, ELEMENTS, EXPORTS, FUNCTION, FUNCTIONS, GLOBALS, IMPORTS, Reader, TABLES, TYPES, sections};
use super::reach::Functions;
use super::types::Types;

/// What is known of a module's functions.
pub fn functions(module: &[u8]) -> Option<Functions<'_>> {
    Some(Whole::read(module)?.functions())
}

/// A module, read.
pub struct Whole<'a> {
    pub sections: Vec<(u8, &'a [u8])>,
    pub types: Types,
    /// Type of each import, all of which are functions.
    pub imports: Vec<usize>,
    /// Type of each function.
    pub kinds: Vec<usize>,
    /// Locals and code of each function.
    pub bodies: Vec<(&'a [u8], &'a [u8])>,
    /// Number of each function in a table.
    pub tabled: BTreeSet<usize>,
    /// Number of each function that is exported, by its name.
    pub exported: BTreeMap<&'a str, usize>,
    /// Type and mutability of each global.
    pub globals: Vec<[u8; 2]>,
    /// Places of the first table.
    pub places: usize,
}

impl<'a> Whole<'a> {
    pub fn read(module: &'a [u8]) -> Option<Whole<'a>> {
        let sections = sections(module)?;
        let section =
            |id| Reader(sections.iter().find(|(other, _)| *other == id).map_or(&[0][..], |(_, contents)| contents));
        let mut exports = section(EXPORTS);
        let mut exported = BTreeMap::new();
        for _ in 0..exports.number()? {
            let (name, kind, number) = (exports.name()?, exports.byte()?, exports.number()?);
            if kind == FUNCTION {
                exported.insert(name, number);
            }
        }
        Some(Whole {
            types: Types::read(section(TYPES))?,
            imports: imports(section(IMPORTS))?,
            kinds: numbers(section(FUNCTIONS))?,
            bodies: bodies(section(CODE))?,
            tabled: tabled(section(ELEMENTS))?,
            exported,
            globals: globals(section(GLOBALS))?,
            places: places(section(TABLES))?,
            sections,
        })
    }

    /// Contents of a section: of a list with nothing in it where there is no such section.
    pub fn section(&self, id: u8) -> &'a [u8] {
        self.sections.iter().find(|(other, _)| *other == id).map_or(&[0], |(_, contents)| contents)
    }

    pub fn functions(&self) -> Functions<'a> {
        let imports = self.imports.len();
        let own = |number: &usize| number.checked_sub(imports);
        let open = self.tabled.iter().chain(self.exported.values()).filter_map(own).collect();
        Functions { imports, code: self.bodies.iter().map(|(_, code)| *code).collect(), open }
    }
}

fn imports(mut reader: Reader) -> Option<Vec<usize>> {
    (0..reader.number()?)
        .map(|_| {
            reader.block()?;
            reader.block()?;
            reader.byte().filter(|kind| *kind == FUNCTION)?;
            reader.number()
        })
        .collect()
}

/// Numbers of the functions in tables.
fn tabled(reader: Reader) -> Option<BTreeSet<usize>> {
    let mut tabled = BTreeSet::new();
    elements(reader, |number| {
        tabled.insert(number);
        Some(number)
    })?;
    Some(tabled)
}

fn numbers(mut reader: Reader) -> Option<Vec<usize>> {
    (0..reader.number()?).map(|_| reader.number()).collect()
}

fn bodies<'a>(mut reader: Reader<'a>) -> Option<Vec<(&'a [u8], &'a [u8])>> {
    (0..reader.number()?)
        .map(|_| {
            let body = reader.block()?;
            let mut rest = Reader(body);
            for _ in 0..rest.number()? {
                rest.number()?;
                rest.byte()?;
            }
            Some(body.split_at(body.len() - rest.0.len()))
        })
        .collect()
}

fn globals(mut reader: Reader) -> Option<Vec<[u8; 2]>> {
    (0..reader.number()?)
        .map(|_| {
            let kind = [reader.byte()?, reader.byte()?];
            reader.byte().filter(|instruction| *instruction == 0x41)?;
            while reader.byte()? & 0x80 != 0 {}
            reader.byte().filter(|instruction| *instruction == 0x0b)?;
            Some(kind)
        })
        .collect()
}

/// Places of the first table, which has as many at the most.
fn places(mut reader: Reader) -> Option<usize> {
    reader.number().filter(|count| *count == 2)?;
    let head = (reader.byte()?, reader.byte()?);
    let (least, most) = (reader.number()?, reader.number()?);
    (head == (0x70, 1) && least == most).then_some(least)
}
