//! Of a document the operation asked for alone. The library would judge the others too, by the variables sent for this one.

use std::collections::HashSet;

use async_graphql::{
    Name,
    parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};

/// The operation with a name, or the only one, with its name.
pub(super) fn asked_for<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<(Option<&'a Name>, &'a OperationDefinition)> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(of, _)| of.is_some_and(|of| of.as_str() == name)),
        None => operations.next().filter(|_| operations.next().is_none()),
    };
    found.map(|(name, operation)| (name, &operation.node))
}

/// Takes every other operation out of a document, with the fragments that only they use. A fragment that nobody uses stays:
/// it is for the library to refuse.
pub(super) fn keep(document: &mut ExecutableDocument, name: Option<&str>) {
    let Some((_, asked)) = asked_for(document, name) else { return };
    let used = fragments(document, asked);
    let others = document.operations.iter().filter(|(of, _)| of.map(Name::as_str) != name);
    let elsewhere: HashSet<Name> = others.flat_map(|(_, operation)| fragments(document, &operation.node)).collect();
    document.fragments.retain(|fragment, _| used.contains(fragment) || !elsewhere.contains(fragment));
    if let (DocumentOperations::Multiple(operations), Some(name)) = (&mut document.operations, name) {
        operations.retain(|operation, _| operation.as_str() == name);
    }
}

/// The fragments that an operation uses.
fn fragments(document: &ExecutableDocument, operation: &OperationDefinition) -> HashSet<Name> {
    let (mut found, mut next) = (HashSet::new(), vec![&operation.selection_set.node]);
    while let Some(SelectionSet { items }) = next.pop() {
        for item in items {
            match &item.node {
                Selection::Field(field) => next.push(&field.node.selection_set.node),
                Selection::InlineFragment(part) => next.push(&part.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if found.insert(name.clone()) {
                        next.extend(document.fragments.get(name).map(|fragment| &fragment.node.selection_set.node));
                    }
                }
            }
        }
    }
    found
}
