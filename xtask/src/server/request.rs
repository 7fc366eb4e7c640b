//! Reading a request: its method and its path. Headers and query are of no interest to a server of files.

use std::io::{self, BufRead, BufReader, Read};

/// A request's head may be this long; a browser sends about 1 kB.
const HEAD_BYTES_MAX: u64 = 16 * 1024;

/// The part of a request that decides the answer.
pub struct Request {
    /// `GET`, `HEAD`, or something that will be refused.
    pub method: String,
    /// The path without the query, as sent.
    pub path: String,
}

/// The request that arrives; nothing if the client closes first or speaks something else.
pub fn read(stream: impl Read) -> io::Result<Option<Request>> {
    let mut lines = BufReader::new(stream.take(HEAD_BYTES_MAX)).lines();
    let Some(first) = lines.next().transpose()? else {
        return Ok(None);
    };
    // The rest of the head is read to its end: closing with unread input would reset the connection under the answer.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut words = first.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let path = target.split(['?', '#']).next().unwrap_or_default();
    Ok(Some(Request { method: method.to_owned(), path: path.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_does_not_choose_the_file() {
        let request = read(&b"GET /a/b.js?v=1&x=/c HTTP/1.1\r\nHost: x\r\n\r\n"[..]).unwrap().unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/a/b.js"));
    }

    #[test]
    fn silence_and_noise_are_no_request() {
        assert!(read(&b""[..]).unwrap().is_none());
        assert!(read(&b"noise\r\n\r\n"[..]).unwrap().is_none());
    }
}
