//! The elements of `html!`, made by functions that stand once in a page: one for each of the usual kinds, and one for all others.

use core::mem::{forget, take};
use real::NodeRef;
use real::html::IntoPropValue;
use real::virtual_dom::{AttrValue, AttributeOrProperty, Attributes, Key, Listeners, VNode, VTag as Tag};

/// Where an element is to be found later on, if anywhere.
#[derive(Default)]
pub enum Reference {
    /// Nobody looks for it.
    #[default]
    None,
    /// Here.
    At(NodeRef),
}

impl IntoPropValue<Reference> for NodeRef {
    fn into_prop_value(self) -> Reference {
        Reference::At(self)
    }
}

impl Reference {
    fn get(self) -> NodeRef {
        match self {
            Reference::None => NodeRef::default(),
            Reference::At(reference) => reference,
        }
    }
}

/// Stands where `html!` names Yew's own.
pub struct VTag;

impl VTag {
    /// An element. What is known where it is written decides there which function is called.
    #[inline(always)]
    pub fn __new_other(
        tag: AttrValue,
        reference: Reference,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
        children: VNode,
    ) -> VNode {
        let name = if let AttrValue::Static(name) = &tag { *name } else { "" };
        forget(tag);
        if !matches!((&reference, &key, &listeners), (Reference::None, None, Listeners::None)) {
            return any(name, reference, key, attributes, listeners, children);
        }
        // There is nothing in these to be dropped; the compiler need not find out.
        forget((reference, key, listeners));
        let mut attributes = attributes;
        let element = match &mut attributes {
            Attributes::Static(attributes) => fixed(name, attributes, children),
            Attributes::Dynamic { keys, values } => changing(name, keys, take(values), children),
            Attributes::IndexMap(_) => VNode::default(),
        };
        forget(attributes);
        element
    }

    /// A text of several lines.
    #[inline(never)]
    pub fn __new_textarea(
        value: Option<AttrValue>,
        default: Option<AttrValue>,
        reference: Reference,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
    ) -> VNode {
        Tag::__new_textarea(value, default, reference.get(), key, attributes, listeners).into()
    }

    /// An input.
    #[inline(never)]
    pub fn __new_input(
        value: Option<AttrValue>,
        checked: Option<bool>,
        reference: Reference,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
    ) -> VNode {
        Tag::__new_input(value, checked, reference.get(), key, attributes, listeners).into()
    }
}

/// An element that is always the same.
#[inline(never)]
fn fixed(tag: &'static str, attributes: &'static [(&'static str, AttributeOrProperty)], children: VNode) -> VNode {
    any(tag, Reference::None, None, Attributes::Static(attributes), Listeners::None, children)
}

/// An element with attributes that may change.
#[inline(never)]
fn changing(
    tag: &'static str,
    keys: &'static [&'static str],
    values: Box<[Option<AttributeOrProperty>]>,
    children: VNode,
) -> VNode {
    any(tag, Reference::None, None, Attributes::Dynamic { keys, values }, Listeners::None, children)
}

/// Any element.
#[inline(never)]
fn any(
    tag: &'static str,
    reference: Reference,
    key: Option<Key>,
    attributes: Attributes,
    listeners: Listeners,
    children: VNode,
) -> VNode {
    Tag::__new_other(AttrValue::Static(tag), reference.get(), key, attributes, listeners, children).into()
}
