//! The command line as its users meet it: outcome, exit code, and one clear line for what is wrong.
#![cfg(test)]

mod place;
mod serving;

use std::fs;

use place::Place;

/// Makes two tests of each function named, `name::sqlite` and `name::postgres`. A function is given a [`Place`].
macro_rules! db_test {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::place::Place;

            #[test]
            fn sqlite() {
                super::$name(&Place::sqlite());
            }

            #[test]
            fn postgres() {
                super::$name(&Place::postgres());
            }
        }
    )+};
}
use db_test;

const UNITS: [&str; 8] = [
    "import",
    "units",
    "--valid-to=2025-06-30",
    "first.csv",
    "--valid-from=2025-07-01",
    "second.csv",
    "--successions",
    "successions.csv",
];

db_test!(a_fresh_server_gets_its_first_administrator_and_a_token_and_nothing_else_is_printed);
fn a_fresh_server_gets_its_first_administrator_and_a_token_and_nothing_else_is_printed(place: &Place) {
    place.well(&["migrate"]);
    let done = place.well(&UNITS);
    assert_eq!(done, "8 rows and 6 successions read: 9 units added, 0 changed\n");
    assert_eq!(place.well(&UNITS), "8 rows and 6 successions read: 0 units added, 0 changed\n");
    place.well(&["user", "add", "lan"]);
    place.well(&["grant", "add", "lan", "ADMINISTRATOR", "VN"]);
    place.well(&["grant", "add", "lan", "REVIEWER", "20", "--on", "2025-06-30", "--to", "2026-01-31"]);
    let token = place.well(&["token", "--user", "lan"]);
    assert_eq!(token.lines().count(), 1);
    assert_eq!(token.trim_end().split('.').count(), 3, "{token}");
}

#[cfg(unix)]
db_test!(the_signing_key_is_its_owners_alone_and_is_refused_when_it_is_not);
#[cfg(unix)]
fn the_signing_key_is_its_owners_alone_and_is_refused_when_it_is_not(place: &Place) {
    use std::os::unix::fs::PermissionsExt;
    place.well(&["migrate"]);
    place.well(&["user", "add", "lan"]);
    place.well(&["token", "--user", "lan"]);
    let key = place.path().join("tonghop-signing-key.pem");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
    let line = place.refused(&["token", "--user", "lan"]);
    assert!(line.contains("chmod 600"), "{line}");
}

db_test!(every_bad_setting_is_one_clear_line);
fn every_bad_setting_is_one_clear_line(place: &Place) {
    let line = |arguments: &[&str]| place.refused(arguments);
    let missing = if place.is_sqlite() { "cannot be opened" } else { "run: tonghop migrate" };
    assert!(line(&["serve"]).contains(missing));
    assert!(line(&["serve", "--database-url", "postgres://127.0.0.1:1/none"]).contains("cannot be opened"));
    assert!(line(&["migrate", "--database-url", "mysql://x"]).contains("sqlite: (a file) or postgres:"));
    assert!(line(&["migrate", "--database-url", "sqlite::memory:"]).contains("name a file"));
    place.well(&["migrate"]);
    assert!(line(&["token", "--user", "nobody"]).contains("NOT_FOUND"));
    place.well(&["user", "add", "lan"]);
    assert!(line(&["user", "add", "lan"]).contains("CONFLICT"));
    assert!(line(&["user", "add", " "]).contains("BAD_USER_INPUT"));
    assert!(line(&["grant", "add", "lan", "VIEWER", "99"]).contains("NOT_FOUND"));
    // What the parser of the command line refuses, too.
    for (arguments, what) in [
        (&["serve", "--listen", "x"][..], "--listen"),
        (&["serve", "--connections", "0"], "--connections"),
        (&["serve", "--nonsense"], "--nonsense"),
        (&["token", "--user", "lan", "--hours", "0"], "--hours"),
        (&["grant", "add", "lan", "KING", "10"], "KING"),
        (&["grant", "add", "lan", "VIEWER", "10", "--on", "2025-06-31"], "2025-06-31"),
        (&["user", "add"], "<NAME>"),
    ] {
        let line = line(arguments);
        assert!(line.starts_with("tonghop: ") && line.contains(what), "{line}");
    }
    for word in ["flase", "2", ""] {
        let line = place::refusal(place.program(&["serve"]).env("GRAPHIQL", word));
        assert!(line.starts_with("tonghop: ") && line.contains(&format!("'{word}' for '--graphiql'")), "{line}");
    }
}

db_test!(postgresql_is_migrated_by_the_tables_owner_and_served_by_a_role_that_owns_nothing);
fn postgresql_is_migrated_by_the_tables_owner_and_served_by_a_role_that_owns_nothing(place: &Place) {
    if place.is_sqlite() {
        let line = place::refusal(place.program(&["migrate"]).env("OWNER_DATABASE_URL", "postgres://127.0.0.1:1/none"));
        assert!(line.contains("an SQLite database has no roles"), "{line}");
        return;
    }
    for command in [&["migrate"][..], &["demo", "--listen=127.0.0.1:0"]] {
        let line = place::refusal(place.program(command).env_remove("OWNER_DATABASE_URL"));
        assert!(line.contains("--owner-database-url"), "{line}");
    }
    place.well(&["migrate"]);
    // The owner does what only an owner does.
    for command in [&["serve"][..], &["user", "add", "lan"], &["verify"]] {
        let line = place::refusal(&mut place.program_of_owner(command));
        assert!(line.contains("owns tables") && line.contains("CREATE ROLE"), "{line}");
    }
    place.well(&["verify"]);
}

db_test!(a_bad_file_is_named_with_its_line_and_nothing_is_kept);
fn a_bad_file_is_named_with_its_line_and_nothing_is_kept(place: &Place) {
    place.well(&["migrate"]);
    let second = fs::read_to_string(place.path().join("second.csv")).unwrap();
    fs::write(
        place.path().join("second.csv"),
        second.replace("00100,Xã Chung,commune,xã,10", "00100,Xã Chung,commune,xã,11"),
    )
    .unwrap();
    let line = place.refused(&UNITS);
    assert!(line.contains("second.csv, line 3, column parent_code: ") && line.contains("11"), "{line}");
    // Nothing of the first file is there either.
    place.well(&["user", "add", "lan"]);
    assert!(place.refused(&["grant", "add", "lan", "VIEWER", "10", "--on", "2025-06-30"]).contains("NOT_FOUND"));
    let mut days = UNITS;
    days[4] = "--valid-from=2025-07-02";
    assert!(place.refused(&days).contains("2025-07-02"));
}

#[test]
fn every_command_explains_itself() {
    let place = Place::sqlite();
    for command in [
        &[][..],
        &["serve"],
        &["demo"],
        &["migrate"],
        &["import", "units"],
        &["import", "plan"],
        &["user", "add"],
        &["user", "password"],
        &["grant", "add"],
        &["client", "add"],
        &["token"],
        &["schema"],
        &["verify"],
    ] {
        let help = place.well(&[command, &["--help"]].concat());
        assert!(help.contains(&format!("Usage: tonghop {}", command.join(" "))), "{help}");
        // Every flag says what it is.
        let lines: Vec<&str> = help.lines().collect();
        for (n, line) in lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("--")) {
            // Beside it, or on the next line where flags are long.
            let beside = line.trim().contains("  ");
            let below =
                lines.get(n + 1).is_some_and(|next| next.starts_with("          ") && !next.trim().starts_with('-'));
            assert!(beside || below, "{command:?}: {line}");
        }
    }
}

#[test]
fn the_schema_is_printed_as_it_is_committed() {
    assert_eq!(Place::sqlite().well(&["schema"]).trim_end(), include_str!("../../../schema.graphql").trim_end());
}

/// A plan of Tỉnh Một by which each of its communes owes two events a month.
fn plan() -> &'static str {
    r#"{"issuer": {"edition": "2025-06", "code": "10", "level": "province", "name": "Tỉnh Một", "province_code": "10"},
        "symbol": "1/KH-UBND", "issued_on": "2025-05-01", "year": 2025, "subjects": ["CCHC"], "title": "Kế hoạch thử",
        "carries_out": [], "cites": [], "organisations": [], "themes": [], "report_duties": [], "deadlines": [],
        "indices": [], "indicators": [], "recipients": [], "doubts": [],
        "tasks": [{"no": "1", "title": "Nhiệm vụ thử", "channels": [], "product": "EVENT", "roles": [],
            "timing": {"kind": "UNSTATED"},
            "quotas": [{"id": "Q1", "bound": {"kind": "EACH_COMMUNE"}, "product": "EVENT", "counts": "DONE",
                "minimum": 2, "per": "MONTH"}]}]}"#
}

/// Nothing differs: only the end of the audit trail is said, which nobody seals who does not serve.
fn assert_sound(place: &Place) {
    let text = place.well(&["verify"]);
    assert!(text.starts_with("audit trail: not sealed yet, ") && text.lines().count() == 1, "{text}");
}

db_test!(verify_prints_what_differs_and_exits_with_1);
fn verify_prints_what_differs_and_exits_with_1(place: &Place) {
    place.well(&["migrate"]);
    place.well(&UNITS);
    fs::write(place.path().join("plan.json"), plan()).unwrap();
    place.well(&["import", "plan", "plan.json"]);
    assert_sound(place);

    place.alter("UPDATE obligation SET achieved = 1 WHERE starts_on = '2025-05-01'");
    let output = place.run(&["verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with("obligation_") && lines[0].contains("achieved 1") && lines[0].contains("achieved 0"),
        "{text}"
    );
    // It looks and changes nothing: the same again, until somebody puts it right.
    assert_eq!(place.run(&["verify"]).stdout, text.into_bytes());
    place.alter("UPDATE obligation SET achieved = 0 WHERE starts_on = '2025-05-01'");
    assert_sound(place);
}

db_test!(plans_are_imported_all_or_none_and_once);
fn plans_are_imported_all_or_none_and_once(place: &Place) {
    place.well(&["migrate"]);
    place.well(&UNITS);
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
    let import = ["import", "plan", "plan.json", "other.json"];
    write("plan.json", plan());
    for (other, rule, why) in [
        ("{\n  \"issuer\": ", "file.bad_json", "at line 2 column 12"),
        (
            &plan().replace("\"minimum\": 2", "\"minimum\": -2"),
            "plan.out_of_bounds",
            "other.json, tasks[0].quotas[0].minimum: ",
        ),
        (&plan().replace("\"code\": \"10\"", "\"code\": \"11\""), "plan.issuer_unknown", "other.json"),
        (&plan().replace("\"year\": 2025", "\"year\": 2025, \"colour\": 1"), "file.bad_json", "colour"),
    ] {
        write("other.json", other);
        let line = place.refused(&import);
        assert!(
            line.starts_with(&format!("tonghop: BAD_USER_INPUT {rule}: other.json")) && line.contains(why),
            "{line}"
        );
    }
    // Tỉnh Một owes nothing by a plan of which nothing was kept: the same file is new.
    write("other.json", &plan().replace("1/KH-UBND", "2/KH-UBND"));
    let done = place.well(&import);
    let lines: Vec<&str> = done.lines().collect();
    assert_eq!(lines.len(), 2, "{done}");
    for (line, name) in lines.iter().zip(["plan.json: plan_", "other.json: plan_"]) {
        assert!(
            line.starts_with(name) && line.ends_with("/KH-UBND issued: 1 tasks, 1 quotas, 2 obligations"),
            "{line}"
        );
    }
    assert_eq!(place.well(&import).matches("/KH-UBND unchanged\n").count(), 2);
    write("plan.json", &plan().replace("Nhiệm vụ thử", "Nhiệm vụ khác"));
    assert!(place.refused(&import).starts_with("tonghop: CONFLICT plan.changed: plan.json: "));
    // A unit that owes does not move to another province.
    let first = fs::read_to_string(place.path().join("first.csv")).unwrap();
    write("first.csv", &first.replace("00100,Xã Một,commune,xã,100", "00100,Xã Một,commune,xã,200"));
    let line = place.refused(&UNITS);
    let named = "would alter 4 stored obligations: 00100 Xã Một: 1/KH-UBND Q1 2025-05-01/2025-05-31; ";
    assert!(line.starts_with("tonghop: RULE_VIOLATED unit.owes: ") && line.contains(named), "{line}");
    assert_sound(place);
}
