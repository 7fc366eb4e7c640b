//! Pieces of the state that several hold at once.

use std::ops::Deref;
use std::rc::Rc;

/// A piece that is equal to itself and to nothing else: what changes is replaced, and comparing the contents of hours is not
/// free.
#[derive(Debug)]
pub struct Same<T: ?Sized>(Rc<T>);

impl<T: ?Sized> Same<T> {
    /// A piece to be held by several.
    pub fn new(piece: impl Into<Rc<T>>) -> Same<T> {
        Same(piece.into())
    }
}

impl<T: ?Sized> Clone for Same<T> {
    fn clone(&self) -> Same<T> {
        Same(self.0.clone())
    }
}

impl<T: ?Sized> PartialEq for Same<T> {
    fn eq(&self, other: &Same<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: ?Sized> Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
