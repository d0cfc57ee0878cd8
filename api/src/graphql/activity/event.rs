//! What happened to a report.

use async_graphql::{Enum, Object};

use super::word::{ActivityReportField, ActivityState};
use crate::{
    error::AppError,
    graphql::{page::connection, scalar::DateTime},
    store::activity::ReportEvent,
};

/// What can happen to an activity report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ActivityReportEventKind {
    /// It was written down (tạo).
    Create,
    /// Its content was changed (sửa).
    Edit,
    /// It was handed in, for the first time or again (gửi).
    Submit,
    /// It was found right (xác nhận).
    Verify,
    /// It was given back (trả lại).
    Return,
    /// It was taken back (rút).
    Withdraw,
}

/// One thing that happened to an activity report: who did what, when and why.
#[derive(Debug, Clone)]
pub struct ActivityReportEvent(pub(super) ReportEvent);

/// One thing that happened to an activity report: who did what, when and why.
#[Object]
impl ActivityReportEvent {
    /// When it happened.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// The name of who did it; null for the program itself.
    async fn actor_name(&self) -> Option<&str> {
        self.0.actor.as_deref()
    }

    /// What was done.
    async fn action(&self) -> Result<ActivityReportEventKind, AppError> {
        Ok(match self.0.action.as_str() {
            "CREATE" => ActivityReportEventKind::Create,
            "EDIT" => ActivityReportEventKind::Edit,
            "SUBMIT" => ActivityReportEventKind::Submit,
            "VERIFY" => ActivityReportEventKind::Verify,
            "RETURN" => ActivityReportEventKind::Return,
            "WITHDRAW" => ActivityReportEventKind::Withdraw,
            other => return Err(AppError::internal(format!("no such event: {other}"))),
        })
    }

    /// Why, in the words of who did it; null when no reason was given.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The parts that a return pointed at; empty for everything else.
    async fn fields(&self) -> Vec<ActivityReportField> {
        self.0.fields.iter().map(|field| (*field).into()).collect()
    }

    /// Where the report stood before; null when it was only then written down.
    async fn before(&self) -> Option<ActivityState> {
        self.0.before.map(Into::into)
    }

    /// Where the report stood afterwards.
    async fn after(&self) -> ActivityState {
        self.0.after.into()
    }
}

connection! {
    /// What happened to an activity report, in order.
    ActivityReportEventConnection, ActivityReportEventEdge, ActivityReportEvent
}
