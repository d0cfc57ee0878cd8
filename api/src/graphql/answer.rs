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
    store::{activity::ReportFilter, obligation::ObligationFilter},
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
    check_arguments(field.name(), Arguments::of(field)?, today)?;
    field.selection_set().try_for_each(|field| check_field(&field, today))
}

/// Whether a field of this name takes these arguments. Words and flags are not looked at: they are known to be right
/// before an operation begins.
fn check_arguments(field: &str, mut given: Arguments, today: Day) -> Result<(), AppError> {
    let asked = PageArgs {
        first: given.take("first")?,
        after: given.cursor("after")?,
        last: given.take("last")?,
        before: given.cursor("before")?,
    };
    asked.page(Total::Unwanted)?;
    let on = given.take::<Option<Date>>("on")?;
    match field {
        "state" | "asOf" => drop(as_of_day(on, today)?),
        "obligations" => {
            as_of_day(on, today)?;
            given.filter::<ObligationsFilter, ObligationFilter>()?;
        }
        "compliance" => {
            as_of_day(on, today)?;
            if let (Some(from), Some(to)) = (given.take::<Option<Date>>("from")?, given.take::<Option<Date>>("to")?) {
                period(from.0, to.0)?;
            }
            given.filter::<ComplianceFilter, ObligationFilter>()?;
        }
        "activityReports" => given.filter::<ActivityReportFilter, ReportFilter>()?,
        "plans" => drop(given.take::<Option<i32>>("year")?),
        _ => {}
    }
    Ok(())
}

/// The arguments of a field.
struct Arguments(HashMap<Name, Value>);

impl Arguments {
    fn of(field: &SelectionField<'_>) -> Result<Self, AppError> {
        let arguments = field.arguments().map_err(|_| refused("variables"))?;
        Ok(Self(arguments.into_iter().collect()))
    }

    fn take<T: InputType>(&mut self, name: &'static str) -> Result<T, AppError> {
        T::parse(self.0.remove(name)).map_err(|_| refused(name))
    }

    fn filter<F: InputType, D: TryFrom<F, Error = AppError>>(&mut self) -> Result<(), AppError> {
        self.take::<Option<F>>("filter")?.map(D::try_from).transpose()?;
        Ok(())
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use async_graphql::parser::{
        parse_schema,
        types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
    };

    use super::*;

    /// The types of the schema that declare something.
    struct Types(HashMap<String, TypeKind>);

    impl Types {
        fn of_the_schema() -> Self {
            let document = parse_schema(crate::graphql::sdl()).unwrap();
            let types = document.definitions.into_iter().filter_map(|definition| match definition {
                TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), ty.node.kind)),
                _ => None,
            });
            Self(types.collect())
        }

        fn fields(&self, ty: &str) -> Vec<&FieldDefinition> {
            match &self.0.get(ty) {
                Some(TypeKind::Object(object)) => object.fields.iter().map(|field| &field.node).collect(),
                Some(TypeKind::Interface(_) | TypeKind::Union(_)) => panic!("{ty} may be any of several types"),
                _ => Vec::new(),
            }
        }

        /// Every type whose fields a mutation can be asked to answer with.
        fn below_mutations(&self) -> BTreeSet<&str> {
            let types = |ty| self.fields(ty).into_iter().map(|field| named(&field.ty.node));
            let (mut found, mut next) = (BTreeSet::new(), types("Mutation").collect::<Vec<_>>());
            while let Some(ty) = next.pop() {
                if found.insert(ty) {
                    next.extend(types(ty));
                }
            }
            found
        }

        /// Values that the library lets pass for one of a type, and no field takes: one for each place in it.
        fn wrong(&self, ty: &Type) -> Vec<Value> {
            let name = match &ty.base {
                BaseType::List(of) => {
                    return self.wrong(of).into_iter().map(|wrong| Value::List(vec![wrong])).collect();
                }
                BaseType::Named(name) => name.as_str(),
            };
            match (name, self.0.get(name)) {
                ("Boolean", _) | (_, Some(TypeKind::Enum(_))) => Vec::new(),
                ("Int", _) => vec![Value::from(1_i64 << 40)],
                (_, Some(TypeKind::InputObject(input))) => {
                    let fields = input.fields.iter().map(|field| &field.node);
                    let wrong = fields.flat_map(|field| {
                        self.wrong(&field.ty.node).into_iter().map(|wrong| (field.name.node.clone(), wrong))
                    });
                    wrong.map(|(name, wrong)| Value::Object([(name, wrong)].into_iter().collect())).collect()
                }
                _ => vec![Value::from("\u{0}")],
            }
        }
    }

    fn named(ty: &Type) -> &str {
        match &ty.base {
            BaseType::Named(name) => name,
            BaseType::List(of) => named(of),
        }
    }

    #[test]
    fn every_argument_of_an_answer_is_looked_at_before_anything_is_written() {
        let (types, today) = (Types::of_the_schema(), "2025-06-16".parse().unwrap());
        let mut tried = BTreeSet::new();
        for ty in types.below_mutations() {
            for field in types.fields(ty) {
                for argument in &field.arguments {
                    let (field, argument) = (field.name.node.as_str(), &argument.node);
                    let place = format!("{ty}.{field}({})", argument.name.node);
                    for wrong in types.wrong(&argument.ty.node) {
                        let given = Arguments([(argument.name.node.clone(), wrong.clone())].into_iter().collect());
                        let argument_of = |field: &str| field.split('.').next().map(str::to_owned);
                        let refusal =
                            check_arguments(field, given, today).map_err(|error| error.field().and_then(argument_of));
                        assert_eq!(refusal, Err(Some(argument.name.node.to_string())), "{place}: {wrong}");
                        tried.insert(place.clone());
                    }
                }
            }
        }
        for place in
            ["Plan.tasks(first)", "Unit.compliance(filter)", "Unit.name(on)", "Coverage.unitsWithNothing(after)"]
        {
            assert!(tried.contains(place), "{place}: {tried:?}");
        }
    }
}
