//! A district that left its province for three months and came back: two spans of days under it, with a gap between.

use domain::authz::Role;
use serde_json::{Value, json};
use tonghop::service::unit::{Content, UnitFiles};

use crate::support::{
    app::App,
    database::{Database, db_test},
    plan::{import, plan, task},
};

const UNITS: &str = "code,name,level,kind,parent_code
01,Tỉnh Một,province,tỉnh,
02,Tỉnh Hai,province,tỉnh,
001,Huyện Đi Về,district,huyện,01
002,Huyện Ở Lại,district,huyện,02
";

const NO_SUCCESSIONS: &str = "predecessor_code,successor_code,effective_from,change,extent\n";

/// The district is in Tỉnh Hai from July to September.
async fn move_about(app: &App) {
    let away = UNITS.replace("Đi Về,district,huyện,01", "Đi Về,district,huyện,02");
    for (valid_to, valid_from, first, second) in
        [("2025-06-30", "2025-07-01", UNITS, away.as_str()), ("2025-09-30", "2025-10-01", away.as_str(), UNITS)]
    {
        let files = UnitFiles {
            valid_to: valid_to.parse().unwrap(),
            valid_from: valid_from.parse().unwrap(),
            first: Content { name: "first.csv", bytes: first.as_bytes() },
            second: Content { name: "second.csv", bytes: second.as_bytes() },
            successions: Content { name: "successions.csv", bytes: NO_SUCCESSIONS.as_bytes() },
        };
        tonghop::service::unit::import(&app.system(), files).await.unwrap();
    }
}

const FIGURES: &str = "query($unit: ID!, $on: Date) { unit(by: { id: $unit }) {
    compliance(from: \"2025-01-01\", to: \"2025-12-31\", on: $on) { figures { counts { total } } subordinates { nodes {
        unit { id } from to
        figures { counts { total } products { target } coverage { bound nothing unitsWithNothing { totalCount } } }
        obligations(orderBy: ENDS_ON) { totalCount nodes { endsOn } } } } } } }";

db_test!(a_unit_that_left_and_came_back_is_one_subordinate_with_what_it_owed_while_it_was_one);
async fn a_unit_that_left_and_came_back_is_one_subordinate_with_what_it_owed_while_it_was_one(database: Database) {
    let app = App::start(database.empty().await, "2025-12-31T02:00:00Z").await;
    move_about(&app).await;
    for (code, name) in [("01", "Tỉnh Một"), ("02", "Tỉnh Hai")] {
        let issuer = json!({ "edition": "2025-06", "code": code, "level": "province", "name": name,
                             "province_code": code });
        let tasks = json!([task("1", "EVENT", "EACH_DISTRICT", json!({ "minimum": 2, "per": "MONTH" }))]);
        import(&app, &plan(issuer, "1/KH-UBND", "2025-01-01", 2025, tasks)).await;
    }
    let auditor = app.user("auditor", &[(Role::Auditor, "VN", "2025-06-30")]).await;
    let district = auditor.unit("001", "2025-06-30").await;
    for (code, from, to, months) in [
        ("01", "2025-01-01", "2025-12-31", vec![1, 2, 3, 4, 5, 6, 10, 11, 12]),
        ("02", "2025-07-01", "2025-09-30", vec![7, 8, 9]),
    ] {
        let province = auditor.unit(code, "2025-06-30").await;
        for on in [json!(null), json!("2025-12-30")] {
            let data = auditor.data(FIGURES, json!({ "unit": province, "on": on })).await;
            let nodes = data["unit"]["compliance"]["subordinates"]["nodes"].as_array().unwrap().iter();
            let found: Vec<&Value> = nodes.filter(|node| node["unit"]["id"] == district.as_str()).collect();
            assert_eq!(found.len(), 1, "{code} on {on}");
            let (node, owed) = (found[0], months.len());
            assert_eq!((&node["from"], &node["to"]), (&json!(from), &json!(to)), "{code} on {on}");
            let expected = json!({ "counts": { "total": owed }, "products": [{ "target": 2 * owed }],
                "coverage": { "bound": 1, "nothing": 1, "unitsWithNothing": { "totalCount": 1 } } });
            assert_eq!(node["figures"], expected, "{code} on {on}");
            let listed = node["obligations"]["nodes"].as_array().unwrap().iter();
            let listed: Vec<u8> = listed.map(|one| one["endsOn"].as_str().unwrap()[5..7].parse().unwrap()).collect();
            assert_eq!(listed, months, "{code} on {on}");
        }
    }
}
