//! The page.

#![warn(clippy::all)]

mod ui;

fn main() {
    ui::start();
}
