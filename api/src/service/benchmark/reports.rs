//! Activity reports.

use chrono::{Datelike, Days, TimeDelta};
use domain::{
    activity::{ActivityAction, Draft, EvidenceDraft, Return},
    calendar::{Day, midnight},
    id::UnitId,
    quota::Stage,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::PROVINCE;
use crate::{
    error::AppError,
    service::activity::batch::{self, Deed, Step, Trail},
    session::{Session, Work},
    store::{
        self,
        demo::{IssuedPlan, TaskFacts},
    },
};

/// What everything grows from.
const SEED: u64 = 20_250_701;
/// About so many reports are entered in one transaction.
const BATCH: usize = 20_000;

/// Enters reports until a country that has `from` of them has `to`. Half of them, or all where it is alone, are of the
/// measured province, so that its own number grows as the country's does.
///
/// # Errors
/// The country is not there; the database failed.
pub async fn reports(session: &Session, from: usize, to: usize) -> Result<(), AppError> {
    let reading = session.reading().await?;
    let plans = store::demo::plans(reading.tx(), reading.scope()).await?;
    drop(reading);
    let (measured, others): (Vec<IssuedPlan>, Vec<IssuedPlan>) =
        plans.into_iter().partition(|plan| plan.key.starts_with(&format!("{}/", PROVINCE.trim_start_matches('0'))));
    let mut places = Vec::new();
    for plan in &measured {
        places.push(place(session, plan).await?);
    }
    let weight = if others.is_empty() { 1 } else { 2 };
    share(session, &places, (from / weight, to / weight)).await?;
    places.clear();
    for plan in &others {
        places.push(place(session, plan).await?);
    }
    share(session, &places, (from - from / weight, to - to / weight)).await
}

/// A plan's tasks, and the communes that are bound by it.
struct Place {
    tasks: Vec<TaskFacts>,
    communes: Vec<UnitId>,
}

async fn place(session: &Session, plan: &IssuedPlan) -> Result<Place, AppError> {
    let reading = session.reading().await?;
    let (tx, scope) = (reading.tx(), reading.scope());
    let units = store::demo::bound(tx, scope, plan.id).await?;
    let facts = store::demo::units(tx, scope, &units).await?;
    let mut communes: Vec<(&str, UnitId)> = facts.iter().map(|(unit, facts)| (facts.key.as_str(), *unit)).collect();
    communes.sort_unstable();
    let communes = communes.into_iter().map(|(_, unit)| unit).collect();
    Ok(Place { tasks: store::demo::tasks(tx, scope, plan.id).await?, communes })
}

/// Spreads the reports from the `from`-th to the `to`-th evenly over the communes.
async fn share(session: &Session, places: &[Place], (from, to): (usize, usize)) -> Result<(), AppError> {
    let communes: Vec<(&Place, UnitId)> =
        places.iter().flat_map(|place| place.communes.iter().map(move |commune| (place, *commune))).collect();
    let part = |all: usize, n: usize| all * (n + 1) / communes.len() - all * n / communes.len();
    let mut waiting: Vec<(&Place, UnitId, u64, usize)> = Vec::new();
    let mut gathered = 0;
    for (n, (place, commune)) in communes.iter().enumerate() {
        let count = part(to, n) - part(from, n);
        let stream = (n as u64) << 32 | from as u64;
        waiting.push((place, *commune, stream, count));
        gathered += count;
        if gathered >= BATCH || n + 1 == communes.len() {
            enter(session, &waiting).await?;
            waiting.clear();
            gathered = 0;
        }
    }
    Ok(())
}

async fn enter(session: &Session, parts: &[(&Place, UnitId, u64, usize)]) -> Result<(), AppError> {
    let work = session.begin_system().await?;
    let permit = work.permit_program()?;
    let mut deeds = Vec::new();
    for (place, commune, stream, count) in parts {
        let mut chance = ChaCha8Rng::seed_from_u64(SEED);
        chance.set_stream(*stream);
        for number in 0..*count {
            deeds.push(deed(&work, &mut chance, place, *commune, *stream + number as u64)?);
        }
    }
    batch::enter(&work, &permit, deeds, Trail::LeftOut).await?;
    let subject = work.id::<()>().uuid();
    work.commit(subject).await
}

fn deed(work: &Work, chance: &mut ChaCha8Rng, place: &Place, unit: UnitId, number: u64) -> Result<Deed, AppError> {
    let today = work.today();
    let dated_on: Day = today - Days::new(chance.random_range(0..u64::from(today.ordinal())));
    let task = &place.tasks[chance.random_range(0..place.tasks.len())];
    let evidence =
        EvidenceDraft { address: format!("https://example.org/do/{number:x}"), sha256: None, captured_at: None };
    let draft = Draft {
        tasks: vec![task.id],
        product: task.product,
        channels: Vec::new(),
        topic: None,
        stage: Stage::Published,
        dated_on,
        quantity: 1,
        minutes: None,
        title: "[Đo] Báo cáo hoạt động".to_owned(),
        explanation: None,
        evidence: vec![evidence],
    };
    let written_at = midnight(dated_on);
    let step = |action, decision| Step { action, at: written_at + TimeDelta::zero(), decision };
    let mut steps = vec![step(ActivityAction::Submit, None)];
    match chance.random_range(0..100) {
        0..88 => steps.push(step(ActivityAction::Verify, None)),
        88..90 => steps.push(step(ActivityAction::Return, Some(Return::new("[Đo]", Vec::new())?))),
        _ => {}
    }
    Ok(Deed { unit, content: draft.check(work.now())?, written_at, steps })
}
