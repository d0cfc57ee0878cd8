//! Whether a mutation asks for one field in two places. By the specification both are one: the mutation runs once, and its
//! answer has what either asks for. The library would run it twice, and refuse the second time what it has just done.

use std::collections::HashSet;

use async_graphql::{
    Pos,
    parser::types::{ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet},
};

/// The place where a name of a mutation's answer stands for the second time, or a fragment that gives it names.
pub(in crate::graphql) fn place(document: &ExecutableDocument, operation: &OperationDefinition) -> Option<Pos> {
    let (mut names, mut fragments) = (HashSet::new(), HashSet::new());
    let mut next = match operation.ty {
        OperationType::Mutation => vec![&operation.selection_set.node],
        OperationType::Query | OperationType::Subscription => Vec::new(),
    };
    while let Some(SelectionSet { items }) = next.pop() {
        for item in items {
            let is_new = match &item.node {
                Selection::Field(field) if field.node.name.node == "__typename" && field.node.alias.is_none() => true,
                Selection::Field(field) => names.insert(&field.node.response_key().node),
                Selection::InlineFragment(part) => {
                    next.push(&part.node.selection_set.node);
                    true
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    next.extend(document.fragments.get(name).map(|fragment| &fragment.node.selection_set.node));
                    fragments.insert(name)
                }
            };
            if !is_new {
                return Some(item.pos);
            }
        }
    }
    None
}
