//! Finding units.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, OneofObject};
use domain::{id, text};

use super::{Unit, UnitConnection};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        default::OrDefault,
        id::{GlobalId, optional},
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs},
        scalar::Date,
        word::{CodeScheme, Tier, UnitForm},
    },
    store::{self, unit::UnitFilter},
};

/// How a unit is named: by its id, or by a code and a day.
#[derive(Debug, OneofObject)]
pub(in crate::graphql) enum UnitBy {
    /// By its global id.
    Id(GlobalId<id::Unit>),
    /// By a code and the day on which the code named it.
    Code(UnitCodeOn),
}

/// A code and the day on which it named the unit.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct UnitCodeOn {
    /// The code, a text with leading zeros.
    code: String,
    /// Whose code.
    #[graphql(default)]
    scheme: OrDefault<CodeScheme>,
    /// The day; today when left out.
    on: Option<Date>,
}

/// Which units are wanted.
#[derive(Debug, Default, InputObject)]
#[graphql(name = "UnitFilter")]
pub(in crate::graphql) struct UnitsFilter {
    /// The day whose tree is meant; today when left out.
    on: Option<Date>,
    /// Part of the name; case and marks do not count: `tinh an tay` finds `Xã Tịnh Ấn Tây`.
    name: Option<String>,
    /// Only this tier (cấp).
    tier: Option<Tier>,
    /// Only territories, or only organisations.
    form: Option<UnitForm>,
    /// Only this kind (loại), such as `xã`.
    kind: Option<String>,
    /// Only units below this one on that day.
    below: Option<GlobalId<id::Unit>>,
}

/// Queries of units.
#[derive(Debug, Default)]
pub(in crate::graphql) struct UnitQuery;

/// Queries of units.
#[Object]
impl UnitQuery {
    /// The unit with an id, or with a code on a day; null when there is none.
    async fn unit(&self, ctx: &Context<'_>, #[graphql(desc = "How it is named.")] by: UnitBy) -> Nullable<Unit> {
        nullable(async {
            match by {
                UnitBy::Id(id) => Unit::find(ctx, id.at("by.id")?).await,
                UnitBy::Code(code) => by_code(ctx, code).await,
            }
        })
        .await
    }

    /// The units that fit, by name. Sibling names are unique only with their tone marks, so a search gives every match.
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all of today when left out.")] filter: Option<UnitsFilter>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<UnitConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let filter = filter.unwrap_or_default();
            let name = filter.name.as_deref();
            let filter = UnitFilter {
                on: filter.on.map_or(ctx.session()?.today(), |date| date.0),
                name: text::clean_optional("filter.name", name, text::NAME_MAX, text::Lines::One)?,
                tier: filter.tier.map(Into::into),
                form: filter.form.map(Into::into),
                kind: text::clean_optional("filter.kind", filter.kind.as_deref(), text::NAME_MAX, text::Lines::One)?,
                below: optional(filter.below, "filter.below")?,
            };
            let page = ctx
                .read(async move |reading| store::unit::search(reading.tx(), reading.scope(), &filter, &request).await)
                .await?;
            Ok(UnitConnection::new(Unit::load_page(ctx, page).await?))
        })
        .await
    }
}

/// The unit that a code named on a day.
async fn by_code(ctx: &Context<'_>, code_on: UnitCodeOn) -> Result<Option<Unit>, AppError> {
    let UnitCodeOn { code, scheme, on } = code_on;
    let code = text::clean("by.code.code", &code, text::NAME_MAX, text::Lines::One)?;
    let day = on.map_or(ctx.session()?.today(), |date| date.0);
    let found = ctx
        .read(async move |reading| {
            store::unit::by_code(reading.tx(), reading.scope(), scheme.0.into(), &code, day).await
        })
        .await?;
    Ok(found.map(|unit| Unit(Arc::new(unit))))
}
