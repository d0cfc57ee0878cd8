//! Every write leaves its audit row: who, by which grant, of which unit, what, how it was before and after, and why.

use std::{collections::BTreeSet, str::FromStr};

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

/// Every mutation in an order in which each can follow; who sends it; and what its row says was done, from where to where.
const MUTATIONS: &[(&str, &str, &str)] = &[
    ("createActivityReport", "reporter", "CREATE: nothing to DRAFT"),
    ("updateActivityReport", "reporter", "EDIT: DRAFT to DRAFT"),
    ("submitActivityReport", "leader", "SUBMIT: DRAFT to SUBMITTED"),
    ("verifyActivityReport", "reviewer", "VERIFY: SUBMITTED to VERIFIED"),
    ("returnActivityReport", "reviewer", "RETURN: VERIFIED to RETURNED"),
    ("withdrawActivityReport", "leader", "WITHDRAW: RETURNED to WITHDRAWN"),
    ("exemptObligation", "reviewer", "EXEMPT: SHORT to EXEMPT"),
    ("extendObligation", "reviewer", "EXTEND: nothing to 2025-07-05"),
    ("createPlan", "leader", "CREATE: nothing to DRAFT"),
    ("updatePlan", "leader", "UPDATE: DRAFT to DRAFT"),
    ("issuePlan", "leader", "ISSUE: DRAFT to ISSUED"),
    ("revokePlan", "leader", "REVOKE: ISSUED to REVOKED"),
];

/// What a row says was done, in the form of [`MUTATIONS`].
fn done(row: &Value) -> String {
    let place = |content: &Value| {
        let said = ["state", "standing", "extendedTo"].iter().find_map(|field| content[field].as_str());
        said.unwrap_or("nothing").to_owned()
    };
    format!("{}: {} to {}", row["action"].as_str().unwrap(), place(&row["before"]), place(&row["after"]))
}

#[tokio::test]
async fn every_mutation_leaves_its_row() {
    let database = Database::postgres().await;
    let mut trail = Trail::of(&database.url()).await;
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let both = [(Role::Viewer, TRA_GIANG, OLD), (Role::Approver, TRA_GIANG, OLD)];
    let leader = app.user("leader", &both).await;
    let reporter = app.user("reporter", &[(Role::Reporter, TRA_GIANG, OLD)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, TRA_BONG, OLD)]).await;
    let report = page_issue(&leader, TRA_GIANG, "2025-06-10").await;
    let commune = report["unit"].clone();
    let question = "query($unit: ID!) { obligations(filter: { unit: $unit }, orderBy: ENDS_ON) { nodes { id } }
        __schema { mutationType { fields { name } } } }";
    let data = leader.data(question, json!({ "unit": commune })).await;
    let all: BTreeSet<&str> = MUTATIONS.iter().map(|(mutation, ..)| *mutation).collect();
    let fields = data["__schema"]["mutationType"]["fields"].as_array().unwrap().iter();
    assert_eq!(all, fields.map(|field| field["name"].as_str().unwrap()).collect(), "a mutation is not tried here");
    let owed = |n: usize| json!({ "id": data["obligations"]["nodes"][n]["id"], "version": 1, "reason": "Mưa lũ" });
    let plan =
        json!({ "symbol": "1/KH", "issuedOn": "2025-06-01", "year": 2025, "subjects": ["CCHC"], "title": "Kế hoạch" });
    trail.added().await;

    let mut last = Value::Null;
    for (mutation, name, expected) in MUTATIONS {
        let (client, role, thing, kind) = match *name {
            "leader" => (&leader, "APPROVER", "plan", "PLAN"),
            "reporter" => (&reporter, "REPORTER", "", ""),
            _ => (&reviewer, "REVIEWER", "obligation", "OBLIGATION"),
        };
        let of_report = mutation.ends_with("ActivityReport");
        let (thing, kind) = if of_report { ("activityReport", "ACTIVITY_REPORT") } else { (thing, kind) };
        let input = match *mutation {
            "createActivityReport" => report.clone(),
            "updateActivityReport" => with(report.clone(), json!({ "unit": null, "quantity": 2 })),
            "exemptObligation" => owed(0),
            "extendObligation" => with(owed(1), json!({ "until": "2025-07-05" })),
            "createPlan" => json!({ "issuer": commune, "content": plan }),
            "updatePlan" => json!({ "content": plan }),
            "returnActivityReport" | "revokePlan" => json!({ "reason": "Nhầm" }),
            _ => json!({}),
        };
        let known = mutation.starts_with("create") || !input["id"].is_null();
        let mut input =
            if known { input } else { with(input, json!({ "id": last["id"], "version": last["version"] })) };
        input.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        last = mutate(client, mutation, thing, input.clone()).await;
        let rows = trail.added().await;
        assert_eq!(rows.len(), 1, "{mutation}: {rows:#?}");
        let row = &rows[0];
        assert_eq!(done(row), *expected, "{mutation}");
        let who = ["actor", "role", "unit", "kind", "subject", "reason", "requested"].map(|field| row[field].clone());
        let subject = digits(&last["id"]);
        assert_eq!(
            json!(who),
            json!([name, role, digits(&commune), kind, subject, input["reason"], true]),
            "{mutation}"
        );
        if thing != "obligation" {
            assert_eq!(row["after"]["version"], last["version"], "{mutation}");
            assert_eq!(row["before"]["version"].as_i64().unwrap_or(0) + 1, last["version"].as_i64().unwrap());
        }
    }

    // A refusal leaves none, nor does a repetition.
    let repeated = with(report, json!({ "idempotencyKey": "once" }));
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
