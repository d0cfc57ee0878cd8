//! How much a caller may ask for.

use async_graphql::{Context, Object, SimpleObject, Value, indexmap::IndexMap};

use super::{
    Limits,
    scalar::{DateTime, int},
};
use crate::{
    error::AppError,
    limit::{Cost, Standing},
};

/// What an operation costs, and how its caller's bucket stands after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Charge {
    pub(super) cost: Cost,
    pub(super) standing: Option<Standing>,
}

/// The query of how much you may ask for.
#[derive(Debug, Default)]
pub(super) struct RateLimitQuery;

/// The query of how much you may ask for.
#[Object]
impl RateLimitQuery {
    /// What this operation costs and how much you may still ask for. Anybody may ask for it; null where nobody counts.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Option<Result<RateLimit, AppError>> {
        let Charge { cost, standing } = *ctx.data::<Charge>().ok()?;
        Some(RateLimit::of(cost, standing?))
    }
}

/// How much you may ask for (hạn mức). Each operation takes its cost, in points, out of a bucket that fills again by the
/// second: your own when you are signed in, that of your address when you are not. When there is not enough in it, the
/// operation is refused with `RATE_LIMITED`. The same stands in `extensions.cost` of each answer.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct RateLimit {
    /// The points in a full bucket.
    limit: i32,
    /// The points that are left after this operation.
    remaining: i32,
    /// What this operation costs.
    cost: i32,
    /// When the bucket is full again, if you ask for nothing more.
    resets_at: DateTime,
}

impl RateLimit {
    fn of(cost: Cost, standing: Standing) -> Result<Self, AppError> {
        let points = |Cost(points)| int(i64::try_from(points).unwrap_or(i64::MAX));
        Ok(Self {
            limit: points(standing.limit)?,
            remaining: points(standing.remaining)?,
            cost: points(cost)?,
            resets_at: DateTime(standing.resets_at),
        })
    }
}

/// What stands in `extensions.cost` of an answer.
pub(super) fn told(charge: Charge, limits: &Limits) -> Value {
    let mut told = IndexMap::new();
    let mut tell = |name, value| told.insert(async_graphql::Name::new(name), value);
    tell("requested", Value::from(charge.cost.0));
    tell("maximum", Value::from(limits.cost.0));
    if let Some(standing) = charge.standing {
        tell("limit", Value::from(standing.limit.0));
        tell("remaining", Value::from(standing.remaining.0));
        tell("resetsAt", async_graphql::ScalarType::to_value(&DateTime(standing.resets_at)));
    }
    Value::Object(told)
}
