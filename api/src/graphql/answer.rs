//! What a mutation is asked to answer with, looked at before it writes.
//!
//! An error always means that nothing was written, also one about an argument far down in the answer. So whatever the
//! fields of an answer would refuse is refused first, by the same rules.

use std::collections::HashMap;

use async_graphql::{Context, InputType, Name, SelectionField, Value};
use domain::{calendar::Day, compliance::period};

use super::{
    activity::ActivityReportFilter,
    compliance::ComplianceFilter,
    context::Request,
    obligation::{ObligationsFilter, as_of_day},
    page::{OpaqueCursor, PageArgs},
    scalar::Date,
};
use crate::{
    error::{AppError, Code},
    page::Total,
};

/// Whether every field below this one can be answered.
///
/// # Errors
/// `BAD_USER_INPUT` at the argument that no field takes. A list of an answer begins at its start or its end: a cursor
/// may be one of another list, which only reading can tell.
pub(super) fn check(ctx: &Context<'_>) -> Result<(), AppError> {
    let today = ctx.session()?.today();
    ctx.field().selection_set().try_for_each(|field| check_field(&field, today))
}

fn check_field(field: &SelectionField<'_>, today: Day) -> Result<(), AppError> {
    let mut given = Given::of(field)?;
    let asked = PageArgs {
        first: given.take("first")?,
        after: given.cursor("after")?,
        last: given.take("last")?,
        before: given.cursor("before")?,
    };
    asked.page(Total::Unwanted)?;
    let on = given.take::<Option<Date>>("on")?;
    match field.name() {
        "state" => drop(as_of_day(on, today)?),
        "obligations" => {
            as_of_day(on, today)?;
            given.take::<Option<ObligationsFilter>>("filter")?;
        }
        "compliance" => {
            as_of_day(on, today)?;
            if let (Some(from), Some(to)) = (given.take::<Option<Date>>("from")?, given.take::<Option<Date>>("to")?) {
                period(from.0, to.0)?;
            }
            given.take::<Option<ComplianceFilter>>("filter")?;
        }
        "activityReports" => drop(given.take::<Option<ActivityReportFilter>>("filter")?),
        _ => {}
    }
    field.selection_set().try_for_each(|field| check_field(&field, today))
}

/// The arguments of a field.
struct Given(HashMap<Name, Value>);

impl Given {
    fn of(field: &SelectionField<'_>) -> Result<Self, AppError> {
        let arguments = field.arguments().map_err(|_| refused("variables"))?;
        Ok(Self(arguments.into_iter().collect()))
    }

    fn take<T: InputType>(&mut self, name: &'static str) -> Result<T, AppError> {
        T::parse(self.0.remove(name)).map_err(|_| refused(name))
    }

    fn cursor(&mut self, name: &'static str) -> Result<Option<OpaqueCursor>, AppError> {
        match self.take::<Option<OpaqueCursor>>(name)? {
            None => Ok(None),
            Some(_) => Err(AppError::new(
                Code::BadUserInput,
                "Danh sách trong kết quả của mutation bắt đầu từ đầu hoặc cuối; hãy dùng query để xem tiếp.",
                "A list in the answer to a mutation begins at its start or end; go on in a query.",
            )
            .at(name)),
        }
    }
}

fn refused(name: &'static str) -> AppError {
    AppError::new(Code::BadUserInput, "Tham số không hợp lệ.", "Not a value of this argument.").at(name)
}
