//! What a unit was called, what it was and where it stood over a span of days. The versions of a unit never overlap.

use sea_orm::entity::prelude::*;

/// A row of `unit_version`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_version")]
pub struct Model {
    /// Identity of the version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose version.
    pub unit_id: Uuid,
    /// Full name with its kind in front (`Xã Tịnh Ấn Tây`), NFC.
    pub name: String,
    /// The name as searches compare it: no case, no tone marks.
    pub name_folded: String,
    /// Kind as printed (`xã`, `thị trấn`), or the kind word of an organisation.
    pub kind: String,
    /// `NATION`, `PROVINCE`, `DISTRICT` or `COMMUNE`; an organisation has its territory's.
    pub tier: String,
    /// The unit directly above; none above the nation.
    pub parent_id: Option<Uuid>,
    /// First day; open if none.
    pub valid_from: Option<Date>,
    /// Last day, inclusive; open if none.
    pub valid_to: Option<Date>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose version.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
    /// The unit directly above; none above the nation.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::ParentId", to = "super::unit::Column::Id")]
    Parent,
}

impl ActiveModelBehavior for ActiveModel {}
