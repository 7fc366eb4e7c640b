//! Time, order and chance. Knows no request and no machine.

pub mod time;
