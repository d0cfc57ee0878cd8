//! Whether the values of an operation are of their types, told before anything of it runs.
//!
//! The library looks at some of them before and at the others as it comes to their field, when mutations before it have
//! written: an argument with a variable left out, a number too large for `Int`, a variable that was not sent. So every
//! value is looked at here. What is no value, such as a field that there is not, is for the library to refuse.

use std::{
    collections::{HashSet, VecDeque},
    convert::Infallible,
    fmt::{Display, Write},
    sync::LazyLock,
};

use async_graphql::{
    Name, OutputType, Pos, Positioned, Request, Value, Variables,
    indexmap::IndexMap,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
        VariableDefinition,
    },
    registry::{MetaField, MetaInputValue, MetaType, MetaTypeName, Registry},
};

use super::{Mutation, Query};
use crate::error::{AppError, Code};

/// The types of the schema by their names. The library keeps those of the schema itself to itself.
static TYPES: LazyLock<Registry> = LazyLock::new(|| {
    let mut types = Registry::default();
    Query::create_type_info(&mut types);
    Mutation::create_type_info(&mut types);
    types
});

/// What is wrong with a value, and the place of its argument in the document.
type Wrong = Box<(AppError, Pos)>;

/// Whether every value of the operation that is asked for is of its type. A variable that was not sent gets its default
/// value, which the library forgets where it is for `@skip` or `@include`.
///
/// # Errors
/// `BAD_USER_INPUT` at the first that is not.
pub(super) fn check(document: &ExecutableDocument, request: &mut Request) -> Result<(), Wrong> {
    let Some(operation) = asked_for(document, request.operation_name.as_deref()) else {
        return Ok(());
    };
    complete(&operation.variable_definitions, &mut request.variables)?;
    let values = Values(&request.variables);
    let root = match operation.ty {
        OperationType::Query => Query::type_name(),
        OperationType::Mutation => Mutation::type_name(),
        OperationType::Subscription => return Ok(()),
    };
    let mut fragments = HashSet::new();
    let mut next = VecDeque::from([(root.as_ref(), &operation.selection_set.node)]);
    while let Some((ty, SelectionSet { items })) = next.pop_front() {
        for item in items {
            values.check_conditions(item.node.directives())?;
            match &item.node {
                Selection::Field(selected) => {
                    let selected = &selected.node;
                    if let Some(field) = TYPES.types.get(ty).and_then(|ty| ty.field_by_name(&selected.name.node)) {
                        values.check_arguments(field, selected)?;
                        next.push_back((MetaTypeName::concrete_typename(&field.ty), &selected.selection_set.node));
                    }
                }
                Selection::InlineFragment(part) => {
                    let ty = part.node.type_condition.as_ref().map_or(ty, |of| of.node.on.node.as_str());
                    next.push_back((ty, &part.node.selection_set.node));
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    // Once is enough, wherever it is spread: its arguments are of the same types.
                    if let Some(fragment) = document.fragments.get(name).filter(|_| fragments.insert(name)) {
                        let ty = fragment.node.type_condition.node.on.node.as_str();
                        next.push_back((ty, &fragment.node.selection_set.node));
                    }
                }
            }
        }
    }
    Ok(())
}

/// The operation with a name, or the only one; none is for the library to refuse.
fn asked_for<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(of, _)| of.is_some_and(|of| of.as_str() == name)),
        None => operations.next().filter(|_| operations.next().is_none()),
    };
    found.map(|(_, operation)| &operation.node)
}

/// Puts the default values of variables in the place of those that were not sent.
///
/// # Errors
/// `BAD_USER_INPUT` at one that is needed and has none.
fn complete(definitions: &[Positioned<VariableDefinition>], variables: &mut Variables) -> Result<(), Wrong> {
    for definition in definitions {
        let VariableDefinition { name, var_type, default_value, .. } = &definition.node;
        if let (None, Some(default)) = (variables.get(&name.node), default_value) {
            variables.insert(name.node.clone(), default.node.clone());
        }
        if !var_type.node.nullable && variables.get(&name.node).is_none_or(|sent| *sent == Value::Null) {
            return Err(Box::new((missing().at(name.node.as_str()), definition.pos)));
        }
    }
    Ok(())
}

/// The values of an operation's variables.
struct Values<'a>(&'a Variables);

impl Values<'_> {
    fn check_arguments(&self, known: &MetaField, selected: &Field) -> Result<(), Wrong> {
        for (name, value) in &selected.arguments {
            if let Some(argument) = known.args.get(name.node.as_str()) {
                let Ok(value) =
                    value.node.clone().into_const_with(|variable| Ok::<_, Infallible>(self.sent(&variable)));
                check_argument(name, &argument.ty, &value)?;
            }
        }
        Ok(())
    }

    /// Whether what `@skip` and `@include` ask is a Boolean; the library takes everything else for false.
    fn check_conditions(&self, directives: &[Positioned<Directive>]) -> Result<(), Wrong> {
        for directive in directives {
            if let ("skip" | "include", [(name, value)]) =
                (directive.node.name.node.as_str(), directive.node.arguments.as_slice())
            {
                let Ok(value) =
                    value.node.clone().into_const_with(|variable| Ok::<_, Infallible>(self.sent(&variable)));
                check_argument(name, "Boolean!", &value)?;
            }
        }
        Ok(())
    }

    /// What was sent for a variable; nothing sent is null.
    fn sent(&self, variable: &Name) -> Value {
        self.0.get(variable).cloned().unwrap_or_default()
    }
}

fn check_argument(name: &Positioned<Name>, ty: &str, value: &Value) -> Result<(), Wrong> {
    let mut place = Place::of(&name.node);
    let checked = place.check(ty, value);
    checked.map_err(|refused| Box::new((refused.at(place.within_input()), name.pos)))
}

/// The place of a value in its argument. Whoever meets a wrong value leaves it there.
struct Place(String);

impl Place {
    fn of(argument: &str) -> Self {
        Self(argument.to_owned())
    }

    /// As clients know it: what a mutation takes is all in `input`, and named from within.
    fn within_input(self) -> String {
        match self.0.strip_prefix("input.") {
            Some(within) => within.to_owned(),
            None => self.0,
        }
    }

    /// Goes to a place within this one, looks at what stands there, and comes back if it is right.
    fn within(&mut self, step: impl Display, ty: &str, value: &Value) -> Result<(), AppError> {
        let here = self.0.len();
        write!(self.0, "{step}").map_err(AppError::internal)?;
        self.check(ty, value)?;
        self.0.truncate(here);
        Ok(())
    }

    fn check(&mut self, ty: &str, value: &Value) -> Result<(), AppError> {
        match (MetaTypeName::create(ty), value) {
            (MetaTypeName::NonNull(_), Value::Null) => Err(missing()),
            (_, Value::Null) => Ok(()),
            (MetaTypeName::List(of), Value::List(items)) => {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(at, item)| self.within(format_args!("[{at}]"), of, item))
            }
            // One that stands for a list is its only item.
            (MetaTypeName::NonNull(of) | MetaTypeName::List(of), _) => self.check(of, value),
            (MetaTypeName::Named(name), _) => self.check_named(name, value),
        }
    }

    fn check_named(&mut self, name: &str, value: &Value) -> Result<(), AppError> {
        let right = match (TYPES.types.get(name), value) {
            (Some(MetaType::Scalar { .. }), Value::Number(number)) if name == "Int" => {
                number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
            }
            (Some(MetaType::Scalar { is_valid, .. }), _) => is_valid.as_ref().is_none_or(|is_valid| is_valid(value)),
            (Some(MetaType::Enum { enum_values, .. }), Value::Enum(word)) => enum_values.contains_key(word.as_str()),
            (Some(MetaType::Enum { enum_values, .. }), Value::String(word)) => enum_values.contains_key(word),
            (Some(MetaType::InputObject { input_fields, oneof, .. }), Value::Object(given)) => {
                return self.check_fields(input_fields, *oneof, given);
            }
            (Some(MetaType::Enum { .. } | MetaType::InputObject { .. }), _) => false,
            _ => true,
        };
        if right { Ok(()) } else { Err(not_of(name)) }
    }

    fn check_fields(
        &mut self,
        fields: &IndexMap<String, MetaInputValue>,
        one_of: bool,
        given: &IndexMap<Name, Value>,
    ) -> Result<(), AppError> {
        for field in fields.values() {
            match given.get(field.name.as_str()) {
                Some(value) => self.within(format_args!(".{}", field.name), &field.ty, value)?,
                None if field.default_value.is_some() => {}
                None => self.within(format_args!(".{}", field.name), &field.ty, &Value::Null)?,
            }
        }
        if let Some(unknown) = given.keys().find(|name| !fields.contains_key(name.as_str())) {
            self.0 = format!("{}.{unknown}", self.0);
            return Err(no_such_field());
        }
        if one_of && (given.len() != 1 || given.values().any(|value| *value == Value::Null)) {
            return Err(not_one());
        }
        Ok(())
    }
}

fn bad(vi: impl Into<String>, en: impl Into<String>) -> AppError {
    AppError::new(Code::BadUserInput, vi, en)
}

fn not_of(ty: &str) -> AppError {
    bad(format!("Không phải giá trị của kiểu {ty}."), format!("Not a value of the type {ty}."))
}

fn missing() -> AppError {
    bad("Thiếu giá trị bắt buộc.", "A value is needed here.")
}

fn no_such_field() -> AppError {
    bad("Không có trường này.", "There is no such field.")
}

fn not_one() -> AppError {
    bad("Cần đúng một trong các trường.", "Give exactly one of the fields.")
}
