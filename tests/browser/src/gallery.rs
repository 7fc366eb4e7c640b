//! The pictures that are kept: which there are, and how each is taken so that it is the same everywhere: a run that stands still, a window of one
//! size, one font.

use std::path::PathBuf;
use std::time::Duration;

use xtask::checkout;

use crate::emulate;
use crate::page::{Failure, Page, Verdict, ensure};
use crate::picture::Picture;
use crate::states::{LANGUAGES, SIZES, STATES, State, THEMES};

/// How many pictures are kept.
pub const COUNT: usize = 24;
/// The font of all pictures: the one that the tests bring where there is none (xtask/src/debian.rs).
const FONTS: [(&str, &str); 2] = [("--sans", "DejaVu Sans"), ("--mono", "DejaVu Sans Mono")];
/// A picture is taken when two in a row are the same; so many are tried.
const TRIES: u32 = 20;
/// Time between two of them.
const PAUSE: Duration = Duration::from_millis(150);
/// The pictures of README.md: name, and what their links say.
const SHOWN: [(&str, &str); 2] = [("running", "seed=7&t=20s"), ("failing", "seed=7&do=crash:server-1@12s&t=14s")];

/// A picture that is kept: a state in a window, a look and a language.
pub struct Piece {
    state: &'static State,
    size: (u32, u32),
    theme: &'static str,
    language: &'static str,
}

/// All that are kept. The axes are walked side by side, so that each value of each appears and no two are alike.
pub fn pieces() -> Vec<Piece> {
    // A run that plays never looks twice the same.
    let still: Vec<&State> = STATES.iter().filter(|state| state.name != "running").collect();
    // Whoever comes a second time comes in another size and another theme.
    let piece = |i: usize| {
        let round = i / still.len();
        Piece {
            state: still[i % still.len()],
            size: SIZES[(i + round) % SIZES.len()],
            theme: THEMES[(i + round) % THEMES.len()],
            language: LANGUAGES[(i / THEMES.len() + round) % LANGUAGES.len()],
        }
    };
    (0..COUNT).map(piece).collect()
}

impl Piece {
    /// Its name, which says what it shows.
    pub fn name(&self) -> String {
        format!("{}-{}-{}-{}", self.state.name, self.size.0, self.theme, self.language)
    }

    /// Where it is kept.
    pub fn kept(&self) -> PathBuf {
        checkout::root().join("tests/browser/pictures").join(self.name() + ".png")
    }

    /// Takes it of the page as it is now.
    pub async fn take(&self, page: &Page) -> Verdict<Picture> {
        emulate::view(page, self.size.0, self.size.1).await?;
        self.state.open(page, &format!("&theme={}&lang={}", self.theme, self.language)).await?;
        still(page).await
    }
}

/// Takes the pictures of README.md.
pub async fn take_shown(page: &Page) -> Verdict {
    emulate::view(page, 1440, 900).await?;
    for (name, query) in SHOWN {
        page.open(&format!("?{query}&theme=light&lang=en")).await?;
        page.wait_until("!document.querySelector('.is-seeking')").await?;
        still(page).await?.write(&checkout::root().join(format!("docs/pictures/{name}.png")))?;
    }
    emulate::reset(page).await
}

/// Compares what the page shows now with what is kept; what differs is left with a picture of where in `target/e2e/pictures`.
pub async fn compare(page: &Page) -> Verdict {
    let folder = checkout::evidence().join("pictures");
    let mut faults = Vec::new();
    for piece in pieces() {
        let (name, now) = (piece.name(), piece.take(page).await?);
        let found = Picture::read(&piece.kept()).and_then(|kept| now.compare(&kept));
        let fault = match found {
            Ok((others, _)) if others <= now.tolerance() => continue,
            Ok((others, marked)) => {
                marked.write(&folder.join(format!("{name}-difference.png")))?;
                format!("{name}: {others} pixels are others, of at most {}", now.tolerance())
            }
            Err(error) => format!("{name}: {error}"),
        };
        now.write(&folder.join(format!("{name}.png")))?;
        faults.push(fault);
    }
    emulate::reset(page).await?;
    let told = || {
        format!(
            "the page looks different ({}); if it should, `cargo xtask pictures` takes the pictures anew:\n      {}",
            folder.display(),
            faults.join("\n      ")
        )
    };
    ensure(faults.is_empty(), told)
}

/// A picture once nothing moves any more.
async fn still(page: &Page) -> Verdict<Picture> {
    for (name, font) in FONTS {
        let line = format!("(document.documentElement.style.setProperty('{name}', '\"{font}\"'), true)");
        page.eval::<bool>(&line).await?;
    }
    let has_font: bool = page.eval(&format!("document.fonts.check('12px \"{}\"')", FONTS[0].1)).await?;
    ensure(has_font, || format!("{} is not installed", FONTS[0].1))?;
    let file = checkout::temporary(page.engine.keyword()).join("picture.png");
    let mut before: Option<Picture> = None;
    for _ in 0..TRIES {
        page.browser.screenshot(&file).await?;
        let now = Picture::read(&file)?;
        if before.as_ref() == Some(&now) {
            return Ok(now);
        }
        before = Some(now);
        tokio::time::sleep(PAUSE).await;
    }
    Err(Failure::from(format!("the page never stood still for {PAUSE:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_value_of_each_axis_appears_and_no_two_are_alike() {
        let pieces = pieces();
        let seen = |of: fn(&Piece) -> String| pieces.iter().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!(seen(Piece::name), COUNT);
        let counts = [STATES.len() - 1, SIZES.len(), THEMES.len(), LANGUAGES.len()];
        let found = [
            seen(|piece| piece.state.name.to_owned()),
            seen(|piece| piece.size.0.to_string()),
            seen(|piece| piece.theme.to_owned()),
            seen(|piece| piece.language.to_owned()),
        ];
        assert_eq!(found, counts);
    }
}
