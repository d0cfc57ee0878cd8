//! Activity reports as their writers and reviewers meet them.

use serde_json::{Value, json};

use super::app::Client;

/// What every mutation below answers with.
const REPORT: &str = "fragment Report on ActivityReport {
    id version state matches firstSubmittedAt submittedAt decidedAt returnReason returnFields authorName allowedActions
}";

/// A report, and the version of it that was last seen.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) version: i64,
    /// Everything the last mutation answered with.
    pub(crate) seen: Value,
}

impl Report {
    fn of(mut data: Value, mutation: &str) -> Self {
        let seen = data[mutation]["activityReport"].take();
        let id = seen["id"].as_str().unwrap().to_owned();
        Self { id, version: seen["version"].as_i64().unwrap(), seen }
    }

    /// The state as last seen.
    pub(crate) fn state(&self) -> &str {
        self.seen["state"].as_str().unwrap()
    }
}

/// One issue on the commune's website, under a task, on a day: what Trà Bồng's Q2 asks of each commune every month.
pub(crate) fn page_issue(task: &str, on: &str) -> Value {
    json!({ "tasks": [task], "product": "PAGE_ISSUE", "channels": ["WEBSITE"], "stage": "PUBLISHED", "datedOn": on,
            "quantity": 1, "title": "Chuyên trang cải cách hành chính", "explanation": "Đã đăng." })
}

/// The same with other fields.
#[expect(clippy::needless_pass_by_value, reason = "a literal where it is called")]
pub(crate) fn with(mut content: Value, fields: Value) -> Value {
    for (key, value) in fields.as_object().unwrap() {
        content[key] = value.clone();
    }
    content
}

/// The document of a mutation.
pub(crate) fn document(mutation: &str) -> String {
    let input = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    format!("mutation($input: {input}!) {{ {mutation}(input: $input) {{ activityReport {{ ...Report }} }} }} {REPORT}")
}

impl Client<'_> {
    /// Runs a mutation of a report that must succeed.
    pub(crate) async fn change(&self, mutation: &str, input: Value) -> Report {
        Report::of(self.data(&document(mutation), json!({ "input": input })).await, mutation)
    }

    /// The refusal of a mutation of a report that must fail.
    pub(crate) async fn refused(&self, mutation: &str, input: Value) -> String {
        self.refusal(&document(mutation), json!({ "input": input })).await
    }

    /// Writes a report down.
    pub(crate) async fn create(&self, unit: &str, content: &Value) -> Report {
        self.change("createActivityReport", with(content.clone(), json!({ "unit": unit }))).await
    }

    /// Takes a step that needs nothing but the report: `submit`, `verify`, `withdraw`.
    pub(crate) async fn step(&self, step: &str, report: &Report) -> Report {
        self.change(&format!("{step}ActivityReport"), json!({ "id": report.id, "version": report.version })).await
    }

    /// The refusal of such a step.
    pub(crate) async fn step_refused(&self, step: &str, report: &Report) -> String {
        self.refused(&format!("{step}ActivityReport"), json!({ "id": report.id, "version": report.version })).await
    }

    /// Gives a report back.
    pub(crate) async fn give_back(&self, report: &Report, reason: &str) -> Report {
        let input = json!({ "id": report.id, "version": report.version, "reason": reason, "fields": ["EVIDENCE"] });
        self.change("returnActivityReport", input).await
    }

    /// Whether the report can be read.
    pub(crate) async fn reads(&self, report: &Report) -> bool {
        let document = "query($id: ID!) { activityReport(id: $id) { id } node(id: $id) { id }
                        activityReports(first: 100) { totalCount nodes { id } } }";
        let data = self.data(document, json!({ "id": report.id })).await;
        let list = data["activityReports"]["nodes"].as_array().unwrap();
        assert_eq!(data["activityReports"]["totalCount"], list.len());
        let listed = list.iter().any(|node| node["id"] == report.id.as_str());
        let found = !data["activityReport"].is_null();
        assert_eq!((found, listed), (!data["node"].is_null(), found), "every door is open, or none");
        found
    }

    /// What the obligations of a unit for a product have: from the first day of the window, target, achieved, pending and
    /// state, in the order of their last days.
    pub(crate) async fn owed(&self, unit: &str, product: &str) -> Value {
        let document = "query($unit: ID!, $product: Product!) {
            obligations(filter: { unit: $unit, product: $product }, orderBy: ENDS_ON, first: 100) {
                nodes { window { first } target achieved pending state } } }";
        let data = self.data(document, json!({ "unit": unit, "product": product })).await;
        let row = |node: &Value| {
            json!([node["window"]["first"], node["target"], node["achieved"], node["pending"], node["state"]])
        };
        data["obligations"]["nodes"].as_array().unwrap().iter().map(row).collect()
    }
}
