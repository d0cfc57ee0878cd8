//! The units behind the organisations that a plan names.

use std::collections::BTreeMap;

use domain::{
    calendar::Day,
    id::{PlanOrganisationId, UnitId},
    plan::Organisation,
    unit::{Life, NewOrganisation, Unit, ancestors_of_organisation},
};

use crate::{
    error::AppError,
    session::{Event, Permit, Work},
    store::{
        self,
        plan::Stored,
        unit::{NamedOrganisation, UnitRecord},
    },
};

/// Finds the unit of each organisation of the plan, or makes it: an organisation is known by its territory and name.
///
/// What it is in the directory stays as it was first recorded. A plan that calls it something else is kept as it is.
pub(super) async fn settle(
    work: &Work,
    permit: &Permit,
    stored: &Stored,
    issuer: &UnitRecord,
    issued_from: Day,
) -> Result<BTreeMap<String, UnitId>, AppError> {
    // What an organisation names as its own is of its territory, too.
    let home = issuer.territory.unwrap_or(issuer.id);
    let parties = &stored.content.organisations;
    let names: Vec<String> =
        parties.iter().filter(|party| party.unit.is_none()).map(|party| party.name.clone()).collect();
    let known = match names.as_slice() {
        [] => Vec::new(),
        names => store::unit::named(work.tx(), work.scope(), home, names).await?,
    };
    let mut new: Vec<(&Organisation, UnitId)> = Vec::new();
    let mut units = BTreeMap::new();
    let mut settled: Vec<(PlanOrganisationId, UnitId)> = Vec::new();
    for (organisation, id) in parties.iter().zip(&stored.organisations) {
        let unit = if let Some(unit) = organisation.unit {
            unit
        } else if let Some(found) = find(&known, &organisation.name, issued_from) {
            found.unit
        } else if let Some((_, unit)) = new.iter().find(|(twin, _)| twin.name == organisation.name) {
            *unit
        } else {
            let unit = work.id();
            new.push((organisation, unit));
            unit
        };
        units.insert(organisation.key.clone(), unit);
        if organisation.unit.is_none() {
            settled.push((*id, unit));
        }
    }
    make(work, permit, home, &new).await?;
    store::plan::settle_organisations(work.tx(), permit, &settled).await?;
    Ok(units)
}

/// The organisation that has the name on the day, or else the latest that ever had it.
fn find<'a>(known: &'a [NamedOrganisation], name: &str, on: Day) -> Option<&'a NamedOrganisation> {
    let mut called = known.iter().filter(|known| known.name == name);
    called.clone().find(|known| known.life.contains(on)).or_else(|| called.next_back())
}

/// Enters new organisations in the directory. They live as long as their territory.
async fn make(work: &Work, permit: &Permit, home: UnitId, new: &[(&Organisation, UnitId)]) -> Result<(), AppError> {
    if new.is_empty() {
        return Ok(());
    }
    let territory = store::unit::territory(work.tx(), work.scope(), home).await?;
    let territory = territory.ok_or_else(|| AppError::internal(format!("no territory {home}")))?;
    let ancestry = store::unit::ancestry(work.tx(), work.scope(), home).await?;
    let units: Vec<Unit> = new
        .iter()
        .map(|(organisation, unit)| {
            let new = NewOrganisation {
                name: organisation.name.clone(),
                kind: organisation.kind,
                affiliation: organisation.affiliation,
                life: Life::ALWAYS,
            };
            Unit::organisation(*unit, &territory, new)
        })
        .collect();
    let above: Vec<_> = units.iter().flat_map(|unit| ancestors_of_organisation(unit, &ancestry)).collect();
    store::unit::add(work.tx(), permit, &units, work.now(), || work.id::<()>().uuid()).await?;
    store::unit::add_ancestors(work.tx(), permit, &above).await?;
    let events = new.iter().map(|(organisation, unit)| Event {
        subject_kind: "UNIT",
        subject: unit.uuid(),
        action: "ADD",
        before: None,
        after: Some(serde_json::json!({
            "territory": home.to_string(),
            "name": organisation.name,
            "kind": organisation.kind.as_str(),
            "affiliation": organisation.affiliation.as_str(),
        })),
        reason: None,
    });
    work.audit_all(permit, events.collect()).await
}
