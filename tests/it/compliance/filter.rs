//! Figures of a part of what is owed: by plan, task, quota, product and subject, alone and together.

use std::collections::BTreeSet;

use domain::{authz::Role, calendar::Day, calendar::Span, compliance::belongs};
use serde_json::{Value, json};

use super::{
    DISTRICT, OLD, PROVINCE,
    agreement::{Chance, live},
    auditor, compliance, model, world,
};
use crate::support::{
    app::App,
    database::{Database, db_test},
    plan::{import, plan, quang_ngai, task, tra_bong},
    report::with,
};

const YEAR: (&str, &str) = ("2025-01-01", "2025-12-31");

/// Beside the plan of [`world`], one of the district on both subjects, with two quotas under one task, and one of the
/// province on digital transformation alone.
async fn more_plans(app: &App) {
    let mut both = task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 1, "per": "QUARTER" }));
    let mut second = both["quotas"][0].clone();
    second["id"] = json!("Q-1b");
    second["product"] = json!("VIDEO");
    both["quotas"].as_array_mut().unwrap().push(second);
    let subjects = json!({ "subjects": ["CCHC", "CĐS"] });
    import(app, &with(plan(tra_bong(), "2/KH-UBND", "2025-02-10", 2025, json!([both])), subjects)).await;
    let training = task("1", "TRAINING", "EACH_DISTRICT", json!({ "minimum": 2, "per": "HALF_YEAR" }));
    let subjects = json!({ "subjects": ["CĐS"] });
    import(app, &with(plan(quang_ngai(), "3/KH-UBND", "2025-01-05", 2025, json!([training])), subjects)).await;
}

/// Whether an obligation is one that the filter asks for.
fn fits(owed: &model::Owed, filter: &Value) -> bool {
    let is = |field: &str, value: &str| filter[field].is_null() || filter[field] == value;
    let subject = filter["subject"].as_str();
    is("plan", &owed.plan)
        && is("task", &owed.task)
        && is("quota", &owed.quota)
        && is("product", owed.product.as_str())
        && subject.is_none_or(|subject| owed.subjects.iter().any(|word| word == subject))
}

/// Every single filter that fits something, every fourth pair of them, and all five at once.
fn filters(owed: &[model::Owed]) -> Vec<Value> {
    let mut single: BTreeSet<(&str, &str)> = BTreeSet::new();
    for owed in owed {
        single.extend([("plan", owed.plan.as_str()), ("task", &owed.task), ("quota", &owed.quota)]);
        single.insert(("product", owed.product.as_str()));
        single.extend(owed.subjects.iter().map(|subject| ("subject", subject.as_str())));
    }
    let single: Vec<_> = single.into_iter().collect();
    let mut all: Vec<Value> = single.iter().map(|(field, value)| json!({ *field: value })).collect();
    for (n, (field, value)) in single.iter().enumerate() {
        let others = single[n + 1..].iter().filter(|(other, _)| other != field);
        all.extend(others.step_by(4).map(|(other, second)| json!({ *field: value, *other: second })));
    }
    let one = &owed[0];
    all.push(json!({ "plan": one.plan, "task": one.task, "quota": one.quota, "product": one.product.as_str(),
                     "subject": one.subjects[0] }));
    all
}

db_test!(filtered_figures_are_those_of_the_obligations_that_fit);
async fn filtered_figures_are_those_of_the_obligations_that_fit(database: Database) {
    let app = world(database).await;
    more_plans(&app).await;
    let auditor = auditor(&app).await;
    live(&app, &auditor, &mut Chance(5)).await;
    let owed = model::owed(&auditor).await;
    let (district, province) = (auditor.unit(DISTRICT, OLD).await, auditor.unit(PROVINCE, OLD).await);
    let list = "query($filter: ObligationFilter!) { obligations(filter: $filter, first: 1) { totalCount } }";
    let (mut some, mut none) = (0, 0);
    for filter in filters(&owed) {
        let fitting: Vec<&model::Owed> = owed.iter().filter(|owed| fits(owed, &filter)).collect();
        if fitting.is_empty() {
            none += 1;
        } else {
            some += 1;
        }
        for on in ["2025-08-14", "2025-05-07"] {
            let day: Day = on.parse().unwrap();
            let span = Span::new(YEAR.0.parse().unwrap(), YEAR.1.parse().unwrap()).unwrap();
            let counted = || fitting.iter().copied().filter(|owed| belongs(owed.terms.span, span));
            let mut data = compliance(&auditor, &province, (YEAR.0, YEAR.1, on), filter.clone()).await;
            let said = model::said(data["figures"].take());
            assert_eq!(said, model::figures(counted(), day), "{filter} on {on}");
            if on == "2025-08-14" {
                let below = with(filter.clone(), json!({ "below": province, "from": YEAR.0, "to": YEAR.1 }));
                let listed = auditor.data(list, json!({ "filter": below })).await;
                assert_eq!(listed["obligations"]["totalCount"], said["counts"]["total"], "{filter}");
            }
        }
        // Of the district itself, and of its communes one by one.
        let day: Day = "2025-08-14".parse().unwrap();
        let data = compliance(&auditor, &district, (YEAR.0, YEAR.1, "2025-08-14"), filter.clone()).await;
        let of = |unit: &str| model::figures(fitting.iter().copied().filter(|owed| owed.unit == unit), day);
        assert_eq!(model::said(data["itself"].clone()), of(&district), "{filter}");
        for child in data["subordinates"]["nodes"].as_array().unwrap() {
            let expected = of(child["unit"]["id"].as_str().unwrap());
            assert_eq!(model::said(child["figures"].clone()), expected, "{filter}");
        }
    }
    assert!(some > 20 && none > 10, "{some} filters find something, {none} contradict themselves");
}

db_test!(what_is_hidden_and_what_is_not_there_filter_alike);
async fn what_is_hidden_and_what_is_not_there_filter_alike(database: Database) {
    let app = world(database).await;
    more_plans(&app).await;
    // A plan of the neighbouring district, which who reads Trà Bồng may not read.
    let neighbour = json!({ "edition": "2025-06", "code": "522", "level": "district", "name": "Thành phố Quảng Ngãi",
                            "province_code": "51", "district_code": "522" });
    let tasks = json!([task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 1, "per": "MONTH" }))]);
    import(&app, &plan(neighbour, "4/KH-UBND", "2025-01-10", 2025, tasks)).await;
    let auditor = auditor(&app).await;
    let owed = model::owed(&auditor).await;
    let data = auditor.query("{ plans { nodes { id symbol } } }").await;
    let symbol = |plan: &&Value| plan["symbol"] == "4/KH-UBND";
    let hidden = data["plans"]["nodes"].as_array().unwrap().iter().find(symbol).unwrap()["id"].clone();
    let hidden = owed.iter().find(|owed| hidden == owed.plan.as_str()).unwrap();

    let reader = app.user("reader", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let (district, province) = (reader.unit(DISTRICT, OLD).await, reader.unit(PROVINCE, OLD).await);
    for on in ["2025-08-14", "2025-05-07"] {
        for (field, id) in [("plan", &hidden.plan), ("task", &hidden.task), ("quota", &hidden.quota)] {
            let nowhere = format!("{field}_{:032x}", 7);
            for unit in [&district, &province] {
                let seen = compliance(&reader, unit, (YEAR.0, YEAR.1, on), json!({ field: id })).await;
                let absent = compliance(&reader, unit, (YEAR.0, YEAR.1, on), json!({ field: nowhere })).await;
                assert_eq!(seen, absent, "{field}");
                assert_eq!(seen["figures"]["counts"]["total"], 0);
                assert_eq!(
                    (&seen["figures"]["products"], &seen["figures"]["coverage"]["bound"]),
                    (&json!([]), &json!(0))
                );
            }
            // Of the neighbour himself there is nothing, whatever is asked.
            let theirs = reader.unit("522", OLD).await;
            assert!(compliance(&reader, &theirs, (YEAR.0, YEAR.1, on), json!({ field: id })).await.is_null());
            let list = "query($filter: ObligationFilter!) { obligations(filter: $filter) { totalCount } }";
            let listed = reader.data(list, json!({ "filter": { field: id } })).await;
            assert_eq!(listed["obligations"]["totalCount"], 0);
            let total = compliance(&auditor, &province, (YEAR.0, YEAR.1, on), json!({ field: id })).await;
            assert!(total["figures"]["counts"]["total"].as_i64().unwrap() > 0, "{field} filters nothing out");
        }
    }
}
