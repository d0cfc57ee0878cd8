//! The figures that are measured, without the API around them.

use chrono::Datelike;
use domain::{calendar::Year, compliance::AsOf, unit::CodeScheme};

use super::PROVINCE;
use crate::{
    error::AppError,
    session::Session,
    store::{
        self,
        compliance::Asked,
        obligation::{ObligationFilter, Sight},
    },
};

/// The ways to the same figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From kept tallies: the one in use.
    Tallies,
    /// From the obligations, with the amounts kept with them: in use where a filter is given.
    Obligations,
    /// From the obligations, with what the reports contributed summed up anew: in use for days in the past.
    Contributions,
}

/// The figures of the measured province this year, by commune: counts per state. Gives the number of communes.
///
/// # Errors
/// The country is not there; the database failed.
pub async fn figures(session: &Session, way: Way) -> Result<usize, AppError> {
    let reading = session.reading().await?;
    let (tx, scope, today) = (reading.tx(), reading.scope(), session.today());
    let root = store::unit::by_code(tx, scope, CodeScheme::Gso, PROVINCE, today).await?;
    let root = root.ok_or_else(AppError::not_found)?.id;
    let mut asked =
        Asked { span: Year::new(today.year())?.span(), as_of: AsOf::Today(today), filter: ObligationFilter::default() };
    match way {
        Way::Tallies => {}
        Way::Obligations => {
            // A filter that leaves nothing out, and that no tally knows.
            let plans = store::demo::plans(tx, scope).await?;
            asked.filter.plan = plans.iter().find(|plan| plan.issuer == root).map(|plan| plan.id);
        }
        Way::Contributions => asked.as_of = AsOf::Past(today.pred_opt().unwrap_or(today)),
    }
    let sums = store::compliance::sums(tx, scope, &[root], &asked, Sight::Whole).await?;
    Ok(sums.values().map(|sums| sums.parts.len()).sum())
}
