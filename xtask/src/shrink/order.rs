//! The order of a module's functions, and of the locals of each. A browser does not mind; what compresses the module does: functions
//! of one type whose code begins alike stand together, and the locals that a function uses most have its lowest numbers.

use std::cmp::Reverse;

use xtask::Outcome;

use super::code::{Named, renamed};
use super::module::{
    CODE, ELEMENTS, EXPORTS, FUNCTION, FUNCTIONS, IMPORTS, Reader, START, TYPES, sections, with_sections, write_block,
    write_number,
};

/// The module in that order.
pub fn ordered(module: &[u8]) -> Outcome<Vec<u8>> {
    in_order(module).ok_or_else(|| String::from("the module has something in it that xtask/src/shrink does not know"))
}

/// A function of the module.
struct Function {
    kind: usize,
    locals: Vec<u8>,
    code: Vec<u8>,
}

fn in_order(module: &[u8]) -> Option<Vec<u8>> {
    let sections = sections(module)?;
    let section = |id| sections.iter().find(|(other, _)| *other == id).map_or(&[0][..], |(_, contents)| contents);
    let parameters = parameters(Reader(section(TYPES)))?;
    // Each import is a function: names.rs has refused anything else.
    let imports = Reader(section(IMPORTS)).number()?;
    let functions = functions(Reader(section(FUNCTIONS)), Reader(section(CODE)), &parameters)?;
    let mut order: Vec<usize> = (0..functions.len()).collect();
    order.sort_by_key(|index| {
        let function = &functions[*index];
        (function.kind, &function.locals, &function.code)
    });
    let mut numbers: Vec<usize> = (0..imports + functions.len()).collect();
    order.iter().enumerate().for_each(|(new, old)| numbers[imports + old] = imports + new);
    let ordered = || order.iter().map(|index| &functions[*index]);
    let small = sections.iter().map(|(id, contents)| {
        let contents = match *id {
            FUNCTIONS => list(ordered(), |bytes, function| {
                write_number(bytes, function.kind);
                Some(())
            })?,
            EXPORTS => exports(Reader(contents), &numbers)?,
            START => return None,
            ELEMENTS => elements(Reader(contents), &numbers)?,
            CODE => list(ordered(), |bytes, function| {
                let code = renamed(&function.code, |named, number| match named {
                    Named::Function => numbers.get(number).copied().unwrap_or(number),
                    Named::Local => number,
                });
                write_block(bytes, &[&function.locals[..], &code?].concat());
                Some(())
            })?,
            _ => contents.to_vec(),
        };
        Some((*id, contents))
    });
    Some(with_sections(&small.collect::<Option<Vec<_>>>()?))
}

/// How many there are, and each.
fn list<T>(
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

/// How many parameters functions of each type have.
fn parameters(mut reader: Reader) -> Option<Vec<usize>> {
    let mut types = Vec::new();
    for _ in 0..reader.number()? {
        reader.byte().filter(|form| *form == 0x60)?;
        types.push(reader.block()?.len());
        reader.block()?;
    }
    Some(types)
}

fn functions(mut kinds: Reader, mut bodies: Reader, parameters: &[usize]) -> Option<Vec<Function>> {
    let count = kinds.number().filter(|count| bodies.number() == Some(*count))?;
    (0..count)
        .map(|_| {
            let kind = kinds.number()?;
            let mut body = Reader(bodies.block()?);
            let mut locals = Vec::new();
            for _ in 0..body.number()? {
                let count = body.number()?;
                let kind = body.byte()?;
                locals.extend(std::iter::repeat_n(kind, count));
            }
            with_locals_by_use(kind, *parameters.get(kind)?, &locals, body.0)
        })
        .collect()
}

/// The function with those locals first that it uses most, among those of a type.
fn with_locals_by_use(kind: usize, parameters: usize, locals: &[u8], code: &[u8]) -> Option<Function> {
    let mut uses = vec![0; locals.len()];
    renamed(code, |named, number| {
        let local = number.checked_sub(parameters).filter(|_| named == Named::Local);
        if let Some(uses) = local.and_then(|local| uses.get_mut(local)) {
            *uses += 1;
        }
        number
    })?;
    let mut order: Vec<usize> = (0..locals.len()).collect();
    order.sort_by_key(|local| (Reverse(locals[*local]), Reverse(uses[*local])));
    let mut numbers: Vec<usize> = (0..parameters + locals.len()).collect();
    order.iter().enumerate().for_each(|(new, old)| numbers[parameters + old] = parameters + new);
    let code = renamed(code, |named, number| match named {
        Named::Local => numbers.get(number).copied().unwrap_or(number),
        Named::Function => number,
    })?;
    let runs: Vec<Vec<u8>> = order
        .chunk_by(|one, other| locals[*one] == locals[*other])
        .map(|run| {
            let mut bytes = Vec::new();
            write_number(&mut bytes, run.len());
            bytes.push(locals[run[0]]);
            bytes
        })
        .collect();
    let locals = list(runs.iter(), |bytes, run| {
        bytes.extend_from_slice(run);
        Some(())
    })?;
    Some(Function { kind, locals, code })
}

fn exports(mut reader: Reader, numbers: &[usize]) -> Option<Vec<u8>> {
    let count = reader.number()?;
    list(0..count, |bytes, _| {
        write_block(bytes, reader.block()?);
        let kind = reader.byte()?;
        bytes.push(kind);
        let number = reader.number()?;
        write_number(bytes, if kind == FUNCTION { *numbers.get(number)? } else { number });
        Some(())
    })
}

/// Tables of functions: each a place, a constant of 32 bits, and the functions that stand from there on.
fn elements(mut reader: Reader, numbers: &[usize]) -> Option<Vec<u8>> {
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
            write_number(bytes, *numbers.get(reader.number()?)?);
            Some(())
        })?);
        Some(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_locals_change_places_and_are_named_by_their_new_ones() {
        let before = with_sections(&[
            (TYPES, &[2, 0x60, 1, 0x7f, 0, 0x60, 0, 0][..]),
            (IMPORTS, &[1, 1, b'm', 1, b'f', 0, 1]),
            // Functions 1 and 2, of the second type and the first.
            (FUNCTIONS, &[2, 1, 0]),
            (EXPORTS, &[2, 1, b'a', 0, 1, 1, b'b', 2, 1]),
            (ELEMENTS, &[1, 0, 0x41, 1, 0x0b, 2, 1, 2]),
            // The first calls the second. The second has a parameter and two locals, of which it uses the last.
            (CODE, &[2, 6, 0, 0x41, 1, 0x10, 2, 0x0b, 11, 1, 2, 0x7f, 0x20, 2, 0x21, 0, 0x10, 0, 0x0b, 0x0b]),
        ]);
        let after = with_sections(&[
            (TYPES, &[2, 0x60, 1, 0x7f, 0, 0x60, 0, 0][..]),
            (IMPORTS, &[1, 1, b'm', 1, b'f', 0, 1]),
            (FUNCTIONS, &[2, 0, 1]),
            (EXPORTS, &[2, 1, b'a', 0, 2, 1, b'b', 2, 1]),
            (ELEMENTS, &[1, 0, 0x41, 1, 0x0b, 2, 2, 1]),
            (CODE, &[2, 11, 1, 2, 0x7f, 0x20, 1, 0x21, 0, 0x10, 0, 0x0b, 0x0b, 6, 0, 0x41, 1, 0x10, 1, 0x0b]),
        ]);
        assert_eq!(ordered(&before), Ok(after));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let with_start = with_sections(&[(START, &[0][..])]);
        let with_other_elements = with_sections(&[(ELEMENTS, &[1, 5][..])]);
        assert!(ordered(&with_start).is_err() && ordered(&with_other_elements).is_err());
        assert!(ordered(b"\0asm").is_err());
    }
}
