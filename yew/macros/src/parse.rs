//! From tokens to markup.

use crate::tokens::{Error, Input, braced, expect, is, says};
use proc_macro::{Literal, TokenStream, TokenTree};

/// A part of markup.
pub enum Node {
    /// `<p class="a">…</p>`
    Element {
        /// Its tag.
        name: String,
        /// In the order of the source.
        attributes: Vec<Attribute>,
        /// What stands within.
        children: Vec<Node>,
    },
    /// `<Header key={k} ..HeaderProps { … } />`
    Component {
        /// The path to its type.
        kind: TokenStream,
        /// What tells it from its neighbours.
        key: Option<TokenStream>,
        /// Its properties.
        properties: TokenStream,
    },
    /// `<>…</>`
    Fragment(Vec<Node>),
    /// `"text"`, alone or in braces.
    Text(Literal),
    /// `{ value }`
    Value(TokenStream),
    /// `{ for values }`
    Each(TokenStream),
    /// `if condition { … } else { … }`
    If {
        /// From `if` to the brace.
        condition: TokenStream,
        /// What is there if it holds,
        then: Vec<Node>,
        /// and if not.
        otherwise: Vec<Node>,
    },
}

/// An attribute of an element.
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// The value of an attribute.
pub enum Value {
    /// Known where it is written.
    Literal(Literal),
    /// `true` or `false`.
    Bool(bool),
    /// Known when the page is drawn.
    Code(TokenStream),
}

/// Everything in these tokens.
pub fn nodes(tokens: TokenStream) -> Result<Vec<Node>, Error> {
    let mut input = tokens.into_iter().peekable();
    let mut nodes = Vec::new();
    while input.peek().is_some() {
        nodes.push(node(&mut input)?);
    }
    Ok(nodes)
}

fn node(input: &mut Input) -> Result<Node, Error> {
    if says(input.peek(), "if") {
        return condition(input);
    }
    match input.next() {
        Some(TokenTree::Literal(literal)) => Ok(Node::Text(literal)),
        token if is(token.as_ref(), '<') => tag(input),
        token => match braced(token.as_ref()) {
            Some(content) => Ok(value(content)),
            // Any other code is the whole of the markup.
            None => Ok(Node::Value(token.into_iter().chain(input).collect())),
        },
    }
}

/// What stands in braces.
fn value(content: TokenStream) -> Node {
    let mut input = content.clone().into_iter().peekable();
    match input.next() {
        token if says(token.as_ref(), "for") => Node::Each(input.collect()),
        Some(TokenTree::Literal(literal)) if input.peek().is_none() => Node::Text(literal),
        _ => Node::Value(content),
    }
}

fn condition(input: &mut Input) -> Result<Node, Error> {
    let mut condition = TokenStream::new();
    let then = loop {
        let token = input.next();
        match (braced(token.as_ref()), token) {
            (Some(content), _) => break nodes(content)?,
            (None, Some(token)) => condition.extend([token]),
            (None, None) => return Err(Error::new("an `if` without `{`", None)),
        }
    };
    let mut otherwise = Vec::new();
    if says(input.peek(), "else") {
        input.next();
        if says(input.peek(), "if") {
            otherwise.push(self::condition(input)?);
        } else {
            let token = input.next();
            let content = braced(token.as_ref()).ok_or_else(|| Error::new("expected `{`", token.as_ref()))?;
            otherwise = nodes(content)?;
        }
    }
    Ok(Node::If { condition, then, otherwise })
}

/// What follows `<`.
fn tag(input: &mut Input) -> Result<Node, Error> {
    match input.peek() {
        token if is(token, '>') => {
            input.next();
            Ok(Node::Fragment(children(input, "")?))
        }
        Some(TokenTree::Ident(ident)) if ident.to_string().starts_with(char::is_uppercase) => component(input),
        _ => element(input),
    }
}

fn component(input: &mut Input) -> Result<Node, Error> {
    let wanted = "expected `key={…} ..Properties { … } />`";
    let mut kind = TokenStream::new();
    while !is(input.peek(), '.') && !says(input.peek(), "key") {
        kind.extend([input.next().ok_or_else(|| Error::new(wanted, None))?]);
    }
    let mut key = None;
    if says(input.peek(), "key") {
        input.next();
        expect(input, '=')?;
        let token = input.next();
        key = Some(braced(token.as_ref()).ok_or_else(|| Error::new(wanted, token.as_ref()))?);
    }
    expect(input, '.')?;
    expect(input, '.')?;
    let mut properties = TokenStream::new();
    while !is(input.peek(), '/') {
        properties.extend([input.next().ok_or_else(|| Error::new(wanted, None))?]);
    }
    expect(input, '/')?;
    expect(input, '>')?;
    Ok(Node::Component { kind, key, properties })
}

fn element(input: &mut Input) -> Result<Node, Error> {
    let name = dashed(input)?;
    let mut attributes = Vec::new();
    while !is(input.peek(), '/') && !is(input.peek(), '>') {
        attributes.push(attribute(input)?);
    }
    if is(input.peek(), '/') {
        input.next();
        expect(input, '>')?;
        return Ok(Node::Element { name, attributes, children: Vec::new() });
    }
    input.next();
    let children = children(input, &name)?;
    Ok(Node::Element { name, attributes, children })
}

/// Everything up to and with `</name>`.
fn children(input: &mut Input, name: &str) -> Result<Vec<Node>, Error> {
    let mut nodes = Vec::new();
    loop {
        if !is(input.peek(), '<') {
            nodes.push(node(input)?);
            continue;
        }
        input.next();
        if !is(input.peek(), '/') {
            nodes.push(tag(input)?);
            continue;
        }
        input.next();
        let token = input.peek().cloned();
        let closed = if is(token.as_ref(), '>') { String::new() } else { dashed(input)? };
        if closed != name {
            return Err(Error::new(format!("expected `</{name}>`"), token.as_ref()));
        }
        expect(input, '>')?;
        return Ok(nodes);
    }
}

/// `name={value}`, `name="text"`, `name=true` or `{name}`.
fn attribute(input: &mut Input) -> Result<Attribute, Error> {
    if let Some(content) = braced(input.peek()) {
        input.next();
        return Ok(Attribute { name: content.to_string(), value: Value::Code(content) });
    }
    let name = dashed(input)?;
    expect(input, '=')?;
    let value = match input.next() {
        Some(TokenTree::Literal(literal)) => Value::Literal(literal),
        token if says(token.as_ref(), "true") => Value::Bool(true),
        token if says(token.as_ref(), "false") => Value::Bool(false),
        token => match braced(token.as_ref()) {
            Some(content) => Value::Code(content),
            None => return Err(Error::new("expected a value in braces or quotes", token.as_ref())),
        },
    };
    Ok(Attribute { name, value })
}

/// A name that may have dashes.
fn dashed(input: &mut Input) -> Result<String, Error> {
    let mut name = String::new();
    loop {
        match input.next() {
            Some(TokenTree::Ident(ident)) => name.push_str(ident.to_string().trim_start_matches("r#")),
            token => return Err(Error::new("expected a name", token.as_ref())),
        }
        if !is(input.peek(), '-') {
            return Ok(name);
        }
        input.next();
        name.push('-');
    }
}
