//! One write: who did what to which subject. Rows are never changed; the database refuses to.

use sea_orm::entity::prelude::*;

/// A row of `audit_event`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub struct Model {
    /// Position in the log. SQLite numbers rows itself; on PostgreSQL the program takes the next of `audit_event_seq`.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// When.
    pub at: DateTimeUtc,
    /// The day of that instant in +07:00.
    pub dated_on: Date,
    /// Which user; nobody for the program itself, and for a service client.
    pub actor_id: Option<Uuid>,
    /// Which service client.
    pub client_id: Option<Uuid>,
    /// By which grant.
    pub grant_id: Option<Uuid>,
    /// The role that the grant gave.
    pub grant_role: Option<String>,
    /// The unit that the grant was on.
    pub grant_unit_id: Option<Uuid>,
    /// The unit concerned.
    pub unit_id: Option<Uuid>,
    /// What kind of thing was changed.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: Uuid,
    /// What was done to it.
    pub action: String,
    /// Its content before, JSON.
    pub before: Option<String>,
    /// Its content after, JSON.
    pub after: Option<String>,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// Name of the operation that did it.
    pub operation: Option<String>,
    /// The request that did it.
    pub request_id: Option<String>,
    /// On PostgreSQL the transaction id below which all must have ended before this number is the highest that can be
    /// relied on; 0 on SQLite.
    pub horizon: i64,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who; nobody for the program itself.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::ActorId", to = "super::user::Column::Id")]
    Actor,
    /// Which service client.
    #[sea_orm(
        belongs_to = "super::service_client::Entity",
        from = "Column::ClientId",
        to = "super::service_client::Column::Id"
    )]
    Client,
    /// By which grant.
    #[sea_orm(belongs_to = "super::grant::Entity", from = "Column::GrantId", to = "super::grant::Column::Id")]
    Grant,
    /// The unit that the grant was on.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::GrantUnitId", to = "super::unit::Column::Id")]
    GrantUnit,
    /// The unit concerned.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl ActiveModelBehavior for ActiveModel {}
