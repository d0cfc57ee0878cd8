//! Messages for people are Vietnamese unless they ask for English; what programs read is the same.

use domain::authz::Role;
use serde_json::{Value, json};

use crate::support::{
    app::App,
    database::{Database, db_test},
    world::{BEFORE, OLD, People, TRA_BONG, TRA_GIANG, import_plans, page_issue},
};

/// Takes out of an answer what is new each time, and gives the message.
fn message(body: &mut Value) -> String {
    body.as_object_mut().unwrap_or_else(|| panic!("no answer")).remove("extensions");
    let error = &mut body["errors"][0];
    error["extensions"].as_object_mut().unwrap_or_else(|| panic!("no error")).remove("requestId");
    error["message"].take().as_str().unwrap().to_owned()
}

db_test!(messages_are_vietnamese_unless_english_is_asked_for_and_codes_are_the_same);
async fn messages_are_vietnamese_unless_english_is_asked_for_and_codes_are_the_same(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let people = People::gather(&app).await;
    let nobody = app.anonymous();
    let mut future = page_issue(&people.leader, TRA_GIANG, "2025-06-21").await;
    let create = "mutation($input: CreateActivityReportInput!) { createActivityReport(input: $input) { activityReport { id } } }";
    let good = json!({ "input": future });
    future["datedOn"] = json!("2025-06-10");
    future["title"] = json!(" ");
    let bad = json!({ "input": future });
    let verify = "mutation($input: VerifyActivityReportInput!) { verifyActivityReport(input: $input) { activityReport { id } } }";
    let gone = json!({ "input": { "id": format!("report_{:032x}", 7), "version": 1 } });
    for (client, document, variables, code) in [
        (&nobody, "{ viewer { today } }", json!({}), "UNAUTHENTICATED"),
        (&people.viewer, create, good.clone(), "FORBIDDEN"),
        (&people.leader, create, good, "RULE_VIOLATED"),
        (&people.leader, create, bad, "BAD_USER_INPUT"),
        (&people.leader, verify, gone, "NOT_FOUND"),
        (&people.leader, "{ units(first: 101) { nodes { id } } }", json!({}), "BAD_USER_INPUT"),
        (&people.leader, "{ obligations(on: \"2026-01-01\") { totalCount } }", json!({}), "BAD_USER_INPUT"),
    ] {
        let mut answers = Vec::new();
        for language in [None, Some("vi-VN,vi;q=0.9"), Some("fr"), Some("en"), Some("en-GB,en;q=0.9,vi;q=0.8")] {
            let (status, mut body) = client.send_in(language, document, variables.clone()).await;
            let said = message(&mut body);
            assert_eq!(body["errors"][0]["extensions"]["code"], code, "{document} in {language:?}");
            answers.push((said, status, body));
        }
        let [none, vi, other, en, british] = <[_; 5]>::try_from(answers).unwrap();
        assert_eq!((&none, &none), (&vi, &other), "{document}");
        assert_eq!(en, british, "{document}");
        assert_ne!(vi.0, en.0, "{document}");
        assert!(!vi.0.is_ascii() && en.0.is_ascii(), "{} / {}", vi.0, en.0);
        assert_eq!((vi.1, vi.2), (en.1, en.2), "nothing but the message differs: {document}");
    }
}

db_test!(what_people_read_of_a_window_is_in_their_language);
async fn what_people_read_of_a_window_is_in_their_language(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let reader = app.user("reader", &[(Role::Viewer, TRA_BONG, OLD)]).await;
    let document = "{ obligations(filter: { windowKind: MONTH }, orderBy: ENDS_ON, first: 1) { nodes { window { first label } } } }";
    for (language, label) in [(None, "tháng 5/2025"), (Some("vi"), "tháng 5/2025"), (Some("en"), "May 2025")] {
        let (_, body) = reader.send_in(language, document, json!({})).await;
        let window = &body["data"]["obligations"]["nodes"][0]["window"];
        assert_eq!(*window, json!({ "first": "2025-05-01", "label": label }), "{language:?}");
    }
}
