use super::{testing::*, *};
use crate::{
    calendar::{Year, testing::day},
    id::{TaskId, UnitId},
    quota::Channel,
    refusal::{Explain, Lang},
    task::{Group, Holder, TaskRole},
};
use proptest::prelude::*;
use uuid::Uuid;

fn at(rule: &'static str, field: &str) -> (&'static str, String) {
    (rule, field.to_owned())
}

#[test]
fn what_a_document_leaves_out_is_kept_as_missing() {
    let content = accepts(|d| {
        d.symbol = None;
        d.issued_on = None;
        d.tasks.clear();
        d.report_duties[0].addressee = Some("  ".into());
        d.subjects.clear();
    });
    assert_eq!((content.symbol, content.issued_on, content.tasks.len()), (None, None, 0));
    assert_eq!(content.report_duties[0].addressee, None);
}

#[test]
fn what_a_document_contradicts_is_kept() {
    let content = accepts(|d| {
        // Cited act younger than the plan, another product than the task's, a role nobody holds.
        d.cites[0].issued_on = "2025-12-31".parse().ok();
        d.tasks[0].quotas[0].product = crate::quota::Product::Rerun;
        d.tasks[0].roles.clear();
    });
    assert!(content.tasks[0].quotas[0].bound(&content.tasks[0].roles).is_empty());
}

#[test]
fn a_plan_is_for_a_year_from_2000_to_2100() {
    let of = |year| move |d: &mut Draft| d.year = Year::new(year).expect("a year");
    for year in [2000, 2100] {
        assert_eq!(accepts(of(year)).year.number(), year);
    }
    for year in [1999, 2101] {
        assert_eq!(refusal(of(year)), at("plan.out_of_bounds", "year"));
    }
}

#[test]
fn a_plan_has_up_to_500_tasks_and_other_lists_500_entries() {
    let tasks = |count: usize| move |d: &mut Draft| d.tasks = (0..count).map(|n| task(&n.to_string())).collect();
    assert_eq!(accepts(tasks(500)).tasks.len(), 500);
    assert_eq!(refusal(tasks(501)), at("plan.too_many", "tasks"));
    assert!(is_malformed(tasks(501)));
    assert_eq!(refusal(|d| d.themes = vec!["x".into(); 501]), at("plan.too_many", "themes"));
    assert_eq!(refusal(|d| d.tasks[1].carries_out = vec![TaskId::new(Uuid::nil()); 501]).1, "tasks[1].carriesOut");
}

#[test]
fn texts_are_cleaned_and_limited_each_by_its_own_length() {
    let content = accepts(|d| {
        d.title = "  Ke\u{302}\u{301} hoạch ".into();
        d.themes[0] = "x".repeat(10_000);
        d.organisations[0].name = "x".repeat(300);
        d.tasks[0].title = "x".repeat(1_000);
        d.funding = Some("một\nhai".into());
    });
    assert_eq!((content.title.as_str(), content.funding.as_deref()), ("Kế hoạch", Some("một\nhai")));
    assert_eq!(refusal(|d| d.title = "x".repeat(1_001)), at("text.too_long", "title"));
    assert_eq!(refusal(|d| d.title = " ".into()), at("text.empty", "title"));
    assert_eq!(refusal(|d| d.tasks[1].title = "x".repeat(1_001)), at("text.too_long", "tasks[1].title"));
    assert_eq!(refusal(|d| d.themes[0] = "x".repeat(10_001)), at("text.too_long", "themes[0]"));
    assert_eq!(refusal(|d| d.organisations[1].name = "x".repeat(301)), at("text.too_long", "organisations[1].name"));
    assert_eq!(refusal(|d| d.symbol = Some("x".repeat(301))), at("text.too_long", "symbol"));
    assert_eq!(refusal(|d| d.doubts = vec!["a\0".into()]), at("text.control_character", "doubts[0]"));
}

#[test]
fn a_refused_text_is_called_by_its_own_name_and_found_by_its_path() {
    let error = refuses(|d| d.tasks[1].title = " ".into());
    assert_eq!((error.text(Lang::En).as_str(), error.field.as_str()), ("title is empty", "tasks[1].title"));
}

#[test]
fn a_key_or_number_stands_for_one_thing() {
    assert_eq!(refusal(|d| d.organisations[1].key = "pnv".into()), at("plan.duplicate_key", "organisations[1].key"));
    assert_eq!(refusal(|d| d.tasks[1].no = "I.1 ".into()), at("plan.duplicate_key", "tasks[1].no"));
    // Unique in the plan, not only in the task.
    assert_eq!(
        refusal(|d| d.tasks[1].quotas[0].no = "Q-I.1".into()),
        at("plan.duplicate_key", "tasks[1].quotas[0].no")
    );
    let twice = |d: &mut Draft| d.indicators.push(d.indicators[0].clone());
    assert_eq!(refusal(twice), at("plan.duplicate_key", "indicators[1].key"));
    assert!(!is_malformed(twice));
}

#[test]
fn a_key_is_short_plain_and_no_group() {
    assert_eq!(accepts(|d| d.indicators[0].key = "a_Z9".repeat(10)).indicators[0].key.len(), 40);
    for key in ["", "a b", "phòng", "a.b", &"a".repeat(41)] {
        assert_eq!(refusal(|d| d.organisations[1].key = key.into()), at("plan.key", "organisations[1].key"), "{key:?}");
        assert_eq!(refusal(|d| d.indicators[0].key = key.into()), at("plan.key", "indicators[0].key"), "{key:?}");
    }
    assert_eq!(refusal(|d| d.organisations[1].key = "COMMUNES".into()), at("plan.key", "organisations[1].key"));
}

#[test]
fn every_holder_is_declared() {
    let unknown = || Holder::Organisation("ai".into());
    assert_eq!(
        refusal(|d| d.tasks[0].roles.push(role(TaskRole::Direct, "ai"))),
        at("plan.unknown_organisation", "tasks[0].roles[1].holder")
    );
    assert_eq!(refusal(|d| d.report_duties[0].holder = unknown()).1, "reportDuties[0].holder");
    assert_eq!(refusal(|d| d.report_duties[0].through.push("ai".into())).1, "reportDuties[0].through[1]");
    accepts(|d| d.report_duties[0].holder = Holder::Group(Group::AllOfficials));
}

#[test]
fn sets_name_nothing_twice() {
    assert_eq!(refusal(|d| d.subjects.push(Subject::Cchc)), at("plan.repeated", "subjects[2]"));
    assert_eq!(refusal(|d| d.indices.push(PublishedIndex::Papi)), at("plan.repeated", "indices[1]"));
    assert_eq!(refusal(|d| d.tasks[0].channels.push(Channel::Portal)).1, "tasks[0].channels[1]");
    assert_eq!(refusal(|d| d.report_duties[0].through.push("pvhtt".into())).1, "reportDuties[0].through[1]");
    assert_eq!(refusal(|d| d.tasks[0].carries_out = vec![TaskId::new(Uuid::nil()); 2]).1, "tasks[0].carriesOut[1]");
}

#[test]
fn days_lie_in_years_a_document_can_speak_of() {
    assert_eq!(refusal(|d| d.deadlines[0].by = day("0205-06-01")), at("calendar.partial_date", "deadlines[0].by"));
    accepts(|d| d.deadlines[0].by = day("2030-06-01"));
}

#[test]
fn an_act_has_a_symbol_or_a_title() {
    accepts(|d| d.cites[0] = Act { symbol: Some("18-NQ/TW".into()), ..Act::default() });
    assert_eq!(refusal(|d| d.carries_out[0] = Act::default()), at("text.empty", "carriesOut[0].title"));
    let issuer = Act { issuer: Some("Chính phủ".into()), ..Act::default() };
    assert_eq!(refusal(|d| d.cites[0] = issuer), at("text.empty", "cites[0].title"));
}

#[test]
fn acts_and_plans_meet_by_symbol_and_date() {
    let content = accepts(|d| {
        d.issued_on = "2025-04-17".parse().ok();
        d.carries_out[0].issued_on = "2025-04-17".parse().ok();
    });
    assert_eq!(content.key(), act_key(Some("54/KH-UBND"), content.issued_on));
    assert_eq!(content.carries_out[0].key(), act_key(Some("82/KH-UBND"), content.issued_on));
    assert_eq!(content.cites[0].key(), None);
    assert_eq!(accepts(|_| ()).key(), None, "dated by month only");
}

#[test]
fn a_draft_is_issued_on_its_date_or_later() {
    let today = day("2025-05-10");
    let issue = |state, date: &str| issue(state, date.parse().ok(), today);
    assert_eq!(issue(PlanState::Draft, "2025-05-10"), Ok(today));
    assert_eq!(issue(PlanState::Draft, "2025-05"), Ok(day("2025-05-01")));
    assert_eq!(issue(PlanState::Draft, "2025"), Ok(day("2025-01-01")));
    for (state, date, rule) in [
        (PlanState::Draft, "2025-05-11", "plan.future_issue_date"),
        (PlanState::Draft, "2025-06", "plan.future_issue_date"),
        (PlanState::Draft, "", "plan.no_issue_date"),
        (PlanState::Issued, "2025-05", "plan.not_draft"),
        (PlanState::Revoked, "2025-05", "plan.not_draft"),
    ] {
        assert_eq!(issue(state, date).map_err(|error| error.rule()), Err(rule), "{state} {date}");
    }
}

#[test]
fn only_an_issued_plan_is_revoked_and_only_with_a_reason() {
    assert_eq!(revoke(PlanState::Issued, " Ban hành nhầm. ").as_deref(), Ok("Ban hành nhầm."));
    for (state, reason, rule) in [
        (PlanState::Issued, " ".to_owned(), "text.empty"),
        (PlanState::Issued, "x".repeat(10_001), "text.too_long"),
        (PlanState::Draft, "x".to_owned(), "plan.not_issued"),
        (PlanState::Revoked, "x".to_owned(), "plan.not_issued"),
    ] {
        assert_eq!(revoke(state, &reason).map_err(|error| error.rule()), Err(rule), "{state}");
    }
}

#[test]
fn the_steps_allowed_are_the_steps_that_work() {
    for state in PlanState::ALL {
        for action in PlanAction::ALL {
            let after = state.apply(*action);
            assert_eq!(after.is_ok(), state.allowed().contains(action), "{state} {action}");
            assert!(after.is_ok() || after.is_err_and(|error| error.text(Lang::Vi).contains(state.as_str())));
        }
    }
    assert_eq!(PlanState::Issued.allowed(), [PlanAction::Revoke]);
}

#[test]
fn equal_contents_and_only_those_have_one_canonical_text() {
    let base = canonical(&accepts(|_| ()));
    assert_eq!(base, canonical(&accepts(|d| d.title = format!(" {} ", d.title))));
    let changes: Vec<fn(&mut Draft)> = vec![
        |d| d.symbol = None,
        |d| d.issued_on = "2025".parse().ok(),
        |d| d.issued_on = "2025-05-01".parse().ok(),
        |d| d.subjects.reverse(),
        |d| d.carries_out.clear(),
        |d| d.organisations[0].unit = Some(UnitId::new(Uuid::nil())),
        |d| d.themes = vec!["a\nthemes[1]=b".into()],
        |d| d.themes = vec!["a".into(), "b".into()],
        |d| d.themes = vec!["a\\nthemes[1]=b".into()],
        |d| d.tasks.reverse(),
        |d| d.tasks[0].roles[0].text = Some("x".into()),
        |d| d.tasks[0].quotas[0].minimum = Some(2),
        |d| d.tasks[0].quotas[0].topic = None,
        |d| d.tasks[0].carries_out = vec![TaskId::new(Uuid::nil())],
        |d| d.report_duties[0].through.clear(),
        |d| d.deadlines[0].by = day("2025-06-02"),
        |d| d.indices.clear(),
        |d| d.doubts = vec!["x".into()],
        |d| d.recipients = Vec::new(),
        |d| d.source = Some("x".into()),
    ];
    let mut seen = vec![base];
    for change in changes {
        let text = canonical(&accepts(change));
        assert!(!seen.contains(&text), "{text}");
        seen.push(text);
    }
}

proptest! {
    #[test]
    fn no_text_escapes_its_line(theme in "[a-z=\\\\\n\\[\\]]{1,20}", doubt in "[a-z=\\\\\n\\[\\]]{1,20}") {
        prop_assume!(!theme.trim().is_empty() && !doubt.trim().is_empty());
        let content = accepts(|d| { d.themes = vec![theme.clone()]; d.doubts = vec![doubt.clone()]; });
        let plain = accepts(|d| { d.themes = vec!["x".into()]; d.doubts = vec!["x".into()]; });
        prop_assert_eq!(canonical(&content).lines().count(), canonical(&plain).lines().count());
    }
}
