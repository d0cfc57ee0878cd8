//! What the parser could not bear, told before it begins: it calls itself for every level of brackets, and would use up the
//! stack of the process; and it reads a text in three quotes that has no end as an empty one, and would look for the end
//! anew at every next one.

use crate::{
    error::{AppError, Code},
    graphql::error::Refused,
};

/// The deepest that brackets may stand in one another.
const DEEPEST: usize = 64;

/// Whether the parser can bear a document. Strings and comments do not nest.
///
/// # Errors
/// `LIMIT_EXCEEDED` when brackets of any kind stand too deep in one another, `GRAPHQL_PARSE_FAILED` for a text in three
/// quotes without an end.
pub(in crate::graphql) fn check(document: &str) -> Result<(), Refused> {
    let mut rest = document.as_bytes();
    let mut depth = 0_usize;
    while let Some((&first, tail)) = rest.split_first() {
        rest = match first {
            b'"' => after_string(rest)?,
            b'#' => &tail[tail.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(tail.len())..],
            b'(' | b'[' | b'{' => {
                depth += 1;
                tail
            }
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                tail
            }
            _ => tail,
        };
        if depth > DEEPEST {
            return Err(too_deep());
        }
    }
    Ok(())
}

/// What follows the string that begins here. One in a single quote that does not end is for the parser to refuse.
fn after_string(text: &[u8]) -> Result<&[u8], Refused> {
    let is_block = text.starts_with(b"\"\"\"");
    match after_quoted(text, is_block) {
        None if is_block => Err(no_end()),
        after => Ok(after.unwrap_or_default()),
    }
}

fn too_deep() -> Refused {
    let (vi, en) = ("Dấu ngoặc lồng nhau quá 64 cấp.", "Brackets nest more than 64 levels deep.");
    Box::new((AppError::new(Code::LimitExceeded, vi, en), None))
}

fn no_end() -> Refused {
    let (vi, en) = ("Một chuỗi trong ba dấu nháy không kết thúc.", "A string in three quotes has no end.");
    Box::new((AppError::new(Code::GraphqlParseFailed, vi, en), None))
}

fn after_quoted(text: &[u8], is_block: bool) -> Option<&[u8]> {
    let (quote, escape): (&[u8], &[u8]) = if is_block { (b"\"\"\"", b"\\\"\"\"") } else { (b"\"", b"\\") };
    let mut rest = &text[quote.len()..];
    while !rest.is_empty() {
        if rest.starts_with(escape) {
            // A backslash takes whatever follows it in a line's string, and three quotes in a block's.
            rest = rest.get(escape.len().max(2)..).unwrap_or_default();
        } else if rest.starts_with(quote) {
            return Some(&rest[quote.len()..]);
        } else {
            rest = &rest[1..];
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a document.
    fn wrong(document: &str) -> Option<Code> {
        check(document).err().map(|refused| refused.0.code())
    }

    fn nested(open: &str, levels: usize) -> String {
        open.repeat(levels)
    }

    #[test]
    fn brackets_of_all_kinds_count_together() {
        for open in ["[", "{", "(", "{a(b:[", "\n[ "] {
            let each = open.bytes().filter(|byte| b"([{".contains(byte)).count();
            assert_eq!(wrong(&nested(open, DEEPEST / each)), None, "{open}");
            assert_eq!(wrong(&nested(open, DEEPEST / each + 1)), Some(Code::LimitExceeded), "{open}");
        }
        assert_eq!(wrong(&"[]{}()".repeat(10_000)), None);
        // More closed than opened is for the parser to refuse.
        assert_eq!(wrong(&"]".repeat(10_000)), None);
    }

    #[test]
    fn strings_and_comments_do_not_count() {
        let many = nested("[", 100);
        for quoted in
            [format!("\"{many}\""), format!("\"\\\"{many}\""), format!("\"\"\"{many}\" \\\"\"\" {many}\"\"\"")]
        {
            assert_eq!(wrong(&quoted), None, "{quoted}");
            assert_eq!(wrong(&format!("{quoted}{many}")), Some(Code::LimitExceeded), "{quoted}");
        }
        assert_eq!(wrong(&format!("# {many}\n[]")), None);
        assert_eq!(wrong(&format!("# {many}\n{many}")), Some(Code::LimitExceeded));
        assert_eq!(wrong(&format!("\"\\\\\"{many}")), Some(Code::LimitExceeded));
    }

    #[test]
    fn a_text_in_three_quotes_has_an_end() {
        for unended in ["\"\"\"", "\"\"\"\"", "\"\"\" \\\"\"\"", "{a(b:\"\"\" x"] {
            assert_eq!(wrong(unended), Some(Code::GraphqlParseFailed), "{unended}");
        }
        assert_eq!(wrong("\"\"\"\"\"\""), None);
        assert_eq!(wrong("\"\""), None);
    }
}
