//! A quota as a client writes it.

use async_graphql::{Enum, InputObject, OneofObject};
use domain::{
    id,
    task::{QuotaDraft, Selector, StatedTotalDraft},
};

use crate::{
    error::AppError,
    graphql::{
        default::OrDefault,
        id::{GlobalId, each},
        scalar::Date,
        task::TaskRole,
        word::{Channel, Product, Sharing, Stage, WindowKind},
    },
};

/// A quota of a task.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct QuotaInput {
    /// Its number, unique in the plan: `Q1`. At most 300 characters.
    no: String,
    /// Which units it binds.
    selector: QuotaSelectorInput,
    /// Whether each bound unit owes on its own, or all together.
    #[graphql(default)]
    sharing: OrDefault<Sharing>,
    /// POOLED: the key of the organisation that owes for all; the task's only LEAD when left out.
    owed_by: Option<String>,
    /// The product that counts; it may differ from the task's.
    product: Product,
    /// The channel that counts; any when left out.
    channel: Option<Channel>,
    /// The topic that counts, one code of 1 to 40 of `A–Z`, `0–9` and `_`; any when left out.
    topic: Option<String>,
    /// How many are owed in a full window, 1 to 10,000. Without it nothing is owed.
    minimum: Option<i32>,
    /// The share of the bound units that are to have achieved something, 1 to 100 percent; none when left out.
    coverage_goal: Option<i32>,
    /// The kind of window. Without it nothing is owed.
    per: Option<WindowKind>,
    /// The due date, in the plan's year or later, by the year 2200: needed when `per` is ONCE, left out otherwise.
    due_on: Option<Date>,
    /// How many minutes one item must last at least, 1 to 1,440; any number when left out.
    min_minutes: Option<i32>,
    /// How far an item must have come to count.
    stage: Stage,
    /// The total as the plan prints it.
    stated_total: Option<StatedTotalInput>,
    /// A remark, at most 10,000 characters.
    note: Option<String>,
}

/// Which units a quota binds. It is expanded once, when the plan is issued.
#[derive(Debug, OneofObject)]
enum QuotaSelectorInput {
    /// Each unit of a set.
    Each(QuotaSet),
    /// The organisation with this key in the plan.
    Organisation(String),
    /// All who hold this role in the task.
    RoleHolders(TaskRole),
    /// These units below the issuer, each once; 1 to 500.
    Units(Vec<GlobalId<id::Unit>>),
}

/// A set of units below or of the issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum QuotaSet {
    /// The communes below the issuer (xã, phường, thị trấn).
    Commune,
    /// The districts below the issuer (huyện).
    District,
    /// The departments of the issuer (sở, phòng).
    Department,
    /// The departments of the issuer and the districts below it.
    DepartmentAndDistrict,
}

/// A total as the plan prints it, per bound unit. It never changes what is owed.
#[derive(Debug, InputObject)]
struct StatedTotalInput {
    /// The number, 1 to 1,000,000.
    value: i32,
    /// The window it is said to cover.
    per: WindowKind,
    /// Whether the plan says "about" (khoảng).
    #[graphql(default)]
    approximate: OrDefault<bool>,
}

impl QuotaSelectorInput {
    /// The selector as the domain takes it; `at` is its path.
    fn draft(self, at: &str) -> Result<Selector, AppError> {
        Ok(match self {
            Self::Each(QuotaSet::Commune) => Selector::EachCommune,
            Self::Each(QuotaSet::District) => Selector::EachDistrict,
            Self::Each(QuotaSet::Department) => Selector::EachDepartment,
            Self::Each(QuotaSet::DepartmentAndDistrict) => Selector::EachDepartmentAndDistrict,
            Self::Organisation(key) => Selector::Organisation(key),
            Self::RoleHolders(role) => Selector::RoleHolders(role.into()),
            Self::Units(units) => Selector::Units(each(units, format_args!("{at}.units"))?),
        })
    }
}

impl QuotaInput {
    /// The quota as the domain takes it; `at` is its path.
    pub(in crate::graphql) fn draft(self, at: &str) -> Result<QuotaDraft, AppError> {
        Ok(QuotaDraft {
            no: self.no,
            selector: self.selector.draft(&format!("{at}.selector"))?,
            sharing: self.sharing.0.into(),
            owed_by: self.owed_by,
            product: self.product.into(),
            channel: self.channel.map(Into::into),
            topic: self.topic,
            min_minutes: self.min_minutes.map(Into::into),
            stage: self.stage.into(),
            minimum: self.minimum.map(Into::into),
            coverage_goal: self.coverage_goal.map(Into::into),
            per: self.per.map(Into::into),
            due_on: self.due_on.map(|due| due.0),
            stated_total: self.stated_total.map(|total| StatedTotalDraft {
                value: total.value.into(),
                per: total.per.into(),
                approximate: total.approximate.0,
            }),
            note: self.note,
        })
    }
}
