//! Pictures as pixels: read, compared, and written small.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::path::Path;

use xtask::Outcome;

/// Values that a channel of a kept picture has, black and white among them: one cannot see it, and the files are half as large.
const VALUES: u16 = 32;
/// A pixel is another one where a channel differs by more: what rounding a kept picture and another version of a font's rasterizer do is less.
const CHANNEL_MOST: u8 = 48;
/// Of so many pixels one may be another one: a caret, a line that falls between two pixels.
const PIXELS_PER_DIFFERENCE: usize = 2_000;

/// A picture: red, green and blue of each pixel, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// Reads a PNG.
    pub fn read(file: &Path) -> Outcome<Picture> {
        let unreadable = |error: &dyn std::fmt::Display| format!("{} cannot be read: {error}", file.display());
        let mut decoder = png::Decoder::new(BufReader::new(File::open(file).map_err(|error| unreadable(&error))?));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(|error| unreadable(&error))?;
        let mut bytes = vec![0; reader.output_buffer_size().ok_or_else(|| unreadable(&"it is too large"))?];
        let info = reader.next_frame(&mut bytes).map_err(|error| unreadable(&error))?;
        let samples = info.color_type.samples();
        if samples < 3 {
            return Err(unreadable(&"it has no colours"));
        }
        let pixels = bytes.chunks_exact(samples).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Ok(Picture { width: info.width, height: info.height, pixels })
    }

    /// Writes it as PNG.
    pub fn write(&self, file: &Path) -> Outcome {
        let failed = |error: &dyn std::fmt::Display| format!("{} cannot be written: {error}", file.display());
        fs::create_dir_all(file.parent().unwrap_or(file)).map_err(|error| failed(&error))?;
        let target = BufWriter::new(File::create(file).map_err(|error| failed(&error))?);
        let mut encoder = png::Encoder::new(target, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().map_err(|error| failed(&error))?;
        writer.write_image_data(self.pixels.as_flattened()).map_err(|error| failed(&error))
    }

    /// The picture as it is kept: each channel at the next of its values.
    pub fn rounded(mut self) -> Picture {
        let most = VALUES - 1;
        let round = |channel: u8| ((u16::from(channel) * most + 127) / 255 * 255 / most) as u8;
        self.pixels.iter_mut().flatten().for_each(|channel| *channel = round(*channel));
        self
    }

    /// How many pixels are others than in `kept`, and a picture of where; an error where they cannot be compared.
    pub fn compare(&self, kept: &Picture) -> Outcome<(usize, Picture)> {
        let sizes = [self, kept].map(|picture| (picture.width, picture.height));
        if sizes[0] != sizes[1] {
            return Err(format!(
                "it has {} by {} pixels, {} by {} are kept",
                sizes[0].0, sizes[0].1, sizes[1].0, sizes[1].1
            ));
        }
        let is_other = |(now, then): (&[u8; 3], &[u8; 3])| {
            now.iter().zip(then).any(|(now, then)| now.abs_diff(*then) > CHANNEL_MOST)
        };
        let mut others = 0;
        let mark = |pair: (&[u8; 3], &[u8; 3])| {
            let pale = pair.1.map(|channel| 192 + channel / 4);
            if is_other(pair) {
                others += 1;
                [224, 0, 64]
            } else {
                pale
            }
        };
        let pixels = self.pixels.iter().zip(&kept.pixels).map(mark).collect();
        Ok((others, Picture { pixels, ..*self }))
    }

    /// How many pixels may be others.
    pub fn tolerance(&self) -> usize {
        self.pixels.len() / PIXELS_PER_DIFFERENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(pixels: &[[u8; 3]]) -> Picture {
        Picture { width: pixels.len() as u32, height: 1, pixels: pixels.to_vec() }
    }

    #[test]
    fn a_picture_is_read_as_it_was_written() {
        let file = xtask::checkout::root().join("target/tmp-picture.png");
        let written = picture(&[[0, 128, 255], [8, 16, 24]]);
        written.write(&file).unwrap();
        assert_eq!(Picture::read(&file), Ok(written));
        fs::remove_file(file).unwrap();
    }

    #[test]
    fn rounding_is_no_difference_and_another_colour_is_one() {
        let now = picture(&[[0, 131, 255], [9, 16, 24], [40, 40, 40]]);
        assert_eq!(now.compare(&now.clone().rounded()).unwrap().0, 0);
        let other = picture(&[[0, 131, 255], [9, 16, 24], [40, 40, 89]]);
        let (others, marked) = now.compare(&other).unwrap();
        assert_eq!((others, marked.pixels[2]), (1, [224, 0, 64]));
        assert!(now.compare(&picture(&[[0, 0, 0]])).is_err());
    }
}
