//! Contributions against the reports and plans they come from.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
};

use domain::{
    contribution::{Claim, Credit, Issue, amount, plan_amount},
    id::{ActivityReportId, Id, Kind, ObligationId, PlanId, TaskId},
};

use super::Difference;
use crate::{
    error::AppError,
    session::Reading,
    store::{
        self,
        activity::ReportRecord,
        contribution::{Candidate, Stored},
    },
};

/// How many reports are checked at a time.
const CHUNK: i64 = 500;

/// Checks the next reports after `after`; gives the last of them, or nothing when there are no more.
pub(super) async fn reports(
    reading: &Reading,
    after: Option<ActivityReportId>,
    found: &mut Vec<Difference>,
) -> Result<Option<ActivityReportId>, AppError> {
    let (tx, scope) = (reading.tx(), reading.scope());
    let ids = store::contribution::counting_reports(tx, scope, after, CHUNK).await?;
    let records = store::activity::by_ids(tx, scope, &ids).await?;
    let mut tasks: Vec<TaskId> = records.iter().flat_map(|record| record.content.tasks.iter().copied()).collect();
    tasks.sort_unstable();
    tasks.dedup();
    let chains = store::contribution::chains(tx, scope, &tasks).await?;
    let candidates = store::contribution::candidates_of_reports(tx, scope, &ids).await?;
    let mut stored = store::contribution::stored_of_reports(tx, scope, &ids).await?;
    for record in &records {
        let of_record = candidates.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        let expected = expected(record, &chains, of_record);
        compare(record.id, stored.remove(&record.id).unwrap_or_default(), expected, found);
    }
    Ok(ids.last().copied())
}

fn expected(record: &ReportRecord, chains: &HashMap<TaskId, Vec<TaskId>>, candidates: &[Candidate]) -> Vec<Stored> {
    let Some(credit) = Credit::of(record.state) else {
        return Vec::new();
    };
    let content = &record.content;
    let tasks: Vec<TaskId> = content.tasks.iter().filter_map(|task| chains.get(task)).flatten().copied().collect();
    let claim = Claim {
        unit: record.unit,
        tasks: &tasks,
        product: content.product,
        channels: &content.channels,
        topic: content.topic.as_ref(),
        stage: content.stage,
        minutes: content.minutes,
        dated_on: content.dated_on,
        quantity: content.quantity,
    };
    let stored = |candidate: &Candidate| {
        let amount = amount(&claim, &candidate.duty())?;
        Some(Stored { obligation: candidate.obligation, amount, credit, dated_on: content.dated_on })
    };
    candidates.iter().filter_map(stored).collect()
}

/// Checks what issued plans add.
pub(super) async fn plans(reading: &Reading, found: &mut Vec<Difference>) -> Result<(), AppError> {
    let (tx, scope) = (reading.tx(), reading.scope());
    let mut stored = store::contribution::stored_of_plans(tx, scope).await?;
    let mut expected: HashMap<PlanId, Vec<Stored>> = HashMap::new();
    for source in store::contribution::issued_sources(tx, scope).await? {
        let issue = Issue { issuer: source.issuer, carries_out: &[source.carries_out], issued_on: source.issued_on };
        if let Some(amount) = plan_amount(&issue, &source.candidate.duty()) {
            let (obligation, dated_on) = (source.candidate.obligation, source.issued_on);
            let part = Stored { obligation, amount, credit: Credit::Achieved, dated_on };
            let parts = expected.entry(source.source).or_default();
            // A plan may say twice that it carries another out.
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    let plans: BTreeSet<PlanId> = stored.keys().chain(expected.keys()).copied().collect();
    for plan in plans {
        let expected = expected.remove(&plan).unwrap_or_default();
        compare(plan, stored.remove(&plan).unwrap_or_default(), expected, found);
    }
    Ok(())
}

fn compare<K: Kind>(source: Id<K>, stored: Vec<Stored>, expected: Vec<Stored>, found: &mut Vec<Difference>) {
    let by_obligation = |parts: Vec<Stored>| -> BTreeMap<ObligationId, Stored> {
        parts.into_iter().map(|part| (part.obligation, part)).collect()
    };
    let (stored, expected) = (by_obligation(stored), by_obligation(expected));
    let obligations: BTreeSet<&ObligationId> = stored.keys().chain(expected.keys()).collect();
    for obligation in obligations {
        let (is, should) = (stored.get(obligation), expected.get(obligation));
        if is != should {
            found.push(Difference::new(format!("{source} to {obligation}"), Said(is), Said(should)));
        }
    }
}

struct Said<'a>(Option<&'a Stored>);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("nothing"),
            Some(part) => write!(f, "{} {} on {}", part.amount, part.credit, part.dated_on),
        }
    }
}
