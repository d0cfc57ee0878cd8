//! The life of an activity report: which step may follow which.

use crate::{
    refusal::{Class, Explain, Lang},
    word::words,
};

words! {
    /// Where an activity report stands.
    pub enum ActivityState {
        /// Being written (bản nháp); it counts nothing and only its own unit sees it.
        Draft = "DRAFT",
        /// Handed in (đã gửi); it counts as pending.
        Submitted = "SUBMITTED",
        /// Found right by a reviewer (đã xác nhận); it counts as achieved.
        Verified = "VERIFIED",
        /// Given back with a reason (trả lại); it counts nothing until it is submitted again.
        Returned = "RETURNED",
        /// Taken back by its unit (đã rút); the end.
        Withdrawn = "WITHDRAWN",
    }
}

words! {
    /// A step in the life of an activity report.
    pub enum ActivityAction {
        /// Change the content.
        Edit = "EDIT",
        /// Hand it in, for the first time or again.
        Submit = "SUBMIT",
        /// Find it right.
        Verify = "VERIFY",
        /// Give it back with a reason.
        Return = "RETURN",
        /// Take it back.
        Withdraw = "WITHDRAW",
    }
}

impl ActivityState {
    /// The steps that may follow, whoever takes them; who may is decided by the grants.
    #[must_use]
    pub const fn allowed(self) -> &'static [ActivityAction] {
        use ActivityAction::{Edit, Return, Submit, Verify, Withdraw};
        match self {
            Self::Draft | Self::Returned => &[Edit, Submit, Withdraw],
            Self::Submitted => &[Verify, Return, Withdraw],
            Self::Verified => &[Return],
            Self::Withdrawn => &[],
        }
    }

    /// The state after `action`. Editing changes the content, not the state.
    ///
    /// # Errors
    ///
    /// [`TransitionError`] when `action` is not among the [`allowed`](Self::allowed) ones.
    pub fn apply(self, action: ActivityAction) -> Result<Self, TransitionError> {
        if !self.allowed().contains(&action) {
            return Err(TransitionError { state: self, action });
        }
        Ok(match action {
            ActivityAction::Edit => self,
            ActivityAction::Submit => Self::Submitted,
            ActivityAction::Verify => Self::Verified,
            ActivityAction::Return => Self::Returned,
            ActivityAction::Withdraw => Self::Withdrawn,
        })
    }
}

/// A step that does not follow from where the report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub struct TransitionError {
    /// Where the report stands.
    pub state: ActivityState,
    /// What was asked.
    pub action: ActivityAction,
}

impl Explain for TransitionError {
    fn rule(&self) -> &'static str {
        "activity.transition"
    }

    fn class(&self) -> Class {
        Class::Rule
    }

    fn text(&self, lang: Lang) -> String {
        let Self { state, action } = self;
        lang.pick(
            format!("Báo cáo đang ở trạng thái {state}, không thể thực hiện {action}."),
            format!("The report is {state}; {action} is not possible."),
        )
    }
}
