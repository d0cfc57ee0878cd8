//! Who may do what: the one matrix of role × relation × action, and that of a service client's scopes.

use crate::word::words;

words! {
    /// What a grant lets its holder do on a unit.
    pub enum Role {
        /// Reads the unit and everything below it.
        Viewer = "VIEWER",
        /// Also writes the unit's own reports and withdraws its drafts.
        Reporter = "REPORTER",
        /// The unit's leader: also submits, resubmits and withdraws, and writes and issues the unit's plans.
        Approver = "APPROVER",
        /// Also verifies, returns, exempts and extends for units below, never for the unit itself.
        Reviewer = "REVIEWER",
        /// Manages units, users and grants at and below the unit; reads no report content.
        Administrator = "ADMINISTRATOR",
        /// Reads everything below, the audit log included.
        Auditor = "AUDITOR",
    }
}

words! {
    /// What a service client may do for its unit. None of them reviews, plans or administers.
    pub enum ClientScope {
        /// Reads what a VIEWER of the unit reads.
        Read = "READ",
        /// Also writes the unit's own reports and withdraws its drafts.
        WriteReport = "WRITE_REPORT",
        /// Also submits, resubmits and withdraws the unit's own reports.
        SubmitReport = "SUBMIT_REPORT",
    }
}

/// What somebody holds on a unit: a user a role, a service client a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// By a grant.
    Role(Role),
    /// By the client's own record.
    Scope(ClientScope),
}

impl Right {
    /// Whether it allows `action` on something that stands in `relation` to its unit.
    #[must_use]
    pub const fn allows(self, relation: Relation, action: Action) -> bool {
        match self {
            Self::Role(role) => allows(role, relation, action),
            Self::Scope(scope) => scope_allows(scope, relation, action),
        }
    }

    /// The role, if it is one.
    #[must_use]
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Role(role) => Some(role),
            Self::Scope(_) => None,
        }
    }
}

words! {
    /// Where a thing stands as seen from the unit a grant is on, on the day that decides.
    pub enum Relation {
        /// It belongs to that very unit.
        Itself = "ITSELF",
        /// It belongs to a unit below.
        Below = "BELOW",
        /// It belongs to neither.
        Elsewhere = "ELSEWHERE",
    }
}

words! {
    /// What somebody wants to do.
    pub enum Action {
        /// Read obligations, figures and reports that were ever submitted.
        Read = "READ",
        /// Read reports and plans that were never submitted or issued.
        ReadDraft = "READ_DRAFT",
        /// Create or change the content of a report.
        WriteReport = "WRITE_REPORT",
        /// Withdraw a report that was never submitted.
        WithdrawDraft = "WITHDRAW_DRAFT",
        /// Submit or resubmit a report.
        SubmitReport = "SUBMIT_REPORT",
        /// Withdraw a report that was submitted.
        WithdrawReport = "WITHDRAW_REPORT",
        /// Verify or return a report.
        ReviewReport = "REVIEW_REPORT",
        /// Take an obligation out of all figures.
        ExemptObligation = "EXEMPT_OBLIGATION",
        /// Move the day from which an obligation counts as missed.
        ExtendObligation = "EXTEND_OBLIGATION",
        /// Write a plan.
        WritePlan = "WRITE_PLAN",
        /// Issue a plan.
        IssuePlan = "ISSUE_PLAN",
        /// Revoke a plan.
        RevokePlan = "REVOKE_PLAN",
        /// Manage units, users and grants.
        Administer = "ADMINISTER",
        /// Read the audit log.
        ReadAudit = "READ_AUDIT",
    }
}

/// Whether a grant of `role` allows `action` on something that stands in `relation` to the grant's unit.
///
/// This says what one grant gives. Separation of duties, which looks at all grants of a user together, is
/// [`may_review`].
#[must_use]
pub const fn allows(role: Role, relation: Relation, action: Action) -> bool {
    use Action as A;
    use Relation::{Below, Elsewhere, Itself};
    use Role as R;
    match (relation, action) {
        (Itself | Below, A::Read) | (Itself, A::ReadDraft) => !matches!(role, R::Administrator),
        (Itself, A::WriteReport | A::WithdrawDraft) => matches!(role, R::Reporter | R::Approver),
        (Itself, A::SubmitReport | A::WithdrawReport | A::WritePlan | A::IssuePlan | A::RevokePlan) => {
            matches!(role, R::Approver)
        }
        (Below, A::ReviewReport | A::ExemptObligation | A::ExtendObligation) => matches!(role, R::Reviewer),
        (Itself | Below, A::Administer) => matches!(role, R::Administrator),
        (Itself | Below, A::ReadAudit) => matches!(role, R::Auditor),
        (Elsewhere | Below, _) | (Itself, A::ReviewReport | A::ExemptObligation | A::ExtendObligation) => false,
    }
}

/// Whether `scope` allows a service client `action` on something that stands in `relation` to the client's unit.
#[must_use]
pub const fn scope_allows(scope: ClientScope, relation: Relation, action: Action) -> bool {
    use Action as A;
    use Relation::{Below, Itself};
    match (relation, action) {
        (Itself | Below, A::Read) | (Itself, A::ReadDraft) => true,
        (Itself, A::WriteReport | A::WithdrawDraft) => matches!(scope, ClientScope::WriteReport),
        (Itself, A::SubmitReport | A::WithdrawReport) => matches!(scope, ClientScope::SubmitReport),
        _ => false,
    }
}

/// Separation of duties: a reviewer decides nothing for a unit on which he also holds REPORTER or APPROVER.
///
/// `held` are the user's other roles on the very unit whose report or obligation is decided.
#[must_use]
pub fn may_review(held: &[Role]) -> bool {
    !held.iter().any(|role| matches!(role, Role::Reporter | Role::Approver))
}
