//! nginx, the application server and the databases against what was recorded of real ones. See `../conformance/stack/README.md`.
#![cfg(not(target_arch = "wasm32"))]

mod app;
mod case;
mod databases;
mod judged;
mod nginx;
mod site;
