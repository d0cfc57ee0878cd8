//! An OpenID provider on this machine, whose keys and moods the test sets.

use std::sync::{Arc, Mutex};

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
        RsaPublicKeyComponents,
    },
};
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Notify};
use tonghop::auth::{Algorithms, Fetch, Oidc, Remote};

/// For whom its tokens are.
pub(super) const AUDIENCE: &str = "https://api.example.vn";

/// A key of the provider.
pub(super) enum Key {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Key {
    pub(super) fn ed25519() -> Self {
        Self::Ed25519(Ed25519KeyPair::generate().unwrap())
    }

    pub(super) fn p256() -> Self {
        Self::P256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    pub(super) fn rsa() -> Self {
        Self::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    /// The algorithm it signs in.
    pub(super) fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "EdDSA",
            Self::P256(_) => "ES256",
            Self::Rsa(_) => "RS256",
        }
    }

    /// Its public half.
    pub(super) fn public(&self, kid: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (kty, parts) = match self {
            Self::Ed25519(pair) => ("OKP", json!({ "crv": "Ed25519", "x": text(pair.public_key().as_ref()) })),
            Self::P256(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                ("EC", json!({ "crv": "P-256", "x": text(x), "y": text(y) }))
            }
            Self::Rsa(pair) => {
                let parts = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                ("RSA", json!({ "n": text(&parts.n), "e": text(&parts.e) }))
            }
        };
        let mut jwk = json!({ "kty": kty, "kid": kid, "use": "sig", "alg": self.algorithm() });
        jwk.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
        jwk
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Self::P256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
        }
    }

    /// A token with this header and these claims.
    pub(super) fn token(&self, header: &Value, claims: &Value) -> String {
        let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let message = format!("{header}.{claims}");
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(self.sign(message.as_bytes())))
    }
}

/// What it answers.
#[derive(Clone)]
pub(super) enum Mood {
    Keys(Value),
    Fails,
    Redirects,
    /// Some other text.
    Says(String),
    /// Nothing before it is told to.
    Waits(Arc<Notify>, Value),
}

/// The provider.
#[derive(Clone)]
pub(super) struct Provider {
    pub(super) issuer: String,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<usize>>,
}

impl Provider {
    /// Starts it, with no key.
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let provider =
            Self { issuer, mood: Arc::new(Mutex::new(Mood::Keys(json!({ "keys": [] })))), asked: Arc::default() };
        let router = Router::new()
            .route("/keys", get(keys))
            .route("/.well-known/openid-configuration", get(discovery))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    pub(super) fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// Publishes these keys.
    pub(super) fn publish(&self, keys: &[(&Key, &str)]) {
        self.set(Mood::Keys(set(keys)));
    }

    /// How often it was asked for its keys.
    pub(super) fn asked(&self) -> usize {
        *self.asked.lock().unwrap()
    }

    /// The program's side of it.
    pub(super) fn remote(&self, algorithms: &str) -> Arc<Remote> {
        let oidc = Oidc {
            issuer: self.issuer.clone(),
            audience: AUDIENCE.to_owned(),
            jwks_url: None,
            algorithms: Algorithms::named(algorithms.split(',')).unwrap(),
        };
        Arc::new(Remote::new(oidc, Fetch::new().unwrap()).unwrap())
    }
}

/// A set of keys.
pub(super) fn set(keys: &[(&Key, &str)]) -> Value {
    json!({ "keys": keys.iter().map(|(key, kid)| key.public(kid)).collect::<Vec<_>>() })
}

async fn keys(State(provider): State<Provider>) -> Response {
    *provider.asked.lock().unwrap() += 1;
    let mood = provider.mood.lock().unwrap().clone();
    match mood {
        Mood::Keys(keys) => keys.to_string().into_response(),
        Mood::Fails => StatusCode::BAD_GATEWAY.into_response(),
        Mood::Redirects => (StatusCode::FOUND, [(header::LOCATION, "/elsewhere")]).into_response(),
        Mood::Says(text) => text.into_response(),
        Mood::Waits(told, keys) => {
            told.notified().await;
            keys.to_string().into_response()
        }
    }
}

async fn discovery(State(provider): State<Provider>) -> String {
    json!({ "issuer": provider.issuer, "jwks_uri": format!("{}/keys", provider.issuer) }).to_string()
}
