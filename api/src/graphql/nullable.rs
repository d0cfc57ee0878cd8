//! Fields that can fail on their own: null, with an error that says where, while everything around them is answered.
//!
//! Every field is one whose arguments can be refused, so that a wrong one costs the caller that field and nothing else: a
//! list with its page, cursor and filter, a thing named by its id, a figure of a day.

use crate::error::AppError;

/// What a field gives that is nullable and can fail.
///
/// Never `Result<Option<T>>`: of such a field's error the library takes the object around it for lost, and so on up to
/// the next `Option`; at a root that is the whole answer, with what other mutations of the document wrote.
pub(super) type Nullable<T> = Option<Result<T, AppError>>;

/// The same, from what a field works out with `?`: a thing, or one that may not be there.
pub(super) async fn nullable<T, A: Into<Option<T>>>(answer: impl Future<Output = Result<A, AppError>>) -> Nullable<T> {
    answer.await.map(Into::into).transpose()
}
