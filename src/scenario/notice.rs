//! What was not taken as it was written, collected for the person who wrote it. Knows no grammar.

use super::reason::{Place, Reason, What};
use super::wire::Warning;

/// Longest piece of a foreign text in a notice, in characters.
const LONGEST_QUOTE: usize = 40;
/// Most notices of one link; the last one counts the others.
const MOST: usize = 40;

/// Notices in the making.
#[derive(Debug, Default)]
pub struct Notices {
    list: Vec<Warning>,
    further: usize,
}

impl Notices {
    /// Notes that `about` (a key or a command, as written; empty for the link as a whole) was not taken as it stood, and why.
    pub fn add(&mut self, about: &str, reason: impl Into<Reason>) {
        if self.list.len() + 1 >= MOST {
            self.further += 1;
            return;
        }
        let (name, reason) = (quote(about), reason.into());
        let whole = match name.as_str() {
            _ if about.is_empty() => Reason::new(What::OfTheLink, [reason.into()]),
            "" => Reason::new(What::OfPart, [Reason::from(What::Unprintable).into(), reason.into()]),
            name => Reason::new(What::OfPart, [name.into(), reason.into()]),
        };
        self.list.push(Warning { about: name, reason: whole });
    }

    /// All of them, in the order in which they were noted.
    pub fn into_warnings(mut self) -> Vec<Warning> {
        if self.further > 0 {
            let further = Reason::new(What::Further, [Place::Count(self.further as u64)]);
            let reason = Reason::new(What::OfTheLink, [further.into()]);
            self.list.push(Warning { about: String::new(), reason });
        }
        self.list
    }
}

/// A foreign text that is safe to show: short, and without characters that hide or turn what stands around them.
pub fn quote(text: &str) -> String {
    let mut shown: Vec<char> = text.chars().filter(|c| is_harmless(*c)).take(LONGEST_QUOTE + 1).collect();
    if shown.len() > LONGEST_QUOTE {
        shown.truncate(LONGEST_QUOTE - 1);
        shown.push('…');
    }
    shown.into_iter().collect()
}

/// Whether a character shows as itself: no control, no zero width, nothing that changes the direction of the text.
pub fn is_harmless(c: char) -> bool {
    let hidden = matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    !c.is_control() && !hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_cut_and_cleaned() {
        assert_eq!(quote("a\u{202e}b\u{0}c\nd\u{200b}"), "abcd");
        assert_eq!(quote(&"x".repeat(40)).chars().count(), 40);
        let long = quote(&"x".repeat(41));
        assert!(long.chars().count() == 40 && long.ends_with('…'));
    }

    #[test]
    fn a_notice_always_begins_with_what_it_is_about() {
        for (about, sentence) in
            [("rps", "rps: one of a."), ("", "The link one of a."), ("\u{202e}", "(unprintable): one of a.")]
        {
            let mut notices = Notices::default();
            notices.add(about, Reason::new(What::OneOf, ["a".into()]));
            assert_eq!(notices.into_warnings()[0].text(), sentence);
        }
    }

    #[test]
    fn a_thousand_faults_make_forty_notices() {
        let mut notices = Notices::default();
        (0..1000).for_each(|_| notices.add("rps", What::NoSuch));
        let warnings = notices.into_warnings();
        assert_eq!(warnings.len(), MOST);
        assert_eq!(warnings[0].text(), "rps: there is no machine or process of this name.");
        assert_eq!(warnings[MOST - 1].text(), "The link has 961 further faults that are not listed.");
    }
}
