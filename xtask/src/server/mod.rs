//! A web server for one built page, over HTTP/1.1 on this machine only.
//!
//! It is small because it serves a handful of files to one person or one test: a thread for each connection, one answer
//! for each connection. What it must get right are the headers (see [`headers`]): with them the page runs under its
//! strict policy, and inside a sandboxed frame of any other site.

pub mod headers;
mod request;
mod site;

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

pub use site::Site;

/// The port people expect, tried first.
const FIRST_PORT: u16 = 8080;
/// How many ports after it are tried before any free one is taken.
const PORTS_TRIED: u16 = 20;
/// A browser opens connections ahead of need; one that says nothing for so long is closed.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server that has its port but does not answer yet.
pub struct Server {
    listener: TcpListener,
    site: Site,
}

impl Server {
    /// A server on port 8080, or the next free one.
    pub fn on_a_familiar_port(site: Site) -> io::Result<Server> {
        let free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok();
        match (FIRST_PORT..FIRST_PORT + PORTS_TRIED).find_map(free) {
            Some(listener) => Ok(Server { listener, site }),
            None => Server::on_any_port(site),
        }
    }

    /// A server on whatever port is free.
    pub fn on_any_port(site: Site) -> io::Result<Server> {
        Ok(Server { listener: TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?, site })
    }

    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers for as long as the process lives.
    pub fn run(self) {
        let site = Arc::new(self.site);
        // A connection that ends before it is accepted is the client's affair; the next one is served.
        for stream in self.listener.incoming().flatten() {
            let site = Arc::clone(&site);
            // An error here means that the client went away: there is nobody left to tell.
            thread::spawn(move || answer(&stream, &site).unwrap_or(()));
        }
    }
}

/// Reads one request and writes its answer.
fn answer(mut stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let Some(request) = request::read(stream)? else {
        return Ok(());
    };
    let (head, body) = site.answer(&request.method, &request.path).into_bytes();
    stream.write_all(&head)?;
    if request.method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_request_over_a_socket_is_answered_and_the_connection_closed() {
        let site = Site::new("/nowhere").with_page("/hello", "text/plain", "hello");
        let server = Server::on_any_port(site).unwrap();
        let address = server.address().unwrap();
        thread::spawn(|| server.run());
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /hello?x=1 HTTP/1.1\r\nHost: here\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
        assert!(text.ends_with("\r\n\r\nhello"), "{text}");
    }
}
