//! The functions that stand in tables, where code finds them by their places.

use super::module::{Reader, list, write_number};

/// The section with other numbers of functions. Each list in it is a place, a constant of 32 bits, and the functions that stand from there on.
pub fn elements(mut reader: Reader, mut rename: impl FnMut(usize) -> Option<usize>) -> Option<Vec<u8>> {
    const PLAIN: u8 = 0;
    const CONSTANT: u8 = 0x41;
    const END: u8 = 0x0b;
    let count = reader.number()?;
    list(0..count, |bytes, _| {
        reader.byte().filter(|kind| *kind == PLAIN)?;
        reader.byte().filter(|instruction| *instruction == CONSTANT)?;
        bytes.extend([PLAIN, CONSTANT]);
        loop {
            let byte = reader.byte()?;
            bytes.push(byte);
            if byte & 0x80 == 0 {
                break;
            }
        }
        bytes.push(reader.byte().filter(|instruction| *instruction == END)?);
        let count = reader.number()?;
        bytes.extend(list(0..count, |bytes, _| {
            write_number(bytes, rename(reader.number()?)?);
            Some(())
        })?);
        Some(())
    })
}
