//! What a mutation is asked to answer with, looked at before it writes.
//!
//! A mutation that is refused wrote nothing, also for an argument far down in its answer. So whatever the fields of an
//! answer would refuse is refused first, by the same rules.

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

/// Whether a field of this name takes these arguments. Each is of its type, that is known before an operation begins: what
/// is left are ids, the sizes and the ends of pages, days and spans of them.
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
        _ => {}
    }
    Ok(())
}

/// The arguments of a field.
struct Arguments(HashMap<Name, Value>);

impl Arguments {
    fn of(field: &SelectionField<'_>) -> Result<Self, AppError> {
        let arguments = field.arguments().map_err(AppError::internal)?;
        Ok(Self(arguments.into_iter().collect()))
    }

    fn take<T: InputType>(&mut self, name: &'static str) -> Result<T, AppError> {
        T::parse(self.0.remove(name)).map_err(|_| AppError::internal(format!("no value of {name}")))
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

        /// Values of an argument that are of its type and that the field does not take: one for each place in it.
        fn wrong(&self, field: &str, argument: &str, ty: &Type) -> Vec<Value> {
            let name = match &ty.base {
                BaseType::List(of) => {
                    let items = self.wrong(field, argument, of).into_iter();
                    return items.map(|wrong| Value::List(vec![wrong])).collect();
                }
                BaseType::Named(name) => name.as_str(),
            };
            match (name, argument, self.0.get(name)) {
                ("ID", ..) => vec![Value::from("\u{0}")],
                ("Int", "first" | "last", _) => vec![Value::from(0)],
                ("Cursor", ..) => vec![Value::from("MR9uYW1l")],
                ("Date", "on", _) if DATED.contains(&field) => vec![Value::from("2025-06-17")],
                (_, _, Some(TypeKind::InputObject(input))) => {
                    let fields = input.fields.iter().map(|field| &field.node);
                    let wrong = fields.flat_map(|part| {
                        let (name, wrong) = (&part.name.node, self.wrong(field, &part.name.node, &part.ty.node));
                        wrong.into_iter().map(|wrong| (name.clone(), wrong))
                    });
                    wrong.map(|(name, wrong)| Value::Object([(name, wrong)].into_iter().collect())).collect()
                }
                _ => Vec::new(),
            }
        }
    }

    /// The fields that give figures or states of a day, which a later day than today has none of.
    const DATED: [&str; 4] = ["state", "asOf", "obligations", "compliance"];

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
                    let (field, name, argument) = (field.name.node.as_str(), &argument.node.name.node, &argument.node);
                    let place = format!("{ty}.{field}({name})");
                    for wrong in types.wrong(field, name, &argument.ty.node) {
                        let given = Arguments([(name.clone(), wrong.clone())].into_iter().collect());
                        let argument_of = |field: &str| field.split('.').next().map(str::to_owned);
                        let refusal =
                            check_arguments(field, given, today).map_err(|error| error.field().and_then(argument_of));
                        assert_eq!(refusal, Err(Some(name.to_string())), "{place}: {wrong}");
                        tried.insert(place.clone());
                    }
                }
            }
        }
        for place in
            ["Plan.tasks(first)", "Unit.compliance(filter)", "Unit.compliance(on)", "Coverage.unitsWithNothing(after)"]
        {
            assert!(tried.contains(place), "{place}: {tried:?}");
        }
    }

    #[test]
    fn a_span_of_days_that_is_none_is_refused() {
        let today = "2025-06-16".parse().unwrap();
        for (from, to, place) in [("2025-02-01", "2025-01-31", "to"), ("1899-12-31", "2025-01-31", "from")] {
            let days = [("from", from), ("to", to)].map(|(name, day)| (Name::new(name), Value::from(day)));
            let refusal = check_arguments("compliance", Arguments(HashMap::from(days)), today).unwrap_err();
            assert_eq!(refusal.field(), Some(place));
        }
    }
}
