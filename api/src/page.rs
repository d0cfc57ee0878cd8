//! One page of a list: which one is asked for, and what was found.

use std::{cmp::Ordering, mem};

use crate::error::AppError;

/// How many rows a page may have.
pub const MAX_SIZE: u32 = 100;
/// How many rows a page has when nobody says.
pub const DEFAULT_SIZE: u32 = 20;

/// From which end a page is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The first rows, or the first after a cursor.
    First,
    /// The last rows, or the last before a cursor.
    Last,
}

/// Whether the size of the whole list is wanted as well; it costs a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Total {
    /// Count the whole list.
    Wanted,
    /// Do not.
    Unwanted,
}

/// The page that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageRequest {
    /// From 1 to [`MAX_SIZE`] rows.
    pub size: u32,
    /// From which end.
    pub side: Side,
    /// The row after which (first) or before which (last) the page lies.
    pub cursor: Option<Cursor>,
    /// Whether the whole is to be counted.
    pub total: Total,
}

/// The place of one row in one order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// The order it is a place in: a cursor of another order is refused.
    pub order: String,
    /// The row's values of that order's columns, last of them its id.
    pub keys: Vec<Key>,
}

/// One value of a cursor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(chrono::NaiveDate),
    /// An instant.
    Instant(chrono::DateTime<chrono::Utc>),
    /// An id.
    Id(uuid::Uuid),
}

/// The page that was found.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows in the list's order, each with its place.
    pub rows: Vec<(Cursor, T)>,
    /// Whether rows follow the last one.
    pub has_next: bool,
    /// Whether rows precede the first one.
    pub has_previous: bool,
    /// How many rows the whole list has, if that was asked.
    pub total: Option<i64>,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), has_next: false, has_previous: false, total: Some(0) }
    }
}

impl<T> Page<T> {
    /// Makes a page of up to one row more than was asked for, which shows that there is more.
    ///
    /// `found` is in reading direction: backwards when the page is taken from the end.
    #[must_use]
    pub fn of(request: &PageRequest, mut found: Vec<(Cursor, T)>, total: Option<i64>) -> Self {
        let size = usize::try_from(request.size).unwrap_or(usize::MAX);
        let more = found.len() > size;
        found.truncate(size);
        let beyond = request.cursor.is_some();
        match request.side {
            Side::First => Self { rows: found, has_next: more, has_previous: beyond, total },
            Side::Last => {
                found.reverse();
                Self { rows: found, has_next: beyond, has_previous: more, total }
            }
        }
    }

    /// The same page of other things.
    #[must_use]
    pub fn map<U>(self, turn: impl Fn(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(|(cursor, row)| (cursor, turn(row))).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
            total: self.total,
        }
    }

    /// The same page of other things, unless one of them cannot be made.
    ///
    /// # Errors
    /// The first error of `turn`.
    pub fn try_map<U, E>(self, turn: impl Fn(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let rows = self.rows.into_iter().map(|(cursor, row)| Ok((cursor, turn(row)?))).collect::<Result<_, E>>()?;
        Ok(Page { rows, has_next: self.has_next, has_previous: self.has_previous, total: self.total })
    }

    /// A page of a list that is already whole in memory, sorted by `compare`, which orders places and is never equal for
    /// two rows. The cursor's row itself need not be there any more.
    #[must_use]
    pub fn sorted(
        request: &PageRequest,
        mut all: Vec<(Cursor, T)>,
        compare: impl Fn(&Cursor, &Cursor) -> Ordering,
    ) -> Self {
        let total = Some(i64::try_from(all.len()).unwrap_or(i64::MAX));
        all.sort_by(|(one, _), (other, _)| compare(one, other));
        let beyond = |place: &Cursor, side: Ordering| {
            request.cursor.as_ref().is_none_or(|cursor| compare(place, cursor) == side)
        };
        let found = match request.side {
            Side::First => all.into_iter().filter(|(place, _)| beyond(place, Ordering::Greater)).collect(),
            Side::Last => all.into_iter().rev().filter(|(place, _)| beyond(place, Ordering::Less)).collect(),
        };
        Self::of(request, found, total)
    }

    /// A page of a list that is small and already whole in memory. It is sorted by its places, which are all of the
    /// order named.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a cursor of another list.
    pub fn cut(request: &PageRequest, order: &str, all: Vec<(Vec<Key>, T)>) -> Result<Self, AppError> {
        let of_this = |cursor: &Cursor| {
            let kinds = |keys: &[Key]| keys.iter().map(mem::discriminant).collect::<Vec<_>>();
            cursor.order == order && all.first().is_none_or(|(keys, _)| kinds(keys) == kinds(&cursor.keys))
        };
        if !request.cursor.as_ref().is_none_or(of_this) {
            return Err(AppError::foreign_cursor());
        }
        let place = |(keys, row)| (Cursor { order: order.to_owned(), keys }, row);
        let all = all.into_iter().map(place).collect();
        Ok(Self::sorted(request, all, |one, other| one.keys.cmp(&other.keys)))
    }
}
