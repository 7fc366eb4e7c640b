//! `cargo xtask release`: what is given away, in `release/`: the page's files in `page/`, the page as one file, what it is made of (`tierscope.cdx.json`), and
//! the SHA-256 of each (`SHA256SUMS`, for `sha256sum --check`).

use std::fs;
use std::io;
use std::path::Path;

use xtask::{Outcome, checkout};

use crate::{build, sbom, setup, sha256};

/// The page's files within the release.
const PAGE: &str = "page";
/// The list of what the page is made of.
const PARTS: &str = "tierscope.cdx.json";
/// The list of hashes.
const HASHES: &str = "SHA256SUMS";

/// `cargo xtask release`: from a fresh checkout.
pub fn release() -> Outcome {
    setup::for_building()?;
    println!("building the page (about 1 min the first time)");
    build::page()?;
    pack()?;
    println!("{}", checkout::release().display());
    Ok(())
}

/// Packs the page that is built and checks what the list of its parts says.
pub fn check() -> Outcome {
    pack()?;
    sbom::must_be_what_is_compiled()
}

/// Packs the page that is built.
fn pack() -> Outcome {
    let parts = sbom::of_the_page()?;
    let folder = checkout::release();
    pack_into(&folder, &checkout::dist(), &parts)
        .map_err(|error| format!("{} cannot be filled from what `cargo xtask build` made: {error}", folder.display()))
}

fn pack_into(folder: &Path, dist: &Path, parts: &str) -> io::Result<()> {
    let page = folder.join(PAGE);
    if page.is_dir() {
        fs::remove_dir_all(&page)?;
    }
    fs::create_dir_all(&page)?;
    for entry in fs::read_dir(dist)? {
        let name = entry?.file_name();
        fs::copy(dist.join(&name), page.join(&name))?;
    }
    fs::write(folder.join(PARTS), parts)?;
    let mut lines = Vec::new();
    for (prefix, place) in [(format!("{PAGE}/"), &*page), (String::new(), folder)] {
        for entry in fs::read_dir(place)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_file() && name != HASHES {
                lines.push(format!("{}  {prefix}{name}\n", sha256::hex(&fs::read(&path)?)));
            }
        }
    }
    // By name: the same files make the same list.
    lines.sort_by(|one, other| one[64..].cmp(&other[64..]));
    fs::write(folder.join(HASHES), lines.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_by_its_hash_and_none_that_is_gone() {
        let folder = checkout::root().join("target/tmp-release");
        let _ = fs::remove_dir_all(&folder);
        let (dist, release) = (folder.join("dist"), folder.join("release"));
        fs::create_dir_all(&dist).unwrap();
        fs::create_dir_all(release.join(PAGE)).unwrap();
        fs::write(dist.join("index.html"), "abc").unwrap();
        fs::write(release.join(PAGE).join("old.js"), "").unwrap();
        fs::write(release.join("tierscope-single.html"), "").unwrap();
        pack_into(&release, &dist, "abc").unwrap();
        let (abc, none) = (sha256::hex(b"abc"), sha256::hex(b""));
        let list = format!("{abc}  page/index.html\n{none}  tierscope-single.html\n{abc}  tierscope.cdx.json\n");
        assert_eq!(fs::read_to_string(release.join(HASHES)).unwrap(), list);
        fs::remove_dir_all(folder).unwrap();
    }
}
