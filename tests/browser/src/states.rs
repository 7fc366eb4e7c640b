//! The states of the page that people meet, each with its way there: a link, and what is pressed then. For every test that wants to see
//! all of them. Knows nothing of what is looked for in them.

use crate::page::{Page, Verdict};
use crate::pseudo::Pseudo;

/// A state and the way there.
#[derive(Debug)]
pub struct State {
    /// Its name, fit for a file.
    pub name: &'static str,
    /// The file that is opened, if it is not the page itself.
    pub file: &'static str,
    /// What the link says, without a question mark.
    pub query: &'static str,
    /// What is done when the page runs.
    pub steps: &'static [Step],
    /// What is true as soon as the page is in it, in JavaScript.
    pub holds: &'static str,
}

/// Something that is done, without a pointer: it works in a frame and at any width.
#[derive(Debug)]
pub enum Step {
    /// A key.
    Key(&'static str),
    /// A press on the first element of that selector.
    Press(&'static str),
}

/// The run stands at this many nanoseconds.
macro_rules! stands_at {
    ($nanos:literal) => {
        concat!(
            "document.querySelector('[data-digest]')?.dataset.atNs === '",
            $nanos,
            "' && !document.querySelector('.is-seeking')"
        )
    };
}

/// A run that stands still at 8 s.
const QUIET: &str = "seed=7&t=8s";

/// Every state.
pub const STATES: &[State] = &[
    State {
        name: "boot",
        file: SKELETON,
        query: "seed=7",
        steps: &[],
        holds: "document.querySelector('#app noscript') !== null",
    },
    State {
        name: "running",
        file: "",
        query: "seed=7&play=1",
        steps: &[],
        holds: "Number(document.querySelector('[data-digest]')?.dataset.atNs) > 5e8",
    },
    State { name: "paused", file: "", query: QUIET, steps: &[], holds: stands_at!("8000000000") },
    State { name: "overloaded", file: "", query: "rps=900&seed=7&t=12s", steps: &[], holds: stands_at!("12000000000") },
    State {
        name: "failed",
        file: "",
        query: "ship=250ms&do=crash:server-1@2s&seed=42&t=16s",
        steps: &[],
        holds: stands_at!("16000000000"),
    },
    State {
        name: "damaged-link",
        file: "",
        query: "rps=many&do=crash:server-77@2s&colour=blue&seed=7&t=2s",
        steps: &[],
        holds: "document.querySelector('.notice') !== null && document.querySelector('.is-seeking') === null",
    },
    State {
        name: "share",
        file: "",
        query: QUIET,
        steps: &[Step::Key("s")],
        holds: "document.querySelector('#share')?.hidden === false",
    },
    State {
        name: "help",
        file: "",
        query: QUIET,
        steps: &[Step::Key("?")],
        holds: "document.querySelector('#help') !== null",
    },
    State {
        name: "catalogue",
        file: "",
        query: QUIET,
        steps: &[Step::Key("c")],
        holds: "document.querySelector('#catalogue') !== null",
    },
    State {
        name: "tour",
        file: "",
        query: QUIET,
        steps: &[Step::Key("?"), Step::Press("#tour-again")],
        holds: "document.querySelector('#tour') !== null",
    },
    State {
        name: "statistics",
        file: "",
        query: QUIET,
        steps: &[Step::Key("h")],
        holds: "document.querySelector('.haproxy-stats') !== null",
    },
    State {
        name: "inspector",
        file: "",
        query: QUIET,
        steps: &[Step::Press("[data-thing=\"server-1\"]")],
        holds: "document.querySelector('#inspector') !== null",
    },
    State {
        name: "table",
        file: "",
        query: "do=crash:server-1@2s&seed=7&t=20s",
        steps: &[Step::Press(".tab:nth-child(3)"), Step::Press(".chart-table")],
        holds: "document.querySelector('.chart table tbody tr') !== null",
    },
    State {
        name: "client",
        file: "",
        query: "do=crash:server-1@12s&seed=2&t=30s",
        steps: &[Step::Key("f")],
        holds: "document.querySelector('.diary li') !== null",
    },
];

/// The page before its module is there: index.html without its script.
pub const SKELETON: &str = "skeleton.html";
/// Every look that a link can ask for by itself.
pub const THEMES: [&str; 4] = ["light", "dark", "projector", "contrast"];
/// Widths of a telephone, a small and a large screen, and the heights that go with them.
pub const SIZES: [(u32, u32); 3] = [(320, 640), (800, 900), (1440, 900)];
/// Every language.
pub const LANGUAGES: [&str; 3] = ["en", "fr", "es"];

impl State {
    /// The state of that name.
    pub fn named(name: &str) -> Option<&'static State> {
        STATES.iter().find(|state| state.name == name)
    }

    /// Opens the page by itself and brings it into this state; `more` goes on in the link, as `&theme=dark`.
    pub async fn open(&self, page: &Page, more: &str) -> Verdict {
        page.browser.enter_default_frame().await?;
        page.visit(&page.stage.page(&format!("{}?{}{more}", self.file, self.query))).await?;
        self.reach(page).await
    }

    /// The same in a language that nobody speaks.
    pub async fn open_in(&self, page: &Page, pseudo: Pseudo) -> Verdict {
        page.visit(&page.stage.pseudo(pseudo, &format!("?{}&lang=fr", self.query))).await?;
        self.reach(page).await
    }

    /// The same in a frame, as somebody embeds it, which is as `wish` says (see `pages/host.js`).
    pub async fn open_framed(&self, page: &Page, wish: &str, more: &str) -> Verdict {
        page.browser.enter_default_frame().await?;
        let wish = format!("{wish}&file={}", self.file);
        page.visit(&page.stage.hosted(&wish, &format!("?{}{more}", self.query))).await?;
        page.wait_for("iframe").await?;
        page.browser.enter_frame(0).await?;
        self.reach(page).await
    }

    /// Does what is to be done in the page that was opened, and waits until it is so.
    async fn reach(&self, page: &Page) -> Verdict {
        if self.file.is_empty() {
            page.wait_until_ready().await?;
            page.wait_until("!document.querySelector('.is-seeking')").await?;
        }
        for step in self.steps {
            step.take(page).await?;
        }
        page.wait_until(self.holds).await
    }
}

impl Step {
    /// Does it.
    pub async fn take(&self, page: &Page) -> Verdict {
        let event = match self {
            Step::Key(key) => {
                let event = format!("new KeyboardEvent('keydown', {{key: '{key}', bubbles: true, cancelable: true}})");
                format!("document.body.dispatchEvent({event})")
            }
            Step::Press(css) => {
                page.wait_until(&format!("document.querySelector({css:?}) !== null")).await?;
                let event = "new MouseEvent('click', {bubbles: true, cancelable: true})";
                format!("document.querySelector({css:?}).dispatchEvent({event})")
            }
        };
        page.eval::<bool>(&event).await?;
        Ok(())
    }
}
