//! The types of a module's functions, as far as they matter here.

use super::module::Reader;

/// Types of functions, by number.
pub struct Types {
    /// How many parameters functions of each type have.
    parameters: Vec<usize>,
    /// The type of functions that take nothing and give nothing.
    nothing: Option<usize>,
}

impl Types {
    pub fn read(mut reader: Reader) -> Option<Types> {
        let mut types = Types { parameters: Vec::new(), nothing: None };
        for number in 0..reader.number()? {
            reader.byte().filter(|form| *form == 0x60)?;
            let (parameters, results) = (reader.block()?.len(), reader.block()?.len());
            types.parameters.push(parameters);
            if parameters + results == 0 {
                types.nothing = Some(number);
            }
        }
        Some(types)
    }

    pub fn parameters(&self, number: usize) -> Option<usize> {
        self.parameters.get(number).copied()
    }

    pub fn of_nothing(&self) -> Option<usize> {
        self.nothing
    }
}
