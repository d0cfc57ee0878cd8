//! The demonstration: the whole country's units, five real plans, and labelled activity made by seeded chance.
//!
//! A first start that is killed, between any two lines, leaves nothing that is served: what is loaded is loaded in
//! steps that do nothing the second time, and only the last of them, in one transaction, marks the database as ready.

mod activity;
mod chance;
mod course;
mod official;
mod sample;
mod wording;

use std::collections::BTreeSet;

use domain::{
    calendar::Day,
    id::{UnitId, UserId},
    plan::validate,
    unit::CodeScheme,
};
use serde_json::json;
use uuid::Uuid;

use self::activity::Scene;
pub use self::official::{OFFICIALS, Official};
use crate::{
    error::{AppError, Code},
    file,
    service::{
        activity::batch::{self, Deed, Trail},
        plan::{self, PlanImported},
        unit::{self, Content, UnitFiles, UnitsImported},
        user,
    },
    session::{Event, Session, Work},
    store::{self, demo::IssuedPlan, setting::Noted},
};

/// Noted before anything else: the database is a demonstration's and nobody else's.
const BEGUN: &str = "demo.begun";
/// Noted with the last of the data: all of it is there.
const SEEDED: &str = "demo.seeded";

/// The code of tỉnh Quảng Ngãi, which the sample plan is for.
const SAMPLE_ISSUER: &str = "51";

/// How far a database is a demonstration's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Not at all.
    Other,
    /// Its first start has not ended, or was killed.
    Begun,
    /// It is ready to be served.
    Ready,
}

/// What a first start has just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The country's units are there.
    Units(UnitsImported),
    /// The real plans are issued.
    Plans {
        /// How many plans.
        plans: usize,
        /// How many obligations they made.
        obligations: usize,
    },
    /// The sample plan is issued.
    Sample {
        /// How many obligations it made.
        obligations: usize,
    },
    /// The activity is there.
    Activity {
        /// How many reports.
        reports: usize,
    },
}

/// How far the database is a demonstration's.
///
/// # Errors
/// The database failed.
pub async fn stage(session: &Session) -> Result<Stage, AppError> {
    let reading = session.reading().await?;
    let noted = async |key| store::setting::value(reading.tx(), reading.scope(), key).await;
    Ok(match (noted(BEGUN).await?, noted(SEEDED).await?) {
        (None, _) => Stage::Other,
        (Some(_), None) => Stage::Begun,
        (Some(_), Some(_)) => Stage::Ready,
    })
}

/// Loads what is not there yet, and tells `watch` of each step. A database that is ready is left as it is.
///
/// # Errors
/// `RULE_VIOLATED` `demo.other_data` for a database with users, plans or reports of its own; the database failed.
pub async fn prepare(session: &Session, watch: &(dyn Fn(Progress) + Sync)) -> Result<(), AppError> {
    match stage(session).await? {
        Stage::Ready => return Ok(()),
        Stage::Begun => {}
        Stage::Other => claim(session).await?,
    }
    watch(Progress::Units(unit::import(session, UnitFiles::carried()).await?));
    let carried = file::plan::CARRIED.map(|file| Content { name: file.name, bytes: file.bytes });
    let plans = plan::import(session, &carried).await?;
    let obligations = plans.iter().map(|plan| made(plan.done)).sum();
    watch(Progress::Plans { plans: plans.len(), obligations });
    seed(session, watch).await
}

/// The demonstration's officials, with their ids.
///
/// # Errors
/// `NOT_FOUND` in a database that is not ready.
pub async fn officials(session: &Session) -> Result<Vec<(Official, UserId)>, AppError> {
    let mut found = Vec::with_capacity(OFFICIALS.len());
    for official in OFFICIALS {
        found.push((official, user::by_name(session, official.name).await?));
    }
    Ok(found)
}

/// Takes the database for the demonstration, before anything else is written.
async fn claim(session: &Session) -> Result<(), AppError> {
    let work = session.begin_system().await?;
    let permit = work.permit_program()?;
    let noted = store::setting::note(work.tx(), &permit, BEGUN, &work.today().to_string()).await?;
    if noted == Noted::Now && store::demo::holds_work(work.tx(), work.scope()).await? {
        return Err(AppError::new(
            Code::RuleViolated,
            "Cơ sở dữ liệu đã có dữ liệu khác; minh họa cần một cơ sở dữ liệu riêng.",
            "The database holds other data; the demonstration wants a database of its own.",
        )
        .by("demo.other_data"));
    }
    let subject = work.id::<()>().uuid();
    if noted == Noted::Now {
        work.audit(&permit, event(subject, "CLAIM", None)).await?;
    }
    work.commit(subject).await
}

fn event(subject: Uuid, action: &'static str, after: Option<serde_json::Value>) -> Event {
    Event { subject_kind: "DEMONSTRATION", subject, action, before: None, after, reason: None }
}

/// Adds officials, sample plan and activity, and marks the database as ready: all of it or nothing.
async fn seed(session: &Session, watch: &(dyn Fn(Progress) + Sync)) -> Result<(), AppError> {
    let work = session.begin_system().await?;
    let permit = work.permit_program()?;
    let seeded = store::setting::note(work.tx(), &permit, SEEDED, &work.now().to_rfc3339()).await?;
    if seeded == Noted::Before {
        // Another first start was faster.
        return Ok(());
    }
    official::enter(&work).await?;
    let obligations = issue_sample(&work).await?;
    watch(Progress::Sample { obligations });
    let deeds = deeds(&work).await?;
    let reports = deeds.len();
    batch::enter(&work, &permit, deeds, Trail::Kept).await?;
    let subject = work.id::<()>().uuid();
    work.audit(&permit, event(subject, "SEED", Some(json!({ "reports": reports })))).await?;
    work.commit(subject).await?;
    watch(Progress::Activity { reports });
    Ok(())
}

/// Issues the sample plan for the province of today.
async fn issue_sample(work: &Work) -> Result<usize, AppError> {
    let (tx, scope, today) = (work.tx(), work.scope(), work.today());
    let issuer = store::unit::by_code(tx, scope, CodeScheme::Gso, SAMPLE_ISSUER, today).await?;
    let issuer = issuer.ok_or_else(AppError::not_found)?.id;
    let content = validate(&sample::draft(today, since(work, issuer).await?)?)?;
    let (_, done) = plan::enter(work, issuer, &content).await?;
    Ok(made(done))
}

/// The first day of a unit.
async fn since(work: &Work, unit: UnitId) -> Result<Day, AppError> {
    let ancestry = store::unit::ancestry(work.tx(), work.scope(), unit).await?;
    let first = ancestry.iter().filter(|row| row.distance == 0).map(|row| row.life.first_day()).min();
    Ok(first.unwrap_or_else(|| work.today()))
}

/// What everybody did.
async fn deeds(work: &Work) -> Result<Vec<Deed>, AppError> {
    let (tx, scope) = (work.tx(), work.scope());
    let mut deeds = Vec::new();
    for plan in store::demo::plans(tx, scope).await? {
        deeds.extend(deeds_under(work, &plan).await?);
    }
    Ok(deeds)
}

async fn deeds_under(work: &Work, plan: &IssuedPlan) -> Result<Vec<Deed>, AppError> {
    let (tx, scope) = (work.tx(), work.scope());
    let asks = store::demo::asks(tx, scope, plan.id).await?;
    let doers = asks.iter().flat_map(|ask| ask.members.iter().copied().chain([ask.unit]));
    let doers: BTreeSet<UnitId> = doers.chain([plan.issuer]).collect();
    let units = store::demo::units(tx, scope, &doers.into_iter().collect::<Vec<_>>()).await?;
    let scene = Scene { plan, units: &units, now: work.now() };
    if asks.is_empty() { scene.unasked(&store::demo::tasks(tx, scope, plan.id).await?) } else { scene.asked(&asks) }
}

const fn made(done: PlanImported) -> usize {
    match done {
        PlanImported::Issued { obligations, .. } => obligations,
        PlanImported::Unchanged | PlanImported::Revoked => 0,
    }
}
