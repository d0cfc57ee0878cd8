//! How rows of the trail become bytes, and these a hash that holds them.
//!
//! Version 1. The hash of a seal is SHA-256, in hex, over these fields, one after another:
//!
//! - the text `tonghop.audit_seal.1`;
//! - the hash of the seal before it, in hex; of the first seal, [`GENESIS`];
//! - the seal's `from_seq`, `to_seq` and `sealed_at`;
//! - for each row from the one to the other, by rising number, every column in the order of [`Link::add`].
//!
//! A field is one byte 0 if it is null, or one byte 1, the number of its bytes as 8 bytes, and its bytes. Numbers are
//! 8 bytes, instants such a number of microseconds since 1970, days the number of days since 1 January of year 1, ids
//! their 16 bytes, texts UTF-8. All numbers are big-endian. So no two lists of rows make the same bytes.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, Utc};
use entity::audit_event::Model;
use sha2::{Digest, Sha256};

/// How the rows of new seals become bytes.
pub(crate) const VERSION: i32 = 1;

/// What stands for the hash before the first seal.
pub(crate) const GENESIS: &str = "";

/// A seal in the making.
#[derive(Debug)]
pub(crate) struct Link(Sha256);

impl Link {
    /// Begins a seal that goes on from the one with the hash `previous`.
    pub(crate) fn after(previous: &str, from: i64, to: i64, sealed_at: DateTime<Utc>) -> Self {
        let mut link = Self(Sha256::new());
        link.text("tonghop.audit_seal.1");
        link.text(previous);
        link.number(from);
        link.number(to);
        link.number(sealed_at.timestamp_micros());
        link
    }

    /// Adds the next row.
    pub(crate) fn add(&mut self, row: &Model) {
        // Every column by name: a new one that is not held here does not compile.
        let Model {
            seq,
            at,
            dated_on,
            actor_id,
            client_id,
            grant_id,
            grant_role,
            grant_unit_id,
            unit_id,
            subject_kind,
            subject_id,
            action,
            before,
            after,
            reason,
            operation,
            request_id,
            horizon,
        } = row;
        self.number(*seq);
        self.number(at.timestamp_micros());
        self.number(dated_on.num_days_from_ce().into());
        self.optional(actor_id.as_ref().map(|id| id.as_bytes().as_slice()));
        self.optional(client_id.as_ref().map(|id| id.as_bytes().as_slice()));
        self.optional(grant_id.as_ref().map(|id| id.as_bytes().as_slice()));
        self.optional(grant_role.as_ref().map(String::as_bytes));
        self.optional(grant_unit_id.as_ref().map(|id| id.as_bytes().as_slice()));
        self.optional(unit_id.as_ref().map(|id| id.as_bytes().as_slice()));
        self.text(subject_kind);
        self.optional(Some(subject_id.as_bytes()));
        self.text(action);
        for text in [before, after, reason, operation, request_id] {
            self.optional(text.as_ref().map(String::as_bytes));
        }
        self.number(*horizon);
    }

    /// The hash, in hex.
    pub(crate) fn close(self) -> String {
        let mut hex = String::with_capacity(64);
        for byte in self.0.finalize() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }

    fn text(&mut self, text: &str) {
        self.optional(Some(text.as_bytes()));
    }

    fn number(&mut self, number: i64) {
        self.optional(Some(&number.to_be_bytes()));
    }

    fn optional(&mut self, field: Option<&[u8]>) {
        let Some(bytes) = field else {
            self.0.update([0]);
            return;
        };
        self.0.update([1]);
        self.0.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(bytes);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn row() -> Model {
        Model {
            seq: 7,
            at: instant("2025-06-20T02:00:00.000001Z"),
            dated_on: "2025-06-20".parse().unwrap(),
            actor_id: Some(Uuid::from_u128(1)),
            client_id: Some(Uuid::from_u128(6)),
            grant_id: Some(Uuid::from_u128(2)),
            grant_role: Some("REVIEWER".to_owned()),
            grant_unit_id: Some(Uuid::from_u128(3)),
            unit_id: Some(Uuid::from_u128(4)),
            subject_kind: "ACTIVITY_REPORT".to_owned(),
            subject_id: Uuid::from_u128(5),
            action: "RETURN".to_owned(),
            before: Some("{}".to_owned()),
            after: None,
            reason: Some("Nhầm".to_owned()),
            operation: None,
            request_id: Some("r".to_owned()),
            horizon: 9,
        }
    }

    fn sealed(rows: &[Model]) -> String {
        let mut link = Link::after(GENESIS, 1, 7, instant("2025-06-20T02:00:01Z"));
        for row in rows {
            link.add(row);
        }
        link.close()
    }

    #[test]
    fn the_hash_of_version_1_stays_what_it_is() {
        // Worked out apart from this program, from the description above.
        assert_eq!(sealed(&[row()]), "2e6b6362fa8ab8ee8c34d406e0b2900825aab2cb68ca22bc365b0ea6fa52dddc");
    }

    #[test]
    fn whatever_is_different_makes_another_hash() {
        let same = row();
        let mut others = vec![sealed(&[]), sealed(&[row(), row()])];
        let mut with = |change: fn(&mut Model)| {
            let mut row = row();
            change(&mut row);
            others.push(sealed(&[row]));
        };
        with(|row| row.seq = 6);
        with(|row| row.at = instant("2025-06-20T02:00:00Z"));
        with(|row| row.dated_on = "2025-06-21".parse().unwrap());
        with(|row| row.actor_id = None);
        with(|row| row.client_id = None);
        with(|row| row.grant_id = row.actor_id);
        with(|row| row.grant_role = None);
        with(|row| row.grant_unit_id = None);
        with(|row| row.unit_id = None);
        with(|row| row.subject_kind = "ACTIVITY_REPOR".to_owned());
        with(|row| row.subject_id = Uuid::nil());
        with(|row| row.action = "TRETURN".to_owned());
        with(|row| std::mem::swap(&mut row.before, &mut row.after));
        with(|row| row.after = Some(String::new()));
        with(|row| row.reason = Some("Nhâm".to_owned()));
        with(|row| (row.operation, row.request_id) = (row.request_id.take(), None));
        with(|row| row.request_id = None);
        with(|row| row.horizon = 0);
        for (from, to, at, previous) in [
            (2, 7, "2025-06-20T02:00:01Z", GENESIS),
            (1, 8, "2025-06-20T02:00:01Z", GENESIS),
            (1, 7, "2025-06-20T02:00:02Z", GENESIS),
            (1, 7, "2025-06-20T02:00:01Z", "0"),
        ] {
            let mut link = Link::after(previous, from, to, instant(at));
            link.add(&same);
            others.push(link.close());
        }
        others.push(sealed(&[same]));
        let count = others.len();
        others.sort();
        others.dedup();
        assert_eq!(others.len(), count);
    }
}
