//! `press FOLDER`: lays beside each file of a page the same compressed at its best, `page.js.br` and `page.js.gz`, for hosts that hand such files
//! out as they lie (docs/hosting.md). Each is unpacked and compared before it is written. The same files give the same bytes.

use std::env;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};

/// The ends of names of files that compressing makes smaller.
const ENDS: [&str; 8] = ["html", "css", "js", "wasm", "txt", "json", "svg", "md"];

fn main() -> ExitCode {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("usage: press FOLDER");
        return ExitCode::from(2);
    };
    match press(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: the files in {folder} cannot be compressed: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Compresses what is in that folder; what was compressed of files that are gone goes.
fn press(folder: &Path) -> io::Result<()> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let end = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if end == "br" || end == "gz" {
            fs::remove_file(path)?;
        } else if ENDS.contains(&&*end) {
            paths.push(path);
        }
    }
    for path in paths {
        let plain = fs::read(&path)?;
        for (end, small, unpacked) in [
            ("br", with_brotli(&plain)?, without_brotli as fn(&[u8]) -> io::Result<Vec<u8>>),
            ("gz", with_gzip(&plain)?, without_gzip),
        ] {
            if unpacked(&small)? != plain {
                return Err(io::Error::other(format!("{} comes out of .{end} as another", path.display())));
            }
            let mut name = path.clone().into_os_string();
            name.push(format!(".{end}"));
            fs::write(name, small)?;
        }
    }
    Ok(())
}

fn with_brotli(plain: &[u8]) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &plain[..], &mut small, &params)?;
    Ok(small)
}

fn without_brotli(small: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    brotli::BrotliDecompress(&mut &small[..], &mut plain)?;
    Ok(plain)
}

/// Without a name and a time, so that the same file gives the same bytes.
fn with_gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::best());
    writer.write_all(plain)?;
    writer.finish()
}

fn without_gzip(small: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(small).read_to_end(&mut plain)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_two_small_ones_beside_it_and_none_is_left_of_one_that_is_gone() {
        let folder = env::temp_dir().join(format!("press-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let text = "a text that says the same again and again. ".repeat(100);
        for (name, contents) in [("page.js", &*text), ("old.js.br", "x"), ("picture.png", "y")] {
            fs::write(folder.join(name), contents).unwrap();
        }
        press(&folder).unwrap();
        let read = |name: &str| fs::read(folder.join(name)).unwrap();
        let once = [read("page.js.br"), read("page.js.gz")];
        assert!(once.iter().all(|small| small.len() < text.len() / 10));
        assert_eq!(without_brotli(&once[0]).unwrap(), text.as_bytes());
        assert_eq!(without_gzip(&once[1]).unwrap(), text.as_bytes());
        press(&folder).unwrap();
        assert_eq!(once, [read("page.js.br"), read("page.js.gz")]);
        let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["page.js", "page.js.br", "page.js.gz", "picture.png"]);
        fs::remove_dir_all(&folder).unwrap();
    }
}
