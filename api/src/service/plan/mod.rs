//! Plans: writing, issuing, revoking and importing them.

mod act;
mod import;
mod issue;
mod link;
mod organisation;
mod refusal;
mod revoke;
mod roster;
mod write;

use domain::{
    authz::Action,
    id::{PlanId, UnitId},
    plan::{Content, Draft, PlanAction, canonical},
};

pub(crate) use import::enter;
pub use import::{PlanImport, PlanImported, import};
pub use issue::issue;
pub use refusal::{IssuerRefusal, PlanRefusal};
pub use revoke::revoke;
pub use write::{create, update};

use crate::{
    error::AppError,
    service::fingerprint,
    session::{Event, Scope, Subject, Work},
    store::plan::{Picks, PlanRecord, Stored},
};

/// A plan as a client writes it.
#[derive(Debug, Clone)]
pub struct PlanInput {
    /// The document.
    pub draft: Draft,
    /// The plan that each act it carries out is, where the writer picked one; in the order of the acts.
    pub carries_out: Vec<Option<PlanId>>,
    /// The plan that each act it cites is, likewise.
    pub cites: Vec<Option<PlanId>>,
}

impl PlanInput {
    fn picks(&self) -> Picks {
        Picks { carries_out: self.carries_out.clone(), cites: self.cites.clone() }
    }
}

/// The steps that this caller may take with a plan now.
pub(crate) fn allowed(scope: &Scope, plan: &PlanRecord) -> Vec<PlanAction> {
    let gives = |action: PlanAction| {
        let action = match action {
            PlanAction::Edit => Action::WritePlan,
            PlanAction::Issue => Action::IssuePlan,
            PlanAction::Revoke => Action::RevokePlan,
        };
        scope.may_at(plan.issuer, action)
    };
    plan.state.allowed().iter().copied().filter(|action| gives(*action)).collect()
}

/// Who may write plans is asked of the issuer itself, so the day decides nothing.
fn of_issuer(work: &Work, issuer: UnitId) -> Subject<'static> {
    Subject { unit: issuer, day: work.today(), writers: &[] }
}

/// The plan, with all plans held.
async fn held(work: &Work, plan: PlanId) -> Result<Stored, AppError> {
    crate::store::plan::hold_all(work.tx()).await?;
    crate::store::plan::stored(work.tx(), work.scope(), plan).await?.ok_or_else(AppError::not_found)
}

fn check_version(stored: &Stored, version: i32) -> Result<(), AppError> {
    if stored.record.version == version { Ok(()) } else { Err(AppError::stale_version()) }
}

/// What tells one content from another: SHA-256 of its canonical form, in hex.
fn content_hash(content: &Content) -> String {
    fingerprint(canonical(content).as_bytes())
}

/// What the audit trail keeps of a plan. The content itself is kept where it is replaced; its hash holds it until then.
fn summary(issuer: UnitId, content: &Content, state: domain::plan::PlanState, version: i32) -> serde_json::Value {
    serde_json::json!({
        "issuer": issuer.to_string(),
        "symbol": content.symbol,
        "issuedOn": content.issued_on.map(|date| date.to_string()),
        "year": content.year.number(),
        "title": content.title,
        "state": state.as_str(),
        "version": version,
        "tasks": content.tasks.len(),
        "quotas": content.tasks.iter().map(|task| task.quotas.len()).sum::<usize>(),
        "contentHash": content_hash(content),
    })
}

fn event(plan: PlanId, action: &'static str, before: Option<serde_json::Value>, after: serde_json::Value) -> Event {
    Event { subject_kind: "PLAN", subject: plan.uuid(), action, before, after: Some(after), reason: None }
}
