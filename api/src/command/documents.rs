//! The documents that clients can name, from the files of their manifests.

use std::{fs, path::Path};

use async_graphql::parser::parse_query;

use super::CommandError;
use crate::{
    config,
    persisted::{Documents, Others, Trusted},
};

/// Reads the manifests. One that cannot be read stops the program: its client could do nothing.
pub(super) fn read(settings: &config::Documents) -> Result<Documents, CommandError> {
    let mut trusted = Trusted::default();
    for (client, path) in &settings.trusted_documents {
        let file = fs::read(path).map_err(CommandError::io(format!("cannot read the manifest {}", path.display())))?;
        trusted.add(client, &file).map_err(|wrong| refused(path, &wrong))?;
    }
    for (client, id, text) in trusted.all() {
        if let Err(wrong) = parse_query(text) {
            return Err(CommandError::Refused(format!("document {id} of the client {client} cannot be read: {wrong}")));
        }
    }
    Ok(Documents::new(trusted, if settings.only_trusted { Others::Refused } else { Others::Welcome }))
}

fn refused(path: &Path, wrong: &dyn std::fmt::Display) -> CommandError {
    CommandError::Refused(format!("the manifest {}: {wrong}", path.display()))
}
