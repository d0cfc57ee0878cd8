//! Units in time: identities, dated versions, and the tree they form on every day.
//!
//! A unit is known by its identity, never by its code: a code may stand for one unit up to a day and for another from
//! the next. What is said of a unit (name, kind, tier, parent, codes) is said by versions, each with its [`Life`]; the
//! tree on a day is the set of versions that hold on it.
//!
//! Sources: the codes and names of the statistics office (Decision 19/2025/QĐ-TTg); the provinces merged by Resolution
//! 202/2025/QH15 and the communes by Resolutions 1654 to 1687/NQ-UBTVQH15, all in force from 1 July 2025; no districts from
//! that day on by Law 72/2025/QH15.
//!
//! [`Directory`] holds all units, [`Directory::check`] its invariants, [`Closure`] who is above whom and when.
//! [`import`] enters two adjoining editions of the country's territories, whose successions decide identities.

mod check;
mod closure;
mod difference;
mod directory;
mod error;
mod import;
mod life;
#[cfg(test)]
mod testing;
mod version;
mod vocabulary;

pub use self::{
    closure::{Ancestor, Closure, ancestors_of_organisation, changed_days},
    difference::{Difference, UnitChange},
    directory::{CodeIndex, Directory, Succession},
    error::UnitError,
    import::{
        Edition, Editions, IdentityError, Import, ImportError, Input, LineageError, Located, NotAdjoining, ROOT_CODE,
        RecordError, RecordedChange, SuccessionRecord, Turn, UnitRecord, import,
    },
    life::{EmptyLife, Life},
    version::{Body, NewOrganisation, Unit, Version},
    vocabulary::{Affiliation, CodeScheme, OrganisationKind, SuccessionExtent, SuccessionKind, Tier, UnitForm},
};
