//! The signing key: made at the first start, kept outside the database, readable by its owner only.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";
/// What stands before the key of a demonstration (RFC 7468 lets a text stand there).
const MARK: &str = "tonghop demonstration: tokens of this key are printed";

/// What a key was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// To be served with.
    Service,
    /// For a demonstration, which prints its tokens.
    Demonstration,
}

/// Why there is no signing key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file could not be read or written.
    #[error("the signing key {path} cannot be used: {source}")]
    File {
        /// Where it should be.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others than the owner may read it.
    #[error("the signing key {0} may be read by others; make it private: chmod 600")]
    NotPrivate(PathBuf),
    /// The file holds no Ed25519 key.
    #[error("{0} holds no Ed25519 private key (PKCS#8, PEM)")]
    NotAKey(PathBuf),
    /// The system gave no random numbers.
    #[error("no key could be made")]
    NoRandomness,
}

/// An Ed25519 key pair (RFC 8032).
pub struct SigningKey {
    pkcs8: Vec<u8>,
    public: Vec<u8>,
    provenance: Provenance,
}

impl SigningKey {
    /// Reads the key at `path`, or makes one there (mode 0600) for this purpose if there is no file yet.
    ///
    /// # Errors
    /// The file cannot be read or written, is open to others, or holds no key.
    pub fn load_or_make(path: &Path, provenance: Provenance) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: path.to_owned(), source };
        match fs::metadata(path) {
            Ok(_) => Self::load(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Self { provenance, ..Self::make()? }.write(path).map_err(failed)?;
                // What is there counts, also where another process was faster.
                Self::load(path)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Reads the key at `path`.
    ///
    /// # Errors
    /// The file cannot be read, is open to others, or holds no key.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: path.to_owned(), source };
        let pem = fs::read_to_string(path).map_err(failed)?;
        if is_open_to_others(path).map_err(failed)? {
            return Err(KeyError::NotPrivate(path.to_owned()));
        }
        Self::from_pem(&pem).ok_or_else(|| KeyError::NotAKey(path.to_owned()))
    }

    /// A new key that is kept nowhere.
    ///
    /// # Errors
    /// The system gave no random numbers.
    pub fn make() -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::generate().map_err(|_| KeyError::NoRandomness)?;
        let pkcs8 = pair.to_pkcs8().map_err(|_| KeyError::NoRandomness)?.as_ref().to_vec();
        Ok(Self { pkcs8, public: pair.public_key().as_ref().to_vec(), provenance: Provenance::Service })
    }

    /// What it was made for.
    #[must_use]
    pub const fn provenance(&self) -> Provenance {
        self.provenance
    }

    /// The private half, PKCS#8 DER.
    pub(super) fn private_der(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public half, 32 bytes.
    pub(super) fn public(&self) -> &[u8] {
        &self.public
    }

    fn from_pem(pem: &str) -> Option<Self> {
        let pem = pem.trim();
        let (provenance, pem) = match pem.strip_prefix(MARK) {
            Some(rest) => (Provenance::Demonstration, rest.trim_start()),
            None => (Provenance::Service, pem),
        };
        let body: String = pem.strip_prefix(BEGIN)?.strip_suffix(END)?.split_whitespace().collect();
        let pkcs8 = STANDARD.decode(body).ok()?;
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).ok()?;
        let public: Vec<u8> = pair.public_key().as_ref().to_vec();
        Some(Self { pkcs8, public, provenance })
    }

    /// Writes a whole file or none: a neighbour is written first and then linked to the name, unless that is taken
    /// meanwhile. A neighbour that a killed start left behind is in nobody's way: no two have the same name.
    fn write(&self, path: &Path) -> io::Result<()> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", self.nonce()));
        let neighbour = path.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&neighbour)?;
        let mark = if self.provenance == Provenance::Demonstration { format!("{MARK}\n") } else { String::new() };
        let written = writeln!(file, "{mark}{BEGIN}\n{}\n{END}", STANDARD.encode(&self.pkcs8))
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::hard_link(&neighbour, path));
        fs::remove_file(&neighbour)?;
        match written {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            written => written,
        }
    }

    /// A word that no other key has.
    fn nonce(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.public.get(..9).unwrap_or_default())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey")
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_that_was_killed_while_it_made_the_key_does_not_stop_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        // What is left when the power goes between writing and linking.
        fs::write(folder.path().join(format!("key.pem.{}.new", std::process::id())), "").unwrap();
        let made = SigningKey::load_or_make(&path, Provenance::Service).unwrap();
        let read = SigningKey::load_or_make(&path, Provenance::Service).unwrap();
        assert_eq!(made.public(), read.public());
    }

    #[test]
    fn a_key_says_what_it_was_made_for() {
        let folder = tempfile::tempdir().unwrap();
        for (name, made, asked) in [
            ("demo.pem", Provenance::Demonstration, Provenance::Service),
            ("serve.pem", Provenance::Service, Provenance::Demonstration),
        ] {
            let path = folder.path().join(name);
            assert_eq!(SigningKey::load_or_make(&path, made).unwrap().provenance(), made);
            assert_eq!(SigningKey::load_or_make(&path, asked).unwrap().provenance(), made, "what is there counts");
            assert_eq!(SigningKey::load(&path).unwrap().provenance(), made);
        }
    }

    #[test]
    fn of_two_starts_at_once_both_take_the_key_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        let keys: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| SigningKey::load_or_make(&path, Provenance::Service).unwrap().public().to_vec())
                })
                .collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a neighbour is left");
    }
}
