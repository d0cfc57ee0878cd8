//! The demonstration: made whole or not served, the same every time, and in no way other than what people write.

use std::panic;

use serde_json::{Value, json};
use tonghop::{
    command::demo::QUERIES,
    service::{
        demo::{self, Progress, Stage},
        verify::Verification,
    },
};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
};

/// Early in a year, so that there is little of it.
const FIRST_START: &str = "2026-01-20T02:00:00Z";

async fn official<'a>(app: &'a App, name: &str) -> Client<'a> {
    let officials = demo::officials(&app.system()).await.unwrap();
    app.client(officials.iter().find(|(official, _)| official.name == name).unwrap().1)
}

/// What is shown of a demonstration, without ids.
async fn shown(app: &App) -> Value {
    let auditor = official(app, "minhhoa.kiemtoan").await;
    auditor
        .query(
            r#"{
              activityReports(first: 100) {
                totalCount
                nodes {
                  unit { name } title datedOn quantity minutes stage state submittedAt decidedAt returnReason
                  evidence { address }
                  history(first: 10) { nodes { at action reason fields before after } }
                  contributions(first: 5) { nodes { amount state obligation { window { label } target achieved } } }
                }
              }
              unit(by: {code: {code: "VN"}}) {
                compliance(from: "2024-01-01", to: "2026-12-31") {
                  figures { counts { total met missed atRisk } products { product target achieved pending } }
                }
              }
            }"#,
        )
        .await
}

db_test!(
    a_first_start_that_is_killed_is_never_served_and_goes_on_to_the_same_end,
    demonstration_reports_are_what_people_would_have_written,
    what_an_office_did_shortly_before_its_district_ended_is_in_part_still_open,
    a_database_with_other_data_is_left_alone,
);

async fn a_first_start_that_is_killed_is_never_served_and_goes_on_to_the_same_end(database: Database) {
    let other = database.another().await;
    let app = App::start(database, FIRST_START).await;
    assert_eq!(demo::stage(&app.system()).await.unwrap(), Stage::Other);
    let is_units = |progress: &Progress| matches!(progress, Progress::Units(_));
    let is_plans = |progress: &Progress| matches!(progress, Progress::Plans { .. });
    let is_sample = |progress: &Progress| matches!(progress, Progress::Sample { .. });
    let deadly: [fn(&Progress) -> bool; 3] = [is_units, is_plans, is_sample];
    for is_deadly in deadly {
        let session = app.system();
        let killed = tokio::spawn(async move {
            demo::prepare(&session, &|progress| {
                if is_deadly(&progress) {
                    panic::resume_unwind(Box::new("killed"));
                }
            })
            .await
        });
        assert!(killed.await.is_err_and(|error| error.is_panic()));
        assert_eq!(demo::stage(&app.system()).await.unwrap(), Stage::Begun);
    }
    demo::prepare(&app.system(), &|_| {}).await.unwrap();
    assert_eq!(demo::stage(&app.system()).await.unwrap(), Stage::Ready);

    let undisturbed = App::start(other, FIRST_START).await;
    demo::prepare(&undisturbed.system(), &|_| {}).await.unwrap();
    assert_eq!(shown(&app).await, shown(&undisturbed).await);

    // Another start, much later, changes nothing.
    app.clock.set_day("2026-03-01");
    demo::prepare(&app.system(), &|progress| panic!("{progress:?}")).await.unwrap();
    for (title, name, query) in QUERIES {
        let data = official(&app, name).await.query(&query.replace("YEAR", "2026")).await;
        assert!(data.as_object().unwrap().values().all(|value| !value.is_null()), "{title}: {data:#}");
    }
}

async fn demonstration_reports_are_what_people_would_have_written(database: Database) {
    let app = App::start(database, FIRST_START).await;
    demo::prepare(&app.system(), &|_| {}).await.unwrap();
    let mut verification = Verification::new(app.system());
    while let Some(differences) = verification.next().await.unwrap() {
        assert!(differences.is_empty(), "{differences:?}");
    }

    let (leader, reviewer) = (official(&app, "minhhoa.lanhdao").await, official(&app, "minhhoa.tinh").await);
    let unit = leader.unit("21115", "2026-01-20").await;
    let parts = "unit { id } tasks { id } product channels topic stage datedOn quantity minutes title
        explanation evidence { address capturedAt }
        contributions(first: 10) { nodes { amount state obligation { id achieved pending } } }
        history(first: 10) { nodes { action before after fields } }";
    let document = format!(
        "query($unit: ID!) {{ activityReports(filter: {{unit: $unit, states: [VERIFIED]}}, first: 5) {{ nodes {{ {parts} }} }} }}"
    );
    let found = leader.data(&document, json!({ "unit": unit })).await;
    let made = found["activityReports"]["nodes"].as_array().unwrap();
    assert!(made.len() >= 3, "{made:#?}");
    for made in made {
        let history = made["history"]["nodes"].as_array().unwrap();
        if history.len() > 3 {
            // Given back once: the same content in the end, by a longer way.
            continue;
        }
        let written = write_again(&leader, &reviewer, made, parts).await;
        assert_eq!(written["history"], made["history"]);
        let counted = |report: &Value| -> Vec<Value> {
            let nodes = report["contributions"]["nodes"].as_array().unwrap();
            nodes.iter().map(|node| json!([node["amount"], node["state"], node["obligation"]["id"]])).collect()
        };
        assert_eq!(counted(&written), counted(made));
        assert!(!counted(made).is_empty());
    }
}

async fn what_an_office_did_shortly_before_its_district_ended_is_in_part_still_open(database: Database) {
    let app = App::start(database, FIRST_START).await;
    demo::prepare(&app.system(), &|_| {}).await.unwrap();
    let auditor = official(&app, "minhhoa.kiemtoan").await;
    let district = auditor.unit("525", "2025-06-30").await;
    let document = "query($below: ID!) { activityReports(
        filter: { below: $below, from: \"2025-06-16\", to: \"2025-06-30\" }, first: 100) {
        nodes { state unit { form } } } }";
    let found = auditor.data(document, json!({ "below": district })).await;
    let reports = found["activityReports"]["nodes"].as_array().unwrap();
    let of_offices: Vec<_> = reports.iter().filter(|report| report["unit"]["form"] == "ORGANISATION").collect();
    assert!(of_offices.iter().any(|report| report["state"] == "SUBMITTED"), "{of_offices:#?}");
}

/// Writes a report with the content of another, submits and verifies it.
async fn write_again(leader: &Client<'_>, reviewer: &Client<'_>, made: &Value, parts: &str) -> Value {
    let tasks: Vec<&Value> = made["tasks"].as_array().unwrap().iter().map(|task| &task["id"]).collect();
    let input = json!({
        "unit": made["unit"]["id"], "tasks": tasks, "product": made["product"], "channels": made["channels"],
        "topic": made["topic"], "stage": made["stage"], "datedOn": made["datedOn"], "quantity": made["quantity"],
        "minutes": made["minutes"], "title": made["title"], "explanation": made["explanation"],
        "evidence": made["evidence"],
    });
    let create = "mutation($input: CreateActivityReportInput!) {
        createActivityReport(input: $input) { activityReport { id version } } }";
    let submit = "mutation($input: SubmitActivityReportInput!) {
        submitActivityReport(input: $input) { activityReport { id version } } }";
    let verify = format!(
        "mutation($input: VerifyActivityReportInput!) {{
            verifyActivityReport(input: $input) {{ activityReport {{ {parts} }} }} }}"
    );
    let created = leader.data(create, json!({ "input": input })).await;
    let seen = created["createActivityReport"]["activityReport"].clone();
    let submitted = leader.data(submit, json!({ "input": seen })).await;
    let seen = submitted["submitActivityReport"]["activityReport"].clone();
    let mut verified = reviewer.data(&verify, json!({ "input": seen })).await;
    verified["verifyActivityReport"]["activityReport"].take()
}

async fn a_database_with_other_data_is_left_alone(database: Database) {
    let app = App::start(database, FIRST_START).await;
    app.user("somebody", &[]).await;
    let refused = demo::prepare(&app.system(), &|_| {}).await.unwrap_err();
    assert_eq!(refused.rule(), Some("demo.other_data"));
    assert_eq!(demo::stage(&app.system()).await.unwrap(), Stage::Other);
}
