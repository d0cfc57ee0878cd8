//! What the schema's description of itself costs. Nothing of it is read from the database; but each of its lists leads to
//! the others, so that a short document could ask for more than there is memory for.

use std::collections::HashMap;

use super::{Price, Prices, Rows, TYPES};

/// What an object of the description costs, in hundredths of a point.
const EACH: usize = 3;

/// A field of the description that gives objects: its name, their type, how many they are in this schema on average.
pub(super) type Described = (&'static str, &'static str, usize);

/// The types of the description with their fields.
pub(super) fn types() -> [(&'static str, Vec<Described>); 6] {
    let all = TYPES.types.len();
    [
        (
            "__Schema",
            vec![
                ("types", "__Type", all),
                ("queryType", "__Type", 1),
                ("mutationType", "__Type", 1),
                ("subscriptionType", "__Type", 1),
                ("directives", "__Directive", 5),
            ],
        ),
        (
            "__Type",
            vec![
                ("fields", "__Field", 5),
                ("interfaces", "__Type", 1),
                ("possibleTypes", "__Type", 1),
                ("enumValues", "__EnumValue", 2),
                ("inputFields", "__InputValue", 2),
                ("ofType", "__Type", 1),
            ],
        ),
        ("__Field", vec![("args", "__InputValue", 2), ("type", "__Type", 1)]),
        ("__InputValue", vec![("type", "__Type", 1)]),
        ("__EnumValue", Vec::new()),
        ("__Directive", vec![("args", "__InputValue", 1)]),
    ]
}

/// The fields of a query that lead to the description.
pub(super) fn doors(named: &HashMap<&str, usize>) -> Prices {
    prices(&[("__schema", "__Schema", 1), ("__type", "__Type", 1)], named)
}

/// The prices of fields.
pub(super) fn prices(fields: &[Described], named: &HashMap<&str, usize>) -> Prices {
    let priced = fields.iter().map(|(name, ty, rows)| {
        let (rows, below) = (Rows::Listed(*rows), named.get(ty).copied());
        (*name, Price { extra: 0, dated: 0, each: EACH, rows, below })
    });
    priced.collect()
}
