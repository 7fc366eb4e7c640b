//! A session: a driver, the browser it steers, and how each engine wants to be started.

use std::fs::{self, File};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::extensions::query::ElementPollerWithTimeout;
use thirtyfour::{Capabilities, WebDriver};
use xtask::engine::{Engine, Found};
use xtask::{Outcome, checkout, process};

use crate::driver::{Display, Driver};

/// How long something is waited for. That it takes long is no fault: this ends what would never come.
pub const WAIT_TIME_MAX: Duration = Duration::from_secs(60);
/// How often it is looked for.
pub const WAIT_TICK: Duration = Duration::from_millis(50);

/// A browser under control. The fields end in this order: the driver before the display its browser draws on.
pub struct Session {
    /// What steers the browser.
    pub browser: WebDriver,
    _driver: Driver,
    _display: Option<Display>,
}

impl Session {
    /// Starts the engine's driver and, through it, the browser.
    pub async fn start(found: &Found) -> Outcome<Session> {
        Session::start_with(found, &[]).await
    }

    /// The same with more words for Chromium's command line.
    pub async fn start_with(found: &Found, more: &[String]) -> Outcome<Session> {
        let keyword = found.engine.keyword();
        let no_start = |error: &dyn std::fmt::Display| format!("{keyword} cannot be tested: {error}");
        let display = if found.engine == Engine::WebKit { Some(Display::make()?) } else { None };
        let folder = checkout::evidence().join(keyword);
        fs::create_dir_all(&folder).map_err(|error| no_start(&error))?;
        let log = File::create(folder.join("driver.txt")).map_err(|error| no_start(&error))?;
        let mut command = process::command(&found.driver);
        command.env("TMPDIR", checkout::temporary(keyword)).stdin(Stdio::null());
        command.stdout(log.try_clone().map_err(|error| no_start(&error))?).stderr(log);
        command.envs(display.iter().map(|display| ("DISPLAY", &display.name)));
        if found.engine == Engine::WebKit {
            // Its optimizing compiler of WebAssembly makes wrong code now and then (docs/decisions/0008-webkit.md).
            command.env("JSC_useOMGJIT", "0");
        }
        let driver = Driver::start(&mut command)?;
        let browser = WebDriver::builder(driver.url(), Capabilities::from(capabilities(found, more)))
            .poller(Arc::new(ElementPollerWithTimeout::new(WAIT_TIME_MAX, WAIT_TICK)))
            .await
            .map_err(|error| no_start(&error))?;
        Ok(Session { browser, _driver: driver, _display: display })
    }
}

/// What a driver has to be told to start its browser without a window, a network of its own, or a profile that lasts.
fn capabilities(found: &Found, more: &[String]) -> serde_json::Map<String, Value> {
    let binary = found.browser.to_string_lossy();
    let (name, key, options) = match found.engine {
        Engine::Chromium => {
            let args = [
                "--headless=new",
                // In a container, where root runs tests, the kernel refuses Chromium's sandbox.
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-extensions",
                "--disable-sync",
                "--no-default-browser-check",
                "--no-first-run",
                "--window-size=1280,900",
            ];
            let args: Vec<&str> = args.into_iter().chain(more.iter().map(String::as_str)).collect();
            ("chrome", "goog:chromeOptions", json!({ "binary": binary, "args": args }))
        }
        Engine::Firefox => {
            let args = ["-headless", "--width=1280", "--height=900"];
            ("firefox", "moz:firefoxOptions", json!({ "binary": binary, "args": args }))
        }
        Engine::WebKit => {
            let args = ["--automation"];
            ("MiniBrowser", "webkitgtk:browserOptions", json!({ "binary": binary, "args": args }))
        }
    };
    [("browserName".to_owned(), json!(name)), (key.to_owned(), options)].into_iter().collect()
}
