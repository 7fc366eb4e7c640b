//! What the documentation and the example say of embedding is what the page does: `docs/embedding.md` has the tables of the
//! code, and every link in it and in the example is taken as it is written. `TIERSCOPE_BLESS=1` writes the tables anew.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use tierscope::app::page::{PARAMETERS, Page};
use tierscope::app::protocol::{COMMANDS, THINGS, json};
use tierscope::scenario::wire;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/embedding.md");
const COURSE: &str = include_str!("../examples/course-page.html");

/// The lines of a table with these heads.
fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = format!("| {} |\n|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
    for row in rows {
        text += &format!("| {} |\n", row.join(" | ").replace("|  |", "| |"));
    }
    text
}

fn code(word: &str) -> String {
    format!("`{word}`")
}

/// Each table by the name of its mark in the page.
fn tables() -> [(&'static str, String); 3] {
    let words = |words: &[&str]| words.iter().map(|word| code(word)).collect::<Vec<_>>().join(", ");
    [
        (
            "parameters",
            table(
                &["key", "words", "what it does"],
                PARAMETERS.iter().map(|one| vec![code(one.key), words(one.words), one.sentence.to_owned()]),
            ),
        ),
        (
            "commands",
            table(
                &["`do`", "takes", "what it does"],
                COMMANDS.iter().map(|[word, takes, does]| vec![code(word), (*takes).to_owned(), (*does).to_owned()]),
            ),
        ),
        ("things", table(&["`what`", "answer"], THINGS.iter().map(|[word, is]| vec![code(word), (*is).to_owned()]))),
    ]
}

#[test]
fn the_documentation_has_the_tables_of_the_code() {
    let stored = fs::read_to_string(DOCS).expect("docs/embedding.md");
    let mut page = stored.clone();
    for (name, table) in tables() {
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
        let from = page.find(&begin).unwrap_or_else(|| panic!("{begin}")) + begin.len();
        let to = page.find(&end).unwrap_or_else(|| panic!("{end}"));
        page.replace_range(from..to, &format!("\n{table}\n"));
    }
    if std::env::var_os("TIERSCOPE_BLESS").is_some() {
        fs::write(DOCS, &page).expect("docs/embedding.md can be written");
        return;
    }
    assert!(
        stored == page,
        "docs/embedding.md is not what the tables say: run TIERSCOPE_BLESS=1 cargo test --test embedding"
    );
}

/// The addresses of frames in a text.
fn addresses(text: &str) -> Vec<String> {
    let parts = text.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    parts.filter(|address| address.contains('?')).map(|address| address.replace("&amp;", "&")).collect()
}

#[test]
fn every_link_of_a_frame_is_taken_as_it_is_written() {
    let docs = fs::read_to_string(DOCS).expect("docs/embedding.md");
    let links: Vec<String> = [COURSE, &docs].into_iter().flat_map(addresses).collect();
    assert!(links.len() >= 4, "{links:?}");
    for address in links {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let (link, mut warnings) = wire::read(query);
        let page = Page::read(&link.view.page, &mut warnings);
        assert_eq!(warnings, [], "{address}");
        assert!(!page.is_whole(), "{address}");
    }
}

#[test]
fn every_message_in_the_documentation_is_json() {
    let docs = fs::read_to_string(DOCS).expect("docs/embedding.md");
    let blocks: Vec<&str> = docs.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let messages: Vec<&str> = blocks.iter().flat_map(|block| block.lines()).collect();
    assert!(messages.len() >= 10, "{messages:?}");
    for message in messages {
        let json = json::read(message).unwrap_or_else(|| panic!("{message}"));
        assert!(json.text("subject").is_some(), "{message}");
    }
}
