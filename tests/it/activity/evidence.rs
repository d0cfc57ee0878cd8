//! The same evidence claimed twice.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{LAST, NEIGHBOUR, PROVINCE, People, tra_bong};
use crate::support::{
    app::Client,
    database::{Database, db_test},
    report::{Report, page_issue, with},
};

/// Whether a report's only evidence is claimed twice, and the ids of the other reports that may be read.
async fn claims(client: &Client<'_>, report: &Report) -> (Value, Vec<String>) {
    let document = "query($id: ID!) { activityReport(id: $id) { evidence { address claimedTwice
        otherClaims { totalCount nodes { id } } } } }";
    let data = client.data(document, json!({ "id": report.id })).await;
    let evidence = &data["activityReport"]["evidence"][0];
    let others = evidence["otherClaims"]["nodes"].as_array().unwrap();
    assert_eq!(evidence["otherClaims"]["totalCount"], others.len());
    let ids = others.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
    (evidence["claimedTwice"].clone(), ids)
}

db_test!(evidence_claimed_twice_is_flagged_on_both_and_names_the_other_only_to_who_may_read_it);
async fn evidence_claimed_twice_is_flagged_on_both_and_names_the_other_only_to_who_may_read_it(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let neighbour = app.user("neighbour", &[(Role::Approver, NEIGHBOUR, LAST)]).await;
    let other_unit = neighbour.unit(NEIGHBOUR, LAST).await;
    let province = app.user("province", &[(Role::Viewer, PROVINCE, LAST)]).await;
    let content =
        |address: &str| with(page_issue(&people.task, "2025-06-15"), json!({ "evidence": [{ "address": address }] }));

    let mine = people.leader.create(&people.unit, &content("https://TraBong.vn/tin/1#anh")).await;
    let mine = people.leader.step("submit", &mine).await;
    assert_eq!(claims(&people.leader, &mine).await, (json!(false), vec![]));

    let theirs = neighbour.create(&other_unit, &content("HTTPS://trabong.vn/tin/1")).await;
    assert_eq!(claims(&people.leader, &mine).await.0, false, "a draft claims nothing");
    assert_eq!(claims(&neighbour, &theirs).await, (json!(false), vec![]), "a draft does not tell what others claimed");
    let theirs = neighbour.step("submit", &theirs).await;

    assert_eq!(claims(&people.leader, &mine).await, (json!(true), vec![]));
    assert_eq!(claims(&neighbour, &theirs).await, (json!(true), vec![]));
    for reader in [&people.reviewer, &province] {
        assert_eq!(claims(reader, &mine).await, (json!(true), vec![theirs.id.clone()]));
        assert_eq!(claims(reader, &theirs).await, (json!(true), vec![mine.id.clone()]));
    }

    neighbour.step("withdraw", &theirs).await;
    assert_eq!(claims(&people.reviewer, &mine).await, (json!(false), vec![]));
    assert_eq!(claims(&people.reviewer, &theirs).await, (json!(false), vec![]));
}

db_test!(one_page_may_prove_two_products);
async fn one_page_may_prove_two_products(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let content =
        with(page_issue(&people.task, "2025-06-15"), json!({ "evidence": [{ "address": "https://a.vn/1" }] }));
    let issue = people.leader.create(&people.unit, &content).await;
    people.leader.step("submit", &issue).await;
    let video = people.leader.create(&people.unit, &with(content, json!({ "product": "VIDEO" }))).await;
    let video = people.leader.step("submit", &video).await;
    assert_eq!(claims(&people.leader, &issue).await.0, false);
    assert_eq!(claims(&people.leader, &video).await.0, false);
}
