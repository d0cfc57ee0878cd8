//! The format of a plan file, key by key.

use domain::{
    calendar::{PartialDate, WindowKind},
    plan::{Cycle, DutyForm, PublishedIndex},
    quota::{Channel, Product, Stage},
    task::{Group, TaskRole, TimingKind},
};
use serde::Deserialize;

use super::word::{KindWord, Spelled, WholeDate, YearNumber, given};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    #[serde(default, deserialize_with = "given")]
    pub(super) source: Option<String>,
    pub(super) issuer: Issuer,
    #[serde(default, deserialize_with = "given")]
    pub(super) symbol: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) issued_on: Option<Spelled<PartialDate>>,
    pub(super) year: YearNumber,
    pub(super) subjects: Vec<Subject>,
    pub(super) title: String,
    pub(super) carries_out: Vec<Act>,
    pub(super) cites: Vec<Act>,
    pub(super) organisations: Vec<Organisation>,
    pub(super) themes: Vec<String>,
    pub(super) tasks: Vec<Task>,
    pub(super) report_duties: Vec<ReportDuty>,
    pub(super) deadlines: Vec<Deadline>,
    pub(super) indices: Vec<Spelled<PublishedIndex>>,
    pub(super) indicators: Vec<Indicator>,
    #[serde(default, deserialize_with = "given")]
    pub(super) funding: Option<String>,
    pub(super) recipients: Vec<String>,
    pub(super) doubts: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Issuer {
    pub(super) edition: Edition,
    pub(super) code: String,
    pub(super) level: Level,
    pub(super) name: String,
    pub(super) province_code: String,
    #[serde(default, deserialize_with = "given")]
    pub(super) district_code: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) enum Edition {
    #[serde(rename = "2025-06")]
    First,
    #[serde(rename = "2025-07")]
    Second,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Level {
    Province,
    District,
    Commune,
}

#[derive(Debug, Deserialize)]
pub(super) enum Subject {
    #[serde(rename = "CCHC")]
    Reform,
    #[serde(rename = "CĐS")]
    Digital,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Act {
    #[serde(default, deserialize_with = "given")]
    pub(super) symbol: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) issued_on: Option<Spelled<PartialDate>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) issuer: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) title: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Organisation {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: Spelled<KindWord>,
    pub(super) belongs_to: BelongsTo,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum BelongsTo {
    Issuer,
    SameUnit,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    pub(super) no: String,
    pub(super) title: String,
    pub(super) channels: Vec<Spelled<Channel>>,
    pub(super) product: Spelled<Product>,
    pub(super) roles: Vec<Role>,
    pub(super) timing: Timing,
    pub(super) quotas: Vec<Quota>,
    #[serde(default, deserialize_with = "given")]
    pub(super) budget: Option<Budget>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Role {
    pub(super) role: Spelled<TaskRole>,
    #[serde(default, deserialize_with = "given")]
    pub(super) who: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) group: Option<Spelled<Group>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Timing {
    pub(super) kind: Spelled<TimingKind>,
    #[serde(default, deserialize_with = "given")]
    pub(super) year: Option<YearNumber>,
    #[serde(default, deserialize_with = "given")]
    pub(super) quarter: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    pub(super) date: Option<Spelled<WholeDate>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) weekday: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    pub(super) at: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Budget {
    pub(super) text: String,
    #[serde(default, deserialize_with = "given")]
    pub(super) amount_vnd: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    pub(super) formula: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quota {
    pub(super) id: String,
    pub(super) bound: Bound,
    pub(super) product: Spelled<Product>,
    #[serde(default, deserialize_with = "given")]
    pub(super) channel: Option<Spelled<Channel>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) topic: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) minimum: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    pub(super) percent: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    pub(super) per: Option<Spelled<WindowKind>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) by: Option<Spelled<WholeDate>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) min_minutes: Option<i64>,
    pub(super) counts: Spelled<Stage>,
    #[serde(default, deserialize_with = "given")]
    pub(super) stated_total: Option<StatedTotal>,
    #[serde(default, deserialize_with = "given")]
    pub(super) note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bound {
    pub(super) kind: BoundKind,
    #[serde(default, deserialize_with = "given")]
    pub(super) role: Option<Spelled<TaskRole>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) who: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum BoundKind {
    RoleHolders,
    EachCommune,
    EachDistrict,
    EachDepartment,
    EachDepartmentAndDistrict,
    Organisation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatedTotal {
    pub(super) value: i64,
    pub(super) per: Spelled<WindowKind>,
    pub(super) approximate: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportDuty {
    pub(super) who: String,
    #[serde(default, deserialize_with = "given")]
    pub(super) to: Option<String>,
    pub(super) through: Vec<String>,
    pub(super) cycle: Spelled<Cycle>,
    pub(super) form: Spelled<DutyForm>,
    #[serde(default, deserialize_with = "given")]
    pub(super) embedded_in: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deadline {
    pub(super) what: String,
    pub(super) by: Spelled<WholeDate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Indicator {
    pub(super) key: String,
    pub(super) name: String,
}
