//! Which documents are run.

use std::{path::PathBuf, time::Duration};

use clap::{Args, builder::BoolishValueParser};

/// Which documents are run.
#[derive(Debug, Clone, Args)]
pub struct Documents {
    /// A manifest of trusted documents, as Apollo's or Relay's tools write it, and the name of the client it is of. Give it
    /// again for another; in the environment, separate them by commas.
    #[arg(long, env = "TRUSTED_DOCUMENTS", value_name = "CLIENT=FILE", value_delimiter = ',', value_parser = manifest)]
    pub trusted_documents: Vec<(String, PathBuf)>,
    /// Run the trusted documents and no others.
    #[arg(long, env = "ONLY_TRUSTED", value_parser = BoolishValueParser::new(), requires = "trusted_documents")]
    pub only_trusted: bool,
    /// For how many seconds a client may keep the answer to a trusted query that it asked by GET, before it asks whether the
    /// answer still holds.
    #[arg(long, env = "KEEP_FOR", value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    pub keep_for: Duration,
}

fn manifest(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((client, file)) if !client.is_empty() && !file.is_empty() => Ok((client.to_owned(), file.into())),
        _ => Err("the name of a client, = and the file of its manifest: web=manifest.json".to_owned()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse().map(Duration::from_secs).map_err(|_| "a number of seconds".to_owned())
}
