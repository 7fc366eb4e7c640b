//! The headers that any host of the page has to send, and why.

/// The page's content security policy, also in `index.html` for hosts that cannot set headers.
///
/// Scripts only from the page's own files, no text turned into code or markup anywhere (`trusted-types 'none'`), nothing
/// fetched from elsewhere, no worker, no form. `'wasm-unsafe-eval'` allows compiling WebAssembly and nothing else.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'none'; connect-src 'self'; worker-src 'none'; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Sent with every file of the page, beside its type, length, caching and policy.
pub const ALWAYS: [(&str, &str); 5] = [
    // A sandboxed frame has an origin of its own: without these two it may not load the page's own modules.
    ("Access-Control-Allow-Origin", "*"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
    // Links carry whole scenarios in their query; other sites need not learn them.
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// The policy as a header, for every file alike: only a header may say who can embed the page, and anyone may.
///
/// What a document may load is said by the document itself, as [`POLICY`] or, where a page is one file, by hashes. A header that said it again
/// would have to name the hashes of this build; one with `'self'` alone would undo them, for a browser obeys both. So there is only what
/// holds for all of them.
pub const HEADER: &str = "object-src 'none'; frame-src 'none'; media-src 'none'; font-src 'none'; worker-src 'none'; \
    base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors *";

/// The page's policy once it is built: a script of that `integrity` may start it wherever it is. In a sandbox that gives no origin, nothing is
/// `'self'` to WebKit, but a hash is a hash (docs/decisions/0015-delivery.md).
pub fn started_by(integrity: &str) -> String {
    POLICY.replacen("script-src 'self'", &format!("script-src 'self' '{integrity}'"), 1)
}

/// The content type of a file, by the end of its name.
pub fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// How long a file may be kept: forever if its name holds the hash of its contents, else it is asked for again.
pub fn caching(name: &str) -> &'static str {
    if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Trunk names such files `page-0123456789abcdef.js` and `page-0123456789abcdef_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let is_hash = |word: &str| word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split(['-', '_', '.']).skip(1).any(is_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shell_carries_the_same_policy() {
        let shell = include_str!("../../../index.html");
        assert!(shell.contains(&format!("content=\"{POLICY}\"")), "index.html and POLICY differ");
    }

    #[test]
    fn the_header_takes_nothing_away_from_a_document_and_is_no_laxer_than_it() {
        for part in HEADER.split("; ") {
            assert!(
                part.ends_with("'none'") || ["require-trusted-types-for 'script'", "frame-ancestors *"].contains(&part)
            );
            let implied =
                ["object-src", "frame-src", "media-src", "frame-ancestors"].iter().any(|word| part.starts_with(word));
            assert!(implied || POLICY.contains(part), "{part} is not in the page's own policy");
        }
        assert!(started_by("sha384-x").contains("; script-src 'self' 'sha384-x' 'wasm-unsafe-eval'; "));
    }

    #[test]
    fn only_names_with_a_hash_are_kept_forever() {
        assert!(caching("page-30ed1a04a9b6c5aa_bg.wasm").contains("immutable"));
        assert!(caching("style-30ed1a04a9b6c5aa.css").contains("immutable"));
        assert_eq!(caching("index.html"), "no-cache");
        assert_eq!(caching("a-reader-facing-name.js"), "no-cache");
    }
}
