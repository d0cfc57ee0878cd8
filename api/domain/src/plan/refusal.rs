//! Why a plan is refused.

use crate::{
    calendar::{NotAPartialDate, Year},
    quota::{NotATopic, OutOfBounds},
    refusal::{Class, Explain, Lang},
    task::TimingKind,
    text::TextError,
};

/// Why the content of a plan is refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub struct PlanError {
    /// The field at fault as a client writes it: `tasks[3].quotas[0].minimum`.
    pub field: String,
    /// What is wrong with it.
    pub fault: PlanFault,
}

/// What is wrong with a field of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFault {
    /// A text breaks its limits.
    Text(TextError),
    /// A number breaks its limits.
    Number(OutOfBounds),
    /// A topic is no code.
    Topic(NotATopic),
    /// A day lies in no year anybody plans for.
    Day(NotAPartialDate),
    /// More entries than a list holds.
    TooMany {
        /// How many it holds.
        max: usize,
        /// How many there are.
        found: usize,
    },
    /// A set names the same thing twice.
    Repeated,
    /// No key, or a word that means a group.
    Key,
    /// This key, task number or quota number stands for another entry already.
    DuplicateKey(String),
    /// This key stands for no organisation of the plan.
    UnknownOrganisation(String),
    /// A time of this kind needs the part and has it not, or has it and does not need it.
    TimingPart(TimingKind),
    /// A month is named by its first day.
    NotFirstOfMonth,
    /// No time of day.
    TimeOfDay,
    /// A selector that lists units lists none.
    NoUnit,
    /// Nobody is named to owe for all, and the task has no or several leads.
    NoOwner,
    /// Somebody is named to owe for all where each owes alone.
    OwnerOfEach,
    /// A ONCE has no due date.
    NoDueDate,
    /// The due date of a ONCE lies before the plan's year, in which its window begins.
    DueDateBeforeYear(Year),
    /// The due date of a ONCE lies after the last year there is.
    DueDateTooFar,
    /// A due date stands at what is not ONCE.
    DueDateOfRhythm,
}

impl PlanFault {
    /// Says where the fault is.
    pub(crate) fn at(self, field: impl Into<String>) -> PlanError {
        PlanError { field: field.into(), fault: self }
    }
}

impl Explain for PlanError {
    fn rule(&self) -> &'static str {
        match &self.fault {
            PlanFault::Text(error) => error.rule(),
            PlanFault::Topic(error) => error.rule(),
            PlanFault::Day(error) => error.rule(),
            PlanFault::Number(_) => "plan.out_of_bounds",
            PlanFault::TooMany { .. } => "plan.too_many",
            PlanFault::Repeated => "plan.repeated",
            PlanFault::Key => "plan.key",
            PlanFault::DuplicateKey(_) => "plan.duplicate_key",
            PlanFault::UnknownOrganisation(_) => "plan.unknown_organisation",
            PlanFault::TimingPart(_) => "task.timing_part",
            PlanFault::NotFirstOfMonth => "task.not_first_of_month",
            PlanFault::TimeOfDay => "task.time_of_day",
            PlanFault::NoUnit => "quota.no_unit",
            PlanFault::NoOwner => "quota.no_owner",
            PlanFault::OwnerOfEach => "quota.owner_of_each",
            PlanFault::NoDueDate => "quota.no_due_date",
            PlanFault::DueDateBeforeYear(_) => "quota.due_date_before_year",
            PlanFault::DueDateTooFar => "quota.due_date_too_far",
            PlanFault::DueDateOfRhythm => "quota.due_date_of_rhythm",
        }
    }

    fn field(&self) -> Option<String> {
        Some(self.field.clone())
    }

    fn class(&self) -> Class {
        match &self.fault {
            PlanFault::Text(error) => error.class(),
            PlanFault::Number(_)
            | PlanFault::Topic(_)
            | PlanFault::Day(_)
            | PlanFault::TooMany { .. }
            | PlanFault::Repeated
            | PlanFault::Key
            | PlanFault::TimeOfDay => Class::Input,
            _ => Class::Rule,
        }
    }

    fn text(&self, lang: Lang) -> String {
        match &self.fault {
            PlanFault::Text(error) => error.text(lang),
            PlanFault::Number(error) => error.text(lang),
            PlanFault::Topic(error) => error.text(lang),
            PlanFault::Day(error) => error.text(lang),
            PlanFault::TooMany { max, found } => lang
                .pick(format!("Có {found} mục, tối đa {max}."), format!("{found} entries, at most {max} are allowed.")),
            PlanFault::Repeated => lang.pick("Mục này bị lặp lại.", "This entry is named twice."),
            PlanFault::Key => lang.pick(
                "Khóa gồm 1 đến 40 chữ cái không dấu, chữ số hoặc _, và không trùng tên một nhóm.",
                "A key is 1 to 40 ASCII letters, digits or _, and not the word of a group.",
            ),
            PlanFault::DuplicateKey(key) => lang.pick(
                format!("{key:?} đã được dùng trong kế hoạch này."),
                format!("{key:?} is already used in this plan."),
            ),
            PlanFault::UnknownOrganisation(key) => lang.pick(
                format!("Kế hoạch không có cơ quan nào mang khóa {key:?}."),
                format!("The plan has no organisation with the key {key:?}."),
            ),
            PlanFault::TimingPart(kind) => lang.pick(
                format!("Thời gian loại {kind} thiếu phần này hoặc không dùng phần này."),
                format!("A timing of kind {kind} needs this part, or has no use for it."),
            ),
            PlanFault::NotFirstOfMonth => {
                lang.pick("Tháng được ghi bằng ngày đầu tháng.", "A month is given by its first day.")
            }
            PlanFault::TimeOfDay => {
                lang.pick("Giờ được ghi từ 00:00 đến 23:59.", "A time of day is written 00:00 to 23:59.")
            }
            PlanFault::NoUnit => lang.pick("Cần ít nhất một đơn vị.", "At least one unit is needed."),
            PlanFault::NoOwner => lang.pick(
                "Định mức chung cần nêu cơ quan chịu trách nhiệm, vì nhiệm vụ không có đúng một cơ quan chủ trì.",
                "A pooled quota names who owes it, because the task has not exactly one leading organisation.",
            ),
            PlanFault::OwnerOfEach => lang.pick(
                "Định mức tính riêng từng đơn vị thì không nêu cơ quan chịu trách nhiệm chung.",
                "Where each unit owes alone, nobody owes for all.",
            ),
            PlanFault::NoDueDate => {
                lang.pick("Định mức thực hiện một lần cần có hạn.", "A quota owed once needs a due date.")
            }
            PlanFault::DueDateBeforeYear(year) => lang.pick(
                format!("Hạn không được trước năm {year} của kế hoạch."),
                format!("The due date lies before the plan's year {year}."),
            ),
            PlanFault::DueDateTooFar => lang.pick(
                format!("Hạn không được quá năm {}.", Year::MAX),
                format!("The due date lies after the year {}.", Year::MAX),
            ),
            PlanFault::DueDateOfRhythm => {
                lang.pick("Chỉ định mức thực hiện một lần mới có hạn.", "Only a quota owed once has a due date.")
            }
        }
    }
}
