//! One walk over the operation that is asked for, before anything of it runs: how deep it goes, how much it asks for, what
//! it weighs and what it costs.
//!
//! Each fragment is walked once, whatever spreads it, and counts wherever it is spread. Sums stay at their largest number
//! instead of wrapping. The walk calls itself no deeper than the limit of depth, and the library none deeper than the walk.

mod alone;
mod nesting;
mod part;
mod price;
mod refusal;
mod repeated;
mod rows;
mod weight;

use std::collections::HashMap;

use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{
        ExecutableDocument, Field, FragmentSpread, InlineFragment, OperationDefinition, Selection, SelectionSet,
    },
};

pub(super) use alone::{asked_for, keep};
pub(super) use nesting::check as check_nesting;
pub(super) use part::Part;
pub(super) use refusal::{over, too_costly};
pub(super) use repeated::place as asked_twice;

use self::{
    price::{PRICES, Prices},
    weight::Weights,
};
use super::{Limits, error::Refused, variable::Given};

/// The most arguments of a field; none of the schema has half as many. The library compares those of fields of one name
/// one by one.
const MOST_ARGUMENTS: usize = 20;

/// What an operation comes to.
///
/// # Errors
/// `LIMIT_EXCEEDED` when it is more than `limits` take, but for its cost; `GRAPHQL_VALIDATION_FAILED` for a fragment that
/// there is not, or that spreads itself.
pub(super) fn measure(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    given: &Given<'_>,
    limits: &Limits,
) -> Result<Part, Refused> {
    let mut walk = Walk { document, given, limits, weights: Weights::of(given), fragments: HashMap::new() };
    let mut part = walk.set(PRICES.root(operation.ty), &operation.selection_set.node, 1)?;
    let declared = operation.variable_definitions.iter().map(|definition| definition.node.directives.len());
    part.directives = declared.fold(part.directives.saturating_add(operation.directives.len()), usize::saturating_add);
    refusal::check(&part, limits)?;
    Ok(part)
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    given: &'a Given<'a>,
    limits: &'a Limits,
    weights: Weights<'a>,
    fragments: HashMap<&'a Name, Known>,
}

/// What is known of a fragment.
enum Known {
    /// It is being walked.
    Begun,
    /// What it comes to.
    Done(Part),
}

impl<'a> Walk<'a> {
    /// What selections of a type come to, at a level.
    fn set(&mut self, ty: Option<&'static Prices>, set: &'a SelectionSet, level: usize) -> Result<Part, Refused> {
        if level > self.limits.depth {
            return Err(refusal::too_deep(self.limits));
        }
        let mut all = Part::default();
        for item in &set.items {
            let mut part = match &item.node {
                Selection::Field(field) => self.field(ty, field, level)?,
                Selection::InlineFragment(part) => self.inline(ty, part, level)?,
                Selection::FragmentSpread(spread) => self.spread(spread, level)?,
            };
            let directives = item.node.directives();
            for (_, value) in directives.iter().flat_map(|directive| &directive.node.arguments) {
                part.weight = part.weight.saturating_add(self.weights.of_written(&value.node));
            }
            part.directives = part.directives.saturating_add(directives.len());
            part.selections = part.selections.saturating_add(1);
            part.weight = part.weight.saturating_add(weight::EACH);
            if rows::leaves_out(directives, self.given) {
                part.once = 0;
                part.row = 0;
            }
            all.add(part);
        }
        Ok(all)
    }

    fn field(
        &mut self,
        ty: Option<&'static Prices>,
        field: &'a Positioned<Field>,
        level: usize,
    ) -> Result<Part, Refused> {
        let Positioned { pos, node: field } = field;
        if field.arguments.len() > MOST_ARGUMENTS {
            return Err(refusal::too_many_arguments(*pos));
        }
        let price = ty.and_then(|ty| ty.get(field.name.node.as_str()));
        let mut part = match field.selection_set.node.items.as_slice() {
            [] => Part::default(),
            _ => self.set(price.and_then(|price| PRICES.below(price)), &field.selection_set.node, level + 1)?,
        };
        part.depth = part.depth.saturating_add(1);
        part.fields = 1;
        part.aliases = part.aliases.saturating_add(usize::from(field.alias.is_some()));
        for (_, value) in &field.arguments {
            part.weight = part.weight.saturating_add(self.weights.of_written(&value.node));
        }
        (part.once, part.row) = price.map_or((part.once, 0), |price| price.of(field, &part, self.given));
        Ok(part)
    }

    fn inline(
        &mut self,
        ty: Option<&'static Prices>,
        part: &'a Positioned<InlineFragment>,
        level: usize,
    ) -> Result<Part, Refused> {
        let ty = match &part.node.type_condition {
            Some(condition) => PRICES.named(condition.node.on.node.as_str()),
            None => ty,
        };
        self.set(ty, &part.node.selection_set.node, level + 1)
    }

    fn spread(&mut self, spread: &'a Positioned<FragmentSpread>, level: usize) -> Result<Part, Refused> {
        let name = &spread.node.fragment_name.node;
        let part = match self.fragments.get(name) {
            Some(Known::Done(part)) => *part,
            Some(Known::Begun) => return Err(refusal::spreads_itself(name, spread.pos)),
            None => self.fragment(name, spread.pos, level)?,
        };
        // Walked at another level, it may go deeper here.
        if level.saturating_add(part.depth) > self.limits.depth {
            return Err(refusal::too_deep(self.limits));
        }
        Ok(part)
    }

    fn fragment(&mut self, name: &'a Name, at: Pos, level: usize) -> Result<Part, Refused> {
        let Some(fragment) = self.document.fragments.get(name) else {
            return Err(refusal::no_such_fragment(name, at));
        };
        self.fragments.insert(name, Known::Begun);
        let ty = PRICES.named(fragment.node.type_condition.node.on.node.as_str());
        let mut part = self.set(ty, &fragment.node.selection_set.node, level + 1)?;
        part.directives = part.directives.saturating_add(fragment.node.directives.len());
        self.fragments.insert(name, Known::Done(part));
        Ok(part)
    }
}
