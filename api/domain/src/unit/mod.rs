//! Units in time: identities, dated versions, and the tree they form on every day.
//!
//! A unit is known by its identity, never by its code: a code may stand for one unit up to a day and for another from
//! the next. What is said of a unit (name, kind, tier, parent, codes) is said by versions, each with its [`Life`]; the
//! tree on a day is the set of versions that hold on it.

mod life;
mod vocabulary;

pub use self::{
    life::{EmptyLife, Life},
    vocabulary::{Affiliation, Change, CodeScheme, Extent, Form, OrganisationKind, Tier},
};
