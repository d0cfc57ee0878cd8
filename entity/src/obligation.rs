//! An obligation (nghĩa vụ): what a unit owes in a window, and how far it is.

use sea_orm::entity::prelude::*;

/// A row of `obligation`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "obligation")]
pub struct Model {
    /// Identity of the obligation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `QUOTA` or `REGIME`; exactly one of the two ids below is set.
    pub source: String,
    /// The quota it comes from.
    pub quota_id: Option<Uuid>,
    /// The reporting regime it comes from.
    pub regime_id: Option<Uuid>,
    /// The plan of the quota.
    pub plan_id: Option<Uuid>,
    /// The task of the quota.
    pub task_id: Option<Uuid>,
    /// Who owes.
    pub unit_id: Uuid,
    /// `EACH`, or `POOLED` with its members in `obligation_member`.
    pub sharing: String,
    /// The product that counts.
    pub product: Option<String>,
    /// First day of the plan's date of issue: before it the obligation is in no figure.
    pub plan_issued_from: Option<Date>,
    /// Kind of the full window, such as `MONTH`.
    pub window_kind: String,
    /// First day of the full window.
    pub window_starts_on: Date,
    /// Last day of the full window.
    pub window_ends_on: Date,
    /// First day on which the unit is bound.
    pub starts_on: Date,
    /// Last day on which the unit is bound.
    pub ends_on: Date,
    /// Days of the window on which the unit is bound.
    pub bound_days: i32,
    /// What the quota asks for in a full window.
    pub minimum: i32,
    /// What is owed: the minimum, pro rata of the bound days.
    pub target: i64,
    /// Sum of verified contributions.
    pub achieved: i64,
    /// That sum, of those dated up to `closes_on`.
    pub achieved_in_time: i64,
    /// Sum of submitted contributions that wait for a decision.
    pub pending: i64,
    /// The part of the state that does not depend on the day: `REVOKED`, `EXEMPT`, `MET`, `MET_LATE`, `READY` or
    /// `SHORT`.
    pub standing: String,
    /// Of a `SHORT` one: the first day on which it is at risk.
    pub risk_on: Option<Date>,
    /// The last day before it can be missed: the later of `ends_on` and `extended_to`.
    pub closes_on: Date,
    /// Until when it is extended.
    pub extended_to: Option<Date>,
    /// Why it is extended.
    pub extension_reason: Option<String>,
    /// When it was extended.
    pub extended_at: Option<DateTimeUtc>,
    /// Who extended it; nobody for the program itself.
    pub extended_by: Option<Uuid>,
    /// Why it is exempt.
    pub exempt_reason: Option<String>,
    /// When it was exempted.
    pub exempted_at: Option<DateTimeUtc>,
    /// Who exempted it; nobody for the program itself.
    pub exempted_by: Option<Uuid>,
    /// Grows with every decision about it: an exemption, an extension. What is contributed does not change it.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The quota it comes from.
    #[sea_orm(belongs_to = "super::quota::Entity", from = "Column::QuotaId", to = "super::quota::Column::Id")]
    Quota,
    /// The plan of the quota.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::PlanId", to = "super::plan::Column::Id")]
    Plan,
    /// The task of the quota.
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::TaskId", to = "super::task::Column::Id")]
    Task,
    /// Who owes.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
    /// Who extended it; nobody for the program itself.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::ExtendedBy", to = "super::user::Column::Id")]
    Extender,
    /// Who exempted it; nobody for the program itself.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::ExemptedBy", to = "super::user::Column::Id")]
    Exempter,
}

impl ActiveModelBehavior for ActiveModel {}
