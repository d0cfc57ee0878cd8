//! What a plan document says.

use super::{ActKey, act_key};
use crate::{
    calendar::{Day, PartialDate, Year},
    id::UnitId,
    task::{Holder, Task, TaskDraft},
    unit::{Affiliation, OrganisationKind},
    word::words,
};

words! {
    /// What a plan is about.
    pub enum Subject {
        /// Cải cách hành chính: administrative reform.
        Cchc = "CCHC",
        /// Chuyển đổi số: digital transformation.
        Cds = "CDS",
    }
}

words! {
    /// A published index of public administration that a plan names as an aim.
    pub enum PublishedIndex {
        /// Chỉ số cải cách hành chính.
        ParIndex = "PAR_INDEX",
        /// Chỉ số hài lòng về sự phục vụ hành chính.
        Sipas = "SIPAS",
        /// Chỉ số hiệu quả quản trị và hành chính công cấp tỉnh.
        Papi = "PAPI",
        /// Chỉ số năng lực cạnh tranh cấp tỉnh.
        Pci = "PCI",
        /// Chỉ số năng lực cạnh tranh cấp sở, ngành và địa phương.
        Ddci = "DDCI",
        /// Chỉ số chuyển đổi số.
        Dti = "DTI",
        /// Chỉ số xanh cấp tỉnh.
        Pgi = "PGI",
        /// Chỉ số sẵn sàng cho phát triển và ứng dụng công nghệ thông tin.
        IctIndex = "ICT_INDEX",
    }
}

words! {
    /// How often a report is due.
    pub enum Cycle {
        /// Hằng tháng.
        Month = "MONTH",
        /// Hằng quý.
        Quarter = "QUARTER",
        /// 6 tháng.
        HalfYear = "HALF_YEAR",
        /// Hằng năm.
        Year = "YEAR",
        /// Đột xuất: when something happens.
        AdHoc = "AD_HOC",
        /// The plan does not say.
        Unstated = "UNSTATED",
    }
}

words! {
    /// Whether a report is a document of its own.
    pub enum DutyForm {
        /// A document of its own; also where the plan does not say.
        Own = "OWN",
        /// A section of another report (lồng ghép).
        Embedded = "EMBEDDED",
    }
}

/// What a plan document says, apart from who issued it; `T` is its kind of task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<T> {
    /// The symbol as printed, up to 300 characters. Its number may be blank: `/KH-UBND`.
    pub symbol: Option<String>,
    /// The date of the plan, as far as it can be read. Needed to issue it.
    pub issued_on: Option<PartialDate>,
    /// The year it is for, 2000 to 2100.
    pub year: Year,
    /// What it is about, each once.
    pub subjects: Vec<Subject>,
    /// The title: one line of up to 1,000 characters.
    pub title: String,
    /// The acts it carries out or is based on (thực hiện, căn cứ).
    pub carries_out: Vec<Act>,
    /// Every other act it names.
    pub cites: Vec<Act>,
    /// Every body, office or named post with a role or duty, once.
    pub organisations: Vec<Organisation>,
    /// What is to be communicated, up to 10,000 characters each.
    pub themes: Vec<String>,
    /// The numbered work items: up to 500.
    pub tasks: Vec<T>,
    /// Who reports to whom, how often.
    pub report_duties: Vec<ReportDuty>,
    /// Calendar days that bind.
    pub deadlines: Vec<Deadline>,
    /// The published indices it names, each once.
    pub indices: Vec<PublishedIndex>,
    /// Other measures it names as aims.
    pub indicators: Vec<Indicator>,
    /// Where the money comes from, up to 10,000 characters.
    pub funding: Option<String>,
    /// Who receives it (nơi nhận), up to 10,000 characters each.
    pub recipients: Vec<String>,
    /// What is unreadable, inferred, contradictory or out of date, up to 10,000 characters each.
    pub doubts: Vec<String>,
    /// The file it was taken from, up to 300 characters.
    pub source: Option<String>,
}

/// A plan as somebody wrote it, before any check.
pub type Draft = Document<TaskDraft>;

/// A plan that has passed the checks of [`validate`](super::validate).
pub type Content = Document<Task>;

/// Another document that a plan names. It has a symbol or a title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Act {
    /// Its symbol, up to 300 characters.
    pub symbol: Option<String>,
    /// Its date, as far as printed.
    pub issued_on: Option<PartialDate>,
    /// Who issued it, up to 300 characters.
    pub issuer: Option<String>,
    /// What it is about: one line of up to 1,000 characters.
    pub title: Option<String>,
}

/// A body, office or named post with a role or duty in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its key, unique in the plan: 1 to 40 ASCII letters, digits or `_`, and no word of [`crate::task::Group`].
    pub key: String,
    /// Its name, up to 300 characters.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// How it belongs to the issuer's territory.
    pub affiliation: Affiliation,
    /// The unit it is, where the plan's writer picked one; otherwise it is found by its name, or made, at issue.
    pub unit: Option<UnitId>,
}

/// A duty to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDuty {
    /// Who reports.
    pub holder: Holder,
    /// To whom, in the plan's words, up to 300 characters.
    pub addressee: Option<String>,
    /// The keys of the organisations it goes through, each once.
    pub through: Vec<String>,
    /// How often.
    pub cycle: Cycle,
    /// Whether the report is a document of its own.
    pub form: DutyForm,
    /// The report it is a section of: one line of up to 1,000 characters.
    pub embedded_in: Option<String>,
    /// The place in the plan, and details, up to 10,000 characters.
    pub text: Option<String>,
}

/// A calendar day that binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What is due, up to 10,000 characters.
    pub what: String,
    /// The last day allowed.
    pub by: Day,
}

/// A measure that a plan names as an aim, besides the published indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its key, unique in the plan: 1 to 40 ASCII letters, digits or `_`.
    pub key: String,
    /// Its name, up to 300 characters.
    pub name: String,
}

impl Act {
    /// What identifies the act, where it can be identified.
    #[must_use]
    pub fn key(&self) -> Option<ActKey> {
        act_key(self.symbol.as_deref(), self.issued_on)
    }
}

impl<T> Document<T> {
    /// What identifies the plan in another plan that names it, where it can be identified.
    #[must_use]
    pub fn key(&self) -> Option<ActKey> {
        act_key(self.symbol.as_deref(), self.issued_on)
    }
}
