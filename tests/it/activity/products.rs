//! Which item counts for which quota of a real plan: channel, topic, minutes, stage, and the product itself.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{DISTRICT, LAST, NOW};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    plan::{import_carried, task_id},
    report::{page_issue, with},
};

/// The id of an organisation by its name and its territory.
async fn organisation(client: &Client<'_>, territory: &str, name: &str) -> String {
    let document = "query($below: ID!, $name: String!) {
        units(filter: { on: \"2025-06-30\", form: ORGANISATION, below: $below, name: $name }, first: 100) {
            nodes { id territory { id } } } }";
    let below = client.unit(territory, LAST).await;
    let data = client.data(document, json!({ "below": below, "name": name })).await;
    let nodes = data["units"]["nodes"].as_array().unwrap();
    let node = nodes.iter().find(|node| node["territory"]["id"] == below.as_str()).unwrap();
    node["id"].as_str().unwrap().to_owned()
}

/// The quotas that a report would count for, by number.
async fn quotas(client: &Client<'_>, input: &Value) -> Vec<String> {
    let document = "query($input: PreviewActivityReportInput!) { previewActivityReport(input: $input) {
        problems { rule } lines { nodes { amount obligation { quota { no } } } } } }";
    let data = client.data(document, json!({ "input": input })).await;
    assert_eq!(data["previewActivityReport"]["problems"], json!([]), "{input}");
    let lines = data["previewActivityReport"]["lines"]["nodes"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["amount"] == input["quantity"]));
    let no = |line: &Value| line["obligation"]["quota"]["no"].as_str().unwrap().to_owned();
    let mut found: Vec<String> = lines.iter().map(no).collect();
    found.sort_unstable();
    found
}

db_test!(each_item_counts_for_the_quotas_that_ask_for_just_that);
async fn each_item_counts_for_the_quotas_that_ask_for_just_that(database: Database) {
    let app = App::start(database, NOW).await;
    import_carried(&app, &["tra-bong"]).await;
    let viewer = app.user("viewer", &[(Role::Viewer, DISTRICT, LAST)]).await;
    let centre = organisation(&viewer, DISTRICT, "Trung tâm Truyền thông").await;
    // An organisation has no code: whoever writes for it is given its id.
    let writer = app.user("writer", &[(Role::Approver, &centre, LAST)]).await;
    let mut tasks = Vec::new();
    for no in ["III.1.2b", "III.2.8c-1", "III.2.8c-2"] {
        tasks.push(task_id(&writer, "54/KH-UBND", no).await);
    }
    let item = |fields: Value| {
        let base = json!({ "unit": centre, "tasks": tasks, "channels": ["RADIO"], "minutes": 5, "quantity": 2 });
        with(with(page_issue(&tasks[0], "2025-06-10"), base), fields)
    };
    let bulletin = |fields: Value| item(with(json!({ "product": "BULLETIN", "topic": "PAPI" }), fields));
    let broadcast = |fields: Value| item(with(json!({ "product": "BROADCAST" }), fields));
    for (input, expected) in [
        // Three bulletins a month, told apart by topic alone.
        (bulletin(json!({})), &["Q4"] as &[&str]),
        (bulletin(json!({ "topic": "PAR_INDEX" })), &["Q5"]),
        (bulletin(json!({ "topic": "PCI" })), &["Q6"]),
        (bulletin(json!({ "topic": "SIPAS" })), &[]),
        (bulletin(json!({ "topic": null })), &[]),
        (bulletin(json!({ "minutes": 4 })), &[]),
        (bulletin(json!({ "minutes": null })), &[]),
        (bulletin(json!({ "minutes": 6, "channels": ["TELEVISION", "RADIO"] })), &["Q4"]),
        (bulletin(json!({ "channels": ["TELEVISION"] })), &[]),
        (bulletin(json!({ "stage": "SENT" })), &[]),
        (bulletin(json!({ "tasks": [tasks[0], tasks[1]] })), &[]),
        // A weekly programme of the radio is a programme of the month as well; a rerun is neither.
        (broadcast(json!({})), &["Q3", "Q7"]),
        (broadcast(json!({ "topic": "PAPI" })), &["Q3", "Q7"]),
        (broadcast(json!({ "minutes": 4 })), &["Q7"]),
        (broadcast(json!({ "channels": ["LOUDSPEAKER"] })), &["Q7"]),
        (broadcast(json!({ "tasks": [tasks[1]] })), &["Q3"]),
        (broadcast(json!({ "tasks": [tasks[0]] })), &["Q7"]),
        (broadcast(json!({ "tasks": [tasks[2]] })), &[]),
        (broadcast(json!({ "stage": "DONE" })), &[]),
        (item(json!({ "product": "RERUN" })), &["Q8"]),
        (item(json!({ "product": "RERUN", "tasks": [tasks[1]] })), &[]),
    ] {
        assert_eq!(quotas(&writer, &input).await, expected, "{input}");
    }
    // What the preview said is what is counted.
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, LAST)]).await;
    for product in ["BROADCAST", "RERUN"] {
        let draft = writer.create(&centre, &item(json!({ "product": product, "unit": null }))).await;
        reviewer.step("verify", &writer.step("submit", &draft).await).await;
    }
    let june = |owed: Value| owed.as_array().unwrap().iter().find(|row| row[0] == "2025-06-01").unwrap().clone();
    assert_eq!(june(writer.owed(&centre, "RERUN").await), json!(["2025-06-01", 3, 2, 0, "ON_TRACK"]));
    assert_eq!(june(writer.owed(&centre, "BROADCAST").await), json!(["2025-06-01", 1, 2, 0, "MET"]));
    app.assert_sound().await;
}

db_test!(an_item_published_serves_the_year_and_the_quarter_and_one_sent_the_quarter_alone);
async fn an_item_published_serves_the_year_and_the_quarter_and_one_sent_the_quarter_alone(database: Database) {
    let app = App::start(database, "2024-06-20T02:00:00Z").await;
    import_carried(&app, &["tay-ninh"]).await;
    let viewer = app.user("viewer", &[(Role::Viewer, "72", LAST)]).await;
    let office = organisation(&viewer, "72", "Sở Nội vụ").await;
    let writer = app.user("writer", &[(Role::Reporter, &office, LAST)]).await;
    let document = "{ plans(first: 10) { nodes { tasks(first: 100) { nodes { id no } } } } }";
    let data = writer.query(document).await;
    let listed = data["plans"]["nodes"][0]["tasks"]["nodes"].as_array().unwrap();
    let task = |no: &str| listed.iter().find(|task| task["no"] == no).unwrap()["id"].clone();
    let both = json!([task("V.1b"), task("V.1c")]);
    let item = |fields: Value| {
        let base = json!({ "unit": office, "tasks": both, "product": "NEWS_ITEM", "channels": ["PORTAL"] });
        with(with(page_issue("", "2024-05-15"), base), fields)
    };
    assert_eq!(quotas(&writer, &item(json!({}))).await, ["Q11", "Q9"]);
    assert_eq!(quotas(&writer, &item(json!({ "stage": "SENT" }))).await, ["Q11"]);
    assert_eq!(quotas(&writer, &item(json!({ "channels": ["PRESS"] }))).await, ["Q9"]);
    assert_eq!(quotas(&writer, &item(json!({ "tasks": [task("V.1b")] }))).await, ["Q9"]);
}
