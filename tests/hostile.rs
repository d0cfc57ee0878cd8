//! Documents that nobody should send.

use serde_json::{Value, json};

/// A document, the variables sent with it, and the code by which it is refused.
pub struct Hostile {
    /// What it tries.
    pub what: &'static str,
    /// The document.
    pub document: String,
    /// What is sent for its variables.
    pub variables: Value,
    /// The code of the answer's first error.
    pub code: &'static str,
}

const LIMIT: &str = "LIMIT_EXCEEDED";
const PARSE: &str = "GRAPHQL_PARSE_FAILED";
const INVALID: &str = "GRAPHQL_VALIDATION_FAILED";
const INPUT: &str = "BAD_USER_INPUT";

fn hostile(what: &'static str, code: &'static str, document: impl Into<String>) -> Hostile {
    Hostile { what, document: document.into(), variables: json!({}), code }
}

/// So many of a part, each with its number in place of `#`.
fn numbered(part: &str, times: usize) -> String {
    (0..times).map(|n| part.replace('#', &n.to_string())).collect()
}

/// The part as often as a document has room for.
fn many(before: &str, part: &str, after: &str) -> String {
    let room = 19_900 - before.len() - after.len();
    let (mut document, mut n) = (before.to_owned(), 0);
    while document.len() + part.len() + 6 < before.len() + room {
        document.push_str(&part.replace('#', &n.to_string()));
        n += 1;
    }
    document + after
}

/// Documents that nobody should send, each refused by its code.
#[must_use]
pub fn documents() -> Vec<Hostile> {
    let mut all = shapes();
    all.extend(fragments());
    all.extend(introspection());
    all.extend(invalid());
    all.extend(values());
    all
}

/// Long, deep and wide ones.
fn shapes() -> Vec<Hostile> {
    let deep = |open: &str, levels: usize, close: &str| format!("{}{}", open.repeat(levels), close.repeat(levels));
    vec![
        hostile("a megabyte of blanks", LIMIT, format!("{{__typename}}{}", " ".repeat(1_000_000))),
        hostile("a megabyte of brackets", LIMIT, "[".repeat(1_000_000)),
        hostile("selections in one another", LIMIT, deep("{a", 9_000, "}")),
        hostile(
            "selections as deep as can be read",
            LIMIT,
            deep("{viewer", 60, "}").replace("viewer}", "viewer{today}}"),
        ),
        hostile("inline fragments in one another", LIMIT, deep("{...", 60, "}").replace("...}", "...{__typename}}")),
        hostile("lists in one another", LIMIT, format!("{{node(id:{}){{id}}}}", deep("[", 9_000, "]"))),
        hostile(
            "objects in one another",
            LIMIT,
            format!("{{node(id:{}1{}){{id}}}}", "{a:".repeat(4_000), "}".repeat(4_000)),
        ),
        hostile("types in one another", LIMIT, format!("query($a:{}){{__typename}}", deep("[", 9_000, "]"))),
        hostile(
            "a parent of a parent",
            LIMIT,
            format!("{{viewer{{units{{nodes{{{}id{}}}}}}}}}", "parent{".repeat(40), "}".repeat(40)),
        ),
        hostile("thousands of aliases", LIMIT, many("{", "a#:__typename ", "}")),
        hostile("thousands of fields", LIMIT, many("{viewer{", "today ", "}}")),
        hostile("thousands of fields at the root", LIMIT, many("{", "viewer{today}", "}")),
        hostile("thousands of directives", LIMIT, many("{__typename ", "@skip(if:false)", "}")),
        hostile("thousands of directives of the operation", LIMIT, many("query ", "@a", "{__typename}")),
        hostile("thousands of directives of variables", LIMIT, many("query($a:Int ", "@a", "){__typename}")),
        hostile("thousands of variables", LIMIT, many("query(", "$a#:Int ", "){__typename}")),
        hostile("thousands of operations", LIMIT, many("", "query a#{__typename}", "")),
        hostile(
            "large pages in one another",
            LIMIT,
            "{units(first:100){nodes{children(first:100){nodes{children(first:100){nodes{id}}}}}}}",
        ),
        hostile(
            "default pages in one another",
            LIMIT,
            "{units{nodes{children{nodes{children{nodes{children{nodes{id}}}}}}}}}",
        ),
        hostile(
            "pages whose size overflows",
            LIMIT,
            format!("{{{}id{}}}", "units(first:2147483647){nodes{children(first:100){nodes{", "}}}}"),
        ),
        hostile("many aliases of what is dear", LIMIT, many("{", "a#:units(first:100){totalCount nodes{id}}", "}")),
    ]
}

/// Fragments that fan out, turn in circles, or are never used.
fn fragments() -> Vec<Hostile> {
    let doubling =
        (0..40).map(|n| format!("fragment f{n} on Query{{...f{0} ...f{0}}}", n + 1)).collect::<Vec<_>>().concat();
    let wide = many("{...F}fragment F on Viewer{", "today ", "}");
    let sets = many("{", "viewer{...F}", "}fragment F on Viewer{today}");
    vec![
        hostile("fragments that double", LIMIT, format!("{{...f0}}{doubling}fragment f40 on Query{{__typename}}")),
        hostile(
            "a chain of fragments",
            LIMIT,
            format!(
                "{{...f0}}{}fragment f99 on Query{{__typename}}",
                (0..99).map(|n| format!("fragment f{n} on Query{{...f{}}}", n + 1)).collect::<Vec<_>>().concat()
            ),
        ),
        hostile("more fragments than any", LIMIT, numbered("fragment f# on Query{__typename}", 600) + "{__typename}"),
        hostile(
            "fragments that nobody uses",
            INVALID,
            numbered("fragment f# on Query{__typename}", 90) + "{__typename}",
        ),
        hostile("a fragment that spreads itself", INVALID, "{...F}fragment F on Query{...F}"),
        hostile(
            "fragments in a circle",
            INVALID,
            "{...A}fragment A on Query{...B}fragment B on Query{__typename ...A ...A}",
        ),
        hostile("a large fragment spread by many sets", LIMIT, sets),
        hostile("a fragment of another type", LIMIT, wide),
        hostile("a fragment spread by thousands of names", INVALID, many("{", "...F# ", "}")),
    ]
}

/// What asks for the schema's description more than once.
fn introspection() -> Vec<Hostile> {
    let circle =
        |times: usize| format!("{{__schema{{types{{{}name{}}}}}}}", "fields{type{".repeat(times), "}}".repeat(times));
    vec![
        hostile("a circular description", LIMIT, circle(20)),
        hostile("a circular description that is not deep", LIMIT, circle(7)),
        hostile(
            "a description of possible types",
            LIMIT,
            format!("{{__schema{{types{{{}name{}}}}}}}", "possibleTypes{fields{type{".repeat(5), "}}}".repeat(5)),
        ),
        hostile("many descriptions", LIMIT, many("{__schema{", "types{fields{args{name}}}", "}}")),
    ]
}

/// What does not fit the schema, a thousand times.
fn invalid() -> Vec<Hostile> {
    let fields = "x ".repeat(900);
    vec![
        hostile("thousands of fields that there are not", LIMIT, many("{", "x# ", "}")),
        hostile("a thousand fields that there are not", INVALID, format!("{{viewer{{{}}}}}", numbered("x# ", 2_000))),
        hostile(
            "a thousand arguments that there are not",
            INVALID,
            format!("{{viewer{{today({})}}}}", numbered("a#:1 ", 1_000)),
        ),
        hostile(
            "arguments compared with many fields",
            INVALID,
            format!("{{viewer{{x({}) {fields}}}}}", numbered("a#:1 ", 900)),
        ),
        hostile(
            "fields of one name with other arguments",
            INVALID,
            format!("{{viewer{{{}}}}}", numbered("units(first:#){totalCount}", 90)),
        ),
        hostile(
            "one name for two fields, often",
            INVALID,
            format!("{{viewer{{{}}}}}", "a:today a:user{name} ".repeat(49)),
        ),
        hostile(
            "conflicts within one another",
            INVALID,
            format!("{{{}a:today a:user{{name}}{}}}", "viewer{...{".repeat(10), "}}".repeat(10)),
        ),
        hostile("a name as long as the document", INVALID, format!("{{{}}}", "x".repeat(19_000))),
        hostile(
            "a variable of a type that there is not",
            INVALID,
            format!("query($a:{}){{__typename}}", "X".repeat(19_000)),
        ),
        hostile("variables that are not used", INVALID, format!("query({}){{__typename}}", numbered("$a#:Int ", 99))),
        hostile(
            "a variable that is not declared, often",
            INVALID,
            format!("{{nodes(ids:[{}]){{id}}}}", numbered("$a# ", 3_000)),
        ),
        hostile("a text without an end", PARSE, "{a(b:\"".to_owned() + &"x".repeat(19_000)),
        hostile("three quotes without an end, often", PARSE, many("{a(b:[", r#""\\""" a" "#, "])}")),
        hostile("quotes without an end, often", PARSE, many("{a(b:[", "\"\" \"", "])}")),
        hostile("colons", PARSE, many("{", "a:", "}")),
        hostile("spreads without a name", PARSE, many("{", "... on X@a(b:[1])", "}")),
        hostile("comments", PARSE, many("{a(b:[", "#\n", "])")),
        hostile("no document", PARSE, ""),
    ]
}

/// Values that are too many, too large or of another type.
fn values() -> Vec<Hostile> {
    let sent =
        |what, code, document: &str, variables: Value| Hostile { what, document: document.to_owned(), variables, code };
    let ids = "query($a:[ID!]!){nodes(ids:$a){id}}";
    vec![
        hostile(
            "a number of ten thousand digits",
            PARSE,
            format!("{{units(first:1e{}){{totalCount}}}}", "9".repeat(10_000)),
        ),
        hostile("a large number", INPUT, format!("{{units(first:{}){{totalCount}}}}", "9".repeat(300))),
        hostile(
            "an object of a thousand fields",
            INPUT,
            format!("{{units(filter:{{{}}}){{totalCount}}}}", numbered("a#:1 ", 2_000)),
        ),
        hostile("a list of a thousand lists", INPUT, format!("{{nodes(ids:[{}]){{id}}}}", "[[1]]".repeat(3_000))),
        sent(
            "a megabyte of text, often",
            LIMIT,
            "query($a:ID!){nodes(ids:[$a $a $a $a $a]){id}}",
            json!({ "a": "x".repeat(1_000_000) }),
        ),
        sent("hundreds of thousands of ids", LIMIT, ids, json!({ "a": vec![1; 500_000] })),
        sent("tens of thousands of ids", LIMIT, ids, json!({ "a": vec![1; 200_000] })),
        sent("wrong ids", INPUT, ids, json!({ "a": vec![json!([]); 100] })),
        sent(
            "an input of thousands of fields",
            INPUT,
            "query($a:UnitFilter){units(filter:$a){totalCount}}",
            json!({ "a": fields(50_000) }),
        ),
    ]
}

/// An object of so many fields.
fn fields(times: usize) -> Value {
    (0..times).map(|n| (format!("a{n}"), json!(1))).collect::<serde_json::Map<_, _>>().into()
}
