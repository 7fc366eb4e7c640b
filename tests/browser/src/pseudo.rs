//! Languages that nobody speaks: texts 40 % longer than the English ones, and texts that run from right to left. The page knows nothing of
//! them: the stage serves them in place of French.

use std::fs;

use xtask::{Outcome, checkout};

/// A language that nobody speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pseudo {
    /// Texts 40 % longer.
    Long,
    /// Texts from right to left, in a page that runs so.
    RightToLeft,
}

/// How many letters become how many.
const LONGER: (usize, usize) = (5, 7);
/// What makes the letters between them run from right to left.
const TURNED: (char, char) = ('\u{202e}', '\u{202c}');

impl Pseudo {
    /// Both.
    pub const ALL: [Pseudo; 2] = [Pseudo::Long, Pseudo::RightToLeft];

    /// Its name, as languages are named.
    pub const fn code(self) -> &'static str {
        match self {
            Pseudo::Long => "qps-long",
            Pseudo::RightToLeft => "qps-rtl",
        }
    }

    /// The texts, as the page reads them. English has its knobs' names in the module; those are the French ones.
    pub fn texts(self) -> Outcome<String> {
        let lines = |code: &str| {
            let file = checkout::root().join(format!("src/app/texts/{code}.txt"));
            let text =
                fs::read_to_string(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
            Ok::<_, String>(text.lines().filter_map(plain).collect::<Vec<_>>())
        };
        let (english, french) = (lines("en")?, lines("fr")?);
        let all = english.iter().chain(french.get(english.len()..).unwrap_or_default());
        Ok(all.map(|text| self.said(text)).collect::<Vec<_>>().join("\n"))
    }

    /// The shell in that language.
    pub fn shell(self, shell: &str) -> String {
        match self {
            Pseudo::Long => shell.to_owned(),
            Pseudo::RightToLeft => shell.replacen("<html ", "<html dir=\"rtl\" ", 1),
        }
    }

    /// A text in that language. Its places stay what they are.
    fn said(self, text: &str) -> String {
        match self {
            Pseudo::Long => lengthened(text),
            Pseudo::RightToLeft => format!("{}{text}{}", TURNED.0, TURNED.1),
        }
    }
}

/// The text of a line of a language's file, its places numbered; nothing for a comment.
fn plain(line: &str) -> Option<String> {
    let (key, text) = line.split_once(" = ").filter(|_| !line.starts_with('#'))?;
    let places = key.split_once('(').map_or("", |(_, places)| places.trim_end_matches(')'));
    let mut text = text.replace('~', "\u{a0}");
    for (number, place) in places.split(", ").enumerate().filter(|(_, place)| !place.is_empty()) {
        text = text.replace(&format!("{{{place}}}"), &format!("{{{number}}}"));
        text = text.replace(&format!("{{{place}|"), &format!("{{{number}|"));
    }
    Some(text)
}

/// Vowels are repeated, with accents, until the text is long enough; one without vowels ends with other letters.
fn lengthened(text: &str) -> String {
    let letters = text.chars().count();
    let missing = (letters * LONGER.1).div_ceil(LONGER.0) - letters;
    let vowels = said_letters(text).filter(|(letter, said)| *said && accented(*letter) != *letter).count();
    let (each, mut more) = missing.checked_div(vowels).map_or((0, 0), |each| (each, missing % vowels));
    let mut long = String::new();
    for (letter, said) in said_letters(text) {
        let vowel = accented(letter);
        if !said || vowel == letter {
            long.push(letter);
            continue;
        }
        let times = 1 + each + usize::from(more > 0);
        more = more.saturating_sub(1);
        long.extend(std::iter::repeat_n(vowel, times));
    }
    long.extend(std::iter::repeat_n('ñ', if vowels == 0 { missing } else { 0 }));
    long
}

/// The letters of a text, and whether they are said: behind an opening brace stands a number, and behind its bar text again.
fn said_letters(text: &str) -> impl Iterator<Item = (char, bool)> {
    text.chars().scan(false, |is_number, letter| {
        *is_number = letter == '{' || (*is_number && !matches!(letter, '|' | '}'));
        Some((letter, !*is_number))
    })
}

fn accented(letter: char) -> char {
    match letter {
        'a' => 'â',
        'e' => 'ê',
        'i' => 'î',
        'o' => 'ô',
        'u' => 'û',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_and_stay_in_longer_texts() {
        assert_eq!(plain("a.b(n, what) = {what}: {n} {n|one|more}~x").as_deref(), Some("{1}: {0} {0|one|more}\u{a0}x"));
        assert_eq!(plain("# a = b"), None);
        let long = lengthened("{0} requests and {1|one|more}");
        assert!(long.starts_with("{0} rêêêqûûûêêêsts") && long.contains("{1|ôônêê|"), "{long}");
    }

    #[test]
    fn a_longer_text_is_two_fifths_longer() {
        for text in ["Requests per second", "CPU", "x", "strength of it"] {
            let (short, long) = (text.chars().count(), lengthened(text).chars().count());
            assert_eq!(long, (short * 7).div_ceil(5), "{text}");
        }
    }

    #[test]
    fn the_files_of_languages_have_as_many_lines() {
        let texts = Pseudo::Long.texts().expect("the files are there");
        let french = fs::read_to_string(checkout::root().join("src/app/texts/fr.txt")).expect("the file is there");
        assert_eq!(texts.lines().count(), french.lines().filter_map(plain).count());
    }
}
