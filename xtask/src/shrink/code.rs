//! The code of a WebAssembly function, as far as it must be understood to rename what it names.

use super::module::{Reader, write_number};

/// What a number in code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A function.
    Function,
    /// A parameter or a local variable.
    Local,
}

/// Copies code; functions and locals become what `rename` says. `None` where there is an instruction that is not known here.
pub fn renamed(code: &[u8], mut rename: impl FnMut(Named, usize) -> usize) -> Option<Vec<u8>> {
    let (mut reader, mut copy) = (Reader(code), Vec::with_capacity(code.len()));
    while !reader.0.is_empty() {
        let before = reader.0;
        let named = match reader.byte()? {
            // call, return_call, ref.func
            0x10 | 0x12 | 0xd2 => Some(Named::Function),
            // local.get, local.set, local.tee
            0x20..=0x22 => Some(Named::Local),
            instruction => {
                operands(instruction, &mut reader)?;
                None
            }
        };
        match named {
            Some(named) => {
                copy.push(before[0]);
                write_number(&mut copy, rename(named, reader.number()?));
            }
            None => copy.extend_from_slice(&before[..before.len() - reader.0.len()]),
        }
    }
    Some(copy)
}

/// Reads what belongs to an instruction that names neither a function nor a local.
fn operands(instruction: u8, reader: &mut Reader) -> Option<()> {
    let numbers = match instruction {
        // unreachable, nop, else, end, return, drop, select, and what computes
        0x00 | 0x01 | 0x05 | 0x0b | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => 0,
        // block, loop, if, br, br_if, globals, tables, sizes of memories, whole constants, ref.null
        0x02..=0x04 | 0x0c | 0x0d | 0x23..=0x26 | 0x3f..=0x42 | 0xd0 => 1,
        // call_indirect; loads and stores, with alignment and offset
        0x11 | 0x28..=0x3e => 2,
        // br_table and its default
        0x0e => reader.number()? + 1,
        // select with types
        0x1c => reader.number()?,
        0x43 => return bytes(reader, 4),
        0x44 => return bytes(reader, 8),
        0xfc => match reader.number()? {
            // conversions that do not trap
            0..=7 => 0,
            // data.drop, memory.fill, elem.drop, table.grow, table.size, table.fill
            9 | 11 | 13 | 15..=17 => 1,
            // memory.init, memory.copy, table.init, table.copy
            8 | 10 | 12 | 14 => 2,
            _ => return None,
        },
        _ => return None,
    };
    (0..numbers).try_for_each(|_| signed(reader))
}

/// Reads a number whose value does not matter; some have a sign.
fn signed(reader: &mut Reader) -> Option<()> {
    while reader.byte()? & 0x80 != 0 {}
    Some(())
}

fn bytes(reader: &mut Reader, count: usize) -> Option<()> {
    reader.0 = reader.0.get(count..)?;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `i32.const 0x12` and others whose operands look like calls.
    const CODE: &[u8] =
        &[0x41, 0x90, 0x10, 0x44, 0x10, 1, 2, 3, 4, 5, 6, 7, 0x28, 2, 0x20, 0x0e, 1, 0x10, 0x20, 0xfc, 10, 0, 0, 0x0b];

    #[test]
    fn only_functions_and_locals_are_renamed() {
        let mut seen = Vec::new();
        let code = [&[0x20, 5, 0x10, 0x80, 1, 0x22, 6], CODE].concat();
        let copy = renamed(&code, |named, number| {
            seen.push((named, number));
            number + 122
        });
        assert_eq!(seen, [(Named::Local, 5), (Named::Function, 128), (Named::Local, 6)]);
        assert_eq!(copy, Some([&[0x20, 127, 0x10, 0xfa, 1, 0x22, 0x80, 1], CODE].concat()));
    }

    #[test]
    fn an_unknown_instruction_is_no_guess() {
        assert_eq!(renamed(&[0x06, 0x40], |_, number| number), None);
        assert_eq!(renamed(&[0x44, 1, 2], |_, number| number), None);
    }
}
