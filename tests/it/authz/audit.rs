//! Every write leaves its audit row: who, by which grant, of which unit, what, how it was before and after, and why.

use std::str::FromStr;

use domain::authz::Role;
use serde_json::{Value, json};
use sqlx::{ConnectOptions, Connection, PgConnection, Row, postgres::PgConnectOptions};

use crate::support::{
    app::{App, Client},
    database::Database,
    report::with,
    world::{BEFORE, OLD, TRA_BONG, TRA_GIANG, import_plans, page_issue},
};

/// The rows after a position: who, his role, the unit, the kind and id of the thing, what was done, before, after, why,
/// and whether the request is named.
const ROWS: &str = r#"SELECT a.seq, u.name AS actor, g.role, a.unit_id::text AS unit, a.subject_kind, a.subject_id::text AS subject,
    a.action, a.before, a.after, a.reason, a.request_id IS NOT NULL AS requested
    FROM audit_event a LEFT JOIN "user" u ON u.id = a.actor_id LEFT JOIN "grant" g ON g.id = a.grant_id AND g.user_id = a.actor_id
    WHERE a.seq > $1 ORDER BY a.seq"#;

/// The trail, read where it is kept: the API does not show it.
struct Trail {
    connection: PgConnection,
    read: i64,
}

impl Trail {
    async fn of(url: &str) -> Self {
        Self { connection: PgConnectOptions::from_str(url).unwrap().connect().await.unwrap(), read: 0 }
    }

    /// What was added since the last time.
    async fn added(&mut self) -> Vec<Value> {
        let rows = sqlx::query(ROWS).bind(self.read).fetch_all(&mut self.connection).await.unwrap();
        self.read = rows.last().map_or(self.read, |row| row.get("seq"));
        let text = |row: &sqlx::postgres::PgRow, name: &str| row.get::<Option<String>, _>(name);
        let content = |row: &sqlx::postgres::PgRow, name: &str| -> Value {
            text(row, name).map_or(Value::Null, |json| serde_json::from_str(&json).unwrap())
        };
        let plain = |uuid: Option<String>| uuid.map(|uuid| uuid.replace('-', ""));
        rows.iter()
            .map(|row| {
                json!({
                    "actor": text(row, "actor"), "role": text(row, "role"), "unit": plain(text(row, "unit")),
                    "kind": text(row, "subject_kind"), "subject": plain(text(row, "subject")), "action": text(row, "action"),
                    "before": content(row, "before"), "after": content(row, "after"), "reason": text(row, "reason"),
                    "requested": row.get::<bool, _>("requested"),
                })
            })
            .collect()
    }
}

/// The digits of a global id.
fn digits(id: &Value) -> String {
    id.as_str().unwrap().rsplit('_').next().unwrap().to_owned()
}

/// Sends a mutation; gives the thing it answered with.
async fn mutate(client: &Client<'_>, mutation: &str, thing: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {thing} {{ id version }} }} }}");
    client.data(&document, json!({ "input": input })).await[mutation][thing].take()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of every mutation")]
async fn every_mutation_leaves_its_row() {
    let database = Database::postgres().await;
    let mut trail = Trail::of(&database.url()).await;
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let leader = app.user("leader", &[(Role::Viewer, TRA_GIANG, OLD), (Role::Approver, TRA_GIANG, OLD)]).await;
    let reporter = app.user("reporter", &[(Role::Reporter, TRA_GIANG, OLD)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, TRA_BONG, OLD)]).await;
    let content = page_issue(&leader, TRA_GIANG, "2025-06-10").await;
    let commune = content["unit"].clone();
    let list = "query($unit: ID!) { obligations(filter: { unit: $unit }, orderBy: ENDS_ON) { nodes { id } } }";
    let owed = leader.data(list, json!({ "unit": commune })).await["obligations"]["nodes"].clone();
    trail.added().await;

    let plan =
        json!({ "symbol": "1/KH", "issuedOn": "2025-06-01", "year": 2025, "subjects": ["CCHC"], "title": "Kế hoạch" });
    let state = |state: &str, version: i32| json!({ "state": state, "version": version });
    // The mutation; who; with which role; what it takes beside the id and the version; what is done to what.
    let (r, o, p) = ("activityReport", "obligation", "plan");
    let mut next = Value::Null;
    for (mutation, who, name, role, thing, input, action, before, after, reason) in [
        (
            "createActivityReport",
            &reporter,
            "reporter",
            "REPORTER",
            r,
            content.clone(),
            "CREATE",
            Value::Null,
            state("DRAFT", 1),
            None,
        ),
        (
            "updateActivityReport",
            &reporter,
            "reporter",
            "REPORTER",
            r,
            with(content.clone(), json!({ "unit": null, "quantity": 2 })),
            "EDIT",
            state("DRAFT", 1),
            state("DRAFT", 2),
            None,
        ),
        (
            "submitActivityReport",
            &leader,
            "leader",
            "APPROVER",
            r,
            json!({}),
            "SUBMIT",
            state("DRAFT", 2),
            state("SUBMITTED", 3),
            None,
        ),
        (
            "verifyActivityReport",
            &reviewer,
            "reviewer",
            "REVIEWER",
            r,
            json!({}),
            "VERIFY",
            state("SUBMITTED", 3),
            state("VERIFIED", 4),
            None,
        ),
        (
            "returnActivityReport",
            &reviewer,
            "reviewer",
            "REVIEWER",
            r,
            json!({ "reason": "Thiếu ảnh" }),
            "RETURN",
            state("VERIFIED", 4),
            state("RETURNED", 5),
            Some("Thiếu ảnh"),
        ),
        (
            "withdrawActivityReport",
            &leader,
            "leader",
            "APPROVER",
            r,
            json!({}),
            "WITHDRAW",
            state("RETURNED", 5),
            state("WITHDRAWN", 6),
            None,
        ),
        (
            "exemptObligation",
            &reviewer,
            "reviewer",
            "REVIEWER",
            o,
            json!({ "id": owed[0]["id"], "version": 1, "reason": "Mưa lũ" }),
            "EXEMPT",
            json!({ "standing": "SHORT" }),
            json!({ "standing": "EXEMPT" }),
            Some("Mưa lũ"),
        ),
        (
            "extendObligation",
            &reviewer,
            "reviewer",
            "REVIEWER",
            o,
            json!({ "id": owed[1]["id"], "version": 1, "reason": "Mưa lũ", "until": "2025-07-05" }),
            "EXTEND",
            json!({ "extendedTo": null }),
            json!({ "extendedTo": "2025-07-05" }),
            Some("Mưa lũ"),
        ),
        (
            "createPlan",
            &leader,
            "leader",
            "APPROVER",
            p,
            json!({ "issuer": commune, "content": plan }),
            "CREATE",
            Value::Null,
            state("DRAFT", 1),
            None,
        ),
        (
            "updatePlan",
            &leader,
            "leader",
            "APPROVER",
            p,
            json!({ "content": with(plan.clone(), json!({ "title": "Khác" })) }),
            "UPDATE",
            json!({ "title": "Kế hoạch", "version": 1 }),
            json!({ "title": "Khác", "version": 2 }),
            None,
        ),
        (
            "issuePlan",
            &leader,
            "leader",
            "APPROVER",
            p,
            json!({}),
            "ISSUE",
            state("DRAFT", 2),
            state("ISSUED", 3),
            None,
        ),
        (
            "revokePlan",
            &leader,
            "leader",
            "APPROVER",
            p,
            json!({ "reason": "Nhầm" }),
            "REVOKE",
            state("ISSUED", 3),
            state("REVOKED", 4),
            Some("Nhầm"),
        ),
    ] {
        let mut input = input;
        if !mutation.starts_with("create") && input["id"].is_null() {
            input["id"] = next["id"].clone();
            input["version"] = next["version"].clone();
        }
        input.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        next = mutate(who, mutation, thing, input).await;
        let rows = trail.added().await;
        assert_eq!(rows.len(), 1, "{mutation}: {rows:#?}");
        let row = &rows[0];
        let kind = match thing {
            "plan" => "PLAN",
            "obligation" => "OBLIGATION",
            _ => "ACTIVITY_REPORT",
        };
        let said = json!([
            row["actor"],
            row["role"],
            row["unit"],
            row["kind"],
            row["subject"],
            row["action"],
            row["reason"],
            row["requested"]
        ]);
        let expected = json!([name, role, digits(&commune), kind, digits(&next["id"]), action, reason, true]);
        assert_eq!(said, expected, "{mutation}");
        for (part, expected) in [("before", &before), ("after", &after)] {
            assert_eq!(row[part].is_null(), expected.is_null(), "{mutation}: {part}");
            for (field, value) in expected.as_object().into_iter().flatten() {
                assert_eq!(row[part][field], *value, "{mutation}: {part} {field}");
            }
        }
    }

    // A refusal leaves none, nor does a repetition.
    let repeated = with(content, json!({ "idempotencyKey": "once" }));
    let first = mutate(&reporter, "createActivityReport", "activityReport", repeated.clone()).await;
    assert_eq!(trail.added().await.len(), 1);
    assert_eq!(mutate(&reporter, "createActivityReport", "activityReport", repeated).await, first);
    let verify = "mutation($input: VerifyActivityReportInput!) { verifyActivityReport(input: $input) { activityReport { id } } }";
    assert_eq!(reviewer.refusal(verify, json!({ "input": first })).await, "NOT_FOUND");
    assert_eq!(trail.added().await, Vec::<Value>::new());
}

#[tokio::test]
async fn no_row_is_changed_or_removed() {
    let database = Database::postgres().await;
    let url = database.url();
    let app = App::start(database, BEFORE).await;
    app.user("somebody", &[(Role::Viewer, TRA_GIANG, OLD)]).await;
    let mut trail = Trail::of(&url).await;
    let before = trail.added().await;
    assert!(before.len() > 1);
    for statement in ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"] {
        assert!(sqlx::query(statement).execute(&mut trail.connection).await.is_err(), "{statement}");
    }
    // Nor with what it names.
    assert!(sqlx::query(r#"DELETE FROM "user""#).execute(&mut trail.connection).await.is_err());
    trail.read = 0;
    assert_eq!(trail.added().await, before);
    trail.connection.close().await.unwrap();
}
