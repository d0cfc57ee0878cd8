//! Which grants somebody sees.

use chrono::{DateTime, Utc};
use domain::{
    authz::Role,
    calendar::Day,
    id::{GrantId, Id, UnitId, UserId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::valid_on;
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        scope,
        sql::Sql,
    },
};

/// A grant with its dates.
#[derive(Debug, Clone)]
pub(crate) struct GrantRecord {
    pub(crate) id: GrantId,
    pub(crate) user: UserId,
    pub(crate) unit: UnitId,
    pub(crate) role: Role,
    /// The first day; open if none.
    pub(crate) from: Option<Day>,
    /// The last day; open if none.
    pub(crate) to: Option<Day>,
    /// When it was taken back at once.
    pub(crate) taken_back_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct GrantRow {
    id: Uuid,
    user_id: Uuid,
    unit_id: Uuid,
    role: String,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
    taken_back_at: Option<DateTime<Utc>>,
}

impl Placed for GrantRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Id(self.id)]
    }
}

const COLUMNS: &str = "g.id, g.user_id, g.unit_id, g.role, g.valid_from, g.valid_to, g.taken_back_at";
const OLDEST: Order = Order { name: "grants", columns: &[("g.id", Direction::Up, Holds::Id)] };

impl TryFrom<GrantRow> for GrantRecord {
    type Error = StoreError;

    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::new(row.id),
            user: Id::new(row.user_id),
            unit: Id::new(row.unit_id),
            role: row.role.parse().map_err(StoreError::corrupt)?,
            from: row.valid_from,
            to: row.valid_to,
            taken_back_at: row.taken_back_at,
        })
    }
}

/// The caller's own grants that are valid on `day`, the oldest first.
pub(crate) async fn own(
    tx: &Tx,
    scope: &Scope,
    day: Day,
    request: &PageRequest,
) -> Result<Page<GrantRecord>, StoreError> {
    let Some(user) = scope.user() else {
        return Ok(Page::default());
    };
    let mut from = tx.sql();
    from.push(r#"FROM "grant" g WHERE g.user_id = "#).bind(user.uuid()).push(" AND ");
    valid_on(&mut from, day);
    let page: Page<GrantRow> = page::page(tx, Query { columns: COLUMNS, from }, OLDEST, request).await?;
    page.try_map(GrantRecord::try_from)
}

/// Whose grants are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Whose {
    /// Those on a unit itself.
    Unit,
    /// Those that a user holds.
    User,
}

/// The grants of units or of users that the caller administers, his own among them, ended ones included, the oldest first.
pub(crate) async fn lists(
    tx: &Tx,
    caller: &Scope,
    (whose, of): (Whose, &[Uuid]),
    today: Day,
    request: &PageRequest,
) -> Result<Vec<(Uuid, Page<GrantRecord>)>, StoreError> {
    let parent = match whose {
        Whose::Unit => "g.unit_id",
        Whose::User => "g.user_id",
    };
    let mut from = tx.sql();
    from.push(r#"FROM "grant" g WHERE "#).push(parent).push("").one_of::<Uuid>(of.iter().copied()).push(" AND ");
    visible(&mut from, caller, today);
    let pages: Vec<(Uuid, Page<GrantRow>)> =
        page::pages(tx, parent, Query { columns: COLUMNS, from }, OLDEST, request).await?;
    pages.into_iter().map(|(parent, page)| Ok((parent, page.try_map(GrantRecord::try_from)?))).collect()
}

/// Those of the grants that the caller may see.
pub(crate) async fn by_ids(
    tx: &Tx,
    caller: &Scope,
    grants: &[GrantId],
    today: Day,
) -> Result<Vec<GrantRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT ").push(COLUMNS).push(r#" FROM "grant" g WHERE g.id"#).one_of_ids(grants.iter().copied());
    sql.push(" AND ");
    visible(&mut sql, caller, today);
    let rows: Vec<GrantRow> = tx.all(sql).await?;
    rows.into_iter().map(GrantRecord::try_from).collect()
}

/// A grant that the caller may see.
pub(crate) async fn by_id(
    tx: &Tx,
    caller: &Scope,
    grant: GrantId,
    today: Day,
) -> Result<Option<GrantRecord>, StoreError> {
    Ok(by_ids(tx, caller, &[grant], today).await?.pop())
}

/// Adds a condition: the grant `g` is the caller's own, or on a unit that he administers.
fn visible(sql: &mut Sql, caller: &Scope, today: Day) {
    sql.push("(");
    if let Some(user) = caller.user() {
        sql.push("g.user_id = ").bind(user.uuid()).push(" OR ");
    }
    scope::at_or_below_now(sql, &caller.administers(), "g.unit_id", today);
    sql.push(")");
}

#[derive(FromQueryResult)]
struct UnitRow {
    unit_id: Uuid,
}

/// The units on which a user holds a grant on `day`, or will later. Whoever could become him would hold them all.
pub(crate) async fn units_to_come(tx: &Tx, _scope: &Scope, user: UserId, day: Day) -> Result<Vec<UnitId>, StoreError> {
    let mut sql = tx.sql();
    sql.push(r#"SELECT DISTINCT unit_id FROM "grant" WHERE user_id = "#)
        .bind(user.uuid())
        .push(" AND taken_back_at IS NULL AND (valid_to IS NULL OR valid_to >= ")
        .bind(day)
        .push(") ORDER BY unit_id");
    let rows: Vec<UnitRow> = tx.all(sql).await?;
    Ok(rows.into_iter().map(|row| Id::new(row.unit_id)).collect())
}
