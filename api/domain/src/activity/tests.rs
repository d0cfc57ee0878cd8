use chrono::{DateTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    calendar::testing::day,
    id::TaskId,
    quota::{Channel, Product, Stage},
    refusal::{Class, Explain, Lang},
};

/// 22:00 on 14 August 2025 in Viet Nam.
fn now() -> DateTime<Utc> {
    "2025-08-14T15:00:00Z".parse().expect("an instant")
}

fn task(number: u128) -> TaskId {
    TaskId::new(Uuid::from_u128(number))
}

fn link(address: &str) -> EvidenceDraft {
    EvidenceDraft { address: address.into(), sha256: None, captured_at: None }
}

/// A report that breaks no limit.
fn draft() -> Draft {
    Draft {
        tasks: vec![task(1)],
        product: Product::NewsItem,
        channels: vec![Channel::Portal, Channel::Facebook],
        topic: Some("PAR_INDEX".into()),
        stage: Stage::Published,
        dated_on: day("2025-08-14"),
        quantity: 3,
        minutes: None,
        title: "Ba bài về dịch vụ công trực tuyến".into(),
        explanation: None,
        evidence: vec![link("https://trabong.quangngai.gov.vn/tin/1")],
    }
}

/// The rule, the field and the class that refuse the good draft after `spoil`.
fn refusal(spoil: impl FnOnce(&mut Draft)) -> (&'static str, String, Class) {
    let mut draft = draft();
    spoil(&mut draft);
    let error = draft.check(now()).expect_err("refused");
    assert!(!error.text(Lang::Vi).is_empty() && error.text(Lang::Vi) != error.text(Lang::En));
    (error.rule(), error.field().unwrap_or_default(), error.class())
}

fn accepts(alter: impl FnOnce(&mut Draft)) -> Content {
    let mut draft = draft();
    alter(&mut draft);
    draft.check(now()).expect("accepted")
}

#[test]
fn a_report_within_the_limits_is_kept_as_it_is() {
    let content = accepts(|_| ());
    assert_eq!(content.tasks, [task(1)]);
    assert_eq!((content.quantity.get(), content.minutes), (3, None));
    assert_eq!(content.topic.map(|topic| topic.to_string()).as_deref(), Some("PAR_INDEX"));
    assert_eq!(content.evidence[0].key, "https://trabong.quangngai.gov.vn/tin/1");
}

#[test]
fn a_report_names_one_to_twenty_tasks_each_once() {
    let input = |field: &str, rule| (rule, field.to_owned(), Class::Input);
    assert_eq!(refusal(|d| d.tasks.clear()), ("activity.no_task", "tasks".into(), Class::Rule));
    assert_eq!(accepts(|d| d.tasks = (0..20).map(task).collect()).tasks.len(), 20);
    assert_eq!(refusal(|d| d.tasks = (0..21).map(task).collect()), input("tasks", "activity.too_many"));
    assert_eq!(refusal(|d| d.tasks = vec![task(1), task(2), task(1)]), input("tasks[2]", "activity.repeated"));
}

#[test]
fn channels_are_a_set_which_may_be_empty() {
    assert!(accepts(|d| d.channels.clear()).channels.is_empty());
    assert_eq!(refusal(|d| d.channels.push(Channel::Portal)).1, "channels[2]");
}

#[test]
fn quantity_and_minutes_keep_their_limits() {
    for quantity in [1, 10_000] {
        assert_eq!(accepts(|d| d.quantity = quantity).quantity.get(), quantity);
    }
    for quantity in [i64::MIN, -1, 0, 10_001, i64::MAX] {
        assert_eq!(refusal(|d| d.quantity = quantity).0, "activity.out_of_bounds");
    }
    for minutes in [1, 1_440] {
        assert_eq!(accepts(|d| d.minutes = Some(minutes)).minutes.map(crate::quota::Bounded::get), Some(minutes));
    }
    for minutes in [-5, 0, 1_441] {
        assert_eq!(refusal(|d| d.minutes = Some(minutes)).1, "minutes");
    }
}

#[test]
fn an_activity_is_dated_today_at_the_latest_in_vietnamese_days() {
    assert_eq!(refusal(|d| d.dated_on = day("2025-08-15")), ("activity.future_date", "datedOn".into(), Class::Rule));
    // Ten seconds before midnight in Viet Nam it is the 14th, at midnight the 15th; in UTC it is the 14th both times.
    let check = |now: &str| Draft { dated_on: day("2025-08-15"), ..draft() }.check(now.parse().expect("an instant"));
    assert!(check("2025-08-14T16:59:50Z").is_err());
    assert!(check("2025-08-14T17:00:00Z").is_ok());
    assert_eq!(accepts(|d| d.dated_on = day("2024-02-29")).dated_on, day("2024-02-29"));
    assert_eq!(refusal(|d| d.dated_on = day("0203-08-14")).0, "calendar.year");
}

#[test]
fn texts_are_cleaned_and_limited() {
    assert_eq!(accepts(|d| d.title = "  Ba\u{300}i ".into()).title, "Bài");
    assert_eq!(accepts(|d| d.title = "x".repeat(1_000)).title.len(), 1_000);
    assert_eq!(refusal(|d| d.title = "x".repeat(1_001)).0, "text.too_long");
    assert_eq!(refusal(|d| d.title = " ".into()).0, "text.empty");
    assert_eq!(refusal(|d| d.title = "một\nhai".into()).0, "text.control_character");
    assert_eq!(accepts(|d| d.explanation = Some(" \n ".into())).explanation, None);
    assert_eq!(accepts(|d| d.explanation = Some("một\nhai".into())).explanation.as_deref(), Some("một\nhai"));
    assert_eq!(refusal(|d| d.explanation = Some("x".repeat(10_001))).1, "explanation");
    assert_eq!(refusal(|d| d.topic = Some("par index".into())), ("quota.topic", "topic".into(), Class::Input));
}

#[test]
fn evidence_is_up_to_twenty_addresses_each_once() {
    let many = |count| (0..count).map(|n| link(&format!("https://a.vn/{n}"))).collect::<Vec<_>>();
    assert_eq!(accepts(|d| d.evidence = many(20)).evidence.len(), 20);
    assert_eq!(refusal(|d| d.evidence = many(21)).0, "activity.too_many");
    assert_eq!(refusal(|d| d.evidence = vec![link("https://a.vn"), link("https://a.vn")]).1, "evidence[1]");
    // Pages of one site may differ in the fragment alone.
    assert_eq!(accepts(|d| d.evidence = vec![link("https://a.vn/#/1"), link("https://a.vn/#/2")]).evidence.len(), 2);
    assert_eq!(refusal(|d| d.evidence[0] = link("ftp://a.vn/x")).1, "evidence[0].address");
    let address = |length: usize| format!("https://a.vn/{}", "x".repeat(length - 13));
    assert_eq!(accepts(|d| d.evidence[0] = link(&address(2_000))).evidence[0].address.len(), 2_000);
    assert_eq!(refusal(|d| d.evidence[0] = link(&address(2_001))).0, "text.too_long");
}

#[test]
fn a_hash_is_sixty_four_hexadecimal_digits() {
    let hash = |digits: String| move |d: &mut Draft| d.evidence[0].sha256 = Some(digits);
    assert_eq!(accepts(hash("aB".repeat(32))).evidence[0].sha256, Some("ab".repeat(32)));
    for digits in ["ab".repeat(31), "ab".repeat(33), "zz".repeat(32), String::new(), "é".repeat(32)] {
        assert_eq!(refusal(hash(digits)), ("activity.evidence_hash", "evidence[0].sha256".into(), Class::Input));
    }
}

#[test]
fn evidence_is_captured_now_at_the_latest() {
    let captured = |instant: &str| {
        let instant = instant.parse().expect("an instant");
        move |d: &mut Draft| d.evidence[0].captured_at = Some(instant)
    };
    assert!(accepts(captured("2025-08-14T15:00:00Z")).evidence[0].captured_at.is_some());
    assert_eq!(refusal(captured("2025-08-14T15:00:00.000001Z")).0, "activity.future_capture");
    let content = accepts(captured("2025-08-14T14:00:00.123456789Z"));
    assert_eq!(content.evidence[0].captured_at, "2025-08-14T14:00:00.123456Z".parse().ok());
}

#[test]
fn what_is_submitted_has_evidence_or_an_explanation() {
    assert_eq!(accepts(|_| ()).check_proof(), Ok(()));
    let bare = accepts(|d| d.evidence.clear());
    assert_eq!(bare.check_proof(), Err(ActivityError::NoProof));
    assert_eq!(ActivityError::NoProof.rule(), "activity.no_proof");
    let explained = Content { explanation: Some("Phát trên loa, không có liên kết.".into()), ..bare };
    assert_eq!(explained.check_proof(), Ok(()));
}

#[test]
fn a_return_has_a_reason_and_may_name_fields() {
    let fields = vec![ReportField::Evidence, ReportField::Quantity, ReportField::Evidence];
    let given = Return::new(" Liên kết hỏng. ", fields).expect("a return");
    assert_eq!(
        (given.reason.as_str(), given.fields),
        ("Liên kết hỏng.", vec![ReportField::Quantity, ReportField::Evidence])
    );
    for (reason, rule) in [("  ".to_owned(), "text.empty"), ("x".repeat(10_001), "text.too_long")] {
        let error = Return::new(&reason, Vec::new()).expect_err("refused");
        assert_eq!((error.rule(), error.field().as_deref()), (rule, Some("reason")));
    }
}

#[test]
fn the_life_of_a_report_is_this_table() {
    use ActivityAction::{Edit, Return, Submit, Verify, Withdraw};
    use ActivityState::{Draft, Returned, Submitted, Verified, Withdrawn};
    let steps = [
        (Draft, Edit, Draft),
        (Draft, Submit, Submitted),
        (Draft, Withdraw, Withdrawn),
        (Submitted, Verify, Verified),
        (Submitted, Return, Returned),
        (Submitted, Withdraw, Withdrawn),
        (Verified, Return, Returned),
        (Returned, Edit, Returned),
        (Returned, Submit, Submitted),
        (Returned, Withdraw, Withdrawn),
    ];
    for &state in ActivityState::ALL {
        for &action in ActivityAction::ALL {
            let expected = steps.iter().find(|step| (step.0, step.1) == (state, action)).map(|step| step.2);
            assert_eq!(state.apply(action).ok(), expected, "{state} {action}");
            assert_eq!(state.allowed().contains(&action), expected.is_some(), "{state} {action}");
        }
    }
}

#[test]
fn a_step_that_does_not_follow_is_refused_by_its_rule() {
    let error = ActivityState::Withdrawn.apply(ActivityAction::Submit).expect_err("refused");
    assert_eq!((error.rule(), error.field(), error.class()), ("activity.transition", None, Class::Rule));
    assert_eq!(error.text(Lang::En), "The report is WITHDRAWN; SUBMIT is not possible.");
}

proptest! {
    #[test]
    fn no_illegal_transition_is_reachable(actions in prop::collection::vec(prop::sample::select(ActivityAction::ALL), 0..40)) {
        let (mut state, mut submitted) = (ActivityState::Draft, false);
        for action in actions {
            let before = state;
            match state.apply(action) {
                Ok(after) => state = after,
                Err(error) => prop_assert_eq!(error, TransitionError { state: before, action }),
            }
            submitted |= state == ActivityState::Submitted;
            // Nobody can judge what was never handed in, and nothing comes back from a withdrawal or after verification
            // without a return.
            prop_assert!(submitted || matches!(state, ActivityState::Draft | ActivityState::Withdrawn));
            prop_assert!(before != ActivityState::Withdrawn || state == before);
            prop_assert!(before != ActivityState::Verified || matches!(state, ActivityState::Verified | ActivityState::Returned));
            prop_assert!(before == ActivityState::Submitted || state != ActivityState::Verified || before == state);
        }
    }
}
