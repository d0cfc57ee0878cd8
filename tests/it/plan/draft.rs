//! Drafts: who writes them, what they may say, and that they bind nobody.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{CREATE, IN_JUNE, UPDATE, content, create, issue};
use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
};

db_test!(a_draft_is_written_replaced_and_binds_nobody);
async fn a_draft_is_written_replaced_and_binds_nobody(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let mut first = content();
    first["organisations"] =
        json!([{ "key": "pnv", "name": "Phòng Nội vụ", "kind": "DEPARTMENT", "affiliation": "AUTHORITY" }]);
    let data = leader.data(CREATE, json!({ "input": { "issuer": district, "content": first } })).await;
    let plan = data["createPlan"]["plan"]["id"].clone();
    assert_eq!(
        data["createPlan"]["plan"],
        json!({ "id": plan, "version": 1, "state": "DRAFT", "allowedActions": ["EDIT", "ISSUE"] })
    );
    let document =
        "query($id: ID!) { plan(id: $id) { obligations { totalCount } organisations { nodes { unit { id } } } }
        units(filter: {form: ORGANISATION}) { totalCount } }";
    let data = leader.data(document, json!({ "id": plan })).await;
    assert_eq!(data["plan"]["obligations"]["totalCount"], 0);
    assert_eq!(data["plan"]["organisations"]["nodes"], json!([{ "unit": null }]));
    assert_eq!(data["units"]["totalCount"], 0);

    let mut second = content();
    second["title"] = "Tên mới".into();
    second["tasks"][0]["no"] = "2".into();
    let input = json!({ "input": { "id": plan, "version": 1, "content": second } });
    let data = leader.data(UPDATE, input.clone()).await;
    let expected = json!({ "id": plan, "version": 2, "title": "Tên mới", "tasks": { "nodes": [{ "no": "2" }] } });
    assert_eq!(data["updatePlan"]["plan"], expected);
    let data = leader.data(document, json!({ "id": plan })).await;
    assert_eq!(data["plan"]["organisations"]["nodes"], json!([]), "the whole content is replaced");
    assert_eq!(leader.refusal(UPDATE, input).await, "CONFLICT version");
}

db_test!(the_audit_row_of_an_edit_keeps_what_it_replaced);
async fn the_audit_row_of_an_edit_keeps_what_it_replaced(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let upper = issue(&leader, &district, content()).await;
    let mut first = content();
    first["title"] = "Tên cũ".into();
    first["carriesOut"] = json!([{ "title": "Không rõ" }, { "title": "Kế hoạch", "plan": upper }]);
    let plan = create(&leader, &district, first).await;
    leader.data(UPDATE, json!({ "input": { "id": plan, "version": 1, "content": content() } })).await;
    let rows = behind.texts("SELECT before FROM audit_event WHERE action = 'UPDATE' AND subject_kind = 'PLAN'").await;
    behind.close().await;
    let before: Value = rows[0][0].as_ref().unwrap().parse().unwrap();
    assert_eq!(before["picks"], json!({ "carriesOut": [null, upper], "cites": [] }));
    let lines: Vec<&str> = before["content"].as_str().unwrap().lines().collect();
    for line in ["title=Tên cũ", "carries_out[1].title=Kế hoạch", "tasks[0].quotas[0].minimum=1"] {
        assert!(lines.contains(&line), "{line}: {lines:#?}");
    }
}

db_test!(a_draft_is_written_once_per_key);
async fn a_draft_is_written_once_per_key(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let mut input = json!({ "input": { "issuer": district, "content": content(), "idempotencyKey": "k" } });
    let first = leader.data(CREATE, input.clone()).await;
    assert_eq!(leader.data(CREATE, input.clone()).await, first);
    input["input"]["content"]["title"] = "Khác".into();
    assert_eq!(leader.refusal(CREATE, input).await, "CONFLICT idempotencyKey");
    assert_eq!(leader.query("{ plans { totalCount } }").await["plans"]["totalCount"], 1);
}

db_test!(what_cannot_be_read_one_way_is_refused_at_its_place);
async fn what_cannot_be_read_one_way_is_refused_at_its_place(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let unit = "unit_00000000000000000000000000000001";
    let cases: [(&str, &str, Value, &str); 10] = [
        ("/title", "content.title", " ".into(), "BAD_USER_INPUT text.empty"),
        ("/year", "content.year", 1999.into(), "BAD_USER_INPUT plan.out_of_bounds"),
        ("/year", "content.year", 3000.into(), "BAD_USER_INPUT calendar.year"),
        (
            "/tasks/0/quotas/0/minimum",
            "content.tasks[0].quotas[0].minimum",
            0.into(),
            "BAD_USER_INPUT plan.out_of_bounds",
        ),
        (
            "/tasks/0/quotas/0/minimum",
            "content.tasks[0].quotas[0].minimum",
            (-1).into(),
            "BAD_USER_INPUT plan.out_of_bounds",
        ),
        ("/tasks/0/quotas/0/topic", "content.tasks[0].quotas[0].topic", "papi".into(), "BAD_USER_INPUT quota.topic"),
        (
            "/tasks/0/quotas/0/sharing",
            "content.tasks[0].quotas[0].owedBy",
            "POOLED".into(),
            "RULE_VIOLATED quota.no_owner",
        ),
        ("/tasks/0/quotas/0/selector", "content.tasks[0].quotas[0].selector", json!({ "units": [unit] }), "NOT_FOUND"),
        (
            "/carriesOut",
            "content.carriesOut[0].plan",
            json!([{ "title": "x", "plan": "plan_00000000000000000000000000000001" }]),
            "NOT_FOUND",
        ),
        (
            "/tasks/0/carriesOut",
            "content.tasks[0].carriesOut[0]",
            json!(["task_00000000000000000000000000000001"]),
            "NOT_FOUND",
        ),
    ];
    for (pointer, field, value, refusal) in cases {
        let mut spoilt = json!({ "carriesOut": [], "tasks": [] });
        spoilt.as_object_mut().unwrap().extend(content().as_object().unwrap().clone());
        for (optional, default) in [("topic", json!(null)), ("sharing", json!("EACH"))] {
            spoilt["tasks"][0]["quotas"][0][optional] = default;
        }
        spoilt["tasks"][0]["carriesOut"] = json!([]);
        *spoilt.pointer_mut(pointer).unwrap() = value;
        let (_, body) = leader.send(CREATE, json!({ "input": { "issuer": district, "content": spoilt } })).await;
        let extensions = &body["errors"][0]["extensions"];
        let rule = extensions["rule"].as_str().map_or(String::new(), |rule| format!(" {rule}"));
        let found = format!("{}{rule}", extensions["code"].as_str().unwrap());
        assert_eq!((found.as_str(), extensions["field"].as_str()), (refusal, Some(field)), "{pointer}: {body}");
    }
    assert_eq!(leader.query("{ plans { totalCount } }").await["plans"]["totalCount"], 0);
}

db_test!(only_the_leader_of_a_unit_writes_its_plans);
async fn only_the_leader_of_a_unit_writes_its_plans(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let plan = create(&leader, &district, content()).await;
    let new = json!({ "input": { "issuer": district, "content": content() } });
    let other = json!({ "input": { "id": plan, "version": 1, "content": content() } });
    for (name, grants, on_create, on_update) in [
        ("stranger", vec![], "FORBIDDEN", "NOT_FOUND"),
        ("above", vec![(Role::Approver, "51", "2025-06-30")], "FORBIDDEN", "NOT_FOUND"),
        ("reviewer", vec![(Role::Reviewer, "525", "2025-06-30")], "FORBIDDEN", "FORBIDDEN"),
        ("reporter", vec![(Role::Reporter, "525", "2025-06-30")], "FORBIDDEN", "FORBIDDEN"),
        ("administrator", vec![(Role::Administrator, "525", "2025-06-30")], "FORBIDDEN", "NOT_FOUND"),
    ] {
        let client = app.user(name, &grants).await;
        assert_eq!(client.refusal(CREATE, new.clone()).await, on_create, "{name}");
        assert_eq!(client.refusal(UPDATE, other.clone()).await, on_update, "{name}");
    }
    assert_eq!(app.anonymous().refusal(CREATE, new).await, "UNAUTHENTICATED");
}
