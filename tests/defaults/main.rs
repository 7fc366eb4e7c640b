//! What must follow from the default scenario: what a person sees who opens the page, breaks something and waits. The bands
//! allow for chance; the tests play several seeds, and break things at several moments between two health checks.

mod broken;
mod database;
mod load;
mod presets;
mod process;
mod server;
