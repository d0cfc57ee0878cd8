//! The closed vocabularies that more than one table stores, as first released. A later word needs a later migration.

/// What an activity makes.
pub(crate) const PRODUCTS: &[&str] = &[
    "NEWS_ITEM",
    "PAGE_ISSUE",
    "BROADCAST",
    "RERUN",
    "BULLETIN",
    "VIDEO",
    "POSTER",
    "PRINT",
    "BANNER",
    "EVENT",
    "TRAINING",
    "CONTEST",
    "PLAN",
    "PUBLIC_POSTING",
    "OTHER",
];

/// Where a product reaches people.
pub(crate) const CHANNELS: &[&str] = &[
    "PORTAL",
    "WEBSITE",
    "RADIO",
    "LOUDSPEAKER",
    "TELEVISION",
    "PRESS",
    "FACEBOOK",
    "ZALO",
    "YOUTUBE",
    "SMS",
    "KIOSK",
    "ONE_STOP_OFFICE",
    "MEETING",
    "SCHOOL",
    "STREET",
    "OTHER",
];

/// How far a product has come.
pub(crate) const STAGES: &[&str] = &["SENT", "PUBLISHED", "DONE"];

/// What a holder does in a task.
pub(crate) const TASK_ROLES: &[&str] = &["LEAD", "ADVISE", "IMPLEMENT", "DIRECT", "COORDINATE"];

/// Sets of holders that a plan names without listing them.
pub(crate) const GROUPS: &[&str] = &[
    "ALL_ORGANISATIONS",
    "RELATED_ORGANISATIONS",
    "LEADING_ORGANISATIONS",
    "DEPARTMENTS_AND_DISTRICTS",
    "DISTRICTS",
    "DIVISIONS",
    "DIVISIONS_AND_COMMUNES",
    "DEPARTMENTS",
    "COMMUNES",
    "LOCAL_AUTHORITIES",
    "MASS_ORGANISATIONS",
    "RELATED_OFFICIALS",
    "ALL_OFFICIALS",
];

/// Over which spans of days a quota is counted.
pub(crate) const WINDOW_KINDS: &[&str] = &["WEEK", "MONTH_WEEK", "MONTH", "QUARTER", "HALF_YEAR", "YEAR", "ONCE"];

/// Whether every bound unit owes by itself, or all together.
pub(crate) const SHARINGS: &[&str] = &["EACH", "POOLED"];

/// Whether an organisation belongs to the People's Committee or merely to the same administrative unit.
pub(crate) const AFFILIATIONS: &[&str] = &["AUTHORITY", "SAME_UNIT"];
