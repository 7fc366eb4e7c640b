//! How a server is chosen (`balance`), in HAProxy's words.

/// `balance`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// `roundrobin`: in turn, smoothly in proportion to the weights.
    RoundRobin,
    /// `static-rr`: in turn over a fixed table; weights do not change while it runs.
    StaticRr,
    /// `leastconn`: the fewest open requests for its weight.
    LeastConn,
    /// `first`: the first server, by id, that has room.
    First,
    /// `source`: the client's address decides.
    Source,
    /// `uri`: what is asked for decides.
    Uri,
    /// `url_param`: a parameter of the query decides.
    UrlParam,
    /// `hdr`: a header of the request decides.
    Hdr,
    /// `random`: drawn, and of the drawn the least loaded.
    Random,
}

impl Algorithm {
    /// Every algorithm, in the order a person should meet them.
    pub const ALL: [Algorithm; 9] = [
        Algorithm::RoundRobin,
        Algorithm::LeastConn,
        Algorithm::Source,
        Algorithm::StaticRr,
        Algorithm::First,
        Algorithm::Uri,
        Algorithm::UrlParam,
        Algorithm::Hdr,
        Algorithm::Random,
    ];

    /// HAProxy's word for it.
    pub const fn keyword(self) -> &'static str {
        match self {
            Algorithm::RoundRobin => "roundrobin",
            Algorithm::StaticRr => "static-rr",
            Algorithm::LeastConn => "leastconn",
            Algorithm::First => "first",
            Algorithm::Source => "source",
            Algorithm::Uri => "uri",
            Algorithm::UrlParam => "url_param",
            Algorithm::Hdr => "hdr",
            Algorithm::Random => "random",
        }
    }

    /// The algorithm HAProxy calls `keyword`.
    pub fn from_keyword(keyword: &str) -> Option<Algorithm> {
        Algorithm::ALL.into_iter().find(|algorithm| algorithm.keyword() == keyword)
    }

    /// Whether a property of the request decides: such a request waits for its server instead of taking a free one.
    pub const fn is_hash(self) -> bool {
        matches!(self, Algorithm::Source | Algorithm::Uri | Algorithm::UrlParam | Algorithm::Hdr)
    }

    /// Whether the order of turns decides: a request then goes behind a backlog without a look at the servers.
    pub const fn is_turn(self) -> bool {
        matches!(self, Algorithm::RoundRobin | Algorithm::StaticRr | Algorithm::First)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_is_found_by_its_own_keyword() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::from_keyword(algorithm.keyword()), Some(algorithm));
        }
        assert_eq!(Algorithm::from_keyword("rdp-cookie"), None);
    }
}
