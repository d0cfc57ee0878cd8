//! Where the signing key is.

use std::path::PathBuf;

use clap::Args;

/// Where the signing key is.
#[derive(Debug, Clone, Args)]
pub struct Key {
    /// The file of the key that signs tokens; made (mode 0600) if it is not there.
    #[arg(long, env = "SIGNING_KEY", default_value = "tonghop-signing-key.pem")]
    pub signing_key: PathBuf,
}
