//! Units: loading the country's directory.

use std::collections::BTreeMap;

use domain::{
    calendar::{Day, Span},
    id::{Id, UnitId},
    unit::{self, Ancestor, Directory, Editions, ImportError, Input, Life, Turn},
};

use crate::{
    error::{AppError, Code},
    file::{FileError, country, units},
    service::fingerprint,
    session::{Event, Session, Work},
    store::{self, activity::Unlived},
};

/// A file by its name, for messages, and its content.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// The name.
    pub name: &'a str,
    /// The content.
    pub bytes: &'a [u8],
}

/// Two adjoining editions of the directory and what became of the units of the first.
#[derive(Debug, Clone, Copy)]
pub struct UnitFiles<'a> {
    /// The edition valid up to `valid_to`.
    pub first: Content<'a>,
    /// The edition valid from `valid_from`.
    pub second: Content<'a>,
    /// The successions.
    pub successions: Content<'a>,
    /// The last day of the first edition.
    pub valid_to: Day,
    /// The first day of the second edition, the day after.
    pub valid_from: Day,
}

impl UnitFiles<'static> {
    /// The whole country around 1 July 2025, as the program carries it.
    #[must_use]
    pub const fn carried() -> Self {
        const fn content(file: country::Carried) -> Content<'static> {
            Content { name: file.name, bytes: file.bytes }
        }
        Self {
            first: content(country::FIRST),
            second: content(country::SECOND),
            successions: content(country::SUCCESSIONS),
            valid_to: country::VALID_TO,
            valid_from: country::VALID_FROM,
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitsImported {
    /// Rows read from the two editions.
    pub rows: usize,
    /// Units that are new.
    pub added: usize,
    /// Units of which something else is said now.
    pub changed: usize,
    /// Successions read.
    pub successions: usize,
}

/// At most so many obligations or reports are named when an import is refused.
const NAMED: usize = 100;

/// Enters the editions into the directory, all or nothing. The same files again change nothing.
///
/// # Errors
/// `BAD_USER_INPUT` or `RULE_VIOLATED` with file and line for what cannot be; `RULE_VIOLATED` `unit.owes` with the
/// obligations that the change would alter, `unit.reported` with the reports of units that would not live on their
/// dates; FORBIDDEN.
pub async fn import(session: &Session, files: UnitFiles<'_>) -> Result<UnitsImported, AppError> {
    let turn = Turn::new(files.valid_to, files.valid_from)?;
    let first = units::parse_edition(files.first.name, files.first.bytes)?;
    let second = units::parse_edition(files.second.name, files.second.bytes)?;
    let successions = units::parse_successions(files.successions.name, files.successions.bytes)?;
    let editions = Editions { first: &first, second: &second, successions: &successions, turn };

    let work = session.begin_system().await?;
    let permit = work.permit_program()?;
    // Nobody issues a plan for units that change meanwhile.
    store::plan::hold_all(work.tx()).await?;
    let known = store::unit::directory(work.tx(), work.scope()).await?;
    let import = unit::import(&editions, &known, || work.id()).map_err(|error| blame(&files, &error))?;
    let done = UnitsImported {
        rows: first.records().len() + second.records().len(),
        added: import.difference.added.len(),
        changed: import.difference.changed.len(),
        successions: successions.len(),
    };
    if import.difference.is_empty() {
        return Ok(done);
    }
    let (before, after) = (known.closure(), import.directory.closure());
    let changes = before.changes(&after);
    refuse_altered(&work, &import.directory, &bearing(&known, &import.directory, &changes)).await?;
    // Nobody submits a report of a unit that ends meanwhile.
    store::unit::hold(work.tx()).await?;
    store::unit::apply(work.tx(), &permit, &import.difference, work.now(), || work.id::<()>().uuid()).await?;
    let moved: Vec<UnitId> = changes.keys().copied().collect();
    let rows: Vec<Ancestor> = moved.iter().flat_map(|unit| after.of(*unit)).copied().collect();
    store::unit::replace_ancestors(work.tx(), &permit, &moved, &rows).await?;
    refuse_unlived(&work, &import.directory, &moved).await?;
    let subject = work.id::<()>().uuid();
    let sources = [files.first, files.second, files.successions].map(audited);
    let event = Event {
        subject_kind: "DIRECTORY",
        subject,
        action: "IMPORT",
        before: None,
        after: Some(serde_json::json!({
            "validTo": files.valid_to.to_string(),
            "validFrom": files.valid_from.to_string(),
            "added": done.added,
            "changed": done.changed,
            "successions": done.successions,
            // The directory itself does not say what it was read from.
            "files": sources,
        })),
        reason: None,
    };
    work.audit(&permit, event).await?;
    work.commit(subject).await?;
    Ok(done)
}

/// A file as the audit trail keeps it: its name, and what tells its content from any other.
fn audited(file: Content<'_>) -> serde_json::Value {
    serde_json::json!({ "name": file.name, "sha256": fingerprint(file.bytes) })
}

/// Names the file and line to blame.
fn blame(files: &UnitFiles<'_>, error: &ImportError) -> AppError {
    match error.place() {
        None => AppError::from(error.clone()),
        Some((input, line)) => {
            let file = match input {
                Input::First => files.first.name,
                Input::Second => files.second.name,
                Input::Successions => files.successions.name,
            };
            FileError::at_line(file, line, None, error).into()
        }
    }
}

/// The days of each unit whose change bears on what it owes: on which it stands elsewhere, or is of another set.
fn bearing(known: &Directory, after: &Directory, moved: &BTreeMap<UnitId, Vec<Life>>) -> BTreeMap<UnitId, Vec<Life>> {
    let mut days = moved.clone();
    for (old, new) in known.units().filter_map(|old| Some((old, after.unit(old.id())?))) {
        let reclassified = old.reclassified(new);
        if !reclassified.is_empty() {
            days.entry(old.id()).or_default().extend(reclassified);
        }
    }
    days
}

/// Refuses a change of days in the full window of an obligation of a unit, or of a set that it is a member of: what was
/// worked out from these days would no longer add up.
async fn refuse_altered(
    work: &Work,
    directory: &Directory,
    changes: &BTreeMap<UnitId, Vec<Life>>,
) -> Result<(), AppError> {
    let units: Vec<UnitId> = changes.keys().copied().collect();
    let owed = store::unit::owed_windows(work.tx(), work.scope(), &units).await?;
    let mut altered: Vec<_> = owed
        .into_iter()
        .filter(|owed| {
            let window = Span::new(owed.window_starts_on, owed.window_ends_on).ok();
            let days = changes.get(&UnitId::new(owed.bound_id));
            window.zip(days).is_some_and(|(window, days)| days.iter().any(|life| meets(*life, window)))
        })
        .collect();
    altered.dedup_by_key(|owed| owed.id);
    let altered: Vec<String> = altered
        .into_iter()
        .map(|owed| {
            let unit = directory.unit(Id::new(owed.unit_id)).map(unit::Unit::label).unwrap_or_default();
            let (plan, quota) = (owed.plan.unwrap_or_default(), owed.quota.unwrap_or_default());
            format!("{unit}: {plan} {quota} {}/{}", owed.starts_on, owed.ends_on)
        })
        .collect();
    if altered.is_empty() {
        return Ok(());
    }
    let (count, [vi, en]) = (altered.len(), named(&altered));
    Err(AppError::new(
        Code::RuleViolated,
        format!("Thay đổi này làm sai lệch {count} nghĩa vụ đã ghi: {vi}."),
        format!("The change would alter {count} stored obligations: {en}."),
    )
    .by("unit.owes"))
}

/// Refuses a change, once it is written, by which reports that count are dated on days on which their unit does not
/// live: nobody above it would ever see them again. Given back first, they can be dated otherwise or withdrawn.
async fn refuse_unlived(work: &Work, directory: &Directory, units: &[UnitId]) -> Result<(), AppError> {
    let unlived = store::activity::unlived(work.tx(), work.scope(), units).await?;
    if unlived.is_empty() {
        return Ok(());
    }
    let name = |report: &Unlived| {
        let unit = directory.unit(Id::new(report.unit_id)).map(unit::Unit::label).unwrap_or_default();
        format!("{unit}: {} {}", report.dated_on, report.title)
    };
    let unlived: Vec<String> = unlived.iter().map(name).collect();
    let (count, [vi, en]) = (unlived.len(), named(&unlived));
    Err(AppError::new(
        Code::RuleViolated,
        format!("Đơn vị sẽ không tồn tại vào ngày của {count} báo cáo đã gửi: {vi}."),
        format!("The units of {count} submitted reports would not live on their dates: {en}."),
    )
    .by("unit.reported"))
}

/// As many as a message names, and how many more there are, in Vietnamese and English.
fn named(all: &[String]) -> [String; 2] {
    let listed = all.get(..NAMED).unwrap_or(all).join("; ");
    match all.len().saturating_sub(NAMED) {
        0 => [listed.clone(), listed],
        more => [format!("{listed}; và {more} mục khác"), format!("{listed}; and {more} more")],
    }
}

fn meets(life: Life, window: Span) -> bool {
    life.first_day() <= window.last() && window.first() <= life.last_day()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_a_hundred_and_counts_the_others() {
        let all: Vec<String> = (1..=114).map(|n| n.to_string()).collect();
        let hundred = all[..100].join("; ");
        assert_eq!(named(&all[..100]), [hundred.clone(), hundred.clone()]);
        assert_eq!(named(&all), [format!("{hundred}; và 14 mục khác"), format!("{hundred}; and 14 more")]);
    }
}
