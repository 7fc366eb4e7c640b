//! Browsers and web servers from Debian's archive, installed when this runs as root on Debian, as in a container made for tests.

use std::fs;

use xtask::process;

use crate::jobs::{Job, Lane};

/// The three engines with their drivers, the display that WebKit draws on, and one font, for a bare Debian has none.
pub const PACKAGES: [&str; 6] =
    ["chromium", "chromium-driver", "firefox-esr", "webkit2gtk-driver", "xvfb", "fonts-dejavu-core"];
/// Servers whose configuration is in `hosting/`.
const HOSTS: [&str; 2] = ["nginx", "caddy"];

/// Whether packages may be installed here without asking anyone.
pub fn is_ours() -> bool {
    let debian = fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    debian && process::output(process::command("id").arg("-u")).as_deref() == Some("0")
}

/// The installation of what is missing; empty if nothing is.
pub fn installation() -> Lane {
    let present = |package: &str| {
        let query = ["-W", "-f", "${db:Status-Status}", package];
        process::output(process::command("dpkg-query").args(query)).as_deref() == Some("installed")
    };
    let missing: Vec<&str> = PACKAGES.into_iter().chain(HOSTS).filter(|package| !present(package)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let apt = |title: &str, estimate, words: &[&str]| {
        let mut command = process::command("apt-get");
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        Job { title: title.to_owned(), estimate, command }
    };
    let install = ["install", "--yes", "--no-install-recommends"];
    vec![
        apt("updating the package index", "about 10 s", &["update"]),
        apt("installing browsers and servers", "about 1 min", &[&install[..], &missing[..]].concat()),
    ]
}
