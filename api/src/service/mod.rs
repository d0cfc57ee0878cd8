//! Use cases: one function, one transaction.
//!
//! Each begins its work with the caller's session, loads what it touches with the caller's scope, proves the right
//! to act, asks the pure rule of `domain`, saves, writes the audit row and commits. What returns early undoes all.

pub mod grant;
pub mod user;

use domain::{id::UnitId, unit::CodeScheme};

use crate::{error::AppError, session::Work, store};

/// The nation, above everything.
async fn root(work: &Work) -> Result<UnitId, AppError> {
    store::unit::by_code(work.tx(), work.scope(), CodeScheme::Local, "VN", work.today())
        .await?
        .ok_or_else(|| AppError::not_found().at("VN"))
}
