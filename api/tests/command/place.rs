//! Where the program is run: a folder with a small country, and a database.

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

/// A folder with a small country, in which the program is run, and its database.
pub(crate) struct Place {
    folder: TempDir,
    /// None: the program's own choice, an SQLite file in the folder.
    database: Option<ServerDatabase>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self { folder: country(), database: None }
    }

    pub(crate) fn postgres() -> Self {
        Self { folder: country(), database: Some(wait(ServerDatabase::create(None))) }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) const fn is_sqlite(&self) -> bool {
        self.database.is_none()
    }

    /// The program, with nothing of the tests' own environment.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tonghop"));
        program.current_dir(self.path()).env_clear().args(arguments);
        if let Some(database) = &self.database {
            program.env("DATABASE_URL", database.url()).env("OWNER_DATABASE_URL", database.owner_url());
        }
        program
    }

    /// The program, served the database by its tables' owner.
    pub(crate) fn program_of_owner(&self, arguments: &[&str]) -> Command {
        let mut program = self.program(arguments);
        program.env("DATABASE_URL", self.database.as_ref().unwrap().owner_url());
        program
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().unwrap()
    }

    /// What it prints when all is well.
    pub(crate) fn well(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says when it refuses: one line, and nothing on standard output.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        refusal(&mut self.program(arguments))
    }

    /// Changes one row of the database behind the program.
    pub(crate) fn alter(&self, statement: &'static str) {
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
                    let mut connection = PgConnection::connect(&database.behind_url()).await.unwrap();
                    sqlx::query(statement).execute(&mut connection).await.unwrap().rows_affected()
                }
            }
        });
        assert_eq!(changed, 1, "{statement}");
    }
}

/// What a program says when it refuses: one line, and nothing on standard output.
pub(crate) fn refusal(program: &mut Command) -> String {
    let output = program.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{program:?}");
    assert!(output.stdout.is_empty(), "{program:?}");
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text.trim_end().to_owned()
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
