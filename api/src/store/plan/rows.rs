//! The rows that the parts of a plan are stored as.

use std::collections::HashMap;

use chrono::Weekday;
use domain::{
    id::PlanId,
    plan::{Act, Content},
    task::{Holder, Quota, Selector, Task, When},
};
use uuid::Uuid;

use super::{
    part::{ActRelation, LineKind},
    write::Picks,
};
use crate::store::{StoreError, WriteTx};

/// The rows of all parts of one plan.
pub(super) struct Rows {
    plan: Uuid,
    /// The id of each organisation, by its key in the plan.
    keys: HashMap<String, Uuid>,
    subjects: Vec<entity::plan_subject::ActiveModel>,
    acts: Vec<entity::plan_act::ActiveModel>,
    organisations: Vec<entity::plan_organisation::ActiveModel>,
    lines: Vec<entity::plan_line::ActiveModel>,
    tasks: Vec<entity::task::ActiveModel>,
    channels: Vec<entity::task_channel::ActiveModel>,
    roles: Vec<entity::task_role::ActiveModel>,
    links: Vec<entity::task_link::ActiveModel>,
    quotas: Vec<entity::quota::ActiveModel>,
    quota_units: Vec<entity::quota_unit::ActiveModel>,
    duties: Vec<entity::report_duty::ActiveModel>,
    through: Vec<entity::report_duty_through::ActiveModel>,
}

impl Rows {
    /// The rows of a plan's content, with new ids.
    pub(super) fn of(
        plan: PlanId,
        content: &Content,
        picks: &Picks,
        mut new_id: impl FnMut() -> Uuid,
    ) -> Result<Self, StoreError> {
        let mut rows = Self {
            plan: plan.uuid(),
            keys: HashMap::new(),
            subjects: Vec::new(),
            acts: Vec::new(),
            organisations: Vec::new(),
            lines: Vec::new(),
            tasks: Vec::new(),
            channels: Vec::new(),
            roles: Vec::new(),
            links: Vec::new(),
            quotas: Vec::new(),
            quota_units: Vec::new(),
            duties: Vec::new(),
            through: Vec::new(),
        };
        for (position, subject) in (0..).zip(&content.subjects) {
            let row = entity::plan_subject::Model { plan_id: rows.plan, subject: subject.to_string(), position };
            rows.subjects.push(row.into());
        }
        rows.acts(ActRelation::CarriesOut, &content.carries_out, &picks.carries_out, &mut new_id);
        rows.acts(ActRelation::Cites, &content.cites, &picks.cites, &mut new_id);
        rows.organisations(content, &mut new_id);
        rows.lines(content, &mut new_id);
        let mut quota_position = 0;
        for (position, task) in (0..).zip(&content.tasks) {
            let id = new_id();
            rows.task(id, position, task, &mut new_id)?;
            for quota in &task.quotas {
                rows.quota(id, new_id(), quota_position, quota)?;
                quota_position += 1;
            }
        }
        rows.duties(content, &mut new_id)?;
        Ok(rows)
    }

    /// Stores them, each table in one go.
    pub(super) async fn insert(self, tx: &WriteTx) -> Result<(), StoreError> {
        tx.insert_all(self.subjects).await?;
        tx.insert_all(self.acts).await?;
        tx.insert_all(self.organisations).await?;
        tx.insert_all(self.lines).await?;
        tx.insert_all(self.tasks).await?;
        tx.insert_all(self.channels).await?;
        tx.insert_all(self.roles).await?;
        tx.insert_all(self.links).await?;
        tx.insert_all(self.quotas).await?;
        tx.insert_all(self.quota_units).await?;
        tx.insert_all(self.duties).await?;
        tx.insert_all(self.through).await
    }

    fn acts(
        &mut self,
        relation: ActRelation,
        acts: &[Act],
        picks: &[Option<PlanId>],
        new_id: &mut impl FnMut() -> Uuid,
    ) {
        for ((position, act), place) in (0..).zip(acts).zip(0_usize..) {
            let row = entity::plan_act::Model {
                id: new_id(),
                plan_id: self.plan,
                relation: relation.as_str().to_owned(),
                position,
                symbol: act.symbol.clone(),
                issued_on: act.issued_on.map(|date| date.to_string()),
                issuer: act.issuer.clone(),
                title: act.title.clone(),
                resolved_plan_id: picks.get(place).copied().flatten().map(PlanId::uuid),
            };
            self.acts.push(row.into());
        }
    }

    fn organisations(&mut self, content: &Content, new_id: &mut impl FnMut() -> Uuid) {
        for (position, named) in (0..).zip(&content.organisations) {
            let id = new_id();
            self.keys.insert(named.key.clone(), id);
            let row = entity::plan_organisation::Model {
                id,
                plan_id: self.plan,
                position,
                key: named.key.clone(),
                name: named.name.clone(),
                kind: named.kind.to_string(),
                affiliation: named.affiliation.to_string(),
                unit_id: named.unit.map(domain::id::Id::uuid),
            };
            self.organisations.push(row.into());
        }
    }

    fn lines(&mut self, content: &Content, new_id: &mut impl FnMut() -> Uuid) {
        let texts = [
            (LineKind::Theme, &content.themes),
            (LineKind::Recipient, &content.recipients),
            (LineKind::Doubt, &content.doubts),
        ];
        let texts = texts.into_iter().flat_map(|(kind, texts)| {
            (0..).zip(texts).map(move |(position, text)| (kind, position, None, None, text.clone()))
        });
        let indices = (0..).zip(&content.indices);
        let indices = indices.map(|(position, index)| (LineKind::Index, position, None, None, index.to_string()));
        let indicators = (0..).zip(&content.indicators).map(|(position, indicator)| {
            (LineKind::Indicator, position, Some(indicator.key.clone()), None, indicator.name.clone())
        });
        let deadlines = (0..)
            .zip(&content.deadlines)
            .map(|(position, deadline)| (LineKind::Deadline, position, None, Some(deadline.by), deadline.what.clone()));
        for (kind, position, key, day, text) in texts.chain(indices).chain(indicators).chain(deadlines) {
            let kind = kind.as_str().to_owned();
            let row = entity::plan_line::Model { id: new_id(), plan_id: self.plan, kind, position, key, day, text };
            self.lines.push(row.into());
        }
    }

    fn task(
        &mut self,
        id: Uuid,
        position: i32,
        task: &Task,
        new_id: &mut impl FnMut() -> Uuid,
    ) -> Result<(), StoreError> {
        let mut row = entity::task::Model {
            id,
            plan_id: self.plan,
            position,
            no: task.no.clone(),
            title: task.title.clone(),
            product: task.product.to_string(),
            timing_kind: task.timing.when.kind().to_string(),
            timing_year: task.timing.year.map(domain::calendar::Year::number),
            timing_quarter: None,
            timing_date: None,
            timing_weekday: None,
            timing_at: None,
            timing_text: task.timing.text.clone(),
            budget_text: task.budget.as_ref().map(|budget| budget.text.clone()),
            budget_vnd: task.budget.as_ref().and_then(|budget| budget.amount_vnd).map(domain::quota::Bounded::get),
            budget_formula: task.budget.as_ref().and_then(|budget| budget.formula.clone()),
        };
        match task.timing.when {
            When::Continuous | When::Year | When::Unstated => {}
            When::Quarter(quarter) => row.timing_quarter = quarter.map(i32::from),
            When::Date(day) | When::BeforeMonth(day) => row.timing_date = Some(day),
            When::WeeklySlot(weekday, at) => {
                row.timing_weekday = Some(number(weekday));
                row.timing_at = at.map(|at| at.to_string());
            }
        }
        self.tasks.push(row.into());
        for (position, channel) in (0..).zip(&task.channels) {
            let row = entity::task_channel::Model { task_id: id, channel: channel.to_string(), position };
            self.channels.push(row.into());
        }
        for (position, held) in (0..).zip(&task.roles) {
            let (organisation_id, holders) = self.holder(&held.holder)?;
            let row = entity::task_role::Model {
                id: new_id(),
                task_id: id,
                position,
                role: held.role.to_string(),
                organisation_id,
                holders,
                text: held.text.clone(),
            };
            self.roles.push(row.into());
        }
        for link in &task.carries_out {
            let row = entity::task_link::Model { task_id: id, carries_out_id: link.uuid() };
            self.links.push(row.into());
        }
        Ok(())
    }

    fn quota(&mut self, task: Uuid, id: Uuid, position: i32, quota: &Quota) -> Result<(), StoreError> {
        let measure = &quota.measure;
        let (selector_role, selector_organisation_id) = match &quota.selector {
            Selector::RoleHolders(role) => (Some(role.to_string()), None),
            Selector::Organisation(key) => (None, Some(self.key(key)?)),
            _ => (None, None),
        };
        if let Selector::Units(units) = &quota.selector {
            let rows = units.iter().map(|unit| entity::quota_unit::Model { quota_id: id, unit_id: unit.uuid() });
            self.quota_units.extend(rows.map(Into::into));
        }
        let row = entity::quota::Model {
            id,
            plan_id: self.plan,
            task_id: task,
            position,
            no: quota.no.clone(),
            selector: quota.selector.kind().to_string(),
            selector_role,
            selector_organisation_id,
            sharing: quota.sharing.to_string(),
            owed_by_id: quota.owed_by.as_deref().map(|key| self.key(key)).transpose()?,
            product: measure.product.to_string(),
            channel: measure.channel.map(|channel| channel.to_string()),
            topic: measure.topic.as_ref().map(|topic| topic.as_str().to_owned()),
            minimum: small(quota.minimum.map(domain::quota::Bounded::get))?,
            coverage_goal: small(quota.coverage_goal.map(domain::quota::Bounded::get))?,
            per: quota.per.map(|kind| kind.to_string()),
            due_on: quota.due_on,
            min_minutes: small(measure.min_minutes.map(domain::quota::Bounded::get))?,
            stage: measure.stage.to_string(),
            stated_value: small(quota.stated_total.map(|total| total.value.get()))?,
            stated_per: quota.stated_total.map(|total| total.per.to_string()),
            stated_approximate: quota.stated_total.map(|total| total.approximate),
            note: quota.note.clone(),
        };
        self.quotas.push(row.into());
        Ok(())
    }

    fn duties(&mut self, content: &Content, new_id: &mut impl FnMut() -> Uuid) -> Result<(), StoreError> {
        for (position, duty) in (0..).zip(&content.report_duties) {
            let id = new_id();
            let (organisation_id, holders) = self.holder(&duty.holder)?;
            let row = entity::report_duty::Model {
                id,
                plan_id: self.plan,
                position,
                organisation_id,
                holders,
                addressee: duty.addressee.clone(),
                cycle: duty.cycle.to_string(),
                form: duty.form.to_string(),
                embedded_in: duty.embedded_in.clone(),
                text: duty.text.clone(),
            };
            self.duties.push(row.into());
            for (position, key) in (0..).zip(&duty.through) {
                let organisation_id = self.key(key)?;
                let row = entity::report_duty_through::Model { duty_id: id, organisation_id, position };
                self.through.push(row.into());
            }
        }
        Ok(())
    }

    fn holder(&self, holder: &Holder) -> Result<(Option<Uuid>, Option<String>), StoreError> {
        match holder {
            Holder::Organisation(key) => Ok((Some(self.key(key)?), None)),
            Holder::Group(group) => Ok((None, Some(group.to_string()))),
        }
    }

    /// Checked content names no organisation that it does not declare.
    fn key(&self, key: &str) -> Result<Uuid, StoreError> {
        self.keys.get(key).copied().ok_or_else(|| StoreError::corrupt(format!("no organisation {key}")))
    }
}

/// 1 is Monday.
const fn number(weekday: Weekday) -> i32 {
    match weekday {
        Weekday::Mon => 1,
        Weekday::Tue => 2,
        Weekday::Wed => 3,
        Weekday::Thu => 4,
        Weekday::Fri => 5,
        Weekday::Sat => 6,
        Weekday::Sun => 7,
    }
}

/// Checked content has no number that does not fit.
fn small(value: Option<i64>) -> Result<Option<i32>, StoreError> {
    value.map(i32::try_from).transpose().map_err(StoreError::corrupt)
}
