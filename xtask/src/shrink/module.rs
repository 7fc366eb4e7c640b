//! The parts of a WebAssembly module.

/// The ids of sections.
const CUSTOM: u8 = 0;
pub const TYPES: u8 = 1;
pub const IMPORTS: u8 = 2;
pub const FUNCTIONS: u8 = 3;
pub const TABLES: u8 = 4;
pub const GLOBALS: u8 = 6;
pub const EXPORTS: u8 = 7;
pub const START: u8 = 8;
pub const ELEMENTS: u8 = 9;
pub const CODE: u8 = 10;
pub const DATA: u8 = 11;
/// The kinds of imports and exports.
pub const FUNCTION: u8 = 0;
pub const TABLE: u8 = 1;
pub const MEMORY: u8 = 2;
pub const GLOBAL: u8 = 3;
/// What every module begins with.
const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// Ids and contents of the sections, without those that say nothing to a browser, such as who compiled the module.
pub fn sections(module: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut reader = Reader(module.strip_prefix(HEADER)?);
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        let section = (reader.byte()?, reader.block()?);
        if section.0 != CUSTOM {
            sections.push(section);
        }
    }
    Some(sections)
}

/// Contents of the sections that say nothing to a browser.
pub fn custom_sections(module: &[u8]) -> Option<Vec<&[u8]>> {
    let mut reader = Reader(module.strip_prefix(HEADER)?);
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        let (id, contents) = (reader.byte()?, reader.block()?);
        if id == CUSTOM {
            sections.push(contents);
        }
    }
    Some(sections)
}

/// The module of these sections.
pub fn with_sections(sections: &[(u8, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut module = HEADER.to_vec();
    for (id, contents) in sections {
        module.push(*id);
        write_block(&mut module, contents.as_ref());
    }
    module
}

/// Reads the parts of a module.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number in groups of seven bits, the lowest first; each but the last has its highest bit set.
    pub fn number(&mut self) -> Option<usize> {
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
    pub fn block(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (block, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(block)
    }

    pub fn name(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.block()?).ok()
    }
}

pub fn write_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

pub fn write_block(bytes: &mut Vec<u8>, block: &[u8]) {
    write_number(bytes, block.len());
    bytes.extend_from_slice(block);
}

/// A number that is read with its sign, which its highest bit would be.
pub fn write_signed(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x40 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// How many there are, and each.
pub fn list<T>(
    things: impl ExactSizeIterator<Item = T>,
    mut write: impl FnMut(&mut Vec<u8>, T) -> Option<()>,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    write_number(&mut bytes, things.len());
    for thing in things {
        write(&mut bytes, thing)?;
    }
    Some(bytes)
}
