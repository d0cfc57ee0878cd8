//! What becomes of a demonstration report after it was written.

use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::{
    activity::{ActivityAction, ReportField, Return},
    calendar::{Day, midnight},
};

use super::chance::Chance;
use crate::{error::AppError, service::activity::batch::Step};

/// How a report's course goes, if time allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    Draft,
    Submitted,
    Verified,
    Returned,
    /// Returned and handed in again.
    Again,
    /// The same, and found right then.
    AtLast,
    Withdrawn,
}

/// Why reports are given back, and the field at fault.
const REASONS: &[(&str, ReportField)] = &[
    ("[Minh họa] Đường dẫn minh chứng không mở được; đề nghị bổ sung.", ReportField::Evidence),
    ("[Minh họa] Ngày thực hiện không khớp với minh chứng.", ReportField::DatedOn),
    ("[Minh họa] Số lượng không khớp với minh chứng.", ReportField::Quantity),
    ("[Minh họa] Tiêu đề chưa nêu rõ nội dung tuyên truyền.", ReportField::Title),
];

/// When a report about `dated_on` is written, and the steps it takes up to `now`.
///
/// `horizon` is the last day of the unit, or today: what happened shortly before it is the least settled. A unit that
/// ended leaves some reports open, for whoever still holds a grant above it.
pub(super) fn take(
    chance: &mut Chance,
    dated_on: Day,
    horizon: Day,
    now: DateTime<Utc>,
) -> Result<(DateTime<Utc>, Vec<Step>), AppError> {
    use ActivityAction::{Return as GiveBack, Submit, Verify, Withdraw};
    let actions: &[ActivityAction] = match course(chance, (horizon - dated_on).num_days()) {
        Course::Draft => &[],
        Course::Submitted => &[Submit],
        Course::Verified => &[Submit, Verify],
        Course::Returned => &[Submit, GiveBack],
        Course::Again => &[Submit, GiveBack, Submit],
        Course::AtLast => &[Submit, GiveBack, Submit, Verify],
        Course::Withdrawn => &[Submit, Withdraw],
    };
    let office_hours = TimeDelta::minutes(chance.between(8 * 60, 17 * 60));
    let mut at = midnight(dated_on + Days::new(u64::try_from(chance.between(0, 2)).unwrap_or(0))) + office_hours;
    if at > now {
        // Written today, before now.
        at = (midnight(dated_on) + TimeDelta::minutes(chance.between(1, 30))).min(now);
    }
    let written_at = at;
    let mut steps = Vec::with_capacity(actions.len());
    for action in actions {
        at += TimeDelta::minutes(match action {
            Submit => chance.between(10, 36 * 60),
            _ => chance.between(2 * 60, 6 * 24 * 60),
        });
        // What time does not allow has not happened yet.
        if at > now {
            break;
        }
        let decision = if *action == GiveBack { chance.one_of(REASONS) } else { None };
        let decision = decision.map(|(reason, field)| Return::new(reason, vec![*field])).transpose()?;
        steps.push(Step { action: *action, at, decision });
    }
    Ok((written_at, steps))
}

fn course(chance: &mut Chance, age: i64) -> Course {
    use Course::{Again, AtLast, Draft, Returned, Submitted, Verified, Withdrawn};
    match age {
        ..=14 => chance.weighted(Verified, &[(40, Submitted), (7, Returned), (4, Again), (8, Draft), (1, Withdrawn)]),
        15..=45 => chance
            .weighted(Verified, &[(10, Submitted), (4, Returned), (2, Again), (2, AtLast), (2, Draft), (1, Withdrawn)]),
        _ => chance.weighted(Verified, &[(1, Submitted), (2, Returned), (3, AtLast), (1, Withdrawn)]),
    }
}
