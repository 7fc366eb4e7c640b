//! English: the diagram and its marks.

use crate::app::texts::Diagram;

pub(super) const TEXTS: Diagram = Diagram {};
