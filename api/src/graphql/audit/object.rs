//! One row of the trail.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::id::AuditEventId;

use super::{
    content::AuditContent,
    loader::{ContentOf, SealTo},
    subject::global_id,
};
use crate::{
    error::{AppError, Code},
    graphql::{
        context::Request,
        id::wire,
        node::{self, Node},
        nullable::{Nullable, nullable},
        page::connection,
        scalar::DateTime,
        unit::Unit,
        word::Role,
    },
    store::audit::{Actor, Content, EventRecord, Seal},
};

/// One row of the audit trail (nhật ký kiểm tra): who did what to which thing, when, by which right and why. Rows are only
/// ever added.
#[derive(Debug, Clone)]
pub struct AuditEvent(pub(super) Arc<EventRecord>);

impl AuditEvent {
    /// The event with an id; nothing if there is none or the caller may not read it.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: AuditEventId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }
}

/// One row of the audit trail (nhật ký kiểm tra): who did what to which thing, when, by which right and why. Rows are only
/// ever added.
#[Object]
impl AuditEvent {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// Its number. Later events have higher numbers; some numbers are never used.
    async fn position(&self) -> String {
        self.0.seq.to_string()
    }

    /// When it happened.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// The global id of who did it, a user or a service client; null for the program itself, as in an import.
    async fn actor_id(&self) -> Option<ID> {
        self.0.actor.map(|actor| match actor {
            Actor::User(user) => wire(user),
            Actor::Client(client) => wire(client),
        })
    }

    /// The name for people of who did it; null for the program itself.
    async fn actor_name(&self) -> Option<&str> {
        self.0.actor_name.as_deref()
    }

    /// The role that gave the right to it; null of a service client, and where no right was needed.
    async fn role(&self) -> Option<Role> {
        self.0.role.map(Into::into)
    }

    /// The unit that this role was held on, or that the service client belongs to.
    async fn role_unit(&self, ctx: &Context<'_>) -> Nullable<Unit> {
        Some(Unit::load(ctx, self.0.role_unit?).await)
    }

    /// The unit that it was about; null for what belongs to no unit.
    async fn unit(&self, ctx: &Context<'_>) -> Nullable<Unit> {
        Some(Unit::load(ctx, self.0.unit?).await)
    }

    /// The kind of thing that was written: `ACTIVITY_REPORT`, DEMONSTRATION, DIRECTORY, GRANT, OBLIGATION, PLAN,
    /// `SERVICE_CLIENT`, UNIT, USER. More may come.
    async fn subject_kind(&self) -> &str {
        &self.0.subject_kind
    }

    /// The global id of the thing; null for a kind that has none.
    async fn subject_id(&self) -> Option<ID> {
        global_id(&self.0.subject_kind, self.0.subject)
    }

    /// The thing itself as it is now; null where you may not read it, or there is nothing to show of its kind.
    async fn subject(&self, ctx: &Context<'_>) -> Nullable<Node> {
        let id = global_id(&self.0.subject_kind, self.0.subject)?;
        node::find(ctx, &id).await.transpose()
    }

    /// What was done: a verb such as CREATE, UPDATE, EDIT, SUBMIT, VERIFY, RETURN, WITHDRAW, ISSUE, RESOLVE, REVOKE, EXEMPT,
    /// EXTEND, ADD, IMPORT. There are more, and more may come.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// How the thing was before and after. Null while you may not read the thing itself: a report that was never submitted
    /// and a plan that was never issued are their own unit's affair; once they are, all that was written before is open.
    /// `LIMIT_EXCEEDED` for the older ones where the contents of one list come to more than 2,000,000 letters.
    async fn content(&self, ctx: &Context<'_>) -> Nullable<AuditContent> {
        nullable(async {
            match ctx.loaders()?.one(ContentOf(self.0.id)).await?.as_deref() {
                None => Ok(None),
                Some(Content::Read { before, after }) => {
                    Ok(Some(AuditContent { before: before.clone(), after: after.clone() }))
                }
                Some(Content::TooMuch) => Err(too_much()),
            }
        })
        .await
    }

    /// Why, in the words of who did it; null when no reason was given.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The name that the client gave the operation which did it; null when it gave none.
    async fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The id of the request that did it, as its answer carried it; null for the program itself.
    async fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The seal that holds it; null while it waits to be sealed, as a rule less than a second.
    async fn seal(&self, ctx: &Context<'_>) -> Nullable<AuditSeal> {
        let to = self.0.sealed_to?;
        nullable(async { Ok(ctx.loaders()?.one(SealTo(to)).await?.map(AuditSeal)) }).await
    }
}

fn too_much() -> AppError {
    AppError::new(
        Code::LimitExceeded,
        "Nội dung của danh sách này quá lớn; hãy hỏi ít sự kiện hơn một lần.",
        "The contents of this list are too large; ask for fewer events at once.",
    )
}

connection! {
    /// Events of the audit trail, the latest first.
    AuditEventConnection, AuditEventEdge, AuditEvent
}

/// A seal (niêm phong) of the audit trail: a hash over a run of its rows and the seal before it. A row that is changed,
/// removed or added behind the program no longer fits its seal.
#[derive(Debug, Clone)]
pub struct AuditSeal(Arc<Seal>);

impl AuditSeal {
    pub(super) fn new(seal: Seal) -> Self {
        Self(Arc::new(seal))
    }
}

/// A seal (niêm phong) of the audit trail: a hash over a run of its rows and the seal before it. A row that is changed,
/// removed or added behind the program no longer fits its seal.
#[Object]
impl AuditSeal {
    /// The first number that it holds.
    async fn from(&self) -> String {
        self.0.from_seq.to_string()
    }

    /// The last number that it holds.
    async fn to(&self) -> String {
        self.0.to_seq.to_string()
    }

    /// SHA-256, 64 hexadecimal digits.
    async fn hash(&self) -> &str {
        &self.0.hash
    }

    /// When it was sealed.
    async fn sealed_at(&self) -> DateTime {
        DateTime(self.0.sealed_at)
    }
}
