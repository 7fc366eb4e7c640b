//! One component of Yew that can be every function component of `html!`. Yew compiles a component's whole life anew for each;
//! here only the function and the comparison of its properties are each one's own.

use real::functional::FunctionComponent;
use real::html::{BaseComponent, Context, HtmlResult};
use real::virtual_dom::{Key, VComp, VNode};
use real::{FunctionProvider, HookContext, Properties};
use std::any::{Any, TypeId};
use std::rc::Rc;

/// The function component `C` with these properties.
pub fn node<C: FunctionProvider + 'static>(properties: C::Properties, key: Option<Key>) -> VNode {
    made(Part { kind: TypeId::of::<C>(), run: run::<C>, equal: equal::<C>, properties: Rc::new(properties) }, key)
}

#[inline(never)]
fn made(part: Part, key: Option<Key>) -> VNode {
    VNode::VComp(Rc::new(VComp::new::<Place>(Rc::new(part), key)))
}

fn run<C: FunctionProvider + 'static>(context: &mut HookContext, properties: &dyn Any) -> HtmlResult {
    match properties.downcast_ref::<C::Properties>() {
        Some(properties) => C::run(context, properties),
        None => Ok(VNode::default()),
    }
}

fn equal<C: FunctionProvider + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    one.downcast_ref::<C::Properties>() == other.downcast_ref::<C::Properties>()
}

/// Which function component, and its properties.
struct Part {
    kind: TypeId,
    run: fn(&mut HookContext, &dyn Any) -> HtmlResult,
    equal: fn(&dyn Any, &dyn Any) -> bool,
    properties: Rc<dyn Any>,
}

impl PartialEq for Part {
    fn eq(&self, other: &Part) -> bool {
        self.kind == other.kind && (self.equal)(&*self.properties, &*other.properties)
    }
}

impl Properties for Part {
    type Builder = ();

    fn builder() {}
}

/// Where a function component is on the page, with its hooks; when another takes its place, it begins anew.
struct Place {
    kind: TypeId,
    function: FunctionComponent<Place>,
}

impl FunctionProvider for Place {
    type Properties = Part;

    fn run(context: &mut HookContext, part: &Part) -> HtmlResult {
        (part.run)(context, &*part.properties)
    }
}

impl BaseComponent for Place {
    type Message = ();
    type Properties = Part;

    fn create(context: &Context<Place>) -> Place {
        Place { kind: context.props().kind, function: FunctionComponent::new(context) }
    }

    fn update(&mut self, _: &Context<Place>, (): ()) -> bool {
        true
    }

    fn changed(&mut self, context: &Context<Place>, _: &Part) -> bool {
        if self.kind != context.props().kind {
            self.function.destroy();
            *self = Place::create(context);
        }
        true
    }

    fn view(&self, context: &Context<Place>) -> HtmlResult {
        self.function.render(context.props())
    }

    fn rendered(&mut self, _: &Context<Place>, _: bool) {
        self.function.rendered();
    }

    fn destroy(&mut self, _: &Context<Place>) {
        self.function.destroy();
    }

    fn prepare_state(&self) -> Option<String> {
        None
    }
}
