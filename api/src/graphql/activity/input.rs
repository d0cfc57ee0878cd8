//! What clients send about reports.

use async_graphql::InputObject;
use domain::{
    activity::{Draft, EvidenceDraft},
    id,
};

use super::word::ActivityState;
use crate::{
    graphql::{
        id::GlobalId,
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
    channels: Vec<Channel>,
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
    evidence: Vec<EvidenceInput>,
}

impl From<ActivityReportContent> for Draft {
    fn from(content: ActivityReportContent) -> Self {
        let evidence = |evidence: EvidenceInput| EvidenceDraft {
            address: evidence.address,
            sha256: evidence.sha256,
            captured_at: evidence.captured_at.map(|instant| instant.0),
        };
        Self {
            tasks: content.tasks.into_iter().map(|task| task.0).collect(),
            product: content.product.into(),
            channels: content.channels.into_iter().map(Into::into).collect(),
            topic: content.topic,
            stage: content.stage.into(),
            dated_on: content.dated_on.0,
            quantity: content.quantity.into(),
            minutes: content.minutes.map(Into::into),
            title: content.title,
            explanation: content.explanation,
            evidence: content.evidence.into_iter().map(evidence).collect(),
        }
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

impl From<ActivityReportFilter> for ReportFilter {
    fn from(filter: ActivityReportFilter) -> Self {
        Self {
            unit: filter.unit.map(|unit| unit.0),
            below: filter.below.map(|unit| unit.0),
            states: filter.states.map(|states| states.into_iter().map(Into::into).collect()),
            product: filter.product.map(Into::into),
            plan: filter.plan.map(|plan| plan.0),
            task: filter.task.map(|task| task.0),
            from: filter.from.map(|day| day.0),
            to: filter.to.map(|day| day.0),
            submitted_before: None,
        }
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

impl From<ReviewInboxFilter> for Inbox {
    fn from(filter: ReviewInboxFilter) -> Self {
        let states = filter.states.unwrap_or_else(|| vec![ActivityState::Submitted]);
        Self(ReportFilter {
            unit: filter.unit.map(|unit| unit.0),
            below: filter.below.map(|unit| unit.0),
            states: Some(states.into_iter().map(Into::into).collect()),
            plan: filter.plan.map(|plan| plan.0),
            submitted_before: filter.submitted_before.map(|instant| instant.0),
            ..ReportFilter::default()
        })
    }
}
