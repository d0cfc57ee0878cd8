//! The rules of the house that neither the compiler nor a lint can hold.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Rust file below a folder, with its path from the root and its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "no source in {folder}");
    found.sort();
    found
}

/// The lines of code, without comments, in which one of `words` stands.
fn naming(text: &str, words: &[&str]) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.filter(|line| words.iter().any(|word| line.contains(word))).map(str::to_owned).collect()
}

/// Fails for every file of `folder` outside `allowed` that names one of `words`.
fn only(folder: &str, allowed: &[&str], words: &[&str]) {
    for (name, text) in sources(folder) {
        if !allowed.iter().any(|place| name.starts_with(place)) {
            assert_eq!(naming(&text, words), Vec::<String>::new(), "{name} names one of {words:?}");
        }
    }
}

#[test]
fn only_the_store_names_the_database() {
    only("api/src", &["api/src/store/"], &["sea_orm", "entity::", "sqlx"]);
}

#[test]
fn only_the_configuration_reads_the_environment() {
    only("api/src", &["api/src/config/"], &["env::var", "std::env", "env ="]);
}

#[test]
fn the_domain_is_pure() {
    let words = ["async ", ".await", "sea_orm", "axum", "async_graphql", "std::fs", "std::net", "Utc::now", "now_v7"];
    only("api/domain/src", &[], &words);
}

#[test]
fn entities_and_migrations_know_nobody() {
    only("entity/src", &[], &["domain::", "migration::", "tonghop::"]);
    only("migration/src", &[], &["domain::", "entity::", "tonghop::"]);
}

#[test]
fn lower_layers_do_not_know_higher_ones() {
    only("api/src/store", &[], &["crate::graphql", "crate::http", "crate::service", "crate::command"]);
    only("api/src/session", &[], &["crate::graphql", "crate::http", "crate::service", "crate::command"]);
    only("api/src/service", &[], &["crate::graphql", "crate::http", "crate::command", "async_graphql"]);
    only("api/src/graphql", &[], &["crate::http", "crate::command", "axum"]);
}

#[test]
fn resolvers_never_write() {
    only("api/src/graphql", &[], &["WriteTx", "Permit", "begin_write"]);
}

#[test]
fn no_field_of_the_schema_is_wider_than_its_type() {
    // The library shows 64 bits as `Int`, which clients read as 32: `int` checks what has a limit, `Amount` holds a sum.
    only("api/src/graphql", &["api/src/graphql/scalar.rs"], &["-> i64", ": i64,", "Option<i64>", "Result<i64"]);
    // The walk counts what a document asks for; no field comes of it.
    only(
        "api/src/graphql",
        &["api/src/graphql/scalar.rs", "api/src/graphql/walk/"],
        &["u32,", "u64,", "-> u32", "-> u64", "usize>"],
    );
}

#[test]
fn a_field_that_is_nullable_fails_alone() {
    // `graphql::nullable` says what the library would lose besides.
    for (name, text) in sources("api/src/graphql") {
        let heads = text.split("async fn ").skip(1).filter_map(|rest| rest.split_once(" {\n").map(|(head, _)| head));
        let whole = heads.filter(|head| head.contains("&self") && head.contains("-> Result<Option<"));
        assert_eq!(whole.filter(|head| !head.starts_with("one<K>")).collect::<Vec<_>>(), Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn only_loaders_read_by_themselves() {
    // Whoever else waits for the database does it among the operation's reads: `graphql::loader::Reads` says why.
    for (name, text) in sources("api/src/graphql") {
        if !name.ends_with("/loader.rs") && !name.ends_with("/context.rs") {
            assert_eq!(naming(&text, &[".reading()", ".end_reading()"]), Vec::<String>::new(), "{name}");
        }
    }
}

#[test]
fn rights_are_made_in_one_place() {
    let makers = [
        "Scope::system",
        "Scope::of(",
        "Permit::prove",
        "Permit::of_program",
        "Permit::of_oneself",
        "Permit::signing_in",
    ];
    only("api/src", &["api/src/session/"], &makers);
    let escapes: usize = sources("api/src").iter().map(|(_, text)| naming(text, &["Scope::system("]).len()).sum();
    assert_eq!(escapes, 2, "the escapes from scope are counted; say here why there is one more");
}

#[test]
fn no_room_is_too_large() {
    for folder in ["api/src", "api/domain/src", "entity/src", "migration/src", "tests/it"] {
        for (name, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= 400, "{name} has {lines} lines; make it two rooms");
        }
    }
}

#[test]
fn nothing_is_left_open() {
    let marks = ["todo!(", "unimplemented!(", "TODO", "FIXME", "XXX", "#[ignore", "#[allow("];
    for folder in ["api/src", "api/domain/src", "entity/src", "migration/src"] {
        only(folder, &[], &marks);
    }
}
