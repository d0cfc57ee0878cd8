//! Which plans the acts of a plan are.

use std::collections::HashMap;

use domain::{
    calendar::Day,
    id::{PlanId, UnitId},
    plan::{Act, ActKey},
    text::fold,
};

use super::event;
use crate::{
    error::AppError,
    session::{Permit, Work},
    store::{
        self,
        audit::Entry,
        plan::{ActKeyed, OpenAct, Stored},
        unit::UnitRecord,
    },
};

/// Finds the plans that the plan carries out among those issued by its issuer itself or by a unit above it on the day
/// it counts from: by an equal symbol with a number and an equal whole date. An act that is none stays text. Gives those
/// found, as the audit trail keeps them.
pub(super) async fn resolve(
    work: &Work,
    permit: &Permit,
    stored: &Stored,
    issued_from: Day,
) -> Result<Vec<serde_json::Value>, AppError> {
    let open: Vec<_> = stored.carries_out.iter().filter(|act| act.resolved.is_none()).collect();
    let keys: Vec<ActKey> = open.iter().filter_map(|act| act.act.key()).collect();
    let candidates = Candidates::find(work, stored.record.issuer, issued_from, &keys).await?;
    let mut found = Vec::new();
    for act in open {
        if let Some(plan) = candidates.pick(&act.act) {
            store::plan::resolve(work.tx(), permit, act.id, plan).await?;
            found.push(resolved(act.id, plan));
        }
    }
    Ok(found)
}

/// Finds the plans that carry out a plan just issued and were issued before it was known: what a plan carries out does
/// not depend on which of the two was entered first.
pub(super) async fn resolve_earlier(work: &Work, permit: &Permit, stored: &Stored) -> Result<(), AppError> {
    let Some(key) = domain::plan::act_key(stored.content.symbol.as_deref(), stored.content.issued_on) else {
        return Ok(());
    };
    let plan = stored.record.id;
    let mut found = Vec::new();
    for open in store::plan::open_acts(work.tx(), work.scope(), plan, &key).await? {
        let candidates = Candidates::find(work, open.issuer, open.issued_from, std::slice::from_ref(&key)).await?;
        if candidates.pick(&open.act) == Some(plan) {
            store::plan::resolve(work.tx(), permit, open.id, plan).await?;
            found.push(entry(work, &open, plan));
        }
    }
    work.audit_entries(permit, found).await
}

fn entry(work: &Work, open: &OpenAct, plan: PlanId) -> Entry {
    Entry { at: work.now(), unit: Some(open.issuer), event: event(open.plan, "RESOLVE", None, resolved(open.id, plan)) }
}

/// As the audit trail keeps it.
fn resolved(act: uuid::Uuid, plan: PlanId) -> serde_json::Value {
    serde_json::json!({ "act": act.to_string(), "carriesOut": plan.to_string() })
}

/// The issued plans that the acts of a plan may be, and what the units that issued them are called.
#[derive(Default)]
struct Candidates {
    plans: Vec<ActKeyed>,
    names: HashMap<UnitId, String>,
}

impl Candidates {
    /// Those with one of the keys that `issuer` itself or a unit above it on the day has issued.
    async fn find(work: &Work, issuer: UnitId, issued_from: Day, keys: &[ActKey]) -> Result<Self, AppError> {
        if keys.is_empty() {
            return Ok(Self::default());
        }
        let mut issuers = store::unit::above_on(work.tx(), work.scope(), issuer, issued_from).await?;
        issuers.push(issuer);
        let plans = store::plan::by_keys(work.tx(), work.scope(), &issuers, keys).await?;
        if plans.is_empty() {
            return Ok(Self::default());
        }
        let units = store::unit::by_ids(work.tx(), work.scope(), &issuers).await?;
        let name = |unit: &UnitRecord| Some((unit.id, fold(&unit.nearest(issued_from)?.name)));
        Ok(Self { plans, names: units.iter().filter_map(name).collect() })
    }

    fn pick(&self, act: &Act) -> Option<PlanId> {
        pick(act, &self.plans, &self.names)
    }
}

/// The one plan that the act is. Where the act says who issued it, in words that name units of the line, it is a plan of
/// one of these.
fn pick(act: &Act, candidates: &[ActKeyed], names: &HashMap<UnitId, String>) -> Option<PlanId> {
    let key = act.key()?;
    let issuer = act.issuer.as_deref().map(fold).unwrap_or_default();
    let says = |unit: UnitId| names.get(&unit).is_some_and(|name| issuer.contains(name.as_str()));
    let says_any = names.keys().any(|unit| says(*unit));
    let mut found = candidates.iter().filter(|candidate| candidate.key == key && (!says_any || says(candidate.issuer)));
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only.plan),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::id::Id;
    use uuid::Uuid;

    use super::*;

    fn candidate(plan: u128, issuer: u128) -> ActKeyed {
        let key = act(None).key().expect("a key");
        ActKeyed { plan: Id::new(Uuid::from_u128(plan)), issuer: Id::new(Uuid::from_u128(issuer)), key }
    }

    fn act(issuer: Option<&str>) -> Act {
        Act {
            symbol: Some("82/KH-UBND".into()),
            issued_on: "2025-04-17".parse().ok(),
            issuer: issuer.map(str::to_owned),
            title: None,
        }
    }

    fn names() -> HashMap<UnitId, String> {
        [(1, "tinh quang ngai"), (2, "huyen tra bong")]
            .map(|(unit, name)| (Id::new(Uuid::from_u128(unit)), name.to_owned()))
            .into()
    }

    fn picked(issuer: Option<&str>, candidates: &[ActKeyed]) -> Option<u128> {
        pick(&act(issuer), candidates, &names()).map(|plan| plan.uuid().as_u128())
    }

    #[test]
    fn an_act_is_the_only_plan_with_its_symbol_and_date() {
        for issuer in [None, Some("UBND tỉnh"), Some("UBND tỉnh Quảng Ngãi")] {
            assert_eq!(picked(issuer, &[candidate(11, 1)]), Some(11), "{issuer:?}");
        }
        assert_eq!(picked(None, &[]), None);
    }

    #[test]
    fn an_act_of_somebody_else_is_not_taken_for_ones_own() {
        assert_eq!(picked(Some("UBND tỉnh Quảng Ngãi"), &[candidate(22, 2)]), None);
    }

    #[test]
    fn of_two_plans_it_is_the_one_whose_issuer_is_named_or_none() {
        let both = [candidate(11, 1), candidate(22, 2)];
        assert_eq!(picked(Some("UBND huyện Trà Bồng"), &both), Some(22));
        assert_eq!(picked(None, &both), None);
        assert_eq!(picked(Some("UBND huyện Trà Bồng, tỉnh Quảng Ngãi"), &both), None);
    }
}
