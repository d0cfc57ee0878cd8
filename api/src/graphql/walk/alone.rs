//! Of a document the operation asked for alone. The library would judge the others too, by the variables sent for this one.

use std::collections::HashSet;

use async_graphql::{
    Name,
    parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};

use super::refusal;
use crate::graphql::error::Refused;

/// The operation with a name, or the only one, with its name.
pub(in crate::graphql) fn asked_for<'a>(
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

/// Takes every other operation out of a document, with the fragments that only they use.
///
/// # Errors
/// `GRAPHQL_VALIDATION_FAILED` for a fragment that no operation uses.
pub(in crate::graphql) fn keep(document: &mut ExecutableDocument, name: Option<&str>) -> Result<(), Refused> {
    let Some((_, asked)) = asked_for(document, name) else { return Ok(()) };
    let used = fragments(document, vec![&asked.selection_set.node]);
    if used.len() < document.fragments.len() {
        let all = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
        let known = fragments(document, all.collect());
        let unused = document.fragments.iter().filter(|(name, _)| !known.contains(*name));
        if let Some((name, fragment)) = unused.min_by_key(|(_, fragment)| (fragment.pos.line, fragment.pos.column)) {
            return Err(refusal::unused(name, fragment.pos));
        }
        document.fragments.retain(|fragment, _| used.contains(fragment));
    }
    if let (DocumentOperations::Multiple(operations), Some(name)) = (&mut document.operations, name) {
        operations.retain(|operation, _| operation.as_str() == name);
    }
    Ok(())
}

/// The fragments of a document that selections use.
fn fragments<'a>(document: &'a ExecutableDocument, mut next: Vec<&'a SelectionSet>) -> HashSet<Name> {
    let mut found = HashSet::new();
    while let Some(SelectionSet { items }) = next.pop() {
        for item in items {
            match &item.node {
                Selection::Field(field) => next.push(&field.node.selection_set.node),
                Selection::InlineFragment(part) => next.push(&part.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = document.fragments.get(name).filter(|_| found.insert(name.clone())) {
                        next.push(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
    found
}
