//! From markup to code.

use crate::parse::{Attribute, Node, Value};
use crate::tokens::{Error, call, code, text};
use proc_macro::{Delimiter, Group, Literal, TokenStream, TokenTree};

/// Attributes that are there or not.
const FLAGS: &[&str] =
    &["autofocus", "disabled", "hidden", "inert", "multiple", "open", "readonly", "required", "reversed", "selected"];

/// A template as it is written, with the calls that fill it in.
#[derive(Default)]
struct Template {
    /// Arguments of `concat!`.
    text: TokenStream,
    /// Characters that are not in `text` yet.
    line: String,
    calls: TokenStream,
}

/// The code for a whole `html!`.
pub fn root(nodes: Vec<Node>) -> TokenStream {
    let mut nodes = nodes;
    if nodes.len() != 1 {
        return built(&mut Template::default(), nodes);
    }
    match nodes.remove(0) {
        Node::Fragment(nodes) => root(nodes),
        Node::Value(value) => call("::yew::template::node", value),
        Node::Each(values) => call("::yew::template::each", values),
        Node::Component { kind, key, properties } => component(kind, key, properties),
        Node::If { condition, then, otherwise } => branches(condition, then, otherwise),
        node => built(&mut Template::default(), vec![node]),
    }
}

fn built(template: &mut Template, nodes: Vec<Node>) -> TokenStream {
    if nodes.is_empty() {
        return code("::yew::virtual_dom::VNode::default()");
    }
    for node in nodes {
        template.node(node);
    }
    template.flush();
    let mut text = code("::core::concat!");
    text.extend([TokenTree::from(Group::new(Delimiter::Parenthesis, template.text.clone()))]);
    let mut tokens = call("::yew::template::Build::of", text);
    tokens.extend(template.calls.clone());
    tokens.extend(code(".end()"));
    tokens
}

fn component(kind: TokenStream, key: Option<TokenStream>, properties: TokenStream) -> TokenStream {
    let mut tokens = code("::yew::component::node::<");
    tokens.extend(kind);
    let mut arguments = properties;
    arguments.extend(code(","));
    arguments.extend(match key {
        Some(key) => call("::core::option::Option::Some", call("::yew::virtual_dom::Key::from", key)),
        None => code("::core::option::Option::None"),
    });
    tokens.extend(call(">", arguments));
    tokens
}

fn branches(condition: TokenStream, then: Vec<Node>, otherwise: Vec<Node>) -> TokenStream {
    let mut tokens = condition;
    for (word, nodes) in [("", then), ("else", otherwise)] {
        tokens.extend(code(word));
        tokens.extend([TokenTree::from(Group::new(Delimiter::Brace, root(nodes)))]);
    }
    tokens
}

impl Template {
    fn node(&mut self, node: Node) {
        match node {
            Node::Element { name, attributes, children } => self.element(&name, attributes, children),
            Node::Fragment(nodes) => nodes.into_iter().for_each(|node| self.node(node)),
            Node::Text(literal) => {
                self.line.push('"');
                self.literal(literal);
            }
            Node::Value(value) => self.slot("!", ".node", value),
            Node::Each(values) => self.slot("!", ".each", values),
            other => self.slot("!", ".made", root(vec![other])),
        }
    }

    fn element(&mut self, name: &str, mut attributes: Vec<Attribute>, children: Vec<Node>) {
        self.line.push_str(&format!("<{name}\n"));
        let field = matches!(name, "input" | "textarea");
        // Yew's order, in which values are moved out of what stands beside them.
        attributes.sort_by_key(|attribute| match attribute.name.as_str() {
            "value" if field => 0,
            "checked" if field => 1,
            "ref" => 2,
            "key" => 3,
            "class" => 6,
            name if name.starts_with("on") => 7,
            name if FLAGS.contains(&name) => 5,
            _ => 4,
        });
        for Attribute { name, value } in attributes {
            self.attribute(&name, value, field);
        }
        children.into_iter().for_each(|child| self.node(child));
        self.line.push_str("/\n");
    }

    fn attribute(&mut self, name: &str, value: Value, field: bool) {
        let value = match value {
            Value::Bool(false) if FLAGS.contains(&name) => return,
            Value::Bool(true) if FLAGS.contains(&name) => return self.line.push_str(&format!("{name}={name}\n")),
            Value::Literal(literal) if !(field && name == "value") && name != "key" => {
                self.line.push_str(&format!("{name}="));
                return self.literal(literal);
            }
            Value::Bool(value) => code(if value { "true" } else { "false" }),
            Value::Literal(literal) => TokenTree::from(literal).into(),
            Value::Code(value) => value,
        };
        match name {
            "value" if field => self.slot("?", ".value", value),
            "checked" if field => self.slot("?", ".checked", value),
            "ref" => self.slot("?", ".reference", value),
            "key" => self.slot("?", ".key", value),
            "class" => self.slot("class", ".class", value),
            name if name.starts_with("on") => {
                self.slot("?", ".listener", call(&format!("::yew::html::{name}::Wrapper::__macro_new"), value));
            }
            name if FLAGS.contains(&name) => self.slot(name, ".flag", value),
            name => self.slot(name, ".attribute", value),
        }
    }

    /// A line that stands for what this call gives.
    fn slot(&mut self, line: &str, method: &str, value: TokenStream) {
        self.line.push_str(&format!("{line}\n"));
        self.calls.extend(call(method, value));
    }

    /// A text from the source, which ends its line.
    fn literal(&mut self, literal: Literal) {
        let source = literal.to_string();
        if source.contains('\n') || source.contains("\\n") {
            let token = TokenTree::from(literal);
            let error = Error::new("a text of several lines has to be a value in braces", Some(&token));
            self.text.extend(error.into_tokens());
            self.text.extend(code(","));
            return;
        }
        self.flush();
        self.text.extend([TokenTree::from(literal)]);
        self.text.extend(code(","));
        self.line.push('\n');
    }

    fn flush(&mut self) {
        self.text.extend(text(&std::mem::take(&mut self.line)));
        self.text.extend(code(","));
    }
}
