//! The vocabularies of compliance.

use async_graphql::{Enum, InputObject};

use crate::graphql::default::OrDefault;

/// The tree figures are rolled up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum TreeBasis {
    /// An obligation belongs to the units that stood above the one that owes on the last day of its window.
    AsReported,
}

/// What subordinates are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum SubordinateOrderField {
    /// By the exact rate. Those without a rate come last either way; equal ones by their id.
    Rate,
    /// By name, case and marks aside; equal ones by their id.
    Name,
}

/// From which end a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Default)]
pub enum OrderDirection {
    /// The lowest first.
    #[default]
    Asc,
    /// The highest first.
    Desc,
}

/// How subordinates are sorted.
#[derive(Debug, Clone, Copy, InputObject)]
pub(in crate::graphql) struct SubordinateOrder {
    /// By what.
    pub(super) field: SubordinateOrderField,
    /// From which end.
    #[graphql(default)]
    pub(super) direction: OrDefault<OrderDirection>,
}
