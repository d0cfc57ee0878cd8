//! What a document weighs with its fragments and variables written out, told before the library does so: a variable of a
//! megabyte, written a thousand times, is a gigabyte to it, and fragments that spread the next one twice double with each.

use std::{collections::HashMap, iter::Sum};

use async_graphql::{
    Name, Value, Variables,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};
use async_graphql_value::Value as Written;

/// Bytes, and some for every value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Weight(usize);

/// The most that a document may weigh.
const MOST: Weight = Weight(4 << 20);
/// What a field or a fragment weighs where it stands, and a value besides its text.
const EACH: Weight = Weight(16);

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        Self(weights.map(|weight| weight.0).fold(0, usize::saturating_add))
    }
}

/// Whether a document weighs too much. The library goes through every operation and fragment of it, so
/// all of them count; and what is in a fragment counts wherever that is spread.
pub(super) fn is_too_great(document: &ExecutableDocument, sent: &Variables) -> bool {
    let mut scales = Scales { document, variables: variables(document, sent), fragments: HashMap::new() };
    let operations = document.operations.iter().map(|(_, operation)| scales.of(&operation.node.selection_set.node));
    let operations: Weight = operations.sum();
    let fragments = document.fragments.keys().map(|name| scales.of_fragment(name)).sum();
    [operations, fragments].into_iter().sum::<Weight>() > MOST
}

/// What each variable weighs; one that was not sent, as its heaviest default.
fn variables<'a>(document: &'a ExecutableDocument, sent: &'a Variables) -> HashMap<&'a str, Weight> {
    let mut weights: HashMap<_, _> = sent.iter().map(|(name, value)| (name.as_str(), of_sent(value))).collect();
    let operations = document.operations.iter().map(|(_, operation)| operation);
    for definition in operations.flat_map(|operation| &operation.node.variable_definitions) {
        if let Some(default) = &definition.node.default_value {
            let known = weights.entry(definition.node.name.node.as_str()).or_default();
            *known = of_sent(&default.node).max(*known);
        }
    }
    weights
}

fn of_sent(value: &Value) -> Weight {
    let within = match value {
        Value::String(text) => Weight(text.len()),
        Value::List(items) => items.iter().map(of_sent).sum(),
        Value::Object(fields) => fields.iter().flat_map(|(name, value)| [Weight(name.len()), of_sent(value)]).sum(),
        _ => Weight::default(),
    };
    [EACH, within].into_iter().sum()
}

struct Scales<'a> {
    document: &'a ExecutableDocument,
    variables: HashMap<&'a str, Weight>,
    fragments: HashMap<&'a Name, Weight>,
}

impl<'a> Scales<'a> {
    fn of_fragment(&mut self, name: &'a Name) -> Weight {
        if let Some(known) = self.fragments.get(name) {
            return *known;
        }
        // One that spreads itself is for the library to refuse.
        self.fragments.insert(name, Weight::default());
        let weight = match self.document.fragments.get(name) {
            Some(fragment) => self.of(&fragment.node.selection_set.node),
            None => Weight::default(),
        };
        self.fragments.insert(name, weight);
        weight
    }

    /// Calls itself from fragment to fragment only, of which there are few.
    fn of(&mut self, selection_set: &'a SelectionSet) -> Weight {
        let mut weights = Vec::new();
        let mut next = vec![selection_set];
        while let Some(SelectionSet { items }) = next.pop() {
            for item in items {
                weights.push(EACH);
                let conditions = item.node.directives().iter().flat_map(|directive| &directive.node.arguments);
                weights.extend(conditions.map(|(_, value)| self.of_written(&value.node)));
                match &item.node {
                    Selection::Field(field) => {
                        next.push(&field.node.selection_set.node);
                        weights.extend(field.node.arguments.iter().map(|(_, value)| self.of_written(&value.node)));
                    }
                    Selection::InlineFragment(part) => next.push(&part.node.selection_set.node),
                    Selection::FragmentSpread(spread) => {
                        weights.push(self.of_fragment(&spread.node.fragment_name.node));
                    }
                }
            }
        }
        weights.into_iter().sum()
    }

    /// Of what is written only the variables: the document itself is short.
    fn of_written(&self, value: &Written) -> Weight {
        match value {
            Written::Variable(name) => self.variables.get(name.as_str()).copied().unwrap_or_default(),
            Written::List(items) => items.iter().map(|item| self.of_written(item)).sum(),
            Written::Object(fields) => fields.values().map(|field| self.of_written(field)).sum(),
            _ => Weight::default(),
        }
    }
}
