//! Text from outside: one normal form, honest lengths, nothing invisible; and the folded form that searches compare.
//!
//! The normal form is NFC of Unicode Standard Annex 15.

use unicode_normalization::{
    UnicodeNormalization,
    char::{is_combining_mark, is_public_assigned},
};

use crate::refusal::{Class, Explain, Lang};

/// The longest name, in Unicode characters of the normal form.
pub const NAME_MAX: usize = 300;
/// The longest title, in Unicode characters of the normal form.
pub const TITLE_MAX: usize = 1_000;
/// The longest running text, in Unicode characters of the normal form.
pub const TEXT_MAX: usize = 10_000;
/// The longest web address, in Unicode characters of the normal form.
pub const ADDRESS_MAX: usize = 2_000;

/// Whether a text may run over several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// A name or a title: no line break, no tab.
    One,
    /// Running text: line breaks (kept as `\n`) and tabs are content.
    Many,
}

/// Why a text is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum TextError {
    /// Nothing visible is left after trimming.
    Empty {
        /// The input field.
        field: String,
    },
    /// More characters than the field holds.
    TooLong {
        /// The input field.
        field: String,
        /// How many characters the field holds.
        max: usize,
        /// How many there are, in the normal form.
        found: usize,
    },
    /// A character that is no content: a control, a reversal of the reading direction, a code point without meaning.
    ControlCharacter {
        /// The input field.
        field: String,
        /// The first such character.
        character: char,
    },
}

impl Explain for TextError {
    fn rule(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "text.empty",
            Self::TooLong { .. } => "text.too_long",
            Self::ControlCharacter { .. } => "text.control_character",
        }
    }

    fn field(&self) -> Option<String> {
        let (Self::Empty { field } | Self::TooLong { field, .. } | Self::ControlCharacter { field, .. }) = self;
        Some(field.clone())
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Empty { field } => lang.pick(format!("{field}: không được để trống"), format!("{field} is empty")),
            Self::TooLong { field, max, found } => lang.pick(
                format!("{field}: dài {found} ký tự, tối đa {max}"),
                format!("{field} has {found} characters, at most {max} are allowed"),
            ),
            Self::ControlCharacter { field, character } => {
                let code = u32::from(*character);
                lang.pick(
                    format!("{field}: chứa ký tự không được phép U+{code:04X}"),
                    format!("{field} contains the character U+{code:04X}, which is not allowed"),
                )
            }
        }
    }
}

/// Brings a required text into the form that is stored: Unicode NFC, trimmed, line breaks as `\n`.
///
/// `max_chars` counts Unicode characters of the normal form, so a letter typed as base and marks counts as one.
///
/// # Errors
///
/// Refuses a text without anything visible, with more than `max_chars` characters, or with a character that is no
/// content: a control, a separator that breaks lines, a bidirectional override or isolate, a byte order mark, or a code
/// point that Unicode left unassigned, to private use, or declared to be no character.
pub fn clean(field: &str, raw: &str, max_chars: usize, lines: Lines) -> Result<String, TextError> {
    let text: String = raw.replace("\r\n", "\n").trim().nfc().collect();
    if !text.chars().any(is_visible) {
        return Err(TextError::Empty { field: field.to_owned() });
    }
    if let Some(character) = text.chars().find(|&c| !is_content(c, lines)) {
        return Err(TextError::ControlCharacter { field: field.to_owned(), character });
    }
    let found = text.chars().count();
    if found > max_chars {
        return Err(TextError::TooLong { field: field.to_owned(), max: max_chars, found });
    }
    Ok(text)
}

/// As [`clean`], for a text that may be missing: no text and blank text are both `None`.
///
/// # Errors
///
/// Those of [`clean`], except that an empty text is no error.
pub fn clean_optional(
    field: &str,
    raw: Option<&str>,
    max_chars: usize,
    lines: Lines,
) -> Result<Option<String>, TextError> {
    match raw.map(|raw| clean(field, raw, max_chars, lines)) {
        None | Some(Err(TextError::Empty { .. })) => Ok(None),
        Some(Ok(text)) => Ok(Some(text)),
        Some(Err(error)) => Err(error),
    }
}

/// The form in which searches compare: without case, diacritics and apostrophes, `đ` as `d`, one space between words.
///
/// `Hoà`, `Hòa` and `HOA` are one; so are `Ea H'leo`, `Ea H’leo` and `ea hleo`. Folding folded text changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    let letters: String = text
        .chars()
        // Before decomposing, which makes a free-standing acute a space and a mark; and again below, for ŉ and Ꞌ.
        .filter(|&c| !is_apostrophe(c))
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_apostrophe(c))
        .map(|c| match c {
            // Eth and the African d are typed and converted for đ, which they look like as capitals.
            'đ' | 'ð' | 'ɖ' => 'd',
            c => c,
        })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a reader sees something. A text of joiners and marks of direction looks empty, and so is.
const fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}')
}

fn is_content(c: char, lines: Lines) -> bool {
    match c {
        '\n' | '\t' => lines == Lines::Many,
        '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => false,
        c => !c.is_control() && is_public_assigned(c),
    }
}

const fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{B4}' | '\u{2B9}'..='\u{2BC}' | '\u{2C8}' | '\u{2CA}' | '\u{2CB}' | '\u{2018}'..='\u{201B}'
            | '\u{2032}' | '\u{2035}' | '\u{A78C}' | '\u{FF07}' | '\u{FF40}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(raw: &str) -> Result<String, TextError> {
        clean("name", raw, NAME_MAX, Lines::One)
    }

    #[test]
    fn decomposed_text_becomes_composed_and_loses_its_outer_blanks() {
        assert_eq!(name("  Xa\u{303} Ti\u{323}nh \u{C2}\u{301}n Ta\u{302}y\u{A0}\n").as_deref(), Ok("Xã Tịnh Ấn Tây"));
    }

    #[test]
    fn a_text_without_anything_visible_is_empty() {
        for raw in ["", "   ", "\n\t", "\u{200B}\u{200D}", "\u{AD}"] {
            let error = name(raw).unwrap_err();
            assert_eq!((error.rule(), error.field().as_deref()), ("text.empty", Some("name")), "{raw:?}");
        }
    }

    #[test]
    fn the_limit_counts_characters_of_the_normal_form() {
        // ế typed as e and two marks: three code points, eight bytes with the composed form's three, one character.
        let decomposed = "e\u{302}\u{301}".repeat(NAME_MAX);
        assert_eq!(name(&decomposed).map(|text| text.chars().count()), Ok(NAME_MAX));
        assert_eq!(
            name(&format!("{decomposed}x")),
            Err(TextError::TooLong { field: "name".into(), max: NAME_MAX, found: NAME_MAX + 1 })
        );
    }

    #[test]
    fn characters_that_are_no_content_are_refused_by_name() {
        for c in [
            '\0',
            '\u{7}',
            '\r',
            '\u{7F}',
            '\u{85}',
            '\u{2028}',
            '\u{202E}',
            '\u{2066}',
            '\u{FEFF}',
            '\u{E000}',
            '\u{FFFE}',
            '\u{378}',
            '\u{10FFFF}',
        ] {
            for lines in [Lines::One, Lines::Many] {
                let error = clean("title", &format!("a{c}b"), TITLE_MAX, lines).unwrap_err();
                assert_eq!(error, TextError::ControlCharacter { field: "title".into(), character: c });
                assert!(error.text(Lang::En).contains(&format!("U+{:04X}", u32::from(c))), "{error}");
            }
        }
    }

    #[test]
    fn only_running_text_has_lines_and_tabs() {
        assert_eq!(clean("text", "một\r\nhai\tba\n", TEXT_MAX, Lines::Many).as_deref(), Ok("một\nhai\tba"));
        assert_eq!(name("một\nhai").map_err(|e| e.rule()), Err("text.control_character"));
        assert_eq!(name("một\thai").map_err(|e| e.rule()), Err("text.control_character"));
    }

    #[test]
    fn a_blank_optional_text_is_no_text() {
        let optional = |raw| clean_optional("note", raw, 3, Lines::One);
        assert_eq!(optional(None), Ok(None));
        assert_eq!(optional(Some(" \n")), Ok(None));
        assert_eq!(optional(Some(" a ")), Ok(Some("a".into())));
        assert_eq!(optional(Some("abcd")).map_err(|e| e.rule()), Err("text.too_long"));
    }

    #[test]
    fn folding_forgets_case_marks_and_where_the_mark_sits() {
        for text in ["Hoà", "Hòa", "HÒA", "hoa", "Ho\u{300}a"] {
            assert_eq!(fold(text), "hoa", "{text}");
        }
        assert!(fold("Xã Tịnh Ấn Tây").contains("tinh an tay"));
        for text in ["Đắk Đoa", "ĐẮK ĐOA", "Ðắk  Ðoa", "\tđăk đoa "] {
            assert_eq!(fold(text), "dak doa", "{text}");
        }
        assert_eq!(fold(&fold("ŉ Ꞌ ½ ﬁ ´")), fold("ŉ Ꞌ ½ ﬁ ´"));
        assert_eq!(fold("Thành phố Hồ Chí Minh ươ ƯƠ"), "thanh pho ho chi minh uo uo");
    }

    #[test]
    fn folding_forgets_apostrophes_however_they_are_typed() {
        for text in ["Ea H'leo", "Ea H’leo", "Ea H‘leo", "Ea Hʼleo", "Ea H´leo", "Ea H`leo", "Ea H＇leo", "ea hleo"]
        {
            assert_eq!(fold(text), "ea hleo", "{text}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_and_folding_settle_at_once(raw in "\\PC{0,40}") {
            if let Ok(text) = clean("text", &raw, TEXT_MAX, Lines::Many) {
                prop_assert_eq!(clean("text", &text, TEXT_MAX, Lines::Many), Ok(text.clone()));
                prop_assert_eq!(fold(&fold(&text)), fold(&text));
            }
        }
    }
}
