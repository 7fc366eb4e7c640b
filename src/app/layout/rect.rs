//! Points and rectangles on the drawing, in its own units. Knows nothing of what is drawn.

/// A point; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    /// The point at these coordinates.
    pub const fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// The point at the share `t` of the way to `other`.
    pub fn towards(self, other: Point, t: f64) -> Point {
        Point::new(self.x + (other.x - self.x) * t, self.y + (other.y - self.y) * t)
    }

    /// The straight distance to `other`.
    pub fn distance(self, other: Point) -> f64 {
        let (x, y) = (other.x - self.x, other.y - self.y);
        (x * x + y * y).sqrt()
    }

    /// This point with its coordinates exchanged: the mirror by which a drawing from left to right becomes one from top
    /// to bottom.
    pub const fn flipped(self) -> Point {
        Point::new(self.y, self.x)
    }
}

/// Sums of lengths differ from one another by less than this.
const ROUNDING: f64 = 1e-6;

/// A rectangle with its sides along the axes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left side.
    pub x: f64,
    /// Upper side.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// The rectangle from this corner, so wide and so high.
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Rect {
        Rect { x, y, w, h }
    }

    /// Its right side.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Its lower side.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Its middle.
    pub fn center(&self) -> Point {
        self.at(0.5, 0.5)
    }

    /// The point at these shares of its width and height.
    pub fn at(&self, across: f64, down: f64) -> Point {
        Point::new(self.x + self.w * across, self.y + self.h * down)
    }

    /// Whether it lies wholly within `outer`, with some room for rounding.
    pub fn within(&self, outer: &Rect) -> bool {
        self.x >= outer.x - ROUNDING
            && self.y >= outer.y - ROUNDING
            && self.right() <= outer.right() + ROUNDING
            && self.bottom() <= outer.bottom() + ROUNDING
    }

    /// Whether both share some area, more than rounding leaves between neighbours.
    pub fn overlaps(&self, other: &Rect) -> bool {
        let meet = |from: f64, to: f64, start: f64, end: f64| from + ROUNDING < end && start + ROUNDING < to;
        meet(self.x, self.right(), other.x, other.right()) && meet(self.y, self.bottom(), other.y, other.bottom())
    }

    /// Whether the point lies in its inside, farther than `margin` from every side.
    pub fn holds(&self, point: Point, margin: f64) -> bool {
        point.x > self.x + margin
            && point.x < self.right() - margin
            && point.y > self.y + margin
            && point.y < self.bottom() - margin
    }

    /// Whether the point lies on one of its sides, no farther off than `margin`.
    pub fn touches(&self, point: Point, margin: f64) -> bool {
        let outer = Rect::new(self.x - margin, self.y - margin, self.w + 2.0 * margin, self.h + 2.0 * margin);
        outer.holds(point, 0.0) && !self.holds(point, margin)
    }
}
