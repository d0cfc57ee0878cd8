//! Users of an administrator's units.

use serde_json::{Value, json};

use super::{Administrators, BEFORE, OLD, QUANG_NGAI, TRA_BONG, TRA_GIANG, add_user, done, give, names, refusal};
use crate::support::{
    app::App,
    database::{Database, db_test},
};

db_test!(an_administrator_adds_and_sees_users_of_his_units_alone);
async fn an_administrator_adds_and_sees_users_of_his_units_alone(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let commune = all.commune.unit(TRA_GIANG, OLD).await;
    let (district, elsewhere) = (all.commune.unit(TRA_BONG, OLD).await, all.commune.unit("522", OLD).await);
    let lan = add_user(&all.district, "lan", &commune).await;
    let minh = add_user(&all.district, "minh", &district).await;
    // The administrators hold grants, so whoever administers their units sees them too.
    assert_eq!(names(&all.nation).await, ["commune", "district", "lan", "minh", "nation", "province"]);
    assert_eq!(names(&all.province).await, ["commune", "district", "lan", "minh", "province"]);
    assert_eq!(names(&all.district).await, ["commune", "district", "lan", "minh"]);
    assert_eq!(names(&all.commune).await, ["commune", "lan"]);
    let other = app.user("other", &[(domain::authz::Role::Administrator, "522", OLD)]).await;
    assert_eq!(names(&other).await, ["other"]);
    let one =
        "query($id: ID!) { user(id: $id) { name displayName version disabledAt unit { id } identities { linkId } } }";
    let user = all.commune.data(one, json!({ "id": lan })).await["user"].take();
    let told = json!({ "name": "lan", "displayName": "lan", "version": 1, "disabledAt": null,
        "unit": { "id": commune }, "identities": [] });
    assert_eq!(user, told);
    for (client, id) in [(&all.commune, &minh), (&other, &lan)] {
        assert_eq!(client.data(one, json!({ "id": id })).await["user"], Value::Null);
    }
    // Each sees himself.
    let myself = other.query("{ viewer { user { id } } }").await["viewer"]["user"]["id"].take();
    assert_eq!(other.data(one, json!({ "id": myself })).await["user"]["name"], "other");

    for (client, unit) in
        [(&all.commune, json!(district)), (&all.district, json!(elsewhere)), (&all.province, Value::Null)]
    {
        let input = json!({ "name": "new", "unit": unit });
        assert_eq!(refusal(client, "addUser", "user { id }", input).await, "FORBIDDEN");
    }
    let input = json!({ "name": "lan", "unit": commune });
    assert_eq!(refusal(&all.commune, "addUser", "user { id }", input).await, "CONFLICT name");
    done(&all.nation, "addUser", "user { id }", json!({ "name": "minister" })).await;
    assert!(!names(&all.province).await.contains(&"minister".to_owned()), "he is the nation's");
}

db_test!(a_user_is_moved_only_by_who_is_over_both_units);
async fn a_user_is_moved_only_by_who_is_over_both_units(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let (commune, district) = (all.nation.unit(TRA_GIANG, OLD).await, all.nation.unit(TRA_BONG, OLD).await);
    let lan = add_user(&all.commune, "lan", &commune).await;
    let to = |unit: &str, version: i32| json!({ "id": lan, "version": version, "displayName": "Lan", "unit": unit });
    assert_eq!(refusal(&all.commune, "updateUser", "user { id }", to(&district, 1)).await, "FORBIDDEN");
    let user = "user { version displayName unit { id } }";
    let moved = done(&all.district, "updateUser", user, to(&district, 1)).await;
    assert_eq!(moved["user"], json!({ "version": 2, "displayName": "Lan", "unit": { "id": district } }));
    assert_eq!(refusal(&all.commune, "updateUser", user, to(&commune, 2)).await, "NOT_FOUND", "he is his no more");
    assert_eq!(refusal(&all.district, "updateUser", user, to(&commune, 1)).await, "CONFLICT version");
}

db_test!(nobody_becomes_a_user_who_may_more_than_he_administers);
async fn nobody_becomes_a_user_who_may_more_than_he_administers(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let commune = all.nation.unit(TRA_GIANG, OLD).await;
    let province = all.nation.unit(QUANG_NGAI, OLD).await;
    let lan = add_user(&all.commune, "lan", &commune).await;
    let user = "user { version disabledAt }";
    let becoming = |version: i32| {
        [
            ("setPassword", json!({ "id": lan, "password": "một mật khẩu thật dài" })),
            ("linkIdentity", json!({ "id": lan, "issuer": "https://id.example.vn", "subject": format!("{version}") })),
            ("enableUser", json!({ "id": lan, "version": version })),
        ]
    };
    give(&all.commune, &lan, "REPORTER", &commune).await;
    let mut version = 1;
    // A grant above: of today, of later, and none any more.
    let day = |day: &str| Some(day.to_owned());
    for (from, to, may) in [
        (None, None, false),
        (day("2025-12-01"), None, false),
        (None, day("2025-06-20"), false),
        (None, day("2025-06-19"), true),
    ] {
        let input = json!({ "user": lan, "role": "VIEWER", "unit": province, "validFrom": from, "validTo": to });
        let given = done(&all.province, "giveGrant", "grant { id }", input).await;
        let disabled = done(&all.commune, "disableUser", user, json!({ "id": lan, "version": version })).await;
        version += 1;
        assert_eq!(disabled["user"]["version"], version);
        for (mutation, input) in becoming(version) {
            if may {
                done(&all.commune, mutation, user, input).await;
            } else {
                assert_eq!(
                    refusal(&all.commune, mutation, user, input).await,
                    "FORBIDDEN",
                    "{mutation} {from:?} {to:?}"
                );
            }
        }
        if !may {
            done(&all.province, "endGrant", "grant { id }", json!({ "id": given["grant"]["id"] })).await;
            done(&all.commune, "enableUser", user, json!({ "id": lan, "version": version })).await;
        }
        version += 1;
    }
    // Nor does anybody do it to himself.
    let me = all.nation.query("{ viewer { user { id version } } }").await["viewer"]["user"].take();
    for (mutation, input) in [
        ("setPassword", json!({ "id": me["id"], "password": "một mật khẩu thật dài" })),
        ("linkIdentity", json!({ "id": me["id"], "issuer": "https://id.example.vn", "subject": "me" })),
        ("disableUser", json!({ "id": me["id"], "version": me["version"] })),
    ] {
        assert_eq!(refusal(&all.nation, mutation, user, input).await, "FORBIDDEN", "{mutation}");
    }
}

db_test!(users_of_a_unit_that_ended_are_administered_from_above);
async fn users_of_a_unit_that_ended_are_administered_from_above(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let district = all.nation.unit(TRA_BONG, OLD).await;
    add_user(&all.district, "lan", &district).await;
    app.clock.set_day("2025-09-01");
    assert!(names(&all.province).await.contains(&"lan".to_owned()));
    assert!(names(&all.district).await.contains(&"lan".to_owned()));
    assert!(!names(&all.commune).await.contains(&"lan".to_owned()));
    add_user(&all.province, "minh", &district).await;
}

db_test!(an_identity_is_one_users_and_is_taken_away);
async fn an_identity_is_one_users_and_is_taken_away(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let commune = all.nation.unit(TRA_GIANG, OLD).await;
    let (lan, minh) = (add_user(&all.commune, "lan", &commune).await, add_user(&all.commune, "minh", &commune).await);
    let with = |user: &str, subject: &str| json!({ "id": user, "issuer": "https://id.example.vn", "subject": subject });
    let identities = "user { identities { linkId issuer subject } }";
    let linked = done(&all.commune, "linkIdentity", identities, with(&lan, "7")).await;
    let link = &linked["user"]["identities"][0];
    assert_eq!((&link["issuer"], &link["subject"]), (&json!("https://id.example.vn"), &json!("7")));
    for user in [&lan, &minh] {
        assert_eq!(refusal(&all.commune, "linkIdentity", identities, with(user, "7")).await, "CONFLICT subject");
    }
    let unlink = json!({ "id": link["linkId"] });
    let stranger = app.user("stranger", &[]).await;
    assert_eq!(refusal(&stranger, "unlinkIdentity", identities, unlink.clone()).await, "NOT_FOUND");
    let left = done(&all.commune, "unlinkIdentity", identities, unlink.clone()).await;
    assert_eq!(left["user"]["identities"], json!([]));
    assert_eq!(refusal(&all.commune, "unlinkIdentity", identities, unlink).await, "NOT_FOUND");
    for n in 0..10 {
        done(&all.commune, "linkIdentity", identities, with(&lan, &n.to_string())).await;
    }
    let more = refusal(&all.commune, "linkIdentity", identities, with(&lan, "10")).await;
    assert_eq!(more, "RULE_VIOLATED user.too_many_identities");
}

db_test!(a_list_of_users_takes_as_many_statements_however_long_it_is);
async fn a_list_of_users_takes_as_many_statements_however_long_it_is(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let commune = all.nation.unit(TRA_GIANG, OLD).await;
    let list = "{ users { nodes { name unit { id } identities { linkId } grants { nodes { role unit { id } user { name } } } } } }";
    let mut counts = Vec::new();
    for n in 0..3 {
        let user = add_user(&all.commune, &format!("user{n}"), &commune).await;
        give(&all.commune, &user, "VIEWER", &commune).await;
        let before = app.store.statements();
        all.commune.query(list).await;
        counts.push(app.store.statements() - before);
    }
    assert_eq!(counts[0], counts[2], "{counts:?}");
}
