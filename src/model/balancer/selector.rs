//! What of a request decides its server, where something of it does: from text to a hash.

use super::RequestKey;
use super::algorithm::Algorithm;
use super::hash::HashType;
use core::net::IpAddr;

/// A request as text, as far as a balancer may read it.
#[derive(Clone, Copy, Debug)]
pub struct RequestText<'a> {
    /// The client's address.
    pub source: IpAddr,
    /// The request's target: path and query.
    pub uri: &'a str,
    /// Its headers: names and values.
    pub headers: &'a [(&'a str, &'a str)],
}

/// What is read of a request to choose its server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// `uri len N`: only so many bytes; 0: all.
    pub len: usize,
    /// `uri depth N`: only so many directories; 0: all.
    pub depth: usize,
    /// `uri whole`: the query too.
    pub whole: bool,
    /// The name of the parameter of `url_param`, or of the header of `hdr`.
    pub name: String,
    /// `hdr(H) use_domain_only`: of a host name only what stands between its last two dots.
    pub domain_only: bool,
}

/// An address as the number that HAProxy hashes: IPv4 as it is, the four words of IPv6 xored.
pub fn address(address: IpAddr) -> u32 {
    match address {
        IpAddr::V4(address) => address.to_bits(),
        IpAddr::V6(address) => {
            let bits = address.to_bits();
            (bits ^ bits >> 32 ^ bits >> 64 ^ bits >> 96) as u32
        }
    }
}

/// Whether HAProxy takes this for a request's target: one with a fragment is refused with 400.
pub fn is_target(uri: &str) -> bool {
    !uri.contains('#')
}

impl Selector {
    /// What `algorithm` needs to know of a request. Persistence and priority are the driver's to add.
    pub fn key(&self, algorithm: Algorithm, kind: HashType, request: &RequestText) -> RequestKey {
        let source = address(request.source);
        let hash = match algorithm {
            Algorithm::Source => Some(kind.of_address(source)),
            Algorithm::Uri => Some(kind.of_bytes(self.uri(request.uri))),
            Algorithm::UrlParam => self.parameter(request.uri).map(|value| kind.of_bytes(value.as_bytes())),
            Algorithm::Hdr => self.header(request.headers).map(|value| kind.of_bytes(value.as_bytes())),
            _ => None,
        };
        RequestKey { hash, source, ..RequestKey::default() }
    }

    fn uri<'a>(&self, uri: &'a str) -> &'a [u8] {
        let end = if self.whole { uri.len() } else { uri.find('?').unwrap_or(uri.len()) };
        let mut bytes = &uri.as_bytes()[..end];
        if self.len > 0 {
            bytes = &bytes[..bytes.len().min(self.len)];
        }
        if self.depth > 0 {
            let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
            let end = slashes.map(|(at, _)| at).nth(self.depth).unwrap_or(bytes.len());
            bytes = &bytes[..end];
        }
        bytes
    }

    fn parameter<'a>(&self, uri: &'a str) -> Option<&'a str> {
        let (_, query) = uri.split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix(self.name.as_str())?.strip_prefix('='))
    }

    fn header<'a>(&self, headers: &'a [(&'a str, &'a str)]) -> Option<&'a str> {
        let (_, value) = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(&self.name))?;
        // A header's value ends at a comma: what follows is another value.
        let value = value.split(',').next().unwrap_or(value).trim();
        let value = if self.domain_only { domain(value) } else { value };
        Some(value).filter(|value| !value.is_empty())
    }
}

/// `example` of `www.example.com`. A name without a dot stands for itself.
fn domain(host: &str) -> &str {
    let host = host.split(':').next().unwrap_or(host);
    match host.rsplit_once('.') {
        Some((rest, _)) => rest.rsplit_once('.').map_or(rest, |(_, domain)| domain),
        None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_cut_as_it_is_told() {
        let of = |len, depth, whole| {
            let selector = Selector { len, depth, whole, ..Selector::default() };
            String::from_utf8(selector.uri("/shop/list/1?page=2").to_vec()).expect("text")
        };
        assert_eq!(of(0, 0, false), "/shop/list/1");
        assert_eq!(of(0, 0, true), "/shop/list/1?page=2");
        assert_eq!(of(5, 0, false), "/shop");
        assert_eq!(of(0, 2, false), "/shop/list");
    }

    #[test]
    fn a_parameter_is_found_by_its_exact_name_and_may_be_empty() {
        let of = |uri| Selector { name: "uid".to_owned(), ..Selector::default() }.parameter(uri);
        assert_eq!(
            (of("/?uid=7&x=1"), of("/?x=1&uid="), of("/?xuid=7"), of("/uid=7")),
            (Some("7"), Some(""), None, None)
        );
    }

    #[test]
    fn of_a_host_only_the_domain_may_count() {
        assert_eq!(["www.example.com", "example.com:80", "localhost"].map(domain), ["example", "example", "localhost"]);
    }
}
