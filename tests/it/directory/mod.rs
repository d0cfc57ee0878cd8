//! Importing editions of the directory of units when something is owed already.

mod next;
mod race;
mod revoked;

use domain::{authz::Role, refusal::Lang};
use serde_json::{Value, json};
use tonghop::{
    error::AppError,
    service::unit::{Content, UnitFiles, UnitsImported},
};

use crate::support::{
    app::App,
    database::{Database, db_test},
    plan::{import, plan, task},
    report::with,
};

/// The second edition, and what became of the units of the first.
type Edition = [&'static str; 2];

/// A small country in its first edition.
const FIRST: &str = "code,name,level,kind,parent_code
01,Tỉnh Thử,province,tỉnh,
001,Huyện Thử,district,huyện,01
002,Huyện Hai,district,huyện,01
00001,Xã Một,commune,xã,001
00002,Xã Hai,commune,xã,001
00004,Xã Bốn,commune,xã,001
";

/// Xã Một ends with the others.
const MERGED: Edition = [
    "code,name,level,kind,parent_code
01,Tỉnh Thử,province,tỉnh,
00003,Xã Ba,commune,xã,01
",
    "predecessor_code,successor_code,effective_from,change,extent
001,,2025-07-01,abolish,whole
002,,2025-07-01,abolish,whole
00001,00003,2025-07-01,merge,whole
00002,00003,2025-07-01,merge,whole
00004,00003,2025-07-01,merge,whole
",
];

/// Xã Một lives on below the province.
const LIVING_ON: Edition = [
    "code,name,level,kind,parent_code
01,Tỉnh Thử,province,tỉnh,
00001,Xã Một,commune,xã,01
00003,Xã Ba,commune,xã,01
",
    "predecessor_code,successor_code,effective_from,change,extent
001,,2025-07-01,abolish,whole
002,,2025-07-01,abolish,whole
00002,00003,2025-07-01,merge,whole
00004,00003,2025-07-01,merge,whole
",
];

/// Huyện Hai lives on as it was.
const STILL_A_DISTRICT: Edition = [
    "code,name,level,kind,parent_code
01,Tỉnh Thử,province,tỉnh,
002,Huyện Hai,district,huyện,01
00003,Xã Ba,commune,xã,01
",
    "predecessor_code,successor_code,effective_from,change,extent
001,,2025-07-01,abolish,whole
00001,00003,2025-07-01,merge,whole
00002,00003,2025-07-01,merge,whole
00004,00003,2025-07-01,merge,whole
",
];

/// Huyện Hai lives on as a commune, as an island does.
const NOW_A_COMMUNE: Edition = [
    "code,name,level,kind,parent_code
01,Tỉnh Thử,province,tỉnh,
00005,Đặc khu Hai,commune,đặc khu,01
00003,Xã Ba,commune,xã,01
",
    "predecessor_code,successor_code,effective_from,change,extent
001,,2025-07-01,abolish,whole
002,00005,2025-07-01,rename,whole
00001,00003,2025-07-01,merge,whole
00002,00003,2025-07-01,merge,whole
00004,00003,2025-07-01,merge,whole
",
];

/// Huyện Hai lives on as a town of the same tier.
const NOW_A_TOWN: Edition = [
    "code,name,level,kind,parent_code
01,Tỉnh Thử,province,tỉnh,
002,Thị xã Hai,district,thị xã,01
00003,Xã Ba,commune,xã,01
",
    "predecessor_code,successor_code,effective_from,change,extent
001,,2025-07-01,abolish,whole
002,002,2025-07-01,rename,whole
00001,00003,2025-07-01,merge,whole
00002,00003,2025-07-01,merge,whole
00004,00003,2025-07-01,merge,whole
",
];

const BOTH_LIVE_ON: &str = "predecessor_code,successor_code,effective_from,change,extent
001,,2025-07-01,abolish,whole
00002,00003,2025-07-01,merge,whole
00004,00003,2025-07-01,merge,whole
";

/// Huyện Hai and Xã Một live on, beside each other.
const BELOW_THE_PROVINCE: Edition = [
    "code,name,level,kind,parent_code
01,Tỉnh Thử,province,tỉnh,
002,Huyện Hai,district,huyện,01
00001,Xã Một,commune,xã,01
00003,Xã Ba,commune,xã,01
",
    BOTH_LIVE_ON,
];

/// Huyện Hai and Xã Một live on, the one below the other.
const BELOW_THE_DISTRICT: Edition = [
    "code,name,level,kind,parent_code
01,Tỉnh Thử,province,tỉnh,
002,Huyện Hai,district,huyện,01
00001,Xã Một,commune,xã,002
00003,Xã Ba,commune,xã,01
",
    BOTH_LIVE_ON,
];

/// The small country in a database of its own.
struct Country(App);

impl Country {
    async fn found(database: &Database, editions: Edition) -> Self {
        Self::found_in(database.empty().await, editions).await
    }

    async fn found_in(empty: Database, editions: Edition) -> Self {
        let country = Self(App::start(empty, "2025-02-01T02:00:00Z").await);
        country.import(editions).await.unwrap();
        country
    }

    async fn import(&self, [second, successions]: Edition) -> Result<UnitsImported, AppError> {
        self.enter(["2025-06-30", "2025-07-01"], [FIRST, second, successions]).await
    }

    async fn enter(
        &self,
        [valid_to, valid_from]: [&str; 2],
        [first, second, successions]: [&str; 3],
    ) -> Result<UnitsImported, AppError> {
        let files = UnitFiles {
            valid_to: valid_to.parse().unwrap(),
            valid_from: valid_from.parse().unwrap(),
            first: Content { name: "first.csv", bytes: first.as_bytes() },
            second: Content { name: "second.csv", bytes: second.as_bytes() },
            successions: Content { name: "successions.csv", bytes: successions.as_bytes() },
        };
        tonghop::service::unit::import(&self.0.system(), files).await
    }

    /// A plan of the province with one quota on every commune or district.
    async fn plan(&self, bound: &str, quota: Value) {
        let issuer = json!({ "edition": "2025-06", "code": "01", "level": "province", "name": "Tỉnh Thử",
                             "province_code": "01" });
        let tasks = json!([task("1", "EVENT", bound, quota)]);
        import(&self.0, &plan(issuer, "1/KH-UBND", "2025-01-01", 2025, tasks)).await;
    }

    /// A plan of the province with one quota that all communes owe together, and Sở Nội vụ for them.
    async fn pool(&self, per: &str) {
        let leader = self.0.user("leader", &[(Role::Approver, "01", "2025-06-30")]).await;
        let quota = json!({ "no": "Q1", "selector": { "each": "COMMUNE" }, "sharing": "POOLED", "owedBy": "so",
                            "product": "EVENT", "minimum": 4, "per": per, "stage": "DONE" });
        let content = json!({
            "symbol": "1/KH", "issuedOn": "2025-01-01", "year": 2025, "subjects": ["CCHC"], "title": "Kế hoạch thử",
            "organisations": [{ "key": "so", "name": "Sở Nội vụ", "kind": "DEPARTMENT", "affiliation": "AUTHORITY" }],
            "tasks": [{ "no": "1", "title": "Tổ chức sự kiện", "product": "EVENT", "quotas": [quota] }],
        });
        let input = json!({ "issuer": leader.unit("01", "2025-06-30").await, "content": content });
        let create = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
        let plan = leader.data(create, json!({ "input": input })).await["createPlan"]["plan"]["id"].take();
        let issue = "mutation($input: IssuePlanInput!) { issuePlan(input: $input) { plan { id } } }";
        leader.data(issue, json!({ "input": { "id": plan, "version": 1 } })).await;
    }

    /// Revokes the one plan there is.
    async fn revoke(&self) {
        let revoker = self.0.user("revoker", &[(Role::Approver, "01", "2025-06-30")]).await;
        let plan = revoker.query("{ plans { nodes { id version } } }").await["plans"]["nodes"][0].take();
        let revoke = "mutation($input: RevokePlanInput!) { revokePlan(input: $input) { plan { id } } }";
        revoker.data(revoke, json!({ "input": with(plan, json!({ "reason": "Ban hành nhầm." })) })).await;
    }

    /// Everything that is owed in the country, and of whom.
    async fn owed(&self, name: &str) -> Value {
        let auditor = self.0.user(name, &[(Role::Auditor, "VN", "2025-06-30")]).await;
        let document = "{ obligations(orderBy: ENDS_ON, first: 100) { totalCount nodes {
            id target startsOn endsOn boundDays unit { id name } members(first: 100) { nodes { id name } } } } }";
        auditor.query(document).await["obligations"].take()
    }

    /// The import of `wanted` is refused for these obligations and changes nothing: `kept` is what is there still.
    async fn refuses(&self, wanted: Edition, kept: Edition, named: &str) {
        let before = self.owed("before").await;
        let error = self.import(wanted).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.rule()), ("RULE_VIOLATED", Some("unit.owes")));
        assert_eq!(error.text(Lang::En), named);
        assert_eq!(self.owed("after").await, before);
        let again = self.import(kept).await.unwrap();
        assert_eq!((again.added, again.changed), (0, 0));
        self.0.assert_sound().await;
    }
}

db_test!(a_unit_without_obligations_may_live_on_in_the_next_import);
async fn a_unit_without_obligations_may_live_on_in_the_next_import(database: Database) {
    let done = Country::found(&database, MERGED).await.import(LIVING_ON).await.unwrap();
    assert_eq!(done.changed, 1);
}

db_test!(more_days_within_the_full_window_of_an_obligation_are_refused);
async fn more_days_within_the_full_window_of_an_obligation_are_refused(database: Database) {
    let country = Country::found(&database, MERGED).await;
    country.plan("EACH_COMMUNE", json!({ "minimum": 12, "per": "YEAR" })).await;
    let named = "The change would alter 1 stored obligations: 00001 Xã Một: 1/KH-UBND Q-1 2025-01-01/2025-06-30.";
    country.refuses(LIVING_ON, MERGED, named).await;
}

db_test!(another_place_in_the_tree_is_refused_and_all_that_it_alters_is_named);
async fn another_place_in_the_tree_is_refused_and_all_that_it_alters_is_named(database: Database) {
    let country = Country::found(&database, BELOW_THE_PROVINCE).await;
    country.plan("EACH_COMMUNE", json!({ "minimum": 1, "per": "MONTH_WEEK" })).await;
    let error = country.import(BELOW_THE_DISTRICT).await.unwrap_err().text(Lang::En).to_owned();
    let months = [("07", 31), ("08", 31), ("09", 30), ("10", 31), ("11", 30), ("12", 31)];
    let week = |(month, first, last)| format!("00001 Xã Một: 1/KH-UBND Q-1 2025-{month}-{first}/2025-{month}-{last}");
    let of = |(month, last)| [("01", 7), ("08", 14), ("15", 21), ("22", last)].map(|(from, to)| (month, from, to));
    let weeks: Vec<String> =
        months.into_iter().flat_map(of).map(|(month, from, to)| week((month, from, format!("{to:02}")))).collect();
    let named = weeks.join("; ");
    assert_eq!(error, format!("The change would alter 24 stored obligations: {named}."));
    country.refuses(BELOW_THE_DISTRICT, BELOW_THE_PROVINCE, &error).await;
}

db_test!(days_of_a_member_of_a_set_are_refused_by_what_the_set_owes);
async fn days_of_a_member_of_a_set_are_refused_by_what_the_set_owes(database: Database) {
    let country = Country::found(&database, MERGED).await;
    country.pool("YEAR").await;
    let named = "The change would alter 1 stored obligations: Sở Nội vụ: 1/KH Q1 2025-01-01/2025-12-31.";
    country.refuses(LIVING_ON, MERGED, named).await;
}

db_test!(what_a_revoked_plan_asked_for_stands_in_the_way_of_no_import);
async fn what_a_revoked_plan_asked_for_stands_in_the_way_of_no_import(database: Database) {
    let each = Country::found(&database, MERGED).await;
    each.plan("EACH_COMMUNE", json!({ "minimum": 12, "per": "YEAR" })).await;
    let pool = Country::found(&database, MERGED).await;
    pool.pool("YEAR").await;
    for country in [each, pool] {
        assert_eq!(country.import(LIVING_ON).await.unwrap_err().rule(), Some("unit.owes"));
        country.revoke().await;
        let owed = country.owed("before").await;
        assert_eq!(country.import(LIVING_ON).await.unwrap().changed, 1);
        assert_eq!(country.owed("after").await, owed);
        country.0.assert_sound().await;
    }
}

db_test!(another_tier_is_refused_and_another_kind_or_name_alters_nothing);
async fn another_tier_is_refused_and_another_kind_or_name_alters_nothing(database: Database) {
    let country = Country::found(&database, STILL_A_DISTRICT).await;
    country.plan("EACH_DISTRICT", json!({ "minimum": 12, "per": "YEAR" })).await;
    let named = "The change would alter 1 stored obligations: 00005 Đặc khu Hai: 1/KH-UBND Q-1 2025-01-01/2025-12-31.";
    country.refuses(NOW_A_COMMUNE, STILL_A_DISTRICT, named).await;
    let before = country.owed("reader").await;
    let done = country.import(NOW_A_TOWN).await.unwrap();
    assert_eq!((done.added, done.changed), (0, 1));
    assert_eq!(country.owed("another reader").await, before);
    country.0.assert_sound().await;
}

db_test!(an_organisation_lives_as_long_as_its_territory_does_after_each_import);
async fn an_organisation_lives_as_long_as_its_territory_does_after_each_import(database: Database) {
    let country = Country::found(&database, MERGED).await;
    let issuer = json!({ "edition": "2025-06", "code": "002", "level": "district", "name": "Huyện Hai",
                         "province_code": "01", "district_code": "002" });
    let mut plan = plan(issuer, "2/KH-UBND", "2025-01-01", 2025, json!([]));
    plan["organisations"] = json!([{ "key": "vp", "name": "Văn phòng", "kind": "office", "belongs_to": "issuer" }]);
    import(&country.0, &plan).await;
    let reader = country.0.user("reader", &[]).await;
    let document =
        "{ units(filter: { form: ORGANISATION }) { nodes { versions { nodes { tier validFrom validTo } } } } }";
    let versions = async || reader.query(document).await["units"]["nodes"][0]["versions"]["nodes"].take();
    let ended = json!([{ "tier": "DISTRICT", "validFrom": null, "validTo": "2025-06-30" }]);
    assert_eq!(versions().await, ended);
    country.import(STILL_A_DISTRICT).await.unwrap();
    assert_eq!(versions().await, json!([{ "tier": "DISTRICT", "validFrom": null, "validTo": null }]));
    country.0.assert_sound().await;
}
