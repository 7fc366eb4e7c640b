//! What requests ask for, as text and in bytes: the catalogue of the site. Text of a fixed room, so that making it allocates
//! nothing.

use super::observation::Kind;
use crate::engine::rng::finalize;
use core::fmt::{self, Write};

/// Room for the longest target.
const ROOM: usize = 40;

/// Bytes of a request's line and headers (chosen).
pub const REQUEST_BYTES: u64 = 450;
/// Bytes of an answer that says what went wrong (chosen).
pub const ERROR_BYTES: u64 = 200;
/// Least and most bytes of a file and of a page (chosen); each has its own size between them, every one as likely.
const FILE_BYTES: (u64, u64) = (2_000, 130_000);
const PAGE_BYTES: (u64, u64) = (16_000, 80_000);

/// Bytes of the answer to a request for this file or page: always the same.
pub fn answer_bytes(kind: Kind, page: u32) -> u64 {
    let (least, most) = if kind == Kind::Static { FILE_BYTES } else { PAGE_BYTES };
    least + finalize(u64::from(page) << 1 | u64::from(kind == Kind::Static)) % (most - least)
}

/// A short text.
#[derive(Clone, Copy, Debug)]
pub struct Uri {
    bytes: [u8; ROOM],
    len: usize,
}

impl Uri {
    /// The target of a request: `/static/17.css`, or `/page/17?user=4` of one who reads or writes a page.
    pub fn of(kind: Kind, page: u32, user: u32) -> Uri {
        match kind {
            Kind::Static => Uri::written(format_args!("/static/{page}.css")),
            Kind::Read | Kind::Write => Uri::written(format_args!("/page/{page}?user={user}")),
        }
    }

    /// A user's name, as the header of a request has it.
    pub fn user(user: u32) -> Uri {
        Uri::written(format_args!("user-{user}"))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }

    fn written(text: fmt::Arguments) -> Uri {
        let mut uri = Uri { bytes: [0; ROOM], len: 0 };
        // What does not fit is left out; two numbers of ten figures do.
        let _ = uri.write_fmt(text);
        uri
    }
}

impl Write for Uri {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let place = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_size_of_its_own_and_always_the_same() {
        let sizes: Vec<u64> = (0..1000).map(|page| answer_bytes(Kind::Read, page)).collect();
        let mean = sizes.iter().sum::<u64>() / 1000;
        assert!(sizes.iter().all(|size| (16_000..80_000).contains(size)) && (46_000..50_000).contains(&mean), "{mean}");
        assert_eq!(answer_bytes(Kind::Read, 17), answer_bytes(Kind::Write, 17));
        assert_ne!(answer_bytes(Kind::Static, 17), answer_bytes(Kind::Read, 17));
    }

    #[test]
    fn every_request_has_a_target_and_pages_name_their_user() {
        assert_eq!(Uri::of(Kind::Static, 17, 4).as_str(), "/static/17.css");
        assert_eq!(Uri::of(Kind::Write, 17, 4).as_str(), "/page/17?user=4");
        assert_eq!(Uri::of(Kind::Read, u32::MAX, u32::MAX).as_str(), "/page/4294967295?user=4294967295");
        assert_eq!(Uri::user(7).as_str(), "user-7");
    }
}
