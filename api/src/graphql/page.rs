//! Connections: `first`/`after` or `last`/`before`, opaque cursors, and what is counted only when asked.

use std::{fmt::Display, hash::Hash, ops::RangeInclusive};

use async_graphql::{
    Context, InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value, dataloader::Loader,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike, NaiveDate};
use uuid::Uuid;

use super::{
    context::Request,
    loader::{Batch, Below},
};
use crate::{
    error::{AppError, Code},
    page::{Cursor, DEFAULT_SIZE, Key, MAX_SIZE, Page, PageRequest, Side, Total},
};

/// The years in which a cursor's days and instants lie: those that every database can compare.
const YEARS: RangeInclusive<i32> = 1..=9_999;
/// The first letter of a cursor's content: its version.
const VERSION: &str = "1";

/// The place of a node in a list, as an opaque text. It stays valid while other nodes come and go.
#[derive(Debug, Clone)]
pub struct OpaqueCursor(pub Cursor);

/// The place of a node in a list, as an opaque text. It stays valid while other nodes come and go.
#[Scalar(name = "Cursor", specified_by_url = "https://relay.dev/graphql/connections.htm#sec-Cursor")]
impl ScalarType for OpaqueCursor {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        decode(text).map(Self).ok_or_else(|| InputValueError::custom("not a cursor of this API"))
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(encode(&self.0))
    }
}

/// Where a page lies in its list.
#[derive(Debug, Clone, SimpleObject)]
pub struct PageInfo {
    /// Whether more nodes follow.
    has_next_page: bool,
    /// Whether nodes precede this page.
    has_previous_page: bool,
    /// The cursor of the first node of this page; null on an empty page.
    start_cursor: Option<OpaqueCursor>,
    /// The cursor of the last node of this page; null on an empty page.
    end_cursor: Option<OpaqueCursor>,
}

impl PageInfo {
    pub(super) fn of<T>(page: &crate::page::Page<T>) -> Self {
        Self {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: page.rows.first().map(|(cursor, _)| OpaqueCursor(cursor.clone())),
            end_cursor: page.rows.last().map(|(cursor, _)| OpaqueCursor(cursor.clone())),
        }
    }
}

/// The four arguments every list takes.
#[derive(Debug, Clone)]
pub(super) struct PageArgs {
    pub(super) first: Option<i32>,
    pub(super) after: Option<OpaqueCursor>,
    pub(super) last: Option<i32>,
    pub(super) before: Option<OpaqueCursor>,
}

impl PageArgs {
    /// The page that is asked for. `ctx` tells whether `totalCount` is selected.
    pub(super) fn request(self, ctx: &Context<'_>) -> Result<PageRequest, AppError> {
        let total = if ctx.look_ahead().field("totalCount").exists() { Total::Wanted } else { Total::Unwanted };
        self.page(total)
    }

    /// The page that is asked for.
    pub(super) fn page(self, total: Total) -> Result<PageRequest, AppError> {
        let (side, wanted, cursor) = match self {
            Self { first, after, last: None, before: None } => (Side::First, first.map(|n| ("first", n)), after),
            Self { first: None, after: None, last, before } => (Side::Last, last.map(|n| ("last", n)), before),
            _ => return Err(both_ends()),
        };
        let rows = match wanted {
            None => DEFAULT_SIZE,
            Some((name, n)) => {
                u32::try_from(n).ok().filter(|n| (1..=MAX_SIZE).contains(n)).ok_or_else(|| size_out_of_range(name))?
            }
        };
        Ok(PageRequest { size: rows, side, cursor: cursor.map(|cursor| cursor.0), total })
    }

    /// The page of a list below a parent that these arguments ask for.
    pub(super) async fn list<P, Q, V>(self, ctx: &Context<'_>, parent: P, asked: Q) -> Result<Page<V>, AppError>
    where
        P: Send + Sync + Hash + Eq + Clone + 'static,
        Q: Send + Sync + Hash + Eq + Clone + 'static,
        V: Send + Sync + Clone + 'static,
        Batch: Loader<Below<P, (Q, PageRequest)>, Value = Page<V>, Error = AppError>,
    {
        let question = (asked, self.request(ctx)?);
        Ok(ctx.loaders()?.one(Below { parent, question }).await?.unwrap_or_default())
    }
}

/// The things of a page of ids that the store found for the caller, in its order.
pub(super) async fn load<K>(ctx: &Context<'_>, page: Page<K>) -> Result<Page<<Batch as Loader<K>>::Value>, AppError>
where
    K: Send + Sync + Hash + Eq + Copy + Display + 'static,
    Batch: Loader<K, Error = AppError>,
{
    let ids = page.rows.iter().map(|(_, id)| *id).collect();
    let found = ctx.loaders()?.many::<K>(ids).await?;
    page.try_map(|id| found.get(&id).cloned().ok_or_else(|| AppError::internal(format!("no {id}"))))
}

fn both_ends() -> AppError {
    AppError::new(
        Code::BadUserInput,
        "Chỉ dùng first/after hoặc last/before, không dùng cả hai.",
        "Use first/after or last/before, not both.",
    )
}

fn size_out_of_range(field: &str) -> AppError {
    AppError::new(Code::BadUserInput, "Cỡ trang phải từ 1 đến 100.", "A page has from 1 to 100 nodes.").at(field)
}

/// Declares a connection type and its edge over a node type.
macro_rules! connection {
    ($(#[$meta:meta])* $connection:ident, $edge:ident, $node:ident) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $connection($crate::page::Page<$node>);

        impl $connection {
            pub(in crate::graphql) const fn new(page: $crate::page::Page<$node>) -> Self {
                Self(page)
            }
        }

        #[doc = concat!("One ", stringify!($node), " of a list, with its place there.")]
        #[derive(Debug, Clone, async_graphql::SimpleObject)]
        pub struct $edge {
            /// The place in the list.
            cursor: $crate::graphql::page::OpaqueCursor,
            /// The thing itself.
            node: $node,
        }

        $(#[$meta])*
        #[async_graphql::Object]
        impl $connection {
            /// The nodes of this page with their cursors.
            async fn edges(&self) -> Vec<$edge> {
                self.0
                    .rows
                    .iter()
                    .map(|(cursor, node)| $edge {
                        cursor: $crate::graphql::page::OpaqueCursor(cursor.clone()),
                        node: node.clone(),
                    })
                    .collect()
            }

            /// The nodes of this page.
            async fn nodes(&self) -> Vec<$node> {
                self.0.rows.iter().map(|(_, node)| node.clone()).collect()
            }

            /// Where this page lies.
            async fn page_info(&self) -> $crate::graphql::page::PageInfo {
                $crate::graphql::page::PageInfo::of(&self.0)
            }

            /// How many nodes the whole list has for this caller. It costs a count of its own; ask only when needed.
            async fn total_count(&self) -> Result<i32, $crate::error::AppError> {
                $crate::graphql::scalar::int(self.0.total.unwrap_or_default())
            }
        }
    };
}

pub(super) use connection;

fn encode(cursor: &Cursor) -> String {
    let mut fields = vec![VERSION.to_owned(), cursor.order.clone()];
    fields.extend(cursor.keys.iter().map(|key| match key {
        Key::Text(text) => format!("t{text}"),
        Key::Number(number) => format!("n{number}"),
        Key::Day(day) => format!("d{day}"),
        Key::Instant(instant) => format!("i{}", instant.timestamp_micros()),
        Key::Id(id) => format!("u{}", id.simple()),
    }));
    URL_SAFE_NO_PAD.encode(fields.join("\u{1f}"))
}

fn decode(text: &str) -> Option<Cursor> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let content = String::from_utf8(bytes).ok()?;
    let mut fields = content.split('\u{1f}');
    if fields.next()? != VERSION {
        return None;
    }
    let order = fields.next()?.to_owned();
    let keys = fields.map(key).collect::<Option<Vec<Key>>>()?;
    Some(Cursor { order, keys })
}

fn key(field: &str) -> Option<Key> {
    let (kind, rest) = field.split_at_checked(1)?;
    Some(match kind {
        "t" => Key::Text(Some(rest).filter(|text| !text.contains(char::is_control))?.to_owned()),
        "n" => Key::Number(rest.parse().ok()?),
        "d" => Key::Day(rest.parse::<NaiveDate>().ok().filter(|day| YEARS.contains(&day.year()))?),
        "i" => Key::Instant(
            DateTime::from_timestamp_micros(rest.parse().ok()?).filter(|instant| YEARS.contains(&instant.year()))?,
        ),
        "u" => Key::Id(Uuid::try_parse(rest).ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_wire() {
        let cursor = Cursor {
            order: "name".to_owned(),
            keys: vec![
                Key::Text("xã trà bồng".to_owned()),
                Key::Number(-3),
                Key::Day(NaiveDate::from_ymd_opt(2025, 6, 30).unwrap()),
                Key::Instant(DateTime::from_timestamp_micros(1_750_000_000_000_001).unwrap()),
                Key::Id(Uuid::from_u128(9)),
            ],
        };
        assert_eq!(decode(&encode(&cursor)), Some(cursor));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in
            ["", "x", "!!!!", &URL_SAFE_NO_PAD.encode("2\u{1f}name"), &URL_SAFE_NO_PAD.encode("1\u{1f}n\u{1f}zz")]
        {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
