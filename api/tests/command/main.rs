//! The command line as its users meet it: outcome, exit code, and one clear line for what is wrong.
#![cfg(test)]

// The one file that both packages' tests need: how a database comes and goes on the server they share.
#[path = "../../../tests/it/support/database/server.rs"]
mod server;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use server::ServerDatabase;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

/// Makes two tests of each function named, `name::sqlite` and `name::postgres`. A function is given a [`Place`].
macro_rules! db_test {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use super::Place;

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

/// A folder with a small country, in which the program is run, and its database.
struct Place {
    folder: TempDir,
    /// None: the program's own choice, an SQLite file in the folder.
    database: Option<ServerDatabase>,
}

impl Place {
    fn sqlite() -> Self {
        Self { folder: country(), database: None }
    }

    fn postgres() -> Self {
        Self { folder: country(), database: Some(wait(ServerDatabase::create(None))) }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program, with nothing of the tests' own environment.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tonghop"));
        program.current_dir(self.path()).env_clear().args(arguments);
        if let Some(database) = &self.database {
            program.env("DATABASE_URL", database.url());
        }
        program.output().unwrap()
    }

    /// What it prints when all is well.
    fn well(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says when it refuses: one line, and nothing on standard output.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        text.trim_end().to_owned()
    }

    /// Changes one row of the database behind the program.
    fn alter(&self, statement: &'static str) {
        let changed = wait(async {
            match &self.database {
                None => {
                    let url = format!("sqlite:{}", self.path().join("tonghop.db").display());
                    let mut connection = SqliteConnection::connect(&url).await.unwrap();
                    let done = sqlx::query(statement).execute(&mut connection).await.unwrap();
                    connection.close().await.unwrap();
                    done.rows_affected()
                }
                Some(database) => {
                    let mut connection = PgConnection::connect(&database.url()).await.unwrap();
                    sqlx::query(statement).execute(&mut connection).await.unwrap().rows_affected()
                }
            }
        });
        assert_eq!(changed, 1, "{statement}");
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Two provinces with a district and a commune each, merged into one.
fn country() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "first.csv",
        "code,name,level,kind,parent_code\n\
         10,Tỉnh Một,province,tỉnh,\n100,Huyện Một,district,huyện,10\n00100,Xã Một,commune,xã,100\n\
         20,Tỉnh Hai,province,tỉnh,\n200,Huyện Hai,district,huyện,20\n00200,Xã Hai,commune,xã,200\n",
    );
    write(
        "second.csv",
        "code,name,level,kind,parent_code\n\
         10,Tỉnh Một,province,tỉnh,\n00100,Xã Chung,commune,xã,10\n",
    );
    write(
        "successions.csv",
        "predecessor_code,successor_code,effective_from,change,extent\n\
         10,10,2025-07-01,merge,whole\n20,10,2025-07-01,merge,whole\n\
         100,,2025-07-01,abolish,whole\n200,,2025-07-01,abolish,whole\n\
         00100,00100,2025-07-01,merge,whole\n00200,00100,2025-07-01,merge,whole\n",
    );
    folder
}

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
    let missing = if place.database.is_none() { "cannot be opened" } else { "run: tonghop migrate" };
    assert!(line(&["serve"]).contains(missing));
    assert!(line(&["serve", "--database-url", "postgres://127.0.0.1:1/none"]).contains("cannot be opened"));
    assert!(line(&["migrate", "--database-url", "mysql://x"]).contains("sqlite: (a file) or postgres:"));
    assert!(line(&["migrate", "--database-url", "sqlite::memory:"]).contains("name a file"));
    place.well(&["migrate"]);
    assert!(line(&["token", "--user", "nobody"]).contains("NOT_FOUND"));
    place.well(&["user", "add", "lan"]);
    assert!(line(&["user", "add", "lan"]).contains("CONFLICT"));
    assert!(line(&["user", "add", " "]).contains("text.empty") || line(&["user", "add", " "]).contains("empty"));
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
    assert!(line.contains("second.csv") && line.contains('3') && line.contains("11"), "{line}");
    // Nothing of the first file is there either.
    place.well(&["user", "add", "lan"]);
    assert!(place.refused(&["grant", "add", "lan", "VIEWER", "10", "--on", "2025-06-30"]).contains("NOT_FOUND"));
    let mut days = UNITS;
    days[4] = "--valid-from=2025-07-02";
    assert!(place.refused(&days).contains("2025-07-02"));
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

db_test!(verify_prints_what_differs_and_exits_with_1);
fn verify_prints_what_differs_and_exits_with_1(place: &Place) {
    place.well(&["migrate"]);
    place.well(&UNITS);
    fs::write(place.path().join("plan.json"), plan()).unwrap();
    place.well(&["import", "plan", "plan.json"]);
    assert_eq!(place.well(&["verify"]), "");

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
    assert_eq!(place.well(&["verify"]), "");
}
