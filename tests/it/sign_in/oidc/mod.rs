//! By another issuer.

mod provider;

use std::sync::Arc;

use axum::{body::Body, http::Request, http::StatusCode};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use domain::authz::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tonghop::service::sign_in::Issuer;

use self::provider::{AUDIENCE, Key, Mood, Provider, set};
use super::MORNING;
use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
};

const WHO: &str = "{ viewer { user { name } identity { issuer subject } roles } }";
const ALL: &str = "EdDSA,ES256,RS256";

/// The program, a provider whose keys it knows, and a key of each kind, by the names `ed`, `ec` and `rsa`.
struct World {
    app: App,
    provider: Provider,
    keys: [(Key, &'static str); 3],
}

impl World {
    async fn make(database: Database, algorithms: &str) -> Self {
        let provider = Provider::start().await;
        let keys = [(Key::ed25519(), "ed"), (Key::p256(), "ec"), (Key::rsa(), "rsa")];
        provider.publish(&keys.each_ref().map(|(key, kid)| (key, *kid)));
        let remote = provider.remote(algorithms);
        let app = App::start_with(database, MORNING, Issuer::default(), Some(remote)).await;
        Self { app, provider, keys }
    }

    /// A token by one of the keys, with other claims or another header than it should have.
    fn token(&self, which: usize, header: &Value, claims: &Value) -> String {
        let (key, kid) = &self.keys[which];
        self.by(key, kid, header, claims)
    }

    fn by(&self, key: &Key, kid: &str, header: &Value, claims: &Value) -> String {
        let now = self.app.now().timestamp();
        let head = json!({ "alg": key.algorithm(), "kid": kid, "typ": "JWT" });
        let all = json!({
            "iss": self.provider.issuer, "aud": AUDIENCE, "sub": "officer-7", "iat": now, "exp": now + 300
        });
        key.token(&with(head, header), &with(all, claims))
    }

    /// What the API answers whoever sends the token: its status, and what it says of him.
    async fn ask(&self, token: &str) -> (u16, Value) {
        let (status, body) = self.app.bearer(token).send(WHO, json!({})).await;
        (status.as_u16(), body["data"]["viewer"].clone())
    }

    async fn is_taken(&self, token: &str) -> bool {
        let (status, viewer) = self.ask(token).await;
        assert!(status == 200 || status == 401, "{status}");
        assert_eq!(status == 200, !viewer.is_null());
        status == 200
    }
}

/// An object with other fields; null takes one away.
fn with(mut base: Value, more: &Value) -> Value {
    base.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    base.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    base
}

db_test!(somebody_whom_nobody_has_linked_sees_who_he_is_and_the_directory_and_writes_nothing);
async fn somebody_whom_nobody_has_linked_sees_who_he_is_and_the_directory_and_writes_nothing(database: Database) {
    let world = World::make(database, ALL).await;
    let me = json!({
        "user": null, "identity": { "issuer": world.provider.issuer, "subject": "officer-7" }, "roles": []
    });
    for which in 0..3 {
        let token = world.token(which, &json!({}), &json!({}));
        // Twice: the second time it is known.
        assert_eq!(world.ask(&token).await, (200, me.clone()), "{which}");
        assert_eq!(world.ask(&token).await, (200, me.clone()), "{which}");
    }
    assert_eq!(world.provider.asked(), 1);
    let token = world.token(0, &json!({}), &json!({}));
    let client = world.app.bearer(&token);
    let unit = client.unit("21118", "2025-06-20").await;
    let data = client.query("{ plans { totalCount } obligations { totalCount } activityReports { totalCount } }").await;
    for list in ["plans", "obligations", "activityReports"] {
        assert_eq!(data[list]["totalCount"], 0, "{list}");
    }
    let create = "mutation($unit: ID!) { createPlan(input: { issuer: $unit, idempotencyKey: \"k\",
        content: { title: \"x\", year: 2025, subjects: [CCHC] } }) { plan { id } } }";
    assert_eq!(client.refusal(create, json!({ "unit": unit })).await, "FORBIDDEN");
}

db_test!(a_linked_identity_is_its_user_until_he_is_disabled_or_signs_out_everywhere);
async fn a_linked_identity_is_its_user_until_he_is_disabled_or_signs_out_everywhere(database: Database) {
    let mut behind = Behind::of(&database).await;
    let world = World::make(database, ALL).await;
    world.app.user("lan", &[(Role::Viewer, "21118", "2025-06-30")]).await;
    let link = format!(
        "INSERT INTO user_identity (id, user_id, issuer, subject, created_at)
         SELECT id, id, '{}', 'officer-7', created_at FROM \"user\"",
        world.provider.issuer
    );
    behind.run(&link).await;
    let token = world.token(1, &json!({}), &json!({}));
    let (status, viewer) = world.ask(&token).await;
    assert_eq!((status, &viewer["user"], &viewer["roles"]), (200, &json!({ "name": "lan" }), &json!(["VIEWER"])));
    // Another subject is somebody else.
    let (_, viewer) = world.ask(&world.token(1, &json!({}), &json!({ "sub": "officer-8" }))).await;
    assert!(viewer["user"].is_null() && viewer["identity"]["subject"] == "officer-8");
    for out in ["disabled_at", "signed_out_at"] {
        behind.run(&format!("UPDATE \"user\" SET {out} = '2025-06-20T02:00:00+00:00'")).await;
        let (status, body) = world.app.bearer(&token).send(WHO, json!({})).await;
        assert_eq!(
            (status, &body["errors"][0]["extensions"]["code"]),
            (StatusCode::OK, &json!("UNAUTHENTICATED")),
            "{out}"
        );
        behind.run(&format!("UPDATE \"user\" SET {out} = NULL")).await;
        assert!(world.is_taken(&token).await);
    }
    behind.close().await;
}

db_test!(what_is_not_signed_for_us_now_is_refused);
async fn what_is_not_signed_for_us_now_is_refused(database: Database) {
    let world = World::make(database, ALL).await;
    let now = world.app.now().timestamp();
    for claims in [
        json!({}),
        json!({ "aud": ["https://other.example", AUDIENCE] }),
        json!({ "exp": now - 59, "nbf": now + 60, "iat": now + 60 }),
        json!({ "iat": null }),
    ] {
        assert!(world.is_taken(&world.token(0, &json!({}), &claims)).await, "{claims}");
    }
    for claims in [
        json!({ "aud": null }),
        json!({ "aud": "https://other.example" }),
        json!({ "aud": "tonghop" }),
        json!({ "iss": null }),
        json!({ "iss": "https://other.example" }),
        json!({ "iss": "tonghop" }),
        json!({ "iss": [world.provider.issuer] }),
        json!({ "iss": format!("{}/", world.provider.issuer) }),
        json!({ "exp": null }),
        json!({ "exp": now - 60 }),
        json!({ "nbf": now + 61 }),
        json!({ "iat": now + 61 }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": "a\u{0}b" }),
        json!({ "sub": "x".repeat(256) }),
        json!({ "sub": 7 }),
        json!({ "pad": "x".repeat(4_096) }),
    ] {
        for which in 0..3 {
            assert!(!world.is_taken(&world.token(which, &json!({}), &claims)).await, "{which} {claims}");
        }
    }
}

db_test!(the_key_decides_the_algorithm_and_the_token_does_not);
async fn the_key_decides_the_algorithm_and_the_token_does_not(database: Database) {
    let world = World::make(database, ALL).await;
    for (which, (key, kid)) in world.keys.iter().enumerate() {
        for header in [
            json!({ "typ": null }),
            json!({ "typ": "at+jwt" }),
            json!({ "jku": "http://127.0.0.1:1/keys", "x5u": "http://127.0.0.1:1/" }),
        ] {
            assert!(world.is_taken(&world.token(which, &header, &json!({}))).await, "{kid} {header}");
        }
        for (other, name) in &world.keys {
            // Of another family: signed rightly, but not by the key it names.
            let forged = world.by(other, kid, &json!({}), &json!({}));
            assert_eq!(world.is_taken(&forged).await, name == kid, "{name} as {kid}");
        }
        for algorithm in
            ["none", "HS256", "HS512", "ES256", "ES384", "RS256", "RS512", "PS256", "EdDSA", "nonsense", ""]
        {
            let header = json!({ "alg": algorithm });
            assert_eq!(
                world.is_taken(&world.token(which, &header, &json!({}))).await,
                algorithm == key.algorithm(),
                "{kid} {algorithm}"
            );
        }
        for header in [
            json!({ "kid": null }),
            json!({ "crit": ["exp"] }),
            json!({ "typ": "logout+jwt" }),
            json!({ "kid": "unknown" }),
        ] {
            assert!(!world.is_taken(&world.token(which, &header, &json!({}))).await, "{kid} {header}");
        }
    }
    // The public key as a shared secret.
    let public = URL_SAFE_NO_PAD.decode(world.keys[0].0.public("ed")["x"].as_str().unwrap()).unwrap();
    let [header, claims] = [
        json!({ "alg": "HS256", "kid": "ed", "typ": "JWT" }),
        json!({ "iss": world.provider.issuer, "aud": AUDIENCE, "sub": "x", "exp": world.app.now().timestamp() + 60 }),
    ]
    .map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let message = format!("{header}.{claims}");
    let secret = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &public);
    let forged = format!("{message}.{}", URL_SAFE_NO_PAD.encode(aws_lc_rs::hmac::sign(&secret, message.as_bytes())));
    assert!(!world.is_taken(&forged).await);
    for garbage in ["x", "a.b.c", "..", "e30.e30.", &format!("{message}."), &"x".repeat(5_000)] {
        assert!(!world.is_taken(garbage).await, "{garbage}");
    }
}

db_test!(an_algorithm_that_is_not_configured_is_not_taken);
async fn an_algorithm_that_is_not_configured_is_not_taken(database: Database) {
    let world = World::make(database, "ES256").await;
    let taken = join_all((0..3).map(async |which| world.is_taken(&world.token(which, &json!({}), &json!({}))).await));
    assert_eq!(taken.await, [false, true, false]);
}

db_test!(a_token_of_the_other_issuer_names_nobody_of_the_own);
async fn a_token_of_the_other_issuer_names_nobody_of_the_own(database: Database) {
    let world = World::make(database, ALL).await;
    world.app.user("lan", &[(Role::Viewer, "21118", "2025-06-30")]).await;
    // The provider puts an id of ours and the name of our key into its token.
    let (_, _, own) = world.app.exchange(Request::get("/oauth/jwks").body(Body::empty()).unwrap()).await;
    let kid = own["keys"][0]["kid"].as_str().unwrap();
    let forged = world.token(0, &json!({ "kid": kid }), &json!({ "iss": "tonghop", "aud": "tonghop" }));
    assert!(!world.is_taken(&forged).await);
    let (_, viewer) =
        world.ask(&world.token(0, &json!({}), &json!({ "sub": "user_f0000000000070008000000000000000" }))).await;
    assert!(viewer["user"].is_null());
}

db_test!(keys_are_changed_with_an_overlap_and_a_withdrawn_one_is_good_no_more);
async fn keys_are_changed_with_an_overlap_and_a_withdrawn_one_is_good_no_more(database: Database) {
    let world = World::make(database, ALL).await;
    let old = world.token(0, &json!({}), &json!({ "exp": world.app.now().timestamp() + 86_400 }));
    assert!(world.is_taken(&old).await);
    let new = Key::p256();
    let by_new = world.by(&new, "new", &json!({}), &json!({ "exp": world.app.now().timestamp() + 86_400 }));
    // The new one is published beside the old one; within a minute of the last fetch none is made for it.
    world.provider.publish(&[(&world.keys[0].0, "ed"), (&new, "new")]);
    assert!(!world.is_taken(&by_new).await);
    assert_eq!(world.provider.asked(), 1);
    world.app.clock.advance(TimeDelta::seconds(60));
    assert!(world.is_taken(&by_new).await);
    assert!(world.is_taken(&old).await);
    assert_eq!(world.provider.asked(), 2);
    world.provider.publish(&[(&new, "new")]);
    world.app.clock.advance(TimeDelta::seconds(60));
    // Somebody comes with a key that nobody knows, and the set is fetched.
    assert!(!world.is_taken(&world.by(&new, "unknown", &json!({}), &json!({}))).await);
    assert_eq!(world.provider.asked(), 3);
    assert!(!world.is_taken(&old).await, "not even what was proven before");
    assert!(world.is_taken(&by_new).await);
}

db_test!(known_keys_go_on_working_while_the_issuer_does_not_answer);
async fn known_keys_go_on_working_while_the_issuer_does_not_answer(database: Database) {
    let world = World::make(database, ALL).await;
    let long = json!({ "exp": world.app.now().timestamp() + 86_400 });
    assert!(world.is_taken(&world.token(0, &json!({}), &long)).await);
    let moods = [
        Mood::Fails,
        Mood::Redirects,
        Mood::Says("not JSON".to_owned()),
        Mood::Says(json!({ "keys": [] }).to_string()),
        Mood::Says(format!("{{\"keys\":[],\"pad\":\"{}\"}}", "x".repeat(1 << 20))),
    ];
    for (n, mood) in moods.into_iter().enumerate() {
        world.provider.set(mood);
        world.app.clock.advance(TimeDelta::seconds(60));
        assert!(!world.is_taken(&world.token(0, &json!({ "kid": format!("unknown {n}") }), &long)).await);
        assert_eq!(world.provider.asked(), n + 2, "it was asked");
        assert!(world.is_taken(&world.token(0, &json!({}), &json!({ "sub": n.to_string() }))).await);
    }
    world.provider.publish(&[(&world.keys[0].0, "back")]);
    world.app.clock.advance(TimeDelta::seconds(60));
    assert!(world.is_taken(&world.token(0, &json!({ "kid": "back" }), &long)).await);
}

db_test!(many_unknown_keys_cause_one_fetch_and_make_no_queue);
async fn many_unknown_keys_cause_one_fetch_and_make_no_queue(database: Database) {
    let world = World::make(database, ALL).await;
    assert!(world.is_taken(&world.token(0, &json!({}), &json!({}))).await);
    let told = Arc::new(Notify::new());
    let new = Key::ed25519();
    world.provider.set(Mood::Waits(Arc::clone(&told), set(&[(&world.keys[0].0, "ed"), (&new, "new")])));
    world.app.clock.advance(TimeDelta::seconds(60));
    let honest = world.by(&new, "new", &json!({}), &json!({}));
    let forged: Vec<String> =
        (0..100).map(|n| world.by(&new, &format!("unknown {n}"), &json!({}), &json!({}))).collect();
    // The honest one comes first; of the others some wait for the same fetch, most are refused at once.
    let known = world.token(0, &json!({}), &json!({ "sub": "known" }));
    let (is_in, refused, ()) =
        tokio::join!(world.is_taken(&honest), join_all(forged.iter().map(|token| world.is_taken(token))), async {
            // While it is waited for, whoever has a known key is not kept.
            assert!(world.is_taken(&known).await);
            told.notify_one();
        },);
    assert!(is_in);
    assert!(refused.iter().all(|taken| !taken));
    assert_eq!(world.provider.asked(), 2);
}
