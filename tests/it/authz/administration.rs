//! Every act of administration and every sign-in leaves its audit row, and none tells a secret.

use domain::authz::Role;
use serde_json::{Value, json};
use tonghop::{auth::Passwords, service};

use super::audit::{Trail, digits};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    world::{BEFORE, OLD, TRA_GIANG},
};

const GIVEN: &str = "mật khẩu người khác đặt";
const OWN: &str = "của riêng mình thôi";

/// Every mutation of users, grants and service clients in an order in which each can follow, and what its row says was done to
/// what.
pub(super) const MUTATIONS: &[(&str, &str)] = &[
    ("addUser", "USER ADD"),
    ("updateUser", "USER UPDATE"),
    ("giveGrant", "GRANT ADD"),
    ("endGrant", "GRANT END"),
    ("setPassword", "USER SET_PASSWORD"),
    ("linkIdentity", "USER LINK_IDENTITY"),
    ("unlinkIdentity", "USER UNLINK_IDENTITY"),
    ("disableUser", "USER DISABLE"),
    ("enableUser", "USER ENABLE"),
    ("addServiceClient", "SERVICE_CLIENT ADD"),
    ("rotateServiceClientSecret", "SERVICE_CLIENT ROTATE_SECRET"),
    ("disableServiceClient", "SERVICE_CLIENT DISABLE"),
    ("changePassword", "USER CHANGE_PASSWORD"),
    ("signOut", "USER SIGN_OUT"),
];

async fn send(client: &Client<'_>, mutation: &str, input: &Value) -> Value {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let selection = match mutation {
        "giveGrant" | "endGrant" => "grant { id }",
        "changePassword" => "changedAt",
        "signOut" => "signedOutAt",
        mutation if mutation.contains("ServiceClient") => "serviceClient { id }",
        _ => "user { id identities { linkId } }",
    };
    let document = format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {selection} }} }}");
    client.data(&document, json!({ "input": input })).await[mutation].take()
}

async fn sign_in(app: &App, name: &str, password: &str) -> Value {
    let fields = [("grant_type", "password"), ("username", name), ("password", password)];
    app.form("/oauth/token", "192.0.2.1", &fields).await.2
}

db_test!(every_act_of_administration_leaves_its_row);
async fn every_act_of_administration_leaves_its_row(database: Database) {
    let mut trail = Trail::of(&database).await;
    let app = App::start(database, BEFORE).await;
    let administrator = app.user("administrator", &[(Role::Administrator, "525", OLD)]).await;
    let unit = administrator.unit(TRA_GIANG, OLD).await;
    let (mut user, mut other, mut link) = (Value::Null, Value::Null, Value::Null);
    let mut lan = administrator.clone();
    trail.added().await;
    for (mutation, done) in MUTATIONS {
        let own = ["changePassword", "signOut"].contains(mutation);
        if *mutation == "changePassword" {
            service::user::give_password(&app.system(), Passwords::of_process(), "lan", GIVEN).await.unwrap();
            lan = app.bearer(sign_in(&app, "lan", GIVEN).await["access_token"].as_str().unwrap());
            trail.added().await;
        }
        let input = match *mutation {
            "addUser" => json!({ "name": "lan", "unit": unit }),
            "updateUser" => json!({ "id": user, "version": 1, "displayName": "Lan", "unit": unit }),
            "giveGrant" => json!({ "user": user, "unit": unit, "role": "REPORTER" }),
            "endGrant" => json!({ "id": other }),
            "setPassword" => json!({ "id": user, "password": GIVEN }),
            "linkIdentity" => json!({ "id": user, "issuer": "https://id.example", "subject": "7" }),
            "unlinkIdentity" => json!({ "id": link }),
            "disableUser" => json!({ "id": user, "version": 2 }),
            "enableUser" => json!({ "id": user, "version": 3 }),
            "addServiceClient" => json!({ "name": "x", "unit": unit, "scopes": ["READ"] }),
            "rotateServiceClientSecret" => json!({ "id": other, "version": 1 }),
            "disableServiceClient" => json!({ "id": other, "version": 2 }),
            "changePassword" => json!({ "oldPassword": GIVEN, "newPassword": OWN }),
            _ => json!({}),
        };
        let answer = send(if own { &lan } else { &administrator }, mutation, &input).await;
        for thing in ["grant", "serviceClient"] {
            if answer[thing].is_object() {
                other = answer[thing]["id"].clone();
            }
        }
        if answer["user"].is_object() {
            user = answer["user"]["id"].clone();
            link = answer["user"]["identities"][0]["linkId"].clone();
        }
        let rows = trail.added().await;
        assert_eq!(rows.len(), 1, "{mutation}: {rows:#?}");
        let row = &rows[0];
        let said = ["kind", "action"].map(|field| row[field].as_str().unwrap()).join(" ");
        assert_eq!(said, *done, "{mutation}");
        let subject = if done.starts_with("USER") { &user } else { &other };
        let by = if own {
            json!(["lan", null, null])
        } else {
            json!(["administrator", "ADMINISTRATOR", digits(&json!(unit))])
        };
        assert_eq!(json!([row["actor"], row["role"], row["unit"]]), by, "{mutation}");
        assert_eq!((&row["subject"], &row["requested"]), (&json!(digits(subject)), &json!(true)), "{mutation}");
        let text = row.to_string();
        assert!(!text.contains(GIVEN) && !text.contains(OWN) && !text.contains("argon2"), "{text}");
    }
}

db_test!(every_sign_in_leaves_its_row);
async fn every_sign_in_leaves_its_row(database: Database) {
    let mut trail = Trail::of(&database).await;
    let app = App::start(database, BEFORE).await;
    app.user("lan", &[]).await;
    service::user::give_password(&app.system(), Passwords::of_process(), "lan", GIVEN).await.unwrap();
    trail.added().await;
    let mut done = async || -> Vec<Value> {
        let rows = trail.added().await;
        rows.iter().map(|row| json!([row["actor"], row["kind"], row["action"], row["after"]["why"]])).collect()
    };
    let first = sign_in(&app, "lan", GIVEN).await;
    assert_eq!(done().await, [json!(["lan", "USER", "SIGN_IN", null])]);
    sign_in(&app, "lan", OWN).await;
    assert_eq!(done().await, [json!([null, "USER", "SIGN_IN_FAILED", null])], "nobody knows who it was");
    sign_in(&app, "nobody", OWN).await;
    assert_eq!(done().await, Vec::<Value>::new(), "or a trail could be filled by anybody");
    let refresh = async |token: &Value| {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token.as_str().unwrap())];
        app.form("/oauth/token", "192.0.2.1", &fields).await.2
    };
    refresh(&first["refresh_token"]).await;
    assert_eq!(done().await, Vec::<Value>::new());
    refresh(&first["refresh_token"]).await;
    assert_eq!(done().await, [json!([null, "USER", "END_SIGN_IN", "REUSED"])]);
    let second = sign_in(&app, "lan", GIVEN).await;
    app.form("/oauth/revoke", "192.0.2.1", &[("token", second["refresh_token"].as_str().unwrap())]).await;
    let rows = [json!(["lan", "USER", "SIGN_IN", null]), json!(["lan", "USER", "END_SIGN_IN", "SIGNED_OUT"])];
    assert_eq!(done().await, rows);
}
