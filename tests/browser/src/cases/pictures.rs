//! How the page looks: as it did when somebody last looked at it.

use browser::gallery;
use browser::page::{Page, Verdict};
use std::fs;
use std::path::PathBuf;

pub async fn the_page_looks_as_it_did(page: Page) -> Verdict {
    gallery::compare(&page).await
}

/// Takes all pictures that are kept, and those of README.md.
pub async fn take_all_pictures(page: Page) -> Verdict {
    let pieces = gallery::pieces();
    for piece in &pieces {
        piece.take(&page).await?.rounded().write(&piece.kept())?;
        println!("    {}", piece.name());
    }
    // Another choice leaves others behind.
    let kept: Vec<PathBuf> = pieces.iter().map(|piece| piece.kept()).collect();
    for file in kept.first().and_then(|file| fs::read_dir(file.parent()?).ok()).into_iter().flatten().flatten() {
        if !kept.contains(&file.path()) {
            fs::remove_file(file.path())
                .map_err(|error| format!("{} cannot be removed: {error}", file.path().display()))?;
        }
    }
    gallery::take_shown(&page).await
}
