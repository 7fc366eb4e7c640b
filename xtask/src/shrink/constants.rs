//! The bytes that a module puts into memory when it starts: those of its first part, and those that come with the second.

use std::ops::Range;

use super::module::{Reader, list, write_block, write_signed};

/// A stretch of memory that the module fills, from the start or from when the second part comes.
pub struct Segment {
    /// Where it begins in memory.
    pub address: usize,
    /// Where its bytes are in the section.
    pub contents: Range<usize>,
}

/// What the section fills.
pub fn segments(section: &[u8]) -> Option<Vec<Segment>> {
    /// A segment of the only memory, at a constant address.
    const HEAD: [u8; 2] = [0, 0x41];
    const END: u8 = 0x0b;
    let mut reader = Reader(section);
    (0..reader.number()?)
        .map(|_| {
            [reader.byte()?, reader.byte()?].eq(&HEAD).then_some(())?;
            let address = reader.number()?;
            reader.byte().filter(|instruction| *instruction == END)?;
            let block = reader.block()?;
            let end = section.len() - reader.0.len();
            Some(Segment { address, contents: end - block.len()..end })
        })
        .collect()
}

/// The section with nothing at these addresses: what is 0 there takes no room once it is compressed.
pub fn without(section: &[u8], ranges: &[Range<usize>]) -> Option<Vec<u8>> {
    let mut rest = section.to_vec();
    for stretch in stretches(section, ranges)? {
        rest.get_mut(stretch.contents)?.fill(0);
    }
    Some(rest)
}

/// A section with what is at these addresses alone.
pub fn only(section: &[u8], ranges: &[Range<usize>]) -> Option<Vec<u8>> {
    list(stretches(section, ranges)?.into_iter(), |bytes, stretch| {
        bytes.extend([0, 0x41]);
        write_signed(bytes, stretch.address);
        bytes.push(0x0b);
        write_block(bytes, section.get(stretch.contents)?);
        Some(())
    })
}

/// What of these addresses the section fills.
fn stretches(section: &[u8], ranges: &[Range<usize>]) -> Option<Vec<Segment>> {
    let mut stretches = Vec::new();
    for Segment { address, contents } in segments(section)? {
        for range in ranges {
            let (start, end) = (range.start.max(address), range.end.min(address + contents.len()));
            if start < end {
                let place = contents.start + (start - address);
                stretches.push(Segment { address: start, contents: place..place + (end - start) });
            }
        }
    }
    Some(stretches)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four bytes from address 100 on, two from 200 on.
    const SECTION: &[u8] = &[2, 0, 0x41, 0xe4, 0, 0x0b, 4, 1, 2, 3, 4, 0, 0x41, 0xc8, 1, 0x0b, 2, 5, 6];

    #[test]
    fn what_comes_later_is_missing_first_and_there_later() {
        let ranges = [101..103, 103..104, 150..160, 201..210];
        let first = [2, 0, 0x41, 0xe4, 0, 0x0b, 4, 1, 0, 0, 0, 0, 0x41, 0xc8, 1, 0x0b, 2, 5, 0];
        assert_eq!(without(SECTION, &ranges).as_deref(), Some(&first[..]));
        let later = [3, 0, 0x41, 0xe5, 0, 0x0b, 2, 2, 3, 0, 0x41, 0xe7, 0, 0x0b, 1, 4, 0, 0x41, 0xc9, 1, 0x0b, 1, 6];
        assert_eq!(only(SECTION, &ranges).as_deref(), Some(&later[..]));
    }

    #[test]
    fn a_segment_of_another_kind_is_not_understood() {
        assert!(segments(&[1, 1, 1, 7]).is_none());
    }
}
