//! Every look that a mark can have, drawn once and then copied: outlines of hundreds of marks are costly wherever no graphics card draws
//! them.

use super::palette::Palette;
use std::f64::consts::TAU;
use tierscope::app::marks::{Mark, SIZES, Shape, Tone};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, ImageBitmap, OffscreenCanvas};

/// The radius for which shapes are described, in units.
const RADIUS: f64 = SIZES[0];
/// Width of the line by which a mark stands off from what is under it, in units.
const HALO: f64 = 1.4;
/// Width of rings and frames.
const STROKE: f64 = 2.1;
/// Places within a pixel where a mark can begin, each way. Between them it is put to the nearest: whole pixels are copied in half the time.
const PLACES: usize = 2;
/// How many pictures there can be.
const COUNT: usize = Shape::ALL.len() * Tone::ALL.len() * SIZES.len() * PLACES * PLACES;

/// The pictures, each from when it is needed.
pub struct Sprites {
    palette: Palette,
    /// Pixels in a unit.
    unit: f64,
    pictures: Vec<Option<ImageBitmap>>,
}

/// A mark among the pixels.
struct Spot {
    /// Which picture it is.
    picture: usize,
    /// Its left and upper edge, in whole pixels.
    corner: (f64, f64),
    /// The middle from there.
    middle: (f64, f64),
    /// Width and height.
    side: f64,
    /// Pixels in a unit of its shape.
    zoom: f64,
}

impl Sprites {
    /// No picture yet, for a screen with so many pixels in a unit.
    pub fn new(palette: Palette, unit: f64) -> Sprites {
        Sprites { palette, unit, pictures: (0..COUNT).map(|_| None).collect() }
    }

    /// Whether pictures of such colours are in here.
    pub fn are_of(&self, palette: &Palette) -> bool {
        self.palette == *palette
    }

    /// Puts a mark where it is.
    pub fn put(&mut self, context: &CanvasRenderingContext2d, mark: &Mark) {
        let spot = Spot::of(mark, self.unit);
        let (palette, picture) = (&self.palette, &mut self.pictures[spot.picture]);
        if picture.is_none() {
            *picture = draw(palette, mark, &spot);
        }
        if let Some(picture) = picture {
            // It fails for pictures that are broken, and this one was made here.
            drop(context.draw_image_with_image_bitmap(picture, spot.corner.0, spot.corner.1));
        }
    }
}

impl Spot {
    fn of(mark: &Mark, unit: f64) -> Spot {
        let zoom = unit * mark.size / RADIUS;
        let side = (2.0 * reach(mark.shape) * zoom).ceil() + 1.0;
        let edge = |middle: f64| {
            let parts = ((middle * unit - side / 2.0) * PLACES as f64 + 0.5).floor();
            let corner = (parts / PLACES as f64).floor();
            (corner, parts - corner * PLACES as f64)
        };
        let ((left, right), (top, down)) = (edge(mark.x), edge(mark.y));
        let place = |list: Option<usize>| list.unwrap_or(0);
        let shape = place(Shape::ALL.iter().position(|shape| *shape == mark.shape));
        let tone = place(Tone::ALL.iter().position(|tone| *tone == mark.tone));
        let size = place(SIZES.iter().position(|size| *size == mark.size));
        let look = (shape * Tone::ALL.len() + tone) * SIZES.len() + size;
        Spot {
            picture: (look * PLACES + right as usize) * PLACES + down as usize,
            corner: (left, top),
            middle: (side / 2.0 + right / PLACES as f64, side / 2.0 + down / PLACES as f64),
            side,
            zoom,
        }
    }
}

/// Half of the room that a look takes with its outline, in units, however bold strokes are.
const fn reach(shape: Shape) -> f64 {
    match shape {
        Shape::Disc | Shape::Slit | Shape::Square => 6.5,
        Shape::Ring | Shape::Frame => 7.5,
        Shape::Diamond | Shape::Triangle => 8.0,
        Shape::Retry => 9.0,
    }
}

/// Draws a look; none where the browser cannot.
fn draw(palette: &Palette, mark: &Mark, spot: &Spot) -> Option<ImageBitmap> {
    let canvas = OffscreenCanvas::new(spot.side as u32, spot.side as u32).ok()?;
    // It has the methods of a canvas on the page, and they are called by their names.
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok().flatten()?.unchecked_into();
    drop(context.set_transform(spot.zoom, 0.0, 0.0, spot.zoom, spot.middle.0, spot.middle.1));
    context.set_line_join("round");
    paint(&context, palette, mark.shape, mark.tone);
    canvas.transfer_to_image_bitmap().ok()
}

/// Draws a look around the origin.
fn paint(context: &CanvasRenderingContext2d, palette: &Palette, shape: Shape, tone: Tone) {
    let colour = palette.of(tone);
    context.begin_path();
    trace(context, shape);
    context.set_stroke_style_str(&palette.ground);
    match shape {
        Shape::Ring | Shape::Retry | Shape::Frame => {
            let width = STROKE * palette.bold;
            context.set_line_width(width + 2.0 * HALO);
            context.stroke();
            context.set_stroke_style_str(colour);
            context.set_line_width(width);
            context.stroke();
        }
        _ => {
            context.set_line_width(2.0 * HALO);
            context.stroke();
            context.set_fill_style_str(colour);
            context.fill();
        }
    }
    if shape == Shape::Slit {
        context.begin_path();
        context.move_to(-RADIUS * 0.72, 0.0);
        context.line_to(RADIUS * 0.72, 0.0);
        context.set_line_width(HALO);
        context.stroke();
    }
}

/// Makes the outline of a shape the path.
fn trace(context: &CanvasRenderingContext2d, shape: Shape) {
    let line = |points: &[(f64, f64)]| {
        for (i, &(x, y)) in points.iter().enumerate() {
            let (x, y) = (x * RADIUS, y * RADIUS);
            if i == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
        }
    };
    // A radius is never negative: nothing can go wrong.
    let arc = |radius: f64, from: f64, to: f64| drop(context.arc(0.0, 0.0, radius * RADIUS, from, to));
    let square = |half: f64| context.rect(-half * RADIUS, -half * RADIUS, 2.0 * half * RADIUS, 2.0 * half * RADIUS);
    match shape {
        Shape::Disc | Shape::Slit => arc(1.0, 0.0, TAU),
        Shape::Ring => arc(0.82, 0.0, TAU),
        Shape::Square => square(0.9),
        Shape::Frame => square(0.8),
        Shape::Diamond => {
            line(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]);
            context.close_path();
        }
        Shape::Triangle => {
            line(&[(0.0, -1.2), (1.25, 1.0), (-1.25, 1.0)]);
            context.close_path();
        }
        Shape::Retry => {
            arc(0.85, 0.3, TAU * 0.86);
            line(&[(0.95, -1.25), (0.95, -0.4), (0.1, -0.4)]);
        }
    }
}
