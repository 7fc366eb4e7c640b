//! Hash functions over bytes, and how a hash becomes a server (`hash-type`), as HAProxy 2.6 has them (recorded).

/// A function over bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HashFunction {
    /// `sdbm`, HAProxy's default.
    #[default]
    Sdbm,
    /// `djb2`.
    Djb2,
    /// `wt6`.
    Wt6,
    /// `crc32`, that of zlib.
    Crc32,
}

/// How hashes are spread over the servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HashMethod {
    /// `map-based`: a table of slots, made anew when a server comes or goes.
    #[default]
    MapBased,
    /// `consistent`: points on a ring; a server that goes moves only its own clients.
    Consistent,
}

/// `hash-type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HashType {
    /// Table or ring.
    pub method: HashMethod,
    /// The function; `balance source` uses none.
    pub function: HashFunction,
    /// Whether the result is stirred once more.
    pub avalanche: bool,
}

impl HashFunction {
    /// All of them.
    pub const ALL: [HashFunction; 4] = [HashFunction::Sdbm, HashFunction::Djb2, HashFunction::Wt6, HashFunction::Crc32];

    /// HAProxy's word.
    pub const fn keyword(self) -> &'static str {
        match self {
            HashFunction::Sdbm => "sdbm",
            HashFunction::Djb2 => "djb2",
            HashFunction::Wt6 => "wt6",
            HashFunction::Crc32 => "crc32",
        }
    }

    /// The function HAProxy calls `keyword`.
    pub fn from_keyword(keyword: &str) -> Option<HashFunction> {
        HashFunction::ALL.into_iter().find(|function| function.keyword() == keyword)
    }

    /// The hash of some bytes.
    pub fn of(self, bytes: &[u8]) -> u32 {
        let bytes = bytes.iter().copied();
        match self {
            HashFunction::Sdbm => bytes.fold(0, |hash: u32, byte| hash.wrapping_mul(65_599).wrapping_add(byte.into())),
            HashFunction::Djb2 => bytes.fold(5381, |hash: u32, byte| hash.wrapping_mul(33).wrapping_add(byte.into())),
            HashFunction::Wt6 => wt6(bytes),
            HashFunction::Crc32 => !bytes.fold(u32::MAX, |crc, byte| {
                (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
            }),
        }
    }
}

impl HashMethod {
    /// Both.
    pub const ALL: [HashMethod; 2] = [HashMethod::MapBased, HashMethod::Consistent];

    /// HAProxy's word.
    pub const fn keyword(self) -> &'static str {
        match self {
            HashMethod::MapBased => "map-based",
            HashMethod::Consistent => "consistent",
        }
    }

    /// The method HAProxy calls `keyword`.
    pub fn from_keyword(keyword: &str) -> Option<HashMethod> {
        HashMethod::ALL.into_iter().find(|method| method.keyword() == keyword)
    }

    /// The type that `hash-type` means with this word alone: a ring is stirred, a table not.
    pub const fn plain(self) -> HashType {
        let avalanche = matches!(self, HashMethod::Consistent);
        HashType { method: self, function: HashFunction::Sdbm, avalanche }
    }
}

impl HashType {
    /// The type of the words after `hash-type`; `None` if they are not HAProxy's.
    pub fn from_words(words: &str) -> Option<HashType> {
        let mut words = words.split_whitespace();
        let plain = HashMethod::from_keyword(words.next()?)?.plain();
        let Some(function) = words.next() else { return Some(plain) };
        let avalanche = match words.next() {
            None => false,
            Some("avalanche") => true,
            Some(_) => return None,
        };
        Some(HashType { function: HashFunction::from_keyword(function)?, avalanche, ..plain })
    }

    /// The hash of an address, a number already.
    pub fn of_address(self, address: u32) -> u32 {
        if self.avalanche { avalanche(address) } else { address }
    }

    /// The hash of some bytes.
    pub fn of_bytes(self, bytes: &[u8]) -> u32 {
        self.of_address(self.function.of(bytes))
    }
}

fn wt6(bytes: impl Iterator<Item = u8>) -> u32 {
    let (mut a, mut b): (u32, u32) = (0xa53c_965a, 0x5ca6_953a);
    let (mut s, mut t) = (6, 18);
    for byte in bytes {
        a = !(a ^ u32::from(byte));
        b = !b.wrapping_add(byte.into());
        (a, b) = (b.rotate_left(s), a.rotate_left(t));
        let mixed = ((a >> 16) ^ b) & 0xffff;
        (s, t) = (mixed & 31, mixed >> 11);
    }
    a ^ b
}

/// Stirs a hash so that neighbours lie far apart.
pub fn avalanche(hash: u32) -> u32 {
    let mut a = hash;
    a = a.wrapping_add(0x7ed5_5d16).wrapping_add(a << 12);
    a = (a ^ 0xc761_c23c) ^ (a >> 19);
    a = a.wrapping_add(0x1656_67b1).wrapping_add(a << 5);
    a = a.wrapping_add(0xd3a2_646c) ^ (a << 9);
    a = a.wrapping_add(0xfd70_46c5).wrapping_add(a << 3);
    a = (a ^ 0xb55a_4f09) ^ (a >> 16);
    a.wrapping_mul(3_221_225_473)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_after_hash_type_say_when_a_hash_is_stirred() {
        let of = |words| HashType::from_words(words);
        assert_eq!(of("map-based"), Some(HashType::default()));
        assert_eq!(of("consistent").map(|kind| kind.avalanche), Some(true));
        assert_eq!(
            of("consistent djb2").map(|kind| (kind.function, kind.avalanche)),
            Some((HashFunction::Djb2, false))
        );
        assert_eq!(of("map-based wt6 avalanche").map(|kind| kind.avalanche), Some(true));
        assert_eq!((of("ring"), of("consistent md5"), of("map-based sdbm twice")), (None, None, None));
    }

    #[test]
    fn the_check_value_of_crc32_is_zlibs() {
        assert_eq!(HashFunction::Crc32.of(b"123456789"), 0xcbf4_3926);
    }
}
