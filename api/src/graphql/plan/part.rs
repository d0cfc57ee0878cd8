//! The parts of a plan.

use async_graphql::{Context, Object};
use domain::{id::PlanOrganisationId, task::Holder};

use super::{
    Plan,
    word::{OrganisationKind, ReportCycle, ReportForm},
};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        nullable::Nullable,
        page::connection,
        scalar::{Date, PartialDate},
        task::HolderGroup,
        unit::Unit,
        word::Affiliation,
    },
    store::plan::{ActRecord, DutyRecord, LineRecord, OrganisationRecord},
};

/// Another document that a plan names. It has a symbol or a title.
#[derive(Debug, Clone)]
pub struct PlanAct(pub(super) ActRecord);

/// Another document that a plan names. It has a symbol or a title.
#[Object]
impl PlanAct {
    /// Its symbol (số, ký hiệu); null when the plan prints none.
    async fn symbol(&self) -> Option<&str> {
        self.0.act.symbol.as_deref()
    }

    /// Its date, as far as printed; null when the plan prints none.
    async fn issued_on(&self) -> Option<PartialDate> {
        self.0.act.issued_on.map(PartialDate)
    }

    /// Who issued it, in the plan's words; null when it does not say.
    async fn issuer(&self) -> Option<&str> {
        self.0.act.issuer.as_deref()
    }

    /// What it is about; null when the plan names its symbol alone.
    async fn title(&self) -> Option<&str> {
        self.0.act.title.as_deref()
    }

    /// The plan that it is; null when it is none recorded here, or you may not see it.
    async fn resolved_plan(&self, ctx: &Context<'_>) -> Nullable<Plan> {
        Plan::find(ctx, self.0.resolved?).await.transpose()
    }
}

connection! {
    /// Acts, in the order printed.
    PlanActConnection, PlanActEdge, PlanAct
}

/// A body, office or named post as a plan names it.
#[derive(Debug, Clone)]
pub struct PlanOrganisation(pub(super) OrganisationRecord);

impl PlanOrganisation {
    /// The organisation with an id that the store gave.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: PlanOrganisationId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }
}

/// A body, office or named post as a plan names it.
#[Object]
impl PlanOrganisation {
    /// Its key, unique in the plan.
    async fn key(&self) -> &str {
        &self.0.organisation.key
    }

    /// Its name, as the plan has it.
    async fn name(&self) -> &str {
        &self.0.organisation.name
    }

    /// What it is.
    async fn kind(&self) -> OrganisationKind {
        self.0.organisation.kind.into()
    }

    /// How it belongs to the issuer's territory.
    async fn affiliation(&self) -> Affiliation {
        self.0.organisation.affiliation.into()
    }

    /// The unit it is; in a draft null, unless its writer picked one.
    async fn unit(&self, ctx: &Context<'_>) -> Nullable<Unit> {
        Some(Unit::load(ctx, self.0.organisation.unit?).await)
    }
}

connection! {
    /// Organisations, in the order of the plan.
    PlanOrganisationConnection, PlanOrganisationEdge, PlanOrganisation
}

/// A duty to report (chế độ báo cáo), held by an organisation of the plan or by a group, never by both.
#[derive(Debug, Clone)]
pub struct ReportDuty(pub(super) DutyRecord);

/// A duty to report (chế độ báo cáo), held by an organisation of the plan or by a group, never by both.
#[Object]
impl ReportDuty {
    /// The organisation that reports; null when a group does.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<PlanOrganisation> {
        PlanOrganisation::find(ctx, self.0.organisation?).await.transpose()
    }

    /// The group that reports; null when an organisation does.
    async fn group(&self) -> Option<HolderGroup> {
        match &self.0.duty.holder {
            Holder::Group(group) => Some((*group).into()),
            Holder::Organisation(_) => None,
        }
    }

    /// To whom, in the plan's words; null when it does not say.
    async fn addressee(&self) -> Option<&str> {
        self.0.duty.addressee.as_deref()
    }

    /// The offices it goes through, in order; at most 500.
    async fn through(&self, ctx: &Context<'_>) -> Result<Vec<PlanOrganisation>, AppError> {
        let found = ctx.loaders()?.many(self.0.through.clone()).await?;
        Ok(self.0.through.iter().filter_map(|id| found.get(id).cloned().map(PlanOrganisation)).collect())
    }

    /// How often.
    async fn cycle(&self) -> ReportCycle {
        self.0.duty.cycle.into()
    }

    /// Whether the report is a document of its own.
    async fn form(&self) -> ReportForm {
        self.0.duty.form.into()
    }

    /// The report it is a section of; null unless `form` is EMBEDDED, and where the plan does not name it.
    async fn embedded_in(&self) -> Option<&str> {
        self.0.duty.embedded_in.as_deref()
    }

    /// The place in the plan, and details; null when there are none.
    async fn text(&self) -> Option<&str> {
        self.0.duty.text.as_deref()
    }
}

connection! {
    /// Report duties, in the order of the plan.
    ReportDutyConnection, ReportDutyEdge, ReportDuty
}

/// A line of a plan.
#[derive(Debug, Clone)]
pub struct PlanText(pub(super) LineRecord);

/// A line of a plan.
#[Object]
impl PlanText {
    /// What it says.
    async fn text(&self) -> &str {
        &self.0.text
    }
}

connection! {
    /// Lines, in the order of the plan.
    PlanTextConnection, PlanTextEdge, PlanText
}

/// A measure that a plan names as an aim, besides the published indices.
#[derive(Debug, Clone)]
pub struct PlanIndicator(pub(super) LineRecord);

/// A measure that a plan names as an aim, besides the published indices.
#[Object]
impl PlanIndicator {
    /// Its key, unique in the plan.
    async fn key(&self) -> Result<&str, AppError> {
        self.0.key.as_deref().ok_or_else(|| AppError::internal("an indicator without a key"))
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.text
    }
}

connection! {
    /// Measures, in the order of the plan.
    PlanIndicatorConnection, PlanIndicatorEdge, PlanIndicator
}

/// A calendar day that binds.
#[derive(Debug, Clone)]
pub struct PlanDeadline(pub(super) LineRecord);

/// A calendar day that binds.
#[Object]
impl PlanDeadline {
    /// What is due by then, in the plan's words.
    async fn what(&self) -> &str {
        &self.0.text
    }

    /// The last day allowed.
    async fn by(&self) -> Result<Date, AppError> {
        self.0.day.map(Date).ok_or_else(|| AppError::internal("a deadline without a day"))
    }
}

connection! {
    /// Days that bind, in the order of the plan.
    PlanDeadlineConnection, PlanDeadlineEdge, PlanDeadline
}
