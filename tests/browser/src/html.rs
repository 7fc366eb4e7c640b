//! Reads the tags of an HTML file that we wrote ourselves. No parser of the wild web: it knows tags, attributes, comments.

/// A start tag: its name and its attributes in order, both in lower case, with the values as written.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute, if the tag has it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// All start tags of a text, in order.
pub fn tags(mut text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    while let Some(start) = text.find('<') {
        text = &text[start + 1..];
        if let Some(comment) = text.strip_prefix("!--") {
            text = comment.split_once("-->").map_or("", |(_, rest)| rest);
        } else if text.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            let (tag, rest) = tag(text);
            tags.push(tag);
            text = rest;
        }
    }
    tags
}

/// The tag that `text` begins with, just after its `<`, and what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let (name, mut text) = split(text, |letter| letter.is_whitespace() || letter == '>' || letter == '/');
    let mut attributes = Vec::new();
    loop {
        text = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        if text.is_empty() || text.starts_with('>') {
            return (Tag { name: name.to_ascii_lowercase(), attributes }, text);
        }
        let (key, rest) =
            split(text, |letter| letter.is_whitespace() || letter == '=' || letter == '>' || letter == '/');
        let (value, rest) = match rest.strip_prefix('=') {
            Some(rest) => value(rest),
            None => ("", rest),
        };
        attributes.push((key.to_ascii_lowercase(), value.to_owned()));
        text = rest;
    }
}

/// An attribute's value, quoted or bare, and what follows it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(text) = text.strip_prefix(quote) {
            return text.split_once(quote).unwrap_or((text, ""));
        }
    }
    split(text, |letter| letter.is_whitespace() || letter == '>')
}

fn split(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let spelled = |tag: &Tag| {
            tag.attributes.iter().fold(tag.name.clone(), |line, (key, value)| format!("{line} {key}[{value}]"))
        };
        assert_eq!(tags(text).iter().map(spelled).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn tags_are_read_with_their_attributes() {
        check("<!doctype html><P class=a hidden>x</P><br/>", &["p class[a] hidden[]", "br"]);
        check("<a href='/x>y' title=\"it's\">", &["a href[/x>y] title[it's]"]);
    }

    #[test]
    fn comments_and_loose_signs_are_no_tags() {
        check("<!-- <script> --> 1 < 2 <i>", &["i"]);
        check("<b", &["b"]);
    }
}
