//! The texts of the diagram and its marks.

/// Texts of the diagram and its marks.
#[derive(Debug)]
pub struct Diagram {}
