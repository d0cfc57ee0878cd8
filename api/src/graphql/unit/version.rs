//! One dated version of a unit.

use async_graphql::{Context, ID, Object, SimpleObject};
use domain::{id::UnitVersionId, unit::CodeScheme};

use super::Unit;
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        id::wire,
        nullable::Nullable,
        page::connection,
        scalar::Date,
        word::{CodeScheme as CodeSchemeWord, Tier},
    },
    store,
};

/// What a unit was called, and where it stood, between two days. A change of the unit makes a new version; what was
/// recorded wrongly is corrected in its version, by an import.
#[derive(Debug, Clone)]
pub struct UnitVersion(pub(super) store::unit::UnitVersion);

/// A code of a unit. A code names a unit only together with a day.
#[derive(Debug, Clone, SimpleObject)]
pub struct UnitCode {
    /// Who gave the code.
    scheme: CodeSchemeWord,
    /// The code, a text with leading zeros.
    code: String,
}

/// What a unit was called, and where it stood, between two days. A change of the unit makes a new version; what was
/// recorded wrongly is corrected in its version, by an import.
#[Object]
impl UnitVersion {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// The unit it is a version of.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Unit, AppError> {
        Unit::load(ctx, self.0.unit).await
    }

    /// The full official name with its kind in front: `Xã Tịnh Ấn Tây`.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The kind (loại): a territory's word such as `xã` or `thị trấn`, or an organisation's such as `DEPARTMENT`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// The tier (cấp).
    async fn tier(&self) -> Tier {
        self.0.tier.into()
    }

    /// The codes in force with this version, one per scheme.
    async fn codes(&self) -> Vec<UnitCode> {
        self.0.codes.iter().map(|(scheme, code)| UnitCode { scheme: (*scheme).into(), code: code.clone() }).collect()
    }

    /// The unit directly above; null for the nation.
    async fn parent(&self, ctx: &Context<'_>) -> Nullable<Unit> {
        Some(Unit::load(ctx, self.0.parent?).await)
    }

    /// The first day on which it is in force; null when nobody knows an earlier state.
    async fn valid_from(&self) -> Option<Date> {
        self.0.valid_from.map(Date)
    }

    /// The last day on which it is in force; null when no end is set.
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }
}

impl UnitVersion {
    /// The version with an id that a client gave.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: UnitVersionId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }

    pub(super) fn code(&self, scheme: CodeScheme) -> Option<&str> {
        self.0.codes.iter().find(|(known, _)| *known == scheme).map(|(_, code)| code.as_str())
    }
}

connection! {
    /// Versions of a unit, oldest first.
    UnitVersionConnection, UnitVersionEdge, UnitVersion
}
