//! How the page looks: as it did when somebody last looked at it.

use browser::gallery;
use browser::page::{Page, Verdict};

pub async fn the_page_looks_as_it_did(page: Page) -> Verdict {
    gallery::compare(&page).await
}

/// Takes all pictures that are kept, and those of README.md.
pub async fn take_all_pictures(page: Page) -> Verdict {
    for piece in gallery::pieces() {
        piece.take(&page).await?.rounded().write(&piece.kept())?;
        println!("    {}", piece.name());
    }
    gallery::take_shown(&page).await
}
