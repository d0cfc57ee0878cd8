//! Every door of the API, tried by everybody who must not get in.
//!
//! A root field without an entry here fails the tests; so a new door cannot be forgotten.

use std::collections::BTreeSet;

use domain::authz::{ClientScope, Role};
use serde_json::{Value, json};
use tonghop::service::service_client;

use crate::support::{
    app::App,
    database::{Database, db_test},
    world::{BEFORE, OLD, People, TRA_GIANG, create, import_plans, page_issue, step},
};

/// What a signed-in stranger gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stranger {
    /// The directory and himself are open to everybody who is signed in.
    Open,
    /// Null, as if it did not exist.
    Null,
    /// An empty list, and a count of none.
    Empty,
    /// `NOT_FOUND`, as if it did not exist.
    NotFound,
    /// FORBIDDEN: only a unit is named, which the directory shows to everybody.
    Forbidden,
    /// What one does to oneself alone: done, or refused for what was sent.
    Own,
}

/// What a viewer of the very unit gets, who may read but not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Viewer {
    /// An answer.
    Reads,
    /// FORBIDDEN.
    Forbidden,
    /// What the stranger gets: reading reports opens no door to users, grants and service clients.
    AsStranger,
    /// Null: it is for auditors.
    Null,
}

/// One door.
struct Door {
    field: &'static str,
    /// Its arguments and selection; `$id`s stand for the world's things.
    call: &'static str,
    stranger: Stranger,
    viewer: Viewer,
}

const fn door(field: &'static str, call: &'static str, stranger: Stranger, viewer: Viewer) -> Door {
    Door { field, call, stranger, viewer }
}

/// The doors that are open to whoever is not signed in. This list may only shrink.
const PUBLIC: &[&str] = &["rateLimit"];

const QUERIES: &[Door] = &[
    door("node", "(id: \"$report\") { id }", Stranger::Null, Viewer::Reads),
    door("nodes", "(ids: [\"$report\"]) { id }", Stranger::Null, Viewer::Reads),
    door("viewer", "{ today }", Stranger::Open, Viewer::Reads),
    // It says of nobody but the caller how much he may ask for.
    door("rateLimit", "{ remaining }", Stranger::Open, Viewer::Reads),
    door("unit", "(by: {id: \"$unit\"}) { id }", Stranger::Open, Viewer::Reads),
    door("units", "(filter: {name: \"tra giang\"}) { totalCount nodes { id } }", Stranger::Open, Viewer::Reads),
    door("plan", "(id: \"$plan\") { id }", Stranger::Null, Viewer::Reads),
    door("plans", "{ totalCount nodes { id } }", Stranger::Empty, Viewer::Reads),
    door("obligation", "(id: \"$obligation\") { id }", Stranger::Null, Viewer::Reads),
    door("obligations", "{ totalCount nodes { id } }", Stranger::Empty, Viewer::Reads),
    door("activityReport", "(id: \"$report\") { id }", Stranger::Null, Viewer::Reads),
    door("activityReports", "{ totalCount nodes { id } }", Stranger::Empty, Viewer::Reads),
    door("auditEvents", "{ totalCount nodes { id } }", Stranger::Empty, Viewer::Reads),
    door("auditHead", "{ hash }", Stranger::Null, Viewer::Null),
    door("reviewInbox", "{ totalCount nodes { id } }", Stranger::Empty, Viewer::Reads),
    door(
        "previewActivityReport",
        "(input: $content) { problems { code } }",
        // To preview is to write the unit's reports.
        Stranger::Forbidden,
        Viewer::Forbidden,
    ),
    door("user", "(id: \"$user\") { id }", Stranger::Null, Viewer::AsStranger),
    door("users", "{ totalCount nodes { id } }", Stranger::Empty, Viewer::AsStranger),
    door("serviceClient", "(id: \"$client\") { id }", Stranger::Null, Viewer::AsStranger),
    door("serviceClients", "{ totalCount nodes { id } }", Stranger::Empty, Viewer::AsStranger),
];

const MUTATIONS: &[Door] = &[
    door(
        "createPlan",
        "(input: {issuer: \"$unit\", content: $plan_content}) { plan { id } }",
        Stranger::Forbidden,
        Viewer::Forbidden,
    ),
    door(
        "updatePlan",
        "(input: {id: \"$plan\", version: 1, content: $plan_content}) { plan { id } }",
        Stranger::NotFound,
        Viewer::Forbidden,
    ),
    door("issuePlan", "(input: {id: \"$plan\", version: 1}) { plan { id } }", Stranger::NotFound, Viewer::Forbidden),
    door(
        "revokePlan",
        "(input: {id: \"$plan\", version: 1, reason: \"x\"}) { plan { id } }",
        Stranger::NotFound,
        Viewer::Forbidden,
    ),
    door("createActivityReport", "(input: $content) { activityReport { id } }", Stranger::Forbidden, Viewer::Forbidden),
    door("updateActivityReport", "(input: $update) { activityReport { id } }", Stranger::NotFound, Viewer::Forbidden),
    door(
        "submitActivityReport",
        "(input: {id: \"$report\", version: 2}) { activityReport { id } }",
        Stranger::NotFound,
        Viewer::Forbidden,
    ),
    door(
        "verifyActivityReport",
        "(input: {id: \"$report\", version: 2}) { activityReport { id } }",
        Stranger::NotFound,
        Viewer::Forbidden,
    ),
    door(
        "returnActivityReport",
        "(input: {id: \"$report\", version: 2, reason: \"x\"}) { activityReport { id } }",
        Stranger::NotFound,
        Viewer::Forbidden,
    ),
    door(
        "withdrawActivityReport",
        "(input: {id: \"$report\", version: 2}) { activityReport { id } }",
        Stranger::NotFound,
        Viewer::Forbidden,
    ),
    door(
        "exemptObligation",
        "(input: {id: \"$obligation\", version: 1, reason: \"x\"}) { obligation { id } }",
        Stranger::NotFound,
        Viewer::Forbidden,
    ),
    door(
        "extendObligation",
        "(input: {id: \"$obligation\", version: 1, until: \"2025-12-31\", reason: \"x\"}) { obligation { id } }",
        Stranger::NotFound,
        Viewer::Forbidden,
    ),
    door("addUser", "(input: {name: \"x\", unit: \"$unit\"}) { user { id } }", Stranger::Forbidden, Viewer::AsStranger),
    door(
        "updateUser",
        "(input: {id: \"$user\", version: 1, displayName: \"x\"}) { user { id } }",
        Stranger::NotFound,
        Viewer::AsStranger,
    ),
    door("disableUser", "(input: {id: \"$user\", version: 1}) { user { id } }", Stranger::NotFound, Viewer::AsStranger),
    door("enableUser", "(input: {id: \"$user\", version: 1}) { user { id } }", Stranger::NotFound, Viewer::AsStranger),
    door(
        "setPassword",
        "(input: {id: \"$user\", password: \"một mật khẩu thật dài\"}) { user { id } }",
        // To have a password hashed is the work of whoever administers anything.
        Stranger::Forbidden,
        Viewer::AsStranger,
    ),
    door(
        "changePassword",
        "(input: {oldPassword: \"một mật khẩu thật dài\", newPassword: \"một mật khẩu dài khác\"}) { changedAt }",
        Stranger::Own,
        Viewer::AsStranger,
    ),
    door(
        "linkIdentity",
        "(input: {id: \"$user\", issuer: \"https://id.example\", subject: \"x\"}) { user { id } }",
        Stranger::NotFound,
        Viewer::AsStranger,
    ),
    door("unlinkIdentity", "(input: {id: \"$identity\"}) { user { id } }", Stranger::NotFound, Viewer::AsStranger),
    door(
        "giveGrant",
        "(input: {user: \"$user\", role: VIEWER, unit: \"$unit\"}) { grant { id } }",
        Stranger::NotFound,
        Viewer::AsStranger,
    ),
    door("endGrant", "(input: {id: \"$grant\"}) { grant { id } }", Stranger::NotFound, Viewer::AsStranger),
    door(
        "addServiceClient",
        "(input: {name: \"x\", unit: \"$unit\", scopes: [READ]}) { secret }",
        Stranger::Forbidden,
        Viewer::AsStranger,
    ),
    door(
        "rotateServiceClientSecret",
        "(input: {id: \"$client\", version: 1}) { secret }",
        Stranger::NotFound,
        Viewer::AsStranger,
    ),
    door(
        "disableServiceClient",
        "(input: {id: \"$client\", version: 1}) { serviceClient { id } }",
        Stranger::NotFound,
        Viewer::AsStranger,
    ),
    // The last: whoever opens it is out.
    door("signOut", "(input: {}) { signedOutAt }", Stranger::Own, Viewer::AsStranger),
];

/// The world's things by their names in the calls.
struct Things(Vec<(&'static str, String)>);

impl Things {
    async fn make(app: &App, people: &People<'_>) -> Self {
        let content = page_issue(&people.leader, TRA_GIANG, "2025-06-10").await;
        let (report, version) = create(&people.leader, content.clone()).await;
        step(&people.leader, "submit", &report, version).await;
        let unit = people.leader.unit(TRA_GIANG, OLD).await;
        let owed = "query($unit: ID!) { unit(by: {id: $unit}) { obligations(first: 1) { nodes { id plan { id } } } } }";
        let owed = people.leader.data(owed, json!({ "unit": unit })).await;
        let owed = &owed["unit"]["obligations"]["nodes"][0];
        let mut update = content.clone();
        update.as_object_mut().unwrap().remove("unit");
        update["id"] = json!(report);
        update["version"] = json!(2);
        let data = people.leader.query("{ viewer { user { id } grants { nodes { id } } } }").await;
        let viewer = &data["viewer"];
        let (user, grant) = (text(&viewer["user"]["id"]), text(&viewer["grants"]["nodes"][0]["id"]));
        let scopes = vec![ClientScope::Read];
        let client = service_client::create_by_code(&app.system(), "x", TRA_GIANG, scopes).await.unwrap().client;
        let administrator = app.user("administrator", &[(Role::Administrator, "VN", OLD)]).await;
        let link =
            "mutation($id: ID!) { linkIdentity(input: { id: $id, issuer: \"https://id.example\", subject: \"leader\" })
            { user { identities { linkId } } } }";
        let linked = administrator.data(link, json!({ "id": user })).await;
        Self(vec![
            ("$identity", text(&linked["linkIdentity"]["user"]["identities"][0]["linkId"])),
            ("$user", user),
            ("$grant", grant),
            ("$client", client.to_string()),
            ("$plan_content", r#"{title: "x", year: 2025, subjects: [CCHC]}"#.to_owned()),
            ("$content", literal(&content)),
            ("$update", literal(&update)),
            ("$report", report),
            ("$unit", unit),
            ("$obligation", owed["id"].as_str().unwrap().to_owned()),
            ("$plan", owed["plan"]["id"].as_str().unwrap().to_owned()),
        ])
    }

    fn fill(&self, call: &str) -> String {
        self.0.iter().fold(call.to_owned(), |call, (name, value)| call.replace(name, value))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A JSON value as a GraphQL literal. Words in capitals are taken for enum values.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}: {}", literal(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::String(word) if word.chars().all(|c| c.is_ascii_uppercase() || c == '_') => word.clone(),
        other => other.to_string(),
    }
}

db_test!(no_door_opens_for_the_wrong_person);
async fn no_door_opens_for_the_wrong_person(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let people = People::gather(&app).await;
    let things = Things::make(&app, &people).await;
    let before = everything(&people).await;
    let nobody = app.anonymous();
    for (kind, doors) in [("query", QUERIES), ("mutation", MUTATIONS)] {
        for Door { field, call, stranger, viewer } in doors {
            let document = format!("{kind} {{ {field}{} }}", things.fill(call));
            let (_, body) = nobody.send(&document, json!({})).await;
            let open = body.get("errors").is_none();
            assert_eq!(open, PUBLIC.contains(field), "nobody: {field}: {body:#}");
            if !open {
                assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "nobody: {field}: {body:#}");
            }
            let (_, body) = people.stranger.send(&document, json!({})).await;
            let (found, code) = (&body["data"][*field], &body["errors"][0]["extensions"]["code"]);
            assert!(as_stranger(*stranger, found, code), "stranger: {field}: {body:#}");
            let (_, body) = people.viewer.send(&document, json!({})).await;
            let (found, code) = (&body["data"][*field], &body["errors"][0]["extensions"]["code"]);
            let as_told = match viewer {
                Viewer::Reads => code.is_null() && !found.is_null(),
                Viewer::Forbidden => code == "FORBIDDEN",
                Viewer::AsStranger => as_stranger(*stranger, found, code),
                Viewer::Null => code.is_null() && found.is_null(),
            };
            assert!(as_told, "viewer: {field}: {body:#}");
        }
    }
    assert_eq!(everything(&people).await, before, "something was written");
}

/// Whether that is what a stranger gets.
fn as_stranger(stranger: Stranger, found: &Value, code: &Value) -> bool {
    match stranger {
        Stranger::Open => code.is_null() && !found.is_null(),
        Stranger::Null => code.is_null() && (found.is_null() || *found == json!([null])),
        Stranger::Empty => code.is_null() && found["totalCount"] == 0 && found["nodes"] == json!([]),
        Stranger::NotFound => code == "NOT_FOUND",
        Stranger::Forbidden => code == "FORBIDDEN",
        Stranger::Own => code.is_null() || code == "BAD_USER_INPUT",
    }
}

/// What the wrong persons might have changed.
async fn everything(people: &People<'_>) -> Value {
    people
        .province
        .query(
            "{ plans(first: 100) { nodes { id version state } }
               activityReports(first: 100) { totalCount nodes { id version state updatedAt } }
               obligations(first: 100, orderBy: ENDS_ON) { totalCount nodes { id version pending achieved } } }",
        )
        .await
}

db_test!(every_door_is_in_the_sweep);
async fn every_door_is_in_the_sweep(database: Database) {
    let app = App::start(database, BEFORE).await;
    let document = "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }";
    let data = app.anonymous().query(document).await;
    for (kind, doors) in [("queryType", QUERIES), ("mutationType", MUTATIONS)] {
        let fields = data["__schema"][kind]["fields"].as_array().unwrap();
        let there: BTreeSet<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        let swept: BTreeSet<&str> = doors.iter().map(|door| door.field).collect();
        assert_eq!(there, swept, "{kind}");
    }
}
