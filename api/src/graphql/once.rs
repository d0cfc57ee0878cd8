//! What makes a repeated mutation the same mutation: its name, the client's key and its input.

use async_graphql::{Context, InputType, Value};
use domain::text::{self, Lines};
use sha2::{Digest, Sha256};

use super::answer;
use crate::{error::AppError, session::Once};

/// The field of every mutation's input that holds the client's key.
const KEY_FIELD: &str = "idempotencyKey";
/// Fields that hold passwords. They are left out of the hash: it is kept, and whoever gets hold of it could try passwords
/// against it much faster than against theirs.
const SECRET_FIELDS: [&str; 3] = ["password", "oldPassword", "newPassword"];
/// The longest key, in Unicode characters.
const KEY_MAX: usize = 200;

/// Begins a mutation: looks at what it is to answer with, reads the key out of its `input` and hashes the rest of it.
///
/// The input is hashed as the server understood it: neither the order of its fields in the document nor whether it
/// came in variables makes another input of it, and a field left out is the same as null.
///
/// # Errors
/// `BAD_USER_INPUT` at `idempotencyKey` for a key that is empty, longer than 200 characters, or no text to store; at an
/// argument of the answer that no field takes.
pub(super) fn once<I: InputType>(ctx: &Context<'_>, mutation: &'static str, input: &I) -> Result<Once, AppError> {
    answer::check(ctx)?;
    key_and_input(mutation, input)
}

fn key_and_input<I: InputType>(mutation: &'static str, input: &I) -> Result<Once, AppError> {
    let mut input = input.to_value();
    let key = match &mut input {
        // The other fields keep their order, which is that of the declaration.
        Value::Object(fields) => {
            fields.retain(|name, _| !SECRET_FIELDS.contains(&name.as_str()));
            fields.shift_remove(KEY_FIELD)
        }
        _ => None,
    };
    let key = match key {
        Some(Value::String(key)) => Some(text::clean(KEY_FIELD, &key, KEY_MAX, Lines::One)?),
        _ => None,
    };
    let canonical = serde_json::to_vec(&input).map_err(AppError::internal)?;
    Ok(Once { mutation, key, input: hex(&Sha256::digest(canonical)) })
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use async_graphql::InputObject;

    use super::*;
    use crate::error::Code;

    #[derive(InputObject)]
    struct Sample {
        name: String,
        note: Option<String>,
        idempotency_key: Option<String>,
    }

    fn sample(name: &str, key: Option<&str>) -> Sample {
        Sample { name: name.to_owned(), note: None, idempotency_key: key.map(ToOwned::to_owned) }
    }

    #[test]
    fn the_key_is_no_part_of_the_input() {
        let with = |key| key_and_input("m", &sample("a", key)).unwrap();
        assert_eq!(with(Some("k")).input, with(None).input);
        assert_eq!(with(Some(" k ")).key.as_deref(), Some("k"));
        assert_eq!(with(None).key, None);
        assert_ne!(with(None).input, key_and_input("m", &sample("b", None)).unwrap().input);
        assert_eq!(with(None).input.len(), 64);
    }

    #[test]
    fn no_hash_of_a_password_is_kept() {
        #[derive(InputObject)]
        struct Secrets {
            name: String,
            password: String,
            old_password: String,
            new_password: String,
        }
        let with = |word: &str| {
            let word = || word.to_owned();
            let input = Secrets { name: "a".to_owned(), password: word(), old_password: word(), new_password: word() };
            key_and_input("m", &input).unwrap().input
        };
        assert_eq!(with("one"), with("another"));
    }

    #[test]
    fn a_key_has_one_to_two_hundred_characters() {
        let with = |key: &str| key_and_input("m", &sample("a", Some(key)));
        assert!(with(&"ư".repeat(200)).is_ok());
        for key in ["", "  ", "a\u{0}b", &"x".repeat(201)] {
            let error = with(key).unwrap_err();
            assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("idempotencyKey")));
        }
    }

    #[test]
    fn a_hash_is_written_in_lower_case_digits() {
        assert_eq!(hex(&[0x00, 0x0f, 0xa9]), "000fa9");
    }
}
