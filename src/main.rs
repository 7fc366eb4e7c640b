//! The page.

#![warn(clippy::all)]

mod ui;

/// Bytes that a run with its checkpoints comes to, and more; chosen.
const HEAP: usize = 40 << 20;

fn main() {
    // Memory is asked for once, before anything runs, so that it does not grow while code runs (docs/decisions/0008-webkit.md). What is
    // not touched costs nothing.
    drop(std::hint::black_box(Vec::<u8>::with_capacity(HEAP)));
    ui::start();
}
