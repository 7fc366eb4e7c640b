//! Templates, read once each.

use std::cell::RefCell;

/// What stands within an element, or alone.
pub enum Child {
    /// An element.
    Element(Element),
    /// A text that is always the same.
    Text(&'static str),
    /// The next value.
    Value,
}

/// An element, apart from values.
pub struct Element {
    /// Its tag.
    pub tag: &'static str,
    /// Names of its attributes, in their order.
    pub names: &'static [&'static str],
    /// What they are, and what else is said of it, in the order of values.
    pub attributes: Vec<Attribute>,
    /// What stands within.
    pub children: Vec<Child>,
}

/// Something that is said of an element.
pub enum Attribute {
    /// An attribute that is always the same.
    Fixed(&'static str),
    /// An attribute from the next value.
    Value,
    /// No attribute; the next value knows what.
    About,
}

/// Templates, by the place of the text in memory and its length, in their order.
type Read = Vec<((usize, usize), &'static [Child])>;

thread_local! {
    /// What has been read. A page has some hundred templates.
    static READ: RefCell<Read> = const { RefCell::new(Vec::new()) };
}

/// What the template says.
pub fn children(template: &'static str) -> &'static [Child] {
    let place = (template.as_ptr().addr(), template.len());
    READ.with_borrow_mut(|read| {
        let index = read.partition_point(|(other, _)| *other < place);
        match read.get(index) {
            Some((other, children)) if *other == place => *children,
            _ => {
                let children: &[Child] = within(&mut Lines(template)).leak();
                read.insert(index, (place, children));
                children
            }
        }
    })
}

/// The lines that are yet to be read.
struct Lines(&'static str);

impl Lines {
    /// The next line, if its first character is as wanted.
    fn next_if(&mut self, wanted: impl Fn(u8) -> bool) -> Option<&'static str> {
        let first = *self.0.as_bytes().first()?;
        if !wanted(first) {
            return None;
        }
        let (line, rest) = self.0.split_once('\n').unwrap_or((self.0, ""));
        self.0 = rest;
        Some(line)
    }
}

/// Everything up to the end of the element.
fn within(lines: &mut Lines) -> Vec<Child> {
    let mut children = Vec::new();
    while let Some(line) = lines.next_if(|_| true) {
        children.push(match line.split_at(1) {
            ("<", tag) => Child::Element(element(tag, lines)),
            ("\"", text) => Child::Text(text),
            ("!", _) => Child::Value,
            _ => break,
        });
    }
    children
}

fn element(tag: &'static str, lines: &mut Lines) -> Element {
    let (mut names, mut attributes) = (Vec::new(), Vec::new());
    while let Some(line) = lines.next_if(|first| !b"<\"!/".contains(&first)) {
        if line == "?" {
            attributes.push(Attribute::About);
            continue;
        }
        let (name, attribute) = match line.split_once('=') {
            Some((name, value)) => (name, Attribute::Fixed(value)),
            None => (line, Attribute::Value),
        };
        names.push(name);
        attributes.push(attribute);
    }
    Element { tag, names: names.leak(), attributes, children: within(lines) }
}
