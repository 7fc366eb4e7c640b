//! The page that says who can use Tierscope, and how: a file of its own beside the shell, under the same policy and with the same style sheet.

use std::fs;

use xtask::{Outcome, checkout};

/// Its name, in `static/` and in `dist/`.
const NAME: &str = "accessibility.html";

/// Writes it into `dist/`, with the style sheet that the shell names.
pub fn add() -> Outcome {
    let failed = |error: std::io::Error| format!("{NAME} cannot be put into dist/: {error}");
    let shell = fs::read_to_string(checkout::dist().join("index.html")).map_err(failed)?;
    let source = fs::read_to_string(checkout::root().join("static").join(NAME)).map_err(failed)?;
    let text = styled(&source, &shell).ok_or("dist/index.html names no style sheet")?;
    fs::write(checkout::dist().join(NAME), text).map_err(failed)
}

/// The page with the shell's link to its style sheet.
fn styled(source: &str, shell: &str) -> Option<String> {
    let tags = shell.split('<').filter_map(|part| part.split_once('>')).map(|(tag, _)| tag);
    let link = tags.into_iter().find(|tag| tag.starts_with("link") && tag.contains("rel=\"stylesheet\""))?;
    Some(source.replacen("</head>", &format!("  <{link}>\n  </head>"), 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use xtask::server::headers::POLICY;

    #[test]
    fn it_has_the_policy_and_the_style_sheet_of_the_shell() {
        let source = include_str!("../../static/accessibility.html");
        assert!(source.contains(&format!("content=\"{POLICY}\"")), "its policy is another one");
        let shell = "<head>\n<link rel=\"icon\"><link rel=\"stylesheet\" href=\"./s.css\" integrity=\"x\">\n</head>";
        let styled = styled(source, shell).expect("a page");
        assert!(styled.contains("<link rel=\"stylesheet\" href=\"./s.css\" integrity=\"x\">\n  </head>"));
        assert!(super::styled(source, "<head></head>").is_none());
    }
}
