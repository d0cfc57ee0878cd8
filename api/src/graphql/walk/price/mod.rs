//! What each field of the schema costs.
//!
//! The rule, read from the schema itself: a field that gives a value costs nothing, an object one point, a list as many as
//! it may have rows, each with what is asked of it. A page has the rows it is asked for, and costs a point itself. What is
//! not as the rule says stands in one small table below.

mod exception;
mod introspection;

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::{
    parser::types::{Field, OperationType},
    registry::{MetaField, MetaType, MetaTypeName, Registry},
};

use self::exception::Exception;
use super::{
    super::{values::TYPES, variable::Given},
    Part, rows,
};

/// A point, in the unit in which all is added up: what the schema says of itself costs less than one.
pub(super) const POINT: usize = 100;
/// The rows of a plain list of which the table says nothing: each is short by the rules of the domain.
const LISTED: usize = 5;

/// The prices of all fields.
pub(super) static PRICES: LazyLock<PriceList> = LazyLock::new(|| PriceList::of(&TYPES));

/// The prices of all fields, by the types that have them.
pub(super) struct PriceList {
    types: Vec<Prices>,
    named: HashMap<&'static str, usize>,
}

/// The prices of a type's fields.
pub(super) type Prices = HashMap<&'static str, Price>;

/// What a field costs: `extra`, and for each of its rows `each` with what is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Price {
    extra: usize,
    /// Besides, when a day is given.
    dated: usize,
    each: usize,
    rows: Rows,
    /// The type of what it gives, if that has fields.
    below: Option<usize>,
}

/// How many there are of what a field gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// As many as this.
    Listed(usize),
    /// A page, which knows the number of its rows.
    Page,
    /// The rows of the page around.
    OfPage,
    /// One for each of `ids`.
    Ids,
}

impl Price {
    /// What the field costs with what is below it, in hundredths of a point: once, and for each row of the page around.
    pub(super) fn of(&self, field: &Field, below: &Part, given: &Given<'_>) -> (usize, usize) {
        let dated = if self.dated > 0 && rows::is_given(field, "on", given) { self.dated } else { 0 };
        let each = self.each.saturating_add(below.once);
        let times = |rows: usize| each.saturating_mul(rows);
        let (all, row) = match self.rows {
            Rows::OfPage => (0, each),
            Rows::Listed(rows) => (times(rows), 0),
            Rows::Ids => (times(rows::of_ids(field, given)), 0),
            Rows::Page => (each.saturating_add(below.row.saturating_mul(rows::of_page(field, given))), 0),
        };
        (all.saturating_add(self.extra).saturating_add(dated), row)
    }
}

impl PriceList {
    fn of(types: &'static Registry) -> Self {
        let described = introspection::types();
        let all = types.types.keys().map(String::as_str).chain(described.iter().map(|(name, _)| *name));
        let named: HashMap<&str, usize> = all.enumerate().map(|(at, name)| (name, at)).collect();
        let priced = types.types.values().map(|ty| prices(ty, &named));
        let described = described.iter().map(|(_, fields)| introspection::prices(fields, &named));
        let mut list = Self { types: priced.chain(described).collect(), named };
        if let Some(query) = list.named.get(types.query_type.as_str()).and_then(|query| list.types.get_mut(*query)) {
            query.extend(introspection::doors(&list.named));
        }
        list
    }

    /// The prices of the fields of an operation itself.
    pub(super) fn root(&self, of: OperationType) -> Option<&Prices> {
        match of {
            OperationType::Query => self.named(&TYPES.query_type),
            OperationType::Mutation => self.named(TYPES.mutation_type.as_deref()?),
            OperationType::Subscription => self.named(TYPES.subscription_type.as_deref()?),
        }
    }

    /// The prices of the fields of a type.
    pub(super) fn named(&self, ty: &str) -> Option<&Prices> {
        self.types.get(*self.named.get(ty)?)
    }

    /// The prices of the fields of what a field gives.
    pub(super) fn below(&self, price: &Price) -> Option<&Prices> {
        self.types.get(price.below?)
    }
}

fn prices(ty: &'static MetaType, named: &HashMap<&str, usize>) -> Prices {
    let fields = ty.fields().into_iter().flatten();
    fields.map(|(name, field)| (name.as_str(), price(ty.name(), field, named))).collect()
}

fn price(around: &str, field: &MetaField, named: &HashMap<&str, usize>) -> Price {
    let name = MetaTypeName::concrete_typename(&field.ty);
    let is_object = TYPES.types.get(name).is_some_and(MetaType::is_composite);
    let is_free = name.ends_with("Edge") || name == "PageInfo";
    let rows = match MetaTypeName::create(&field.ty).unwrap_non_null() {
        _ if name.ends_with("Connection") => Rows::Page,
        MetaTypeName::List(_) if around.ends_with("Connection") => Rows::OfPage,
        MetaTypeName::List(_) if field.args.contains_key("ids") => Rows::Ids,
        MetaTypeName::List(_) => Rows::Listed(LISTED),
        _ => Rows::Listed(1),
    };
    let below = if is_object { named.get(name).copied() } else { None };
    let each = if is_object && !is_free { POINT } else { 0 };
    let price = Price { extra: 0, dated: 0, each, rows, below };
    exception::of(around, &field.name).fold(price, |price, exception| match exception {
        Exception::Extra(points) => Price { extra: points * POINT, ..price },
        Exception::Dated(points) => Price { dated: points * POINT, ..price },
        Exception::Rows(rows) => Price { rows: Rows::Listed(*rows), ..price },
    })
}

#[cfg(test)]
mod tests {
    use async_graphql::registry::MetaType;

    use super::*;

    /// All types of the schema that have fields, with these.
    fn fields() -> impl Iterator<Item = (&'static str, &'static MetaField)> {
        let types = TYPES.types.values();
        types.flat_map(|ty| ty.fields().into_iter().flatten().map(move |(_, field)| (ty.name(), field)))
    }

    #[test]
    fn every_field_of_the_schema_has_a_price_and_whatever_is_made_of_rows_costs_something() {
        for (ty, field) in fields() {
            let price = PRICES.named(ty).and_then(|prices| prices.get(field.name.as_str()));
            let price = price.unwrap_or_else(|| panic!("{ty}.{}", field.name));
            let given = MetaTypeName::concrete_typename(&field.ty);
            let is_object = TYPES.types[given].is_composite();
            assert_eq!(price.below.is_some(), is_object, "{ty}.{}", field.name);
            let is_free = !is_object || given == "PageInfo" || given.ends_with("Edge");
            assert_eq!(price.each == 0, is_free, "{ty}.{}", field.name);
        }
        assert!(TYPES.types.values().filter(|ty| matches!(ty, MetaType::Object { .. })).count() > 90);
    }

    #[test]
    fn every_mutation_costs_what_a_write_does() {
        for (ty, field) in fields().filter(|(ty, _)| *ty == "Mutation") {
            assert!(PRICES.named(ty).unwrap()[field.name.as_str()].extra >= 50 * POINT, "{}", field.name);
        }
    }

    #[test]
    fn every_entry_of_the_table_is_of_a_field() {
        for (ty, name, exception) in exception::EXCEPTIONS {
            let named: Vec<_> = fields().filter(|(of, field)| ["*", of].contains(&ty) && field.name == name).collect();
            assert!(!named.is_empty(), "{ty}.{name}");
            for (ty, field) in named {
                let list = MetaTypeName::create(&field.ty).unwrap_non_null().is_list();
                match exception {
                    Exception::Rows(_) => assert!(list, "{ty}.{name}"),
                    Exception::Dated(_) => assert!(
                        ty == "SubordinateCompliance" || ty == "Compliance" || field.args.contains_key("on"),
                        "{ty}.{name}"
                    ),
                    Exception::Extra(_) => {}
                }
            }
        }
    }
}
