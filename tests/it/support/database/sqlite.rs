//! SQLite: a file, copied from a template file.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

/// The template's file, and every copy's.
const FILE: &str = "tonghop.db";

/// A file in a folder that goes with it.
pub(crate) struct SqliteDatabase(TempDir);

impl SqliteDatabase {
    /// An up-to-date file without any data.
    pub(super) async fn empty() -> Self {
        let database = Self(tempfile::tempdir().unwrap());
        tonghop::store::migrate(&database.url(), None).await.unwrap();
        database
    }

    pub(super) async fn create(build: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (template, copy) = (template(build), folder.path().join(FILE));
        match fs::copy(&template, &copy) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(&template).await;
                fs::copy(&template, &copy).unwrap();
            }
            copied => drop(copied.unwrap()),
        }
        Self(folder)
    }

    pub(super) fn url(&self) -> String {
        url(&self.0.path().join(FILE))
    }
}

fn template(build: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("template-{build}")).join(FILE)
}

/// Makes the template aside and moves it to its place whole: no test ever copies half of one, and of two processes that
/// make it at once the second leaves the first's.
async fn make(template: &Path) {
    let (place, templates) = (template.parent().unwrap(), Path::new(env!("CARGO_TARGET_TMPDIR")));
    remove_others(templates, place);
    let aside = TempDir::with_prefix_in("making-", templates).unwrap();
    super::fill(&url(&aside.path().join(FILE)), None).await;
    if let Err(error) = fs::rename(aside.path(), place) {
        assert!(template.exists(), "cannot put the template in its place: {error}");
    }
}

/// Removes the templates of earlier builds, each of which is of no more use.
fn remove_others(templates: &Path, place: &Path) {
    for entry in fs::read_dir(templates).unwrap() {
        let path = entry.unwrap().path();
        if path != place && path.file_name().unwrap().to_string_lossy().starts_with("template-") {
            // Another process may be quicker.
            let _ = fs::remove_dir_all(path);
        }
    }
}

fn url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}
