//! The texts of the frame of the page, controls, transport, notices and sharing.

/// Texts of the frame of the page, controls, transport, notices and sharing.
#[derive(Debug)]
pub struct Shell {}
