//! Styles and scripts without comments and without the spaces that only a reader needs.

/// A style sheet: no comments, one space for many, none beside what divides.
pub fn style(text: &str) -> String {
    let mut small = String::new();
    let mut quote = None;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            continue;
        }
        rest = &rest[letter.len_utf8()..];
        match quote {
            Some(_) => quote = quote.filter(|open| *open != letter),
            None if letter == '"' || letter == '\'' => quote = Some(letter),
            None if letter.is_whitespace() => {
                if !small.is_empty() && !small.ends_with([' ', '{', '}', ';', ',']) {
                    small.push(' ');
                }
                continue;
            }
            None if "{};,".contains(letter) && small.ends_with(' ') => {
                small.pop();
            }
            None => {}
        }
        small.push(letter);
    }
    small
}

/// A script: no lines that are comments, no indents. The scripts here have no text over several lines, where a line that looks
/// like a comment would be none.
pub fn script(text: &str) -> String {
    let mut small = String::new();
    let mut within = false;
    for line in text.lines().map(str::trim) {
        within |= line.starts_with("/*");
        if !within && !line.is_empty() && !line.starts_with("//") {
            small.push_str(line);
            small.push('\n');
        }
        within &= !line.ends_with("*/");
    }
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_keep_what_a_browser_reads() {
        let text = "/* a */\n.a  :hover,\n.b {\n    content: \"/* ; x */\";\n    margin: 0 calc(1px + 2px);\n}\n";
        assert_eq!(style(text), ".a :hover,.b{content: \"/* ; x */\";margin: 0 calc(1px + 2px);}");
    }

    #[test]
    fn scripts_keep_what_a_browser_reads() {
        assert_eq!(script("/**\n * A.\n */\nf(\n    // B\n    \"//c\",\n\n);\n"), "f(\n\"//c\",\n);\n");
    }
}
