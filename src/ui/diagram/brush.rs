//! Draws the marks on the canvas over the drawing, at each animation frame, past the virtual DOM.

use super::legend::scale_words;
use super::palette::Palette;
use crate::ui::painter::Frame;
use std::f64::consts::TAU;
use std::rc::Rc;
use tierscope::app::layout::Layout;
use tierscope::app::marks::{self, Mark, Moment, Replay, Replication, Shape, Tone};
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::engine::digits::Fixed;
use tierscope::engine::range;
use tierscope::engine::sort;
use tierscope::snapshot::Snapshot;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};
use yew::NodeRef;

/// Real milliseconds between two looks at the colours and at the scale in words.
const LOOK_MS: f64 = 500.0;
/// Width of the line by which a mark stands off from what is under it, in units.
const HALO: f64 = 1.4;
/// How far from its middle a mark can be clicked, in units.
const REACH: f64 = 6.5;
/// Width of rings and frames.
const STROKE: f64 = 2.1;

/// What the brush has to know of the drawing.
#[derive(Clone, PartialEq)]
pub struct View {
    pub layout: Rc<Layout>,
    pub snapshot: Same<Snapshot>,
    pub texts: &'static Texts,
    /// No marks at all.
    pub still: bool,
}

/// The brush.
pub struct Brush {
    canvas: NodeRef,
    scale: NodeRef,
    view: Option<View>,
    replay: Replay,
    replication: Replication,
    marks: Vec<Mark>,
    palette: Palette,
    looked_ms: f64,
    /// Pixels of the canvas, and pixels for a unit.
    size: (u32, u32, f64),
    said: String,
}

impl Brush {
    /// A brush for this canvas, and for the element that says the scale.
    pub fn new(canvas: NodeRef, scale: NodeRef) -> Brush {
        Brush {
            canvas,
            scale,
            view: None,
            replay: Replay::new(),
            replication: Replication::default(),
            marks: Vec::new(),
            palette: Palette::default(),
            looked_ms: f64::INFINITY,
            size: (0, 0, 1.0),
            said: String::new(),
        }
    }

    /// Looks at the drawing as it is now.
    pub fn see(&mut self, view: View) {
        let before = self.view.as_ref();
        if before.is_none_or(|before| before.layout != view.layout) {
            self.replay.settle();
            self.replication.clear();
            self.looked_ms = f64::INFINITY;
        }
        self.view = Some(view);
    }

    /// The request whose mark is at a point of the drawing, in pixels.
    pub fn hit(&self, (x, y): (f64, f64)) -> Option<u64> {
        let scale = self.view.as_ref()?.layout.scale;
        marks::hit(&self.marks, (x / scale, y / scale), REACH)
    }

    /// Draws a frame.
    pub fn paint(&mut self, frame: &Frame<'_>) {
        let Some(view) = self.view.clone() else { return };
        let Some(canvas) = self.canvas.cast::<HtmlCanvasElement>() else { return };
        self.fit(&canvas, &view.layout);
        let elapsed = if frame.playing { frame.elapsed_ms / 1e3 } else { 0.0 };
        self.marks.clear();
        if !view.still {
            self.replication.look(&view.snapshot, frame.journeys.every, frame.jumps);
            self.replication.frame(elapsed, &view.layout, &mut self.marks);
            let moment = Moment {
                journeys: frame.journeys,
                now: frame.now,
                elapsed,
                speed: frame.speed,
                playing: frame.playing,
                jumps: frame.jumps,
                layout: &view.layout,
            };
            self.replay.frame(&moment, &mut self.marks);
        }
        self.looked_ms += frame.elapsed_ms;
        if self.looked_ms >= LOOK_MS || !frame.playing {
            self.looked_ms = 0.0;
            self.palette = Palette::read(&canvas);
            self.say(frame.speed, view.texts);
        }
        if let Some(context) = context(&canvas) {
            self.draw(&context);
        }
    }

    /// Makes the canvas as large as the drawing, in the screen's own pixels.
    fn fit(&mut self, canvas: &HtmlCanvasElement, layout: &Layout) {
        let ratio = range::within(crate::ui::browser::window().device_pixel_ratio(), 1.0, 4.0);
        let unit = layout.scale * ratio;
        let size = ((layout.width * unit).ceil() as u32, (layout.height * unit).ceil() as u32, unit);
        if size != self.size || canvas.width() != size.0 {
            canvas.set_width(size.0);
            canvas.set_height(size.1);
            let style = canvas.style();
            // Both names are valid: nothing can go wrong.
            drop(style.set_property("width", &format!("{}px", Fixed(f64::from(size.0) / ratio, 2))));
            drop(style.set_property("height", &format!("{}px", Fixed(f64::from(size.1) / ratio, 2))));
            self.size = size;
        }
    }

    fn say(&mut self, speed: f64, texts: &Texts) {
        let words = scale_words(self.replay.scale(), speed, texts);
        if words != self.said
            && let Some(element) = self.scale.cast::<Element>()
        {
            element.set_text_content(Some(&words));
            self.said = words;
        }
    }

    /// Marks of one look are one path: six hundred marks are some dozen calls that paint.
    fn draw(&mut self, context: &CanvasRenderingContext2d) {
        let (width, height, unit) = self.size;
        drop(context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0));
        context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        drop(context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0));
        context.set_line_join("round");
        // By fading, shape and colour; within them in the order of their requests, so that nothing flickers.
        sort::by_key(&mut self.marks, |mark| (faded(mark), mark.shape, mark.tone));
        for alike in self.marks.chunk_by(|a, b| (faded(a), a.shape, a.tone) == (faded(b), b.shape, b.tone)) {
            let Some(first) = alike.first() else { continue };
            context.set_global_alpha(f64::from(faded(first)) / FADES);
            context.begin_path();
            alike.iter().for_each(|mark| trace(context, mark));
            self.fill(context, first.shape, first.tone);
            if first.shape == Shape::Slit {
                context.begin_path();
                for mark in alike {
                    context.move_to(mark.x - mark.size * 0.72, mark.y);
                    context.line_to(mark.x + mark.size * 0.72, mark.y);
                }
                context.set_stroke_style_str(&self.palette.ground);
                context.set_line_width(HALO);
                context.stroke();
            }
        }
        context.set_global_alpha(1.0);
    }

    fn fill(&self, context: &CanvasRenderingContext2d, shape: Shape, tone: Tone) {
        let colour = self.palette.of(tone);
        context.set_stroke_style_str(&self.palette.ground);
        match shape {
            Shape::Ring | Shape::Retry | Shape::Frame => {
                let width = STROKE * self.palette.bold;
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
    }
}

/// Steps in which a mark fades.
const FADES: f64 = 8.0;

/// How solid a mark is, in steps: marks of one step are drawn together.
fn faded(mark: &Mark) -> u8 {
    (mark.alpha * FADES + 0.5) as u8
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Adds the outline of a mark to the path.
fn trace(context: &CanvasRenderingContext2d, mark: &Mark) {
    let &Mark { x, y, size, .. } = mark;
    let line = |points: &[(f64, f64)]| {
        for (i, &(dx, dy)) in points.iter().enumerate() {
            let (x, y) = (x + dx * size, y + dy * size);
            if i == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
        }
    };
    // An arc, and where it begins on a circle of radius 1.
    let arc = |radius: f64, from: f64, to: f64, (dx, dy): (f64, f64)| {
        context.move_to(x + radius * dx, y + radius * dy);
        // A radius is never negative: nothing can go wrong.
        drop(context.arc(x, y, radius, from, to));
    };
    let circle = |radius: f64| arc(radius, 0.0, TAU, (1.0, 0.0));
    match mark.shape {
        Shape::Disc | Shape::Slit => circle(size),
        Shape::Ring => circle(size * 0.82),
        Shape::Square => context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8),
        Shape::Frame => context.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6),
        Shape::Diamond => {
            line(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]);
            context.close_path();
        }
        Shape::Triangle => {
            line(&[(0.0, -1.2), (1.25, 1.0), (-1.25, 1.0)]);
            context.close_path();
        }
        Shape::Retry => {
            arc(size * 0.85, 0.3, TAU * 0.86, (0.955_336, 0.295_520));
            line(&[(0.95, -1.25), (0.95, -0.4), (0.1, -0.4)]);
        }
    }
}
