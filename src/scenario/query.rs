//! A query string as pairs of key and value: cutting, mending, percent escapes and check characters. Knows no key but
//! the last one, `e`, and asks whether a word is a key where a separator was damaged.

use super::notice::Notices;
use super::reason::{Reason, What};
use super::wire::LONGEST_INPUT;

/// The key of the check characters.
pub const CHECK: &str = "e";

/// A key and its value, both decoded.
pub type Pair = (String, String);

/// Divides what came from outside into pairs, the check characters verified and left out. Takes a whole address, a
/// leading `?` or `#`, and both parts of an address at once (`?a=1#b=2`).
pub fn read(outside: &str, is_key: fn(&str) -> bool, notices: &mut Notices) -> Vec<Pair> {
    let text = mend(bare(cut(outside, notices)), is_key);
    let mut pairs = Vec::new();
    let mut at = 0;
    let mut check = None;
    for part in text.split('&') {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let (key, value) = (decode(key), decode(value));
        if key == CHECK {
            check = Some((at, value));
        } else if !part.is_empty() {
            pairs.push((key, value));
        }
        at += part.len() + 1;
    }
    if let Some((at, given)) = check
        && given != characters(&text[..at.saturating_sub(1)])
    {
        notices.add(CHECK, What::Altered);
    }
    pairs
}

/// Writes pairs and their check characters.
pub fn write(pairs: &[Pair]) -> String {
    let parts: Vec<_> = pairs.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
    let text = parts.join("&");
    format!("{text}&{CHECK}={}", characters(&text))
}

/// Escapes every byte that mail programs, learning platforms or browsers may change.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:,@;".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Undoes escapes; what is no escape stays, and bytes that are no text become the replacement character.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        match escape.and_then(hex_byte) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    String::from(String::from_utf8_lossy(&decoded).trim())
}

/// The byte of two hexadecimal digits.
fn hex_byte(digits: &[u8]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    let byte = value(digits[0])? * 16 + value(digits[1])?;
    Some(byte as u8)
}

/// The part that is read: at most [`LONGEST_INPUT`] bytes, and no half value at the end.
fn cut<'a>(outside: &'a str, notices: &mut Notices) -> &'a str {
    if outside.len() <= LONGEST_INPUT {
        return outside;
    }
    let mut end = LONGEST_INPUT;
    while !outside.is_char_boundary(end) {
        end -= 1;
    }
    let end = outside[..end].rfind(['&', ',']).unwrap_or(0);
    notices.add("", Reason::new(What::TooLong, [LONGEST_INPUT.to_string().into()]));
    &outside[..end]
}

/// The query without the address before it and without its leading mark, be that escaped or not.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let is_address = text.starts_with("http://") || text.starts_with("https://");
    let text = if is_address { text.find(['?', '#']).map_or("", |at| &text[at..]) } else { text };
    let unmarked = text.trim_start_matches(['?', '#']);
    // Where the mark was escaped on its way (`#` became `%23`), nothing else stands before the first key.
    ["%23", "%3F", "%3f"].iter().find_map(|mark| unmarked.strip_prefix(mark)).unwrap_or(unmarked)
}

/// Joins the part behind `#` as further pairs. Some mail programs escape that mark: the first `%23` is taken for it
/// where a key follows.
fn mend(text: &str, is_key: fn(&str) -> bool) -> String {
    if text.contains('#') {
        return text.replacen('#', "&", 1);
    }
    let damaged = text.match_indices('%').map(|(at, _)| at).find(|at| {
        let behind = text[*at..].strip_prefix("%23").and_then(|behind| behind.split_once('='));
        behind.is_some_and(|(key, _)| is_key(key))
    });
    match damaged {
        Some(at) => format!("{}&{}", &text[..at], &text[at + 3..]),
        None => String::from(text),
    }
}

/// Two characters that depend on every character of `text`, the same however it is escaped (FNV-1a, 64 bits, folded).
fn characters(text: &str) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let hash = decode(text)
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let folded = crate::engine::rng::finalize(hash) % 1296;
    [folded / 36, folded % 36].map(|digit| char::from(DIGITS[digit as usize])).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)], faults: usize) {
        let mut notices = Notices::default();
        let pairs = read(text, |key| key == "rps" || key == "v", &mut notices);
        let pairs: Vec<_> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(pairs, expected, "{text}");
        assert_eq!(notices.into_warnings().len(), faults, "{text}");
    }

    #[test]
    fn marks_addresses_and_escapes_are_undone() {
        let both: &[_] = &[("v", "1"), ("rps", "5")];
        for text in [
            "v=1&rps=5",
            "?v=1&rps=5",
            "#v=1&rps=5",
            "%23v=1&rps=5",
            "%3Fv=1&rps=5",
            "?v=1#rps=5",
            "?v=1%23rps=5",
            "v=1&&rps=5&",
            " v=1&rps=+5 ",
            "?v=%31&%72ps=5",
            "https://example.org/sim/?v=1&rps=5",
            "http://127.0.0.1:8080/#v=1&rps=5",
        ] {
            check(text, both, 0);
        }
        check("", &[], 0);
        check("https://example.org/", &[], 0);
        check("note=a%23b&rps", &[("note", "a#b"), ("rps", "")], 0);
        check("a=%4&b=%zz&c=%ff", &[("a", "%4"), ("b", "%zz"), ("c", "\u{fffd}")], 0);
    }

    #[test]
    fn check_characters_hold_through_escapes_and_notice_a_change() {
        let pairs = [(String::from("v"), String::from("1")), (String::from("do"), String::from("crash:server-1@12s"))];
        let written = write(&pairs);
        let expected: &[_] = &[("v", "1"), ("do", "crash:server-1@12s")];
        check(&written, expected, 0);
        check(&written.replace(':', "%3A").replace('@', "%40"), expected, 0);
        check(&format!("{written}&rps=5"), &[("v", "1"), ("do", "crash:server-1@12s"), ("rps", "5")], 0);
        check(&written.replace("12s", "13s"), &[("v", "1"), ("do", "crash:server-1@13s")], 1);
        check(&written[..written.len() - 1], expected, 1);
        check("e=zz", &[], 1);
        check("v=1& e&rps=5", &[("v", "1"), ("rps", "5")], 1);
    }

    #[test]
    fn what_is_too_long_is_cut_before_a_half_value() {
        let text = format!("rps=5&do={}", "rps:350@40s,".repeat(700));
        let mut notices = Notices::default();
        let pairs = read(&text, |_| false, &mut notices);
        assert!(pairs[1].1.ends_with("rps:350@40s"));
        assert_eq!(notices.into_warnings().len(), 1);
        check(&"é".repeat(5000), &[], 1);
    }

    #[test]
    fn only_safe_characters_are_written() {
        assert_eq!(encode("a-Z0._~:,@; &=#%é"), "a-Z0._~:,@;%20%26%3D%23%25%C3%A9");
    }
}
