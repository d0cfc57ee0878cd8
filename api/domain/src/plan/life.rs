//! The life of a plan: DRAFT → ISSUED → REVOKED.

use crate::{
    calendar::{Day, PartialDate},
    refusal::{Class, Explain, Lang},
    text::{Lines, TEXT_MAX, TextError, clean},
    word::words,
};

words! {
    /// Where a plan stands.
    pub enum PlanState {
        /// Being written (dự thảo); it binds nobody and only its issuer sees it.
        Draft = "DRAFT",
        /// Issued (đã ban hành); it binds and does not change any more.
        Issued = "ISSUED",
        /// Revoked (đã thu hồi): its obligations are in no figure, and stay readable.
        Revoked = "REVOKED",
    }
}

words! {
    /// A step in the life of a plan.
    pub enum PlanAction {
        /// Change the content.
        Edit = "EDIT",
        /// Issue it.
        Issue = "ISSUE",
        /// Revoke it, with a reason.
        Revoke = "REVOKE",
    }
}

impl PlanState {
    /// The steps that may follow, whoever takes them; who may is decided by the grants.
    #[must_use]
    pub const fn allowed(self) -> &'static [PlanAction] {
        match self {
            Self::Draft => &[PlanAction::Edit, PlanAction::Issue],
            Self::Issued => &[PlanAction::Revoke],
            Self::Revoked => &[],
        }
    }

    /// The state after `action`. Editing changes the content, not the state.
    ///
    /// # Errors
    ///
    /// [`PlanStateError::NotDraft`] for what needs a draft, [`PlanStateError::NotIssued`] for what needs an issued plan.
    pub fn apply(self, action: PlanAction) -> Result<Self, PlanStateError> {
        match (self, action) {
            (Self::Draft, PlanAction::Edit) => Ok(Self::Draft),
            (Self::Draft, PlanAction::Issue) => Ok(Self::Issued),
            (Self::Issued, PlanAction::Revoke) => Ok(Self::Revoked),
            (_, PlanAction::Edit | PlanAction::Issue) => Err(PlanStateError::NotDraft(self)),
            (_, PlanAction::Revoke) => Err(PlanStateError::NotIssued(self)),
        }
    }
}

/// Issues a plan on `today`; the day from which it counts is the first day its date can mean.
///
/// # Errors
///
/// [`PlanStateError`] when it is no draft, has no date, or a date whose first day lies after `today`.
pub fn issue(state: PlanState, issued_on: Option<PartialDate>, today: Day) -> Result<Day, PlanStateError> {
    state.apply(PlanAction::Issue)?;
    let issued_from = issued_on.ok_or(PlanStateError::NoIssueDate)?.first_day();
    if issued_from > today { Err(PlanStateError::FutureIssueDate) } else { Ok(issued_from) }
}

/// Revokes a plan for `reason`, which is returned in the form to be stored.
///
/// # Errors
///
/// [`PlanStateError`] when it is not issued, or the reason is empty or longer than 10,000 characters.
pub fn revoke(state: PlanState, reason: &str) -> Result<String, PlanStateError> {
    state.apply(PlanAction::Revoke)?;
    clean("reason", reason, TEXT_MAX, Lines::Many).map_err(PlanStateError::Reason)
}

/// Why a step in the life of a plan is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum PlanStateError {
    /// Only a draft is edited and issued.
    NotDraft(PlanState),
    /// Only an issued plan is revoked.
    NotIssued(PlanState),
    /// The plan has no date.
    NoIssueDate,
    /// The plan is dated after today.
    FutureIssueDate,
    /// No reason, or none that can be kept.
    Reason(TextError),
}

impl Explain for PlanStateError {
    fn rule(&self) -> &'static str {
        match self {
            Self::NotDraft(_) => "plan.not_draft",
            Self::NotIssued(_) => "plan.not_issued",
            Self::NoIssueDate => "plan.no_issue_date",
            Self::FutureIssueDate => "plan.future_issue_date",
            Self::Reason(error) => error.rule(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::NotDraft(_) | Self::NotIssued(_) => None,
            Self::NoIssueDate | Self::FutureIssueDate => Some("issuedOn".into()),
            Self::Reason(error) => error.field(),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Reason(error) => error.class(),
            _ => Class::Rule,
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::NotDraft(state) => lang.pick(
                format!("Kế hoạch đang ở trạng thái {state}; chỉ dự thảo mới sửa hoặc ban hành được."),
                format!("The plan is {state}; only a draft is edited or issued."),
            ),
            Self::NotIssued(state) => lang.pick(
                format!("Kế hoạch đang ở trạng thái {state}; chỉ kế hoạch đã ban hành mới thu hồi được."),
                format!("The plan is {state}; only an issued plan is revoked."),
            ),
            Self::NoIssueDate => lang.pick("Kế hoạch chưa có ngày ban hành.", "The plan has no date of issue."),
            Self::FutureIssueDate => {
                lang.pick("Ngày ban hành không được sau hôm nay.", "The plan is dated after today.")
            }
            Self::Reason(error) => error.text(lang),
        }
    }
}
