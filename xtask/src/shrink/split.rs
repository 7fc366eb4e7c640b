//! Divides the module in two: what the page needs to begin and to run, and what comes later, when it runs already. The second is a
//! module of its own that shares memory, tables and globals with the first and puts its functions at new places of the table. In the first,
//! each of its functions that may be called from there is a door: it sees to it that the second part is there, and calls through the table.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use xtask::Outcome;

use super::code::{Named, renamed};
use super::constants;
use super::elements::elements;
use super::module::{
    CODE, DATA, ELEMENTS, EXPORTS, FUNCTION, FUNCTIONS, GLOBAL, GLOBALS, IMPORTS, MEMORY, Reader, START, TABLE, TABLES,
    TYPES, list, with_sections, write_block, write_number, write_signed,
};
use super::reach::calls;
use super::whole::Whole;

/// The export that brings the second part, `page::ui::later::bring`.
const BRING: &str = "bring";
const I32: u8 = 0x7f;
const END: u8 = 0x0b;

/// The two parts.
pub struct Parts {
    /// The module with doors.
    pub first: Vec<u8>,
    /// What comes later.
    pub later: Vec<u8>,
}

/// Divides a module: `named` are the numbers of functions that come later, imports counted; `constants` says of all functions that do, numbered alike, at
/// which addresses is what they alone refer to.
pub fn split(
    module: &[u8],
    named: &BTreeSet<usize>,
    constants: impl FnOnce(&BTreeSet<usize>) -> Vec<Range<usize>>,
) -> Outcome<Parts> {
    Whole::read(module).and_then(|whole| whole.parts(named, constants)).ok_or_else(|| {
        String::from("the module cannot be divided: it has something that xtask/src/shrink does not know")
    })
}

impl Whole<'_> {
    fn parts(
        &self,
        named: &BTreeSet<usize>,
        constants: impl FnOnce(&BTreeSet<usize>) -> Vec<Range<usize>>,
    ) -> Option<Parts> {
        let exported: BTreeSet<usize> = self.exported.values().copied().collect();
        let own = |number: &usize| number.checked_sub(self.imports.len());
        let later = self.functions().later(named.difference(&exported).filter_map(own).collect())?;
        let mut plan = self.plan(&later)?;
        plan.constants = constants(&later.iter().map(|number| self.imports.len() + number).collect());
        Some(Parts { first: self.first(&plan)?, later: self.later(&plan)? })
    }

    /// Who is where.
    fn plan(&self, later: &BTreeSet<usize>) -> Option<Plan> {
        let imports = self.imports.len();
        let mut doors: BTreeSet<usize> =
            later.iter().copied().filter(|number| self.tabled.contains(&(imports + number))).collect();
        let mut shared = BTreeSet::new();
        for (caller, (_, code)) in self.bodies.iter().enumerate() {
            for called in calls(code)? {
                let is_later = called.checked_sub(imports).is_some_and(|own| later.contains(&own));
                match (later.contains(&caller), is_later) {
                    (false, true) => drop(doors.insert(called - imports)),
                    (true, false) => drop(shared.insert(called)),
                    _ => {}
                }
            }
        }
        let now: Vec<usize> = (0..self.bodies.len()).filter(|number| !later.contains(number)).collect();
        let mut first: BTreeMap<usize, usize> = (0..imports).map(|number| (number, number)).collect();
        first.extend(now.iter().enumerate().map(|(place, number)| (imports + number, imports + place)));
        first.extend(doors.iter().enumerate().map(|(place, number)| (imports + number, imports + now.len() + place)));
        let mut second: BTreeMap<usize, usize> =
            shared.iter().enumerate().map(|(place, number)| (*number, place)).collect();
        second.extend(later.iter().enumerate().map(|(place, number)| (imports + number, shared.len() + place)));
        Some(Plan { now, doors, shared, later: later.clone(), first, second, constants: Vec::new() })
    }

    fn first(&self, plan: &Plan) -> Option<Vec<u8>> {
        let bring = plan.first.get(self.exported.get(BRING)?)?;
        let need = self.imports.len() + plan.now.len() + plan.doors.len();
        let nothing = self.types.of_nothing()?;
        let small = self.sections.iter().map(|(id, contents)| {
            let contents = match *id {
                FUNCTIONS => {
                    let kinds = plan.now.iter().chain(&plan.doors).map(|number| self.kinds.get(*number).copied());
                    let kinds: Vec<usize> = kinds.chain([Some(nothing)]).collect::<Option<_>>()?;
                    list(kinds.iter(), |bytes, kind| {
                        write_number(bytes, *kind);
                        Some(())
                    })?
                }
                TABLES => with_places(Reader(contents), plan.doors.len())?,
                GLOBALS => with_one_more(contents, &[I32, 1, 0x41, 0, END])?,
                EXPORTS => self.exports(Reader(contents), plan)?,
                ELEMENTS => elements(Reader(contents), |number| plan.first.get(&number).copied())?,
                CODE => {
                    let mut code: Vec<Vec<u8>> =
                        plan.now.iter().map(|number| self.body(*number, &plan.first)).collect::<Option<_>>()?;
                    for (place, number) in plan.doors.iter().enumerate() {
                        code.push(self.door(*number, self.places + place, need)?);
                    }
                    code.push(needed(self.globals.len(), *bring));
                    list(code.iter(), |bytes, body| {
                        write_block(bytes, body);
                        Some(())
                    })?
                }
                DATA => constants::without(contents, &plan.constants)?,
                START => return None,
                _ => contents.to_vec(),
            };
            Some((*id, contents))
        });
        Some(with_sections(&small.collect::<Option<Vec<_>>>()?))
    }

    /// A function's locals and code, with its calls renamed.
    fn body(&self, number: usize, names: &BTreeMap<usize, usize>) -> Option<Vec<u8>> {
        let (locals, code) = self.bodies.get(number)?;
        let mut known = true;
        let code = renamed(code, |named, number| match named {
            Named::Function => names.get(&number).copied().unwrap_or_else(|| {
                known = false;
                number
            }),
            Named::Local => number,
        })?;
        known.then(|| [locals, &code[..]].concat())
    }

    /// Sees to it that the second part is there and hands on the call to a place of the table.
    fn door(&self, number: usize, place: usize, need: usize) -> Option<Vec<u8>> {
        let kind = *self.kinds.get(number)?;
        let mut body = vec![0, 0x10];
        write_number(&mut body, need);
        for parameter in 0..self.types.parameters(kind)? {
            body.push(0x20);
            write_number(&mut body, parameter);
        }
        body.push(0x41);
        write_signed(&mut body, place);
        body.push(0x11);
        write_number(&mut body, kind);
        body.extend([0, END]);
        Some(body)
    }

    /// The exports that were, and what the second part takes from the first.
    fn exports(&self, mut reader: Reader, plan: &Plan) -> Option<Vec<u8>> {
        let mut exports = Vec::new();
        for _ in 0..reader.number()? {
            let (name, kind, number) = (reader.name()?, reader.byte()?, reader.number()?);
            exports.push((String::from(name), kind, if kind == FUNCTION { *plan.first.get(&number)? } else { number }));
        }
        for (place, number) in plan.shared.iter().enumerate() {
            exports.push((short(place), FUNCTION, *plan.first.get(number)?));
        }
        exports.extend((0..=self.globals.len()).map(|number| (format!("G{number}"), GLOBAL, number)));
        exports.extend((0..2).map(|number| (format!("T{number}"), TABLE, number)));
        list(exports.iter(), |bytes, (name, kind, number)| {
            write_block(bytes, name.as_bytes());
            bytes.push(*kind);
            write_number(bytes, *number);
            Some(())
        })
    }

    fn later(&self, plan: &Plan) -> Option<Vec<u8>> {
        let imports = self.imports.len();
        let start = plan.shared.len() + plan.later.len();
        let kinds = plan.later.iter().map(|number| self.kinds.get(*number).copied()).chain([self.types.of_nothing()]);
        let kinds: Vec<usize> = kinds.collect::<Option<_>>()?;
        let code =
            plan.later.iter().map(|number| self.body(*number, &plan.second)).chain([Some(arrived(self.globals.len()))]);
        let code: Vec<Vec<u8>> = code.collect::<Option<_>>()?;
        let types = self.section(TYPES).to_vec();
        let functions = list(kinds.iter(), |bytes, kind| {
            write_number(bytes, *kind);
            Some(())
        })?;
        let mut number = Vec::new();
        write_number(&mut number, start);
        let mut elements = vec![1, 0, 0x41];
        write_signed(&mut elements, self.places);
        elements.push(END);
        elements.extend(list(plan.doors.iter(), |bytes, door| {
            write_number(bytes, *plan.second.get(&(imports + door))?);
            Some(())
        })?);
        let code = list(code.iter(), |bytes, body| {
            write_block(bytes, body);
            Some(())
        })?;
        Some(with_sections(&[
            (TYPES, types),
            (IMPORTS, self.taken(plan)?),
            (FUNCTIONS, functions),
            (START, number),
            (ELEMENTS, elements),
            (CODE, code),
            (DATA, constants::only(self.section(DATA), &plan.constants)?),
        ]))
    }

    /// What the second part takes from the first.
    fn taken(&self, plan: &Plan) -> Option<Vec<u8>> {
        let mut taken: Vec<(String, Vec<u8>)> = Vec::new();
        for (place, number) in plan.shared.iter().enumerate() {
            let kind = match number.checked_sub(self.imports.len()) {
                Some(own) => self.kinds.get(own)?,
                None => self.imports.get(*number)?,
            };
            let mut bytes = vec![FUNCTION];
            write_number(&mut bytes, *kind);
            taken.push((short(place), bytes));
        }
        // At least no places and no pages: whatever they have.
        taken.push((String::from("T0"), vec![TABLE, 0x70, 0, 0]));
        taken.push((String::from("T1"), vec![TABLE, 0x6f, 0, 0]));
        taken.push((String::from("memory"), vec![MEMORY, 0, 0]));
        for (number, kind) in self.globals.iter().chain([&[I32, 1]]).enumerate() {
            taken.push((format!("G{number}"), vec![GLOBAL, kind[0], kind[1]]));
        }
        list(taken.iter(), |bytes, (name, kind)| {
            write_block(bytes, b"");
            write_block(bytes, name.as_bytes());
            bytes.extend(kind);
            Some(())
        })
    }
}

/// Who is where: numbers of own functions, in order.
struct Plan {
    /// Functions of the first part.
    now: Vec<usize>,
    /// Functions of the second part that may be called from the first.
    doors: BTreeSet<usize>,
    /// What the second part calls of the first, imports counted.
    shared: BTreeSet<usize>,
    /// Functions of the second part.
    later: BTreeSet<usize>,
    /// New numbers in the first part, imports counted.
    first: BTreeMap<usize, usize>,
    /// New numbers in the second part, imports counted.
    second: BTreeMap<usize, usize>,
    /// Addresses of constants that come with the second part.
    constants: Vec<Range<usize>>,
}

/// Calls `bring` unless the second part is there.
fn needed(arrived: usize, bring: usize) -> Vec<u8> {
    let mut body = vec![0, 0x23];
    write_number(&mut body, arrived);
    body.extend([0x45, 0x04, 0x40, 0x10]);
    write_number(&mut body, bring);
    body.extend([END, END]);
    body
}

/// Says that the second part is there.
fn arrived(arrived: usize) -> Vec<u8> {
    let mut body = vec![0, 0x41, 1, 0x24];
    write_number(&mut body, arrived);
    body.push(END);
    body
}

/// `0` to `9`, `a` to `z`, `00` and so on.
fn short(number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let last = char::from(DIGITS[number % 36]);
    match (number / 36).checked_sub(1) {
        Some(rest) => format!("{}{last}", short(rest)),
        None => String::from(last),
    }
}

fn with_places(mut reader: Reader, more: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![reader.byte()?, reader.byte()?, reader.byte()?];
    for _ in 0..2 {
        write_number(&mut bytes, reader.number()? + more);
    }
    bytes.extend(reader.0);
    Some(bytes)
}

fn with_one_more(contents: &[u8], one: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(contents);
    let mut bytes = Vec::new();
    write_number(&mut bytes, reader.number()? + 1);
    bytes.extend(reader.0);
    bytes.extend(one);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::module::sections;
    use super::*;

    /// The second and the fourth byte from address 64 on are for what comes later.
    fn constants(later: &BTreeSet<usize>) -> Vec<Range<usize>> {
        assert_eq!(later, &BTreeSet::from([3, 4]));
        vec![65..66, 67..68]
    }

    /// Takes a function of the type `0`, exports `main` and `bring`. `main` calls the second function, which calls the third, the import and
    /// `bring`; nobody else calls the third.
    fn module() -> Vec<u8> {
        with_sections(&[
            (TYPES, &[2, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7e, 1, 0x7f][..]),
            (IMPORTS, &[1, 1, b'm', 1, b'f', 0, 0]),
            (FUNCTIONS, &[4, 0, 0, 1, 0]),
            (TABLES, &[2, 0x70, 1, 1, 1, 0x6f, 0, 8]),
            (GLOBALS, &[1, 0x7f, 1, 0x41, 0, END]),
            (EXPORTS, &[2, 4, b'm', b'a', b'i', b'n', 0, 1, 5, b'b', b'r', b'i', b'n', b'g', 0, 2]),
            (ELEMENTS, &[0]),
            (
                CODE,
                &[
                    4, 9, 0, 0x41, 1, 0x42, 2, 0x10, 3, 0x1a, END, 2, 0, END, 9, 0, 0x10, 4, 0x10, 0, 0x10, 2, 0x0f,
                    END, 2, 0, END,
                ],
            ),
            (DATA, &[1, 0, 0x41, 0xc0, 0, END, 4, 5, 6, 7, 8]),
        ])
    }

    #[test]
    fn a_function_gets_a_door_and_takes_along_what_only_it_calls() {
        let parts = split(&module(), &BTreeSet::from([3]), constants).unwrap_or_else(|error| panic!("{error}"));
        let expected = with_sections(&[
            (TYPES, &[2, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7e, 1, 0x7f][..]),
            (IMPORTS, &[1, 1, b'm', 1, b'f', 0, 0]),
            // `main`, `bring`, the door and what it calls first.
            (FUNCTIONS, &[4, 0, 0, 1, 0]),
            (TABLES, &[2, 0x70, 1, 2, 2, 0x6f, 0, 8]),
            (GLOBALS, &[2, 0x7f, 1, 0x41, 0, END, 0x7f, 1, 0x41, 0, END]),
            (
                EXPORTS,
                b"\x08\x04main\x00\x01\x05bring\x00\x02\x010\x00\x00\x011\x00\x02\x02G0\x03\x00\x02G1\x03\x01\x02T0\x01\x00\x02T1\x01\x01",
            ),
            (ELEMENTS, &[0]),
            (
                CODE,
                &[
                    4, 9, 0, 0x41, 1, 0x42, 2, 0x10, 3, 0x1a, END, 2, 0, END, // as they were
                    13, 0, 0x10, 4, 0x20, 0, 0x20, 1, 0x41, 1, 0x11, 1, 0, END, // the door
                    10, 0, 0x23, 1, 0x45, 0x04, 0x40, 0x10, 2, END, END,
                ],
            ),
            (DATA, &[1, 0, 0x41, 0xc0, 0, END, 4, 5, 0, 7, 0]),
        ]);
        let [found, expected] = [&parts.first, &expected].map(|bytes| sections(bytes));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_second_part_takes_what_the_first_gives_and_fills_the_table() {
        let parts = split(&module(), &BTreeSet::from([3]), constants).unwrap_or_else(|error| panic!("{error}"));
        let expected = with_sections(&[
            (TYPES, &[2, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7e, 1, 0x7f][..]),
            (
                IMPORTS,
                b"\x07\x00\x010\x00\x00\x00\x011\x00\x00\x00\x02T0\x01\x70\x00\x00\x00\x02T1\x01\x6f\x00\x00\x00\x06memory\x02\x00\x00\
                  \x00\x02G0\x03\x7f\x01\x00\x02G1\x03\x7f\x01",
            ),
            (FUNCTIONS, &[3, 1, 0, 0]),
            (START, &[4]),
            (ELEMENTS, &[1, 0, 0x41, 1, END, 1, 2]),
            (CODE, &[3, 9, 0, 0x10, 3, 0x10, 0, 0x10, 1, 0x0f, END, 2, 0, END, 6, 0, 0x41, 1, 0x24, 1, END]),
            (DATA, &[2, 0, 0x41, 0xc1, 0, END, 1, 6, 0, 0x41, 0xc3, 0, END, 1, 8]),
        ]);
        assert_eq!(sections(&parts.later), sections(&expected));
    }

    #[test]
    fn what_cannot_be_divided_is_refused() {
        assert!(split(b"\0asm\x01\0\0\0", &BTreeSet::new(), constants).is_err());
    }
}
