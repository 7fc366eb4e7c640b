//! A text as a QR code, drawn as one path on a white ground.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// Longest text that becomes a code, in bytes: what version 15 holds at level M. More would be too fine for many cameras.
pub const LONGEST: usize = 412;
/// Light modules around the code, without which no camera finds it.
pub const QUIET: i32 = 4;

/// A code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Modules along a side, the light ones around it included.
    pub side: i32,
    /// The dark ones, as the data of a path whose unit is a module.
    pub path: String,
}

/// The code of a text; none where that is too long.
#[inline(never)]
pub fn draw(text: &str) -> Option<Code> {
    let segments = [QrSegment::make_bytes(text.as_bytes())];
    let code =
        QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::new(15), None, true)
            .ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let length = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if length > 0 {
                for (sign, number) in [("M", x + QUIET), (" ", y + QUIET), ("h", length), ("v1h-", length)] {
                    path.push_str(sign);
                    path.push_str(&number.to_string());
                }
                path.push('z');
            }
            x += length.max(1);
        }
    }
    Some(Code { side: code.size() + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules that a path draws.
    fn dark(code: &Code) -> Vec<(i32, i32)> {
        let mut dark = Vec::new();
        for run in code.path.split_terminator('z') {
            let numbers = run.trim_start_matches('M').replace(['h', 'v'], " ");
            let numbers: Vec<i32> = numbers.split(' ').map(|number| number.parse().unwrap_or(-1)).collect();
            let [x, y, length, ..] = numbers[..] else { panic!("{run}") };
            assert!(run.ends_with(&format!("h{length}v1h-{length}")), "{run}");
            dark.extend((x..x + length).map(|x| (x, y)));
        }
        dark
    }

    #[test]
    fn the_path_has_every_dark_module_once_and_a_light_border() {
        let text = "https://example.org/?v=1&m=1&preset=distributed&e=0f";
        let drawn = draw(text).expect("a code");
        let code = QrCode::encode_segments_advanced(
            &[QrSegment::make_bytes(text.as_bytes())],
            QrCodeEcc::Medium,
            Version::MIN,
            Version::new(15),
            None,
            true,
        )
        .expect("a code");
        assert_eq!(drawn.side, code.size() + 8);
        let wanted: Vec<_> = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .map(|(x, y)| (x + QUIET, y + QUIET))
            .collect();
        assert_eq!(dark(&drawn), wanted);
        assert!(code.error_correction_level() >= QrCodeEcc::Medium);
    }

    #[test]
    fn the_longest_text_is_that_of_version_15_at_level_m() {
        let longest = draw(&"a".repeat(LONGEST)).expect("a code");
        assert_eq!(longest.side, 17 + 4 * 15 + 2 * QUIET);
        assert_eq!(draw(&"a".repeat(LONGEST + 1)), None);
    }
}
