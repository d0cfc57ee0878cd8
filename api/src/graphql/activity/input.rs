//! What clients send about reports.

use async_graphql::InputObject;
use domain::{
    activity::{Draft, EvidenceDraft},
    id,
};

use super::word::ActivityState;
use crate::{
    error::AppError,
    graphql::{
        default::OrDefault,
        id::{GlobalId, each, optional},
        scalar::{Date, DateTime},
        word::{Channel, Product, Stage},
    },
    store::activity::{Inbox, ReportFilter},
};

/// What proves an activity.
#[derive(Debug, InputObject)]
pub(super) struct EvidenceInput {
    /// An http or https address of at most 2,000 characters.
    address: String,
    /// The SHA-256 of what stands there: 64 hexadecimal digits.
    sha256: Option<String>,
    /// When it was seen there; not in the future.
    captured_at: Option<DateTime>,
}

/// The whole content of an activity report.
#[derive(Debug, InputObject)]
pub(super) struct ActivityReportContent {
    /// The tasks it was done under: 1 to 20, of issued plans that the unit may read.
    tasks: Vec<GlobalId<id::Task>>,
    /// What was made (sản phẩm).
    product: Product,
    /// Where it reached people (kênh), each channel once.
    #[graphql(default)]
    channels: OrDefault<Vec<Channel>>,
    /// What it was about (chủ đề): one code of 1 to 40 of `A–Z`, `0–9` and `_`; left out when nothing in particular.
    topic: Option<String>,
    /// How far it has come.
    stage: Stage,
    /// The day of that stage; not after today, and one on which the unit lived.
    dated_on: Date,
    /// How many items, 1 to 10,000.
    quantity: i32,
    /// How many minutes one item lasts, 1 to 1,440. Without it no quota with a least length counts the report.
    minutes: Option<i32>,
    /// What it is called: at most 1,000 characters.
    title: String,
    /// What there is to say about it (giải trình): at most 10,000 characters. It is needed to submit without evidence.
    explanation: Option<String>,
    /// What proves it: at most 20, no address twice.
    #[graphql(default)]
    evidence: OrDefault<Vec<EvidenceInput>>,
}

impl ActivityReportContent {
    /// The content as the domain takes it.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` at an id of another kind.
    pub(super) fn draft(self) -> Result<Draft, AppError> {
        let evidence = |evidence: EvidenceInput| EvidenceDraft {
            address: evidence.address,
            sha256: evidence.sha256,
            captured_at: evidence.captured_at.map(|instant| instant.0),
        };
        Ok(Draft {
            tasks: each(self.tasks, "tasks")?,
            product: self.product.into(),
            channels: self.channels.0.into_iter().map(Into::into).collect(),
            topic: self.topic,
            stage: self.stage.into(),
            dated_on: self.dated_on.0,
            quantity: self.quantity.into(),
            minutes: self.minutes.map(Into::into),
            title: self.title,
            explanation: self.explanation,
            evidence: self.evidence.0.into_iter().map(evidence).collect(),
        })
    }
}

/// Which activity reports are wanted.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct ActivityReportFilter {
    /// Only of this unit.
    unit: Option<GlobalId<id::Unit>>,
    /// Only of units that were below this one on the activity's date.
    below: Option<GlobalId<id::Unit>>,
    /// Only in one of these states.
    states: Option<Vec<ActivityState>>,
    /// Only of this product.
    product: Option<Product>,
    /// Only under a task of this plan, or counted for an obligation of it.
    plan: Option<GlobalId<id::Plan>>,
    /// Only under this task.
    task: Option<GlobalId<id::Task>>,
    /// Only of activities from this day on.
    from: Option<Date>,
    /// Only of activities up to this day.
    to: Option<Date>,
}

impl TryFrom<ActivityReportFilter> for ReportFilter {
    type Error = AppError;

    fn try_from(filter: ActivityReportFilter) -> Result<Self, AppError> {
        Ok(Self {
            unit: optional(filter.unit, "filter.unit")?,
            below: optional(filter.below, "filter.below")?,
            states: filter.states.map(|states| states.into_iter().map(Into::into).collect()),
            product: filter.product.map(Into::into),
            plan: optional(filter.plan, "filter.plan")?,
            task: optional(filter.task, "filter.task")?,
            from: filter.from.map(|day| day.0),
            to: filter.to.map(|day| day.0),
            submitted_before: None,
        })
    }
}

/// Which reports a reviewer looks for.
#[derive(Debug, Default, InputObject)]
pub(super) struct ReviewInboxFilter {
    /// In one of these states; SUBMITTED when left out.
    states: Option<Vec<ActivityState>>,
    /// Only under a task of this plan, or counted for an obligation of it.
    plan: Option<GlobalId<id::Plan>>,
    /// Only of this unit.
    unit: Option<GlobalId<id::Unit>>,
    /// Only of units that were below this one on the activity's date.
    below: Option<GlobalId<id::Unit>>,
    /// Only last submitted before this instant.
    submitted_before: Option<DateTime>,
}

impl TryFrom<ReviewInboxFilter> for Inbox {
    type Error = AppError;

    fn try_from(filter: ReviewInboxFilter) -> Result<Self, AppError> {
        let states = filter.states.unwrap_or_else(|| vec![ActivityState::Submitted]);
        Ok(Self(ReportFilter {
            unit: optional(filter.unit, "filter.unit")?,
            below: optional(filter.below, "filter.below")?,
            states: Some(states.into_iter().map(Into::into).collect()),
            plan: optional(filter.plan, "filter.plan")?,
            submitted_before: filter.submitted_before.map(|instant| instant.0),
            ..ReportFilter::default()
        }))
    }
}
