//! `cargo xtask single`: the page as one file, `release/tierscope-single.html`, for where nothing can be served: a folder, a stick, the
//! "file" of a course (docs/hosting.md). Everything is inline, so the policy names it by its hashes, and allows nothing else. It also lies beside
//! the page, which turns to it in frames where it may load nothing.

use std::fs;

use xtask::server::headers::POLICY;
use xtask::{Outcome, checkout};

use crate::base64::base64;
use crate::{build, languages, setup, sha256, shrink};

/// `cargo xtask single`: from a fresh checkout to the file.
pub fn single() -> Outcome {
    setup::for_building()?;
    println!("building the page (about 1 min the first time)");
    build::page()?;
    println!("{}", checkout::single().display());
    Ok(())
}

/// Makes the file from what Trunk built, before it is divided.
pub fn write() -> Outcome {
    let failed = |error: std::io::Error| format!("the page cannot be made one file: {error}");
    let parts = shrink::whole()?;
    let boot = fs::read_to_string(checkout::root().join("static/single.js")).map_err(failed)?;
    let shell = fs::read_to_string(checkout::root().join("index.html")).map_err(failed)?;
    let script = parts.glue + &shrink::script(&boot);
    if script.contains("</script") || parts.style.contains("</style") {
        return Err(String::from("what is put into one file would end its own element"));
    }
    let page = page(&shell, &parts.style, &script, &parts.module, &languages::texts()?)?;
    fs::create_dir_all(checkout::release()).map_err(failed)?;
    fs::write(checkout::single(), &page).map_err(failed)?;
    fs::write(checkout::dist().join(checkout::SINGLE), page).map_err(failed)
}

/// The shell with all that it would load.
fn page(shell: &str, style: &str, script: &str, module: &[u8], languages: &[(&str, String)]) -> Outcome<String> {
    let policy = policy(style, script);
    // What Trunk would have made of these lines is here already.
    let shell: String =
        shell.lines().filter(|line| !line.contains("data-trunk")).flat_map(|line| [line, "\n"]).collect();
    let [head, body, end] = ["</head>", "</body>", POLICY].map(|mark| shell.matches(mark).count());
    if (head, body, end) != (1, 1, 1) {
        return Err(String::from("index.html should have one head, one body and the page's policy"));
    }
    let links = languages.iter().map(|(code, texts)| {
        format!("    <link rel=\"texts\" hreflang=\"{code}\" data-texts=\"{}\">\n", escaped(texts))
    });
    let module = base64(module);
    Ok(shell
        .replace(POLICY, &policy)
        .replace("</head>", &format!("{}<style>{style}</style>\n  </head>", links.collect::<String>()))
        .replace(
            "</body>",
            &format!("<script type=\"application/wasm\" id=\"module\">{module}</script>\n<script type=\"module\">{script}</script>\n  </body>"),
        ))
}

/// The page's policy, in which nothing is `'self'`: of an opened file, or of a frame in a sandbox, nothing else is.
fn policy(style: &str, script: &str) -> String {
    let sources = [
        ("script-src 'self'", format!("script-src {}", sha256::source(script))),
        ("style-src 'self'", format!("style-src {}", sha256::source(style))),
        ("connect-src 'self'", String::from("connect-src 'none'")),
        ("manifest-src 'self'", String::from("manifest-src 'none'")),
        ("img-src 'self' data:", String::from("img-src data:")),
    ];
    sources.iter().fold(String::from(POLICY), |policy, (from, to)| policy.replace(from, to))
}

/// A text as the value of an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_in_one_file_and_the_policy_names_it() {
        let shell = include_str!("../../index.html");
        let texts = [("fr", String::from("\"a\" & <b>\nc"))];
        let page = page(shell, "p{}", "run()", b"\0asm", &texts).unwrap();
        for part in ["<style>p{}</style>", ">AGFzbQ==</script>", ">run()</script>", "&quot;a&quot; &amp; &lt;b>\nc"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let allowed = format!("script-src {} 'wasm-unsafe-eval'", sha256::source("run()"));
        assert!(page.contains(&allowed) && page.contains(&format!("style-src {};", sha256::source("p{}"))), "{page}");
        assert!(!page.contains("'self'") && !page.contains("data-trunk") && !page.contains("src=\""), "{page}");
    }
}
