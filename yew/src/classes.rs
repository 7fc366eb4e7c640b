//! The classes of an element as the text they become. Yew keeps a set of them, for which it hashes every class.

use real::AttrValue;
use real::html::IntoPropValue;

/// Classes with spaces between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classes(String);

impl Classes {
    /// With these classes too.
    pub fn with(mut self, more: impl Into<Classes>) -> Classes {
        self.add(&more.into().0);
        self
    }

    fn add(&mut self, more: &str) {
        if !self.0.is_empty() && !more.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(more);
    }
}

impl From<&str> for Classes {
    fn from(classes: &str) -> Classes {
        Classes(classes.to_owned())
    }
}

impl From<String> for Classes {
    fn from(classes: String) -> Classes {
        Classes(classes)
    }
}

impl<T: Into<Classes>> From<Option<T>> for Classes {
    fn from(classes: Option<T>) -> Classes {
        classes.map(T::into).unwrap_or_default()
    }
}

impl IntoPropValue<Option<AttrValue>> for Classes {
    fn into_prop_value(self) -> Option<AttrValue> {
        (!self.0.is_empty()).then(|| self.0.into())
    }
}

/// The classes that are there: each argument is a text or perhaps one.
#[macro_export]
macro_rules! classes {
    ($($class:expr),* $(,)?) => {
        $crate::html::Classes::default()$(.with($class))*
    };
}
