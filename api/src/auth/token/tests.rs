//! Tokens of the own issuer, and what is none.

use domain::id::Id;
use uuid::Uuid;

use super::*;
use crate::auth::Auth;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000, 0).unwrap()
}

fn user() -> UserId {
    Id::new(Uuid::from_u128(42))
}

fn auth(key: &SigningKey) -> Auth {
    Auth::new(Tokens::new(key, &[]), None)
}

fn token(auth: &Auth) -> String {
    auth.tokens().sign(Bearer::User(user()), now(), TimeDelta::hours(1)).unwrap()
}

async fn caller(auth: &Auth, token: &str, seconds: i64) -> Option<Caller> {
    auth.verify(token, now() + TimeDelta::seconds(seconds)).await.ok().map(|proof| proof.caller)
}

/// A token of the own key with another header or other claims.
fn signed(auth: &Auth, header: Value, claims: Value) -> String {
    let mut all = json!({
        "iss": NAME, "aud": NAME, "sub": user().to_string(), "iat": now().timestamp(), "nbf": now().timestamp(),
        "exp": now().timestamp() + 60
    });
    let mut head = serde_json::to_value(&auth.tokens().header).unwrap();
    for (base, more) in [(&mut all, claims), (&mut head, header)] {
        for (name, value) in more.as_object().unwrap() {
            base[name] = value.clone();
        }
        base.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    }
    let [head, claims] = [head, all].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let message = format!("{head}.{claims}");
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &auth.tokens().signing, Algorithm::EdDSA).unwrap();
    format!("{message}.{signature}")
}

#[tokio::test]
async fn a_token_names_its_user_until_it_expires() {
    let key = SigningKey::make().unwrap();
    let auth = auth(&key);
    let token = token(&auth);
    let known = Some(Caller::user_since(user(), now()));
    // Asked again, it comes from what was proven before.
    for _ in 0..2 {
        assert_eq!(caller(&auth, &token, 0).await, known);
        assert_eq!(caller(&auth, &token, 3_600 + 59).await, known);
        assert_eq!(caller(&auth, &token, 3_600 + 60).await, None);
    }
    let fresh = Auth::new(Tokens::new(&key, &[]), None);
    assert_eq!(caller(&fresh, &token, 3_600 + 60).await, None);
    assert_eq!(caller(&fresh, &token, -61).await, None);
    assert_eq!(caller(&fresh, &token, -60).await, known);
}

#[tokio::test]
async fn what_a_token_says_comes_back_as_it_was_said() {
    let auth = auth(&SigningKey::make().unwrap());
    let (sign_in, client) = (Id::new(Uuid::from_u128(7)), Id::new(Uuid::from_u128(8)));
    let signed = |bearer| auth.tokens().sign(bearer, now(), TimeDelta::minutes(10)).unwrap();
    let by = Caller::User { user: user(), signed_in: SignedIn::By(sign_in) };
    assert_eq!(caller(&auth, &signed(Bearer::SignIn(user(), sign_in)), 0).await, Some(by));
    for scopes in [&[ClientScope::Read, ClientScope::SubmitReport][..], &[]] {
        let expected = Caller::Client { client, scopes: Some(scopes.into()) };
        assert_eq!(caller(&auth, &signed(Bearer::Client(client, scopes)), 0).await, Some(expected));
    }
}

#[tokio::test]
async fn keys_overlap_while_they_are_changed() {
    let [old, new, stranger] = [(); 3].map(|()| SigningKey::make().unwrap());
    let both = Auth::new(Tokens::new(&new, std::slice::from_ref(&old)), None);
    assert!(caller(&both, &token(&auth(&old)), 0).await.is_some());
    assert!(caller(&both, &token(&auth(&new)), 0).await.is_some());
    assert!(caller(&both, &token(&auth(&stranger)), 0).await.is_none());
    assert!(caller(&auth(&old), &token(&both), 0).await.is_none(), "the new one signs");
    assert_eq!(both.tokens().published()["keys"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_token_must_say_for_whom_and_for_how_long_it_is() {
    let auth = auth(&SigningKey::make().unwrap());
    let second = now().timestamp();
    for claims in [
        json!({}),
        json!({ "aud": [NAME, "another"] }),
        json!({ "exp": 1_750_000_000.5 }),
        json!({ "nbf": null, "iat": null }),
        json!({ "nbf": second + 60, "iat": second + 60 }),
    ] {
        assert!(caller(&auth, &signed(&auth, json!({}), claims.clone()), 0).await.is_some(), "{claims}");
    }
    for claims in [
        json!({ "aud": null }),
        json!({ "aud": "another" }),
        json!({ "aud": ["another"] }),
        json!({ "aud": [] }),
        json!({ "aud": {} }),
        json!({ "iss": null }),
        json!({ "iss": "another" }),
        json!({ "exp": null }),
        json!({ "exp": "soon" }),
        json!({ "exp": second - 60 }),
        json!({ "exp": -1 }),
        json!({ "exp": 1e300 }),
        json!({ "nbf": second + 61 }),
        json!({ "nbf": "now" }),
        json!({ "iat": second + 61 }),
        json!({ "sub": null }),
        json!({ "sub": "user_7" }),
        json!({ "sid": "7" }),
        json!({ "sub": "client_00000000000000000000000000000007" }),
        json!({ "sub": "client_00000000000000000000000000000007", "scope": "READ EVERYTHING" }),
    ] {
        assert!(caller(&auth, &signed(&auth, json!({}), claims.clone()), 0).await.is_none(), "{claims}");
    }
}

#[tokio::test]
async fn the_header_of_a_token_chooses_nothing() {
    let auth = auth(&SigningKey::make().unwrap());
    let elsewhere = json!({
        "jku": "https://evil.example/keys", "x5u": "https://evil.example/c", "x5c": ["AAAA"],
        "jwk": { "kty": "OKP", "crv": "Ed25519", "x": "AAAA" }
    });
    for header in [json!({}), json!({ "typ": "JWT" }), json!({ "typ": "application/AT+JWT" }), elsewhere] {
        assert!(caller(&auth, &signed(&auth, header.clone(), json!({})), 0).await.is_some(), "{header}");
    }
    for header in [
        json!({ "kid": null }),
        json!({ "kid": "another" }),
        json!({ "alg": "none" }),
        json!({ "alg": "ES256" }),
        json!({ "alg": "RS256" }),
        json!({ "alg": "HS256" }),
        json!({ "typ": "logout+jwt" }),
        json!({ "crit": ["exp"] }),
        json!({ "crit": [] }),
    ] {
        assert!(caller(&auth, &signed(&auth, header.clone(), json!({})), 0).await.is_none(), "{header}");
    }
}

#[tokio::test]
async fn what_is_no_signature_is_refused() {
    let key = SigningKey::make().unwrap();
    let auth = auth(&key);
    let token = token(&auth);
    let (message, signature) = token.rsplit_once('.').unwrap();
    let claims = message.split('.').nth(1).unwrap();
    let kid = auth.tokens().header.kid.clone().unwrap();
    let header = |alg: &str| URL_SAFE_NO_PAD.encode(json!({ "alg": alg, "kid": kid }).to_string());
    // The public key as a shared secret, which every verifier has.
    let hmac = format!("{}.{claims}", header("HS256"));
    let secret = EncodingKey::from_secret(key.public());
    let hmac = format!("{hmac}.{}", jsonwebtoken::crypto::sign(hmac.as_bytes(), &secret, Algorithm::HS256).unwrap());
    for forged in [
        hmac,
        format!("{}.{claims}.", header("none")),
        format!("{}.{claims}", header("none")),
        format!("{message}."),
        format!(
            "{message}.{}",
            signature.replacen(&signature[..1], if signature.starts_with('A') { "B" } else { "A" }, 1)
        ),
        format!("{message}.{signature}.{signature}"),
        format!(" {token}"),
        format!("{token}="),
        String::new(),
        "..".to_owned(),
        "a.b.c".to_owned(),
        "\u{0}".repeat(40),
    ] {
        assert!(caller(&auth, &forged, 0).await.is_none(), "{forged}");
    }
    assert!(caller(&auth, &token, 0).await.is_some(), "the one they were made from is good");
}

#[tokio::test]
async fn an_oversized_token_is_refused_unread() {
    let auth = auth(&SigningKey::make().unwrap());
    let padded = |length: usize| signed(&auth, json!({}), json!({ "pad": "x".repeat(length) }));
    let fits = (0..4_096).rev().map(padded).find(|token| token.len() <= claims::LONGEST).unwrap();
    assert!(fits.len() > claims::LONGEST - 3);
    assert!(caller(&auth, &fits, 0).await.is_some());
    assert!(caller(&auth, &padded(4_096), 0).await.is_none());
}
