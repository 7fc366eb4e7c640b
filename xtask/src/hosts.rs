//! The files in `hosting/`: nginx and Caddy are started with theirs, and every header that comes back is held against those that the
//! project's own server sends.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use xtask::server::headers::{ALWAYS, HEADER, caching, content_type};
use xtask::{Outcome, checkout, process};

/// How long a server may take to start.
const START_TRIES: u32 = 100;
const START_TICK: Duration = Duration::from_millis(100);
/// Browsers shall come back over HTTPS; the project's own server has none.
const HSTS: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");

/// Checks what each server that is here sends of the page in `dist/`.
pub fn check() -> Outcome {
    check_netlify()?;
    // nginx as Debian has it knows no brotli.
    for (name, start, compressed) in
        [("nginx", nginx as fn(u16) -> Outcome<Child>, ("gzip", "gz")), ("caddy", caddy, ("br", "br"))]
    {
        if process::find(name).is_none() {
            println!("    {name} is not here: its file was not tried");
            continue;
        }
        let port = free_port()?;
        let server = Running(start(port)?);
        let files = check_files(port, compressed).map_err(|error| format!("{name}: {error}"))?;
        drop(server);
        println!("    {name} sends {files} files with every header, and as they are compressed");
    }
    Ok(())
}

/// A server that ends with its scope.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn nginx(port: u16) -> Outcome<Child> {
    let folder = checkout::temporary("nginx");
    let site = site("nginx.conf", "listen 80;", &format!("listen 127.0.0.1:{port};"))?;
    let here = folder.display();
    let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {here}/{kind};\n"))
        .collect();
    let whole = format!(
        "daemon off;\nmaster_process off;\npid {here}/pid;\nerror_log {here}/log;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{site}}}\n"
    );
    let file = write(&folder, "nginx.conf", &whole)?;
    start("nginx", &["-p", &here.to_string(), "-c", &file])
}

fn caddy(port: u16) -> Outcome<Child> {
    let site = site("Caddyfile", "tierscope.example {", &format!("http://127.0.0.1:{port} {{"))?;
    let whole = format!("{{\n\tadmin off\n\tauto_https off\n}}\n{site}");
    let file = write(&checkout::temporary("caddy"), "Caddyfile", &whole)?;
    start("caddy", &["run", "--config", &file, "--adapter", "caddyfile"])
}

/// A file of `hosting/` with the built page as its root and another place to listen.
fn site(name: &str, place: &str, other: &str) -> Outcome<String> {
    let path = checkout::root().join("hosting").join(name);
    let text = fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let changed = text.replace("/srv/tierscope", &checkout::dist().to_string_lossy()).replace(place, other);
    if changed.contains(other) { Ok(changed) } else { Err(format!("{} lacks the line `{place}`", path.display())) }
}

fn write(folder: &Path, name: &str, text: &str) -> Outcome<String> {
    let path = folder.join(name);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, text))
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    Ok(path.to_string_lossy().into_owned())
}

fn start(program: &str, words: &[&str]) -> Outcome<Child> {
    let mut command = process::command(program);
    command
        .args(words)
        .env("HOME", checkout::temporary(program))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().map_err(|error| format!("{program} does not start: {error}"))
}

fn free_port() -> Outcome<u16> {
    let none = |error| format!("there is no free port: {error}");
    Ok(TcpListener::bind("127.0.0.1:0").map_err(none)?.local_addr().map_err(none)?.port())
}

/// Asks for every file and for the root, plain and compressed (the coding, and how such files end); gives how many files there are.
fn check_files(port: u16, compressed: (&str, &str)) -> Outcome<usize> {
    let folder = checkout::dist();
    let unreadable = |error| format!("{} cannot be read: {error}", folder.display());
    let mut names = vec![String::new()];
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".br") && !name.ends_with(".gz") {
            names.push(name);
        }
    }
    let mut tries = 0;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        tries += 1;
        if tries > START_TRIES {
            return Err(String::from("it does not start"));
        }
        thread::sleep(START_TICK);
    }
    for name in &names {
        let lost = |error| format!("/{name}: {error}");
        let (head, body) = answer(port, name, "identity").map_err(lost)?;
        let file = if name.is_empty() { "index.html" } else { name };
        let mut faults = faults(&head, file);
        if body != fs::read(folder.join(file)).map_err(unreadable)? {
            faults.push(String::from("the body is not the file"));
        }
        let (coding, end) = compressed;
        let (head, body) = answer(port, name, coding).map_err(lost)?;
        if of(&head, "Content-Encoding") != Some(coding)
            || !of(&head, "Vary").is_some_and(|on| on.contains("Accept-Encoding"))
        {
            faults.push(format!("it is not handed out as {coding}, or does not vary by what is accepted"));
        }
        if body != fs::read(folder.join(format!("{file}.{end}"))).map_err(unreadable)? {
            faults.push(format!("what is handed out as {coding} is not the file that the build has compressed"));
        }
        if !faults.is_empty() {
            return Err(format!("/{name}:\n      {}", faults.join("\n      ")));
        }
    }
    Ok(names.len() - 1)
}

/// What is wrong with an answer for that file.
fn faults(head: &str, file: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !head.starts_with("HTTP/1.1 200") {
        faults.push(format!("the answer is {}", head.lines().next().unwrap_or_default()));
    }
    let mut expect = |name: &str, value: &str| match of(head, name) {
        Some(found) if found == value => {}
        found => faults.push(format!("{name} is {found:?}, not {value:?}")),
    };
    ALWAYS.iter().chain([&HSTS]).for_each(|(name, value)| expect(name, value));
    expect("Content-Security-Policy", HEADER);
    expect("Content-Type", content_type(file));
    expect("Cache-Control", caching(file));
    for name in ["X-Frame-Options", "Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "Set-Cookie"] {
        if of(head, name).is_some() {
            faults.push(format!("{name} must not be there"));
        }
    }
    faults
}

/// The value of a header.
fn of<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Head and body of an answer to somebody who accepts that coding.
fn answer(port: u16, name: &str, coding: &str) -> std::io::Result<(String, Vec<u8>)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let words = format!("Host: 127.0.0.1:{port}\r\nAccept-Encoding: {coding}\r\nConnection: close");
    write!(stream, "GET /{name} HTTP/1.1\r\n{words}\r\n\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let body = bytes.split_off(bytes.len().min(end + 4));
    let is_chunked = of(&head, "Transfer-Encoding") == Some("chunked");
    Ok((head, if is_chunked { joined(&body).unwrap_or_default() } else { body }))
}

/// A body that came in chunks, each behind its length; `None` where it did not.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = chunks.windows(2).position(|two| two == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&chunks[..line]).ok()?, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend(chunks.get(line + 2..line + 2 + length)?);
        chunks = chunks.get(line + 4 + length..)?;
    }
}

/// Netlify cannot be started here: its file is read as it reads it.
fn check_netlify() -> Outcome {
    let path = checkout::root().join("hosting/_headers");
    let text = fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let headers = |file: &str| -> String {
        let (mut applies, mut head) = (false, String::from("HTTP/1.1 200 OK\n"));
        head.push_str(&format!("Content-Type: {}\n", content_type(file)));
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix("  ") {
                Some(header) if applies => head.push_str(&format!("{header}\n")),
                Some(_) => {}
                None => applies = is_meant(line, file),
            }
        }
        head
    };
    for file in
        ["index.html", "page-0123456789abcdef.js", "page-0123456789abcdef_bg.wasm", "style-0123456789abcdef.css"]
    {
        let faults = faults(&headers(file), file);
        if !faults.is_empty() {
            return Err(format!("{}, of {file}:\n      {}", path.display(), faults.join("\n      ")));
        }
    }
    Ok(())
}

/// Whether a pattern with at most one star means that file.
fn is_meant(pattern: &str, file: &str) -> bool {
    let path = format!("/{file}");
    match pattern.split_once('*') {
        Some((start, end)) => path.starts_with(start) && path.ends_with(end),
        None => path == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headers_of_netlify_are_those_of_every_host() {
        assert_eq!(check_netlify(), Ok(()));
    }

    #[test]
    fn chunks_are_joined() {
        assert_eq!(joined(b"3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n"), Some(b"abc0123456789".to_vec()));
        assert_eq!(joined(b"3\r\nab"), None);
    }

    #[test]
    fn a_header_that_is_missing_or_wrong_or_too_much_is_named() {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Frame-Options: DENY";
        let faults = faults(head, "index.html").join("\n");
        for part in ["Referrer-Policy is None", "Content-Type is Some(\"text/html\")", "X-Frame-Options must not"] {
            assert!(faults.contains(part), "{faults}");
        }
    }
}
