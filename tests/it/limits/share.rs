//! How much a caller may ask for in time: what is used comes back, and whoever asks for more has to wait.

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tonghop::limit::{Allowance, Allowances, Cost};

use crate::support::{
    app::App,
    database::{Database, db_test},
};

const BEFORE: &str = "2025-06-20T02:00:00Z";

/// Little for everybody.
const LITTLE: Allowances = Allowances {
    principal: Allowance { most: Cost(100), per_second: Cost(10) },
    address: Allowance { most: Cost(150), per_second: Cost(10) },
    anonymous: Allowance { most: Cost(50), per_second: Cost(5) },
};

/// An operation of 21 points.
const PLANS: &str = "{ plans { nodes { id } } }";

/// What somebody without a token gets who sends a body from an address, perhaps through a proxy that speaks for another.
async fn from(
    app: &App,
    address: &str,
    forwarded: Option<&str>,
    token: Option<&str>,
    body: Value,
) -> (StatusCode, Option<String>, Value) {
    let mut request =
        Request::post("/graphql").header("content-type", "application/json").header("accept-language", "en");
    if let Some(forwarded) = forwarded {
        request = request.header("x-forwarded-for", forwarded);
    }
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let mut request = request.body(Body::from(body.to_string())).unwrap();
    let address: SocketAddr = format!("{address}:4711").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(address));
    let response = app.call(request).await;
    let wait = response.headers().get("retry-after").map(|wait| wait.to_str().unwrap().to_owned());
    (response.status(), wait, serde_json::from_slice(response.body()).unwrap())
}

db_test!(whoever_asked_for_his_share_waits_as_long_as_he_is_told);
async fn whoever_asked_for_his_share_waits_as_long_as_he_is_told(database: Database) {
    let app = App::start_with_allowances(database, BEFORE, LITTLE).await;
    let reader = app.user("reader", &[]).await;
    let other = app.user("other", &[]).await;
    for left in [79, 58, 37, 16] {
        let (status, body) = reader.send(PLANS, json!({})).await;
        let told = &body["extensions"]["cost"];
        assert_eq!(
            (status, &told["remaining"], &told["limit"]),
            (StatusCode::OK, &json!(left), &json!(100)),
            "{body:#}"
        );
    }
    let (status, body) = reader.send(PLANS, json!({})).await;
    let error = &body["errors"][0];
    assert_eq!((status, &error["extensions"]["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("RATE_LIMITED")));
    assert_eq!(error["message"], "You asked for too much in a short time; wait, then try again.");
    assert!(body.get("data").is_none(), "{body:#}");
    assert_eq!(
        body["extensions"]["cost"],
        json!({ "requested": 21, "maximum": 6_000, "limit": 100, "remaining": 16, "resetsAt": "2025-06-20T02:00:08.400Z" })
    );
    // What another asks for is his own; only the address is everybody's.
    assert_eq!(other.send(PLANS, json!({})).await.0, StatusCode::OK);
    let asked = "{ rateLimit { limit remaining cost resetsAt } }";
    app.clock.set("2025-06-20T02:00:00.500Z");
    let data = reader.query(asked).await;
    let standing = json!({ "limit": 100, "remaining": 20, "cost": 1, "resetsAt": "2025-06-20T02:00:08.500Z" });
    assert_eq!(data["rateLimit"], standing);
    app.clock.set("2025-06-20T02:00:00.600Z");
    assert_eq!(reader.send(PLANS, json!({})).await.0, StatusCode::OK);
    app.clock.set("2025-06-20T03:00:00Z");
    assert_eq!(reader.query(asked).await["rateLimit"]["remaining"], 99);
}

db_test!(nobody_is_limited_by_his_address_and_a_stranger_takes_nothing_from_an_office);
async fn nobody_is_limited_by_his_address_and_a_stranger_takes_nothing_from_an_office(database: Database) {
    let app = App::start_with_allowances(database, BEFORE, LITTLE).await;
    let plans = || json!({ "query": PLANS });
    for (address, forwarded, status, wait) in [
        ("192.0.2.1", None, StatusCode::OK, None),
        ("192.0.2.1", None, StatusCode::OK, None),
        ("192.0.2.1", None, StatusCode::TOO_MANY_REQUESTS, Some("3")),
        ("192.0.2.2", None, StatusCode::OK, None),
        // Whoever is no trusted proxy speaks for nobody.
        ("192.0.2.1", Some("198.51.100.1"), StatusCode::TOO_MANY_REQUESTS, Some("3")),
        // Behind a trusted one each client is its own.
        ("10.0.0.1", Some("198.51.100.1"), StatusCode::OK, None),
        ("10.0.0.1", Some("198.51.100.2"), StatusCode::OK, None),
        ("10.0.0.2", Some("203.0.113.7, 192.0.2.1"), StatusCode::TOO_MANY_REQUESTS, Some("3")),
        ("[2001:db8::1]", None, StatusCode::OK, None),
        ("[2001:db8::2]", None, StatusCode::OK, None),
        ("[2001:db8::3]", None, StatusCode::TOO_MANY_REQUESTS, Some("3")),
    ] {
        let (answered, told, body) = from(&app, address, forwarded, None, plans()).await;
        assert_eq!((answered, told.as_deref()), (status, wait), "{address} {forwarded:?}: {body:#}");
    }
    let reader = app.user("reader", &[]).await;
    assert_eq!(reader.send(PLANS, json!({})).await.0, StatusCode::OK);
}

db_test!(what_is_refused_costs_too);
async fn what_is_refused_costs_too(database: Database) {
    let app = App::start_with_allowances(database, BEFORE, LITTLE).await;
    let good = || json!({ "query": "{ __typename }" });
    let cases = [
        ("192.0.2.1", None, json!({ "query": "{" })),
        ("192.0.2.2", None, json!({ "query": "{ ...F }" })),
        ("192.0.2.3", None, json!({ "query": 5 })),
        ("192.0.2.4", Some("forged"), good()),
    ];
    for (address, token, body) in cases {
        for _ in 0..5 {
            let (status, ..) = from(&app, address, None, token, body.clone()).await;
            assert_ne!(status, StatusCode::TOO_MANY_REQUESTS, "{address}");
        }
        let (status, wait, _) = from(&app, address, None, token, body.clone()).await;
        assert_eq!((status, wait.as_deref()), (StatusCode::TOO_MANY_REQUESTS, Some("2")), "{address}");
        let (status, ..) = from(&app, address, None, None, good()).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{address}");
    }
    let (status, ..) = from(&app, "192.0.2.5", None, None, good()).await;
    assert_eq!(status, StatusCode::OK);
}
