//! The hooks of Yew that a page uses, which Yew compiles anew for each use: here only the comparison and the function of each use are
//! its own.

use real::functional::{
    Hook, HookContext, TearDown, UseForceUpdateHandle, use_effect_with as real_effect, use_force_update, use_ref,
};
use real::{Callback, NodeRef};
use std::any::Any;
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

/// A hook that is a function.
struct Run<F>(F);

impl<T, F: FnOnce(&mut HookContext) -> T> Hook for Run<F> {
    type Output = T;

    fn run(self, context: &mut HookContext) -> T {
        (self.0)(context)
    }
}

/// A value that a component keeps, as it was when the component was last drawn.
pub struct UseStateHandle<T> {
    value: Rc<T>,
    state: Rc<State>,
}

struct State {
    value: RefCell<Rc<dyn Any>>,
    redraw: UseForceUpdateHandle,
}

impl<T> Clone for UseStateHandle<T> {
    fn clone(&self) -> UseStateHandle<T> {
        UseStateHandle { value: self.value.clone(), state: self.state.clone() }
    }
}

impl<T> Deref for UseStateHandle<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq + 'static> UseStateHandle<T> {
    /// Keeps another value. If it differs, the component is drawn again.
    pub fn set(&self, value: T) {
        if self.state.value.borrow().downcast_ref::<T>() != Some(&value) {
            self.state.keep(Rc::new(value));
        }
    }
}

impl State {
    #[inline(never)]
    fn keep(&self, value: Rc<dyn Any>) {
        self.value.replace(value);
        self.redraw.force_update();
    }
}

/// A value that the component keeps; it is drawn again when there is another one.
pub fn use_state_eq<T: 'static>(first: impl FnOnce() -> T) -> impl Hook<Output = UseStateHandle<T>> {
    Run(move |context: &mut HookContext| {
        let mut first = Some(first);
        let state = state(context, &mut || first.take().map(|first| Rc::new(first()) as Rc<dyn Any>));
        let value = state.value.borrow().clone();
        UseStateHandle { value: known(value), state }
    })
}

#[inline(never)]
fn state(context: &mut HookContext, first: &mut dyn FnMut() -> Option<Rc<dyn Any>>) -> Rc<State> {
    let redraw = use_force_update().run(context);
    let first = || State { value: RefCell::new(first().unwrap_or_else(|| Rc::new(()))), redraw };
    use_ref(first).run(context)
}

/// A value of the type that was put there.
fn known<T: 'static>(value: Rc<dyn Any>) -> Rc<T> {
    value.downcast().unwrap_or_else(|_| unreachable!("a hook keeps one type of values"))
}

/// What something depends on.
struct Deps {
    value: Box<dyn Any>,
    equal: fn(&dyn Any, &dyn Any) -> bool,
}

impl Deps {
    fn new<D: PartialEq + 'static>(deps: D) -> Deps {
        Deps { value: Box::new(deps), equal: |one, other| one.downcast_ref::<D>() == other.downcast_ref::<D>() }
    }
}

impl PartialEq for Deps {
    fn eq(&self, other: &Deps) -> bool {
        (self.equal)(&*self.value, &*other.value)
    }
}

/// A result, and what it depends on.
type Memo = RefCell<Option<(Deps, Rc<dyn Any>)>>;

/// What comes out of these dependencies, computed when they change.
pub fn use_memo<D: PartialEq + 'static, T: 'static>(
    deps: D,
    compute: impl FnOnce(&D) -> T,
) -> impl Hook<Output = Rc<T>> {
    Run(move |context: &mut HookContext| {
        let mut compute = Some(compute);
        known(memo(context, Deps::new(deps), &mut |deps| {
            let compute = compute.take()?;
            deps.downcast_ref().map(|deps| Rc::new(compute(deps)) as Rc<dyn Any>)
        }))
    })
}

/// Computes a result from dependencies of the type that it expects.
type Compute<'a> = &'a mut dyn FnMut(&dyn Any) -> Option<Rc<dyn Any>>;

#[inline(never)]
fn memo(context: &mut HookContext, deps: Deps, compute: Compute) -> Rc<dyn Any> {
    let memo: Rc<Memo> = use_ref(Memo::default).run(context);
    if let Some((_, value)) = memo.borrow().as_ref().filter(|(old, _)| *old == deps) {
        return value.clone();
    }
    let value = compute(&*deps.value).unwrap_or_else(|| Rc::new(()));
    memo.replace(Some((deps, value.clone())));
    value
}

/// A callback that is the same one as long as these dependencies are the same.
pub fn use_callback<D: PartialEq + 'static, I: 'static>(
    deps: D,
    call: impl Fn(I, &D) + 'static,
) -> impl Hook<Output = Callback<I>> {
    let deps = Rc::new(deps);
    let memo = use_memo(deps, move |deps| {
        let deps = deps.clone();
        Callback::from(move |value| call(value, &deps))
    });
    Run(move |context: &mut HookContext| (*memo.run(context)).clone())
}

/// What is to be done at the end of an effect.
type End = Box<dyn FnOnce()>;
/// An effect, from dependencies of the type that it expects.
type Begin = Box<dyn FnOnce(&dyn Any) -> End>;

/// Does something when the page shows the component, and again whenever the dependencies have changed.
pub fn use_effect_with<D: PartialEq + 'static, T: TearDown>(
    deps: D,
    begin: impl FnOnce(&D) -> T + 'static,
) -> impl Hook<Output = ()> {
    Run(move |context: &mut HookContext| {
        effect(
            context,
            Deps::new(deps),
            Box::new(|deps| match deps.downcast_ref().map(begin) {
                Some(end) => Box::new(|| end.tear_down()),
                None => Box::new(|| ()),
            }),
        );
    })
}

#[inline(never)]
fn effect(context: &mut HookContext, deps: Deps, begin: Begin) {
    real_effect(deps, move |deps: &Deps| begin(&*deps.value)).run(context);
}

/// A reference to an element, the same one every time.
pub fn use_node_ref() -> impl Hook<Output = NodeRef> {
    Run(node_ref)
}

#[inline(never)]
fn node_ref(context: &mut HookContext) -> NodeRef {
    (*use_ref(NodeRef::default).run(context)).clone()
}
