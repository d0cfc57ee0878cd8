use std::collections::BTreeSet;

use chrono::Weekday;
use uuid::Uuid;

use super::{GroupMember::*, *};
use crate::{
    calendar::{Day, WindowKind, Year, testing::day},
    id::UnitId,
    plan::{Draft, testing::*},
    quota::{Bounded, Sharing},
};

fn at(rule: &'static str, field: &str) -> (&'static str, String) {
    (rule, field.to_owned())
}

fn with_timing(timing: TimingDraft) -> impl FnOnce(&mut Draft) {
    move |d| d.tasks[0].timing = timing
}

fn when(timing: TimingDraft) -> When {
    accepts(with_timing(timing)).tasks[0].timing.when
}

/// Spoils the first quota.
fn quota(change: impl FnOnce(&mut QuotaDraft)) -> impl FnOnce(&mut Draft) {
    move |d| change(&mut d.tasks[0].quotas[0])
}

/// The first quota after `change`, with its task.
fn accepted(change: impl FnOnce(&mut TaskDraft)) -> (Quota, Task) {
    let task = accepts(|d| change(&mut d.tasks[0])).tasks.remove(0);
    (task.quotas[0].clone(), task)
}

#[test]
fn a_time_keeps_the_parts_of_its_kind() {
    let date: Day = day("2024-11-01");
    assert_eq!(when(timing(TimingKind::Unstated)), When::Unstated);
    assert_eq!(when(timing(TimingKind::Quarter)), When::Quarter(None));
    assert_eq!(when(TimingDraft { quarter: Some(4), ..timing(TimingKind::Quarter) }), When::Quarter(Some(4)));
    assert_eq!(when(TimingDraft { date: Some(date), ..timing(TimingKind::Date) }), When::Date(date));
    assert_eq!(when(TimingDraft { date: Some(date), ..timing(TimingKind::BeforeMonth) }), When::BeforeMonth(date));
    let slot = TimingDraft { weekday: Some(1), at: Some("17:15".into()), ..timing(TimingKind::WeeklySlot) };
    assert_eq!(when(slot), When::WeeklySlot(Weekday::Mon, "17:15".parse().ok()));
    let sunday = TimingDraft { weekday: Some(7), ..timing(TimingKind::WeeklySlot) };
    assert_eq!(when(sunday), When::WeeklySlot(Weekday::Sun, None));
    let year = Year::new(2024).ok();
    for kind in [TimingKind::Continuous, TimingKind::Year, TimingKind::Unstated] {
        let kept = &accepts(with_timing(TimingDraft { year, text: Some(" thường xuyên".into()), ..timing(kind) }))
            .tasks[0]
            .timing;
        assert_eq!((kept.when.kind(), kept.year, kept.text.as_deref()), (kind, year, Some("thường xuyên")));
    }
}

#[test]
fn a_part_of_a_time_is_neither_missing_nor_out_of_place() {
    let date = Some(day("2024-11-01"));
    for (draft, field) in [
        (timing(TimingKind::Date), "date"),
        (timing(TimingKind::BeforeMonth), "date"),
        (timing(TimingKind::WeeklySlot), "weekday"),
        (TimingDraft { date, ..timing(TimingKind::Year) }, "date"),
        (TimingDraft { quarter: Some(1), ..timing(TimingKind::Year) }, "quarter"),
        (TimingDraft { weekday: Some(1), ..timing(TimingKind::Quarter) }, "weekday"),
        (TimingDraft { at: Some("17:15".into()), date, ..timing(TimingKind::Date) }, "at"),
    ] {
        assert_eq!(refusal(with_timing(draft)), at("task.timing_part", &format!("tasks[0].timing.{field}")));
    }
}

#[test]
fn the_numbers_of_a_time_keep_their_limits() {
    for quarter in [0, 5, -1, 257] {
        let draft = TimingDraft { quarter: Some(quarter), ..timing(TimingKind::Quarter) };
        assert_eq!(refusal(with_timing(draft)), at("plan.out_of_bounds", "tasks[0].timing.quarter"));
    }
    for weekday in [0, 8, -1] {
        let draft = TimingDraft { weekday: Some(weekday), ..timing(TimingKind::WeeklySlot) };
        assert_eq!(refusal(with_timing(draft)), at("plan.out_of_bounds", "tasks[0].timing.weekday"));
    }
    let draft = TimingDraft { weekday: Some(1), at: Some("24:00".into()), ..timing(TimingKind::WeeklySlot) };
    assert_eq!(refusal(with_timing(draft)), at("task.time_of_day", "tasks[0].timing.at"));
    let draft = TimingDraft { date: Some(day("2024-11-02")), ..timing(TimingKind::BeforeMonth) };
    assert_eq!(refusal(with_timing(draft)), at("task.not_first_of_month", "tasks[0].timing.date"));
}

#[test]
fn a_time_of_day_has_one_spelling() {
    for text in ["00:00", "06:15", "17:15", "23:59"] {
        assert_eq!(text.parse::<TimeOfDay>().map(|time| time.to_string()), Ok(text.to_owned()));
    }
    for text in ["", "24:00", "17:60", "7:15", "17:5", "17:155", "+7:15", "17", "17:15:00", "17h15", " 17:15", "1٧:15"]
    {
        assert_eq!(text.parse::<TimeOfDay>(), Err(NotATimeOfDay), "{text:?}");
    }
}

#[test]
fn a_budget_is_no_negative_amount() {
    let budget = |amount| {
        move |d: &mut Draft| {
            d.tasks[0].budget = Some(BudgetDraft { text: "48 kỳ".into(), amount_vnd: Some(amount), formula: None });
        }
    };
    for amount in [0, 9_600_000, 9_007_199_254_740_991] {
        let kept = accepts(budget(amount)).tasks[0].budget.clone().and_then(|budget| budget.amount_vnd);
        assert_eq!(kept.map(Bounded::get), Some(amount));
    }
    for amount in [-1, i64::MIN, 9_007_199_254_740_992] {
        assert_eq!(refusal(budget(amount)), at("plan.out_of_bounds", "tasks[0].budget.amount"));
    }
}

#[test]
fn the_numbers_of_a_quota_keep_their_limits() {
    for (field, low, high) in [("minimum", 1, 10_000), ("minMinutes", 1, 1_440), ("coverageGoal", 1, 100)] {
        let set = |value| {
            quota(move |q| match field {
                "minimum" => q.minimum = Some(value),
                "minMinutes" => q.min_minutes = Some(value),
                _ => q.coverage_goal = Some(value),
            })
        };
        accepts(set(low));
        accepts(set(high));
        for value in [i64::MIN, -1, low - 1, high + 1, i64::MAX] {
            assert_eq!(refusal(set(value)), at("plan.out_of_bounds", &format!("tasks[0].quotas[0].{field}")));
        }
    }
    let total = |value| {
        quota(move |q| q.stated_total = Some(StatedTotalDraft { value, per: WindowKind::Year, approximate: true }))
    };
    accepts(total(50));
    assert_eq!(refusal(total(0)), at("plan.out_of_bounds", "tasks[0].quotas[0].statedTotal.value"));
    assert_eq!(refusal(quota(|q| q.topic = Some("papi".into()))), at("quota.topic", "tasks[0].quotas[0].topic"));
}

#[test]
fn a_once_and_nothing_else_has_a_due_date_from_the_plans_year_on() {
    let due = |per, due_on: Option<&str>| {
        let due_on = due_on.map(day);
        quota(move |q| (q.per, q.due_on) = (per, due_on))
    };
    for last in ["2025-01-01", "2025-12-31", "2026-01-31", "2200-12-31"] {
        accepts(due(Some(WindowKind::Once), Some(last)));
    }
    let field = "tasks[0].quotas[0].dueOn";
    assert_eq!(refusal(due(Some(WindowKind::Once), None)), at("quota.no_due_date", field));
    for (outside, rule) in [("2024-12-31", "quota.due_date_before_year"), ("2201-01-01", "quota.due_date_too_far")] {
        assert_eq!(refusal(due(Some(WindowKind::Once), Some(outside))), at(rule, field));
    }
    for &per in WindowKind::ALL.iter().filter(|per| **per != WindowKind::Once) {
        accepts(due(Some(per), None));
        assert_eq!(refusal(due(Some(per), Some("2025-06-30"))), at("quota.due_date_of_rhythm", field));
    }
    assert_eq!(refusal(due(None, Some("2025-06-30"))), at("quota.due_date_of_rhythm", field));
}

#[test]
fn a_quota_without_number_or_period_is_kept_and_demands_nothing() {
    for (minimum, per) in [(None, Some(WindowKind::Year)), (Some(1), None), (None, None)] {
        let (kept, _) = accepted(|task| (task.quotas[0].minimum, task.quotas[0].per) = (minimum, per));
        assert_eq!(kept.demand(), None);
        assert_eq!((kept.minimum.map(Bounded::get), kept.per), (minimum, per));
    }
    let (kept, _) = accepted(|_| ());
    assert_eq!(kept.demand().map(|(minimum, per)| (minimum.get(), per)), Some((1, WindowKind::Month)));
}

#[test]
fn only_communes_districts_and_departments_can_be_looked_up() {
    for &group in Group::ALL {
        let expected: &[GroupMember] = match group {
            Group::Communes => &[Communes],
            Group::Districts => &[Districts],
            Group::Departments | Group::Divisions => &[Departments],
            Group::DepartmentsAndDistricts => &[Departments, Districts],
            Group::DivisionsAndCommunes => &[Departments, Communes],
            _ => &[],
        };
        assert_eq!(group.members(), expected, "{group}");
    }
    assert_eq!(Group::ALL.len(), 13);
}

#[test]
fn a_quota_binds_what_its_selector_says() {
    let bound = |selector: Selector| {
        let (kept, task) = accepted(|task| task.quotas[0].selector = selector);
        kept.bound(&task.roles).into_iter().map(|target| format!("{target:?}")).collect::<Vec<_>>()
    };
    let members = |members: &[GroupMember]| -> Vec<_> { members.iter().map(|m| format!("Members({m:?})")).collect() };
    assert_eq!(bound(Selector::EachCommune), members(&[Communes]));
    assert_eq!(bound(Selector::EachDistrict), members(&[Districts]));
    assert_eq!(bound(Selector::EachDepartment), members(&[Departments]));
    assert_eq!(bound(Selector::EachDepartmentAndDistrict), members(&[Districts, Departments]));
    assert_eq!(bound(Selector::Organisation("pvhtt".into())), ["Organisation(\"pvhtt\")"]);
    let unit = UnitId::new(Uuid::from_u128(7));
    assert_eq!(bound(Selector::Units(vec![unit])), [format!("Unit({unit})")]);
}

#[test]
fn role_holders_are_bound_once_however_many_roles_match() {
    let (kept, task) = accepted(|task| {
        task.quotas[0].selector = Selector::RoleHolders(TaskRole::Implement);
        task.roles = vec![
            role(TaskRole::Lead, "pvhtt"),
            role(TaskRole::Implement, "pnv"),
            role(TaskRole::Implement, "pnv"),
            group_role(TaskRole::Implement, Group::DepartmentsAndDistricts),
            group_role(TaskRole::Implement, Group::Districts),
            group_role(TaskRole::Implement, Group::MassOrganisations),
            group_role(TaskRole::Coordinate, Group::Communes),
        ];
    });
    let expected = [Target::Organisation("pnv"), Target::Members(Districts), Target::Members(Departments)];
    assert_eq!(kept.bound(&task.roles), BTreeSet::from(expected));
}

#[test]
fn a_selector_names_what_exists() {
    let select = |selector| quota(|q| q.selector = selector);
    let field = "tasks[0].quotas[0].selector";
    assert_eq!(refusal(select(Selector::Organisation("ai".into()))), at("plan.unknown_organisation", field));
    assert_eq!(refusal(select(Selector::Units(Vec::new()))), at("quota.no_unit", field));
    let unit = UnitId::new(Uuid::nil());
    assert_eq!(refusal(select(Selector::Units(vec![unit, unit]))), at("plan.repeated", &format!("{field}[1]")));
}

#[test]
fn a_pooled_quota_is_owed_by_the_one_named_or_by_the_only_lead() {
    let pooled = |owed_by: Option<&str>, roles: Vec<RoleHolder>| {
        let owed_by = owed_by.map(str::to_owned);
        move |task: &mut TaskDraft| {
            (task.quotas[0].sharing, task.quotas[0].owed_by) = (Sharing::Pooled, owed_by);
            task.roles = roles;
        }
    };
    let lead = |key| role(TaskRole::Lead, key);
    let communes = || group_role(TaskRole::Lead, Group::Communes);
    for (owed_by, roles, owner) in [
        (Some("pvhtt"), vec![lead("pnv")], "pvhtt"),
        (Some("pvhtt"), vec![], "pvhtt"),
        (None, vec![lead("pnv"), role(TaskRole::Implement, "pvhtt")], "pnv"),
        (None, vec![lead("pnv"), lead("pnv")], "pnv"),
    ] {
        let (kept, task) = accepted(pooled(owed_by, roles));
        assert_eq!(kept.owner(&task.roles), Some(owner));
    }
    let refused = |change: &dyn Fn(&mut TaskDraft)| refusal(|d| change(&mut d.tasks[0]));
    let field = "tasks[0].quotas[0].owedBy";
    for roles in [vec![], vec![lead("pnv"), lead("pvhtt")], vec![communes()], vec![lead("pnv"), communes()]] {
        assert_eq!(refused(&|task| pooled(None, roles.clone())(task)), at("quota.no_owner", field));
    }
    assert_eq!(refused(&|task| pooled(Some("ai"), vec![])(task)), at("plan.unknown_organisation", field));
    assert_eq!(refused(&|task| task.quotas[0].owed_by = Some("pnv".into())), at("quota.owner_of_each", field));
    let (each, task) = accepted(|_| ());
    assert_eq!(each.owner(&task.roles), None);
}
