use uuid::Uuid;

use super::*;
use crate::{
    calendar::testing::{day, span},
    plan::testing::{accepts, group_role, quota, role, task},
    refusal::{Explain, Lang},
    task::{Group, TaskRole},
};

fn unit(n: u128) -> UnitId {
    UnitId::new(Uuid::from_u128(n))
}

/// `pnv` is unit 1 and `pvhtt` unit 2; unit 3 is a commune until June 2025, unit 4 one from July;
/// unit 5 begins in February 2026.
fn roster() -> Roster {
    let old = vec![Life::until(day("2025-06-30"))];
    let new = vec![Life::since(day("2025-07-01"))];
    Roster {
        members: BTreeMap::from([
            (GroupMember::Communes, BTreeMap::from([(unit(3), old.clone()), (unit(4), new.clone())])),
            (GroupMember::Departments, BTreeMap::from([(unit(1), vec![Life::ALWAYS])])),
        ]),
        organisations: BTreeMap::from([("pnv".into(), unit(1)), ("pvhtt".into(), unit(2))]),
        units: BTreeMap::from([
            (unit(1), vec![Life::ALWAYS]),
            (unit(2), old.clone()),
            (unit(3), old),
            (unit(4), new),
            (unit(5), vec![Life::since(day("2026-02-01"))]),
        ]),
    }
}

fn of(
    alter: impl FnOnce(&mut crate::task::QuotaDraft, &mut Vec<crate::task::RoleHolder>),
) -> Result<Vec<Owed>, Unbindable> {
    of_these(&roster(), alter)
}

fn of_these(
    roster: &Roster,
    alter: impl FnOnce(&mut crate::task::QuotaDraft, &mut Vec<crate::task::RoleHolder>),
) -> Result<Vec<Owed>, Unbindable> {
    let content = accepts(|draft| {
        let (mut altered, mut held) = (quota("Q1"), vec![role(TaskRole::Lead, "pnv")]);
        altered.per = Some(WindowKind::Year);
        altered.minimum = Some(12);
        alter(&mut altered, &mut held);
        draft.tasks = vec![task("I.1")];
        draft.tasks[0].quotas = vec![altered];
        draft.tasks[0].roles = held;
    });
    Ok(obligations(&content, day("2025-01-01"), roster)?.collect())
}

fn targets(owed: &[Owed]) -> Vec<(UnitId, i64)> {
    owed.iter().map(|owed| (owed.unit, owed.instance.target)).collect()
}

#[test]
fn every_unit_of_a_set_owes_by_its_days_also_one_that_is_to_come() {
    let owed = of(|quota, _| quota.selector = Selector::EachCommune).expect("bound");
    assert_eq!(targets(&owed), [(unit(3), 6), (unit(4), 6)]);
    assert_eq!(owed[1].instance.span, span("2025-07-01", "2025-12-31"));
    assert!(owed.iter().all(|owed| owed.members.is_empty()));
}

#[test]
fn a_unit_owes_once_however_many_roles_match() {
    let owed = of(|_, roles| {
        roles.push(role(TaskRole::Lead, "pvhtt"));
        roles.push(group_role(TaskRole::Lead, Group::DivisionsAndCommunes));
        roles.push(group_role(TaskRole::Lead, Group::AllOrganisations));
    });
    let owed = owed.expect("bound");
    assert_eq!(targets(&owed), [(unit(1), 12), (unit(2), 6), (unit(3), 6), (unit(4), 6)]);
}

#[test]
fn a_set_that_shares_owes_once_by_the_days_of_its_owner() {
    let owed = of(|quota, _| {
        quota.selector = Selector::EachCommune;
        quota.sharing = Sharing::Pooled;
        quota.owed_by = Some("pvhtt".into());
    });
    let owed = owed.expect("bound");
    assert_eq!(targets(&owed), [(unit(2), 6)]);
    assert_eq!(owed[0].members, [unit(3), unit(4)]);
}

#[test]
fn a_set_without_units_owes_nothing_together() {
    let owed = of(|quota, _| {
        quota.selector = Selector::EachDistrict;
        quota.sharing = Sharing::Pooled;
    });
    assert_eq!(owed, Ok(Vec::new()));
}

#[test]
fn whoever_is_named_stands_below_the_issuer_in_that_year() {
    let listed =
        |unit| move |quota: &mut crate::task::QuotaDraft, _: &mut Vec<_>| quota.selector = Selector::Units(vec![unit]);
    assert_eq!(targets(&of(listed(unit(3))).expect("bound")), [(unit(3), 6)]);
    let refused = of(listed(unit(9))).expect_err("refused");
    assert_eq!(
        (refused.rule(), refused.field().as_deref()),
        ("quota.unit_not_below", Some("tasks[0].quotas[0].selector"))
    );
    let refused = of(|quota, _| {
        quota.per = None;
        quota.selector = Selector::Units(vec![unit(9)]);
    });
    assert!(refused.is_err(), "also where nothing is owed");
}

#[test]
fn what_is_due_once_after_the_year_binds_whoever_lives_by_then() {
    let once = |n: u128, due: &'static str| {
        move |quota: &mut crate::task::QuotaDraft, _: &mut Vec<_>| {
            quota.per = Some(WindowKind::Once);
            quota.minimum = Some(3);
            quota.due_on = Some(day(due));
            quota.selector = Selector::Units(vec![unit(n)]);
        }
    };
    let made = of(once(5, "2026-03-31")).expect("bound");
    assert_eq!(targets(&made), [(unit(5), 3)]);
    assert_eq!(made[0].instance.span, span("2026-02-01", "2026-03-31"));
    // It is a unit of February 2026: no quota of the year alone can bind it, nor one that is due before.
    let refused = of(once(5, "2026-01-31")).expect_err("refused");
    assert_eq!(refused.rule(), "quota.unit_not_below");
    assert!(of(|quota, _| quota.selector = Selector::Units(vec![unit(5)])).is_err());
    assert!(of(once(5, "2025-06-30")).is_err());
    assert_eq!(targets(&of(once(4, "2025-12-31")).expect("bound")), [(unit(4), 3)]);
    assert_eq!(of(once(4, "2025-05-01")), Ok(Vec::new()), "it lives in the year, though not when it is due");
}

#[test]
fn who_owes_for_all_may_begin_after_the_year_where_it_is_due_after_it() {
    let shared = |due: Option<&'static str>| {
        move |quota: &mut crate::task::QuotaDraft, _: &mut Vec<_>| {
            quota.per = Some(if due.is_some() { WindowKind::Once } else { WindowKind::Year });
            quota.due_on = due.map(day);
            quota.selector = Selector::EachCommune;
            quota.sharing = Sharing::Pooled;
            quota.owed_by = Some("pvhtt".into());
        }
    };
    let mut roster = roster();
    roster.organisations.insert("pvhtt".into(), unit(5));
    let made = of_these(&roster, shared(Some("2026-03-31"))).expect("bound");
    assert_eq!((targets(&made), made[0].members.as_slice()), (vec![(unit(5), 12)], [unit(3), unit(4)].as_slice()));
    for due in [None, Some("2026-01-31")] {
        assert_eq!(of_these(&roster, shared(due)).expect_err("refused").rule(), "quota.owner_not_below", "{due:?}");
    }
}

#[test]
fn whoever_ended_within_a_week_that_ends_in_the_year_can_be_named_for_it() {
    let ended = |last: &'static str| {
        let mut roster = roster();
        roster.units.insert(unit(6), vec![Life::until(day(last))]);
        roster.organisations.insert("pvhtt".into(), unit(6));
        roster
    };
    let listed = |per| {
        move |quota: &mut crate::task::QuotaDraft, _: &mut Vec<_>| {
            quota.per = Some(per);
            quota.selector = Selector::Units(vec![unit(6)]);
        }
    };
    let shared = |per| {
        move |quota: &mut crate::task::QuotaDraft, _: &mut Vec<_>| {
            quota.per = Some(per);
            quota.selector = Selector::EachCommune;
            quota.sharing = Sharing::Pooled;
            quota.owed_by = Some("pvhtt".into());
        }
    };
    // The first week of 2025 begins on 30 December 2024.
    let roster = ended("2024-12-31");
    let alone = of_these(&roster, listed(WindowKind::Week)).expect("bound");
    assert_eq!((targets(&alone), alone[0].instance.span), (vec![(unit(6), 3)], span("2024-12-30", "2024-12-31")));
    let together = of_these(&roster, shared(WindowKind::Week)).expect("bound");
    assert_eq!((targets(&together), together[0].members.as_slice()), (vec![(unit(6), 3)], [unit(3)].as_slice()));
    for (last, per) in
        [("2024-12-29", WindowKind::Week), ("2024-12-31", WindowKind::MonthWeek), ("2024-12-31", WindowKind::Year)]
    {
        let roster = ended(last);
        let refused = of_these(&roster, listed(per)).expect_err("refused");
        assert_eq!(refused.rule(), "quota.unit_not_below", "{last} {per}");
        let refused = of_these(&roster, shared(per)).expect_err("refused");
        assert_eq!(refused.rule(), "quota.owner_not_below", "{last} {per}");
    }
}

#[test]
fn a_quota_without_a_number_makes_nothing() {
    assert_eq!(of(|quota, _| quota.minimum = None), Ok(Vec::new()));
}

/// A task of each quota, and so many communes that never end.
fn large(communes: u128, quotas: usize, alter: impl Fn(&mut crate::task::QuotaDraft)) -> Result<usize, Unbindable> {
    let content = accepts(|draft| {
        let quotas = (0..quotas).map(|n| {
            let mut altered = quota(&format!("Q{n}"));
            altered.selector = Selector::EachCommune;
            altered.per = Some(WindowKind::Year);
            alter(&mut altered);
            altered
        });
        draft.tasks = vec![task("I.1")];
        draft.tasks[0].quotas = quotas.collect();
        draft.tasks[0].roles = vec![role(TaskRole::Lead, "pnv")];
    });
    let all = (1..=communes).map(|n| (unit(n), vec![Life::ALWAYS])).collect::<BTreeMap<_, _>>();
    let members = BTreeMap::from([(GroupMember::Communes, all.clone())]);
    let organisations = BTreeMap::from([("pnv".into(), unit(1)), ("pvhtt".into(), unit(2))]);
    let roster = Roster { members, organisations, units: all };
    // Nothing is made here but what is asked for.
    obligations(&content, day("2025-01-01"), &roster).map(|made| made.take(1).count())
}

#[test]
fn a_plan_makes_up_to_a_million_obligations() {
    assert_eq!(large(2_000, 500, |_| {}), Ok(1));
    assert_eq!(large(2_001, 500, |_| {}), Err(Unbindable::TooMany { count: 1_000_500 }));
    assert_eq!(
        large(3_321, 500, |quota| quota.per = Some(WindowKind::MonthWeek)),
        Err(Unbindable::TooMany { count: 3_321 * 500 * 48 })
    );
}

#[test]
fn each_unit_of_a_set_that_shares_counts_as_well() {
    let shared = |quota: &mut crate::task::QuotaDraft| quota.sharing = Sharing::Pooled;
    assert_eq!(large(1_999, 500, shared), Ok(1));
    assert_eq!(large(2_000, 500, shared), Err(Unbindable::TooMany { count: 1_000_500 }));
}

#[test]
fn a_refusal_says_how_many_there_would_be_and_how_many_may_be() {
    let refused = Unbindable::TooMany { count: 1_000_500 };
    assert_eq!(refused.rule(), "plan.too_many_obligations");
    for lang in [Lang::Vi, Lang::En] {
        let text = refused.text(lang);
        assert!(text.contains("1000500") && text.contains("1000000"), "{text}");
    }
}

#[test]
fn as_many_are_made_as_were_counted() {
    let content = accepts(|draft| {
        draft.tasks = vec![task("I.1"), task("I.2")];
        for (n, per) in [WindowKind::Month, WindowKind::Week, WindowKind::Year].into_iter().enumerate() {
            let mut each = quota(&format!("E{n}"));
            each.per = Some(per);
            each.minimum = Some(1);
            draft.tasks[0].quotas.push(each);
            let mut shared = quota(&format!("S{n}"));
            shared.per = Some(per);
            shared.minimum = Some(2);
            shared.selector = Selector::EachCommune;
            shared.sharing = Sharing::Pooled;
            shared.owed_by = Some("pvhtt".into());
            draft.tasks[1].quotas.push(shared);
        }
        draft.tasks[0].roles = vec![
            role(TaskRole::Lead, "pnv"),
            role(TaskRole::Lead, "pvhtt"),
            group_role(TaskRole::Lead, Group::DivisionsAndCommunes),
        ];
    });
    let (issued_from, roster) = (day("2025-03-10"), roster());
    let binding = Binding { content: &content, issued_from, roster: &roster };
    let made: Vec<Owed> = obligations(&content, issued_from, &roster).expect("bound").collect();
    let shared = made.iter().map(|owed| owed.members.len()).sum::<usize>();
    assert!(shared > 20 && made.len() > 100, "{shared} of {}", made.len());
    assert_eq!(binding.count(), made.len() + shared);
}
