//! The order of subordinates: by exact rate or by name, found again by the values of a cursor.

use std::cmp::Ordering;

use domain::{
    compliance::{RateOrder, Ratio},
    id::UnitId,
};

use super::word::{OrderDirection, SubordinateOrder, SubordinateOrderField};
use crate::{
    error::AppError,
    page::{Cursor, Key, PageRequest},
};

impl SubordinateOrder {
    const fn name(self) -> &'static str {
        match (self.field, self.direction.0) {
            (SubordinateOrderField::Rate, OrderDirection::Asc) => "rate",
            (SubordinateOrderField::Rate, OrderDirection::Desc) => "rate_down",
            (SubordinateOrderField::Name, OrderDirection::Asc) => "name",
            (SubordinateOrderField::Name, OrderDirection::Desc) => "name_down",
        }
    }

    /// The place of a subordinate with that rate and folded name.
    pub(super) fn place(self, rate: Ratio, name: impl FnOnce() -> String, unit: UnitId) -> Cursor {
        let mut keys = match self.field {
            SubordinateOrderField::Rate => vec![Key::Number(rate.numerator), Key::Number(rate.denominator)],
            SubordinateOrderField::Name => vec![Key::Text(name())],
        };
        keys.push(Key::Id(unit.uuid()));
        Cursor { order: self.name().to_owned(), keys }
    }

    /// Refuses a cursor that is not of this order.
    pub(super) fn check(self, request: &PageRequest) -> Result<(), AppError> {
        let fits = |cursor: &Cursor| {
            cursor.order == self.name()
                && match (self.field, cursor.keys.as_slice()) {
                    (SubordinateOrderField::Rate, [Key::Number(part), Key::Number(whole), Key::Id(_)]) => {
                        *part >= 0 && *whole >= 0
                    }
                    (SubordinateOrderField::Name, [Key::Text(_), Key::Id(_)]) => true,
                    _ => false,
                }
        };
        if request.cursor.as_ref().is_none_or(fits) { Ok(()) } else { Err(AppError::foreign_cursor()) }
    }

    /// Which of two places comes first.
    pub(super) fn compare(self, one: &Cursor, other: &Cursor) -> Ordering {
        match (one.keys.as_slice(), other.keys.as_slice()) {
            ([Key::Number(a), Key::Number(b), Key::Id(one)], [Key::Number(c), Key::Number(d), Key::Id(other)]) => {
                let order = match self.direction.0 {
                    OrderDirection::Asc => RateOrder::LowestFirst,
                    OrderDirection::Desc => RateOrder::HighestFirst,
                };
                Ratio::new(*a, *b).compare(Ratio::new(*c, *d), order).then(one.cmp(other))
            }
            ([Key::Text(a), Key::Id(one)], [Key::Text(b), Key::Id(other)]) => {
                let rising = a.cmp(b);
                let by_name = if self.direction.0 == OrderDirection::Asc { rising } else { rising.reverse() };
                by_name.then(one.cmp(other))
            }
            // Places of one order have one shape.
            _ => Ordering::Equal,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::Id;
    use uuid::Uuid;

    use super::*;
    use crate::{
        graphql::default::OrDefault,
        page::{Page, Side, Total},
    };

    fn order(field: SubordinateOrderField, direction: OrderDirection) -> SubordinateOrder {
        SubordinateOrder { field, direction: OrDefault(direction) }
    }

    fn request(cursor: Option<Cursor>, side: Side) -> PageRequest {
        PageRequest { size: 2, side, cursor, total: Total::Wanted }
    }

    #[test]
    fn subordinates_without_a_rate_come_last_and_equal_rates_go_by_id() {
        let by_rate = order(SubordinateOrderField::Rate, OrderDirection::Desc);
        let of = |id: u128, part, whole| {
            (by_rate.place(Ratio::new(part, whole), String::new, Id::new(Uuid::from_u128(id))), id)
        };
        let all = || vec![of(1, 0, 0), of(3, 1, 2), of(2, 2, 4), of(4, 2, 3)];
        let ids = |page: &Page<u128>| page.rows.iter().map(|(_, id)| *id).collect::<Vec<_>>();
        let compare = |one: &Cursor, other: &Cursor| by_rate.compare(one, other);
        let first = Page::sorted(&request(None, Side::First), all(), compare);
        assert_eq!((ids(&first), first.has_next, first.total), (vec![4, 2], true, Some(4)));
        // The row of the cursor has gone meanwhile; the page goes on after its place.
        let cursor = Some(first.rows[1].0.clone());
        let rest = all().into_iter().filter(|(_, id)| *id != 2).collect();
        let second = Page::sorted(&request(cursor.clone(), Side::First), rest, compare);
        assert_eq!((ids(&second), second.has_next), (vec![3, 1], false));
        let before = Page::sorted(&request(cursor, Side::Last), all(), compare);
        assert_eq!((ids(&before), before.has_previous), (vec![4], false));
    }

    #[test]
    fn a_cursor_of_another_order_is_refused() {
        let by_name = order(SubordinateOrderField::Name, OrderDirection::Asc);
        let by_rate = order(SubordinateOrderField::Rate, OrderDirection::Asc);
        let place = by_name.place(Ratio::default(), || "xa a".to_owned(), Id::new(Uuid::from_u128(1)));
        assert!(by_name.check(&request(Some(place.clone()), Side::First)).is_ok());
        assert!(by_rate.check(&request(Some(place), Side::First)).is_err());
    }
}
