//! Nothing of a plan is lost: every field of the five files is read back.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{IN_JUNE, carried, import_all};
use crate::support::{
    app::App,
    database::{Database, db_test},
};

const WHOLE: &str = "query($id: ID!) { plan(id: $id) {
    source symbol issuedOn year subjects title funding indices
    issuer { name(on: \"2025-06-30\") code(on: \"2025-06-30\") }
    carriesOut(first: 100) { nodes { symbol issuedOn issuer title } }
    cites(first: 100) { nodes { symbol issuedOn issuer title } }
    organisations(first: 100) { nodes { key name kind affiliation } }
    themes(first: 100) { nodes { text } }
    recipients(first: 100) { nodes { text } }
    doubts(first: 100) { nodes { text } }
    indicators(first: 100) { nodes { key name } }
    deadlines(first: 100) { nodes { what by } }
    reportDuties(first: 100) { nodes { organisation { key } group addressee through { key } cycle form embeddedIn text } }
    tasks(first: 100) { nodes {
        no title product channels
        roles { role organisation { key } group text }
        timing { kind year quarter date weekday at text }
        budget { text amount formula }
        quotas(first: 100) { nodes {
            no selector selectorRole selectorOrganisation { key } sharing product channel topic minimum coverageGoal per dueOn
            minMinutes stage statedTotal { value per approximate } note
        } }
    } }
} }";

db_test!(every_field_of_the_five_files_is_read_back);
async fn every_field_of_the_five_files_is_read_back(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let reader = app.user("reader", &[(Role::Viewer, "VN", "2025-06-30")]).await;
    for done in import_all(&app).await.unwrap() {
        let mut stored = reader.data(WHOLE, json!({ "id": done.plan.to_string() })).await["plan"].take();
        let file = carried(&done.file);
        let mut expected = plan(&file);
        // Part by part, so that a difference can be read.
        for (part, value) in expected.as_object_mut().unwrap() {
            assert_eq!(stored[part].take(), value.take(), "{} {part}", done.file);
        }
    }
}

fn nodes(list: &Value, turn: impl Fn(&Value) -> Value) -> Value {
    json!({ "nodes": list.as_array().unwrap().iter().map(turn).collect::<Vec<_>>() })
}

fn texts(list: &Value) -> Value {
    nodes(list, |text| json!({ "text": text }))
}

fn key(key: &Value) -> Value {
    if key.is_null() { Value::Null } else { json!({ "key": key }) }
}

fn upper(word: &Value) -> Value {
    word.as_str().unwrap().to_uppercase().into()
}

fn plan(file: &Value) -> Value {
    let act = |act: &Value| json!({ "symbol": act["symbol"], "issuedOn": act["issued_on"], "issuer": act["issuer"], "title": act["title"] });
    let subjects = file["subjects"].as_array().unwrap().iter();
    let subjects: Vec<&str> = subjects.map(|word| if word == "CĐS" { "CDS" } else { "CCHC" }).collect();
    json!({
        "source": file["source"], "symbol": file["symbol"], "issuedOn": file["issued_on"], "year": file["year"],
        "subjects": subjects, "title": file["title"], "funding": file["funding"], "indices": file["indices"],
        "issuer": { "name": file["issuer"]["name"], "code": file["issuer"]["code"] },
        "carriesOut": nodes(&file["carries_out"], act),
        "cites": nodes(&file["cites"], act),
        "organisations": nodes(&file["organisations"], |one| json!({
            "key": one["key"], "name": one["name"], "kind": upper(&one["kind"]),
            "affiliation": if one["belongs_to"] == "issuer" { "AUTHORITY" } else { "SAME_UNIT" },
        })),
        "themes": texts(&file["themes"]),
        "recipients": texts(&file["recipients"]),
        "doubts": texts(&file["doubts"]),
        "indicators": nodes(&file["indicators"], Clone::clone),
        "deadlines": nodes(&file["deadlines"], Clone::clone),
        "reportDuties": nodes(&file["report_duties"], |duty| report_duty(file, duty)),
        "tasks": nodes(&file["tasks"], task),
    })
}

fn report_duty(file: &Value, duty: &Value) -> Value {
    let named = file["organisations"].as_array().unwrap().iter().any(|one| one["key"] == duty["who"]);
    let (organisation, group) =
        if named { (key(&duty["who"]), Value::Null) } else { (Value::Null, duty["who"].clone()) };
    json!({
        "organisation": organisation, "group": group, "addressee": duty["to"],
        "through": duty["through"].as_array().unwrap().iter().map(key).collect::<Vec<_>>(),
        "cycle": duty["cycle"], "form": duty["form"], "embeddedIn": duty["embedded_in"], "text": duty["text"],
    })
}

fn task(task: &Value) -> Value {
    let roles = task["roles"].as_array().unwrap().iter().map(|held| {
        json!({ "role": held["role"], "organisation": key(&held["who"]), "group": held["group"], "text": held["text"] })
    });
    let timing = &task["timing"];
    let budget = match &task["budget"] {
        Value::Null => Value::Null,
        // Money is a text, so that no client rounds it.
        budget => json!({
            "text": budget["text"], "formula": budget["formula"],
            "amount": budget["amount_vnd"].as_i64().map(|amount| amount.to_string()),
        }),
    };
    json!({
        "no": task["no"], "title": task["title"], "product": task["product"], "channels": task["channels"],
        "roles": roles.collect::<Vec<_>>(),
        "timing": {
            "kind": timing["kind"], "year": timing["year"], "quarter": timing["quarter"], "date": timing["date"],
            "weekday": timing["weekday"], "at": timing["at"], "text": timing["text"],
        },
        "budget": budget,
        "quotas": nodes(&task["quotas"], |quota| json!({
            "no": quota["id"], "selector": quota["bound"]["kind"], "selectorRole": quota["bound"]["role"],
            "selectorOrganisation": key(&quota["bound"]["who"]), "sharing": "EACH", "product": quota["product"],
            "channel": quota["channel"], "topic": quota["topic"], "minimum": quota["minimum"],
            "coverageGoal": quota["percent"], "per": quota["per"], "dueOn": quota["by"],
            "minMinutes": quota["min_minutes"], "stage": quota["counts"], "statedTotal": quota["stated_total"],
            "note": quota["note"],
        })),
    })
}
