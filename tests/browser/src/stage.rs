//! What the engines are shown: the built page under a path of some depth, watched by a probe, alone and in frames.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread;

use xtask::server::headers::{POLICY, content_type};
use xtask::server::{Server, Site};
use xtask::{Outcome, checkout};

use crate::pseudo::Pseudo;
use crate::states::SKELETON;

/// Where the page is served: it must not matter.
const PREFIX: &str = "/any/path/";
/// Where the page that is one file is served: outside, so that it has no header of ours.
const SINGLE: &str = "/single.html";
/// The page that embeds ours: `pages/host.js` says what it takes.
const HOST: (&str, &str) = (include_str!("../pages/host.html"), include_str!("../pages/host.js"));
/// Notes, before any other script runs, what must never happen in the page.
const PROBE: &str = include_str!("../pages/probe.js");
/// A page under the same policy in which all of that happens.
const CRIMES: (&str, &str) = (include_str!("../pages/crimes.html"), include_str!("../pages/crimes.js"));

/// Servers that live as long as the process.
pub struct Stage {
    whole: SocketAddr,
    damaged: SocketAddr,
    damaged_later: SocketAddr,
    damaged_style: SocketAddr,
    pseudo: [SocketAddr; Pseudo::ALL.len()],
}

impl Stage {
    /// Opens the stage on the page that is built; copies of the page lie in a folder of temporary files.
    pub fn open(copies: &Path) -> Outcome<Stage> {
        Ok(Stage {
            whole: serve(&checkout::dist())?,
            damaged: serve(&damage(&["page-", "whole-"], ".wasm", copies)?)?,
            damaged_later: serve(&damage(&["later-"], ".wasm", copies)?)?,
            damaged_style: serve(&damage(&["later-"], ".css", copies)?)?,
            pseudo: [translate(Pseudo::ALL[0])?, translate(Pseudo::ALL[1])?],
        })
    }

    /// The page, with a query (`?` included, or empty).
    pub fn page(&self, query: &str) -> String {
        format!("http://{}{PREFIX}{query}", self.whole)
    }

    /// The page that is one file, opened as a file.
    pub fn single(&self, query: &str) -> String {
        format!("file://{}{query}", checkout::single().display())
    }

    /// The same served without a single header of the page's, in a frame with that `sandbox` attribute.
    pub fn single_framed(&self, sandbox: &str, query: &str) -> String {
        self.hosted(&format!("sandbox={sandbox}&file=../..{SINGLE}"), query)
    }

    /// The page in a language that nobody speaks, with a query (`?` included, or empty) that asks for French.
    pub fn pseudo(&self, pseudo: Pseudo, query: &str) -> String {
        let index = usize::from(pseudo == Pseudo::ALL[1]);
        format!("http://{}{PREFIX}{query}", self.pseudo[index])
    }

    /// The page in a frame with that `sandbox` attribute, or with none.
    pub fn framed(&self, sandbox: Option<&str>, query: &str) -> String {
        self.hosted(&sandbox.map(|words| format!("sandbox={words}")).unwrap_or_default(), query)
    }

    /// The page in a frame that is as `wish` says (see `pages/host.js`).
    pub fn hosted(&self, wish: &str, query: &str) -> String {
        format!("http://{}/host.html?{}{query}", self.whole, wish.replace(' ', "%20"))
    }

    /// The same in a page of another origin: the one of the damaged page.
    pub fn hosted_elsewhere(&self, query: &str) -> String {
        format!("http://{}/host.html?at=http://{}{query}", self.damaged, self.whole)
    }

    /// Where the page is, as browsers write it.
    pub fn origin(&self) -> String {
        format!("http://{}", self.whole)
    }

    /// Where the page of another origin is.
    pub fn other_origin(&self) -> String {
        format!("http://{}", self.damaged)
    }

    /// The example of a course that embeds the page.
    pub fn course(&self) -> String {
        format!("http://{}{PREFIX}course-page.html", self.whole)
    }

    /// A page in which happens all that must not happen in ours.
    pub fn crimes(&self) -> String {
        self.page("crimes.html")
    }

    /// The page with one bit of its module flipped.
    pub fn damaged(&self) -> String {
        format!("http://{}{PREFIX}", self.damaged)
    }

    /// The page with one bit flipped of the module's part that comes later, with a query (`?` included, or empty).
    pub fn damaged_later(&self, query: &str) -> String {
        format!("http://{}{PREFIX}{query}", self.damaged_later)
    }

    /// The page with one bit flipped of the styles that come later, with a query (`?` included, or empty).
    pub fn damaged_style(&self, query: &str) -> String {
        format!("http://{}{PREFIX}{query}", self.damaged_style)
    }
}

/// Serves a folder with the probe as the first thing in its page.
fn serve(folder: &Path) -> Outcome<SocketAddr> {
    serve_with(folder, |shell, site| Ok((shell, site)))
}

/// Serves the page with other texts in place of the French ones. Their hash would be another one, so the shell says none.
fn translate(pseudo: Pseudo) -> Outcome<SocketAddr> {
    let texts = pseudo.texts()?;
    serve_with(&checkout::dist(), |shell, site| {
        let link = shell.lines().find(|line| line.contains("hreflang=\"fr\"")).unwrap_or_default().to_owned();
        let part = |name: &str| link.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        let (Some(file), Some(hash)) = (part("href"), part("integrity")) else {
            return Err("dist/index.html names no French texts".to_owned());
        };
        let path = format!("{PREFIX}{}", file.trim_start_matches("./"));
        let site = site.with_page(&path, content_type(".txt"), texts);
        Ok((pseudo.shell(&shell.replace(hash, "")), site))
    })
}

/// Serves a folder whose shell and whose files are as `change` makes them.
fn serve_with(folder: &Path, change: impl FnOnce(String, Site) -> Outcome<(String, Site)>) -> Outcome<SocketAddr> {
    let no_server = |error| format!("the page cannot be served to the browsers: {error}");
    let shell = fs::read_to_string(folder.join("index.html")).map_err(no_server)?;
    let single = fs::read_to_string(checkout::single()).map_err(no_server)?;
    let (shell, site) = change(shell, Site::new(folder).under(PREFIX))?;
    let watch = |text: &str| text.replacen("<head>", "<head><script src=\"./probe.js\"></script>", 1);
    let watched = watch(&shell);
    let (html, js) = (content_type(".html"), content_type(".js"));
    let skeleton = watched.replace("type=\"module\"", "type=\"text/plain\"");
    let site = site
        .with_page(&format!("{PREFIX}index.html"), html, watched)
        .with_page(&format!("{PREFIX}{SKELETON}"), html, skeleton)
        .with_page(&format!("{PREFIX}probe.js"), js, PROBE)
        .with_page(&format!("{PREFIX}{}", checkout::SINGLE), html, watch(&single))
        .with_page(&format!("{PREFIX}crimes.html"), html, CRIMES.0.replace("POLICY", POLICY))
        .with_page(&format!("{PREFIX}crimes.js"), js, CRIMES.1)
        .with_page(SINGLE, html, single)
        .with_page("/host.html", html, HOST.0)
        .with_page("/host.js", js, HOST.1)
        .with_course();
    let server = Server::on_any_port(site).map_err(no_server)?;
    let address = server.address().map_err(no_server)?;
    thread::spawn(|| server.run());
    Ok(address)
}

/// A copy of the page in which the last bit of the file with that beginning and that end of a name is another.
fn damage(starts: &[&str], end: &str, copies: &Path) -> Outcome<PathBuf> {
    let (from, to) = (checkout::dist(), copies.join(format!("damaged-{}{end}", starts.concat())));
    damage_in(starts, end, &from, &to).map_err(|error| format!("dist/ cannot be copied: {error}"))?;
    Ok(to)
}

fn damage_in(starts: &[&str], end: &str, from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        let mut bytes = fs::read(from.join(&name))?;
        let text = name.to_string_lossy();
        if let (true, Some(last)) =
            (starts.iter().any(|start| text.starts_with(start)) && text.ends_with(end), bytes.last_mut())
        {
            *last ^= 1;
        }
        fs::write(to.join(&name), bytes)?;
    }
    Ok(())
}
