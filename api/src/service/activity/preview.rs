//! What a report would count for, without writing it.

use domain::{activity::Draft, authz::Action, id::UnitId, quota::Product};

use super::content;
use crate::{
    error::AppError,
    service::contribution::{self, Counted},
    session::Session,
    store::{self, contribution::Held},
};

/// What a report would count for if it were submitted and verified now, and what stands in its way.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// The obligations it would count for, without those the unit is exempt from and those to which an issued plan
    /// contributes instead.
    pub counted: Vec<Counted>,
    /// Why it could not be kept, or kept and not submitted.
    pub problems: Vec<AppError>,
}

/// What a report of `unit` would count for. Nothing is written.
///
/// # Errors
/// `NOT_FOUND` for an unknown unit; FORBIDDEN without the right to write the unit's reports. What is wrong with the
/// content is among the problems instead.
pub async fn preview(session: &Session, unit: UnitId, draft: Draft) -> Result<Preview, AppError> {
    let reading = session.reading().await?;
    let (tx, scope) = (reading.tx(), reading.scope());
    if store::unit::by_ids(tx, scope, &[unit]).await?.is_empty() {
        return Err(AppError::not_found().at("unit"));
    }
    if !scope.may_at(unit, Action::WriteReport) {
        return Err(AppError::forbidden());
    }
    let content = match draft.check(session.now()) {
        Ok(content) => content,
        Err(error) => return Ok(Preview { problems: vec![error.into()], ..Preview::default() }),
    };
    let mut problems = content::obstacles(tx, scope, unit, &content).await?;
    let keepable = problems.is_empty();
    problems.extend(content.check_proof().err().map(AppError::from));
    let mut counted = Vec::new();
    if keepable {
        counted = contribution::of_report(tx, scope, unit, &content, Held::No).await?;
        counted.retain(|counted| !counted.exempt);
        if content.product == Product::Plan {
            let obligations: Vec<_> = counted.iter().map(|counted| counted.obligation).collect();
            let by_plan = store::obligation::with_plan_contribution(tx, scope, &obligations).await?;
            counted.retain(|counted| !by_plan.contains(&counted.obligation));
        }
    }
    Ok(Preview { counted, problems })
}
