//! Who may exchange messages with the page: whoever embeds it, or one origin alone. Knows no browser.

/// Longest origin that is read, in bytes.
const LONGEST: usize = 300;

/// With whom messages are exchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Whoever embeds the page.
    #[default]
    Anybody,
    /// Who embeds the page, if it is of this origin.
    Only(String),
    /// Nobody: the link named an origin that is none, and to take anybody instead would be worse.
    Nobody,
}

impl Origin {
    /// Reads `https://example.org` or `http://127.0.0.1:8080`; a slash at the end does not matter.
    pub(super) fn read(text: &str) -> Origin {
        let text = text.strip_suffix('/').unwrap_or(text);
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-:[]".contains(c);
        match host {
            Some(host) if !host.is_empty() && text.len() <= LONGEST && host.chars().all(is_plain) => {
                Origin::Only(text.to_owned())
            }
            _ => Origin::Nobody,
        }
    }

    /// Whether a message from `origin` is heard.
    pub fn hears(&self, origin: &str) -> bool {
        match self {
            Origin::Anybody => true,
            Origin::Only(only) => only == origin,
            Origin::Nobody => false,
        }
    }

    /// To whom messages go, as a browser wants it; none where they go nowhere.
    pub fn target(&self) -> Option<&str> {
        match self {
            Origin::Anybody => Some("*"),
            Origin::Only(only) => Some(only),
            Origin::Nobody => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host_and_nothing_else_is_one() {
        for text in ["https://example.org", "http://127.0.0.1:8080", "https://[::1]:8443", "https://example.org/"] {
            let origin = Origin::read(text);
            let bare = text.trim_end_matches('/');
            assert!(origin.hears(bare) && origin.target() == Some(bare), "{text}");
            assert!(!origin.hears("https://example.com") && !origin.hears("null") && !origin.hears(""));
        }
        let long = format!("https://{}", "x".repeat(LONGEST));
        for text in ["", "*", "null", "example.org", "https://", "https://a/b", "ftp://a", "https://A.b", &long] {
            let origin = Origin::read(text);
            assert_eq!(origin, Origin::Nobody, "{text}");
            assert!(!origin.hears(text) && origin.target().is_none());
        }
    }
}
