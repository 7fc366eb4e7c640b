//! What a server serves: the files of one folder under a path, and single pages made by a test.

use std::fs;
use std::path::PathBuf;

use super::headers;

/// A page of a course that embeds the page: its name, its type, its text.
const COURSE: [(&str, &str, &str); 3] = [
    ("course-page.html", "text/html; charset=utf-8", include_str!("../../../examples/course-page.html")),
    ("course-page.js", "text/javascript; charset=utf-8", include_str!("../../../examples/course-page.js")),
    ("course-page.css", "text/css; charset=utf-8", include_str!("../../../examples/course-page.css")),
];

/// A folder of files under a path, and pages beside or in front of them.
pub struct Site {
    folder: PathBuf,
    prefix: String,
    pages: Vec<Page>,
    is_compressed: bool,
}

/// A page beside the files: its path, its content type, its text, and whether it is somebody else's.
struct Page {
    path: String,
    content_type: &'static str,
    text: String,
    is_foreign: bool,
}

/// An answer, ready to be written.
pub struct Answer {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Site {
    /// The files of `folder`, at `/`.
    pub fn new(folder: impl Into<PathBuf>) -> Site {
        Site { folder: folder.into(), prefix: "/".to_owned(), pages: Vec::new(), is_compressed: false }
    }

    /// The same files under `prefix`, which begins and ends with a slash.
    pub fn under(self, prefix: &str) -> Site {
        Site { prefix: prefix.to_owned(), ..self }
    }

    /// Files that lie compressed with brotli beside themselves are handed out so, for those who read that.
    pub fn compressed(self) -> Site {
        Site { is_compressed: true, ..self }
    }

    /// A page of that text at `path`, in front of any file. If it lies under the prefix, it gets the page's headers.
    pub fn with_page(mut self, path: &str, content_type: &'static str, text: impl Into<String>) -> Site {
        self.pages.push(Page { path: path.to_owned(), content_type, text: text.into(), is_foreign: false });
        self
    }

    /// The example of a course beside the files. It is a page of its own, with its own policy, that happens to be served here.
    pub fn with_course(mut self) -> Site {
        for (name, content_type, text) in COURSE {
            let path = format!("{}{name}", self.prefix);
            self.pages.push(Page { path, content_type, text: text.to_owned(), is_foreign: true });
        }
        self
    }

    /// The answer to a request.
    pub fn answer(&self, method: &str, path: &str) -> Answer {
        if method != "GET" && method != "HEAD" {
            return Answer::text("405 Method Not Allowed", "This server only hands out files: GET or HEAD.\n");
        }
        let path = if path == self.prefix { format!("{path}index.html") } else { path.to_owned() };
        let name = path.strip_prefix(&self.prefix);
        let page = self.pages.iter().find(|page| page.path == path);
        let name = name.filter(|_| !page.is_some_and(|page| page.is_foreign));
        let found = match page {
            Some(page) => Some((page.content_type, page.text.clone().into_bytes())),
            None => name.and_then(|name| Some((headers::content_type(name), self.read(name)?))),
        };
        let small = name.filter(|_| self.is_compressed && page.is_none());
        let small = small.and_then(|name| self.read(&format!("{name}.br")));
        match (found, name) {
            (Some((content_type, body)), Some(name)) => {
                let encoding = small.is_some().then(|| ("Content-Encoding", String::from("br")));
                let mut answer = Answer::file(name, content_type, small.unwrap_or(body));
                answer.headers.extend(encoding);
                answer
            }
            (Some((content_type, body)), None) => Answer::ok(content_type, body),
            (None, _) => Answer::text("404 Not Found", "There is no such file here.\n"),
        }
    }

    /// The contents of a file below the folder, and of nothing outside it.
    fn read(&self, name: &str) -> Option<Vec<u8>> {
        let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']);
        name.split('/').all(plain).then(|| fs::read(self.folder.join(name)).ok())?
    }
}

impl Answer {
    fn ok(content_type: &str, body: Vec<u8>) -> Answer {
        Answer { status: "200 OK", headers: vec![("Content-Type", content_type.to_owned())], body }
    }

    fn text(status: &'static str, text: &str) -> Answer {
        Answer { status, ..Answer::ok(headers::content_type("a.txt"), text.into()) }
    }

    /// A file of the page, with all the headers that the page depends on.
    fn file(name: &str, content_type: &str, body: Vec<u8>) -> Answer {
        let mut answer = Answer::ok(content_type, body);
        answer.headers.push(("Cache-Control", headers::caching(name).to_owned()));
        answer.headers.push(("Content-Security-Policy", headers::HEADER.to_owned()));
        answer.headers.extend(headers::ALWAYS.map(|(name, value)| (name, value.to_owned())));
        answer
    }

    /// The head as it is sent, and the body.
    pub fn into_bytes(self) -> (Vec<u8>, Vec<u8>) {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\nConnection: close\r\n\r\n", self.body.len());
        (head.into_bytes(), self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// This package's own folder as a site, under a path.
    fn site() -> Site {
        Site::new(env!("CARGO_MANIFEST_DIR")).under("/any/path/").with_page("/host.html", "text/html", "<p>host")
    }

    fn head(method: &str, path: &str) -> String {
        String::from_utf8(site().answer(method, path).into_bytes().0).unwrap()
    }

    #[test]
    fn a_file_comes_with_what_a_sandboxed_frame_needs() {
        let head = head("GET", "/any/path/Cargo.toml");
        for line in ["200 OK", "Access-Control-Allow-Origin: *", "nosniff", "frame-ancestors *", "no-cache"] {
            assert!(head.contains(line), "{line} is missing:\n{head}");
        }
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for path in
            ["/any/path/../Cargo.toml", "/any/path//etc/passwd", "/any/path/C:/x", "/Cargo.toml", "/any/path/.x"]
        {
            assert!(head("GET", path).contains("404"), "{path}");
        }
    }

    #[test]
    fn a_page_of_a_test_has_no_policy_of_its_own() {
        let head = head("GET", "/host.html");
        assert!(head.contains("200 OK") && !head.contains("Content-Security-Policy"), "{head}");
    }

    #[test]
    fn a_course_has_only_the_policy_that_it_brings() {
        let (head, body) = site().with_course().answer("GET", "/any/path/course-page.html").into_bytes();
        let (head, body) = (String::from_utf8(head).unwrap(), String::from_utf8(body).unwrap());
        assert!(head.contains("200 OK") && !head.contains("Content-Security-Policy"), "{head}");
        assert!(body.contains("Content-Security-Policy") && !body.contains("<style") && !body.contains("style="));
    }

    #[test]
    fn compressed_files_say_so() {
        let folder = std::env::temp_dir().join(format!("tierscope-site-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in [("a.js", "plain"), ("a.js.br", "small"), ("b.js", "alone")] {
            fs::write(folder.join(name), text).unwrap();
        }
        let answer = |site: &Site, path| {
            let (head, body) = site.answer("GET", path).into_bytes();
            (String::from_utf8(head).unwrap().contains("Content-Encoding: br"), String::from_utf8(body).unwrap())
        };
        let (plain, small) = (Site::new(&folder), Site::new(&folder).compressed().with_page("/c.js", "", "page"));
        assert_eq!(answer(&plain, "/a.js"), (false, String::from("plain")));
        assert_eq!(answer(&small, "/a.js"), (true, String::from("small")));
        assert_eq!(answer(&small, "/b.js"), (false, String::from("alone")));
        assert_eq!(answer(&small, "/c.js"), (false, String::from("page")));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn only_reading_is_allowed() {
        assert!(head("POST", "/any/path/Cargo.toml").contains("405"));
    }
}
