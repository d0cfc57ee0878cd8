//! What costs more, or less, than the rule says.

/// What is not as the rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exception {
    /// Points besides, once.
    Extra(usize),
    /// Points besides when a day is given for `on`: of a past day no figures are kept.
    Dated(usize),
    /// The rows of a plain list.
    Rows(usize),
}

use Exception::{Dated, Extra, Rows};

/// A type, or `*` for any; a field of it; what it costs.
pub(super) type Entry = (&'static str, &'static str, Exception);

/// The table.
///
/// By it the queries of `tests/examples.md` cost 26 to 911, those of the demonstration 224, 841 and 842, a province's year
/// with its 100 communes and the three worst obligations of each 1,267, and what GraphiQL asks of the schema about 1,150.
/// The most that an operation may cost, 6,000, is some five times the largest.
pub(super) const EXCEPTIONS: [Entry; 44] = [
    // Counts that only the database can make.
    ("*", "totalCount", Extra(10)),
    // Added up anew each time, from the obligations or the contributions.
    ("Figures", "products", Extra(25)),
    ("Figures", "coverage", Extra(10)),
    ("Unit", "compliance", Extra(10)),
    ("Unit", "compliance", Dated(2_000)),
    ("SubordinateCompliance", "compliance", Extra(10)),
    ("*", "obligations", Dated(100)),
    ("Obligation", "state", Dated(5)),
    ("Obligation", "asOf", Extra(5)),
    ("Quota", "owedTotal", Extra(5)),
    ("Quota", "statedTotalCheck", Extra(5)),
    // Searches.
    ("Query", "units", Extra(10)),
    ("Evidence", "claimedTwice", Extra(1)),
    ("Query", "previewActivityReport", Extra(50)),
    // Writes: a transaction with its figures and its audit row.
    ("Mutation", "createPlan", Extra(200)),
    ("Mutation", "updatePlan", Extra(200)),
    ("Mutation", "issuePlan", Extra(2_000)),
    ("Mutation", "revokePlan", Extra(2_000)),
    ("Mutation", "exemptObligation", Extra(50)),
    ("Mutation", "extendObligation", Extra(50)),
    ("Mutation", "createActivityReport", Extra(50)),
    ("Mutation", "updateActivityReport", Extra(50)),
    ("Mutation", "submitActivityReport", Extra(50)),
    ("Mutation", "verifyActivityReport", Extra(50)),
    ("Mutation", "returnActivityReport", Extra(50)),
    ("Mutation", "withdrawActivityReport", Extra(50)),
    ("Mutation", "addUser", Extra(50)),
    ("Mutation", "updateUser", Extra(50)),
    ("Mutation", "disableUser", Extra(50)),
    ("Mutation", "enableUser", Extra(50)),
    ("Mutation", "linkIdentity", Extra(50)),
    ("Mutation", "unlinkIdentity", Extra(50)),
    ("Mutation", "signOut", Extra(50)),
    ("Mutation", "giveGrant", Extra(50)),
    ("Mutation", "endGrant", Extra(50)),
    ("Mutation", "addServiceClient", Extra(50)),
    ("Mutation", "rotateServiceClientSecret", Extra(50)),
    ("Mutation", "disableServiceClient", Extra(50)),
    // A password is worked on for as long as it takes: Argon2id.
    ("Mutation", "setPassword", Extra(500)),
    ("Mutation", "changePassword", Extra(500)),
    // Lists that are longer, or shorter, than most.
    ("ActivityReport", "evidence", Rows(10)),
    ("ActivityReport", "tasks", Rows(3)),
    ("Unit", "ancestors", Rows(3)),
    ("UnitVersion", "codes", Rows(3)),
];

/// The entries of a field.
pub(super) fn of<'a>(ty: &'a str, field: &'a str) -> impl Iterator<Item = &'static Exception> + use<'a> {
    let entries = EXCEPTIONS.iter().filter(move |(of, name, _)| (*of == "*" || *of == ty) && *name == field);
    entries.map(|(_, _, exception)| exception)
}
