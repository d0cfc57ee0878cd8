//! Sums beyond what `Int` holds: nothing limits how many reports add up.

use domain::authz::Role;
use serde_json::json;

use super::OLD;
use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
    plan::{import, plan, task, task_id, tra_bong},
    report::{page_issue, with},
};

/// Xã Trà Giang.
const COMMUNE: &str = "21118";

const FIGURES: &str = "query($unit: ID!, $on: Date, $filter: ComplianceFilter) { unit(by: { id: $unit }) {
    compliance(from: \"2025-05-01\", to: \"2025-05-31\", on: $on, filter: $filter) { figures {
        products { target targetDue achieved pending } } } } }";

const OBLIGATION: &str = "{ obligations(filter: { to: \"2025-05-31\" }) { nodes {
    target achieved achievedInTime pending remaining contributions { nodes { amount } } quota { owedTotal } } } }";

db_test!(a_sum_beyond_32_bits_is_right_wherever_it_is_shown);
async fn a_sum_beyond_32_bits_is_right_wherever_it_is_shown(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, "2025-06-16T02:00:00Z").await;
    let tasks = json!([task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 2, "per": "MONTH" }))]);
    import(&app, &plan(tra_bong(), "1/KH-UBND", "2025-05-01", 2025, tasks)).await;
    let leader = app.user("leader", &[(Role::Approver, COMMUNE, OLD)]).await;
    let unit = leader.unit(COMMUNE, OLD).await;
    let task = task_id(&leader, "1/KH-UBND", "1").await;
    let content = with(page_issue(&task, "2025-05-20"), json!({ "product": "EVENT", "quantity": 2 }));
    let draft = leader.create(&unit, &content).await;
    leader.step("submit", &draft).await;
    // No test can wait for the 214,748 reports of 10,000 items that it takes: the sums are written where they are kept.
    for sum in [2_147_483_647_i64, 2_147_483_648, 9_007_199_254_740_000] {
        let written = format!(
            "UPDATE contribution SET amount = {sum};
             UPDATE obligation SET target = {sum}, achieved = {sum}, achieved_in_time = {sum}, pending = {sum},
                standing = 'MET' WHERE id IN (SELECT obligation_id FROM contribution);
             UPDATE product_tally SET target = {sum}, achieved = {sum}, pending = {sum} WHERE pending > 0"
        );
        behind.run(&written).await;
        // Kept sums, the obligations themselves, and what was contributed by a past day.
        let all = json!({ "target": sum, "targetDue": sum, "achieved": sum, "pending": sum });
        let by_then = json!({ "target": sum, "targetDue": sum, "achieved": 0, "pending": sum });
        for (on, filter, expected) in [
            (json!(null), json!({}), &all),
            (json!(null), json!({ "task": task }), &all),
            (json!("2025-06-01"), json!({}), &by_then),
        ] {
            let data = leader.data(FIGURES, json!({ "unit": unit, "on": on, "filter": filter })).await;
            let products = &data["unit"]["compliance"]["figures"]["products"];
            assert_eq!(*products, json!([expected]), "{on} {filter}");
        }
        // June is owed as well.
        let expected = json!({
            "target": sum, "achieved": sum, "achievedInTime": sum, "pending": sum, "remaining": 0,
            "contributions": { "nodes": [{ "amount": sum }] }, "quota": { "owedTotal": sum + 2 },
        });
        assert_eq!(leader.query(OBLIGATION).await["obligations"]["nodes"], json!([expected]));
    }
    behind.close().await;
}

const WORST: &str = "query($on: Date, $after: Cursor) {
    obligations(orderBy: WORST, on: $on, first: 1, after: $after) { pageInfo { endCursor } nodes { endsOn } } }";

db_test!(what_lacks_most_comes_first_however_much_more_was_done_elsewhere);
async fn what_lacks_most_comes_first_however_much_more_was_done_elsewhere(database: Database) {
    let mut behind = Behind::of(&database).await;
    // Nothing of June is at risk yet: the share that lacks decides.
    let app = App::start(database, "2025-06-04T02:00:00Z").await;
    let tasks = json!([task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 2, "per": "MONTH" }))]);
    import(&app, &plan(tra_bong(), "1/KH-UBND", "2025-05-01", 2025, tasks)).await;
    let leader = app.user("leader", &[(Role::Approver, COMMUNE, OLD)]).await;
    let content = page_issue(&task_id(&leader, "1/KH-UBND", "1").await, "2025-05-20");
    let content = with(content, json!({ "product": "EVENT", "quantity": 2 }));
    let draft = leader.create(&leader.unit(COMMUNE, OLD).await, &content).await;
    leader.step("submit", &draft).await;
    // The second is far beyond what 64 bits hold in billionths of the target, the first only just.
    for sum in [9_223_372_039_i64, 9_007_199_254_740_000] {
        let written = format!(
            "UPDATE contribution SET amount = {sum}, state = 'ACHIEVED';
             UPDATE obligation SET achieved = {sum}, achieved_in_time = {sum}, pending = 0, standing = 'MET'
                WHERE id IN (SELECT obligation_id FROM contribution)"
        );
        behind.run(&written).await;
        for on in [json!(null), json!("2025-06-03")] {
            let (mut found, mut after) = (Vec::new(), json!(null));
            for _ in 0..2 {
                let mut page = leader.data(WORST, json!({ "on": on, "after": after })).await["obligations"].take();
                found.push(page["nodes"][0]["endsOn"].take());
                after = page["pageInfo"]["endCursor"].take();
            }
            assert_eq!(found, ["2025-06-30", "2025-05-31"], "{sum} on {on}");
        }
    }
    behind.close().await;
}
