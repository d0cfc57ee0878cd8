//! Figures: counts per state, the rate, sums per product, coverage.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Object, SimpleObject};
use domain::{
    compliance::{self, Counts, ProductSum},
    id::UnitId,
    obligation::State,
    quota::CoverageGoal,
};

use super::loader::{Idle, Products, RollUp};
use crate::{
    error::AppError,
    graphql::{
        at_hand::AtHand,
        context::Request,
        loader::Below,
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs},
        quota::Quota,
        scalar::{Amount, int},
        unit::{Unit, UnitConnection},
        word::Product,
    },
    store::compliance::{Asked, Whose},
};

/// What was asked of which unit, and what came out: all figures of one answer share it.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) unit: UnitId,
    pub(super) asked: Asked,
    pub(super) roll_up: Arc<RollUp>,
}

/// Which part of an answer figures are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// The unit and all below it.
    All,
    /// The unit alone.
    Itself,
    /// A direct subordinate with all below it, on the days on which it was one.
    Via(UnitId),
}

impl Share {
    /// Its parts of those of the unit, which are in the order of `via`.
    fn of<T>(self, root: UnitId, parts: &[T], via: impl Fn(&T) -> UnitId) -> &[T] {
        let wanted = match self {
            Self::All => return parts,
            Self::Itself => root,
            Self::Via(unit) => unit,
        };
        let first = parts.partition_point(|part| via(part) < wanted);
        let end = parts.partition_point(|part| via(part) <= wanted);
        &parts[first..end]
    }
}

/// Figures (số liệu) over some obligations. Zero, missing and not applicable are three different things: a rate is null
/// where nothing was met or missed yet.
#[derive(Debug, Clone)]
pub struct Figures {
    answer: Answer,
    share: Share,
    counts: Counts,
    coverage: compliance::Coverage,
}

impl Figures {
    pub(super) fn of(answer: &Answer, share: Share) -> Self {
        let sums = &answer.roll_up.sums;
        let parts = share.of(answer.unit, &sums.parts, |part| part.via);
        let coverage = match share {
            Share::All => sums.coverage,
            Share::Itself | Share::Via(_) => parts.iter().map(|part| part.coverage).sum(),
        };
        Self { answer: answer.clone(), share, counts: parts.iter().map(|part| part.counts).sum(), coverage }
    }

    pub(super) const fn counted(&self) -> &Counts {
        &self.counts
    }
}

/// Figures (số liệu) over some obligations. Zero, missing and not applicable are three different things: a rate is null
/// where nothing was met or missed yet.
#[Object]
impl Figures {
    /// How many obligations are in each state.
    async fn counts(&self) -> AtHand<StateCounts> {
        AtHand(StateCounts(self.counts))
    }

    /// The compliance rate (tỷ lệ hoàn thành): those met, in time or late, of those met or missed.
    async fn rate(&self) -> AtHand<Ratio> {
        AtHand(Ratio(self.counts.rate()))
    }

    /// How many obligations are still open, so that the rate cannot count them.
    async fn open(&self) -> Result<i32, AppError> {
        int(self.counts.open())
    }

    /// Sums per product, without the exempt ones; only products that are owed.
    async fn products(&self, ctx: &Context<'_>) -> Result<Vec<ProductFigures>, AppError> {
        let Answer { unit, asked, roll_up } = &self.answer;
        let key = Products(Below { parent: *unit, question: (asked.clone(), roll_up.seen.sight()) });
        let parts = ctx.loaders()?.one(key).await?.unwrap_or_default();
        let mut sums: HashMap<domain::quota::Product, ProductSum> = HashMap::new();
        for part in self.share.of(*unit, &parts, |part| part.via) {
            let sum = sums.entry(part.product).or_default();
            *sum = *sum + part.sum;
        }
        let owed = domain::quota::Product::ALL.iter();
        Ok(owed.filter_map(|product| Some(ProductFigures::of(*product, *sums.get(product)?))).collect())
    }

    /// How many of the units bound do anything at all.
    async fn coverage(&self) -> Coverage {
        Coverage(self.clone())
    }
}

/// How many obligations are in each state. Every one is in exactly one.
#[derive(Debug, Clone, Copy)]
pub struct StateCounts(Counts);

/// How many obligations are in each state. Every one is in exactly one.
#[Object]
impl StateCounts {
    /// All of them, the exempt ones included.
    async fn total(&self) -> Result<i32, AppError> {
        int(self.0.total())
    }

    /// Exempt (được miễn).
    async fn exempt(&self) -> Result<i32, AppError> {
        int(self.0.get(State::Exempt))
    }

    /// Met (hoàn thành).
    async fn met(&self) -> Result<i32, AppError> {
        int(self.0.get(State::Met))
    }

    /// Met late (hoàn thành muộn).
    async fn met_late(&self) -> Result<i32, AppError> {
        int(self.0.get(State::MetLate))
    }

    /// Not due (chưa đến kỳ).
    async fn not_due(&self) -> Result<i32, AppError> {
        int(self.0.get(State::NotDue))
    }

    /// Awaiting review (chờ thẩm tra).
    async fn awaiting_review(&self) -> Result<i32, AppError> {
        int(self.0.get(State::AwaitingReview))
    }

    /// Missed (không hoàn thành).
    async fn missed(&self) -> Result<i32, AppError> {
        int(self.0.get(State::Missed))
    }

    /// At risk (có nguy cơ).
    async fn at_risk(&self) -> Result<i32, AppError> {
        int(self.0.get(State::AtRisk))
    }

    /// On track (đúng tiến độ).
    async fn on_track(&self) -> Result<i32, AppError> {
        int(self.0.get(State::OnTrack))
    }
}

/// A ratio of two whole numbers, exact.
#[derive(Debug, Clone, Copy)]
pub struct Ratio(pub(super) compliance::Ratio);

/// A ratio of two whole numbers, exact.
#[Object]
impl Ratio {
    /// The part.
    async fn numerator(&self) -> Result<i32, AppError> {
        int(self.0.numerator)
    }

    /// The whole.
    async fn denominator(&self) -> Result<i32, AppError> {
        int(self.0.denominator)
    }

    /// The percentage, rounded half up to two places from the two integers; null when there is nothing to divide by.
    async fn percent(&self) -> Option<f64> {
        let hundredths = self.0.percent().and_then(|hundredths| i32::try_from(hundredths).ok())?;
        Some(f64::from(hundredths) / 100.0)
    }
}

/// How much of one product was owed and done, uncapped: what a unit does beyond its target shows here. No percentage is
/// made of sums.
#[derive(Debug, Clone, SimpleObject)]
pub struct ProductFigures {
    /// The product.
    product: Product,
    /// How many items are owed.
    target: Amount,
    /// How many of them in windows that ended by the day asked about.
    target_due: Amount,
    /// How many items are achieved.
    achieved: Amount,
    /// How many items wait for a decision.
    pending: Amount,
}

impl ProductFigures {
    fn of(product: domain::quota::Product, sum: ProductSum) -> Self {
        Self {
            product: product.into(),
            target: Amount(sum.target),
            target_due: Amount(sum.due),
            achieved: Amount(sum.achieved),
            pending: Amount(sum.pending),
        }
    }
}

/// How many of the units bound do anything at all (độ bao phủ). A unit is bound that has an obligation, not exempt, whose
/// window has begun.
#[derive(Debug, Clone)]
pub struct Coverage(Figures);

impl Coverage {
    /// The goal of the quota that the figures are filtered by, if it has one and the caller may see it.
    async fn wanted(&self, ctx: &Context<'_>) -> Nullable<CoverageGoal> {
        let quota = Quota::find(ctx, self.0.answer.asked.filter.quota?).await;
        quota.map(|quota| quota.and_then(|quota| quota.0.quota.coverage_goal)).transpose()
    }
}

/// How many of the units bound do anything at all (độ bao phủ). A unit is bound that has an obligation, not exempt, whose
/// window has begun.
#[Object]
impl Coverage {
    /// How many units are bound.
    async fn bound(&self) -> Result<i32, AppError> {
        int(self.0.coverage.bound)
    }

    /// How many of them have something achieved.
    async fn achieved(&self) -> Result<i32, AppError> {
        int(self.0.coverage.achieved)
    }

    /// How many of them have nothing achieved.
    async fn nothing(&self) -> Result<i32, AppError> {
        int(self.0.coverage.nothing())
    }

    /// Units with something achieved of units bound.
    async fn ratio(&self) -> AtHand<Ratio> {
        AtHand(Ratio(self.0.coverage.ratio()))
    }

    /// The share of the units bound that are to have achieved something, 1 to 100 percent, as the quota asks that the
    /// figures are filtered by; null when they are not of one quota alone, or it asks for none.
    async fn goal(&self, ctx: &Context<'_>) -> Nullable<i32> {
        self.wanted(ctx).await.map(|goal| int(goal?.get()))
    }

    /// Whether that goal is reached, by the exact numbers; null when there is none, or no unit is bound.
    async fn reached(&self, ctx: &Context<'_>) -> Nullable<bool> {
        self.wanted(ctx).await?.map(|goal| self.0.coverage.reaches(goal)).transpose()
    }

    /// The units that have nothing achieved, by name.
    async fn units_with_nothing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<UnitConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let Answer { unit, asked, roll_up } = &self.0.answer;
            let (parent, whose) = match self.0.share {
                Share::All => (*unit, Whose::Tree),
                Share::Itself => (*unit, Whose::Itself),
                Share::Via(via) => (via, Whose::Branch(*unit)),
            };
            let key = Idle { parent, question: (asked.clone(), roll_up.seen.sight(), whose, request) };
            let page = ctx.loaders()?.one(key).await?.unwrap_or_default();
            Ok(UnitConnection::new(Unit::load_page(ctx, page).await?))
        })
        .await
    }
}
