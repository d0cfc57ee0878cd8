//! Rows come back as they were written: ids, days, instants to the microsecond, flags, and nothing at all.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{activity_report, audit_event, audit_seal, plan, quota, setting, tally, task, unit, unit_version, user};
use sea_orm::{DatabaseConnection, EntityTrait, IntoActiveModel, prelude::Uuid};

db_test!(rows_come_back_as_they_were_written);
async fn rows_come_back_as_they_were_written(db: DatabaseConnection) {
    round_trip::<unit::Entity>(&db, territory()).await;
    round_trip::<unit_version::Entity>(&db, ended_version()).await;
    round_trip::<tally::Entity>(&db, extreme_tally()).await;
    round_trip::<user::Entity>(&db, reporter()).await;
    round_trip::<plan::Entity>(&db, plan_of_unknown_day()).await;
    round_trip::<task::Entity>(&db, paid_task()).await;
    round_trip::<quota::Entity>(&db, quota_of_about_fifty()).await;
    round_trip::<activity_report::Entity>(&db, submitted_report()).await;
    round_trip::<audit_event::Entity>(&db, last_event()).await;
    round_trip::<audit_seal::Entity>(&db, only_seal()).await;
    round_trip::<setting::Entity>(&db, setting::Model { key: "demo.seeded".to_owned(), value: String::new() }).await;
}

/// Writes the only row of a table and reads it again.
async fn round_trip<E>(db: &DatabaseConnection, row: E::Model)
where
    E: EntityTrait,
    E::Model: Clone + PartialEq + IntoActiveModel<E::ActiveModel>,
{
    E::insert(row.clone().into_active_model()).exec_without_returning(db).await.unwrap();
    assert_eq!(E::find().all(db).await.unwrap(), [row]);
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0195_0000_0000_7000_8000_0000_0000_0000 + number)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn territory() -> unit::Model {
    unit::Model {
        id: id(1),
        form: "TERRITORY".to_owned(),
        territory_id: None,
        affiliation: None,
        created_at: instant("2025-06-30T16:59:59.999999Z"),
    }
}

fn ended_version() -> unit_version::Model {
    unit_version::Model {
        id: id(2),
        unit_id: id(1),
        name: "Xã Tịnh Ấn Tây".to_owned(),
        name_folded: "xa tinh an tay".to_owned(),
        kind: "xã".to_owned(),
        tier: "COMMUNE".to_owned(),
        parent_id: None,
        valid_from: None,
        valid_to: Some(day("2025-06-30")),
    }
}

fn extreme_tally() -> tally::Model {
    tally::Model {
        unit_id: id(1),
        starts_on: day("0001-01-01"),
        ends_on: day("2024-02-29"),
        closes_on: day("9999-12-31"),
        exempt: 0,
        met: 1,
        met_late: 2,
        ready: 3,
        short: i32::MAX,
        begun: 4,
    }
}

fn reporter() -> user::Model {
    user::Model {
        id: id(3),
        name: "reporter".to_owned(),
        display_name: "Cán bộ báo cáo".to_owned(),
        unit_id: Some(id(1)),
        version: 3,
        created_at: instant("2025-01-01T00:00:00Z"),
        disabled_at: Some(instant("2025-07-01T00:00:00.000001Z")),
        signed_out_at: None,
    }
}

fn plan_of_unknown_day() -> plan::Model {
    plan::Model {
        id: id(4),
        issuer_id: id(1),
        symbol: "54/KH-UBND".to_owned(),
        issued_on: Some("2025-05".to_owned()),
        issued_from: Some(day("2025-05-01")),
        year: 2025,
        title: "Tuyên truyền cải cách hành chính".to_owned(),
        funding: None,
        source: None,
        state: "ISSUED".to_owned(),
        version: 2,
        content_hash: None,
        created_by: Some(id(3)),
        created_at: instant("2025-05-02T03:04:05.6Z"),
        issued_at: Some(instant("2025-05-02T03:04:05.678Z")),
        issued_by: None,
        revoked_at: None,
        revoked_by: None,
        revoked_reason: None,
    }
}

fn paid_task() -> task::Model {
    task::Model {
        id: id(5),
        plan_id: id(4),
        position: 0,
        no: "III.1".to_owned(),
        title: "Viết tin".to_owned(),
        product: "NEWS_ITEM".to_owned(),
        timing_kind: "WEEKLY_SLOT".to_owned(),
        timing_year: None,
        timing_quarter: None,
        timing_date: None,
        timing_weekday: Some(7),
        timing_at: Some("17:00".to_owned()),
        timing_text: None,
        budget_text: None,
        budget_vnd: Some(i64::MAX),
        budget_formula: None,
    }
}

fn quota_of_about_fifty() -> quota::Model {
    quota::Model {
        id: id(6),
        plan_id: id(4),
        task_id: id(5),
        position: 0,
        no: "Q1".to_owned(),
        selector: "EACH_COMMUNE".to_owned(),
        selector_role: None,
        selector_organisation_id: None,
        sharing: "EACH".to_owned(),
        owed_by_id: None,
        product: "NEWS_ITEM".to_owned(),
        channel: None,
        topic: None,
        minimum: Some(5),
        coverage_goal: None,
        per: Some("MONTH".to_owned()),
        due_on: None,
        min_minutes: None,
        stage: "SENT".to_owned(),
        stated_value: Some(50),
        stated_per: Some("YEAR".to_owned()),
        stated_approximate: Some(true),
        note: None,
    }
}

fn submitted_report() -> activity_report::Model {
    activity_report::Model {
        id: id(7),
        unit_id: id(1),
        product: "NEWS_ITEM".to_owned(),
        topic: None,
        stage: "PUBLISHED".to_owned(),
        dated_on: day("2024-02-29"),
        quantity: 10_000,
        minutes: Some(1_440),
        title: "Tin".to_owned(),
        explanation: None,
        state: "SUBMITTED".to_owned(),
        version: 2,
        author_id: Some(id(3)),
        first_submitted_at: Some(instant("2024-02-29T16:59:59.999999Z")),
        submitted_at: Some(instant("2024-02-29T17:00:00Z")),
        decided_at: None,
        return_reason: None,
        created_at: instant("2024-02-29T00:00:00.000001Z"),
        updated_at: instant("2024-02-29T00:00:00.1Z"),
    }
}

fn last_event() -> audit_event::Model {
    audit_event::Model {
        seq: i64::MAX,
        at: instant("2025-05-02T03:04:05.000001Z"),
        dated_on: day("2025-05-02"),
        actor_id: None,
        client_id: None,
        grant_id: None,
        grant_role: None,
        grant_unit_id: Some(id(1)),
        unit_id: Some(id(1)),
        subject_kind: "PLAN".to_owned(),
        subject_id: id(4),
        action: "ISSUE".to_owned(),
        before: None,
        after: Some(r#"{"state":"ISSUED"}"#.to_owned()),
        reason: None,
        operation: Some("issuePlan".to_owned()),
        request_id: None,
        horizon: i64::MAX - 1,
    }
}

fn only_seal() -> audit_seal::Model {
    audit_seal::Model {
        to_seq: i64::MAX,
        from_seq: 1,
        version: 1,
        hash: "5e".repeat(32),
        sealed_at: instant("2025-05-02T03:04:05.000001Z"),
    }
}
