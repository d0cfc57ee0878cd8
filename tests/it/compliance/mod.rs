//! Compliance: how obligations add up under a unit.

mod agreement;
mod amount;
mod coverage;
mod filter;
mod left_and_back;
mod lists;
mod model;
mod order;
mod past;
mod pooled;
mod position;
mod reorganisation;
mod selection;
mod sight;
mod statements;
mod subordinate;

use domain::authz::Role;
use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::Database,
    plan::{import, plan, task, tra_bong},
};

/// A day after the districts ended.
const NOW: &str = "2025-08-14T02:00:00Z";
/// The last day of the old order.
const OLD: &str = "2025-06-30";
/// Huyện Trà Bồng, until then.
const DISTRICT: &str = "525";
/// Tỉnh Quảng Ngãi, the one until then.
const PROVINCE: &str = "51";

/// Trà Bồng's 16 communes owe three events a month and twelve a year, one news item a week, and a video by 20 April.
async fn world(database: Database) -> App {
    let app = App::start(database, NOW).await;
    let tasks = json!([
        task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 3, "per": "MONTH" })),
        task("2", "EVENT", "EACH_COMMUNE", json!({ "minimum": 12, "per": "YEAR" })),
        task("3", "NEWS_ITEM", "EACH_COMMUNE", json!({ "minimum": 1, "per": "WEEK" })),
        task("4", "VIDEO", "EACH_COMMUNE", json!({ "minimum": 1, "per": "ONCE", "by": "2025-04-20" })),
    ]);
    import(&app, &plan(tra_bong(), "1/KH-UBND", "2025-01-10", 2025, tasks)).await;
    app
}

/// Somebody who sees the whole country.
async fn auditor(app: &App) -> Client<'_> {
    app.user("auditor", &[(Role::Auditor, "VN", OLD)]).await
}

/// The figures of a unit, and those of its subordinates by id.
async fn compliance(client: &Client<'_>, unit: &str, (from, to, on): (&str, &str, &str), filter: Value) -> Value {
    let document = format!(
        "query($unit: ID!, $from: Date!, $to: Date!, $on: Date, $filter: ComplianceFilter) {{ unit(by: {{ id: $unit }}) {{
            compliance(from: $from, to: $to, on: $on, filter: $filter) {{
                whole on figures {{ ...Whole }} itself {{ ...Whole }}
                subordinates(first: 100) {{ nodes {{ unit {{ id }} from to figures {{ ...Whole }} }} }}
                organisations(first: 100) {{ nodes {{ figures {{ counts {{ total }} }} }} }}
            }} }} }} {}",
        model::FIGURES
    );
    let variables = json!({ "unit": unit, "from": from, "to": to, "on": on, "filter": filter });
    client.data(&document, variables).await["unit"]["compliance"].take()
}
