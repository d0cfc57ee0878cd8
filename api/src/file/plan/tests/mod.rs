//! The five real plans, and files that are none.

mod refused;
mod unparse;

use std::collections::BTreeSet;

use domain::{
    calendar::WindowKind,
    plan::canonical,
    quota::{Product, stated_total_check},
    task::{GroupMember, Target},
};
use serde_json::Value;

use super::*;

fn carried(name: &str) -> PlanFile {
    let file = CARRIED.iter().find(|file| file.name == name).expect("carried");
    parse(file.name, file.bytes).expect("a plan")
}

fn all() -> Vec<PlanFile> {
    CARRIED.iter().map(|file| carried(file.name)).collect()
}

#[test]
fn the_five_plans_have_102_tasks_18_quotas_and_18_report_duties() {
    let counts: Vec<_> = all()
        .iter()
        .map(|PlanFile { content, .. }| {
            let quotas = content.tasks.iter().map(|task| task.quotas.len()).sum::<usize>();
            (content.tasks.len(), quotas, content.report_duties.len())
        })
        .collect();
    assert_eq!(counts, [(30, 7, 2), (14, 0, 2), (22, 0, 3), (28, 9, 4), (8, 2, 7)]);
    let sum = |part: fn(&(usize, usize, usize)) -> usize| counts.iter().map(part).sum::<usize>();
    assert_eq!((sum(|c| c.0), sum(|c| c.1), sum(|c| c.2)), (102, 18, 18));
}

#[test]
fn quotas_are_numbered_1_to_18_over_all_files() {
    let found: BTreeSet<_> = all()
        .iter()
        .flat_map(|file| &file.content.tasks)
        .flat_map(|task| &task.quotas)
        .map(|quota| quota.no.clone())
        .collect();
    assert_eq!(found, (1..=18).map(|n| format!("Q{n}")).collect());
}

#[test]
fn nothing_of_a_file_is_lost() {
    for file in &CARRIED {
        let original: Value = serde_json::from_slice(file.bytes).expect("JSON");
        assert_eq!(unparse::plan(&carried(file.name)), original, "{}", file.name);
    }
}

#[test]
fn an_issuer_is_known_by_edition_code_and_parents() {
    let issuers: Vec<_> = all().into_iter().map(|file| file.issuer).collect();
    let words: Vec<_> = issuers
        .iter()
        .map(|i| (i.tier, i.code.as_str(), i.name.as_str(), i.province_code.as_str(), i.district_code.as_deref()))
        .collect();
    assert_eq!(
        words,
        [
            (Tier::Province, "72", "Tỉnh Tây Ninh", "72", None),
            (Tier::Commune, "09757", "Xã Thanh Đa", "01", Some("272")),
            (Tier::Commune, "21223", "Xã Tịnh Ấn Tây", "51", Some("522")),
            (Tier::District, "525", "Huyện Trà Bồng", "51", Some("525")),
            (Tier::District, "913", "Huyện U Minh Thượng", "91", Some("913")),
        ]
    );
    assert!(issuers.iter().all(|issuer| issuer.edition.day() == VALID_TO));
    assert_eq!(Edition::Second.day(), VALID_FROM);
}

#[test]
fn a_plan_says_from_when_it_counts_even_with_half_a_date() {
    let days: Vec<_> =
        all().iter().map(|file| file.content.issued_on.expect("a date").first_day().to_string()).collect();
    assert_eq!(days, ["2024-01-01", "2025-02-19", "2025-03-05", "2025-05-01", "2025-02-10"]);
}

#[test]
fn quotas_without_number_or_period_demand_nothing() {
    let silent: Vec<_> = all()
        .iter()
        .flat_map(|file| &file.content.tasks)
        .flat_map(|task| &task.quotas)
        .filter(|quota| quota.demand().is_none())
        .map(|quota| quota.no.clone())
        .collect();
    assert_eq!(silent, ["Q10", "Q18"]);
}

#[test]
fn the_quotas_bind_whom_the_plans_name() {
    use GroupMember::{Communes, Departments, Districts};
    use Target::{Members, Organisation};
    for (file, no, expected) in [
        ("tra-bong-2025.json", "Q1", vec![Organisation("pvhkhtt")]),
        ("tra-bong-2025.json", "Q2", vec![Members(Communes)]),
        ("tra-bong-2025.json", "Q18", vec![Members(Communes), Members(Departments)]),
        ("tay-ninh-2024.json", "Q9", vec![Members(Districts), Members(Departments)]),
        ("tay-ninh-2024.json", "Q12", vec![Organisation("skhdt")]),
        ("tay-ninh-2024.json", "Q14", vec![Organisation("bao"), Organisation("daiptth")]),
        ("tay-ninh-2024.json", "Q15", vec![Members(Communes), Members(Districts), Members(Departments)]),
        ("u-minh-thuong-2025.json", "Q16", vec![Organisation("pnv")]),
    ] {
        let content = carried(file).content;
        let found =
            content.tasks.iter().find_map(|task| Some((task, task.quotas.iter().find(|quota| quota.no == no)?)));
        let (task, quota) = found.expect(no);
        assert_eq!(quota.bound(&task.roles).into_iter().collect::<Vec<_>>(), expected, "{no}");
    }
}

#[test]
fn printed_totals_agree_or_not_as_the_documents_do() {
    let mut found = Vec::new();
    for PlanFile { content, .. } in all() {
        for quota in content.tasks.iter().flat_map(|task| &task.quotas) {
            if let (Some(total), Some((minimum, per))) = (quota.stated_total, quota.demand()) {
                let check = stated_total_check(minimum, per, content.year, total);
                found.push((quota.no.clone(), per, check.computed, check.stated, total.approximate));
            }
        }
    }
    assert_eq!(
        found,
        [
            ("Q1".into(), WindowKind::Month, 60, 50, true),
            ("Q2".into(), WindowKind::Month, 12, 12, false),
            ("Q16".into(), WindowKind::MonthWeek, 48, 48, false),
        ]
    );
}

#[test]
fn a_quota_may_ask_for_another_product_than_its_task() {
    let content = carried("tra-bong-2025.json").content;
    let task = content.tasks.iter().find(|task| task.no == "V.4-1").expect("a task");
    assert_eq!((task.product, task.quotas[0].measure.product), (Product::Plan, Product::Other));
}

#[test]
fn the_order_of_keys_means_nothing_and_the_order_of_entries_does() {
    let file = &CARRIED[3];
    let text = canonical(&carried(file.name).content);
    let mut json: Value = serde_json::from_slice(file.bytes).expect("JSON");
    reverse_keys(&mut json);
    let reversed = serde_json::to_vec(&json).expect("bytes");
    assert_ne!(
        reversed,
        serde_json::to_vec(&serde_json::from_slice::<Value>(file.bytes).expect("JSON")).expect("bytes")
    );
    assert_eq!(canonical(&parse(file.name, &reversed).expect("a plan").content), text);
    json["themes"].as_array_mut().expect("a list").reverse();
    let other = parse(file.name, &serde_json::to_vec(&json).expect("bytes")).expect("a plan");
    assert_ne!(canonical(&other.content), text);
}

fn reverse_keys(value: &mut Value) {
    match value {
        Value::Object(map) => {
            *map = std::mem::take(map).into_iter().rev().collect();
            map.values_mut().for_each(reverse_keys);
        }
        Value::Array(entries) => entries.iter_mut().for_each(reverse_keys),
        _ => {}
    }
}
