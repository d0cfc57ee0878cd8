//! What every test stands on.

pub(crate) mod app;
pub(crate) mod clock;
pub(crate) mod database;
pub(crate) mod inputs;
pub(crate) mod plan;
pub(crate) mod race;
pub(crate) mod report;
pub(crate) mod trail;
pub(crate) mod world;
