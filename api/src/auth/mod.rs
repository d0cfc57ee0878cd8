//! Who is it? Bearer tokens of the program's own issuer.

mod key;
mod token;

pub use key::{KeyError, SigningKey};
pub use token::{BadToken, Tokens};
