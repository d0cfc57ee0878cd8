//! The format of a plan file, key by key, apart from its tasks.

use domain::{
    calendar::PartialDate,
    plan::{self, Cycle, Draft, DutyForm, PublishedIndex},
    task::Holder,
    text::{self, Lines, NAME_MAX, TextError},
    unit::{Affiliation, Tier},
};
use serde::Deserialize;

use super::{
    super::CODE_MAX,
    Edition, IssuerReference,
    task::Task,
    word::{KindWord, Spelled, WholeDate, YearNumber, given},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    #[serde(default, deserialize_with = "given")]
    source: Option<String>,
    issuer: Issuer,
    #[serde(default, deserialize_with = "given")]
    symbol: Option<String>,
    #[serde(default, deserialize_with = "given")]
    issued_on: Option<Spelled<PartialDate>>,
    year: YearNumber,
    subjects: Vec<Subject>,
    title: String,
    carries_out: Vec<Act>,
    cites: Vec<Act>,
    organisations: Vec<Organisation>,
    themes: Vec<String>,
    tasks: Vec<Task>,
    report_duties: Vec<ReportDuty>,
    deadlines: Vec<Deadline>,
    indices: Vec<Spelled<PublishedIndex>>,
    indicators: Vec<Indicator>,
    #[serde(default, deserialize_with = "given")]
    funding: Option<String>,
    recipients: Vec<String>,
    doubts: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Issuer {
    edition: Edition,
    code: String,
    level: Level,
    name: String,
    province_code: String,
    #[serde(default, deserialize_with = "given")]
    district_code: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Level {
    Province,
    District,
    Commune,
}

#[derive(Debug, Deserialize)]
enum Subject {
    #[serde(rename = "CCHC")]
    Reform,
    #[serde(rename = "CĐS")]
    Digital,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
    #[serde(default, deserialize_with = "given")]
    symbol: Option<String>,
    #[serde(default, deserialize_with = "given")]
    issued_on: Option<Spelled<PartialDate>>,
    #[serde(default, deserialize_with = "given")]
    issuer: Option<String>,
    #[serde(default, deserialize_with = "given")]
    title: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Organisation {
    key: String,
    name: String,
    kind: Spelled<KindWord>,
    belongs_to: BelongsTo,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BelongsTo {
    Issuer,
    SameUnit,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportDuty {
    who: String,
    #[serde(default, deserialize_with = "given")]
    to: Option<String>,
    through: Vec<String>,
    cycle: Spelled<Cycle>,
    form: Spelled<DutyForm>,
    #[serde(default, deserialize_with = "given")]
    embedded_in: Option<String>,
    #[serde(default, deserialize_with = "given")]
    text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Deadline {
    what: String,
    by: Spelled<WholeDate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Indicator {
    key: String,
    name: String,
}

impl Plan {
    /// Who issued it, and what it says, which is still to be checked.
    ///
    /// # Errors
    ///
    /// [`TextError`] for what no unit can be called.
    pub(super) fn split(self) -> Result<(IssuerReference, Draft), TextError> {
        let draft = Draft {
            symbol: self.symbol,
            issued_on: self.issued_on.map(|date| date.0),
            year: self.year.0,
            subjects: self.subjects.into_iter().map(Into::into).collect(),
            title: self.title,
            carries_out: self.carries_out.into_iter().map(Into::into).collect(),
            cites: self.cites.into_iter().map(Into::into).collect(),
            organisations: self.organisations.into_iter().map(Into::into).collect(),
            themes: self.themes,
            tasks: self.tasks.into_iter().map(Into::into).collect(),
            report_duties: self.report_duties.into_iter().map(Into::into).collect(),
            deadlines: self.deadlines.into_iter().map(Into::into).collect(),
            indices: self.indices.into_iter().map(|index| index.0).collect(),
            indicators: self.indicators.into_iter().map(Into::into).collect(),
            funding: self.funding,
            recipients: self.recipients,
            doubts: self.doubts,
            source: self.source,
        };
        Ok((self.issuer.try_into()?, draft))
    }
}

impl TryFrom<Issuer> for IssuerReference {
    type Error = TextError;

    fn try_from(issuer: Issuer) -> Result<Self, TextError> {
        let tier = match issuer.level {
            Level::Province => Tier::Province,
            Level::District => Tier::District,
            Level::Commune => Tier::Commune,
        };
        let code = |field, code: &str| text::clean(field, code, CODE_MAX, Lines::One);
        let district = issuer.district_code.as_deref().map(|district| code("issuer.district_code", district));
        Ok(Self {
            edition: issuer.edition,
            code: code("issuer.code", &issuer.code)?,
            tier,
            name: text::clean("issuer.name", &issuer.name, NAME_MAX, Lines::One)?,
            province_code: code("issuer.province_code", &issuer.province_code)?,
            district_code: district.transpose()?,
        })
    }
}

impl From<Subject> for plan::Subject {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Reform => Self::Cchc,
            Subject::Digital => Self::Cds,
        }
    }
}

impl From<Act> for plan::Act {
    fn from(Act { symbol, issued_on, issuer, title }: Act) -> Self {
        Self { symbol, issued_on: issued_on.map(|date| date.0), issuer, title }
    }
}

impl From<Organisation> for plan::Organisation {
    fn from(Organisation { key, name, kind, belongs_to }: Organisation) -> Self {
        let affiliation = match belongs_to {
            BelongsTo::Issuer => Affiliation::Authority,
            BelongsTo::SameUnit => Affiliation::SameUnit,
        };
        Self { key, name, kind: kind.0.0, affiliation, unit: None }
    }
}

impl From<ReportDuty> for plan::ReportDuty {
    fn from(duty: ReportDuty) -> Self {
        Self {
            // No organisation may be called like a group.
            holder: duty.who.parse().map_or(Holder::Organisation(duty.who), Holder::Group),
            addressee: duty.to,
            through: duty.through,
            cycle: duty.cycle.0,
            form: duty.form.0,
            embedded_in: duty.embedded_in,
            text: duty.text,
        }
    }
}

impl From<Deadline> for plan::Deadline {
    fn from(Deadline { what, by }: Deadline) -> Self {
        Self { what, by: by.0.0 }
    }
}

impl From<Indicator> for plan::Indicator {
    fn from(Indicator { key, name }: Indicator) -> Self {
        Self { key, name }
    }
}
