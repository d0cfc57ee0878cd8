//! Plans that are issued, revoked and imported at the same time, among each other and beside reports.

use std::cell::Cell;

use domain::{
    authz::Role,
    id::{PlanId, UnitId},
    plan::{Draft, Organisation},
    unit::{Affiliation, OrganisationKind},
};
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use tonghop::{
    file::country::{FIRST, SECOND, SUCCESSIONS, VALID_FROM, VALID_TO},
    service::{
        self,
        plan::{PlanImported, PlanInput},
        unit::{Content, UnitFiles},
    },
    session::Once,
};

use super::{ISSUE, REVOKE, create, owed};
use crate::support::{
    app::{App, Client},
    database::{Behind, Database, db_test},
    plan::{plan, task, tra_bong},
    race::{Racer, race},
    report::with,
};

/// The morning of 16 June 2025.
pub(super) const NOW: &str = "2025-06-16T02:00:00Z";
pub(super) const LAST: &str = "2025-06-30";
pub(super) const PROVINCE: &str = "51";
pub(super) const DISTRICT: &str = "525";

/// A quota of two a month.
fn monthly(no: &str, set: &str, product: &str) -> Value {
    json!({ "no": no, "selector": { "each": set }, "product": product, "minimum": 2, "per": "MONTH", "stage": "DONE" })
}

/// A plan of 2 June 2025 with a quota for each set and product, which carries out the plans of that day with the symbols.
pub(super) fn content(symbol: &str, carries_out: &[&str], asked: &[(&str, &str)]) -> Value {
    let task = |(at, (set, product)): (usize, &(&str, &str))| {
        let no = (at + 1).to_string();
        json!({ "no": no, "title": "Nhiệm vụ thử", "product": product, "quotas": [monthly(&no, set, product)] })
    };
    let act = |symbol: &&str| json!({ "symbol": symbol, "issuedOn": "2025-06-02" });
    json!({ "symbol": symbol, "issuedOn": "2025-06-02", "year": 2025, "subjects": ["CCHC"],
            "title": format!("Kế hoạch thử {symbol}"), "carriesOut": carries_out.iter().map(act).collect::<Vec<_>>(),
            "tasks": asked.iter().enumerate().map(task).collect::<Vec<_>>() })
}

/// A leader who writes plans of one unit.
pub(super) struct Leader<'a> {
    pub(super) client: Client<'a>,
    pub(super) unit: String,
}

impl<'a> Leader<'a> {
    pub(super) async fn of(app: &'a App, name: &str, code: &str) -> Self {
        let client = app.user(name, &[(Role::Approver, code, LAST)]).await;
        let unit = client.unit(code, LAST).await;
        Self { client, unit }
    }

    pub(super) async fn draft(&self, content: Value) -> String {
        create(&self.client, &self.unit, content).await
    }

    pub(super) async fn issue(&self, content: Value) -> String {
        super::issue(&self.client, &self.unit, content).await
    }

    pub(super) fn issuing(&self, plan: &str) -> Racer<'_> {
        (&self.client, ISSUE.to_owned(), json!({ "id": plan, "version": 1 }))
    }

    pub(super) fn revoking(&self, plan: &str) -> Racer<'_> {
        (&self.client, REVOKE.to_owned(), json!({ "id": plan, "version": 2, "reason": "Ban hành nhầm." }))
    }
}

db_test!(plans_issued_and_revoked_at_once_wait_for_each_other_in_no_circle);
async fn plans_issued_and_revoked_at_once_wait_for_each_other_in_no_circle(database: Database) {
    let app = App::start(database, NOW).await;
    let (province, district) = (Leader::of(&app, "above", PROVINCE).await, Leader::of(&app, "below", DISTRICT).await);
    let both = [("DISTRICT", "PLAN"), ("COMMUNE", "EVENT"), ("DISTRICT", "EVENT")];
    for round in 0..4 {
        let symbols = ["1", "2", "3", "4"].map(|no| format!("{round}{no}/KH-UBND"));
        let [upper, other, first, second] = symbols.each_ref().map(String::as_str);
        // The two plans of the district carry out each other, and one of the province, which asks the same units.
        let plan = |symbol, twin| content(symbol, &[upper, twin], &both[1..2]);
        let draft = district.draft(plan(second, first)).await;
        let twin = district.issue(plan(first, second)).await;
        let other = province.issue(content(other, &[], &both)).await;
        let upper = province.issue(content(upper, &[], &both)).await;
        let requests = vec![district.issuing(&draft), province.revoking(&other), district.revoking(&twin)];
        assert_eq!(race(requests).await, (3, Vec::new()));
        app.assert_sound().await;
        assert_eq!(race(vec![province.revoking(&upper), district.revoking(&draft)]).await, (2, Vec::new()));
        app.assert_sound().await;
    }
}

db_test!(a_plan_and_one_that_carries_it_out_issued_at_once_know_each_other);
async fn a_plan_and_one_that_carries_it_out_issued_at_once_know_each_other(database: Database) {
    let app = App::start(database, NOW).await;
    let (province, district) = (Leader::of(&app, "above", PROVINCE).await, Leader::of(&app, "below", DISTRICT).await);
    for round in 1..=4 {
        let symbols = ["1", "2"].map(|no| format!("{round}{no}/KH-UBND"));
        let [above, below] = symbols.each_ref().map(String::as_str);
        let upper = province.draft(content(above, &[], &[("DISTRICT", "PLAN")])).await;
        let lower = district.draft(content(below, &[above], &[])).await;
        let requests = vec![province.issuing(&upper), district.issuing(&lower)];
        assert_eq!(race(requests).await, (2, Vec::new()));
        let document = "query($lower: ID!, $upper: ID!, $unit: ID!) {
            plan(id: $lower) { carriesOut { nodes { resolvedPlan { id } } } }
            obligations(filter: { plan: $upper, unit: $unit }) { nodes { achieved } } }";
        let variables = json!({ "lower": lower, "upper": upper, "unit": district.unit });
        let data = district.client.data(document, variables).await;
        assert_eq!(data["plan"]["carriesOut"]["nodes"], json!([{ "resolvedPlan": { "id": upper } }]));
        assert_eq!(data["obligations"]["nodes"], json!([{ "achieved": 1 }]));
    }
    app.assert_sound().await;
}

/// A plan of an office that names an organisation of its territory.
fn naming(title: &str, organisation: &str) -> PlanInput {
    let organisation = Organisation {
        key: "dai".to_owned(),
        name: organisation.to_owned(),
        kind: OrganisationKind::Media,
        affiliation: Affiliation::Authority,
        unit: None,
    };
    let draft = Draft {
        symbol: None,
        issued_on: "2025-06-02".parse().ok(),
        year: domain::calendar::Year::new(2025).unwrap(),
        subjects: Vec::new(),
        title: title.to_owned(),
        carries_out: Vec::new(),
        cites: Vec::new(),
        organisations: vec![organisation],
        themes: Vec::new(),
        tasks: Vec::new(),
        report_duties: Vec::new(),
        deadlines: Vec::new(),
        indices: Vec::new(),
        indicators: Vec::new(),
        funding: None,
        recipients: Vec::new(),
        doubts: Vec::new(),
        source: None,
    };
    PlanInput { draft, carries_out: Vec::new(), cites: Vec::new() }
}

db_test!(two_offices_of_one_territory_make_one_organisation);
async fn two_offices_of_one_territory_make_one_organisation(database: Database) {
    let app = App::start(database, NOW).await;
    let district = Leader::of(&app, "district", DISTRICT).await;
    let office =
        |key: &str, name: &str| json!({ "key": key, "name": name, "kind": "DEPARTMENT", "affiliation": "AUTHORITY" });
    let offices = json!([office("nv", "Phòng Nội vụ"), office("vh", "Phòng Văn hóa")]);
    district.issue(with(content("1/KH-UBND", &[], &[]), json!({ "organisations": offices }))).await;
    let document = "query($name: String) { units(filter: { form: ORGANISATION, name: $name }) { nodes { id } } }";
    let named = async |name: &str| -> Vec<UnitId> {
        let data = district.client.data(document, json!({ "name": name })).await;
        data["units"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|unit| unit["id"].as_str().unwrap().parse().unwrap())
            .collect()
    };
    // No code names an office, so nobody has a grant on one: the program itself writes their plans.
    let (session, once) = (|| app.system(), || Once { mutation: "test", key: None, input: String::new() });
    let offices = named("Phòng").await;
    assert_eq!(offices.len(), 2);
    for round in 0..4 {
        let name = format!("Đài {round}");
        let mut drafts: Vec<PlanId> = Vec::new();
        for office in &offices {
            drafts.push(service::plan::create(&session(), once(), *office, naming(&name, &name)).await.unwrap());
        }
        let sessions = [session(), session()];
        let issued = sessions.iter().zip(drafts).map(|(session, plan)| service::plan::issue(session, once(), plan, 1));
        assert!(join_all(issued).await.iter().all(Result::is_ok));
        assert_eq!(named(&name).await.len(), 1);
    }
}

db_test!(files_imported_at_once_in_opposite_order_are_entered_once);
async fn files_imported_at_once_in_opposite_order_are_entered_once(database: Database) {
    let app = App::start(database, NOW).await;
    let binh_son = json!({ "edition": "2025-06", "code": "524", "level": "district", "name": "Huyện Bình Sơn",
                           "province_code": "51", "district_code": "524" });
    let event = |no: &str| task(no, "EVENT", "EACH_COMMUNE", json!({ "minimum": 2, "per": "MONTH" }));
    let files = [tra_bong(), binh_son]
        .map(|issuer| plan(issuer, "1/KH-UBND", "2025-06-02", 2025, json!([event("1")])).to_string());
    let [one, two] = files.each_ref().map(|file| Content { name: "test.json", bytes: file.as_bytes() });
    let (here, there) = (app.system(), app.system());
    let (forth, back) = ([one, two], [two, one]);
    let (forth, back) = join(service::plan::import(&here, &forth), service::plan::import(&there, &back)).await;
    let done = [forth.unwrap(), back.unwrap()].concat();
    assert_eq!(done.iter().filter(|one| one.done == PlanImported::Unchanged).count(), 2);
    app.assert_sound().await;
}

/// Makes the import of units stand still after it has asked what is owed. SQLite has one writer: whoever comes second
/// waits before it reads, so there the import is held before it begins, and as it was sent first, it is the first to be
/// let in.
async fn hold(behind: &mut Behind) {
    behind
        .run(match behind {
            Behind::Sqlite(_) => "BEGIN IMMEDIATE",
            Behind::Postgres(_) => "BEGIN; LOCK TABLE unit_ancestor IN SHARE MODE",
        })
        .await;
}

db_test!(a_plan_issued_while_units_move_binds_them_where_they_stand_afterwards);
async fn a_plan_issued_while_units_move_binds_them_where_they_stand_afterwards(database: Database) {
    const DAY: &str = "2025-07-01";
    let (mut one, mut two) = (Behind::of(&database).await, Behind::of(&database).await);
    let app = App::start(database, "2025-09-01T02:00:00Z").await;
    let leader = app.user("leader", &[(Role::Approver, PROVINCE, DAY)]).await;
    let (province, moved) = (leader.unit(PROVINCE, DAY).await, leader.unit("21127", DAY).await);
    let asked = with(content("1/KH-UBND", &[], &[("COMMUNE", "EVENT")]), json!({ "issuedOn": "2025-09-01" }));
    let plan = create(&leader, &province, asked).await;
    // Xã Đông Trà Bồng goes from Quảng Ngãi to Gia Lai.
    let second = String::from_utf8(SECOND.bytes.into()).unwrap();
    let second = second.replace("21127,Xã Đông Trà Bồng,commune,xã,51", "21127,Xã Đông Trà Bồng,commune,xã,52");
    let files = UnitFiles {
        first: Content { name: FIRST.name, bytes: FIRST.bytes },
        second: Content { name: SECOND.name, bytes: second.as_bytes() },
        successions: Content { name: SUCCESSIONS.name, bytes: SUCCESSIONS.bytes },
        valid_to: VALID_TO,
        valid_from: VALID_FROM,
    };
    // The import stands still after it has asked what is owed; meanwhile the plan is issued.
    hold(&mut one).await;
    let (session, never, issued) = (app.system(), Cell::new(false), Cell::new(false));
    let import = service::unit::import(&session, files);
    let issue = async {
        two.until_waiting(1, &never).await;
        let issue = async {
            leader.data(ISSUE, json!({ "input": { "id": plan, "version": 1 } })).await;
            issued.set(true);
        };
        let go_on = async {
            two.until_waiting(2, &issued).await;
            one.run("COMMIT").await;
        };
        join(issue, go_on).await
    };
    let (imported, _) = join(import, issue).await;
    assert_eq!(imported.unwrap().changed, 1);
    // The province does not see what another's communes owe.
    let nation = app.user("nation", &[(Role::Auditor, "VN", DAY)]).await;
    let owed = owed(&nation, &plan).await;
    assert!(!owed.is_empty() && owed.iter().all(|one| one["unit"]["id"] != moved.as_str()));
}
