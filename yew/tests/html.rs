//! `html!` makes the nodes that stand in it.

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty as Value, Attributes, Key, Listeners, VList, VNode, VTag, VText};

/// An element as Yew would make it.
fn tag(name: &'static str, keys: &'static [&'static str], values: &[Option<&str>], children: VNode) -> VTag {
    let value = |value: &Option<&str>| value.map(|value| Value::Attribute(String::from(value).into()));
    let attributes = Attributes::Dynamic { keys, values: values.iter().map(value).collect() };
    VTag::__new_other(name.into(), NodeRef::default(), None, attributes, Listeners::None, children)
}

/// What tells two nodes apart: Yew's comparison asks how an attribute is kept, which is no matter here.
fn shown(node: &VNode) -> String {
    match node {
        VNode::VText(text) => format!("{:?}", text.text.as_str()),
        VNode::VList(list) => format!("[{}]", list.iter().map(shown).collect::<Vec<_>>().join(", ")),
        VNode::VTag(tag) => {
            let attributes = match &tag.attributes {
                Attributes::Dynamic { keys, values } => keys.iter().zip(values).map(attribute).collect::<String>(),
                other => format!("{other:?}"),
            };
            let (value, checked) = (tag.value().map(|value| format!(" ={value}")), tag.checked());
            let key = tag.key.as_ref().map(|key| format!(" #{key}")).unwrap_or_default();
            let children = tag.children().map(shown).unwrap_or_default();
            format!("<{}{key}{attributes}{}{checked:?}>{children}", tag.tag(), value.unwrap_or_default())
        }
        other => format!("{other:?}"),
    }
}

fn attribute((key, value): (&&str, &Option<Value>)) -> String {
    match value {
        None => String::new(),
        Some(Value::Static(text)) => format!(" {key}={text}"),
        Some(Value::Attribute(text)) => format!(" {key}={text}"),
        Some(Value::Property(_)) => format!(" {key}?"),
    }
}

fn text(text: &str) -> VNode {
    VText::new(String::from(text)).into()
}

#[track_caller]
fn same(one: VNode, other: impl Into<VNode>) {
    assert_eq!(shown(&one), shown(&other.into()));
}

#[test]
fn an_element_has_what_is_always_the_same_and_what_changes() {
    let (title, none) = (String::from("a=b"), None::<String>);
    let node = html! { <p class="a b" title={title} lang={none} data-x="c=d">{ 5 }{ "six" }</p> };
    let keys = &["title", "lang", "data-x", "class"];
    let children = VList::from(vec![text("5"), text("six")]);
    same(node, tag("p", keys, &[Some("a=b"), None, Some("c=d"), Some("a b")], children.into()));
}

#[test]
fn a_name_in_braces_is_an_attribute_and_flags_are_there_or_not() {
    let (id, class) = ("x", classes!("a", None::<&str>, Some("b")));
    same(html! { <p {id} {class} /> }, tag("p", &["id", "class"], &[Some("x"), Some("a b")], VNode::default()));
    let node = html! { <p hidden={true} inert={false} open=true disabled=false /> };
    same(node, tag("p", &["hidden", "open"], &[Some("hidden"), Some("open")], VNode::default()));
}

#[test]
fn fields_keep_what_is_in_them() {
    let field = html! { <input type="text" value={String::from("typed")} checked={true} key="k" /> };
    assert_eq!(shown(&field), "<input #k type=text =typedSome(true)>");
    let area = html! { <textarea value="typed" rows="4" /> };
    assert_eq!(shown(&area), "<textarea rows=4 =typedNone>");
    let option = html! { <option value="word" selected={true}>{ "Word" }</option> };
    assert_eq!(shown(&option), "<option value=word selected=selectedNone>\"Word\"");
}

#[test]
fn conditions_lists_and_fragments_stand_where_they_are() {
    let list = |on: bool, several: Option<u8>| {
        html! {
            <ul>
                if on { <li key=1>{ "on" }</li> } else if let Some(n) = several { { n } { "more" } } else { {"off"} }
                { for [1, 2].iter().map(|n| html! { <b>{ *n }</b> }) }
                { several }
                <><i /><u /></>
            </ul>
        }
    };
    let rest = "[<bNone>\"1\", <bNone>\"2\"]";
    let ends = "<iNone>[], <uNone>[]]";
    assert_eq!(shown(&list(true, None)), format!("<ulNone>[<li #1None>\"on\", {rest}, [], {ends}"));
    assert_eq!(shown(&list(false, Some(3))), format!("<ulNone>[[\"3\", \"more\"], {rest}, \"3\", {ends}"));
    assert_eq!(shown(&list(false, None)), format!("<ulNone>[\"off\", {rest}, [], {ends}"));
}

#[test]
fn without_an_element_there_is_what_the_value_is() {
    let several = vec![html! { <b /> }, html! {}];
    assert_eq!(shown(&html! { { several } }), "[<bNone>[], []]");
    assert_eq!(shown(&html! { String::from("x").repeat(2) }), "\"xx\"");
    assert_eq!(shown(&html! { <>{ "a" }<br /></> }), "[\"a\", <brNone>[]]");
    assert_eq!(shown(&html! {}), "[]");
}

#[test]
fn references_and_listeners_belong_to_their_element() {
    let (place, heard) = (NodeRef::default(), Callback::from(|_: MouseEvent| {}));
    let node = |heard: Option<&Callback<MouseEvent>>| html! { <p ref={place.clone()} onclick={heard.cloned()} /> };
    let VNode::VTag(tag) = node(Some(&heard)) else { panic!("no element") };
    assert!(tag.node_ref == place);
    let silent = || html! { <p ref={place.clone()} /> };
    assert!(silent() == silent() && silent() != node(Some(&heard)));
}

/// A component, which only a browser draws.
#[component]
fn Part(props: &PartProps) -> Html {
    html! { { props.words.clone() } }
}

/// What it says.
#[derive(Properties, PartialEq)]
struct PartProps {
    /// The words.
    words: String,
}

#[test]
fn components_stand_beside_elements_and_have_keys() {
    let part = |key: &'static str| html! { <Part key={key} ..PartProps { words: String::from("a") } /> };
    assert!(matches!(part("k"), VNode::VComp(_)));
    assert_eq!(part("k").key(), Some(&Key::from("k")));
    let node = html! { <div><Part ..PartProps { words: String::from("a") } /></div> };
    let VNode::VTag(tag) = node else { panic!("no element") };
    assert!(matches!(tag.children(), Some(VNode::VComp(component)) if VNode::VComp(component.clone()).key().is_none()));
}
