//! The schema as a document: committed, complete and described.

use serde_json::{Value, json};

use crate::support::{
    app::App,
    database::{Database, db_test},
};

#[test]
fn the_committed_schema_is_the_schema() {
    let committed = include_str!("../../schema.graphql");
    let drift = "schema.graphql is out of date: cargo run --quiet -- schema > schema.graphql";
    assert!(committed.trim_end() == tonghop::graphql::sdl().trim_end(), "{drift}");
}

const INTROSPECTION: &str = "{ __schema { types { name kind description
    fields { name description args { name description } }
    inputFields { name description } enumValues { name description } } } }";

db_test!(everything_in_the_schema_is_described);
async fn everything_in_the_schema_is_described(database: Database) {
    let app = App::start(database, "2025-09-01T02:00:00Z").await;
    let data = app.anonymous().query(INTROSPECTION).await;
    let mut bare = Vec::new();
    for kind in data["__schema"]["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        // The introspection types and the five scalars of GraphQL itself are the library's and the specification's.
        if name.starts_with("__") || ["Boolean", "Float", "ID", "Int", "String"].contains(&name) {
            continue;
        }
        note(&mut bare, name, kind);
        for list in ["fields", "inputFields", "enumValues"] {
            for member in kind[list].as_array().into_iter().flatten() {
                let path = format!("{name}.{}", member["name"].as_str().unwrap());
                note(&mut bare, &path, member);
                for argument in member["args"].as_array().into_iter().flatten() {
                    note(&mut bare, &format!("{path}({})", argument["name"].as_str().unwrap()), argument);
                }
            }
        }
    }
    assert_eq!(json!(bare), json!([]), "without a description");
}

fn note(bare: &mut Vec<String>, path: &str, thing: &Value) {
    if thing["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
        bare.push(path.to_owned());
    }
}

const ARGUMENTS: &str =
    "{ __schema { types { name fields { name type { kind } args { name type { name kind ofType { name } } } } } } }";

db_test!(a_field_whose_arguments_can_be_refused_is_nullable);
async fn a_field_whose_arguments_can_be_refused_is_nullable(database: Database) {
    let app = App::start(database, "2025-09-01T02:00:00Z").await;
    let data = app.anonymous().query(ARGUMENTS).await;
    let mut never_null = Vec::new();
    for ty in data["__schema"]["types"].as_array().unwrap() {
        for field in ty["fields"].as_array().into_iter().flatten().filter(|field| field["type"]["kind"] == "NON_NULL") {
            let refusable = |argument: &Value| {
                let name = argument["name"].as_str().unwrap();
                ["first", "filter", "input"].contains(&name)
                    || [&argument["type"]["name"], &argument["type"]["ofType"]["name"]].contains(&&json!("ID"))
            };
            if field["args"].as_array().unwrap().iter().any(refusable) {
                never_null.push(format!("{}.{}", ty["name"].as_str().unwrap(), field["name"].as_str().unwrap()));
            }
        }
    }
    assert_eq!(never_null, Vec::<String>::new());
}

const DEFAULTS: &str = "{ __schema { types { name inputFields { ...Given } fields { name args { ...Given } } } } }
    fragment Given on __InputValue { name defaultValue type { kind } }";

db_test!(null_may_stand_wherever_there_is_a_default);
async fn null_may_stand_wherever_there_is_a_default(database: Database) {
    let app = App::start(database, "2025-09-01T02:00:00Z").await;
    let data = app.anonymous().query(DEFAULTS).await;
    let types = data["__schema"]["types"].as_array().unwrap().iter();
    let given = types.flat_map(|ty| {
        let arguments =
            ty["fields"].as_array().into_iter().flatten().flat_map(|field| field["args"].as_array().unwrap());
        ty["inputFields"].as_array().into_iter().flatten().chain(arguments).map(|given| (&ty["name"], given))
    });
    let (nullable, needed): (Vec<_>, Vec<_>) = given
        .filter(|(_, given)| given["defaultValue"].is_string())
        .partition(|(_, given)| given["type"]["kind"] != "NON_NULL");
    assert_eq!(needed.into_iter().filter(|(ty, _)| !ty.as_str().unwrap().starts_with("__")).collect::<Vec<_>>(), []);
    assert!(nullable.len() > 30, "{nullable:?}");
}
