//! What `html!` writes, and the nodes that are made of it.
//!
//! Of markup the compiler sees one constant text and a call for each value in it. The text has a line for each thing in it:
//!
//! | line | means |
//! |---|---|
//! | `<p` | an element begins; its attributes follow, then its children |
//! | `class=a` | an attribute that is always the same |
//! | `title` | an attribute from the next value |
//! | `?` | something else about the element: the next value knows what |
//! | `!` | a child: the next value |
//! | `"text` | a text that is always the same |
//! | `/` | the element ends |

use crate::classes::Classes;
use crate::lines::{Attribute, Child, Element, children};
use real::NodeRef;
use real::html::IntoPropValue;
use real::virtual_dom::{
    AttrValue, AttributeOrProperty, Attributes, Key, Listener, Listeners, VList, VNode, VTag, VText,
};
use std::mem::take;
use std::rc::Rc;
use std::vec::IntoIter;

/// Markup whose values are being collected, in the order of the template.
pub struct Build(Box<Values>);

struct Values {
    template: &'static str,
    values: Vec<Value>,
}

/// A value that a template leaves open.
enum Value {
    Attribute(Option<AttrValue>),
    Flag(bool),
    Field(Option<AttrValue>),
    Checked(bool),
    Reference(NodeRef),
    Key(Key),
    Listener(Option<Rc<dyn Listener>>),
    Node(VNode),
}

impl Build {
    /// Begins with a template.
    #[inline(never)]
    pub fn of(template: &'static str) -> Build {
        Build(Box::new(Values { template, values: Vec::new() }))
    }

    #[inline(never)]
    fn with(mut self, value: Value) -> Build {
        self.0.values.push(value);
        self
    }

    /// An attribute, if there is a value.
    #[inline(never)]
    pub fn attribute(self, value: impl IntoPropValue<Option<AttrValue>>) -> Build {
        self.with(Value::Attribute(value.into_prop_value()))
    }

    /// Classes.
    #[inline(never)]
    pub fn class(self, classes: impl Into<Classes>) -> Build {
        self.with(Value::Attribute(classes.into().into_prop_value()))
    }

    /// An attribute that is there or not.
    #[inline(never)]
    pub fn flag(self, flag: bool) -> Build {
        self.with(Value::Flag(flag))
    }

    /// What stands in a field.
    #[inline(never)]
    pub fn value(self, value: impl IntoPropValue<Option<AttrValue>>) -> Build {
        self.with(Value::Field(value.into_prop_value()))
    }

    /// Whether a box is checked.
    #[inline(never)]
    pub fn checked(self, checked: bool) -> Build {
        self.with(Value::Checked(checked))
    }

    /// Where the element is to be found later on.
    #[inline(never)]
    pub fn reference(self, reference: NodeRef) -> Build {
        self.with(Value::Reference(reference))
    }

    /// What tells the element from its neighbours.
    #[inline(never)]
    pub fn key(self, key: impl Into<Key>) -> Build {
        self.with(Value::Key(key.into()))
    }

    /// Who listens.
    #[inline(never)]
    pub fn listener(self, listener: Option<Rc<dyn Listener>>) -> Build {
        self.with(Value::Listener(listener))
    }

    /// A node that is made already.
    #[inline(never)]
    pub fn made(self, node: VNode) -> Build {
        self.with(Value::Node(node))
    }

    /// What a value in braces stands for.
    #[inline(never)]
    pub fn node<N: Node<K>, K>(self, value: N) -> Build {
        self.made(value.node())
    }

    /// As many nodes as there are.
    #[inline(never)]
    pub fn each<N: Into<VNode>>(self, nodes: impl IntoIterator<Item = N>) -> Build {
        self.made(each(nodes))
    }

    /// The markup as a node.
    #[inline(never)]
    pub fn end(self) -> VNode {
        let Values { template, values } = *self.0;
        nodes(children(template), &mut values.into_iter())
    }
}

/// What may stand in braces: a node or a text, perhaps one, or several. `K` tells the compiler which of them.
pub trait Node<K> {
    /// As a node.
    fn node(self) -> VNode;
}

/// One.
pub struct One;
/// Perhaps one.
pub struct Perhaps;
/// Several.
pub struct Several;

impl<T: Into<VNode>> Node<One> for T {
    fn node(self) -> VNode {
        self.into()
    }
}

impl<T: Into<VNode>> Node<Perhaps> for Option<T> {
    fn node(self) -> VNode {
        self.map_or_else(VNode::default, T::into)
    }
}

impl<T: Into<VNode>> Node<Several> for Vec<T> {
    fn node(self) -> VNode {
        each(self)
    }
}

/// What a value in braces stands for.
pub fn node<N: Node<K>, K>(value: N) -> VNode {
    value.node()
}

/// As many nodes as there are.
pub fn each<N: Into<VNode>>(nodes: impl IntoIterator<Item = N>) -> VNode {
    list(nodes.into_iter().map(N::into).collect())
}

#[inline(never)]
fn list(nodes: Vec<VNode>) -> VNode {
    VNode::VList(Rc::new(VList::from(nodes)))
}

/// A single child as it is, several as a list.
fn nodes(children: &'static [Child], values: &mut IntoIter<Value>) -> VNode {
    match children {
        [child] => made(child, values),
        children => list(children.iter().map(|child| made(child, values)).collect()),
    }
}

fn made(child: &'static Child, values: &mut IntoIter<Value>) -> VNode {
    match child {
        Child::Element(element) => VNode::VTag(Rc::new(tag(element, values))),
        Child::Text(text) => VNode::VText(VText::new(AttrValue::Static(text))),
        Child::Value => match values.next() {
            Some(Value::Node(node)) => node,
            _ => VNode::default(),
        },
    }
}

/// What is said of an element beside its attributes.
#[derive(Default)]
struct About {
    field: Option<AttrValue>,
    checked: Option<bool>,
    reference: NodeRef,
    key: Option<Key>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
}

impl About {
    fn hear(&mut self, value: Option<Value>) {
        match value {
            Some(Value::Field(value)) => self.field = value,
            Some(Value::Checked(checked)) => self.checked = Some(checked),
            Some(Value::Reference(reference)) => self.reference = reference,
            Some(Value::Key(key)) => self.key = Some(key),
            Some(Value::Listener(listener)) => self.listeners.push(listener),
            _ => {}
        }
    }
}

fn tag(element: &'static Element, values: &mut IntoIter<Value>) -> VTag {
    let mut about = About::default();
    let mut attributes = Vec::with_capacity(element.names.len());
    for attribute in &element.attributes {
        attributes.push(match attribute {
            Attribute::Fixed(value) => Some(AttributeOrProperty::Static(value)),
            Attribute::Value => match values.next() {
                Some(Value::Attribute(value)) => value.map(AttributeOrProperty::Attribute),
                Some(Value::Flag(true)) => {
                    element.names.get(attributes.len()).copied().map(AttributeOrProperty::Static)
                }
                _ => None,
            },
            Attribute::About => {
                about.hear(values.next());
                continue;
            }
        });
    }
    let attributes = Attributes::Dynamic { keys: element.names, values: attributes.into_boxed_slice() };
    let listeners = match take(&mut about.listeners) {
        listeners if listeners.is_empty() => Listeners::None,
        listeners => Listeners::Pending(listeners.into_boxed_slice()),
    };
    let About { field, checked, reference, key, .. } = about;
    match element.tag {
        "input" => VTag::__new_input(field, checked, reference, key, attributes, listeners),
        "textarea" => VTag::__new_textarea(field, None, reference, key, attributes, listeners),
        name => {
            let children = nodes(&element.children, values);
            VTag::__new_other(AttrValue::Static(name), reference, key, attributes, listeners, children)
        }
    }
}
