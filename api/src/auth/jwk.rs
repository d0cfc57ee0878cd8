//! Public keys as issuers publish them: JWK (RFC 7517, RFC 7518, RFC 8037).

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

/// The shortest RSA modulus that is taken, in bits; and the longest, which bounds the work of one check.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2_048..=8_192;
/// At most so many keys of a set are looked at.
const MOST: usize = 100;
/// A longer name of a key is no name.
const LONGEST_KID: usize = 200;

/// A public key with the one algorithm it is good for.
#[derive(Debug, Clone)]
pub(super) struct VerifyingKey {
    /// The only algorithm in which its signatures are checked.
    pub(super) algorithm: Algorithm,
    /// The key.
    pub(super) key: DecodingKey,
}

/// The parts of a key that are looked at. A certificate that comes along is not.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
    d: Option<Value>,
}

/// The keys of a set that are good for one of `algorithms`, by their names. What cannot be used is passed over.
pub(super) fn keys(set: &[u8], algorithms: &[Algorithm]) -> Option<HashMap<String, VerifyingKey>> {
    #[derive(Deserialize)]
    struct Set {
        keys: Vec<Value>,
    }
    let set: Set = serde_json::from_slice(set).ok()?;
    let mut found = HashMap::new();
    for key in set.keys.into_iter().take(MOST) {
        let Ok(jwk) = serde_json::from_value::<Jwk>(key) else { continue };
        if let Some(key) = jwk.verifying().filter(|key| algorithms.contains(&key.algorithm)) {
            // Of two with one name the first counts.
            found.entry(jwk.kid).or_insert(key);
        }
    }
    Some(found)
}

impl Jwk {
    fn verifying(&self) -> Option<VerifyingKey> {
        let signs = self.usage.as_deref().is_none_or(|usage| usage == "sig")
            && self.key_ops.as_ref().is_none_or(|ops| ops.iter().any(|op| op == "verify"));
        // A private half that is public has no owner any more.
        if !signs || self.d.is_some() || self.kid.is_empty() || self.kid.len() > LONGEST_KID {
            return None;
        }
        let (algorithm, key) = match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", None) => (Algorithm::RS256, self.rsa()?),
            ("EC", Some("P-256")) => (Algorithm::ES256, self.p256()?),
            ("OKP", Some("Ed25519")) => (Algorithm::EdDSA, self.ed25519()?),
            _ => return None,
        };
        let says = |alg: &str| alg.parse() == Ok(algorithm) || (alg == "Ed25519" && algorithm == Algorithm::EdDSA);
        self.alg.as_deref().is_none_or(says).then_some(VerifyingKey { algorithm, key })
    }

    fn rsa(&self) -> Option<DecodingKey> {
        let (n, e) = (bytes(self.n.as_ref()?)?, bytes(self.e.as_ref()?)?);
        let n = &n[n.iter().position(|byte| *byte != 0)?..];
        let bits = n.len() * 8 - usize::try_from(n.first()?.leading_zeros()).ok()?;
        let odd = e.last().is_some_and(|byte| byte % 2 == 1);
        let large = e.len() > 1 || e.first().is_some_and(|byte| *byte >= 3);
        (RSA_BITS.contains(&bits) && odd && large).then(|| DecodingKey::from_rsa_raw_components(n, &e))
    }

    fn p256(&self) -> Option<DecodingKey> {
        let (x, y) = (self.x.as_ref()?, self.y.as_ref()?);
        (bytes(x)?.len() == 32 && bytes(y)?.len() == 32).then(|| DecodingKey::from_ec_components(x, y).ok())?
    }

    fn ed25519(&self) -> Option<DecodingKey> {
        let x = bytes(self.x.as_ref()?)?;
        (x.len() == 32).then(|| DecodingKey::from_ed_der(&x))
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ALL: [Algorithm; 3] = [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256];

    fn taken(key: &Value, algorithms: &[Algorithm]) -> Option<Algorithm> {
        let found = keys(json!({ "keys": [key] }).to_string().as_bytes(), algorithms).unwrap();
        found.get("k").map(|key| key.algorithm)
    }

    fn with(mut key: Value, more: &Value) -> Value {
        key.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        key
    }

    fn number(bits: usize) -> String {
        let mut bytes = vec![0xff; bits.div_ceil(8)];
        if !bits.is_multiple_of(8) {
            bytes[0] >>= 8 - bits % 8;
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn rsa(bits: usize) -> Value {
        json!({ "kty": "RSA", "kid": "k", "use": "sig", "n": number(bits), "e": "AQAB" })
    }

    fn ed25519() -> Value {
        json!({ "kty": "OKP", "kid": "k", "crv": "Ed25519", "x": number(256) })
    }

    fn p256() -> Value {
        json!({ "kty": "EC", "kid": "k", "crv": "P-256", "x": number(256), "y": number(256) })
    }

    #[test]
    fn a_key_is_good_for_the_algorithm_of_its_own_family() {
        assert_eq!(taken(&rsa(2_048), &ALL), Some(Algorithm::RS256));
        assert_eq!(taken(&p256(), &ALL), Some(Algorithm::ES256));
        assert_eq!(taken(&ed25519(), &ALL), Some(Algorithm::EdDSA));
        assert_eq!(
            taken(&with(ed25519(), &json!({ "alg": "EdDSA", "use": "sig", "key_ops": ["verify"] })), &ALL),
            Some(Algorithm::EdDSA)
        );
        assert_eq!(taken(&rsa(2_048), &[Algorithm::ES256, Algorithm::EdDSA]), None, "not configured");
    }

    #[test]
    fn what_is_no_key_for_signatures_is_passed_over() {
        for (key, why) in [
            (rsa(2_047), "too short"),
            (rsa(8_193), "too long"),
            (with(rsa(2_048), &json!({ "e": "AQ" })), "an exponent of 1"),
            (with(rsa(2_048), &json!({ "e": "AQAC" })), "an even exponent"),
            (with(rsa(2_048), &json!({ "alg": "ES256" })), "the algorithm of another family"),
            (with(rsa(2_048), &json!({ "alg": "RS512" })), "another algorithm"),
            (with(rsa(2_048), &json!({ "alg": "HS256" })), "a shared secret"),
            (with(rsa(2_048), &json!({ "use": "enc" })), "for encryption"),
            (with(rsa(2_048), &json!({ "key_ops": ["encrypt"] })), "for encryption"),
            (with(rsa(2_048), &json!({ "d": "AQ" })), "private"),
            (with(rsa(2_048), &json!({ "kid": "" })), "nameless"),
            (with(p256(), &json!({ "crv": "P-384" })), "another curve"),
            (with(p256(), &json!({ "x": number(248) })), "half a point"),
            (with(ed25519(), &json!({ "crv": "X25519" })), "for agreement"),
            (with(ed25519(), &json!({ "x": number(264) })), "too long"),
            (json!({ "kty": "oct", "kid": "k", "k": "AAAA", "alg": "HS256" }), "a shared secret"),
            (json!("k"), "no object"),
        ] {
            assert_eq!(taken(&key, &ALL), None, "{why}");
        }
        assert!(keys(b"[]", &ALL).is_none());
    }

    #[test]
    fn of_two_with_one_name_the_first_counts_and_no_set_is_read_without_end() {
        let twice = json!({ "keys": [ed25519(), p256()] }).to_string();
        assert_eq!(keys(twice.as_bytes(), &ALL).unwrap()["k"].algorithm, Algorithm::EdDSA);
        let many: Vec<Value> = (0..1_000).map(|n| with(ed25519(), &json!({ "kid": n.to_string() }))).collect();
        assert_eq!(keys(json!({ "keys": many }).to_string().as_bytes(), &ALL).unwrap().len(), MOST);
    }
}
