//! The order of a module's functions, and of the locals of each. A browser does not mind; what compresses the module does: functions
//! of one type whose code begins alike stand together, and the locals that a function uses most have its lowest numbers.

use std::cmp::Reverse;

use xtask::Outcome;

use super::code::{Named, renamed};
use super::elements::elements;
use super::module::{
    CODE, ELEMENTS, EXPORTS, FUNCTION, FUNCTIONS, IMPORTS, Reader, START, TYPES, list, sections, with_sections,
    write_block, write_number,
};
use super::types::Types;

/// The module in that order, and the number that each function has in it by the one that it had, imports counted.
pub fn ordered(module: &[u8]) -> Outcome<(Vec<u8>, Vec<usize>)> {
    in_order(module).ok_or_else(|| String::from("the module has something in it that xtask/src/shrink does not know"))
}

/// A function of the module.
struct Function {
    kind: usize,
    locals: Vec<u8>,
    code: Vec<u8>,
}

fn in_order(module: &[u8]) -> Option<(Vec<u8>, Vec<usize>)> {
    let sections = sections(module)?;
    let section = |id| sections.iter().find(|(other, _)| *other == id).map_or(&[0][..], |(_, contents)| contents);
    let types = Types::read(Reader(section(TYPES)))?;
    // Each import is a function: names.rs has refused anything else.
    let imports = Reader(section(IMPORTS)).number()?;
    let functions = functions(Reader(section(FUNCTIONS)), Reader(section(CODE)), &types)?;
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
            ELEMENTS => elements(Reader(contents), |number| numbers.get(number).copied())?,
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
    let module = with_sections(&small.collect::<Option<Vec<_>>>()?);
    Some((module, numbers))
}

fn functions(mut kinds: Reader, mut bodies: Reader, types: &Types) -> Option<Vec<Function>> {
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
            with_locals_by_use(kind, types.parameters(kind)?, &locals, body.0)
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
        assert_eq!(ordered(&before), Ok((after, vec![0, 2, 1])));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let with_start = with_sections(&[(START, &[0][..])]);
        let with_other_elements = with_sections(&[(ELEMENTS, &[1, 5][..])]);
        assert!(ordered(&with_start).is_err() && ordered(&with_other_elements).is_err());
        assert!(ordered(b"\0asm").is_err());
    }
}
