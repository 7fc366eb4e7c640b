//! `cargo xtask serve`: builds the page and serves it on this machine.
//!
//! Trunk builds, and our own server serves: Trunk's adds an inline script to reload the page, which the page's policy
//! forbids, and the tests should meet the very headers that people do.

use std::env;
use std::process::Stdio;

use xtask::server::{Server, Site};
use xtask::{Outcome, checkout, process};

use crate::{build, setup};

/// Serves the page until it is interrupted.
pub fn serve() -> Outcome {
    setup::for_building()?;
    println!("building the page (about 1 min the first time)");
    build::files()?;
    let no_port = |error| format!("no port of 127.0.0.1 can be opened to serve the page: {error}");
    let server = Server::on_a_familiar_port(Site::new(checkout::dist()).with_course()).map_err(no_port)?;
    let url = format!("http://{}/", server.address().map_err(no_port)?);
    println!(
        "\nTierscope is at\n\n    {url}\n\nA page of a course that embeds it is at\n\n    {url}course-page.html\n\nCtrl-C stops serving them."
    );
    show(&url);
    server.run();
    Ok(())
}

/// Opens the person's browser, if there is a screen; it is a courtesy, so nobody hears of a failure.
fn show(url: &str) {
    let opener: &[&str] = match env::consts::OS {
        "macos" => &["open"],
        "windows" => &["cmd", "/C", "start", ""],
        _ if env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some() => &["xdg-open"],
        _ => return,
    };
    let mut command = process::command(opener[0]);
    let _ =
        command.args(&opener[1..]).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
