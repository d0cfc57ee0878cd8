//! Plans: the document, its parts, and who may see it.

mod act;
mod content;
mod duty;
mod list;
mod part;
mod record;
mod roster;
mod rows;
mod visible;
mod write;

pub(crate) use act::{ActKeyed, OpenAct, by_keys, known_as, open_acts, resolve};
pub(crate) use content::{Stored, stored};
pub(in crate::store) use duty::holder;
pub(crate) use duty::{DutyRecord, duties};
pub(crate) use list::{PlanFilter, issued_by, search, under};
pub(crate) use part::{
    ActRecord, ActRelation, LineKind, LineRecord, OrganisationRecord, acts, lines, organisations, organisations_by_ids,
};
pub(crate) use record::{PlanRecord, by_ids};
pub(crate) use roster::{members, standing_below};
pub(in crate::store) use visible::{Sight, visible};
pub(crate) use visible::{seen_by_unit, tasks_seen_by_unit};
pub(crate) use write::{Header, Picks, hold_all, insert, mark_issued, mark_revoked, replace, settle_organisations};
