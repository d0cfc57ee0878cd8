//! Importing plans from files.

use domain::{
    authz::Action,
    id::{PlanId, UnitId},
    plan::{self, PlanState},
    unit::{CodeScheme, Tier},
};

use super::{
    IssuerRefusal, PlanRefusal, content_hash, event, issue::issue_stored, link::check_units, of_issuer, summary,
};
use crate::{
    error::AppError,
    file::plan::{IssuerReference, PlanFile, in_file, parse},
    service::{
        contribution::{self, Issued},
        unit::Content,
    },
    session::{Session, Work},
    store::{
        self,
        plan::{Header, Picks},
        unit::{UnitRecord, UnitVersion},
    },
};

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanImport {
    /// The name of the file.
    pub file: String,
    /// The plan.
    pub plan: PlanId,
    /// Its symbol, if it has one.
    pub symbol: Option<String>,
    /// Its title.
    pub title: String,
    /// What was done.
    pub done: PlanImported,
}

/// What an import did to one plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanImported {
    /// It was new and is issued now.
    Issued {
        /// How many tasks it has.
        tasks: usize,
        /// How many quotas.
        quotas: usize,
        /// How many obligations it made.
        obligations: usize,
    },
    /// It was known already with the same content.
    Unchanged,
    /// The same, and it was revoked; it stays so.
    Revoked,
}

/// Stores and issues the plans of the files, all or none, the earliest first; outcomes come in the order of the files.
///
/// # Errors
/// Every error names the file: `BAD_USER_INPUT` or `RULE_VIOLATED` for what cannot be, CONFLICT for a plan that is known
/// with another content; FORBIDDEN.
pub async fn import(session: &Session, files: &[Content<'_>]) -> Result<Vec<PlanImport>, AppError> {
    let mut plans = Vec::with_capacity(files.len());
    for (place, file) in files.iter().enumerate() {
        plans.push((place, file.name, parse(file.name, file.bytes)?));
    }
    // A plan can only carry out one that is there already.
    plans.sort_by_key(|(place, _, plan)| (plan.content.issued_on, plan.issuer.tier, *place));
    let work = session.begin_system().await?;
    store::plan::hold_all(work.tx()).await?;
    let mut done = Vec::with_capacity(plans.len());
    let mut gathered = Issued::default();
    for (place, file, plan) in plans {
        let outcome = import_one(&work, file, plan, &mut gathered).await;
        done.push((place, outcome.map_err(|error| error.called(in_file).in_file(file))?));
    }
    contribution::plans_issued(&work, &work.permit_program()?, gathered).await?;
    let nothing_to_repeat = work.id::<()>().uuid();
    work.commit(nothing_to_repeat).await?;
    done.sort_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, outcome)| outcome).collect())
}

async fn import_one(work: &Work, file: &str, plan: PlanFile, gathered: &mut Issued) -> Result<PlanImport, AppError> {
    let PlanFile { issuer, content } = plan;
    let issuer = find_issuer(work, &issuer).await?;
    let (plan, done) = add(work, issuer, &content, gathered).await?;
    Ok(PlanImport { file: file.to_owned(), plan, symbol: content.symbol, title: content.title, done })
}

/// Stores and issues a plan within a write in progress, unless it is known with the same content.
///
/// # Errors
/// CONFLICT for a plan that is known with another content; FORBIDDEN; what a plan must not be when it is issued.
pub(crate) async fn enter(
    work: &Work,
    issuer: UnitId,
    content: &plan::Content,
) -> Result<(PlanId, PlanImported), AppError> {
    store::plan::hold_all(work.tx()).await?;
    let mut gathered = Issued::default();
    let entered = add(work, issuer, content, &mut gathered).await?;
    contribution::plans_issued(work, &work.permit_program()?, gathered).await?;
    Ok(entered)
}

/// The same, in a write that holds all plans, but for the figures.
async fn add(
    work: &Work,
    issuer: UnitId,
    content: &plan::Content,
    gathered: &mut Issued,
) -> Result<(PlanId, PlanImported), AppError> {
    let permit = work.permit(Action::IssuePlan, of_issuer(work, issuer)).await?;
    if let Some(known) = store::plan::known_as(work.tx(), work.scope(), issuer, content).await? {
        if known.content_hash.as_deref() != Some(content_hash(content).as_str()) {
            return Err(PlanRefusal::Changed.into());
        }
        let revoked = known.state == PlanState::Revoked;
        return Ok((known.id, if revoked { PlanImported::Revoked } else { PlanImported::Unchanged }));
    }
    check_units(work, content).await?;
    let plan: PlanId = work.id();
    let header = Header { id: plan, issuer, created_by: permit.actor(), created_at: work.now() };
    let new_id = || work.id::<()>().uuid();
    store::plan::insert(work.tx(), &permit, header, content, &Picks::default(), new_id).await?;
    work.audit(&permit, event(plan, "CREATE", None, summary(issuer, content, PlanState::Draft, 1))).await?;
    let stored = store::plan::stored(work.tx(), work.scope(), plan).await?;
    let stored = stored.ok_or_else(|| AppError::internal(format!("{plan} was not stored")))?;
    let obligations = issue_stored(work, &permit, &stored, gathered).await?;
    let quotas = content.tasks.iter().map(|task| task.quotas.len()).sum();
    Ok((plan, PlanImported::Issued { tasks: content.tasks.len(), quotas, obligations }))
}

/// The unit that a file names, if everything it says of it agrees with the directory.
async fn find_issuer(work: &Work, named: &IssuerReference) -> Result<UnitId, AppError> {
    let day = named.edition.day();
    let unknown = || IssuerRefusal::Unknown { code: named.code.clone(), day };
    let unit = store::unit::by_code(work.tx(), work.scope(), CodeScheme::Gso, &named.code, day).await?;
    let unit = unit.ok_or_else(unknown)?.id;
    let mut line = store::unit::above_on(work.tx(), work.scope(), unit, day).await?;
    line.push(unit);
    let line = store::unit::by_ids(work.tx(), work.scope(), &line).await?;
    let version = line.iter().find(|record| record.id == unit).and_then(|record| record.on(day)).ok_or_else(unknown)?;
    if version.name != named.name {
        return Err(IssuerRefusal::Name { recorded: version.name.clone() }.into());
    }
    if version.tier != named.tier {
        return Err(IssuerRefusal::Tier { recorded: version.tier }.into());
    }
    let places = [
        ("province_code", Tier::Province, Some(named.province_code.as_str())),
        ("district_code", Tier::District, named.district_code.as_deref()),
    ];
    for (field, tier, said) in places {
        let recorded = line.iter().filter_map(|record: &UnitRecord| record.on(day)).find(|at| at.tier == tier);
        let recorded = recorded.and_then(gso);
        if recorded != said {
            return Err(IssuerRefusal::Elsewhere { field, recorded: recorded.map(str::to_owned) }.into());
        }
    }
    Ok(unit)
}

fn gso(version: &UnitVersion) -> Option<&str> {
    version.codes.iter().find(|(scheme, _)| *scheme == CodeScheme::Gso).map(|(_, code)| code.as_str())
}
