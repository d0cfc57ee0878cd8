//! What became of a unit whose territory changed.

use sea_orm::entity::prelude::*;

/// A row of `unit_succession`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_succession")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit that ended.
    pub predecessor_id: Uuid,
    /// The unit that took it over; none for `ABOLISH`.
    pub successor_id: Option<Uuid>,
    /// First day of the new state.
    pub effective_on: Date,
    /// `MERGE`, `SPLIT` or `ABOLISH`.
    pub kind: String,
    /// How much went over: `WHOLE`, `PART`, `PART_AREA`, `PART_AREA_ALL_POPULATION`, `PART_POPULATION`, `ALL_AREA`.
    pub extent: String,
    /// Symbol of the act that says so.
    pub legal_act: Option<String>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The unit that ended.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::PredecessorId", to = "super::unit::Column::Id")]
    Predecessor,
    /// The unit that took it over; none for `ABOLISH`.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::SuccessorId", to = "super::unit::Column::Id")]
    Successor,
}

impl ActiveModelBehavior for ActiveModel {}
