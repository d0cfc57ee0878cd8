//! How many units do anything at all, held against what a quota wants.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{DISTRICT, NOW, OLD};
use crate::support::{
    app::App,
    database::{Database, db_test},
    plan::{import, plan, task, task_id, tra_bong},
    report::{page_issue, with},
};

db_test!(the_goal_of_a_quota_stands_beside_its_coverage);
async fn the_goal_of_a_quota_stands_beside_its_coverage(database: Database) {
    let app = App::start(database, NOW).await;
    // An eighth of the 16 communes, and all of them; and one that wants no share.
    let tasks = json!([
        task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 1, "per": "MONTH", "percent": 12 })),
        task("2", "VIDEO", "EACH_COMMUNE", json!({ "minimum": 1, "per": "MONTH", "percent": 100 })),
        task("3", "NEWS_ITEM", "EACH_COMMUNE", json!({ "minimum": 1, "per": "MONTH" })),
    ]);
    import(&app, &plan(tra_bong(), "1/KH-UBND", "2025-06-01", 2025, tasks)).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let district = reviewer.unit(DISTRICT, OLD).await;
    let data = reviewer.query("{ plans { nodes { id quotas { nodes { id no } } } } }").await;
    let plan = data["plans"]["nodes"][0].clone();
    let quota = |no: &str| {
        let quotas = plan["quotas"]["nodes"].as_array().unwrap();
        quotas.iter().find(|quota| quota["no"] == no).unwrap()["id"].clone()
    };
    let document = "query($unit: ID!, $to: Date!, $filter: ComplianceFilter) { unit(by: { id: $unit }) {
        compliance(from: \"2025-01-01\", to: $to, filter: $filter) {
            figures { coverage { bound achieved goal reached } } } } }";
    let coverage = async |filter: Value, to: &str| {
        let variables = json!({ "unit": district, "to": to, "filter": filter });
        let data = reviewer.data(document, variables).await;
        data["unit"]["compliance"]["figures"]["coverage"].clone()
    };
    let said = |bound: i64, achieved: i64, goal: Value, reached: Value| json!({ "bound": bound, "achieved": achieved, "goal": goal, "reached": reached });
    let of = |no: &str| json!({ "quota": quota(no) });
    let june = "2025-06-30";
    for (n, code) in ["21118", "21121"].into_iter().enumerate() {
        // One of 16 is 6.25 %, two are 12.5 %.
        let reached = n > 0;
        let leader = app.user(code, &[(Role::Approver, code, OLD)]).await;
        for (no, product) in [("1", "EVENT"), ("2", "VIDEO")] {
            let task = task_id(&leader, "1/KH-UBND", no).await;
            let content = with(page_issue(&task, "2025-06-15"), json!({ "product": product }));
            let draft = leader.create(&leader.unit(code, OLD).await, &content).await;
            reviewer.step("verify", &leader.step("submit", &draft).await).await;
        }
        let achieved = i64::try_from(n).unwrap() + 1;
        assert_eq!(coverage(of("Q-1"), june).await, said(16, achieved, json!(12), json!(reached)));
        assert_eq!(coverage(of("Q-2"), june).await, said(16, achieved, json!(100), json!(false)));
    }
    assert_eq!(coverage(of("Q-3"), june).await, said(16, 0, Value::Null, Value::Null));
    // Figures of more than one quota are held against no quota's goal.
    for filter in [Value::Null, json!({ "plan": plan["id"] }), json!({ "product": "EVENT" })] {
        assert_eq!(coverage(filter, june).await, said(16, 2, Value::Null, Value::Null));
    }
    // Where nobody is bound nothing is reached, nor missed.
    assert_eq!(coverage(of("Q-1"), "2025-05-31").await, said(0, 0, json!(12), Value::Null));
    let outsider = app.user("outsider", &[(Role::Viewer, "522", OLD), (Role::Viewer, "51", "2025-07-01")]).await;
    let variables = json!({ "unit": outsider.unit("522", OLD).await, "to": june, "filter": of("Q-1") });
    let data = outsider.data(document, variables).await;
    let hidden = &data["unit"]["compliance"]["figures"]["coverage"];
    assert_eq!(*hidden, said(0, 0, Value::Null, Value::Null), "a goal of a plan that is out of sight");
}
