//! Back from a plan to the file it was read from, to show that nothing got lost.

use domain::{
    plan::{Act, Organisation, ReportDuty, Subject},
    quota::{Bounded, StatedTotal},
    task::{Budget, Holder, Quota, RoleHolder, Selector, Task, Timing, When},
    unit::Affiliation,
};
use serde_json::{Map, Value, json};

use super::*;

/// A map without the keys that have no value.
fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let present = entries.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(present.map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

fn list<T>(entries: &[T], each: impl Fn(&T) -> Value) -> Value {
    entries.iter().map(each).collect()
}

fn word(value: &impl ToString) -> Value {
    json!(value.to_string())
}

fn maybe_word(value: Option<&impl ToString>) -> Value {
    value.map_or(Value::Null, word)
}

fn number<const MIN: i64, const MAX: i64>(value: Option<Bounded<MIN, MAX>>) -> Value {
    json!(value.map(Bounded::get))
}

pub(super) fn plan(PlanFile { issuer, content }: &PlanFile) -> Value {
    map([
        ("source", json!(content.source)),
        ("issuer", self::issuer(issuer)),
        ("symbol", json!(content.symbol)),
        ("issued_on", maybe_word(content.issued_on.as_ref())),
        ("year", json!(content.year.number())),
        ("subjects", list(&content.subjects, |subject| json!(if *subject == Subject::Cds { "CĐS" } else { "CCHC" }))),
        ("title", json!(content.title)),
        ("carries_out", list(&content.carries_out, act)),
        ("cites", list(&content.cites, act)),
        ("organisations", list(&content.organisations, organisation)),
        ("themes", json!(content.themes)),
        ("tasks", list(&content.tasks, task)),
        ("report_duties", list(&content.report_duties, report_duty)),
        ("deadlines", list(&content.deadlines, |deadline| json!({ "what": deadline.what, "by": word(&deadline.by) }))),
        ("indices", list(&content.indices, word)),
        ("indicators", list(&content.indicators, |of| json!({ "key": of.key, "name": of.name }))),
        ("funding", json!(content.funding)),
        ("recipients", json!(content.recipients)),
        ("doubts", json!(content.doubts)),
    ])
}

fn issuer(issuer: &IssuerReference) -> Value {
    map([
        ("edition", json!(if issuer.edition == Edition::First { "2025-06" } else { "2025-07" })),
        ("code", json!(issuer.code)),
        ("level", json!(issuer.tier.as_str().to_lowercase())),
        ("name", json!(issuer.name)),
        ("province_code", json!(issuer.province_code)),
        ("district_code", json!(issuer.district_code)),
    ])
}

fn act(act: &Act) -> Value {
    map([
        ("symbol", json!(act.symbol)),
        ("issued_on", maybe_word(act.issued_on.as_ref())),
        ("issuer", json!(act.issuer)),
        ("title", json!(act.title)),
    ])
}

fn organisation(of: &Organisation) -> Value {
    let belongs_to = if of.affiliation == Affiliation::Authority { "issuer" } else { "same_unit" };
    json!({ "key": of.key, "name": of.name, "kind": of.kind.as_str().to_lowercase(), "belongs_to": belongs_to })
}

fn task(task: &Task) -> Value {
    map([
        ("no", json!(task.no)),
        ("title", json!(task.title)),
        ("channels", list(&task.channels, word)),
        ("product", word(&task.product)),
        ("roles", list(&task.roles, role)),
        ("timing", timing(&task.timing)),
        ("quotas", list(&task.quotas, quota)),
        ("budget", task.budget.as_ref().map_or(Value::Null, budget)),
    ])
}

fn role(held: &RoleHolder) -> Value {
    let (who, group) = match &held.holder {
        Holder::Organisation(key) => (json!(key), Value::Null),
        Holder::Group(group) => (Value::Null, word(group)),
    };
    map([("role", word(&held.role)), ("who", who), ("group", group), ("text", json!(held.text))])
}

fn timing(timing: &Timing) -> Value {
    let (quarter, date, weekday, at) = match timing.when {
        When::Quarter(quarter) => (json!(quarter), Value::Null, Value::Null, Value::Null),
        When::Date(day) | When::BeforeMonth(day) => (Value::Null, word(&day), Value::Null, Value::Null),
        When::WeeklySlot(day, at) => {
            (Value::Null, Value::Null, json!(day.number_from_monday()), maybe_word(at.as_ref()))
        }
        When::Continuous | When::Year | When::Unstated => Default::default(),
    };
    map([
        ("kind", word(&timing.when.kind())),
        ("year", json!(timing.year.map(domain::calendar::Year::number))),
        ("quarter", quarter),
        ("date", date),
        ("weekday", weekday),
        ("at", at),
        ("text", json!(timing.text)),
    ])
}

fn budget(budget: &Budget) -> Value {
    map([("text", json!(budget.text)), ("amount_vnd", number(budget.amount_vnd)), ("formula", json!(budget.formula))])
}

fn quota(quota: &Quota) -> Value {
    let bound = match &quota.selector {
        Selector::RoleHolders(role) => json!({ "kind": quota.selector.kind().as_str(), "role": word(role) }),
        Selector::Organisation(key) => json!({ "kind": quota.selector.kind().as_str(), "who": key }),
        _ => json!({ "kind": quota.selector.kind().as_str() }),
    };
    map([
        ("id", json!(quota.no)),
        ("bound", bound),
        ("product", word(&quota.measure.product)),
        ("channel", maybe_word(quota.measure.channel.as_ref())),
        ("topic", maybe_word(quota.measure.topic.as_ref())),
        ("minimum", number(quota.minimum)),
        ("percent", number(quota.coverage_goal)),
        ("per", maybe_word(quota.per.as_ref())),
        ("by", maybe_word(quota.due_on.as_ref())),
        ("min_minutes", number(quota.measure.min_minutes)),
        ("counts", word(&quota.measure.stage)),
        ("stated_total", quota.stated_total.map_or(Value::Null, stated_total)),
        ("note", json!(quota.note)),
    ])
}

fn stated_total(total: StatedTotal) -> Value {
    json!({ "value": total.value.get(), "per": word(&total.per), "approximate": total.approximate })
}

fn report_duty(duty: &ReportDuty) -> Value {
    let who = match &duty.holder {
        Holder::Organisation(key) => json!(key),
        Holder::Group(group) => word(group),
    };
    map([
        ("who", who),
        ("to", json!(duty.addressee)),
        ("through", json!(duty.through)),
        ("cycle", word(&duty.cycle)),
        ("form", word(&duty.form)),
        ("embedded_in", json!(duty.embedded_in)),
        ("text", json!(duty.text)),
    ])
}
