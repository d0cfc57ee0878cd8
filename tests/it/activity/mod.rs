//! Activity reports: their life, what they count for, who reads them.

mod answer;
mod counting;
mod evidence;
mod life;
mod limits;
mod once;
mod plans;
mod products;
mod refusal;
mod sight;
mod statements;

use domain::authz::Role;

use crate::support::{
    app::{App, Client},
    database::Database,
    plan::{import_carried, task_id},
};

/// The morning of 16 June 2025 in Trà Bồng: its plan asks each commune for one issue in May and one in June.
const NOW: &str = "2025-06-16T02:00:00Z";
/// The last day of the districts.
const LAST: &str = "2025-06-30";
/// Xã Trà Giang, a commune of the district.
const COMMUNE: &str = "21118";
/// Xã Trà Thủy, its neighbour.
const NEIGHBOUR: &str = "21121";
const DISTRICT: &str = "525";
const PROVINCE: &str = "51";

/// Trà Bồng's plan 54/KH-UBND, in force.
async fn tra_bong(database: Database) -> App {
    let app = App::start(database, NOW).await;
    import_carried(&app, &["tra-bong"]).await;
    app
}

/// The people that a commune's report passes through.
struct People<'a> {
    reporter: Client<'a>,
    leader: Client<'a>,
    reviewer: Client<'a>,
    /// The commune.
    unit: String,
    /// The task that asks for one issue a month.
    task: String,
}

impl<'a> People<'a> {
    async fn of(app: &'a App) -> Self {
        let reporter = app.user("reporter", &[(Role::Reporter, COMMUNE, LAST)]).await;
        let leader = app.user("leader", &[(Role::Approver, COMMUNE, LAST)]).await;
        let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, LAST)]).await;
        let unit = reporter.unit(COMMUNE, LAST).await;
        let task = task_id(&reporter, "54/KH-UBND", "III.2.8b").await;
        Self { reporter, leader, reviewer, unit, task }
    }
}
