//! What the library says of a client's document, in this API's words and both languages. A sentence of the library that is
//! not known here is told in general: nothing of it goes out unread.

use async_graphql::parser::Error;

use crate::error::{AppError, Code};

/// The most characters of a client's own name that go back to it.
const LONGEST: usize = 60;

/// A client's own name, no longer than any of the schema.
pub(in crate::graphql) fn short(name: &str) -> String {
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &name[..end]),
        None => name.to_owned(),
    }
}

/// The library's sentences with their names left out, then Vietnamese and English, where `{0}` is the first name.
const SENTENCES: [(&str, &str, &str); 27] = [
    (r#"Unknown field "" on type ""."#, "Kiểu {1} không có trường {0}.", "There is no field {0} on the type {1}."),
    (
        r#"Unknown argument "" on field "" of type ""."#,
        "Trường {1} của kiểu {2} không có đối số {0}.",
        "There is no argument {0} of the field {1} on the type {2}.",
    ),
    (
        r#"Unknown argument "" on directive ""."#,
        "Directive {1} không có đối số {0}.",
        "There is no argument {0} of the directive {1}.",
    ),
    (r#"Unknown type """#, "Không có kiểu {0}.", "There is no type {0}."),
    (r#"Unknown fragment: """#, "Không có fragment {0}.", "There is no fragment {0}."),
    (r#"Unknown directive """#, "Không có directive {0}.", "There is no directive {0}."),
    (
        r#"Directive "" may not be used on """#,
        "Directive {0} không được đứng ở đây ({1}).",
        "The directive {0} may not stand here ({1}).",
    ),
    (r#"Duplicate directive """#, "Directive {0} chỉ được đứng một lần.", "The directive {0} may stand once."),
    (
        r#"Directive "" argument "" of type "" is required but not provided"#,
        "Directive {0} thiếu đối số {1} kiểu {2}.",
        "The directive {0} lacks the argument {1} of the type {2}.",
    ),
    (
        r#"Field "" argument "" of type "" is required but not provided"#,
        "Trường {0} thiếu đối số {1} kiểu {2}.",
        "The field {0} lacks the argument {1} of the type {2}.",
    ),
    (
        r#"Field "" must not have a selection since type "" has no subfields"#,
        "Trường {0} kiểu {1} không có trường con.",
        "The field {0} of the type {1} has no fields to select.",
    ),
    (
        r#"Field "" of type "" must have a selection of subfields"#,
        "Trường {0} kiểu {1} cần được chọn các trường con.",
        "The field {0} of the type {1} needs fields selected of it.",
    ),
    (
        r#"Fragment "" cannot condition non composite type """#,
        "Fragment {0} không thể đứng trên kiểu {1}, vốn không có trường.",
        "The fragment {0} cannot be on the type {1}, which has no fields.",
    ),
    (
        r#"Fragment cannot condition non composite type """#,
        "Fragment không thể đứng trên kiểu {0}, vốn không có trường.",
        "A fragment cannot be on the type {0}, which has no fields.",
    ),
    (
        r#"Fragment "" cannot be spread here as objects of type "" can never be of type """#,
        "Fragment {0} không thể dùng ở đây: kiểu {1} không bao giờ là kiểu {2}.",
        "The fragment {0} cannot be spread here: the type {1} is never of the type {2}.",
    ),
    (
        r#"Fragment cannot be spread here as objects of type "" can never be of type """#,
        "Fragment không thể dùng ở đây: kiểu {0} không bao giờ là kiểu {1}.",
        "A fragment cannot be spread here: the type {0} is never of the type {1}.",
    ),
    (r#"Variable "" is not defined"#, "Biến {0} chưa được khai báo.", "The variable {0} is not declared."),
    (
        r#"Variable "" is not defined by operation """#,
        "Biến {0} chưa được khai báo trong thao tác {1}.",
        "The variable {0} is not declared by the operation {1}.",
    ),
    (r#"Variable "" is not used"#, "Biến {0} không được dùng.", "The variable {0} is not used."),
    (
        r#"Variable "" is not used by operation """#,
        "Biến {0} không được dùng trong thao tác {1}.",
        "The variable {0} is not used by the operation {1}.",
    ),
    (
        r#"Variable "" cannot be of non-input type """#,
        "Biến {0} không thể có kiểu {1}, vốn không phải kiểu đầu vào.",
        "The variable {0} cannot be of the type {1}, which is no input.",
    ),
    (
        r#"There can only be one argument named """#,
        "Đối số {0} chỉ được đứng một lần.",
        "The argument {0} may stand once.",
    ),
    (
        r#"There can only be one variable named """#,
        "Biến {0} chỉ được khai báo một lần.",
        "The variable {0} may be declared once.",
    ),
    (
        r#"Fields "" conflict because "" and "" are different fields. Use different aliases on the fields to fetch both if this was intentional."#,
        "Tên {0} chỉ hai trường khác nhau là {1} và {2}: hãy đặt bí danh khác nhau.",
        "The name {0} stands for two fields, {1} and {2}: give them different aliases.",
    ),
    (
        r#"Fields "" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional."#,
        "{0} được hỏi theo hai cách dưới một tên: hãy đặt bí danh khác nhau.",
        "{0} is asked for in two ways under one name: give different aliases.",
    ),
    (
        r#"Expected input type "", found null."#,
        "Ở đây cần giá trị kiểu {0}.",
        "A value of the type {0} is needed here.",
    ),
    (
        "Schema is not configured for subscriptions.",
        "Lược đồ không có subscription.",
        "The schema has no subscriptions.",
    ),
];

/// What the library says of a document that does not fit the schema.
pub(super) fn of_validation(said: &str) -> AppError {
    // Of directives it guesses what was meant, also where it is told not to.
    let said = said.split_once(" Did you mean").map_or(said, |(said, _)| said);
    let parts: Vec<&str> = said.split('"').collect();
    let names: Vec<String> = parts.iter().skip(1).step_by(2).map(|name| short(name)).collect();
    let bare = parts.iter().step_by(2).copied().collect::<Vec<_>>().join(r#""""#);
    let (vi, en) = SENTENCES.iter().find(|(known, ..)| *known == bare).map_or(GENERAL, |(_, vi, en)| (*vi, *en));
    let fill = |sentence: &str| {
        let numbered = names.iter().enumerate();
        numbered.fold(sentence.to_owned(), |filled, (n, name)| filled.replace(&format!("{{{n}}}"), name))
    };
    AppError::new(Code::GraphqlValidationFailed, fill(vi), fill(en))
}

/// What is said where the library's sentence is not known.
const GENERAL: (&str, &str) =
    ("Tài liệu không hợp với lược đồ ở chỗ này.", "The document does not fit the schema at this place.");

/// What the parser says.
pub(super) fn of_parser(wrong: &Error) -> AppError {
    let (vi, en) = match wrong {
        Error::Syntax { message, start, .. } => {
            let (line, column) = (start.line, start.column);
            let (vi, en) = needed(message).map_or_else(Default::default, |needed| {
                (format!(" Ở đây cần: {needed}."), format!(" Needed here: {needed}."))
            });
            (
                format!("Không phải GraphQL tại dòng {line}, cột {column}.{vi}"),
                format!("Not GraphQL at line {line}, column {column}.{en}"),
            )
        }
        Error::MultipleOperations { .. } => (
            "Thao tác không tên phải đứng một mình trong tài liệu.".to_owned(),
            "An operation without a name stands alone in its document.".to_owned(),
        ),
        Error::OperationDuplicated { operation: name, .. } | Error::FragmentDuplicated { fragment: name, .. } => {
            let name = short(name);
            (format!("Tên {name} được đặt hai lần."), format!("The name {name} is given twice."))
        }
        Error::MissingOperation => {
            ("Tài liệu không có thao tác nào.".to_owned(), "The document has no operation.".to_owned())
        }
        _ => ("Không phải GraphQL.".to_owned(), "Not GraphQL.".to_owned()),
    };
    AppError::new(Code::GraphqlParseFailed, vi, en)
}

/// What the parser would take at the place where it gave up, as the last line of its drawing says: rules of the grammar.
fn needed(drawing: &str) -> Option<String> {
    let (_, needed) = drawing.rsplit_once("= expected ")?;
    let needed = needed.replace("EOI", "the end").replace('_', " ");
    Some(needed).filter(|needed| needed.chars().all(|c| c.is_ascii_lowercase() || c == ' ' || c == ','))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use async_graphql::parser::parse_query;
    use domain::refusal::Lang;

    use super::*;

    /// Documents that do not fit the schema, each in another way.
    const WRONG: [&str; 28] = [
        "{ x }",
        "{ viewer(a: 1) { today } }",
        "{ viewer @skip(if: true, x: 1) { today } }",
        "query($a: Nope) { node(id: $a) { id } }",
        "{ ...F }",
        "{ viewer @nope { today } }",
        "query @skip(if: true) { viewer { today } }",
        "{ viewer @skip(if: true) @skip(if: true) { today } }",
        "{ viewer @skip { today } }",
        "{ node { id } }",
        "{ viewer { today { x } } }",
        "{ viewer }",
        "{ ...F } fragment F on Date { x }",
        "{ ... on Date { x } }",
        "{ ...F } fragment F on Viewer { today }",
        "{ ... on Viewer { today } }",
        "{ node(id: $a) { id } }",
        "query A { node(id: $a) { id } }",
        "query($a: ID) { viewer { today } }",
        "query A($a: ID) { viewer { today } }",
        "query($a: Plan) { viewer { today } }",
        "query($a: Int) { node(id: $a) { id } }",
        "{ node(id: 1, id: 2) { id } }",
        "query($a: ID!, $a: ID!) { node(id: $a) { id } }",
        "{ viewer { a: today a: user { name } } }",
        "{ viewer { units(first: 1) { totalCount } units(first: 2) { totalCount } } }",
        "subscription { x }",
        "{ viewer { user { name } ... on Viewer { user } } }",
    ];

    #[tokio::test]
    async fn whatever_the_library_says_of_a_document_is_said_in_both_languages() {
        let (schema, mut said) = (crate::graphql::schema(), BTreeSet::new());
        for document in WRONG {
            for error in schema.execute(document).await.errors {
                let told = of_validation(&error.message);
                assert_ne!(told.text(Lang::En), GENERAL.1, "{document}: {}", error.message);
                assert!(!told.text(Lang::Vi).is_ascii() && !told.text(Lang::En).contains('{'), "{document}");
                said.insert(error.message.split('"').step_by(2).collect::<Vec<_>>().join(r#""""#));
            }
        }
        let known: BTreeSet<String> = SENTENCES.iter().map(|(known, ..)| (*known).to_owned()).collect();
        assert_eq!(known.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new(), "never said");
    }

    #[test]
    fn a_sentence_that_is_not_known_goes_to_nobody() {
        for said in [r#"thread "main" panicked at src/lib.rs"#, "", "\"", r#"Unknown field "x""#] {
            assert_eq!(of_validation(said).text(Lang::En), GENERAL.1, "{said}");
        }
        let long = format!("Unknown field \"{}\" on type \"Query\".", "x".repeat(5_000));
        assert!(of_validation(&long).text(Lang::En).len() < 120);
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_place_and_not_repeated() {
        for (document, told) in [
            ("{ secret(", "Not GraphQL at line 1, column 10. Needed here: name."),
            ("{ a }\n{ b }", "An operation without a name stands alone in its document."),
            ("query A { a } query A { b }", "The name A is given twice."),
            ("fragment F on A { a }", "The document has no operation."),
            ("{ a(b: 1e999) }", "Not GraphQL at line 1, column 8."),
        ] {
            let wrong = of_parser(&parse_query(document).unwrap_err());
            assert_eq!(wrong.text(Lang::En), told, "{document}");
            assert!(!wrong.text(Lang::Vi).contains("secret") && !wrong.text(Lang::Vi).is_ascii(), "{document}");
        }
    }
}
