//! A small plan that passes every check, for tests to spoil.

use super::{Content, Draft, DutyForm, Organisation, PlanError, ReportDuty, Subject, validate};
use crate::{
    calendar::testing::day,
    calendar::{WindowKind, Year},
    plan::{Act, Cycle, Deadline, Indicator, PublishedIndex},
    quota::{Channel, Product, Sharing, Stage},
    refusal::{Class, Explain, Lang},
    task::{Group, Holder, QuotaDraft, RoleHolder, Selector, TaskDraft, TaskRole, TimingDraft, TimingKind},
    unit::{Affiliation, OrganisationKind},
};

/// An organisation of the issuer.
pub(crate) fn organisation(key: &str) -> Organisation {
    Organisation {
        key: key.into(),
        name: format!("Phòng {key}"),
        kind: OrganisationKind::Department,
        affiliation: Affiliation::Authority,
        unit: None,
    }
}

/// An organisation's role.
pub(crate) fn role(role: TaskRole, key: &str) -> RoleHolder {
    RoleHolder { role, holder: Holder::Organisation(key.into()), text: None }
}

/// A group's role.
pub(crate) fn group_role(role: TaskRole, group: Group) -> RoleHolder {
    RoleHolder { role, holder: Holder::Group(group), text: Some("các đơn vị".into()) }
}

/// A time without parts.
pub(crate) fn timing(kind: TimingKind) -> TimingDraft {
    TimingDraft { kind, year: None, quarter: None, date: None, weekday: None, at: None, text: None }
}

/// One news item a month from whoever leads the task.
pub(crate) fn quota(no: &str) -> QuotaDraft {
    QuotaDraft {
        no: no.into(),
        selector: Selector::RoleHolders(TaskRole::Lead),
        sharing: Sharing::Each,
        owed_by: None,
        product: Product::NewsItem,
        channel: Some(Channel::Portal),
        topic: Some("PAR_INDEX".into()),
        min_minutes: None,
        stage: Stage::Published,
        minimum: Some(1),
        coverage_goal: None,
        per: Some(WindowKind::Month),
        due_on: None,
        stated_total: None,
        note: None,
    }
}

/// A task led by the organisation `pnv`, with one quota.
pub(crate) fn task(no: &str) -> TaskDraft {
    TaskDraft {
        no: no.into(),
        title: "Chuyên mục CCHC trên cổng thông tin".into(),
        channels: vec![Channel::Portal],
        product: Product::NewsItem,
        roles: vec![role(TaskRole::Lead, "pnv")],
        timing: timing(TimingKind::Continuous),
        budget: None,
        carries_out: Vec::new(),
        quotas: vec![quota(&format!("Q-{no}"))],
    }
}

/// The plan.
pub(crate) fn draft() -> Draft {
    Draft {
        symbol: Some("54/KH-UBND".into()),
        issued_on: "2025-05".parse().ok(),
        year: Year::new(2025).expect("a year"),
        subjects: vec![Subject::Cchc, Subject::Cds],
        title: "Truyền thông về cải cách hành chính năm 2025".into(),
        carries_out: vec![Act { symbol: Some("82/KH-UBND".into()), ..Act::default() }],
        cites: vec![Act { title: Some("Đề án 06".into()), ..Act::default() }],
        organisations: vec![organisation("pnv"), organisation("pvhtt")],
        themes: vec!["Chính quyền số".into()],
        tasks: vec![task("I.1"), task("I.2")],
        report_duties: vec![ReportDuty {
            holder: Holder::Organisation("pnv".into()),
            addressee: Some("UBND huyện".into()),
            through: vec!["pvhtt".into()],
            cycle: Cycle::Quarter,
            form: DutyForm::Own,
            embedded_in: None,
            text: None,
        }],
        deadlines: vec![Deadline { what: "Xong kế hoạch".into(), by: day("2025-06-01") }],
        indices: vec![PublishedIndex::Papi],
        indicators: vec![Indicator { key: "ONLINE".into(), name: "Hồ sơ trực tuyến".into() }],
        funding: None,
        recipients: vec!["Lưu: VT".into()],
        doubts: Vec::new(),
        source: None,
    }
}

/// The checks pass after `alter`.
pub(crate) fn accepts(alter: impl FnOnce(&mut Draft)) -> Content {
    let mut draft = draft();
    alter(&mut draft);
    validate(&draft).expect("accepted")
}

/// The checks refuse after `spoil`.
pub(crate) fn refuses(spoil: impl FnOnce(&mut Draft)) -> PlanError {
    let mut draft = draft();
    spoil(&mut draft);
    let error = validate(&draft).expect_err("refused");
    assert!(!error.text(Lang::Vi).is_empty() && error.text(Lang::Vi) != error.text(Lang::En));
    error
}

/// The rule and the field that refuse after `spoil`.
pub(crate) fn refusal(spoil: impl FnOnce(&mut Draft)) -> (&'static str, String) {
    let error = refuses(spoil);
    (error.rule(), error.field)
}

/// Whether the refusal after `spoil` is one of the input, not of a rule.
pub(crate) fn is_malformed(spoil: impl FnOnce(&mut Draft)) -> bool {
    refuses(spoil).class() == Class::Input
}
