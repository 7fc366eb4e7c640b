//! A chart's figures in rows and columns.

/// A chart's figures as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns after the first.
    pub columns: Vec<&'static str>,
    /// What a row is about, the seconds or a percentile, and its figures.
    pub rows: Vec<(String, Vec<String>)>,
}
