//! JSON, both ways, within limits. A hand's breadth of code instead of a library that would cost the page more than all of its
//! messages (docs/decisions/0011-messages.md). Knows no message.

use crate::engine::digits::{self, shortest};

/// Longest text that is read, in bytes.
pub const LONGEST: usize = 16 * 1024;
/// Deepest nesting that is read.
const DEEPEST: u32 = 8;
/// Most values of a text that is read.
const MOST: u32 = 2_000;
/// Largest exponent of a number that is read.
const MOST_POWERS: u32 = 400;
/// From here on a number is not written: what is counted here is smaller.
const TOO_LARGE: f64 = 1e21;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; one that is not finite is written as `null`.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// Names and values, in the order in which they are written.
    Object(Vec<(String, Json)>),
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.to_owned())
    }
}

impl Json {
    /// The value of this name, of several the last.
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(pairs) => pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of this name.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Json::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The number of this name.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.get(name) {
            Some(Json::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Writes the value.
    pub fn write(&self) -> String {
        let mut text = String::new();
        self.append(&mut text);
        text
    }

    fn append(&self, to: &mut String) {
        match self {
            Json::Null => to.push_str("null"),
            Json::Bool(true) => to.push_str("true"),
            Json::Bool(false) => to.push_str("false"),
            Json::Number(number) if number.abs() < TOO_LARGE => to.push_str(&shortest(*number).to_string()),
            Json::Number(_) => to.push_str("null"),
            Json::Text(text) => quote(text, to),
            Json::List(list) => {
                for (index, value) in list.iter().enumerate() {
                    to.push(if index == 0 { '[' } else { ',' });
                    value.append(to);
                }
                to.push_str(if list.is_empty() { "[]" } else { "]" });
            }
            Json::Object(pairs) => {
                for (index, (name, value)) in pairs.iter().enumerate() {
                    to.push(if index == 0 { '{' } else { ',' });
                    quote(name, to);
                    to.push(':');
                    value.append(to);
                }
                to.push_str(if pairs.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

/// Writes a text between its marks.
fn quote(text: &str, to: &mut String) {
    to.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => to.extend(['\\', c]),
            ' '.. => to.push(c),
            _ => to.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    to.push('"');
}

/// Reads a text that is one value and nothing else; none where it is not, or is beyond a limit.
pub fn read(text: &str) -> Option<Json> {
    read_up_to(text, LONGEST)
}

/// The same with another longest text, in bytes.
pub fn read_up_to(text: &str, longest: usize) -> Option<Json> {
    let mut reader = Reader { text, at: 0, values: 0 };
    let value = (text.len() <= longest).then(|| reader.value(0))??;
    reader.space();
    (reader.at == text.len()).then_some(value)
}

/// A place in a text.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    values: u32,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    /// Passes over such bytes and gives them.
    fn skip(&mut self, is_such: fn(u8) -> bool) -> &'a str {
        let from = self.at;
        while self.peek().is_some_and(is_such) {
            self.at += 1;
        }
        &self.text[from..self.at]
    }

    /// Whether this byte is next; passes over it.
    fn eats(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn value(&mut self, depth: u32) -> Option<Json> {
        self.values += 1;
        if depth > DEEPEST || self.values > MOST {
            return None;
        }
        self.space();
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Json::Text),
            b'-' | b'0'..=b'9' => self.number().map(Json::Number),
            _ => match self.skip(|byte| byte.is_ascii_lowercase()) {
                "null" => Some(Json::Null),
                "true" => Some(Json::Bool(true)),
                "false" => Some(Json::Bool(false)),
                _ => None,
            },
        }
    }

    fn list(&mut self, depth: u32) -> Option<Json> {
        let mut list = Vec::new();
        self.at += 1;
        self.space();
        if self.eats(b']') {
            return Some(Json::List(list));
        }
        loop {
            list.push(self.value(depth + 1)?);
            self.space();
            if self.eats(b']') {
                return Some(Json::List(list));
            }
            self.eats(b',').then_some(())?;
        }
    }

    fn object(&mut self, depth: u32) -> Option<Json> {
        let mut pairs = Vec::new();
        self.at += 1;
        self.space();
        if self.eats(b'}') {
            return Some(Json::Object(pairs));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.space();
            self.eats(b':').then_some(())?;
            pairs.push((name, self.value(depth + 1)?));
            self.space();
            if self.eats(b'}') {
                return Some(Json::Object(pairs));
            }
            self.eats(b',').then_some(())?;
        }
    }

    fn string(&mut self) -> Option<String> {
        self.eats(b'"').then_some(())?;
        let mut text = String::new();
        loop {
            text.push_str(self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\'));
            if self.eats(b'"') {
                return Some(text);
            }
            self.eats(b'\\').then_some(())?;
            let escape = self.peek()?;
            self.at += 1;
            text.push(match escape {
                b'"' | b'\\' | b'/' => char::from(escape),
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => self.escaped()?,
                _ => return None,
            });
        }
    }

    /// The character whose number is next, in one half or in two; a half alone is none.
    fn escaped(&mut self) -> Option<char> {
        let one = self.hex()?;
        if !(0xd800..0xdc00).contains(&one) {
            return Some(char::from_u32(one).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let back = self.at;
        let other = if self.eats(b'\\') && self.eats(b'u') { Some(self.hex()?) } else { None };
        match other {
            Some(other @ 0xdc00..0xe000) => char::from_u32(0x10000 + ((one - 0xd800) << 10) + (other - 0xdc00)),
            _ => {
                self.at = back;
                Some(char::REPLACEMENT_CHARACTER)
            }
        }
    }

    fn hex(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            number = number * 16 + char::from(self.peek()?).to_digit(16)?;
            self.at += 1;
        }
        Some(number)
    }

    fn number(&mut self) -> Option<f64> {
        let is_negative = self.eats(b'-');
        let is_digit = |byte: u8| byte.is_ascii_digit();
        let from = self.at;
        let whole = self.skip(is_digit);
        if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0')) {
            return None;
        }
        if self.eats(b'.') {
            (!self.skip(is_digit).is_empty()).then_some(())?;
        }
        let mut number = digits::read(&self.text[from..self.at]);
        if self.eats(b'e') || self.eats(b'E') {
            let is_small = self.eats(b'-');
            if !is_small {
                self.eats(b'+');
            }
            let powers = self.skip(is_digit);
            let powers = (!powers.is_empty()).then(|| digits::whole(powers))?;
            for _ in 0..u32::try_from(powers).ok().filter(|powers| *powers <= MOST_POWERS)? {
                number = if is_small { number / 10.0 } else { number * 10.0 };
            }
        }
        number.is_finite().then_some(if is_negative { -number } else { number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_is_is_read_and_nothing_else() {
        let number = |number| Some(Json::Number(number));
        for (text, value) in [
            ("null", Some(Json::Null)),
            (" true ", Some(Json::Bool(true))),
            ("-12.5", number(-12.5)),
            ("1e3", number(1000.0)),
            ("25E-1", number(2.5)),
            ("1.5e+2", number(150.0)),
            ("\"a\\n\\u00e9\\ud83d\\ude00\\ud83d!\"", Some("a\n\u{e9}\u{1f600}\u{fffd}!".into())),
            ("[]", Some(Json::List(Vec::new()))),
            ("{ }", Some(Json::Object(Vec::new()))),
            ("[1, [2]]", Some(Json::List(vec![Json::Number(1.0), Json::List(vec![Json::Number(2.0)])]))),
        ] {
            assert_eq!(read(text), value, "{text}");
        }
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(read(&deep(9)).is_some() && read(&deep(10)).is_none());
        assert!(read(&format!("[{}1]", "1,".repeat(1_900))).is_some());
        assert!(read(&format!("[{}1]", "1,".repeat(2_000))).is_none());
        assert!(read(&format!("\"{}\"", "x".repeat(LONGEST - 2))).is_some());
        assert!(read(&format!("\"{}\"", "x".repeat(LONGEST - 1))).is_none());
        for bad in [
            "",
            "nul",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "1e999",
            "--1",
            "[1,]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":1,}",
            "{a:1}",
            "\"a",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\u{1}\"",
            "1 1",
            "NaN",
            "'a'",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn of_one_name_the_last_value_counts() {
        let object = read("{\"a\":1,\"b\":\"x\",\"a\":2}").expect("an object");
        assert_eq!((object.number("a"), object.text("b"), object.text("a")), (Some(2.0), Some("x"), None));
        assert_eq!(object.write(), "{\"a\":1,\"b\":\"x\",\"a\":2}");
        assert_eq!(Json::Number(f64::NAN).write(), "null");
        assert_eq!(Json::from("a\"\\\u{1}é").write(), "\"a\\\"\\\\\\u0001é\"");
    }
}
