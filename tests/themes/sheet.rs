//! The tokens of `static/style.css`, theme by theme.

use std::collections::BTreeMap;

use super::colour::Colour;

/// The page's style sheets.
pub const SHEETS: [&str; 4] = [
    include_str!("../../static/style.css"),
    include_str!("../../static/diagram.css"),
    include_str!("../../static/panels.css"),
    include_str!("../../static/later.css"),
];

/// The colours that hold in a theme.
pub struct Theme {
    pub name: &'static str,
    colours: BTreeMap<String, Colour>,
}

impl Theme {
    /// The colour of a token.
    pub fn colour(&self, token: &str) -> Colour {
        *self.colours.get(token).unwrap_or_else(|| panic!("{} has no --{token}", self.name))
    }
}

/// Every theme: as the page is, and as a link or a person's system makes it.
pub fn themes() -> Vec<Theme> {
    let all: [(&'static str, bool, &[&str]); 6] = [
        ("light", false, &[]),
        ("dark", true, &[]),
        ("projector", false, &["projector"]),
        ("contrast, light", false, &["contrast"]),
        ("contrast, dark", true, &["contrast"]),
        ("projector with contrast", false, &["projector", "contrast"]),
    ];
    all.map(|(name, dark, words)| theme(name, dark, words)).into()
}

fn theme(name: &'static str, dark: bool, words: &[&str]) -> Theme {
    let mut colours = tokens(":root", dark);
    for word in words {
        let more = tokens(&format!(":root[data-theme~=\"{word}\"]"), dark);
        assert!(!more.is_empty(), "{word} has no tokens");
        assert!(more.keys().all(|token| colours.contains_key(token)), "{word} has a token that :root lacks");
        colours.extend(more);
    }
    Theme { name, colours }
}

/// The colours among the tokens of the first rule with that selector.
fn tokens(selector: &str, dark: bool) -> BTreeMap<String, Colour> {
    let sheet = SHEETS[0];
    let (_, rule) = sheet.split_once(&format!("\n{selector} {{\n")).unwrap_or_else(|| panic!("there is no {selector}"));
    let (rule, _) = rule.split_once("\n}").unwrap_or((rule, ""));
    let token = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": ")?;
        Some((name.to_owned(), Colour::read(chosen(value, dark))?))
    };
    rule.lines().filter_map(token).collect()
}

/// The part of `light-dark(one, other)` that holds, or the whole.
fn chosen(value: &str, dark: bool) -> &str {
    let pair = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')'));
    match pair.and_then(|pair| pair.split_once(", ")) {
        Some((light, shade)) => {
            if dark {
                shade
            } else {
                light
            }
        }
        None => value,
    }
}
