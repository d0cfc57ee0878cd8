//! Use cases: one function, one transaction.
//!
//! Each begins its work with the caller's session, loads what it touches with the caller's scope, proves the right
//! to act, asks the pure rule of `domain`, saves, writes the audit row and commits. What returns early undoes all.

pub mod activity;
pub mod audit;
pub mod benchmark;
pub mod contribution;
pub mod demo;
pub(crate) mod figure;
pub mod grant;
pub(crate) mod obligation;
pub mod plan;
pub mod service_client;
pub mod sign_in;
pub mod unit;
pub mod user;
pub mod verify;

use sha2::{Digest, Sha256};

/// What tells one content from any other: its SHA-256, in hex.
fn fingerprint(content: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    Sha256::digest(content).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
