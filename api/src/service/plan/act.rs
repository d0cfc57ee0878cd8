//! Which plans the acts of a plan are.

use std::collections::HashMap;

use domain::{
    calendar::Day,
    id::{PlanId, UnitId},
    plan::{Act, ActKey},
    text::fold,
};

use crate::{
    error::AppError,
    session::{Permit, Work},
    store::{
        self,
        plan::{ActKeyed, Stored},
    },
};

/// Finds the plans that the plan carries out among those issued by its issuer itself or by a unit above it on the day
/// it counts from: by an equal symbol with a number and an equal whole date. An act that is none stays text.
pub(super) async fn resolve(work: &Work, permit: &Permit, stored: &Stored, issued_from: Day) -> Result<(), AppError> {
    let open: Vec<_> = stored.carries_out.iter().filter(|act| act.resolved.is_none()).collect();
    let keys: Vec<ActKey> = open.iter().filter_map(|act| act.act.key()).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let issuer = stored.record.issuer;
    let mut issuers = store::unit::above_on(work.tx(), work.scope(), issuer, issued_from).await?;
    issuers.push(issuer);
    let candidates = store::plan::by_keys(work.tx(), work.scope(), &issuers, &keys).await?;
    if candidates.is_empty() {
        return Ok(());
    }
    let units = store::unit::by_ids(work.tx(), work.scope(), &issuers).await?;
    let names = units.iter().filter_map(|unit| Some((unit.id, fold(&unit.nearest(issued_from)?.name)))).collect();
    for act in open {
        if let Some(plan) = pick(&act.act, &candidates, &names) {
            store::plan::resolve(work.tx(), permit, act.id, plan).await?;
        }
    }
    Ok(())
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
