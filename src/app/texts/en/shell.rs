//! English: the frame of the page, controls, transport, notices and sharing.

use crate::app::texts::Shell;

pub(super) const TEXTS: Shell = Shell {};
