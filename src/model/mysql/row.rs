//! Rows: a number each, or nothing. What matters here is whether a row is there and which write it has.

/// No row.
const ABSENT: u64 = u64::MAX;

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A new row.
    Insert,
    /// Another value for a row.
    Update,
    /// The end of a row.
    Delete,
}

/// What a transaction does to one row: the row image in the binlog (`binlog_format=ROW`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its primary key.
    pub row: u32,
    /// What is done.
    pub deed: Deed,
    /// The value afterwards.
    pub value: u64,
}

/// A table: rows by their primary key.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    values: Vec<u64>,
}

impl Rows {
    /// A table whose rows `0..count` are there, with value 0.
    pub fn filled(count: u32) -> Rows {
        Rows { values: vec![0; count as usize] }
    }

    /// A row's value.
    pub fn get(&self, row: u32) -> Option<u64> {
        self.values.get(row as usize).copied().filter(|value| *value != ABSENT)
    }

    /// Puts a row there, or takes it away.
    pub fn set(&mut self, row: u32, value: Option<u64>) {
        let index = row as usize;
        if index >= self.values.len() {
            self.values.resize(index + 1, ABSENT);
        }
        self.values[index] = value.unwrap_or(ABSENT);
    }

    /// Makes a change, whatever is there.
    pub fn change(&mut self, change: Change) {
        self.set(change.row, (change.deed != Deed::Delete).then_some(change.value));
    }

    /// The rows that are there, by key.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        let rows = self.values.iter().enumerate().filter(|(_, value)| **value != ABSENT);
        rows.map(|(row, value)| (row as u32, *value))
    }

    /// How many rows are there.
    pub fn count(&self) -> usize {
        self.iter().count()
    }

    /// Places that it keeps, with a row or without.
    pub fn places(&self) -> usize {
        self.values.len()
    }
}
