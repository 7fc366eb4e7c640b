//! The browser engines the page is tested in, and which of them this machine has. Starts nothing.

use std::fs;
use std::path::PathBuf;

use crate::process::find;

/// A browser engine that a WebDriver can steer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK with its small browser; it draws on a display of its own, made by Xvfb.
    WebKit,
}

/// An engine that is present: the browser, and the driver that steers it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which engine.
    pub engine: Engine,
    /// The browser's program.
    pub browser: PathBuf,
    /// The driver's program.
    pub driver: PathBuf,
}

impl Engine {
    /// All of them, the fastest to start first.
    pub const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

    /// The word for it on command lines and in reports.
    pub const fn keyword(self) -> &'static str {
        match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkit",
        }
    }

    /// The engine of that name.
    pub fn from_keyword(word: &str) -> Option<Engine> {
        Engine::ALL.into_iter().find(|engine| engine.keyword() == word)
    }

    /// The browser of this engine, whether or not there is a driver for it.
    pub fn browser(self) -> Option<PathBuf> {
        match self {
            Engine::Chromium => ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find),
            Engine::Firefox => ["firefox-esr", "firefox"].into_iter().find_map(find),
            Engine::WebKit => find("Xvfb").and_then(|_| mini_browser()),
        }
    }

    /// The engine with all that a test needs of it, if the machine has all of that.
    pub fn find(self) -> Option<Found> {
        let driver = match self {
            Engine::Chromium => "chromedriver",
            Engine::Firefox => "geckodriver",
            Engine::WebKit => "WebKitWebDriver",
        };
        Some(Found { engine: self, browser: self.browser()?, driver: find(driver)? })
    }

    /// Every engine that can be tested here.
    pub fn found() -> Vec<Found> {
        Engine::ALL.into_iter().filter_map(Engine::find).collect()
    }
}

/// WebKitGTK's browser is no program for people, so it lies beside the library: `/usr/lib/<machine>/webkit2gtk-4.1/`.
fn mini_browser() -> Option<PathBuf> {
    let folders = |path: PathBuf| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    folders("/usr/lib".into())
        .flat_map(folders)
        .filter(|folder| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit")))
        .map(|folder| folder.join("MiniBrowser"))
        .find(|file| file.is_file())
}
