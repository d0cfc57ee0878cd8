//! From a plan as written to one that can be read in one way only.

use super::{
    Act, Content, Draft, Indicator, Organisation, PlanError, PlanFault, ReportDuty,
    content::{Deadline, Document},
    field::{
        Keys, bounded, distinct, each, key, maybe_name, maybe_prose, maybe_title, name, plausible, prose, title, unique,
    },
};
use crate::task::{Group, Task};

/// The most tasks of one plan.
pub const TASKS_MAX: usize = 500;
/// The most entries of any other list in a plan.
pub const ENTRIES_MAX: usize = 500;
/// The first year a plan may be for.
pub const FIRST_YEAR: i32 = 2000;
/// The last year a plan may be for.
pub const LAST_YEAR: i32 = 2100;

/// Checks a plan as somebody wrote it and brings its texts into normal form.
///
/// # Errors
///
/// The first thing that cannot be kept, with the path of the field at fault (`tasks[3].quotas[0].minimum`).
pub fn validate(draft: &Draft) -> Result<Content, PlanError> {
    bounded::<{ FIRST_YEAR as i64 }, { LAST_YEAR as i64 }>("year", draft.year.number().into())?;
    distinct("subjects", &draft.subjects)?;
    distinct("indices", &draft.indices)?;
    let organisations = each("organisations", ENTRIES_MAX, &draft.organisations, organisation)?;
    unique(paths("organisations", "key", organisations.iter().map(|organisation| organisation.key.as_str())))?;
    let keys = Keys::new(organisations.iter().map(|organisation| organisation.key.as_str()));
    let indicators = each("indicators", ENTRIES_MAX, &draft.indicators, indicator)?;
    unique(paths("indicators", "key", indicators.iter().map(|indicator| indicator.key.as_str())))?;
    let tasks = each("tasks", TASKS_MAX, &draft.tasks, |at, task| task.check(at, draft.year, &keys))?;
    unique(paths("tasks", "no", tasks.iter().map(|task| task.no.as_str())))?;
    unique(tasks.iter().enumerate().flat_map(quota_numbers))?;
    Ok(Document {
        symbol: maybe_name("symbol", draft.symbol.as_deref())?,
        issued_on: draft.issued_on,
        year: draft.year,
        subjects: draft.subjects.clone(),
        title: title("title", &draft.title)?,
        carries_out: each("carriesOut", ENTRIES_MAX, &draft.carries_out, act)?,
        cites: each("cites", ENTRIES_MAX, &draft.cites, act)?,
        organisations,
        themes: texts("themes", &draft.themes)?,
        tasks,
        report_duties: each("reportDuties", ENTRIES_MAX, &draft.report_duties, |at, duty| {
            report_duty(at, duty, &keys)
        })?,
        deadlines: each("deadlines", ENTRIES_MAX, &draft.deadlines, deadline)?,
        indices: draft.indices.clone(),
        indicators,
        funding: maybe_prose("funding", draft.funding.as_deref())?,
        recipients: texts("recipients", &draft.recipients)?,
        doubts: texts("doubts", &draft.doubts)?,
        source: maybe_name("source", draft.source.as_deref())?,
    })
}

fn paths<'a>(list: &str, part: &str, keys: impl Iterator<Item = &'a str>) -> Vec<(String, &'a str)> {
    keys.enumerate().map(|(index, key)| (format!("{list}[{index}].{part}"), key)).collect()
}

/// A quota number is unique in the whole plan, not only in its task.
fn quota_numbers((index, task): (usize, &Task)) -> Vec<(String, &str)> {
    paths(&format!("tasks[{index}].quotas"), "no", task.quotas.iter().map(|quota| quota.no.as_str()))
}

fn texts(field: &str, entries: &[String]) -> Result<Vec<String>, PlanError> {
    each(field, ENTRIES_MAX, entries, |at, text| prose(at, text))
}

fn act(at: &str, act: &Act) -> Result<Act, PlanError> {
    let symbol = maybe_name(&format!("{at}.symbol"), act.symbol.as_deref())?;
    let field = format!("{at}.title");
    let raw = act.title.as_deref();
    // Without a symbol the title is all there is.
    let title =
        if symbol.is_none() { Some(title(&field, raw.unwrap_or_default())?) } else { maybe_title(&field, raw)? };
    let issuer = maybe_name(&format!("{at}.issuer"), act.issuer.as_deref())?;
    Ok(Act { symbol, issued_on: act.issued_on, issuer, title })
}

fn organisation(at: &str, organisation: &Organisation) -> Result<Organisation, PlanError> {
    let field = format!("{at}.key");
    let key = key(&field, &organisation.key)?;
    // A duty names its holder by key or by group in one and the same place.
    if key.parse::<Group>().is_ok() {
        return Err(PlanFault::Key.at(field));
    }
    Ok(Organisation { key, name: name(&format!("{at}.name"), &organisation.name)?, ..organisation.clone() })
}

fn indicator(at: &str, indicator: &Indicator) -> Result<Indicator, PlanError> {
    Ok(Indicator {
        key: key(&format!("{at}.key"), &indicator.key)?,
        name: name(&format!("{at}.name"), &indicator.name)?,
    })
}

fn deadline(at: &str, deadline: &Deadline) -> Result<Deadline, PlanError> {
    Ok(Deadline {
        what: prose(&format!("{at}.what"), &deadline.what)?,
        by: plausible(&format!("{at}.by"), deadline.by)?,
    })
}

fn report_duty(at: &str, duty: &ReportDuty, keys: &Keys) -> Result<ReportDuty, PlanError> {
    let field = format!("{at}.through");
    let through = each(&field, ENTRIES_MAX, &duty.through, |at, key| keys.known(at, key))?;
    distinct(&field, &through)?;
    Ok(ReportDuty {
        holder: duty.holder.check(&format!("{at}.holder"), keys)?,
        addressee: maybe_name(&format!("{at}.addressee"), duty.addressee.as_deref())?,
        through,
        cycle: duty.cycle,
        form: duty.form,
        embedded_in: maybe_title(&format!("{at}.embeddedIn"), duty.embedded_in.as_deref())?,
        text: maybe_prose(&format!("{at}.text"), duty.text.as_deref())?,
    })
}
