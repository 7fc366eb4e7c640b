//! What stands within an element of `html!`: several nodes in a row. Yew counts references to each on the way.

use real::virtual_dom::{VList, VNode};
use std::marker::PhantomData;
use std::rc::Rc;

/// Stands where `html!` names Yew's own.
pub struct ChildrenRenderer;

impl ChildrenRenderer {
    /// A single child as it is, several as a list.
    #[inline(never)]
    #[expect(clippy::new_ret_no_self, reason = "`html!` takes what this gives for a node anyway")]
    pub fn new(mut children: Vec<VNode>) -> VNode {
        match children.pop() {
            Some(child) if children.is_empty() => child,
            last => {
                children.extend(last);
                VNode::VList(Rc::new(VList::from(children)))
            }
        }
    }
}

/// The nodes that a value in braces stands for: of a value one, of an option or a list as many as there are.
pub struct NodeSeq<T, N>(Vec<N>, PhantomData<T>);

impl<T: Into<N>, N> From<T> for NodeSeq<T, N> {
    fn from(value: T) -> NodeSeq<T, N> {
        NodeSeq(vec![value.into()], PhantomData)
    }
}

impl<T: Into<N>, N> From<Option<T>> for NodeSeq<T, N> {
    fn from(value: Option<T>) -> NodeSeq<T, N> {
        NodeSeq(value.into_iter().map(T::into).collect(), PhantomData)
    }
}

impl<T: Into<N>, N> From<Vec<T>> for NodeSeq<T, N> {
    fn from(values: Vec<T>) -> NodeSeq<T, N> {
        NodeSeq(values.into_iter().map(T::into).collect(), PhantomData)
    }
}

impl<T, N> IntoIterator for NodeSeq<T, N> {
    type IntoIter = std::vec::IntoIter<N>;
    type Item = N;

    fn into_iter(self) -> std::vec::IntoIter<N> {
        self.0.into_iter()
    }
}
