//! The texts of the charts.

use crate::app::chart::{Extremes, Kind, Series};

/// Texts of the charts. Figures come in as they are written on the screen.
#[derive(Debug)]
pub struct Charts {
    /// Name of the charts' region.
    pub region: &'static str,
    /// A chart's title.
    pub title: fn(Kind) -> &'static str,
    /// The name of a line at its end, or of an area in the legend.
    pub series: fn(Series) -> &'static str,
    /// The name of a table's column, with its unit.
    pub column: fn(Series) -> &'static str,
    /// What a chart reads at one instant, from the figures of its first two lines.
    pub reading: fn(Kind, &str, &str) -> String,
    /// A chart's course in one sentence.
    pub trend: fn(Kind, &Extremes) -> String,
    /// The same while there is nothing to say.
    pub no_data: &'static str,
    /// Each point joins so many seconds.
    pub joined: fn(u64) -> String,
    /// The series is full: what is later than so many hours is not drawn.
    pub full: fn(u64) -> String,
    /// A table's caption, from its chart's title.
    pub caption: fn(&str) -> String,
    /// First column: the seconds of the row.
    pub seconds: &'static str,
    /// Name of the button that shows the table, from its chart's title.
    pub show_table: fn(&str) -> String,
    /// Name of the slider that reads all charts at one instant.
    pub cursor: &'static str,
    /// What the sign ≈ before a percentile's name means.
    pub rough: &'static str,
}
