//! Colours as numbers: luminance and contrast by WCAG, what eyes with fewer cones see of them, and how far apart they are.

use libm::{cbrt, pow, sqrt};

/// A colour in linear red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour([f64; 3]);

/// How somebody sees.
pub struct Sight {
    pub name: &'static str,
    matrix: [[f64; 3]; 3],
}

/// Everybody's, and the three kinds of dichromacy: Machado, Oliveira and Fernandes 2009, severity 1.
pub const SIGHTS: [Sight; 4] = [
    Sight { name: "all cones", matrix: [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]] },
    Sight {
        name: "protanopia",
        matrix: [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    },
    Sight {
        name: "deuteranopia",
        matrix: [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    },
    Sight {
        name: "tritanopia",
        matrix: [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    },
];

impl Colour {
    /// Reads `#rrggbb`.
    pub fn read(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let part = |at: usize| {
            let share = f64::from(u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?) / 255.0;
            Some(if share <= 0.040_45 { share / 12.92 } else { pow((share + 0.055) / 1.055, 2.4) })
        };
        Some(Colour([part(0)?, part(2)?, part(4)?]))
    }

    fn luminance(self) -> f64 {
        dot([0.2126, 0.7152, 0.0722], self.0)
    }

    /// The contrast of two colours, from 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    /// The colour that one with all cones would have to see to see what somebody sees.
    pub fn seen(self, sight: &Sight) -> Colour {
        Colour(sight.matrix.map(|row| tierscope::engine::range::share(dot(row, self.0))))
    }

    /// How far apart two colours look: their distance in Oklab (Ottosson 2020).
    pub fn distance(self, other: Colour) -> f64 {
        let (one, other) = (self.oklab(), other.oklab());
        let squares = [0, 1, 2].map(|part: usize| (one[part] - other[part]) * (one[part] - other[part]));
        sqrt(squares.iter().sum())
    }

    fn oklab(self) -> [f64; 3] {
        let cones = [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ]
        .map(|row| cbrt(dot(row, self.0)));
        [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ]
        .map(|row| dot(row, cones))
    }
}

fn dot(one: [f64; 3], other: [f64; 3]) -> f64 {
    one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
}
