//! Every write leaves its audit row: who, by which grant, of which unit, what, how it was before and after, and why.

use std::collections::BTreeSet;

use domain::authz::Role;
use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Behind, Database, db_test},
    report::with,
    world::{BEFORE, OLD, TRA_BONG, TRA_GIANG, import_plans, page_issue},
};

/// The trail, read where it is kept, whoever may read it.
pub(super) struct Trail {
    behind: Behind,
    read: i64,
}

impl Trail {
    pub(super) async fn of(database: &Database) -> Self {
        Self { behind: Behind::of(database).await, read: 0 }
    }

    /// What was added since the last time: who, his role, the unit, the kind and id of the thing, what was done, before,
    /// after, why, and whether the request is named.
    pub(super) async fn added(&mut self) -> Vec<Value> {
        let [unit, subject] = ["a.unit_id", "a.subject_id"].map(|column| self.behind.digits(column));
        let query = format!(
            r#"SELECT CAST(a.seq AS text), u.name, g.role, CASE WHEN a.unit_id IS NOT NULL THEN {unit} END,
                a.subject_kind, {subject}, a.action, a.before, a.after, a.reason, a.request_id
                FROM audit_event a LEFT JOIN "user" u ON u.id = a.actor_id
                LEFT JOIN "grant" g ON g.id = a.grant_id AND g.user_id = a.actor_id
                WHERE a.seq > {} ORDER BY a.seq"#,
            self.read
        );
        let rows = self.behind.texts(&query).await;
        let content = |json: &Option<String>| json.as_ref().map_or(Value::Null, |json| json.parse().unwrap());
        let mut events = Vec::new();
        for row in rows {
            let [seq, actor, role, unit, kind, subject, action, before, after, reason, request] = &row[..] else {
                panic!("{row:?}");
            };
            self.read = seq.as_ref().unwrap().parse().unwrap();
            events.push(json!({
                "actor": actor, "role": role, "unit": unit, "kind": kind, "subject": subject, "action": action,
                "before": content(before), "after": content(after), "reason": reason, "requested": request.is_some(),
            }));
        }
        events
    }
}

/// The digits of a global id.
pub(super) fn digits(id: &Value) -> String {
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

db_test!(every_mutation_leaves_its_row);
async fn every_mutation_leaves_its_row(database: Database) {
    let mut trail = Trail::of(&database).await;
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
    let elsewhere = super::administration::MUTATIONS.iter().map(|(mutation, _)| *mutation);
    let all: BTreeSet<&str> = MUTATIONS.iter().map(|(mutation, ..)| *mutation).chain(elsewhere).collect();
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
        assert_eq!(row["after"]["version"], last["version"], "{mutation}");
        assert_eq!(row["before"]["version"].as_i64().unwrap_or(0) + 1, last["version"].as_i64().unwrap());
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

db_test!(no_row_is_changed_or_removed);
async fn no_row_is_changed_or_removed(database: Database) {
    let mut trail = Trail::of(&database).await;
    let app = App::start(database, BEFORE).await;
    app.user("somebody", &[(Role::Viewer, TRA_GIANG, OLD)]).await;
    let before = trail.added().await;
    assert!(before.len() > 1);
    let wholly = match trail.behind {
        Behind::Sqlite(_) => "REPLACE INTO audit_event SELECT * FROM audit_event",
        Behind::Postgres(_) => "TRUNCATE audit_event",
    };
    for statement in ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event", wholly] {
        let error = trail.behind.attempt(statement).await.unwrap_err().to_string();
        assert!(error.contains("audit_event is append-only"), "{statement}: {error}");
    }
    // Nor with what it names.
    let error = trail.behind.attempt(r#"DELETE FROM "user""#).await.unwrap_err().to_string().to_lowercase();
    assert!(error.contains("foreign key"), "{error}");
    trail.read = 0;
    assert_eq!(trail.added().await, before);
    trail.behind.close().await;
}
