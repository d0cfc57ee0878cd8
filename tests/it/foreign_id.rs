//! Ids of another kind than a field takes: null at that field, and nothing else of the document suffers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::support::{
    app::App,
    database::{Database, db_test},
    world::{BEFORE, OLD, People, TRA_GIANG, import_plans},
};

db_test!(an_id_of_another_kind_is_null_at_its_field_alone);
async fn an_id_of_another_kind_is_null_at_its_field_alone(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let viewer = People::gather(&app).await.viewer;
    let unit = viewer.unit(TRA_GIANG, OLD).await;
    let plan = viewer.query("{ plans(first: 1) { nodes { id } } }").await["plans"]["nodes"][0]["id"].take();
    let ids = json!({ "unit": unit, "plan": plan });
    for (wrong, field) in [
        ("plan(id: $unit) { id }", "id"),
        ("unit(by: { id: $plan }) { id }", "by.id"),
        ("obligation(id: $unit) { id }", "id"),
        ("activityReport(id: $unit) { id }", "id"),
        ("units(filter: { below: $plan }) { totalCount }", "filter.below"),
        ("plans(filter: { issuer: $plan }) { totalCount }", "filter.issuer"),
        ("obligations(filter: { unit: $unit, task: $unit }) { totalCount }", "filter.task"),
        ("obligations(filter: { quota: $unit }) { totalCount }", "filter.quota"),
        ("activityReports(filter: { plan: $unit }) { totalCount }", "filter.plan"),
        ("reviewInbox(filter: { plan: $unit }) { totalCount }", "filter.plan"),
        (
            "previewActivityReport(input: { unit: $unit, tasks: [$plan], product: NEWS_ITEM, stage: DONE,
                datedOn: \"2025-06-01\", quantity: 1, title: \"B\" }) { problems { code } }",
            "tasks[0]",
        ),
    ] {
        let document = format!(
            "query($unit: ID!, $plan: ID!) {{ first: unit(by: {{ id: $unit }}) {{ id }} wrong: {wrong} plan(id: $plan) {{ id }} }}"
        );
        let (_, body) = viewer.send(&document, ids.clone()).await;
        let found = json!({ "first": { "id": unit }, "wrong": null, "plan": { "id": plan } });
        assert_eq!(body["data"], found, "{wrong}: {body:#}");
        let error = &body["errors"][0];
        let extensions = &error["extensions"];
        assert_eq!((&extensions["code"], &extensions["field"]), (&json!("BAD_USER_INPUT"), &json!(field)), "{wrong}");
        assert_eq!(error["path"], json!(["wrong"]));
    }
    let document = "query($unit: ID!) { unit(by: { id: $unit }) {
        id compliance(from: \"2025-01-01\", to: \"2025-12-31\", filter: { plan: $unit }) { on } } }";
    let (_, body) = viewer.send(document, json!({ "unit": unit })).await;
    assert_eq!(body["data"]["unit"], json!({ "id": unit, "compliance": null }), "{body:#}");
    assert_eq!(body["errors"][0]["extensions"]["field"], "filter.plan");
    for list in ["obligations(filter: { plan: $unit })", "activityReports(filter: { plan: $unit })"] {
        let document = format!("query($unit: ID!) {{ unit(by: {{ id: $unit }}) {{ {list} {{ totalCount }} }} }}");
        assert_eq!(viewer.refusal(&document, json!({ "unit": unit })).await, "BAD_USER_INPUT filter.plan", "{list}");
    }
}

const INPUTS: &str = "{ __schema {
    queryType { fields { name args { ...Given } } } mutationType { fields { name args { ...Given } } }
    types { name kind isOneOf inputFields { ...Given } enumValues { name } } } }
    fragment Given on __InputValue { name defaultValue type { ...Type ofType { ...Type ofType { ...Type ofType { ...Type } } } } }
    fragment Type on __Type { kind name }";

/// What the schema takes.
struct Inputs(BTreeMap<String, Value>);

impl Inputs {
    /// A value of a type, with nothing in it that may be left out and `x` for every id.
    fn least(&self, ty: &Value) -> Value {
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => self.least(&ty["ofType"]),
            "LIST" => json!([self.least(&ty["ofType"])]),
            "ENUM" => self.named(ty)["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => self.least_object(self.named(ty)),
            _ => match ty["name"].as_str().unwrap() {
                "Int" => json!(1),
                "Boolean" => json!(true),
                "Date" => json!("2025-06-01"),
                "DateTime" => json!("2025-06-01T00:00:00Z"),
                "ID" | "String" => json!("x"),
                other => panic!("no value of {other} is known here"),
            },
        }
    }

    fn named(&self, ty: &Value) -> &Value {
        &self.0[ty["name"].as_str().unwrap()]
    }

    fn least_object(&self, object: &Value) -> Value {
        let fields = object["inputFields"].as_array().unwrap().iter();
        let needed = |field: &&Value| field["type"]["kind"] == "NON_NULL" && field["defaultValue"].is_null();
        let one = usize::from(object["isOneOf"] == true);
        let picked = fields.clone().take(one).chain(fields.filter(needed));
        picked
            .map(|field| (field["name"].as_str().unwrap().to_owned(), self.least(&field["type"])))
            .collect::<Map<_, _>>()
            .into()
    }

    /// A value of a type for each place in it where an id may stand.
    fn with_each_id(&self, ty: &Value) -> Vec<Value> {
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => self.with_each_id(&ty["ofType"]),
            "LIST" => self.with_each_id(&ty["ofType"]).into_iter().map(|value| json!([value])).collect(),
            "INPUT_OBJECT" => {
                let object = self.named(ty);
                let fields = object["inputFields"].as_array().unwrap().iter();
                let values = fields.flat_map(|field| {
                    self.with_each_id(&field["type"]).into_iter().map(|value| {
                        let alone = object["isOneOf"] == true;
                        let mut object = if alone { json!({}) } else { self.least_object(object) };
                        object[field["name"].as_str().unwrap()] = value;
                        object
                    })
                });
                values.collect()
            }
            _ => (ty["name"] == "ID").then(|| json!("x")).into_iter().collect(),
        }
    }
}

/// A type as a document names it.
fn written(ty: &Value) -> String {
    match ty["kind"].as_str().unwrap() {
        "NON_NULL" => format!("{}!", written(&ty["ofType"])),
        "LIST" => format!("[{}]", written(&ty["ofType"])),
        _ => ty["name"].as_str().unwrap().to_owned(),
    }
}

db_test!(wherever_a_root_field_takes_an_id_one_of_no_kind_is_refused_at_that_field);
async fn wherever_a_root_field_takes_an_id_one_of_no_kind_is_refused_at_that_field(database: Database) {
    let app = App::start(database, BEFORE).await;
    let leader = People::gather(&app).await.leader;
    let mut schema = leader.query(INPUTS).await["__schema"].take();
    let types = schema["types"].take();
    let name = |ty: &Value| (ty["name"].as_str().unwrap().to_owned(), ty.clone());
    let inputs = Inputs(types.as_array().unwrap().iter().map(name).collect());
    let mut tried = 0;
    for (kind, root) in [("query", "queryType"), ("mutation", "mutationType")] {
        for field in schema[root]["fields"].as_array().unwrap() {
            let name = field["name"].as_str().unwrap();
            // These two take an id of any kind, and of what is none there is nothing.
            if ["node", "nodes"].contains(&name) {
                continue;
            }
            for argument in field["args"].as_array().unwrap() {
                for value in inputs.with_each_id(&argument["type"]) {
                    let (ty, argument) = (written(&argument["type"]), argument["name"].as_str().unwrap());
                    let document = format!("{kind}($v: {ty}) {{ {name}({argument}: $v) {{ __typename }} }}");
                    let (_, body) = leader.send(&document, json!({ "v": value })).await;
                    assert_eq!(body["data"], json!({ name: null }), "{document} {value}: {body:#}");
                    let error = &body["errors"][0];
                    assert_eq!(
                        (&error["path"], &error["extensions"]["code"]),
                        (&json!([name]), &json!("BAD_USER_INPUT"))
                    );
                    let place = error["extensions"]["field"].as_str().unwrap();
                    let within = place.strip_prefix(argument).map_or_else(|| format!(".{place}"), str::to_owned);
                    let pointer = within.replace(['.', '['], "/").replace(']', "");
                    assert_eq!(value.pointer(&pointer), Some(&json!("x")), "{document} {value}: {place}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 40, "{tried}");
}
