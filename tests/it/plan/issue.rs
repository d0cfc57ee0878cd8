//! Issuing and revoking.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{IN_JUNE, ISSUE, REVOKE, UPDATE, by_quota, content, create, issue, owed};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    plan::{import, plan as plan_file, task, task_id, tra_bong},
    report::{page_issue, with},
};

db_test!(an_issued_plan_binds_and_does_not_change);
async fn an_issued_plan_binds_and_does_not_change(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let plan = create(&leader, &district, content()).await;
    let input = json!({ "input": { "id": plan, "version": 1 } });
    let data = leader.data(ISSUE, input.clone()).await;
    let expected = json!({
        "id": plan, "version": 2, "state": "ISSUED", "issuedAt": "2025-06-15T02:00:00Z", "allowedActions": ["REVOKE"],
    });
    assert_eq!(data["issuePlan"]["plan"], expected);
    // 16 communes that end on 30 June, from January on: what was owed before is owed as well.
    assert_eq!(by_quota(&owed(&leader, &plan).await), json!({ "Q1": [96, 96] }));

    assert_eq!(leader.refusal(ISSUE, input).await, "CONFLICT version");
    let again = json!({ "input": { "id": plan, "version": 2 } });
    assert_eq!(leader.refusal(ISSUE, again).await, "RULE_VIOLATED plan.not_draft");
    let edit = json!({ "input": { "id": plan, "version": 2, "content": content() } });
    assert_eq!(leader.refusal(UPDATE, edit).await, "RULE_VIOLATED plan.not_draft");
    // The same plan once more.
    let twin = create(&leader, &district, content()).await;
    assert_eq!(leader.refusal(ISSUE, json!({ "input": { "id": twin, "version": 1 } })).await, "CONFLICT plan.exists");
}

const WHO_AND_WHEN: &str = "authorName createdAt issuedAt issuedByName revokedAt revokedByName revokedReason";

db_test!(a_plan_says_who_wrote_issued_and_revoked_it_and_when);
async fn a_plan_says_who_wrote_issued_and_revoked_it_and_when(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let people = ["author", "issuer", "revoker"].map(|name| app.user(name, &[(Role::Approver, "525", "2025-06-30")]));
    let [author, issuer, revoker] = people;
    let (author, issuer, revoker) = (author.await, issuer.await, revoker.await);
    let commune = app.user("commune", &[(Role::Viewer, "21115", "2025-06-30")]).await;
    let document = format!("query($id: ID!) {{ plan(id: $id) {{ {WHO_AND_WHEN} }} }}");
    let plan = create(&author, &author.unit("525", "2025-06-30").await, content()).await;
    let seen = async |client: &Client<'_>| client.data(&document, json!({ "id": plan })).await["plan"].take();
    let mut expected = json!({
        "authorName": "author", "createdAt": IN_JUNE, "issuedAt": null, "issuedByName": null, "revokedAt": null,
        "revokedByName": null, "revokedReason": null,
    });
    assert_eq!(seen(&issuer).await, expected);
    assert_eq!(seen(&commune).await, Value::Null);
    app.clock.set("2025-06-16T02:00:00Z");
    issuer.data(ISSUE, json!({ "input": { "id": plan, "version": 1 } })).await;
    expected["issuedAt"] = "2025-06-16T02:00:00Z".into();
    expected["issuedByName"] = "issuer".into();
    assert_eq!(seen(&commune).await, expected);
    app.clock.set("2025-06-17T02:00:00Z");
    revoker.data(REVOKE, json!({ "input": { "id": plan, "version": 2, "reason": "Thay thế" } })).await;
    expected["revokedAt"] = "2025-06-17T02:00:00Z".into();
    expected["revokedByName"] = "revoker".into();
    expected["revokedReason"] = "Thay thế".into();
    assert_eq!(seen(&commune).await, expected);
    // What the program imports nobody wrote and nobody issued.
    import(&app, &plan_file(tra_bong(), "1/KH-UBND", "2025-04-01", 2025, json!([]))).await;
    let data =
        revoker.query(&format!("{{ plans(filter: {{states: [ISSUED]}}) {{ nodes {{ {WHO_AND_WHEN} }} }} }}")).await;
    let imported = &data["plans"]["nodes"][0];
    assert_eq!((&imported["authorName"], &imported["issuedByName"]), (&Value::Null, &Value::Null));
    assert_eq!((&imported["createdAt"], &imported["issuedAt"]), (&expected["revokedAt"], &expected["revokedAt"]));
}

db_test!(the_statements_of_a_page_of_plans_do_not_grow_with_who_issued_them);
async fn the_statements_of_a_page_of_plans_do_not_grow_with_who_issued_them(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let auditor = app.user("auditor", &[(Role::Auditor, "525", "2025-06-30")]).await;
    let district = auditor.unit("525", "2025-06-30").await;
    let page = format!("{{ plans(first: 20) {{ nodes {{ {WHO_AND_WHEN} }} }} }}");
    let mut counts = Vec::new();
    let mut issued = 0;
    for more in [1, 9] {
        for _ in 0..more {
            issued += 1;
            let leader = app.user(&format!("leader{issued}"), &[(Role::Approver, "525", "2025-06-30")]).await;
            let mut content = content();
            content["symbol"] = format!("{issued}/KH-UBND").into();
            let plan = issue(&leader, &district, content).await;
            leader.data(REVOKE, json!({ "input": { "id": plan, "version": 2, "reason": "Thay thế" } })).await;
        }
        let before = app.store.statements();
        let data = auditor.query(&page).await;
        counts.push(app.store.statements() - before);
        let names = data["plans"]["nodes"].as_array().unwrap().iter();
        assert_eq!(names.filter(|node| node["revokedByName"].is_string()).count(), issued);
    }
    assert_eq!(counts[0], counts[1]);
}

db_test!(a_plan_is_issued_on_its_date_or_later);
async fn a_plan_is_issued_on_its_date_or_later(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let dated = |date: Value| {
        let mut content = content();
        content["issuedOn"] = date;
        content
    };
    for (date, rule) in [
        (Value::Null, "RULE_VIOLATED plan.no_issue_date"),
        ("2025-06-16".into(), "RULE_VIOLATED plan.future_issue_date"),
        ("2025-07".into(), "RULE_VIOLATED plan.future_issue_date"),
    ] {
        let plan = create(&leader, &district, dated(date)).await;
        assert_eq!(leader.refusal(ISSUE, json!({ "input": { "id": plan, "version": 1 } })).await, rule);
    }
    issue(&leader, &district, dated("2025-06-15".into())).await;
    // The first day of the month counts, so the month itself is owed.
    let june = issue(&leader, &district, dated("2025-06".into())).await;
    assert_eq!(by_quota(&owed(&leader, &june).await), json!({ "Q1": [16, 16] }));
    // In Viet Nam the 16th begins at 17:00 UTC.
    app.clock.set("2025-06-15T17:00:00Z");
    issue(&leader, &district, dated("2025-06-16".into())).await;
}

db_test!(a_commune_and_its_successor_share_a_year_by_their_days);
async fn a_commune_and_its_successor_share_a_year_by_their_days(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    // The city keeps its identity through the reorganisation; most of its communes do not.
    let leader = app.user("leader", &[(Role::Approver, "01", "2025-06-30")]).await;
    let hanoi = leader.unit("01", "2025-06-30").await;
    let mut yearly = content();
    yearly["tasks"][0]["quotas"] = json!([
        { "no": "Q12", "selector": { "each": "COMMUNE" }, "product": "NEWS_ITEM", "stage": "SENT", "minimum": 12, "per": "YEAR" },
        { "no": "Q1", "selector": { "each": "COMMUNE" }, "product": "NEWS_ITEM", "stage": "SENT", "minimum": 1, "per": "YEAR" },
    ]);
    let plan = issue(&leader, &hanoi, yearly).await;
    let owed = owed(&leader, &plan).await;
    let of = |no: &str, first: &str, last: &str| -> Vec<i64> {
        let found =
            owed.iter().filter(|one| one["quota"]["no"] == no && one["startsOn"] == first && one["endsOn"] == last);
        found.map(|one| one["target"].as_i64().unwrap()).collect()
    };
    let (ended, begun) = (of("Q12", "2025-01-01", "2025-06-30"), of("Q12", "2025-07-01", "2025-12-31"));
    assert!(ended.len() > 100 && begun.len() > 100, "{} {}", ended.len(), begun.len());
    assert!(ended.iter().chain(&begun).all(|target| *target == 6));
    assert_eq!(of("Q1", "2025-01-01", "2025-06-30"), Vec::<i64>::new());
    assert_eq!(of("Q1", "2025-07-01", "2025-12-31"), vec![1; begun.len()]);
}

db_test!(a_pooled_quota_is_owed_once_by_its_owner);
async fn a_pooled_quota_is_owed_once_by_its_owner(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let mut pooled = content();
    pooled["organisations"] = json!([
        { "key": "pnv", "name": "Phòng Nội vụ", "kind": "DEPARTMENT", "affiliation": "AUTHORITY" },
        { "key": "dai", "name": "Đài Truyền thanh", "kind": "MEDIA", "affiliation": "AUTHORITY" },
    ]);
    pooled["tasks"][0]["roles"] = json!([
        { "role": "LEAD", "holder": { "organisation": "pnv" } },
        { "role": "COORDINATE", "holder": { "organisation": "dai" } },
        { "role": "COORDINATE", "holder": { "group": "COMMUNES" } },
    ]);
    let quota = |no: &str, selector: Value, owed_by: Value| {
        json!({
            "no": no, "selector": selector, "sharing": "POOLED", "owedBy": owed_by, "product": "NEWS_ITEM",
            "stage": "PUBLISHED", "minimum": 12, "per": "YEAR",
        })
    };
    pooled["tasks"][0]["quotas"] = json!([
        quota("lead", json!({ "roleHolders": "COORDINATE" }), Value::Null),
        quota("named", json!({ "each": "COMMUNE" }), "dai".into()),
    ]);
    let plan = issue(&leader, &district, pooled).await;
    let owed = owed(&leader, &plan).await;
    let found: Vec<Value> = owed
        .iter()
        .map(|one| {
            json!([
                one["quota"]["no"],
                one["unit"]["name"],
                one["sharing"],
                one["target"],
                one["members"]["totalCount"]
            ])
        })
        .collect();
    assert!(found.contains(&json!(["lead", "Phòng Nội vụ", "POOLED", 6, 17])), "{found:?}");
    assert!(found.contains(&json!(["named", "Đài Truyền thanh", "POOLED", 6, 16])), "{found:?}");
    assert_eq!(found.len(), 2);
}

db_test!(only_units_below_the_issuer_can_be_listed);
async fn only_units_below_the_issuer_can_be_listed(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let listed = |unit: &str| {
        let mut content = content();
        content["tasks"][0]["quotas"][0]["selector"] = json!({ "units": [unit] });
        content
    };
    // Thị trấn Trà Xuân lies in the district, Xã Tịnh Ấn Tây in another.
    let own = leader.unit("21115", "2025-06-30").await;
    let other = leader.unit("21223", "2025-06-30").await;
    let plan = create(&leader, &district, listed(&other)).await;
    let refusal = leader.refusal(ISSUE, json!({ "input": { "id": plan, "version": 1 } })).await;
    assert_eq!(refusal, "RULE_VIOLATED quota.unit_not_below");
    let plan = issue(&leader, &district, listed(&own)).await;
    assert_eq!(by_quota(&owed(&leader, &plan).await), json!({ "Q1": [6, 6] }));
}

db_test!(a_plan_finds_the_plan_it_carries_out_by_symbol_and_date);
async fn a_plan_finds_the_plan_it_carries_out_by_symbol_and_date(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let province_leader = app.user("province", &[(Role::Approver, "51", "2025-06-30")]).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let neighbour = app.user("neighbour", &[(Role::Approver, "54", "2025-06-30")]).await;
    let province = leader.unit("51", "2025-06-30").await;
    let district = leader.unit("525", "2025-06-30").await;
    let elsewhere = leader.unit("54", "2025-06-30").await;
    let higher = |symbol: &str| {
        let mut content = content();
        content["symbol"] = symbol.into();
        content["issuedOn"] = "2025-04-17".into();
        content["tasks"][0]["quotas"][0]["selector"] = json!({ "each": "DISTRICT" });
        content
    };
    let above = issue(&province_leader, &province, higher("82/KH-UBND")).await;
    issue(&neighbour, &elsewhere, higher("83/KH-UBND")).await;
    let data =
        leader.data("query($id: ID!) { plan(id: $id) { tasks { nodes { id } } } }", json!({ "id": above })).await;
    let task = data["plan"]["tasks"]["nodes"][0]["id"].clone();

    let mut lower = content();
    lower["carriesOut"] = json!([
        { "symbol": "82/KH-UBND", "issuedOn": "2025-04-17", "issuer": "UBND tỉnh Quảng Ngãi" },
        { "symbol": "83/KH-UBND", "issuedOn": "2025-04-17" },
        { "symbol": "82/KH-UBND", "issuedOn": "2025-04" },
        { "title": "Kế hoạch của tỉnh", "plan": above },
    ]);
    lower["tasks"][0]["carriesOut"] = json!([task]);
    let plan = issue(&leader, &district, lower.clone()).await;
    let document = "query($id: ID!) { plan(id: $id) {
        carriesOut { nodes { resolvedPlan { id } } } tasks { nodes { carriesOut { nodes { id } } } } carriedOutBy { nodes { id } } } }";
    let data = leader.data(document, json!({ "id": plan })).await;
    let resolved = json!([{ "resolvedPlan": { "id": above } }, { "resolvedPlan": null }, { "resolvedPlan": null }, { "resolvedPlan": { "id": above } }]);
    assert_eq!(data["plan"]["carriesOut"]["nodes"], resolved);
    assert_eq!(data["plan"]["tasks"]["nodes"][0]["carriesOut"]["nodes"], json!([{ "id": task }]));
    let data = leader.data(document, json!({ "id": above })).await;
    assert_eq!(data["plan"]["carriedOutBy"]["nodes"], json!([{ "id": plan }]));

    // A task of a draft, or of a plan that the issuer may not read, is not there.
    let draft = create(&province_leader, &province, higher("84/KH-UBND")).await;
    let tasks = "query($id: ID!) { plan(id: $id) { tasks { nodes { id } } } }";
    let hidden = province_leader.data(tasks, json!({ "id": draft })).await["plan"]["tasks"]["nodes"][0]["id"].clone();
    lower["tasks"][0]["carriesOut"] = json!([hidden]);
    let input = json!({ "input": { "issuer": district, "content": lower } });
    assert_eq!(leader.refusal(super::CREATE, input.clone()).await, "NOT_FOUND content.tasks[0].carriesOut[0]");
    // Nor is one of a revoked plan carried out.
    let revoke = json!({ "input": { "id": above, "version": 2, "reason": "Thay thế" } });
    province_leader.data(REVOKE, revoke).await;
    lower["tasks"][0]["carriesOut"] = json!([task]);
    lower["carriesOut"] = json!([]);
    let input = json!({ "input": { "issuer": district, "content": lower } });
    assert_eq!(leader.refusal(super::CREATE, input).await, "RULE_VIOLATED plan.link_not_issued");
}

db_test!(a_revoked_plan_leaves_the_figures_and_stays_readable);
async fn a_revoked_plan_leaves_the_figures_and_stays_readable(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let viewer = app.user("viewer", &[(Role::Viewer, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let plan = issue(&leader, &district, content()).await;
    let input = |version: i32, reason: &str| json!({ "input": { "id": plan, "version": version, "reason": reason } });
    assert_eq!(viewer.refusal(REVOKE, input(2, "x")).await, "FORBIDDEN");
    assert_eq!(leader.refusal(REVOKE, input(1, "x")).await, "CONFLICT version");
    assert_eq!(leader.refusal(REVOKE, input(2, " ")).await, "BAD_USER_INPUT text.empty");
    let data = leader.data(REVOKE, input(2, "Ban hành nhầm")).await;
    let expected =
        json!({ "id": plan, "version": 3, "state": "REVOKED", "revokedReason": "Ban hành nhầm", "allowedActions": [] });
    assert_eq!(data["revokePlan"]["plan"], expected);
    assert_eq!(leader.refusal(REVOKE, input(3, "x")).await, "RULE_VIOLATED plan.not_issued");
    let document = "query($id: ID!) { plan(id: $id) { obligations { totalCount nodes { revoked state } } quotas { nodes { owedTotal } } } }";
    let data = viewer.data(document, json!({ "id": plan })).await;
    assert_eq!(data["plan"]["obligations"]["totalCount"], 96);
    assert_eq!(data["plan"]["obligations"]["nodes"][0], json!({ "revoked": true, "state": null }));
    assert_eq!(data["plan"]["quotas"]["nodes"], json!([{ "owedTotal": 0 }]));
}

db_test!(what_is_owed_once_may_be_due_after_the_plans_year);
async fn what_is_owed_once_may_be_due_after_the_plans_year(database: Database) {
    let app = App::start(database, "2026-01-20T02:00:00Z").await;
    let tasks = json!([task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 1, "per": "ONCE", "by": "2026-01-31" }))]);
    // The province whose communes live on both days, and one of them.
    let issuer = json!({ "edition": "2025-07", "code": "51", "level": "province", "name": "Tỉnh Quảng Ngãi",
                         "province_code": "51" });
    import(&app, &plan_file(issuer, "1/KH-UBND", "2025-08-01", 2025, tasks)).await;
    let province = app.user("province", &[(Role::Reviewer, "51", "2026-01-20")]).await;
    let unit = province.unit("51", "2026-01-20").await;
    let document = "query($unit: ID!) {
        obligations(first: 1, orderBy: ENDS_ON) { totalCount nodes { startsOn endsOn state unit { id code(on: \"2026-01-20\") } } }
        unit(by: { id: $unit }) {
            before: compliance(from: \"2025-01-01\", to: \"2025-12-31\") { figures { counts { total } } }
            after: compliance(from: \"2026-01-01\", to: \"2026-12-31\") { figures { counts { total } } } } }";
    let data = province.data(document, json!({ "unit": unit })).await;
    let owed = &data["obligations"];
    assert_eq!(owed["totalCount"], 96);
    let first = &owed["nodes"][0];
    // From the first day of the plan's year, clipped to the days on which the commune lives.
    assert_eq!((&first["startsOn"], &first["endsOn"]), (&json!("2025-07-01"), &json!("2026-01-31")));
    let total = |span: &str| data["unit"][span]["figures"]["counts"]["total"].clone();
    assert_eq!((total("before"), total("after")), (json!(0), json!(96)));

    // An event of the new year counts.
    let code = first["unit"]["code"].as_str().unwrap();
    let leader = app.user("leader", &[(Role::Approver, code, "2026-01-20")]).await;
    let event =
        with(page_issue(&task_id(&leader, "1/KH-UBND", "1").await, "2026-01-15"), json!({ "product": "EVENT" }));
    let unit = first["unit"]["id"].as_str().unwrap();
    let submitted = leader.step("submit", &leader.create(unit, &event).await).await;
    province.step("verify", &submitted).await;
    let expected = json!([["2025-01-01", 1, 1, 0, "MET"]]);
    assert_eq!(leader.owed(unit, "EVENT").await, expected);
    app.assert_sound().await;
}
