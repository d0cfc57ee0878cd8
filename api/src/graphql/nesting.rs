//! How deep a document nests, told before it is parsed: the parser calls itself for every level, and would use up the stack
//! of the process.

/// The deepest that brackets may stand in one another.
const DEEPEST: usize = 64;

/// Whether brackets of any kind stand too deep in one another. Strings and comments do not count.
pub(super) fn is_too_deep(document: &str) -> bool {
    let mut rest = document.as_bytes();
    let mut depth = 0_usize;
    while let Some((&first, tail)) = rest.split_first() {
        rest = match first {
            b'"' => after_string(rest),
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
            return true;
        }
    }
    false
}

/// What follows the string that begins here. One that does not end is for the parser to refuse; it reads a block's three
/// quotes without an end as an empty string and goes on with the third.
fn after_string(text: &[u8]) -> &[u8] {
    let is_block = text.starts_with(b"\"\"\"");
    match after_quoted(text, is_block) {
        None if is_block => &text[2..],
        after => after.unwrap_or_default(),
    }
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

    fn nested(open: &str, levels: usize) -> String {
        open.repeat(levels)
    }

    #[test]
    fn brackets_of_all_kinds_count_together() {
        for open in ["[", "{", "(", "{a(b:[", "\n[ "] {
            let each = open.bytes().filter(|byte| b"([{".contains(byte)).count();
            assert!(!is_too_deep(&nested(open, DEEPEST / each)), "{open}");
            assert!(is_too_deep(&nested(open, DEEPEST / each + 1)), "{open}");
        }
        assert!(!is_too_deep(&"[]{}()".repeat(10_000)));
        // More closed than opened is for the parser to refuse.
        assert!(!is_too_deep(&"]".repeat(10_000)));
    }

    #[test]
    fn strings_and_comments_do_not_count() {
        let many = nested("[", 100);
        for quoted in
            [format!("\"{many}\""), format!("\"\\\"{many}\""), format!("\"\"\"{many}\" \\\"\"\" {many}\"\"\"")]
        {
            assert!(!is_too_deep(&quoted), "{quoted}");
            assert!(is_too_deep(&format!("{quoted}{many}")), "{quoted}");
        }
        assert!(!is_too_deep(&format!("# {many}\n[]")));
        assert!(is_too_deep(&format!("# {many}\n{many}")));
        assert!(is_too_deep(&format!("\"\\\\\"{many}")));
        // No end: an empty string, and what follows the two quotes.
        assert!(is_too_deep(&format!("\"\"\"\"{many}")));
    }
}
