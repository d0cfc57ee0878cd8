//! How an obligation stands, on any day.

#[cfg(test)]
mod tests;

use chrono::Days;

use crate::{
    calendar::{Day, Span, WindowKind},
    word::words,
};

words! {
    /// The state of an obligation on one day, in the order in which the rule asks: the first that holds is it.
    pub enum State {
        /// Taken out of all figures by a reviewer above (được miễn).
        Exempt = "EXEMPT",
        /// What is achieved reaches the target (hoàn thành).
        Met = "MET",
        /// A ONCE that reached its target only after its due or extended date (hoàn thành muộn).
        MetLate = "MET_LATE",
        /// Its window has not begun (chưa đến kỳ).
        NotDue = "NOT_DUE",
        /// Closed; what is pending would make it met (chờ thẩm tra).
        AwaitingReview = "AWAITING_REVIEW",
        /// Closed, and even what is pending does not reach the target (không hoàn thành).
        Missed = "MISSED",
        /// Open, and behind the even pace of its window (có nguy cơ).
        AtRisk = "AT_RISK",
        /// Open, and not behind (đúng tiến độ).
        OnTrack = "ON_TRACK",
    }
}

words! {
    /// The part of a state that no passing of days changes: what is stored with an obligation.
    pub enum Standing {
        /// Its plan was revoked: it is in no figure.
        Revoked = "REVOKED",
        /// EXEMPT on every day.
        Exempt = "EXEMPT",
        /// MET on every day.
        Met = "MET",
        /// `MET_LATE` on every day.
        MetLate = "MET_LATE",
        /// Not met, but would be if everything pending were verified.
        Ready = "READY",
        /// Not met, even if everything pending were verified.
        Short = "SHORT",
    }
}

words! {
    /// Whether an obligation binds.
    pub enum Validity {
        /// It binds.
        InForce = "IN_FORCE",
        /// A reviewer above took it out of all figures.
        Exempt = "EXEMPT",
        /// Its plan was revoked; this outweighs an exemption.
        Revoked = "REVOKED",
    }
}

/// What an obligation asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How much is owed: 1 to 10,000.
    pub target: i64,
    /// The clipped window.
    pub span: Span,
    /// The last day before it closes: the last of the window, or the day it was extended to.
    pub closes_on: Day,
    /// The kind of window; only a ONCE can be met late.
    pub kind: WindowKind,
}

/// What was contributed to an obligation. No amount is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amounts {
    /// From verified reports and issued plans.
    pub achieved: i64,
    /// The part of `achieved` that is dated up to the day the obligation closes. Only for a ONCE can it be less.
    pub in_time: i64,
    /// From reports submitted and not yet verified.
    pub pending: i64,
}

impl Amounts {
    /// What is achieved or may yet be.
    #[must_use]
    pub const fn claimed(self) -> i64 {
        self.achieved + self.pending
    }

    /// What is still to be done towards `target`, never below 0.
    #[must_use]
    pub fn remaining(self, target: i64) -> i64 {
        (target - self.claimed()).max(0)
    }
}

/// How an obligation stands, whatever the day.
#[must_use]
pub fn standing(terms: &Terms, amounts: Amounts, validity: Validity) -> Standing {
    match validity {
        Validity::Revoked => Standing::Revoked,
        Validity::Exempt => Standing::Exempt,
        Validity::InForce if amounts.achieved >= terms.target => {
            if terms.kind == WindowKind::Once && amounts.in_time < terms.target {
                Standing::MetLate
            } else {
                Standing::Met
            }
        }
        Validity::InForce if amounts.claimed() >= terms.target => Standing::Ready,
        Validity::InForce => Standing::Short,
    }
}

/// The first day on which what is claimed is behind the even pace of the window, or nothing if the target is claimed.
///
/// On the k-th of d days the pace is `floor(target × k / d)`. It first exceeds what is claimed, c, on the smallest k
/// with `target × k ≥ (c + 1) × d`, and it reaches the target on the last day, so the day always lies in the window.
#[must_use]
pub fn risk_on(terms: &Terms, amounts: Amounts) -> Option<Day> {
    let claimed = amounts.claimed();
    if claimed >= terms.target {
        return None;
    }
    let days_before = ((claimed + 1) * terms.span.days() - 1) / terms.target;
    u64::try_from(days_before).ok().and_then(|before| terms.span.first().checked_add_days(Days::new(before)))
}

/// Everything that decides an obligation's state on any day, as it is stored with the obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// The part that does not depend on the day.
    pub standing: Standing,
    /// The first day of the clipped window.
    pub starts_on: Day,
    /// The last day before it closes.
    pub closes_on: Day,
    /// For a SHORT one, the first day on which it is at risk; else nothing.
    pub risk_on: Option<Day>,
}

impl Outlook {
    /// The outlook of an obligation with these terms and amounts.
    #[must_use]
    pub fn of(terms: &Terms, amounts: Amounts, validity: Validity) -> Self {
        let standing = standing(terms, amounts, validity);
        let risk_on = if standing == Standing::Short { risk_on(terms, amounts) } else { None };
        Self { standing, starts_on: terms.span.first(), closes_on: terms.closes_on, risk_on }
    }

    /// The state on `day`, or nothing for an obligation of a revoked plan.
    ///
    /// For a day in the past, make the outlook from the amounts dated up to that day.
    #[must_use]
    pub fn state_on(&self, day: Day) -> Option<State> {
        let ready = match self.standing {
            Standing::Revoked => return None,
            Standing::Exempt => return Some(State::Exempt),
            Standing::Met => return Some(State::Met),
            Standing::MetLate => return Some(State::MetLate),
            Standing::Ready => true,
            Standing::Short => false,
        };
        Some(if day < self.starts_on {
            State::NotDue
        } else if day > self.closes_on {
            if ready { State::AwaitingReview } else { State::Missed }
        } else if self.risk_on.is_some_and(|risk_on| risk_on <= day) {
            State::AtRisk
        } else {
            State::OnTrack
        })
    }
}

impl State {
    /// Whether the unit owes now: its window, or an extension of it, is open and it is neither met nor exempt.
    #[must_use]
    pub const fn owes_now(self) -> bool {
        matches!(self, Self::AtRisk | Self::OnTrack)
    }

    /// Whether the outcome is still open, so that no rate can count it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::NotDue | Self::AwaitingReview | Self::AtRisk | Self::OnTrack)
    }
}
