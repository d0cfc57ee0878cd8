//! Passwords: what one must be, and how long to wait after wrong ones.

use unicode_normalization::UnicodeNormalization;

use crate::{
    refusal::{Class, Explain, Lang},
    text::fold,
};

/// The fewest characters of a password.
pub const MIN: usize = 12;
/// The most characters of a password.
pub const MAX: usize = 200;

/// Why a password is refused. There are no rules of composition: they make passwords worse (NIST SP 800-63B, 3.1.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum PasswordError {
    /// Fewer characters than [`MIN`].
    TooShort,
    /// More characters than [`MAX`].
    TooLong,
    /// It is the user's name.
    IsName,
    /// It is the one that it is to replace.
    Unchanged,
}

impl Explain for PasswordError {
    fn rule(&self) -> &'static str {
        match self {
            Self::TooShort => "password.too_short",
            Self::TooLong => "password.too_long",
            Self::IsName => "password.is_name",
            Self::Unchanged => "password.unchanged",
        }
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::TooShort => lang.pick(
                format!("Mật khẩu phải có ít nhất {MIN} ký tự."),
                format!("A password has at least {MIN} characters."),
            ),
            Self::TooLong => lang.pick(
                format!("Mật khẩu có nhiều nhất {MAX} ký tự."),
                format!("A password has at most {MAX} characters."),
            ),
            Self::IsName => {
                lang.pick("Mật khẩu không được là tên người dùng.", "A password is not the user's own name.")
            }
            Self::Unchanged => lang.pick("Mật khẩu mới phải khác mật khẩu cũ.", "The new password is the old one."),
        }
    }
}

/// The form in which a password is compared: the same letters are the same, however a keyboard composes them.
#[must_use]
pub fn normal(raw: &str) -> String {
    raw.nfc().collect()
}

/// Judges a new password of the user with a name; gives the form in which it is compared.
///
/// # Errors
/// It is too short, too long, or the name.
pub fn choose(raw: &str, name: &str) -> Result<String, PasswordError> {
    let password = normal(raw);
    let length = password.chars().count();
    if length < MIN {
        return Err(PasswordError::TooShort);
    }
    if length > MAX {
        return Err(PasswordError::TooLong);
    }
    if fold(&password) == fold(name) {
        return Err(PasswordError::IsName);
    }
    Ok(password)
}

/// How many failed attempts in a row cost nothing.
const FREE: u32 = 4;
/// The longest wait, in seconds: fifteen minutes.
const LONGEST: i64 = 900;

/// After how many seconds another attempt is judged when so many failed in a row: 1, 2, 4 and so on from the fifth on.
#[must_use]
pub const fn wait(failures: u32) -> i64 {
    match failures.checked_sub(FREE + 1) {
        None => 0,
        Some(doublings) if doublings < 10 => 1 << doublings,
        Some(_) => LONGEST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_not_the_name_and_nothing_else_is_asked() {
        assert_eq!(choose("đúngmườihaiký", "lan"), Ok("đúngmườihaiký".to_owned()));
        assert_eq!(choose("            ", "lan"), Ok(" ".repeat(12)));
        assert_eq!(choose("elevenchars", "lan"), Err(PasswordError::TooShort));
        // Eleven letters, though typed as twelve code points.
        assert_eq!(choose("e\u{301}levenchars", "lan"), Err(PasswordError::TooShort));
        assert_eq!(choose(&"x".repeat(200), "lan").map(|password| password.len()), Ok(200));
        assert_eq!(choose(&"x".repeat(201), "lan"), Err(PasswordError::TooLong));
        assert_eq!(choose("NGUYENTHILAN", "nguyễnthịlan"), Err(PasswordError::IsName));
    }

    #[test]
    fn the_same_letters_are_the_same_password() {
        assert_eq!(normal("ma\u{323}\u{302}t khẩu dài"), normal("mật khẩu dài"));
    }

    #[test]
    fn the_wait_doubles_from_the_fifth_failure_on_up_to_fifteen_minutes() {
        let waits: Vec<i64> = (0..18).map(wait).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(wait(u32::MAX), 900);
    }
}
