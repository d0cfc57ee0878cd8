//! No document keeps the server busy: each is refused by its code, before anything of it runs.

use tests::hostile::documents;

use crate::support::{
    app::App,
    database::{Database, db_test},
    world::BEFORE,
};

/// The longest answer to a refused document, in bytes.
const LONGEST: usize = 6_000;

db_test!(a_hostile_document_is_refused_by_its_code_and_in_few_words);
async fn a_hostile_document_is_refused_by_its_code_and_in_few_words(database: Database) {
    let app = App::start_within_limits(database, BEFORE).await;
    let nobody = app.anonymous();
    let mut wrong = Vec::new();
    for hostile in documents() {
        let (_, body) = nobody.send(&hostile.document, hostile.variables).await;
        let code = &body["errors"][0]["extensions"]["code"];
        let never_ran = body["data"].is_null() && body["errors"][0].get("path").is_none();
        let length = body.to_string().len();
        if *code != hostile.code || !never_ran || length > LONGEST {
            wrong.push(format!("{}: {code}, {length} bytes: {:.300}", hostile.what, body.to_string()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

db_test!(of_a_thousand_errors_ten_are_told_and_how_many_more_there_are);
async fn of_a_thousand_errors_ten_are_told_and_how_many_more_there_are(database: Database) {
    let app = App::start_within_limits(database, BEFORE).await;
    let fields = (0..1_000).map(|n| format!("x{n} ")).collect::<Vec<_>>().concat();
    let (_, body) = app.anonymous().send(&format!("{{ viewer {{ {fields} }} }}"), serde_json::json!({})).await;
    let errors = body["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 11);
    assert_eq!(errors[0]["message"], "There is no field x0 on the type Viewer.");
    assert_eq!(errors[10]["message"], "And 990 more errors.");
    assert!(errors.iter().all(|error| error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"), "{body:#}");
}
