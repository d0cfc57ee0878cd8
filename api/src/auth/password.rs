//! Hashing passwords: Argon2id, a few at a time.

use std::{
    num::NonZero,
    sync::{Arc, LazyLock},
    thread,
    time::Duration,
};

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use tokio::{sync::Semaphore, task, time};

use crate::error::{AppError, Code};

/// OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
const MEMORY: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How long a hash waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// About as many hashes as a core takes in that time.
const WAITING: usize = 64;

/// Hashes passwords. Each hash takes memory and a core for tens of milliseconds, so that no more than a few run at a time
/// and no more than a few wait.
#[derive(Debug)]
pub struct Passwords {
    running: Arc<Semaphore>,
    waiting: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Self { running: Arc::new(Semaphore::new(cores.div_ceil(2))), waiting: Semaphore::new(WAITING) }
    }
}

/// How a password compares with what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// It is another one, or there is none.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one; it was hashed as it is not hashed any more.
    Outdated,
}

impl Passwords {
    /// Those of the process, which share its memory and its cores.
    #[must_use]
    pub fn of_process() -> &'static Self {
        static SHARED: LazyLock<Passwords> = LazyLock::new(Passwords::default);
        &SHARED
    }

    /// What is kept of a password, with a salt of its own and the parameters in it.
    ///
    /// # Errors
    /// BUSY if too many hashes wait.
    pub async fn hash(&self, password: String) -> Result<String, AppError> {
        self.run(move || {
            let mut salt = [0; 16];
            SystemRandom::new().fill(&mut salt).map_err(AppError::internal)?;
            let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(AppError::internal)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Compares a password with what is kept of one. Where nothing is kept it takes as long, and is wrong.
    ///
    /// # Errors
    /// BUSY if too many hashes wait.
    pub async fn compare(&self, password: String, kept: Option<String>) -> Result<Match, AppError> {
        self.run(move || {
            let known = kept.is_some();
            let text = kept.as_deref().unwrap_or(&DUMMY);
            let hash = PasswordHash::new(text).map_err(AppError::internal)?;
            let same = argon2()?.verify_password(password.as_bytes(), &hash).is_ok();
            Ok(match (known && same, text.starts_with(&*PREFIX)) {
                (false, _) => Match::Wrong,
                (true, true) => Match::Right,
                (true, false) => Match::Outdated,
            })
        })
        .await
    }

    async fn run<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, AppError> + Send + 'static,
    {
        let _place = self.waiting.try_acquire().map_err(|_| busy())?;
        let turn = time::timeout(PATIENCE, Arc::clone(&self.running).acquire_owned()).await.map_err(|_| busy())?;
        let turn = turn.map_err(AppError::internal)?;
        let work = move || {
            let done = work();
            // It is over when the work is, also where nobody waits for it any more.
            drop(turn);
            done
        };
        task::spawn_blocking(work).await.map_err(AppError::internal)?
    }
}

fn busy() -> AppError {
    AppError::new(Code::Busy, "Hệ thống đang bận; hãy thử lại.", "Too busy just now; try again.")
}

fn argon2() -> Result<Argon2<'static>, AppError> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(AppError::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// How every hash of today begins.
static PREFIX: LazyLock<String> = LazyLock::new(|| format!("$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}$"));

/// A hash of no password that anybody has, to compare with where there is none.
static DUMMY: LazyLock<String> = LazyLock::new(|| format!("{}{}${}", *PREFIX, "A".repeat(22), "A".repeat(43)));

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_compares_with_its_own_hash_alone() {
        let passwords = Passwords::default();
        let hash = passwords.hash("đúng rồi đấy nhé".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, passwords.hash("đúng rồi đấy nhé".to_owned()).await.unwrap(), "each has its salt");
        let compare = async |password: &str, kept: Option<&str>| {
            passwords.compare(password.to_owned(), kept.map(str::to_owned)).await.unwrap()
        };
        assert_eq!(compare("đúng rồi đấy nhé", Some(&hash)).await, Match::Right);
        assert_eq!(compare("sai rồi đấy nhé!", Some(&hash)).await, Match::Wrong);
        assert_eq!(compare("đúng rồi đấy nhé", None).await, Match::Wrong);
        let params = Params::new(8 * 1_024, 1, 1, None).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let weak = weak.hash_password_with_salt("đúng rồi đấy nhé".as_bytes(), &[7; 16]).unwrap().to_string();
        assert_eq!(compare("đúng rồi đấy nhé", Some(&weak)).await, Match::Outdated);
        assert_eq!(compare("sai rồi đấy nhé!", Some(&weak)).await, Match::Wrong);
    }

    #[tokio::test]
    async fn no_more_wait_than_may() {
        let passwords = Passwords { running: Arc::new(Semaphore::new(0)), waiting: Semaphore::new(1) };
        let refused = async {
            task::yield_now().await;
            passwords.compare(String::new(), None).await.unwrap_err().code()
        };
        let code = tokio::select! {
            biased;
            _ = passwords.compare(String::new(), None) => panic!("it is nobody's turn"),
            code = refused => code,
        };
        assert_eq!(code, Code::Busy);
    }
}
