//! A module whose functions say whether they were called: each sets a global of its own, which is exported, `m0` for the first.

use xtask::Outcome;

use super::module::{CODE, EXPORTS, GLOBAL, GLOBALS, Reader, list, sections, with_sections, write_block, write_number};

/// The module with marks.
pub fn marked(module: &[u8]) -> Outcome<Vec<u8>> {
    with_marks(module).ok_or_else(|| String::from("the functions of the module cannot be marked"))
}

fn with_marks(module: &[u8]) -> Option<Vec<u8>> {
    let sections = sections(module)?;
    let count = |id| Reader(sections.iter().find(|(other, _)| *other == id)?.1).number();
    let (globals, functions) = (count(GLOBALS)?, count(CODE)?);
    let marked = sections.iter().map(|(id, contents)| {
        let mut reader = Reader(contents);
        let mut bytes = Vec::new();
        match *id {
            GLOBALS => {
                write_number(&mut bytes, reader.number()? + functions);
                bytes.extend(reader.0);
                // Whole numbers that change and are 0 at first.
                bytes.extend((0..functions).flat_map(|_| [0x7f, 1, 0x41, 0, 0x0b]));
            }
            EXPORTS => {
                write_number(&mut bytes, reader.number()? + functions);
                bytes.extend(reader.0);
                for function in 0..functions {
                    write_block(&mut bytes, format!("m{function}").as_bytes());
                    bytes.push(GLOBAL);
                    write_number(&mut bytes, globals + function);
                }
            }
            CODE => {
                let count = reader.number()?;
                bytes = list(0..count, |bytes, function| {
                    let mut body = Reader(reader.block()?);
                    let whole = body.0;
                    for _ in 0..body.number()? {
                        body.number()?;
                        body.byte()?;
                    }
                    let (locals, code) = whole.split_at(whole.len() - body.0.len());
                    let mut mark = vec![0x41, 1, 0x24];
                    write_number(&mut mark, globals + function);
                    write_block(bytes, &[locals, &mark, code].concat());
                    Some(())
                })?;
            }
            _ => bytes.extend(*contents),
        }
        Some((*id, bytes))
    });
    Some(with_sections(&marked.collect::<Option<Vec<_>>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_function_sets_a_global_of_its_own() {
        let before = with_sections(&[
            (GLOBALS, &[1, 0x7f, 1, 0x41, 5, 0x0b][..]),
            (EXPORTS, &[1, 1, b'a', 0, 1]),
            (CODE, &[2, 4, 1, 1, 0x7f, 0x0b, 2, 0, 0x0b]),
        ]);
        let after = with_sections(&[
            (GLOBALS, &[3, 0x7f, 1, 0x41, 5, 0x0b, 0x7f, 1, 0x41, 0, 0x0b, 0x7f, 1, 0x41, 0, 0x0b][..]),
            (EXPORTS, &[3, 1, b'a', 0, 1, 2, b'm', b'0', 3, 1, 2, b'm', b'1', 3, 2]),
            (CODE, &[2, 8, 1, 1, 0x7f, 0x41, 1, 0x24, 1, 0x0b, 6, 0, 0x41, 1, 0x24, 2, 0x0b]),
        ]);
        assert_eq!(marked(&before), Ok(after));
    }
}
