//! An organisation or post that a plan gives a role or duty.

use sea_orm::entity::prelude::*;

/// A row of `plan_organisation`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_organisation")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The plan that names it.
    pub plan_id: Uuid,
    /// Order in the plan, from 0.
    pub position: i32,
    /// By which the rest of the plan refers to it; unique in the plan.
    pub key: String,
    /// Name as printed, NFC.
    pub name: String,
    /// `DEPARTMENT`, `OFFICE`, `PUBLIC_SERVICE_UNIT`, `MEDIA`, `PARTY`, `FRONT`, `MASS_ORGANISATION`, `POST` or `TEAM`.
    pub kind: String,
    /// `AUTHORITY` (of the issuer's People's Committee) or `SAME_UNIT` (merely of the same unit).
    pub affiliation: String,
    /// The unit it is, once the plan is issued.
    pub unit_id: Option<Uuid>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The plan that names it.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::PlanId", to = "super::plan::Column::Id")]
    Plan,
    /// The unit it is, once the plan is issued.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl ActiveModelBehavior for ActiveModel {}
