//! Giving and ending grants.

use serde_json::{Value, json};

use super::{Administrators, BEFORE, OLD, QUANG_NGAI, TRA_BONG, TRA_GIANG, add_user, done, give, refusal};
use crate::support::{
    app::App,
    database::{Database, db_test},
};

const GRANT: &str = "grant { id role validFrom validTo takenBackAt unit { id } user { name } }";

db_test!(a_grant_is_given_only_below_ones_own_and_never_to_oneself);
async fn a_grant_is_given_only_below_ones_own_and_never_to_oneself(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let units = [TRA_GIANG, TRA_BONG, QUANG_NGAI].map(|code| all.nation.unit(code, OLD));
    let mut units = futures_util::future::join_all(units).await;
    let root = all.nation.query("{ viewer { units { nodes { id } } } }").await;
    units.push(root["viewer"]["units"]["nodes"][0]["id"].as_str().unwrap().to_owned());
    let lan = add_user(&all.commune, "lan", &units[0]).await;
    let by = [&all.commune, &all.district, &all.province, &all.nation];
    for (level, administrator) in by.into_iter().enumerate() {
        for (above, unit) in units.iter().enumerate() {
            let input = json!({ "user": lan, "role": "ADMINISTRATOR", "unit": unit });
            if above <= level {
                let given = done(administrator, "giveGrant", GRANT, input).await;
                let grant = &given["grant"];
                assert_eq!((&grant["user"]["name"], &grant["unit"]["id"]), (&json!("lan"), &json!(unit)));
                done(administrator, "endGrant", "grant { id }", json!({ "id": grant["id"] })).await;
            } else {
                assert_eq!(refusal(administrator, "giveGrant", GRANT, input).await, "FORBIDDEN", "{level} {above}");
            }
        }
        let me = administrator.query("{ viewer { user { id } } }").await["viewer"]["user"]["id"].take();
        let input = json!({ "user": me, "role": "VIEWER", "unit": units[0] });
        assert_eq!(refusal(administrator, "giveGrant", GRANT, input).await, "FORBIDDEN", "{level} to himself");
    }
    // Whom one does not see one gives nothing.
    let hidden = all.nation.query("{ viewer { user { id } } }").await["viewer"]["user"]["id"].take();
    let input = json!({ "user": hidden, "role": "VIEWER", "unit": units[0] });
    assert_eq!(refusal(&all.commune, "giveGrant", GRANT, input).await, "NOT_FOUND user");
    let input =
        json!({ "user": lan, "role": "VIEWER", "unit": units[0], "validFrom": "2025-07-02", "validTo": "2025-07-01" });
    assert_eq!(refusal(&all.commune, "giveGrant", GRANT, input).await, "BAD_USER_INPUT validTo");
}

db_test!(a_grant_that_is_taken_back_is_good_for_nothing_at_the_next_request);
async fn a_grant_that_is_taken_back_is_good_for_nothing_at_the_next_request(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let commune = all.nation.unit(TRA_GIANG, OLD).await;
    let user = add_user(&all.commune, "lan", &commune).await;
    let lan = app.client(user.parse().unwrap());
    let roles = async || lan.query("{ viewer { roles grants { totalCount } } }").await["viewer"].take();
    let none = json!({ "roles": [], "grants": { "totalCount": 0 } });
    assert_eq!(roles().await, none);
    let grant = give(&all.commune, &user, "REPORTER", &commune).await;
    assert_eq!(roles().await, json!({ "roles": ["REPORTER"], "grants": { "totalCount": 1 } }));
    let ended = done(&all.commune, "endGrant", GRANT, json!({ "id": grant })).await;
    assert_eq!(ended["grant"]["takenBackAt"], "2025-06-20T02:00:00Z");
    assert_eq!(roles().await, none);
    assert_eq!(refusal(&all.commune, "endGrant", GRANT, json!({ "id": grant })).await, "RULE_VIOLATED grant.ended");
    // It stays to be seen by whoever administers the unit, and by him.
    let seen = "query($unit: ID!, $user: ID!) { unit(by: { id: $unit }) { grants { nodes { id } } } user(id: $user) { grants { nodes { id } } } }";
    let both = json!({ "unit": commune, "user": user });
    let data = all.district.data(seen, both.clone()).await;
    assert!(data["unit"]["grants"]["nodes"].as_array().unwrap().contains(&json!({ "id": grant })));
    assert_eq!(data["user"]["grants"]["nodes"], json!([{ "id": grant }]));
    assert_eq!(lan.data(seen, both.clone()).await["user"]["grants"]["nodes"], json!([{ "id": grant }]));
    let stranger = app.user("stranger", &[]).await;
    let data = stranger.data(seen, both).await;
    assert_eq!((&data["unit"]["grants"]["nodes"], &data["user"]), (&json!([]), &Value::Null));
    assert_eq!(refusal(&stranger, "endGrant", GRANT, json!({ "id": grant })).await, "NOT_FOUND");
}

db_test!(a_grant_ends_with_a_day_that_is_not_over_and_is_never_made_longer);
async fn a_grant_ends_with_a_day_that_is_not_over_and_is_never_made_longer(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let commune = all.nation.unit(TRA_GIANG, OLD).await;
    let user = add_user(&all.commune, "lan", &commune).await;
    let grant = give(&all.commune, &user, "VIEWER", &commune).await;
    let on = |day: &str| json!({ "id": grant, "on": day });
    assert_eq!(refusal(&all.commune, "endGrant", GRANT, on("2025-06-19")).await, "RULE_VIOLATED grant.past_day");
    let ends = done(&all.commune, "endGrant", GRANT, on("2025-06-21")).await;
    assert_eq!((&ends["grant"]["validTo"], &ends["grant"]["takenBackAt"]), (&json!("2025-06-21"), &Value::Null));
    for later in ["2025-06-21", "2025-06-22"] {
        assert_eq!(refusal(&all.commune, "endGrant", GRANT, on(later)).await, "RULE_VIOLATED grant.ended");
    }
    let lan = app.client(user.parse().unwrap());
    for (day, holds) in [("2025-06-21", 1), ("2025-06-22", 0)] {
        app.clock.set_day(day);
        assert_eq!(lan.query("{ viewer { grants { totalCount } } }").await["viewer"]["grants"]["totalCount"], holds);
    }
}
