//! What the schema takes, and values of it: right ones, and ones with a single place at fault.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::app::Client;

const INPUTS: &str = "{ __schema {
    queryType { fields { name args { ...Given } } } mutationType { fields { name args { ...Given } } }
    types { name kind isOneOf inputFields { ...Given } enumValues { name } } } }
    fragment Given on __InputValue { name defaultValue type { ...Type ofType { ...Type ofType { ...Type ofType { ...Type } } } } }
    fragment Type on __Type { kind name }";

/// The arguments of all root fields, and the types of what they take.
pub(crate) struct Inputs {
    pub(crate) arguments: Vec<Argument>,
    types: BTreeMap<String, Value>,
}

/// One argument of a root field.
#[derive(Debug)]
pub(crate) struct Argument {
    pub(crate) field: String,
    pub(crate) name: String,
    /// How a document names its type.
    pub(crate) written: String,
    /// An operation that gives it `$v`.
    pub(crate) document: String,
    ty: Value,
}

/// What a value is made with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// What may not be left out.
    Least,
    /// The same, and null for everything else.
    Nulls,
    /// Everything.
    Full,
}

/// What is wrong with a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// An id of no kind.
    Id,
    /// What is no value of the type, or null where something is needed.
    Type,
    /// A value of the type that is larger than any.
    Large,
    /// One that is smaller, or empty.
    Small,
    /// A text with characters in it that nobody sees.
    Unseen,
}

impl Inputs {
    /// Asks for what the schema takes.
    pub(crate) async fn of(client: &Client<'_>) -> Self {
        let schema = client.query(INPUTS).await["__schema"].take();
        let types = schema["types"].as_array().unwrap().iter();
        let types = types.map(|ty| (text(&ty["name"]), ty.clone())).collect();
        let roots = [("query", "queryType"), ("mutation", "mutationType")].into_iter();
        let fields = roots
            .flat_map(|(kind, root)| schema[root]["fields"].as_array().unwrap().iter().map(move |field| (kind, field)));
        let arguments = fields.flat_map(|(kind, field)| {
            field["args"].as_array().unwrap().iter().map(move |argument| {
                let (field, name, written) =
                    (text(&field["name"]), text(&argument["name"]), written(&argument["type"]));
                let document = format!("{kind}($v: {written}) {{ {field}({name}: $v) {{ __typename }} }}");
                Argument { field, name, written, document, ty: argument["type"].clone() }
            })
        });
        Self { arguments: arguments.collect(), types }
    }

    /// Right values of an argument: with as little in it as may be, with null for the rest, with everything.
    pub(crate) fn right(&self, argument: &Argument) -> [Value; 3] {
        [Made::Least, Made::Nulls, Made::Full]
            .map(|made| self.made(made, &argument.name, &argument.field, &argument.ty))
    }

    /// A value for each place where an id may stand, with that place, at which an id of no kind stands.
    pub(crate) fn with_each_id(&self, argument: &Argument) -> Vec<(Value, String)> {
        self.faulty(Fault::Id, argument)
    }

    /// A value for each place there may be in the argument, with that place, at which the value is none of its type.
    pub(crate) fn with_each_wrong(&self, argument: &Argument) -> Vec<(Value, String)> {
        self.faulty(Fault::Type, argument)
    }

    /// The argument's values with an odd one at each place: too large, too small, or with characters that nobody sees.
    pub(crate) fn with_each_odd(&self, argument: &Argument) -> Vec<Value> {
        let odd = [Fault::Large, Fault::Small, Fault::Unseen].into_iter();
        odd.flat_map(|fault| self.faulty(fault, argument)).map(|(value, _)| value).collect()
    }

    fn faulty(&self, fault: Fault, argument: &Argument) -> Vec<(Value, String)> {
        let found = self.faults(fault, &argument.ty).into_iter();
        let place = |place: String| match place.strip_prefix('.').filter(|_| argument.name == "input") {
            Some(within) => within.to_owned(),
            None => format!("{}{place}", argument.name),
        };
        found.map(|(value, within)| (value, place(within))).collect()
    }

    fn named(&self, ty: &Value) -> &Value {
        &self.types[ty["name"].as_str().unwrap()]
    }

    /// A right value of a type; `name` is that of its field, `within` that of the type or field which has it.
    fn made(&self, made: Made, name: &str, within: &str, ty: &Value) -> Value {
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => self.made(made, name, within, &ty["ofType"]),
            "LIST" => json!([self.made(made, name, within, &ty["ofType"])]),
            "ENUM" => self.named(ty)["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => self.object(made, self.named(ty)),
            _ => match (ty["name"].as_str().unwrap(), name) {
                ("Int", "year") => json!(2025),
                ("Int", _) => json!(1),
                ("Boolean", _) => json!(true),
                ("Date", _) => json!("2025-06-01"),
                ("PartialDate", _) => json!("2025"),
                ("DateTime", _) => json!("2025-06-01T00:00:00Z"),
                ("Vnd", _) => json!("1000"),
                ("Cursor", _) => json!("MR9uYW1l"),
                ("ID", _) => json!(id(name, within)),
                ("String", _) => json!(format!("{name} of {within}")),
                (other, _) => panic!("no value of {other} is known here"),
            },
        }
    }

    fn object(&self, made: Made, object: &Value) -> Value {
        let fields = object["inputFields"].as_array().unwrap().iter();
        let is_one = object["isOneOf"] == true;
        let fields = fields.take(if is_one { 1 } else { usize::MAX }).filter_map(|field| {
            let name = text(&field["name"]);
            let value = match made {
                Made::Least if !is_one && !is_needed(field) => return None,
                Made::Nulls if !is_one && !is_needed(field) => Value::Null,
                _ => self.made(made, &name, &text(&object["name"]), &field["type"]),
            };
            Some((name, value))
        });
        Value::Object(fields.collect::<Map<_, _>>())
    }

    /// A value of a type for each place in it that can have the fault, with the place.
    fn faults(&self, fault: Fault, ty: &Value) -> Vec<(Value, String)> {
        let here = |value: Value| (fault == Fault::Type).then(|| (value, String::new()));
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => {
                let null = here(Value::Null).into_iter();
                null.chain(self.faults(fault, &ty["ofType"])).collect()
            }
            "LIST" => {
                let items = self.faults(fault, &ty["ofType"]).into_iter();
                items.map(|(item, place)| (json!([item]), format!("[0]{place}"))).collect()
            }
            "INPUT_OBJECT" => {
                let object = self.named(ty);
                let alone = object["isOneOf"] == true;
                let least = if alone { json!({}) } else { self.object(Made::Least, object) };
                let fields = object["inputFields"].as_array().unwrap().iter();
                let values = fields.flat_map(|field| {
                    let name = text(&field["name"]);
                    let values = self.faults(fault, &field["type"]).into_iter();
                    let within = values.map(|(value, place)| {
                        let mut object = least.clone();
                        object[name.as_str()] = value;
                        (object, format!(".{name}{place}"))
                    });
                    within.collect::<Vec<_>>()
                });
                here(json!("x")).into_iter().chain(values).collect()
            }
            "ENUM" => here(json!("NO_SUCH_WORD")).into_iter().collect(),
            _ if fault == Fault::Id => {
                (ty["name"] == "ID").then(|| (json!("no id"), String::new())).into_iter().collect()
            }
            _ if fault == Fault::Type => here(json!({ "no": "leaf" })).into_iter().collect(),
            _ => odd(fault, ty["name"].as_str().unwrap()).map(|value| (value, String::new())).into_iter().collect(),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn is_needed(field: &Value) -> bool {
    field["type"]["kind"] == "NON_NULL" && field["defaultValue"].is_null()
}

/// An odd value of a scalar.
fn odd(fault: Fault, scalar: &str) -> Option<Value> {
    Some(match (fault, scalar) {
        (Fault::Large, "Int") => json!(i32::MAX),
        (Fault::Large, "Vnd") => json!("9223372036854775807"),
        (Fault::Large, "Date") => json!("9999-12-31"),
        (Fault::Large, "DateTime") => json!("9999-12-31T23:59:59Z"),
        (Fault::Large, "PartialDate") => json!("9999"),
        (Fault::Large, "String" | "ID") => json!("x".repeat(50_000)),
        (Fault::Small, "Int") => json!(i32::MIN),
        (Fault::Small, "Vnd") => json!("-9223372036854775808"),
        (Fault::Small, "Date") => json!("0001-01-01"),
        (Fault::Small, "DateTime") => json!("0001-01-01T00:00:00Z"),
        (Fault::Small, "PartialDate") => json!("0001"),
        (Fault::Small, "String" | "ID" | "Cursor") => json!(""),
        (Fault::Unseen, "String" | "ID") => json!("a\u{0}\u{1b}[2J\u{202e}b"),
        _ => return None,
    })
}

/// An id of the kind that a field takes, of nothing.
fn id(name: &str, within: &str) -> String {
    let kinds = [
        ("unit", "unit"),
        ("plan", "plan"),
        ("task", "task"),
        ("quota", "quota"),
        ("obligation", "obligation"),
        ("client", "client"),
        ("grant", "grant"),
        ("unlinkidentity", "identity"),
        ("user", "user"),
        ("password", "user"),
        ("linkidentity", "user"),
    ];
    let said = match name {
        "below" | "issuer" => "unit".to_owned(),
        "carriesOut" => "task".to_owned(),
        "id" | "ids" => within.to_lowercase(),
        name => name.to_owned(),
    };
    let kind = kinds.into_iter().find(|(word, _)| said.contains(word)).map_or("report", |(_, prefix)| prefix);
    format!("{kind}_{:032x}", 7)
}

/// A type as a document names it.
fn written(ty: &Value) -> String {
    match ty["kind"].as_str().unwrap() {
        "NON_NULL" => format!("{}!", written(&ty["ofType"])),
        "LIST" => format!("[{}]", written(&ty["ofType"])),
        _ => text(&ty["name"]),
    }
}
