//! Plans for tests: the carried ones, and small ones of a test's own.

use serde_json::{Value, json};
use tonghop::{file::plan::CARRIED, service};

use super::app::{App, Client};

/// Imports carried plans by their file names.
pub(crate) async fn import_carried(app: &App, names: &[&str]) {
    let carried = |name: &&str| {
        let file = CARRIED.iter().find(|file| file.name.contains(*name)).unwrap_or_else(|| panic!("no plan {name}"));
        service::unit::Content { name: file.name, bytes: file.bytes }
    };
    let files: Vec<_> = names.iter().map(carried).collect();
    service::plan::import(&app.system(), &files).await.unwrap();
}

/// Imports a plan of a test's own.
pub(crate) async fn import(app: &App, plan: &Value) {
    let bytes = plan.to_string().into_bytes();
    let file = service::unit::Content { name: "test.json", bytes: &bytes };
    service::plan::import(&app.system(), &[file]).await.unwrap();
}

/// The issuer Huyện Trà Bồng, which ended on 30 June 2025.
pub(crate) fn tra_bong() -> Value {
    json!({ "edition": "2025-06", "code": "525", "level": "district", "name": "Huyện Trà Bồng", "province_code": "51",
            "district_code": "525" })
}

/// The issuer Tỉnh Quảng Ngãi as it was until 30 June 2025.
pub(crate) fn quang_ngai() -> Value {
    json!({ "edition": "2025-06", "code": "51", "level": "province", "name": "Tỉnh Quảng Ngãi", "province_code": "51" })
}

/// A plan of an issuer with these tasks.
#[expect(clippy::needless_pass_by_value, reason = "a literal where it is called")]
pub(crate) fn plan(issuer: Value, symbol: &str, issued_on: &str, year: i32, tasks: Value) -> Value {
    json!({
        "issuer": issuer, "symbol": symbol, "issued_on": issued_on, "year": year, "subjects": ["CCHC"],
        "title": format!("Kế hoạch thử {symbol}"), "carries_out": [], "cites": [], "organisations": [], "themes": [],
        "tasks": tasks, "report_duties": [], "deadlines": [], "indices": [], "indicators": [], "recipients": [],
        "doubts": [],
    })
}

/// A task with one quota on a product, `quota` giving whatever else it says.
#[expect(clippy::needless_pass_by_value, reason = "a literal where it is called")]
pub(crate) fn task(no: &str, product: &str, bound: &str, quota: Value) -> Value {
    let mut whole =
        json!({ "id": format!("Q-{no}"), "bound": { "kind": bound }, "product": product, "counts": "DONE" });
    for (key, value) in quota.as_object().unwrap() {
        whole[key] = value.clone();
    }
    json!({ "no": no, "title": "Nhiệm vụ thử", "channels": [], "product": product, "roles": [],
            "timing": { "kind": "UNSTATED" }, "quotas": [whole] })
}

/// The id of a task by its plan's symbol and its number, as somebody finds it who may read the plan.
pub(crate) async fn task_id(client: &Client<'_>, symbol: &str, no: &str) -> String {
    let data = client.query("{ plans(first: 20) { nodes { symbol tasks(first: 100) { nodes { id no } } } } }").await;
    let plans = data["plans"]["nodes"].as_array().unwrap();
    let plan = plans.iter().find(|plan| plan["symbol"] == symbol).unwrap_or_else(|| panic!("no plan {symbol}"));
    let tasks = plan["tasks"]["nodes"].as_array().unwrap();
    let task = tasks.iter().find(|task| task["no"] == no).unwrap_or_else(|| panic!("no task {no}"));
    task["id"].as_str().unwrap().to_owned()
}
