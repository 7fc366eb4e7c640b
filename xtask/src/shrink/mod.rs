//! Makes the built files smaller where neither a reader nor a browser needs what is there: comments and indents, the long
//! names by which the module and its glue know each other, and the order of the module's functions. Names and hashes of the files
//! change with their contents.

mod choose;
mod code;
mod constants;
mod elements;
mod later;
mod linked;
mod marks;
mod module;
mod names;
mod order;
mod reach;
mod split;
mod text;
mod types;
mod whole;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::{Outcome, checkout};

use crate::sha384;

pub use text::script;

/// A file of the page.
struct File {
    name: String,
    bytes: Vec<u8>,
}

/// Shrinks what is in `dist/`.
pub fn shrink() -> Outcome {
    let folder = checkout::dist();
    let shell = fs::read_to_string(folder.join("index.html")).map_err(unreadable(&folder))?;
    let mut shell = with_one_style(&folder, &with_later_style(&shell)).map_err(unreadable(&folder))?;
    for built in files(&folder)? {
        let old = built.iter().map(|file| (file.name.clone(), sha384::integrity(&file.bytes))).collect::<Vec<_>>();
        for (place, file) in smaller(built)?.into_iter().enumerate() {
            let name = named_after_contents(&file.name, &file.bytes);
            fs::write(folder.join(&name), &file.bytes).map_err(unreadable(&folder))?;
            let integrity = sha384::integrity(&file.bytes);
            match old.get(place) {
                Some((old, was)) => {
                    if name != *old {
                        fs::remove_file(folder.join(old)).map_err(unreadable(&folder))?;
                    }
                    shell = shell.replace(old, &name).replace(was, &integrity);
                }
                // What comes later, or in place of the module, is told like the module; only static/boot.js knows these kinds of link.
                None => {
                    let (kind, size) = (name.split('-').next().unwrap_or_default(), file.bytes.len());
                    let link = format!(
                        "<link rel=\"{kind}\" data-size=\"{size}\" href=\"./{name}\" crossorigin=\"anonymous\" integrity=\"{integrity}\">"
                    );
                    shell = shell.replace("</head>", &format!("{link}\n</head>"));
                }
            }
        }
    }
    fs::write(folder.join("index.html"), shell).map_err(unreadable(&folder))
}

/// What the page is made of, undivided.
pub struct Parts {
    /// The style sheets, in their order.
    pub style: String,
    /// The module's glue, which is a script with exports.
    pub glue: String,
    /// The module.
    pub module: Vec<u8>,
}

/// What Trunk left in `dist/`, small, and with the module in one piece.
pub fn whole() -> Outcome<Parts> {
    let folder = checkout::dist();
    let shell = fs::read_to_string(folder.join("index.html")).map_err(unreadable(&folder))?;
    let styles = styles(&folder, &shell).iter().map(fs::read_to_string).collect::<Result<String, _>>();
    let built = files(&folder)?.into_iter().find(|files| files.len() == 2);
    let Some([glue, module]) = built.as_deref() else { return Err(String::from(STRANGE)) };
    let (glue, module) = names::shorten(&text::script(&String::from_utf8_lossy(&glue.bytes)), &module.bytes)?;
    Ok(Parts { style: text::style(&styles.map_err(unreadable(&folder))?), glue, module })
}

/// What is said where Trunk built something else.
const STRANGE: &str = "dist/ should hold one module, page-*.wasm, and its glue, page-*.js";

/// Marks the functions of the module in `dist/`, as it was built, and gives the module without marks.
pub fn mark() -> Outcome<Vec<u8>> {
    let folder = checkout::dist();
    let built = files(&folder)?.into_iter().flatten().find(|file| file.name.ends_with(".wasm"));
    let module = built.ok_or("dist/ has no module")?;
    let marked = marks::marked(&module.bytes)?;
    let shell = folder.join("index.html");
    let text = fs::read_to_string(&shell).map_err(unreadable(&folder))?;
    let text = text.replace(&sha384::integrity(&module.bytes), &sha384::integrity(&marked));
    fs::write(shell, text).map_err(unreadable(&folder))?;
    fs::write(folder.join(&module.name), marked).map_err(unreadable(&folder))?;
    Ok(module.bytes)
}

/// Lists the functions of a module that come later: what was not `called` and is worth it.
pub fn list(module: &[u8], called: &BTreeSet<usize>) -> Outcome {
    let names = names::of_functions(module, str::to_owned);
    let chosen = whole::functions(module).and_then(|functions| choose::choose(&functions, &names, called));
    later::write(&chosen.ok_or("the module is not understood")?)
}

/// Puts the style sheets of the first load into the first of them, in their order: what is said again is said in fewer bytes, and there
/// is less to ask for. Gives the shell that names it alone.
fn with_one_style(folder: &Path, shell: &str) -> std::io::Result<String> {
    let paths = styles(folder, shell);
    let styles = paths.iter().map(fs::read).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = paths.first() else { return Ok(String::from(shell)) };
    paths[1..].iter().try_for_each(fs::remove_file)?;
    fs::write(first, styles.concat())?;
    let mut seen = false;
    let lines = shell.lines().filter(|line| !is_style(line) || !std::mem::replace(&mut seen, true));
    let text = lines.collect::<Vec<_>>().join("\n");
    Ok(text.replace(&sha384::integrity(&styles[0]), &sha384::integrity(&styles.concat())))
}

/// The shell in which the last style sheet, `static/later.css`, is a link that only static/boot.js knows, as long as it has not made it one
/// for browsers.
fn with_later_style(shell: &str) -> String {
    let line = |line: &str| match is_style(line) && line.contains("href=\"./later-") {
        true => line.replace("rel=\"stylesheet\"", "rel=\"later-style\""),
        false => String::from(line),
    };
    shell.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn is_style(line: &str) -> bool {
    line.contains("rel=\"stylesheet\"")
}

/// The style sheets that the shell names, in their order.
fn styles(folder: &Path, shell: &str) -> Vec<PathBuf> {
    let path =
        |line: &str| line.split_once("href=\"./").and_then(|(_, rest)| Some(folder.join(rest.split_once('"')?.0)));
    shell.lines().filter(|line| is_style(line)).filter_map(path).collect()
}

fn unreadable(folder: &Path) -> impl Fn(std::io::Error) -> String {
    let folder = folder.display().to_string();
    move |error| format!("the files in {folder} cannot be made smaller: {error}")
}

/// The files of the page, those together that have to change together: the module and its glue, and each other one.
fn files(folder: &Path) -> Outcome<Vec<Vec<File>>> {
    let (mut module, mut others) = (Vec::new(), Vec::new());
    let mut paths: Vec<_> = fs::read_dir(folder).map_err(unreadable(folder))?.filter_map(Result::ok).collect();
    paths.sort_by_key(fs::DirEntry::file_name);
    for path in paths {
        let name = path.file_name().to_string_lossy().into_owned();
        let together = name.ends_with(".wasm") || name.starts_with("page-");
        if together || name.ends_with(".css") || name.ends_with(".js") {
            let file = File { name, bytes: fs::read(path.path()).map_err(unreadable(folder))? };
            if together { module.push(file) } else { others.push(vec![file]) }
        }
    }
    others.push(module);
    Ok(others)
}

fn smaller(files: Vec<File>) -> Outcome<Vec<File>> {
    let text = |file: &File| String::from_utf8_lossy(&file.bytes).into_owned();
    match &files[..] {
        [file] if file.name.ends_with(".css") => {
            Ok(vec![File { bytes: text::style(&text(file)).into(), name: file.name.clone() }])
        }
        [file] => Ok(vec![File { bytes: text::script(&text(file)).into(), name: file.name.clone() }]),
        [glue, module] if glue.name.ends_with(".js") => {
            let names = names::of_functions(&module.bytes, str::to_owned);
            let (script, bytes) = names::shorten(&text::script(&text(glue)), &module.bytes)?;
            let (bytes, numbers) = order::ordered(&bytes)?;
            let list = later::list()?;
            let later =
                later::listed(&list, &names).iter().filter_map(|number| numbers.get(*number).copied()).collect();
            println!("{} of the functions that come later have no such name now", later::unknown(&list, &names));
            let linked = linked::Linked::of_page()?;
            let parts = split::split(&bytes, &later, |later| {
                let (theirs, others): (Vec<_>, Vec<_>) =
                    names.iter().partition(|(number, _)| numbers.get(**number).is_some_and(|now| later.contains(now)));
                let others: BTreeSet<&str> = others.into_iter().map(|(_, name)| name.as_str()).collect();
                let theirs = theirs.into_iter().map(|(_, name)| name.as_str()).filter(|name| !others.contains(name));
                linked.of_none_but(&theirs.collect())
            })?;
            Ok(vec![
                File { bytes: script.into(), name: glue.name.clone() },
                File { bytes: parts.first, name: module.name.clone() },
                File { bytes: parts.later, name: String::from("later-.wasm") },
                // For WebKit (docs/decisions/0008-webkit.md).
                File { bytes, name: String::from("whole-.wasm") },
            ])
        }
        _ => Err(String::from(STRANGE)),
    }
}

/// `style-<hash>.css` with the hash of these contents: a host may tell browsers to keep a file for as long as its name is the
/// same.
pub fn named_after_contents(name: &str, bytes: &[u8]) -> String {
    let hash: String = sha384::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let Some((stem, rest)) = name.split_once('-') else { return String::from(name) };
    let end = rest.find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(rest.len());
    format!("{stem}-{hash}{}", &rest[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_styles_that_come_later_wait_for_the_script() {
        let style = |name: &str| format!("<link rel=\"stylesheet\" href=\"./{name}-0123.css\" integrity=\"x\"/>");
        let shell = with_later_style(&[style("panels"), style("later")].join("\n"));
        let waiting = style("later").replace("stylesheet", "later-style");
        assert_eq!(shell, [style("panels"), waiting].join("\n"));
    }

    #[test]
    fn a_name_changes_with_the_contents_and_keeps_its_ends() {
        let [one, other] = [b"one", b"two"].map(|bytes| named_after_contents("page-0123abcd_bg.wasm", bytes));
        assert!(one != other && one.starts_with("page-") && one.ends_with("_bg.wasm"), "{one}");
        assert_eq!(one.len(), "page-0123456789abcdef_bg.wasm".len());
    }
}
