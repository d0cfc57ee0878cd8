//! Figures in batches: a page of units costs as many statements as one.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{calendar::Span, id::UnitId};

use crate::{
    error::AppError,
    graphql::loader::{Batch, Below, by_question},
    page::{Page, PageRequest},
    store::{
        self,
        compliance::{Asked, ProductPart, Seen, Subordinate, Sums, Whose},
        obligation::Sight,
    },
};

/// The figures of a unit, by direct subordinate.
#[derive(Debug)]
pub(in crate::graphql) struct RollUp {
    pub(super) seen: Seen,
    pub(super) sums: Sums,
}

/// The figures of a unit.
pub(super) type Figured = Below<UnitId, Asked>;

impl Loader<Figured> for Batch {
    type Value = Arc<RollUp>;
    type Error = AppError;

    async fn load(&self, keys: &[Figured]) -> Result<HashMap<Figured, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (asked, units) in by_question(keys) {
            let seen = store::compliance::seen(reading.tx(), reading.scope(), &units, asked.span).await?;
            for sight in [Sight::Whole, Sight::Partly] {
                let of_sight: Vec<UnitId> = units
                    .iter()
                    .copied()
                    .filter(|unit| seen.get(unit).is_some_and(|seen| seen.sight() == sight))
                    .collect();
                if of_sight.is_empty() {
                    continue;
                }
                let mut sums = store::compliance::sums(reading.tx(), reading.scope(), &of_sight, &asked, sight).await?;
                for unit in of_sight {
                    let seen = seen.get(&unit).copied().unwrap_or(Seen::Nothing);
                    let sums = sums.remove(&unit);
                    // Of a unit out of sight, nothing but what is shared with a unit in sight.
                    if seen != Seen::Nothing || sums.is_some() {
                        let roll_up = RollUp { seen, sums: sums.unwrap_or_default() };
                        found.insert(Below { parent: unit, question: asked.clone() }, Arc::new(roll_up));
                    }
                }
            }
        }
        Ok(found)
    }
}

/// The sums per product of a unit, by direct subordinate.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Products(pub(super) Below<UnitId, (Asked, Sight)>);

impl Loader<Products> for Batch {
    type Value = Arc<Vec<ProductPart>>;
    type Error = AppError;

    async fn load(&self, keys: &[Products]) -> Result<HashMap<Products, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let keys: Vec<_> = keys.iter().map(|key| key.0.clone()).collect();
        let mut found = HashMap::new();
        for (question, units) in by_question(&keys) {
            let (asked, sight) = &question;
            let products = store::compliance::products(reading.tx(), reading.scope(), &units, asked, *sight).await?;
            found.extend(
                products
                    .into_iter()
                    .map(|(parent, parts)| (Products(Below { parent, question: question.clone() }), Arc::new(parts))),
            );
        }
        Ok(found)
    }
}

/// Who stood directly below a unit over some days.
pub(super) type Subordinates = Below<UnitId, Span>;

impl Loader<Subordinates> for Batch {
    type Value = Arc<Vec<Subordinate>>;
    type Error = AppError;

    async fn load(&self, keys: &[Subordinates]) -> Result<HashMap<Subordinates, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (span, units) in by_question(keys) {
            let below = store::compliance::subordinates(reading.tx(), reading.scope(), &units, span).await?;
            found.extend(below.into_iter().map(|(parent, list)| (Below { parent, question: span }, Arc::new(list))));
        }
        Ok(found)
    }
}

/// The units below a unit that are bound and have nothing achieved.
pub(super) type Idle = Below<UnitId, (Asked, Sight, Whose, PageRequest)>;

impl Loader<Idle> for Batch {
    type Value = Page<UnitId>;
    type Error = AppError;

    async fn load(&self, keys: &[Idle]) -> Result<HashMap<Idle, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (question, units) in by_question(keys) {
            let (asked, sight, whose, request) = &question;
            let (tx, scope) = (reading.tx(), reading.scope());
            let pages =
                store::compliance::without_achievement(tx, scope, &units, (asked, *sight), *whose, request).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}

/// The position of the audit trail that an operation's answers reflect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Position;

impl Loader<Position> for Batch {
    type Value = i64;
    type Error = AppError;

    async fn load(&self, _keys: &[Position]) -> Result<HashMap<Position, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        Ok(HashMap::from([(Position, store::audit::position(reading.tx(), reading.scope()).await?)]))
    }
}
