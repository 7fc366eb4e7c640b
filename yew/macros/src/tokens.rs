//! Tokens to read from and to write.

use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use std::iter::Peekable;

/// The tokens that are yet to be read.
pub type Input = Peekable<proc_macro::token_stream::IntoIter>;

/// Why markup cannot be read, and where.
pub struct Error {
    words: String,
    at: Span,
}

impl Error {
    /// At a token, or at the end of the markup.
    pub fn new(words: impl Into<String>, token: Option<&TokenTree>) -> Error {
        Error { words: words.into(), at: token.map_or_else(Span::call_site, TokenTree::span) }
    }

    /// What makes the compiler say it.
    pub fn into_tokens(self) -> TokenStream {
        let [mut name, mut bang] =
            [TokenTree::from(Ident::new("compile_error", self.at)), TokenTree::from(Punct::new('!', Spacing::Alone))];
        let mut words = TokenTree::from(Group::new(Delimiter::Brace, text(&self.words)));
        for token in [&mut name, &mut bang, &mut words] {
            token.set_span(self.at);
        }
        TokenStream::from_iter([name, bang, words])
    }
}

/// Whether the token is this sign.
pub fn is(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Whether the token is this word.
pub fn says(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident.to_string() == word)
}

/// What stands between the braces, if the token is a pair of them.
pub fn braced(token: Option<&TokenTree>) -> Option<TokenStream> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    }
}

/// Reads this sign.
pub fn expect(input: &mut Input, sign: char) -> Result<(), Error> {
    let token = input.next();
    if is(token.as_ref(), sign) { Ok(()) } else { Err(Error::new(format!("expected `{sign}`"), token.as_ref())) }
}

/// Code that is the same everywhere.
pub fn code(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|_| Error::new(format!("`{text}` is no code"), None).into_tokens())
}

/// A text as a literal.
pub fn text(text: &str) -> TokenStream {
    TokenTree::from(Literal::string(text)).into()
}

/// `name(content)`.
pub fn call(name: &str, content: TokenStream) -> TokenStream {
    let mut tokens = code(name);
    tokens.extend([TokenTree::from(Group::new(Delimiter::Parenthesis, content))]);
    tokens
}
