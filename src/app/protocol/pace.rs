//! How often something may be said and heard, in real milliseconds. Knows no message.

/// Most messages of a host in a second; further ones are not heard.
const MOST_HEARD: u32 = 50;
/// Milliseconds for which a size must last before it is told.
const REST_MS: f64 = 100.0;
/// Milliseconds between two sizes that are told.
const PAUSE_MS: f64 = 250.0;
/// Pixels by which a size must differ from the one told before.
const STEP: f64 = 4.0;
/// How often in a row a page may say that it has become higher at one width. More is a page that grows because its frame does.
const MOST_GROWTHS: u32 = 4;

/// Counts what a host says. Whoever hears it asks here first, before anything is made of a message.
#[derive(Clone, Debug, Default)]
pub struct Patience {
    since_ms: f64,
    heard: u32,
}

impl Patience {
    /// Whether a message at `now_ms` is heard.
    pub fn hears(&mut self, now_ms: f64) -> bool {
        if now_ms - self.since_ms >= 1000.0 || self.heard == 0 {
            *self = Patience { since_ms: now_ms, heard: 0 };
        }
        self.heard += 1;
        self.heard <= MOST_HEARD
    }
}

/// The size that the page would like to have, as far as a host should know it.
#[derive(Clone, Debug, Default)]
pub struct Size {
    told: Option<(f64, f64)>,
    told_ms: f64,
    wanted: Option<(f64, f64)>,
    wanted_ms: f64,
    growths: u32,
}

impl Size {
    /// The page would like to have this width and height, at `now_ms`.
    pub fn want(&mut self, width: f64, height: f64, now_ms: f64) {
        if width < 1.0 || height < 1.0 {
            // A frame that is not shown has no size, and wants none.
            self.wanted = None;
            return;
        }
        let near = |(w, h): (f64, f64)| (w - width).abs() < STEP && (h - height).abs() < STEP;
        if self.told.is_some_and(near) {
            self.wanted = None;
        } else if !self.wanted.is_some_and(near) {
            self.wanted = Some((width, height));
            self.wanted_ms = now_ms;
        }
    }

    /// Milliseconds until there is a size to tell, if there is one.
    pub fn due_in(&self, now_ms: f64) -> Option<f64> {
        self.wanted?;
        let rested = self.wanted_ms + REST_MS;
        let due = if self.told.is_some() { rested.max(self.told_ms + PAUSE_MS) } else { rested };
        Some((due - now_ms).max(0.0))
    }

    /// The width and height to tell at `now_ms`, if it is time.
    pub fn tell(&mut self, now_ms: f64) -> Option<(f64, f64)> {
        if self.due_in(now_ms)? > 0.0 {
            return None;
        }
        let (width, height) = self.wanted.take()?;
        let grows = self.told.is_some_and(|(w, h)| (w - width).abs() < STEP && height > h);
        self.growths = if grows { self.growths + 1 } else { 0 };
        if self.growths > MOST_GROWTHS {
            return None;
        }
        self.told = Some((width, height));
        self.told_ms = now_ms;
        self.told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_messages_are_heard_in_a_second() {
        let mut patience = Patience::default();
        let heard = (0..80).filter(|n| patience.hears(5_000.0 + f64::from(*n) * 10.0)).count();
        assert_eq!(heard, 50);
        assert!(patience.hears(6_000.0));
    }

    #[test]
    fn a_size_is_told_once_it_has_lasted_and_differs() {
        let mut size = Size::default();
        size.want(400.0, 800.0, 0.0);
        assert_eq!((size.tell(50.0), size.due_in(50.0)), (None, Some(50.0)));
        size.want(400.0, 900.0, 60.0);
        assert_eq!(size.tell(150.0), None);
        assert_eq!(size.tell(160.0), Some((400.0, 900.0)));
        size.want(400.0, 903.0, 200.0);
        assert_eq!(size.due_in(1_000.0), None);
        size.want(400.0, 904.0, 210.0);
        assert_eq!((size.tell(409.0), size.due_in(409.0)), (None, Some(1.0)));
        assert_eq!(size.tell(410.0), Some((400.0, 904.0)));
    }

    #[test]
    fn a_frame_that_is_not_shown_asks_for_nothing() {
        let mut size = Size::default();
        for (width, height) in [(0.0, 600.0), (0.4, 600.0), (400.0, 0.0)] {
            size.want(400.0, 800.0, 0.0);
            size.want(width, height, 10.0);
            assert_eq!((size.due_in(500.0), size.tell(500.0)), (None, None), "{width} x {height}");
        }
        size.want(400.0, 800.0, 1_000.0);
        assert_eq!(size.tell(1_200.0), Some((400.0, 800.0)));
    }

    #[test]
    fn a_page_that_grows_with_its_frame_is_not_fed() {
        let (mut size, mut frame, mut told) = (Size::default(), 500.0, 0);
        for n in 0..100 {
            let now_ms = f64::from(n) * 300.0;
            size.want(400.0, frame + 20.0, now_ms);
            if let Some((_, height)) = size.tell(now_ms + 200.0) {
                frame = height;
                told += 1;
            }
        }
        assert_eq!(told, 5);
        // A new width is another matter.
        size.want(300.0, 700.0, 100_000.0);
        assert_eq!(size.tell(101_000.0), Some((300.0, 700.0)));
    }
}
