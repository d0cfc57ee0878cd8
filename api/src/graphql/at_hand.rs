//! Objects of which everything is at hand, answered field by field.

use std::borrow::Cow;

use async_graphql::{
    ContainerType, ContextSelectionSet, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection},
    registry::Registry,
    resolver_utils::resolve_container,
};

/// An object none of whose fields ever waits for anything, nor has an object or a list in it.
///
/// The library makes a future in a box of each field of an object, so that they can wait at the same time. The figures of
/// a province and its communes have a thousand numbers, which need not: without the boxes the server's share of the time
/// is a twentieth less.
#[derive(Debug)]
pub struct AtHand<T>(pub(super) T);

impl<T: ContainerType> OutputType for AtHand<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _field: &Positioned<Field>) -> ServerResult<Value> {
        let selections = &ctx.item.node.items;
        let mut answer = IndexMap::with_capacity(selections.len());
        for selection in selections {
            let Selection::Field(field) = &selection.node else {
                return resolve_container(ctx, &self.0).await;
            };
            let value = self.0.resolve_field(&ctx.with_field(field)).await?;
            // No object knows of `__typename`.
            let value = value.unwrap_or_else(|| Value::String(T::type_name().into_owned()));
            answer.insert(field.node.response_key().node.clone(), value);
        }
        Ok(Value::Object(answer))
    }
}
