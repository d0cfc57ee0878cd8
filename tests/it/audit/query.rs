//! Who reads the trail, and what it tells him.

use domain::authz::Role;
use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    report::{document, page_issue, with},
    trail::{begun, end, leave_rows},
    world::{BEFORE, OLD, QUANG_NGAI, TRA_BONG, TRA_GIANG, import_plans, task},
};

/// Another commune of Huyện Trà Bồng.
const NEIGHBOUR: &str = "21121";

const EVENTS: &str = "query($filter: AuditEventFilter, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
    auditEvents(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount pageInfo { hasNextPage endCursor startCursor }
        nodes { id position at actorId actorName role roleUnit { name } unit { name } subjectKind subjectId
            subject { __typename id } action content { before after changes { field before after } } reason operation
            requestId seal { from to hash sealedAt } } } }";

/// The page of events that variables ask for.
async fn page(client: &Client<'_>, variables: Value) -> Value {
    client.data(EVENTS, variables).await["auditEvents"].take()
}

/// The events that fit, the latest first.
async fn events(client: &Client<'_>, filter: Value) -> Vec<Value> {
    let page = page(client, json!({ "filter": filter, "first": 100 })).await;
    let nodes = page["nodes"].as_array().unwrap().clone();
    assert_eq!(page["totalCount"], nodes.len());
    nodes
}

/// What was done, of the events that fit, the first of them first.
async fn actions(client: &Client<'_>, filter: Value) -> Vec<String> {
    let word = |event: &Value| event["action"].as_str().unwrap().to_owned();
    events(client, filter).await.iter().rev().map(word).collect()
}

/// The five plans, and in Xã Trà Giang somebody who writes and somebody who leads, with a reviewer above.
struct World<'a> {
    leader: Client<'a>,
    reviewer: Client<'a>,
    unit: String,
    content: Value,
}

impl<'a> World<'a> {
    async fn make(app: &'a App) -> Self {
        import_plans(app).await;
        let leader = app.user("leader", &[(Role::Approver, TRA_GIANG, OLD)]).await;
        let reviewer = app.user("reviewer", &[(Role::Reviewer, TRA_BONG, OLD)]).await;
        let unit = leader.unit(TRA_GIANG, OLD).await;
        let content = page_issue(&task(&leader, "III.2.8b").await, "2025-06-10");
        Self { leader, reviewer, unit, content }
    }
}

async fn auditor<'a>(app: &'a App, name: &str, code: &str) -> Client<'a> {
    app.user(name, &[(Role::Auditor, code, OLD)]).await
}

db_test!(an_event_says_who_did_what_when_by_which_right_and_why);
async fn an_event_says_who_did_what_when_by_which_right_and_why(database: Database) {
    let app = App::start(database, BEFORE).await;
    let World { leader, reviewer, unit, content } = World::make(&app).await;
    let auditor = auditor(&app, "auditor", TRA_BONG).await;
    let draft = leader.create(&unit, &content).await;
    let edit = with(content, json!({ "id": draft.id, "version": 1, "quantity": 2 }));
    let edited = leader.change("updateActivityReport", edit).await;
    app.clock.set("2025-06-21T03:04:05.678901Z");
    let submitted = leader.step("submit", &edited).await;
    let returned =
        json!({ "id": submitted.id, "version": submitted.version, "reason": "Thiếu ảnh", "fields": ["EVIDENCE"] });
    let named = document("returnActivityReport").replace("mutation(", "mutation Return_it(");
    reviewer.send_operation(&named, "Return_it", json!({ "input": returned })).await;

    let found = events(&auditor, json!({ "subject": draft.id })).await;
    let words: Vec<&str> = found.iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(words, ["RETURN", "SUBMIT", "EDIT", "CREATE"]);
    let mut last = found[0].clone();
    let requested = last["requestId"].take();
    assert_eq!(requested.as_str().map(str::len), Some(32));
    let (id, position) = (last["id"].take(), last["position"].take());
    let by = last["actorId"].take();
    assert!(by.as_str().unwrap().starts_with("user_"));
    assert_eq!(
        last,
        json!({
            "id": null, "position": null, "at": "2025-06-21T03:04:05.678901Z", "actorId": null,
            "actorName": "reviewer", "role": "REVIEWER", "roleUnit": { "name": "Huyện Trà Bồng" },
            "unit": { "name": "Xã Trà Giang" }, "subjectKind": "ACTIVITY_REPORT", "subjectId": draft.id,
            "subject": { "__typename": "ActivityReport", "id": draft.id }, "action": "RETURN",
            "content": {
                "before": { "state": "SUBMITTED", "version": 3 },
                "after": { "state": "RETURNED", "version": 4, "returnFields": ["EVIDENCE"] },
                "changes": [
                    { "field": "state", "before": "SUBMITTED", "after": "RETURNED" },
                    { "field": "version", "before": 3, "after": 4 },
                    { "field": "returnFields", "before": null, "after": ["EVIDENCE"] },
                ],
            },
            "reason": "Thiếu ảnh", "operation": "Return_it", "requestId": null, "seal": null,
        })
    );
    let changes = &found[2]["content"]["changes"];
    assert_eq!(changes[0], json!({ "field": "version", "before": 1, "after": 2 }));
    assert_eq!(changes[1], json!({ "field": "quantity", "before": 1, "after": 2 }));
    assert!(found[3]["content"]["before"].is_null());
    assert_eq!(found[3]["content"]["after"]["title"], "Chuyên trang cải cách hành chính");

    // Once it is sealed, it says by what.
    assert_eq!(auditor.query("{ auditHead { to } }").await["auditHead"], json!(null));
    let sealed = app.seal_all().await.sealed;
    let question = "query($id: ID!) { node(id: $id) { ... on AuditEvent { position seal { from to hash sealedAt } } }
        auditHead { from to hash sealedAt } }";
    let data = auditor.data(question, json!({ "id": id })).await;
    assert_eq!(data["node"]["position"], position);
    assert_eq!(data["auditHead"]["to"], sealed.to_string());
    assert_eq!(data["auditHead"]["sealedAt"], "2025-06-21T03:04:05.678901Z");
    let number = |value: &Value| value.as_str().unwrap().parse::<i64>().unwrap();
    let seal = &data["node"]["seal"];
    assert!(number(&seal["from"]) <= number(&position) && number(&position) <= number(&seal["to"]), "{seal:#}");
    assert_eq!(seal["hash"].as_str().map(str::len), Some(64));
    assert!(app.verified().await.1.contains(data["auditHead"]["hash"].as_str().unwrap()));
}

db_test!(an_auditor_reads_what_is_of_his_units_and_nobody_else_reads_any);
async fn an_auditor_reads_what_is_of_his_units_and_nobody_else_reads_any(database: Database) {
    let app = App::start(database, BEFORE).await;
    let World { leader, unit, content, .. } = World::make(&app).await;
    let of = [
        ("nation", "VN", true),
        ("province", QUANG_NGAI, true),
        ("district", TRA_BONG, true),
        ("commune", TRA_GIANG, true),
        ("neighbour", NEIGHBOUR, false),
        ("elsewhere", "01", false),
    ];
    let mut auditors = Vec::new();
    for (name, code, reads) in of {
        auditors.push((name, auditor(&app, name, code).await, reads));
    }
    let mut others = vec![("stranger", app.user("stranger", &[]).await)];
    for role in [Role::Viewer, Role::Reporter, Role::Approver, Role::Reviewer, Role::Administrator] {
        others.push((role.as_str(), app.user(role.as_str(), &[(role, QUANG_NGAI, OLD), (role, TRA_GIANG, OLD)]).await));
    }
    let draft = leader.create(&unit, &content).await;
    app.seal_all().await;
    let about = json!({ "subject": draft.id });
    let event = events(&auditors[0].1, about.clone()).await[0]["id"].clone();
    let question = "query($id: ID!) { node(id: $id) { id } auditHead { to }
        auditEvents { totalCount nodes { unit { id } subjectKind } } }";
    for (name, client, reads) in &auditors {
        assert_eq!(events(client, about.clone()).await.len(), usize::from(*reads), "{name}");
        let data = client.data(question, json!({ "id": event })).await;
        assert_eq!(data["node"], if *reads { json!({ "id": event }) } else { json!(null) }, "{name}");
        assert!(!data["auditHead"].is_null(), "{name}");
        // What belongs to no unit is the nation's.
        let nodes = data["auditEvents"]["nodes"].as_array().unwrap();
        assert!(!nodes.is_empty(), "{name}: his own grant");
        assert_eq!(nodes.iter().any(|node| node["unit"].is_null()), *name == "nation", "{name}");
        let users = actions(client, json!({ "subjectKind": "USER" })).await;
        assert_eq!(users.is_empty(), *name != "nation", "{name}");
    }
    for (name, client) in &others {
        let data = client.data(question, json!({ "id": event })).await;
        let none = json!({ "node": null, "auditHead": null, "auditEvents": { "totalCount": 0, "nodes": [] } });
        assert_eq!(data, none, "{name}");
    }
}

db_test!(of_a_draft_an_auditor_above_sees_that_it_was_written_and_not_what_it_says);
async fn of_a_draft_an_auditor_above_sees_that_it_was_written_and_not_what_it_says(database: Database) {
    let app = App::start(database, BEFORE).await;
    let World { leader, unit, content, .. } = World::make(&app).await;
    let above = auditor(&app, "above", TRA_BONG).await;
    let at_home = auditor(&app, "home", TRA_GIANG).await;
    let draft = leader.create(&unit, &content).await;
    let withdrawn = leader.create(&unit, &with(content, json!({ "title": "Bản nháp" }))).await;
    leader.step("withdraw", &withdrawn).await;
    let plan = "mutation($unit: ID!) { createPlan(input: { issuer: $unit,
        content: { year: 2025, title: \"Dự thảo\", subjects: [CCHC], issuedOn: \"2025-06-01\", symbol: \"9/KH\" } }) { plan { id } } }";
    let plan = leader.data(plan, json!({ "unit": unit })).await["createPlan"]["plan"]["id"].take();
    let titles = async |client: &Client<'_>, subject: &Value| {
        let found = events(client, json!({ "subject": subject })).await;
        found.iter().map(|event| event["content"]["after"]["title"].clone()).collect::<Vec<Value>>()
    };
    let hidden = async |client: &Client<'_>, subject: &Value| {
        let found = events(client, json!({ "subject": subject })).await;
        assert!(!found.is_empty());
        assert!(found.iter().all(|event| event["content"].is_null() == event["subject"].is_null()), "{found:#?}");
        found.iter().all(|event| event["content"].is_null())
    };
    let (draft_id, withdrawn_id) = (json!(draft.id), json!(withdrawn.id));
    for subject in [&draft_id, &withdrawn_id, &plan] {
        assert!(hidden(&above, subject).await, "{subject}");
        assert!(!hidden(&at_home, subject).await, "{subject}");
    }
    assert_eq!(titles(&at_home, &plan).await, ["Dự thảo"]);
    // Handed in, its whole course is open; withdrawn before that, never.
    leader.step("submit", &draft).await;
    let issue = "mutation($id: ID!) { issuePlan(input: { id: $id, version: 1 }) { plan { id } } }";
    leader.data(issue, json!({ "id": plan })).await;
    assert_eq!(titles(&above, &draft_id).await, [json!(null), json!("Chuyên trang cải cách hành chính")]);
    assert_eq!(titles(&above, &plan).await, ["Dự thảo", "Dự thảo"]);
    assert!(hidden(&above, &withdrawn_id).await);
}

db_test!(an_event_is_of_the_units_above_on_its_own_day);
async fn an_event_is_of_the_units_above_on_its_own_day(database: Database) {
    let app = App::start(database, BEFORE).await;
    let World { leader, reviewer, unit, content } = World::make(&app).await;
    let (old, new) =
        (auditor(&app, "old", QUANG_NGAI).await, app.user("new", &[(Role::Auditor, "51", "2025-07-01")]).await);
    let district = auditor(&app, "district", TRA_BONG).await;
    let submitted = leader.step("submit", &leader.create(&unit, &content).await).await;
    // The new Xã Trà Bồng is given somebody before its first day.
    app.user("early", &[(Role::Reporter, "21115", "2025-07-01")]).await;
    let early = new.unit("21115", "2025-07-01").await;
    // The district's last reports are verified after its last day.
    app.clock.set("2025-07-15T02:00:00Z");
    reviewer.step("verify", &submitted).await;
    let about = json!({ "subject": submitted.id });
    for (name, client, reads) in [("old", &old, true), ("district", &district, true), ("new", &new, false)] {
        let expected: &[&str] = if reads { &["CREATE", "SUBMIT", "VERIFY"] } else { &[] };
        assert_eq!(actions(client, about.clone()).await, expected, "{name}");
        let given = actions(client, json!({ "unit": early })).await;
        assert_eq!(given.is_empty(), name != "new", "{name}");
    }
    // So it is found below the units that were above it, and not below itself.
    let below = |unit: &str| json!({ "subject": submitted.id, "below": unit });
    for (code, on, count) in [(QUANG_NGAI, OLD, 3), (TRA_BONG, OLD, 3), (TRA_GIANG, OLD, 0), ("51", "2025-07-01", 0)] {
        let filter = below(&old.unit(code, on).await);
        assert_eq!(actions(&old, filter).await.len(), count, "{code} {on}");
    }
}

db_test!(events_are_found_by_what_they_are_of_and_page_by_page);
async fn events_are_found_by_what_they_are_of_and_page_by_page(database: Database) {
    let app = App::start(database, "2025-06-19T16:59:59.999999Z").await;
    let World { leader, reviewer, unit, content } = World::make(&app).await;
    let auditor = auditor(&app, "auditor", "VN").await;
    let first = leader.create(&unit, &content).await;
    app.clock.set("2025-06-19T17:00:00Z");
    let second = leader.step("submit", &leader.create(&unit, &content).await).await;
    reviewer.step("verify", &second).await;
    let of_unit = |more: Value| with(json!({ "unit": unit, "subjectKind": "ACTIVITY_REPORT" }), more);
    let all = events(&auditor, of_unit(json!({}))).await;
    let [who, leads] = [&all[0], &all[1]].map(|event| event["actorId"].clone());
    for (filter, expected) in [
        (json!({}), "CREATE CREATE SUBMIT VERIFY"),
        (json!({ "from": "2025-06-20" }), "CREATE SUBMIT VERIFY"),
        (json!({ "to": "2025-06-19" }), "CREATE"),
        (json!({ "from": "2025-06-19", "to": "2025-06-20" }), "CREATE CREATE SUBMIT VERIFY"),
        (json!({ "from": "2025-06-21" }), ""),
        (json!({ "from": "0000-01-01", "to": "9999-12-31" }), "CREATE CREATE SUBMIT VERIFY"),
        (json!({ "actor": who }), "VERIFY"),
        (json!({ "actor": leads }), "CREATE CREATE SUBMIT"),
        (json!({ "action": "CREATE" }), "CREATE CREATE"),
        (json!({ "action": "' OR 1=1" }), ""),
        (json!({ "subject": first.id }), "CREATE"),
        (json!({ "subject": unit }), ""),
        (json!({ "subjectKind": "PLAN" }), ""),
    ] {
        assert_eq!(actions(&auditor, of_unit(filter.clone())).await.join(" "), expected, "{filter}");
    }
    for wrong in ["x", "", "event_00000000000000000000000000000007"] {
        let refusal = auditor.refusal(EVENTS, json!({ "filter": { "subject": wrong } })).await;
        assert_eq!(refusal, "BAD_USER_INPUT filter.subject");
    }
    // Of events of one instant the later number comes first, also across pages; both ways the same.
    let whole = walk(&auditor, 100).await;
    assert!(whole.len() > 20 && whole.is_sorted_by(|one, next| one > next), "{whole:?}");
    assert_eq!(walk(&auditor, 7).await, whole);
    let end = page(&auditor, json!({ "last": 1 })).await;
    let before = page(&auditor, json!({ "last": 3, "before": end["pageInfo"]["startCursor"] })).await;
    assert_eq!(places(&before), whole[whole.len() - 4..whole.len() - 1]);
}

/// The instants and numbers of the events of a page.
fn places(page: &Value) -> Vec<(String, i64)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let place = |node: &Value| (text(&node["at"]), text(&node["position"]).parse().unwrap());
    page["nodes"].as_array().unwrap().iter().map(place).collect()
}

/// All events in sight, so many a page.
async fn walk(client: &Client<'_>, size: u32) -> Vec<(String, i64)> {
    let (mut found, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let next = page(client, json!({ "first": size, "after": cursor })).await;
        found.extend(places(&next));
        cursor = next["pageInfo"]["endCursor"].clone();
        if next["pageInfo"]["hasNextPage"] == false {
            return found;
        }
    }
}

db_test!(contents_that_come_to_too_much_are_left_out_and_the_events_are_not);
async fn contents_that_come_to_too_much_are_left_out_and_the_events_are_not(database: Database) {
    let app = App::start(database, BEFORE).await;
    let auditor = auditor(&app, "auditor", "VN").await;
    let work = begun(&app).await;
    leave_rows(&work, 3, &"đ".repeat(900_000)).await;
    end(work).await;
    let (_, body) = auditor.send(EVENTS, json!({ "filter": { "subjectKind": "TEST" } })).await;
    let nodes = body["data"]["auditEvents"]["nodes"].as_array().unwrap();
    let read: Vec<bool> = nodes.iter().map(|node| node["content"]["after"]["content"].is_string()).collect();
    assert_eq!(read, [true, true, true, false]);
    assert_eq!(body["errors"].as_array().unwrap().len(), 1);
    assert_eq!(body["errors"][0]["path"], json!(["auditEvents", "nodes", 3, "content"]));
    assert_eq!(body["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
    // One alone is always read.
    let question = "query($id: ID!) { node(id: $id) { ... on AuditEvent { content { after } } } }";
    let data = auditor.data(question, json!({ "id": nodes[3]["id"] })).await;
    assert_eq!(data["node"]["content"]["after"], json!({ "content": "" }));
}

db_test!(the_statements_of_a_page_of_events_do_not_grow_with_its_rows);
async fn the_statements_of_a_page_of_events_do_not_grow_with_its_rows(database: Database) {
    let app = App::start(database, BEFORE).await;
    let World { leader, unit, content, .. } = World::make(&app).await;
    let auditor = auditor(&app, "auditor", TRA_BONG).await;
    leader.step("submit", &leader.create(&unit, &content).await).await;
    let mut counts = Vec::new();
    for _ in 0..2 {
        app.seal_all().await;
        let before = app.store.statements();
        events(&auditor, json!({ "unit": unit })).await;
        counts.push(app.store.statements() - before);
        for _ in 0..10 {
            leader.create(&unit, &content).await;
        }
    }
    assert_eq!(counts[0], counts[1]);
}
