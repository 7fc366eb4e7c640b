//! The application without a screen: what a page does, shows and says. Knows no browser.

pub mod chart;
pub mod format;
pub mod narrate;
pub mod texts;
