//! Which users an administrator sees.

use domain::{
    calendar::Day,
    id::{Id, UnitId, UserId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    page::{Key, Page, PageRequest},
    session::{Reach, Scope},
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        scope,
        sql::Sql,
    },
};

/// Which users are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct UserFilter {
    /// Of this very unit.
    pub(crate) unit: Option<UnitId>,
    /// With this unique name.
    pub(crate) name: Option<String>,
    /// Only those who are disabled, or only those who are not.
    pub(crate) disabled: Option<bool>,
}

#[derive(FromQueryResult)]
struct ListRow {
    id: Uuid,
    name: String,
}

impl Placed for ListRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Text(self.name.clone()), Key::Id(self.id)]
    }
}

const BY_NAME: Order =
    Order { name: "users", columns: &[("u.name", Direction::Up, Holds::Text), ("u.id", Direction::Up, Holds::Id)] };

/// Adds a condition: the caller administers the user `u`, or a unit on which he holds a grant.
pub(in crate::store) fn visible(sql: &mut Sql, caller: &Scope, today: Day) {
    let reach = caller.administers();
    sql.push("(");
    scope::at_or_below_now(sql, &reach, "u.unit_id", today);
    sql.push(" OR u.unit_id IS NULL AND ");
    of_nation(sql, &reach);
    sql.push(r#" OR EXISTS (SELECT 1 FROM "grant" given WHERE given.user_id = u.id AND "#);
    scope::at_or_below_now(sql, &reach, "given.unit_id", today);
    sql.push("))");
}

/// Adds a condition: the nation itself is one of the units of `reach`.
fn of_nation(sql: &mut Sql, reach: &Reach) {
    match reach {
        Reach::Everything => {
            sql.push("TRUE");
        }
        Reach::Units(units) => {
            sql.push("EXISTS (SELECT 1 FROM unit_version root WHERE root.tier = 'NATION' AND root.unit_id")
                .one_of_ids(units.iter().copied())
                .push(")");
        }
    }
}

/// The users whom the caller administers, by name.
pub(crate) async fn search(
    tx: &Tx,
    caller: &Scope,
    filter: &UserFilter,
    today: Day,
    request: &PageRequest,
) -> Result<Page<UserId>, StoreError> {
    let mut from = tx.sql();
    from.push(r#"FROM "user" u WHERE "#);
    visible(&mut from, caller, today);
    if let Some(unit) = filter.unit {
        from.push(" AND u.unit_id = ").bind(unit.uuid());
    }
    if let Some(name) = &filter.name {
        from.push(" AND u.name = ").bind(name.as_str());
    }
    match filter.disabled {
        Some(true) => {
            from.push(" AND u.disabled_at IS NOT NULL");
        }
        Some(false) => {
            from.push(" AND u.disabled_at IS NULL");
        }
        None => {}
    }
    let query = Query { columns: "u.id, u.name", from };
    let page: Page<ListRow> = page::page(tx, query, BY_NAME, request).await?;
    Ok(page.map(|row| Id::new(row.id)))
}
