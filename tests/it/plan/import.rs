//! The five plans, from their files.

use domain::authz::Role;
use serde_json::json;
use tonghop::service::plan::PlanImported;

use super::{IN_JUNE, REVOKE, by_quota, carried, import_all, import_one, owed};
use crate::support::{
    app::App,
    database::{Database, db_test},
};

db_test!(five_plans_are_loaded_once_however_often_they_are_imported);
async fn five_plans_are_loaded_once_however_often_they_are_imported(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let first = import_all(&app).await.unwrap();
    let again = import_all(&app).await.unwrap();
    assert!(again.iter().all(|outcome| outcome.done == PlanImported::Unchanged));
    let plans = |done: &[tonghop::service::plan::PlanImport]| done.iter().map(|one| one.plan).collect::<Vec<_>>();
    assert_eq!(plans(&first), plans(&again));

    let reader = app.user("reader", &[(Role::Viewer, "VN", "2025-06-30")]).await;
    let data = reader
        .query(
            "{ plans { totalCount nodes { tasks { totalCount } quotas { totalCount } reportDuties { totalCount } } } }",
        )
        .await;
    assert_eq!(data["plans"]["totalCount"], 5);
    let sum = |part: &str| -> i64 {
        let plans = data["plans"]["nodes"].as_array().unwrap().iter();
        plans.map(|plan| plan[part]["totalCount"].as_i64().unwrap()).sum()
    };
    assert_eq!((sum("tasks"), sum("quotas"), sum("reportDuties")), (102, 18, 18));
}

db_test!(each_plan_makes_owed_what_was_worked_out_by_hand);
async fn each_plan_makes_owed_what_was_worked_out_by_hand(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let reader = app.user("reader", &[(Role::Viewer, "VN", "2025-06-30")]).await;
    let done = import_all(&app).await.unwrap();
    let plan = |file: &str| done.iter().find(|one| one.file == file).unwrap().plan.to_string();

    let tra_bong = owed(&reader, &plan("tra-bong-2025.json")).await;
    assert_eq!(tra_bong.len(), 53);
    let split = json!({
        "Q1": [2, 10], "Q2": [32, 32], "Q3": [9, 9], "Q4": [2, 2], "Q5": [2, 2], "Q6": [2, 2], "Q7": [2, 2], "Q8": [2, 6],
    });
    assert_eq!(by_quota(&tra_bong), split);

    let tay_ninh = by_quota(&owed(&reader, &plan("tay-ninh-2024.json")).await);
    assert_eq!((&tay_ninh["Q9"], &tay_ninh["Q11"]), (&json!([14, 168]), &json!([56, 56])));
    // A plan that gives no number makes nothing.
    assert!(tay_ninh.get("Q10").is_none());

    let u_minh_thuong = owed(&reader, &plan("u-minh-thuong-2025.json")).await;
    assert_eq!(by_quota(&u_minh_thuong), json!({ "Q16": [19, 19], "Q17": [19, 19] }));
    let weeks = [&u_minh_thuong[0], &u_minh_thuong[37]].map(|one| (one["startsOn"].clone(), one["endsOn"].clone()));
    let of = |first: &str, last: &str| (json!(first), json!(last));
    assert_eq!(weeks, [of("2025-02-08", "2025-02-14"), of("2025-06-22", "2025-06-30")]);
}

db_test!(a_printed_total_is_compared_and_what_is_really_owed_stands_beside_it);
async fn a_printed_total_is_compared_and_what_is_really_owed_stands_beside_it(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let reader = app.user("reader", &[(Role::Viewer, "VN", "2025-06-30")]).await;
    let done = import_all(&app).await.unwrap();
    let plan = done.iter().find(|one| one.file == "tra-bong-2025.json").unwrap().plan.to_string();
    let document = "query($id: ID!) { plan(id: $id) { quotas(first: 100) { nodes { no statedTotalCheck { expected stated agrees } owedTotal } } } }";
    let data = reader.data(document, json!({ "id": plan })).await;
    let quota = |no: &str| {
        let quotas = data["plan"]["quotas"]["nodes"].as_array().unwrap();
        quotas.iter().find(|quota| quota["no"] == no).unwrap().clone()
    };
    let check =
        |expected: i64, stated: i64| json!({ "expected": expected, "stated": stated, "agrees": expected == stated });
    assert_eq!(quota("Q1"), json!({ "no": "Q1", "statedTotalCheck": check(60, 50), "owedTotal": 10 }));
    assert_eq!(quota("Q2"), json!({ "no": "Q2", "statedTotalCheck": check(12, 12), "owedTotal": 32 }));
    assert_eq!(quota("Q18"), json!({ "no": "Q18", "statedTotalCheck": null, "owedTotal": 0 }));
}

db_test!(a_changed_file_is_a_conflict_and_nothing_of_its_import_stays);
async fn a_changed_file_is_a_conflict_and_nothing_of_its_import_stays(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let tra_bong = carried("tra-bong-2025.json");
    import_one(&app, "a.json", &tra_bong).await.unwrap();
    let mut changed = tra_bong.clone();
    changed["tasks"][0]["title"] = "Khác".into();
    let files = [carried("thanh-da-2025.json"), changed].map(|file| file.to_string().into_bytes());
    let files = [("new.json", &files[0]), ("changed.json", &files[1])]
        .map(|(name, bytes)| tonghop::service::unit::Content { name, bytes });
    let error = tonghop::service::plan::import(&app.system(), &files).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.rule()), ("CONFLICT", Some("plan.changed")));
    assert!(error.text(domain::refusal::Lang::En).starts_with("changed.json: "));

    let reader = app.user("reader", &[(Role::Viewer, "VN", "2025-06-30")]).await;
    let data = reader.query("{ plans { totalCount } units(filter: {form: ORGANISATION}) { totalCount } }").await;
    assert_eq!(data["plans"]["totalCount"], 1);
}

db_test!(a_file_whose_issuer_is_not_the_recorded_one_is_refused_by_name);
async fn a_file_whose_issuer_is_not_the_recorded_one_is_refused_by_name(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    for (part, value, rule) in [
        ("code", "999", "plan.issuer_unknown"),
        // In the second edition nothing has the code of a district.
        ("edition", "2025-07", "plan.issuer_unknown"),
        ("name", "Huyện Trà Bông", "plan.issuer_differs"),
        ("level", "commune", "plan.issuer_differs"),
        ("province_code", "52", "plan.issuer_differs"),
        ("district_code", "526", "plan.issuer_differs"),
    ] {
        let mut file = carried("tra-bong-2025.json");
        file["issuer"][part] = value.into();
        let error = import_one(&app, "tra-bong.json", &file).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.rule()), ("BAD_USER_INPUT", Some(rule)), "{part}");
        assert!(error.text(domain::refusal::Lang::Vi).starts_with("tra-bong.json: "), "{part}");
    }
    // A plan does not count from a day on which its issuer did not live.
    let mut file = carried("tinh-an-tay-2025.json");
    file["issued_on"] = "2026-01-01".into();
    app.clock.set_day("2026-02-01");
    let error = import_one(&app, "late.json", &file).await.unwrap_err();
    // The field is called what the file calls it.
    assert_eq!((error.rule(), error.field()), (Some("plan.issuer_not_living"), Some("issued_on")));
    file["issued_on"] = "2026-03".into();
    let error = import_one(&app, "later.json", &file).await.unwrap_err();
    assert_eq!((error.rule(), error.field()), (Some("plan.future_issue_date"), Some("issued_on")));
}

db_test!(the_file_of_a_revoked_plan_brings_it_back_by_no_import);
async fn the_file_of_a_revoked_plan_brings_it_back_by_no_import(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let tra_bong = carried("tra-bong-2025.json");
    let plan = import_one(&app, "a.json", &tra_bong).await.unwrap().plan;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let input = json!({ "id": plan.to_string(), "version": 2, "reason": "Ban hành nhầm." });
    leader.data(REVOKE, json!({ "input": input })).await;
    let again = import_one(&app, "a.json", &tra_bong).await.unwrap();
    assert_eq!((again.plan, again.done), (plan, PlanImported::Revoked));
    let state = "query($id: ID!) { plan(id: $id) { state } }";
    let data = leader.data(state, json!({ "id": plan.to_string() })).await;
    assert_eq!(data["plan"]["state"], "REVOKED");
}

db_test!(a_file_that_names_its_issuer_with_a_nul_is_refused_before_the_database_sees_it);
async fn a_file_that_names_its_issuer_with_a_nul_is_refused_before_the_database_sees_it(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    for part in ["code", "name", "province_code", "district_code"] {
        let mut file = carried("tra-bong-2025.json");
        file["issuer"][part] = "5\u{0}25".into();
        let error = import_one(&app, "tra-bong.json", &file).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.rule()), ("BAD_USER_INPUT", Some("text.control_character")), "{part}");
        let text = error.text(domain::refusal::Lang::En);
        assert!(text.starts_with(&format!("tra-bong.json, issuer.{part}: ")), "{text}");
    }
}

db_test!(an_organisation_is_one_unit_in_all_plans_of_its_territory);
async fn an_organisation_is_one_unit_in_all_plans_of_its_territory(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let reader = app.user("reader", &[(Role::Viewer, "VN", "2025-06-30")]).await;
    let first = import_one(&app, "a.json", &carried("tra-bong-2025.json")).await.unwrap().plan;
    let mut other = carried("tra-bong-2025.json");
    other["title"] = "Kế hoạch khác".into();
    let second = import_one(&app, "b.json", &other).await.unwrap().plan;
    let document = "query($id: ID!) { plan(id: $id) { organisations(first: 100) { nodes { name unit {
        id name form kind affiliation tier territory { name(on: \"2025-06-30\") } parent(on: \"2025-06-30\") { name(on: \"2025-06-30\") }
        after: version(on: \"2025-07-01\") { id } children { totalCount } } } } } }";
    let of = async |plan: domain::id::PlanId| {
        let data = reader.data(document, json!({ "id": plan.to_string() })).await;
        data["plan"]["organisations"]["nodes"].as_array().unwrap().clone()
    };
    let organisations = of(first).await;
    assert_eq!(organisations, of(second).await);
    assert_eq!(organisations.len(), 9);
    let office = organisations.iter().find(|one| one["name"] == "Phòng Nội vụ").unwrap();
    let home = json!({ "name": "Huyện Trà Bồng" });
    assert_eq!(office["unit"]["territory"], home);
    assert_eq!(office["unit"]["parent"], home);
    assert_eq!((&office["unit"]["form"], &office["unit"]["kind"]), (&json!("ORGANISATION"), &json!("DEPARTMENT")));
    assert_eq!((&office["unit"]["tier"], &office["unit"]["affiliation"]), (&json!("DISTRICT"), &json!("AUTHORITY")));
    assert_eq!(office["unit"]["after"], json!(null));

    // A plan that calls it something else is kept as it says; the directory says what was recorded first.
    other["title"] = "Kế hoạch khác nữa".into();
    let places = other["organisations"].as_array().unwrap().iter();
    let place = places.clone().position(|one| one["name"] == "Phòng Nội vụ").unwrap();
    other["organisations"][place]["kind"] = "office".into();
    let third = import_one(&app, "c.json", &other).await.unwrap().plan;
    let document =
        "query($id: ID!) { plan(id: $id) { organisations(first: 100) { nodes { name kind unit { id kind } } } } }";
    let data = reader.data(document, json!({ "id": third.to_string() })).await;
    let kept = data["plan"]["organisations"]["nodes"].as_array().unwrap();
    let kept = kept.iter().find(|one| one["name"] == "Phòng Nội vụ").unwrap();
    assert_eq!((&kept["kind"], &kept["unit"]["kind"]), (&json!("OFFICE"), &json!("DEPARTMENT")));
    assert_eq!(kept["unit"]["id"], office["unit"]["id"]);
}

db_test!(the_offices_of_an_ended_territory_are_gone_with_it);
async fn the_offices_of_an_ended_territory_are_gone_with_it(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    import_one(&app, "a.json", &carried("tra-bong-2025.json")).await.unwrap();
    app.clock.set_day("2026-03-01");
    let reader = app.user("reader", &[(Role::Viewer, "VN", "2025-06-30")]).await;
    let office =
        "query($on: Date) { units(filter: { form: ORGANISATION, name: \"Phòng Nội vụ\", on: \"2025-06-30\" }) {
        nodes { id name version(on: $on) { validTo } parent(on: $on) { name(on: $on) } ancestors(on: $on) { form }
                versions { nodes { validFrom validTo } } } }
        living: units(filter: { form: ORGANISATION, on: $on }) { totalCount } }";
    let whole = json!([{ "validFrom": null, "validTo": "2025-06-30" }]);
    let seen = async |on: &str| {
        let data = reader.data(office, json!({ "on": on })).await;
        let office = &data["units"]["nodes"][0];
        assert_eq!((&office["name"], &office["versions"]["nodes"]), (&json!("Phòng Nội vụ"), &whole));
        let above = office["ancestors"].as_array().unwrap().len();
        json!([office["version"], office["parent"], above, data["living"]["totalCount"]])
    };
    let last = json!([{ "validTo": "2025-06-30" }, { "name": "Huyện Trà Bồng" }, 3, 9]);
    assert_eq!(seen("2025-06-30").await, last);
    assert_eq!(seen("2025-07-01").await, json!([null, null, 0, 0]));
    assert_eq!(seen("2026-03-01").await, json!([null, null, 0, 0]));
}
