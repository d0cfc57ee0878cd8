//! A plan as a client writes it.

use async_graphql::InputObject;
use domain::{
    calendar::Year,
    id::{self, PlanId},
    plan::{Act, Deadline, Draft, Indicator, Organisation, ReportDuty},
};

use super::word::{OrganisationKind, PublishedIndex, ReportCycle, ReportForm};
use crate::{
    error::AppError,
    graphql::{
        default::OrDefault,
        id::{GlobalId, optional},
        scalar::{Date, PartialDate},
        task::{HolderInput, TaskInput},
        word::{Affiliation, Subject},
    },
    service::plan::PlanInput,
};

/// What a plan says. What the document leaves out is left out here: no number, no role, no period is an error.
#[derive(Debug, InputObject)]
pub(super) struct PlanContentInput {
    /// Its symbol (số, ký hiệu) as printed, at most 300 characters; the number may be blank: `/KH-UBND`.
    symbol: Option<String>,
    /// Its date, as far as it is known. It is needed to issue the plan.
    issued_on: Option<PartialDate>,
    /// The year it is for, 2000 to 2100.
    year: i32,
    /// What it is about, each once.
    #[graphql(default)]
    subjects: OrDefault<Vec<Subject>>,
    /// Its title (trích yếu), at most 1,000 characters.
    title: String,
    /// The acts it carries out or is based on, at most 500.
    #[graphql(default)]
    carries_out: OrDefault<Vec<PlanActInput>>,
    /// Every other act it names, at most 500.
    #[graphql(default)]
    cites: OrDefault<Vec<PlanActInput>>,
    /// Every body, office or named post with a role or duty, once; at most 500.
    #[graphql(default)]
    organisations: OrDefault<Vec<PlanOrganisationInput>>,
    /// What is to be communicated; at most 500 of at most 10,000 characters.
    #[graphql(default)]
    themes: OrDefault<Vec<String>>,
    /// Its tasks, at most 500.
    #[graphql(default)]
    tasks: OrDefault<Vec<TaskInput>>,
    /// Who reports to whom, how often; at most 500.
    #[graphql(default)]
    report_duties: OrDefault<Vec<ReportDutyInput>>,
    /// Calendar days that bind, at most 500.
    #[graphql(default)]
    deadlines: OrDefault<Vec<PlanDeadlineInput>>,
    /// The published indices it names, each once.
    #[graphql(default)]
    indices: OrDefault<Vec<PublishedIndex>>,
    /// Other measures it names as aims, at most 500.
    #[graphql(default)]
    indicators: OrDefault<Vec<PlanIndicatorInput>>,
    /// Where the money comes from, at most 10,000 characters.
    funding: Option<String>,
    /// Who receives it (nơi nhận); at most 500 of at most 10,000 characters.
    #[graphql(default)]
    recipients: OrDefault<Vec<String>>,
    /// What is doubtful in it; at most 500 of at most 10,000 characters.
    #[graphql(default)]
    doubts: OrDefault<Vec<String>>,
    /// The file it was taken from, at most 300 characters.
    source: Option<String>,
}

/// Another document that the plan names. It has a symbol or a title.
#[derive(Debug, InputObject)]
struct PlanActInput {
    /// Its symbol, at most 300 characters.
    symbol: Option<String>,
    /// Its date, as far as printed.
    issued_on: Option<PartialDate>,
    /// Who issued it, at most 300 characters.
    issuer: Option<String>,
    /// What it is about, at most 1,000 characters.
    title: Option<String>,
    /// The issued plan that it is. When left out, an act the plan carries out is looked for among the issued plans of the
    /// units above the issuer and of the issuer itself, by its symbol, its whole date and, where it is printed, its
    /// issuer: when the plan is issued, and whenever such a plan is issued later. It stays open where two fit.
    plan: Option<GlobalId<id::Plan>>,
}

/// A body, office or named post with a role or duty in the plan.
#[derive(Debug, InputObject)]
struct PlanOrganisationInput {
    /// Its key, unique in the plan: 1 to 40 ASCII letters, digits or `_`, and not the word of a group.
    key: String,
    /// Its name, at most 300 characters.
    name: String,
    /// What it is.
    kind: OrganisationKind,
    /// How it belongs to the issuer's territory.
    affiliation: Affiliation,
    /// The unit it is. When left out, it is found by its name, or made, when the plan is issued.
    unit: Option<GlobalId<id::Unit>>,
}

/// A duty to report.
#[derive(Debug, InputObject)]
struct ReportDutyInput {
    /// Who reports.
    holder: HolderInput,
    /// To whom, in the plan's words, at most 300 characters.
    addressee: Option<String>,
    /// The keys of the organisations it goes through, each once.
    #[graphql(default)]
    through: OrDefault<Vec<String>>,
    /// How often.
    cycle: ReportCycle,
    /// Whether the report is a document of its own.
    #[graphql(default)]
    form: OrDefault<ReportForm>,
    /// The report it is a section of, at most 1,000 characters.
    embedded_in: Option<String>,
    /// The place in the plan, and details; at most 10,000 characters.
    text: Option<String>,
}

/// A calendar day that binds.
#[derive(Debug, InputObject)]
struct PlanDeadlineInput {
    /// What is due, at most 10,000 characters.
    what: String,
    /// The last day allowed.
    by: Date,
}

/// A measure that the plan names as an aim, besides the published indices.
#[derive(Debug, InputObject)]
struct PlanIndicatorInput {
    /// Its key, unique in the plan: 1 to 40 ASCII letters, digits or `_`.
    key: String,
    /// Its name, at most 300 characters.
    name: String,
}

impl TryFrom<PlanContentInput> for PlanInput {
    type Error = AppError;

    fn try_from(input: PlanContentInput) -> Result<Self, AppError> {
        let year = year(input.year, "content.year")?;
        let (carries_out, resolved) = acts(input.carries_out.0, "content.carriesOut")?;
        let (others, picked) = acts(input.cites.0, "content.cites")?;
        let organisations = input.organisations.0.into_iter().enumerate();
        let tasks = input.tasks.0.into_iter().enumerate();
        let draft = Draft {
            symbol: input.symbol,
            issued_on: input.issued_on.map(|date| date.0),
            year,
            subjects: input.subjects.0.into_iter().map(Into::into).collect(),
            title: input.title,
            carries_out,
            cites: others,
            organisations: organisations
                .map(|(place, organisation)| organisation.draft(&format!("content.organisations[{place}]")))
                .collect::<Result<_, _>>()?,
            themes: input.themes.0,
            tasks: tasks
                .map(|(place, task)| task.draft(&format!("content.tasks[{place}]")))
                .collect::<Result<_, _>>()?,
            report_duties: input.report_duties.0.into_iter().map(Into::into).collect(),
            deadlines: input.deadlines.0.into_iter().map(|due| Deadline { what: due.what, by: due.by.0 }).collect(),
            indices: input.indices.0.into_iter().map(Into::into).collect(),
            indicators: input.indicators.0.into_iter().map(|at| Indicator { key: at.key, name: at.name }).collect(),
            funding: input.funding,
            recipients: input.recipients.0,
            doubts: input.doubts.0,
            source: input.source,
        };
        Ok(Self { draft, carries_out: resolved, cites: picked })
    }
}

/// A year that a plan can speak of.
pub(in crate::graphql) fn year(number: i32, field: &str) -> Result<Year, AppError> {
    Year::new(number).map_err(|error| AppError::from(error).at(field))
}

/// The acts of the list at that path, and the plans that they were said to be.
fn acts(acts: Vec<PlanActInput>, at: &str) -> Result<(Vec<Act>, Vec<Option<PlanId>>), AppError> {
    let acts = acts.into_iter().enumerate().map(|(place, input)| {
        let act = Act {
            symbol: input.symbol,
            issued_on: input.issued_on.map(|date| date.0),
            issuer: input.issuer,
            title: input.title,
        };
        Ok((act, optional(input.plan, format_args!("{at}[{place}].plan"))?))
    });
    acts.collect()
}

impl PlanOrganisationInput {
    /// The organisation as the domain takes it; `at` is its path.
    fn draft(self, at: &str) -> Result<Organisation, AppError> {
        Ok(Organisation {
            key: self.key,
            name: self.name,
            kind: self.kind.into(),
            affiliation: self.affiliation.into(),
            unit: optional(self.unit, format_args!("{at}.unit"))?,
        })
    }
}

impl From<ReportDutyInput> for ReportDuty {
    fn from(input: ReportDutyInput) -> Self {
        Self {
            holder: input.holder.into(),
            addressee: input.addressee,
            through: input.through.0,
            cycle: input.cycle.into(),
            form: input.form.0.into(),
            embedded_in: input.embedded_in,
            text: input.text,
        }
    }
}
