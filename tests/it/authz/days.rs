//! A grant gives its role from the first second of its first day to the last second of its last, in +07:00.

use domain::{authz::Role, calendar::Day};
use serde_json::{Value, json};
use tonghop::service::{self, grant::GrantInput};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    report::{document, page_issue, with},
    world::{BEFORE, OLD, TRA_BONG, TRA_GIANG, import_plans, task},
};

/// Gives a role on a unit of the old order between two days.
async fn grant(app: &App, user: &str, (role, code): (Role, &str), [from, to]: [Option<&str>; 2]) {
    let day = |day: &str| day.parse::<Day>().unwrap();
    let input = GrantInput { user, role, code, on: Some(day(OLD)), from: from.map(day), to: to.map(day) };
    service::grant::add(&app.system(), input).await.unwrap();
}

/// What somebody has: grants, plans and obligations in sight, figures of the commune, and what comes of writing for it.
async fn has(client: &Client<'_>, content: &Value) -> Value {
    let query = "query($unit: ID!) {
        viewer { roles grants { totalCount } units { totalCount } owes { totalCount } }
        plans { totalCount } obligations { totalCount }
        unit(by: { id: $unit }) { compliance(from: \"2025-06-01\", to: \"2025-06-30\") { whole } } }";
    let data = client.data(query, json!({ "unit": content["unit"] })).await;
    let (_, body) = client.send(&document("createActivityReport"), json!({ "input": content })).await;
    let viewer = &data["viewer"];
    json!([
        viewer["roles"],
        viewer["grants"]["totalCount"],
        viewer["units"]["totalCount"],
        viewer["owes"]["totalCount"],
        data["plans"]["totalCount"],
        data["obligations"]["totalCount"],
        data["unit"]["compliance"]["whole"],
        body["errors"][0]["extensions"]["code"],
    ])
}

db_test!(a_grant_gives_nothing_before_its_first_day_and_nothing_after_its_last);
async fn a_grant_gives_nothing_before_its_first_day_and_nothing_after_its_last(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let reader = app.user("reader", &[(Role::Viewer, TRA_BONG, OLD)]).await;
    let task = task(&reader, "III.2.8b").await;
    let content = with(page_issue(&task, "2025-06-01"), json!({ "unit": reader.unit(TRA_GIANG, OLD).await }));
    let leader = (Role::Approver, TRA_GIANG);
    let between = app.user("between", &[]).await;
    grant(&app, "between", leader, [Some("2025-06-10"), Some("2025-06-20")]).await;
    let from = app.user("from", &[]).await;
    grant(&app, "from", leader, [Some("2025-06-10"), None]).await;
    let to = app.user("to", &[]).await;
    grant(&app, "to", leader, [None, Some("2025-06-20")]).await;
    let day = app.user("day", &[]).await;
    grant(&app, "day", leader, [Some("2025-06-10"), Some("2025-06-10")]).await;

    let all = json!([["APPROVER"], 1, 1, 1, 1, 2, true, null]);
    let none = json!([[], 0, 0, 0, 0, 0, null, "FORBIDDEN"]);
    for (instant, valid) in [
        ("2025-06-09T16:59:59.999999Z", [false, false, true, false]),
        ("2025-06-09T17:00:00Z", [true, true, true, true]),
        ("2025-06-10T16:59:59.999999Z", [true, true, true, true]),
        ("2025-06-10T17:00:00Z", [true, true, true, false]),
        ("2025-06-20T16:59:59.999999Z", [true, true, true, false]),
        ("2025-06-20T17:00:00Z", [false, true, false, false]),
    ] {
        app.clock.set(instant);
        for (client, (name, valid)) in
            [&between, &from, &to, &day].into_iter().zip(["between", "from", "to", "day"].into_iter().zip(valid))
        {
            assert_eq!(
                has(client, &content).await,
                if valid { all.clone() } else { none.clone() },
                "{name} at {instant}"
            );
        }
    }
}

db_test!(a_grant_that_ended_lends_nothing_to_one_that_goes_on);
async fn a_grant_that_ended_lends_nothing_to_one_that_goes_on(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    // He wrote for the commune until the 20th, and reviews for the district from the 21st.
    let official = app.user("official", &[]).await;
    grant(&app, "official", (Role::Reporter, TRA_GIANG), [None, Some("2025-06-20")]).await;
    grant(&app, "official", (Role::Reviewer, TRA_BONG), [Some("2025-06-21"), None]).await;
    let leader = app.user("leader", &[(Role::Approver, TRA_GIANG, OLD)]).await;
    let unit = leader.unit(TRA_GIANG, OLD).await;
    let content = page_issue(&task(&leader, "III.2.8b").await, "2025-06-10");
    let own = official.create(&unit, &content).await;
    let other = leader.create(&unit, &content).await;
    let other = leader.step("submit", &other).await;
    assert_eq!(official.step_refused("verify", &other).await, "FORBIDDEN");
    app.clock.set_day("2025-06-21");
    // The draft is the commune's own affair, and he is of the commune no more.
    assert!(!official.reads(&own).await);
    assert_eq!(official.step_refused("withdraw", &own).await, "NOT_FOUND");
    assert_eq!(official.step("verify", &other).await.state(), "VERIFIED");
}
