//! Whether the values of an operation are of their types, told before anything of it runs.
//!
//! The library looks at some of them before and at the others as it comes to their field, when mutations before it have
//! written: an argument with a variable left out, a number too large for `Int`, a variable that was not sent. So every
//! value is looked at here. What is no value, such as a field that there is not, is for the library to refuse.

use std::{
    collections::{HashSet, VecDeque},
    fmt::{Display, Write},
    sync::LazyLock,
};

use async_graphql::{
    Name, OutputType, Positioned, Request, Value,
    indexmap::IndexMap,
    parser::types::{
        BaseType, Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType,
        Selection, SelectionSet, VariableDefinition,
    },
    registry::{MetaField, MetaInputValue, MetaType, MetaTypeName, Registry},
};
use async_graphql_value::Value as Written;

use super::{
    Mutation, Query,
    error::{Refused, short},
    variable::{Given, Seen, Shape},
    walk::asked_for,
};
use crate::error::{AppError, Code};

/// The types of the schema by their names. The library keeps those of the schema itself to itself.
pub(super) static TYPES: LazyLock<Registry> = LazyLock::new(|| {
    let mut types = Registry::default();
    Query::create_type_info(&mut types);
    Mutation::create_type_info(&mut types);
    // As the library does: the parts that the two are merged from are no types of the schema.
    types.query_type = Query::type_name().into_owned();
    types.mutation_type = Some(Mutation::type_name().into_owned());
    types.remove_unused_types();
    types
});

/// What the library would get wrong about the variables of an operation whose values are right.
#[derive(Default)]
struct Misread {
    /// Those of `@skip` and `@include` that were not sent, with their defaults: it takes them for false there.
    defaults: Vec<(Name, Value)>,
    /// Those that stand where a list may be null: it refuses them there if they may not be null or have a default.
    lists: HashSet<Name>,
}

/// Whether every value of the operation that is asked for, which is alone, is of its type; puts right what the library would
/// misread.
///
/// # Errors
/// `BAD_USER_INPUT` at the first that is not; `GRAPHQL_VALIDATION_FAILED` for a variable of a type that there is not,
/// which the library cannot bear in a list.
pub(super) fn check(document: &mut ExecutableDocument, request: &mut Request) -> Result<(), Refused> {
    check_types(document)?;
    let Some((_, operation)) = asked_for(document, request.operation_name.as_deref()) else {
        return Ok(());
    };
    let given = Given::new(&operation.variable_definitions, &request.variables);
    if let Some(definition) = operation.variable_definitions.iter().find(|definition| given.lacks(&definition.node)) {
        return Err(Box::new((missing().at(definition.node.name.node.as_str()), Some(definition.pos))));
    }
    let Misread { defaults, lists } = check_operation(document, operation, &given)?;
    request.variables.extend(defaults);
    loosen(document, &lists, request);
    Ok(())
}

/// Makes nullable, and without a default, the variables of these names: each is known to be right.
fn loosen(document: &mut ExecutableDocument, lists: &HashSet<Name>, request: &mut Request) {
    let operation = match &mut document.operations {
        DocumentOperations::Single(operation) => Some(operation),
        DocumentOperations::Multiple(operations) => operations.values_mut().next(),
    };
    let definitions = operation.into_iter().flat_map(|operation| &mut operation.node.variable_definitions);
    for VariableDefinition { name, var_type, default_value, .. } in definitions.map(|definition| &mut definition.node) {
        if lists.contains(&name.node) {
            var_type.node.nullable = true;
            if let Some(default) = default_value.take() {
                request.variables.entry(name.node.clone()).or_insert(default.node);
            }
        }
    }
}

/// Whether there are the types that variables are said to be of.
fn check_types(document: &ExecutableDocument) -> Result<(), Refused> {
    let operations = document.operations.iter().map(|(_, operation)| operation);
    for definition in operations.flat_map(|operation| &operation.node.variable_definitions) {
        let mut base = &definition.node.var_type.node.base;
        while let BaseType::List(of) = base {
            base = &of.base;
        }
        if let BaseType::Named(name) = base
            && !TYPES.types.contains_key(name.as_str())
        {
            return Err(Box::new((no_such_type(name), Some(definition.pos))));
        }
    }
    Ok(())
}

fn check_operation(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    given: &Given<'_>,
) -> Result<Misread, Refused> {
    let root = match operation.ty {
        OperationType::Query => Query::type_name(),
        OperationType::Mutation => Mutation::type_name(),
        OperationType::Subscription => return Ok(Misread::default()),
    };
    let mut misread = Misread::default();
    let mut fragments = HashSet::new();
    let mut next = VecDeque::from([(root.as_ref(), &operation.selection_set.node)]);
    while let Some((ty, SelectionSet { items })) = next.pop_front() {
        for item in items {
            check_conditions(item.node.directives(), given, &mut misread)?;
            match &item.node {
                Selection::Field(selected) => {
                    let selected = &selected.node;
                    let field = TYPES.types.get(ty).and_then(|ty| ty.field_by_name(&selected.name.node));
                    if let Some(field) = field {
                        check_arguments(field, selected, given, &mut misread)?;
                    }
                    // Of what the schema says of itself nothing is known here but its conditions.
                    let ty = field.map_or("", |field| MetaTypeName::concrete_typename(&field.ty));
                    next.push_back((ty, &selected.selection_set.node));
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
    Ok(misread)
}

fn check_arguments(
    known: &MetaField,
    selected: &Field,
    given: &Given<'_>,
    misread: &mut Misread,
) -> Result<(), Refused> {
    for (name, value) in &selected.arguments {
        if let Some(argument) = known.args.get(name.node.as_str()) {
            check_argument(name, &argument.ty, &value.node, given, misread)?;
        }
    }
    Ok(())
}

/// Whether what `@skip` and `@include` ask is a Boolean: of a variable that was not sent the library does not look.
fn check_conditions(
    directives: &[Positioned<Directive>],
    given: &Given<'_>,
    misread: &mut Misread,
) -> Result<(), Refused> {
    for directive in directives {
        if let ("skip" | "include", [(name, value)]) =
            (directive.node.name.node.as_str(), directive.node.arguments.as_slice())
        {
            check_argument(name, "Boolean!", &value.node, given, misread)?;
            if let Written::Variable(name) = &value.node {
                misread.defaults.extend(given.default_of(name).map(|default| (name.clone(), default.clone())));
            }
        }
    }
    Ok(())
}

fn check_argument(
    name: &Positioned<Name>,
    ty: &str,
    value: &Written,
    given: &Given<'_>,
    misread: &mut Misread,
) -> Result<(), Refused> {
    let mut place = Place { name: name.node.to_string(), given, misread };
    let checked = place.check(ty, Seen::Written(value));
    checked.map_err(|refused| Box::new((refused.at(place.within_input()), Some(name.pos))))
}

/// The place of a value in its argument. Whoever meets a wrong value leaves it there.
struct Place<'a, 'm> {
    name: String,
    given: &'a Given<'a>,
    misread: &'m mut Misread,
}

impl<'a> Place<'a, '_> {
    /// As clients know it: what a mutation takes is all in `input`, and named from within.
    fn within_input(self) -> String {
        match self.name.strip_prefix("input.") {
            Some(within) => within.to_owned(),
            None => self.name,
        }
    }

    /// Goes to a place within this one, looks at what stands there, and comes back if it is right.
    fn within(&mut self, step: impl Display, ty: &str, value: Seen<'a>) -> Result<(), AppError> {
        let here = self.name.len();
        write!(self.name, "{step}").map_err(AppError::internal)?;
        self.check(ty, value)?;
        self.name.truncate(here);
        Ok(())
    }

    fn check(&mut self, ty: &str, value: Seen<'a>) -> Result<(), AppError> {
        let shape = value.shape(self.given);
        let ty = match (MetaTypeName::create(ty), value) {
            (MetaTypeName::NonNull(_), _) if matches!(shape, Shape::Null) => return Err(missing()),
            (MetaTypeName::NonNull(of), _) => MetaTypeName::create(of),
            (list @ MetaTypeName::List(_), Seen::Written(Written::Variable(name))) => {
                self.misread.lists.insert(name.clone());
                list
            }
            (ty, _) => ty,
        };
        match (ty, shape) {
            // A variable that nobody declared is for the library to refuse.
            (_, Shape::Null | Shape::Unknown) => Ok(()),
            (MetaTypeName::List(of), Shape::List(items)) => {
                let mut items = items.into_iter().enumerate();
                items.try_for_each(|(at, item)| self.within(format_args!("[{at}]"), of, item))
            }
            // One that stands for a list is its only item.
            (MetaTypeName::NonNull(of) | MetaTypeName::List(of), _) => self.check(of, value),
            (MetaTypeName::Named(name), shape) => self.check_named(name, shape),
        }
    }

    fn check_named(&mut self, name: &str, shape: Shape<'a>) -> Result<(), AppError> {
        let right = match (TYPES.types.get(name), shape) {
            (Some(MetaType::Scalar { is_valid, .. }), Shape::Leaf(value)) => match value.as_ref() {
                Value::Number(number) if name == "Int" => {
                    number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
                }
                value => is_valid.as_ref().is_none_or(|is_valid| is_valid(value)),
            },
            (Some(MetaType::Enum { enum_values, .. }), Shape::Leaf(value)) => match value.as_ref() {
                Value::Enum(word) => enum_values.contains_key(word.as_str()),
                Value::String(word) => enum_values.contains_key(word),
                _ => false,
            },
            (Some(MetaType::InputObject { input_fields, oneof, .. }), Shape::Object(given)) => {
                return self.check_fields(input_fields, *oneof, &given);
            }
            (known, _) => known.is_none(),
        };
        if right { Ok(()) } else { Err(not_of(name)) }
    }

    fn check_fields(
        &mut self,
        fields: &IndexMap<String, MetaInputValue>,
        one_of: bool,
        given: &[(&Name, Seen<'a>)],
    ) -> Result<(), AppError> {
        for field in fields.values() {
            match given.iter().find(|(name, _)| name.as_str() == field.name) {
                Some((_, value)) => self.within(format_args!(".{}", field.name), &field.ty, *value)?,
                None if field.default_value.is_some() => {}
                None => self.within(format_args!(".{}", field.name), &field.ty, Seen::Sent(&Value::Null))?,
            }
        }
        if let Some((unknown, _)) = given.iter().find(|(name, _)| !fields.contains_key(name.as_str())) {
            let shown = unknown.chars().take(LONGEST_NAME).collect::<String>();
            self.name = format!("{}.{shown}", self.name);
            return Err(no_such_field());
        }
        let is_null = |(_, value): &(&Name, Seen<'a>)| matches!(value.shape(self.given), Shape::Null);
        if one_of && (given.len() != 1 || given.iter().any(is_null)) {
            return Err(not_one());
        }
        Ok(())
    }
}

/// No field of the schema has a longer name; an error repeats no more than this of one that there is not.
const LONGEST_NAME: usize = 100;

fn bad(vi: impl Into<String>, en: impl Into<String>) -> AppError {
    AppError::new(Code::BadUserInput, vi, en)
}

fn no_such_type(ty: &str) -> AppError {
    let ty = short(ty);
    let (vi, en) = (format!("Không có kiểu {ty}."), format!("There is no type {ty}."));
    AppError::new(Code::GraphqlValidationFailed, vi, en)
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
