use domain::refusal::{Class, Explain, Lang};
use serde_json::{Value, json};

use super::*;

/// Trà Bồng's plan after `spoil`.
fn spoiled(spoil: impl FnOnce(&mut Value)) -> Result<PlanFile, FileError> {
    let mut json: Value = serde_json::from_slice(CARRIED[3].bytes).expect("JSON");
    spoil(&mut json);
    parse("plan.json", &serde_json::to_vec(&json).expect("bytes"))
}

/// The path, the rule and the English text that refuse it.
fn refusal(spoil: impl FnOnce(&mut Value)) -> (String, &'static str, String) {
    let error = spoiled(spoil).expect_err("refused");
    assert!(error.text(Lang::Vi) != error.text(Lang::En) && error.file() == "plan.json");
    (error.field().unwrap_or_default(), error.rule(), error.text(Lang::En))
}

#[test]
fn what_is_no_json_is_refused_with_line_and_column() {
    for (bytes, at) in [
        (&b""[..], "line 1 column 0"),
        (b"{", "line 1 column 1"),
        (b"\"x\"", "line 1 column 3"),
        (b"{\n\"title\": \"x\",,}", "line 2 column 14"),
        (b"\xFF\xFE{}", "line 1 column 1"),
    ] {
        let error = parse("plan.json", bytes).expect_err("refused");
        assert_eq!((error.rule(), error.class()), ("file.bad_json", Class::Input));
        assert!(error.to_string().starts_with("plan.json") && error.to_string().contains(at), "{error}");
    }
    let twice = [CARRIED[3].bytes, b"{}"].concat();
    assert!(parse("plan.json", &twice).expect_err("refused").to_string().contains("trailing characters"));
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let marked = [b"\xEF\xBB\xBF", CARRIED[3].bytes].concat();
    assert_eq!(parse("plan.json", &marked).as_ref(), Ok(&carried(CARRIED[3].name)));
}

#[test]
fn what_does_not_fit_the_format_is_refused_at_its_path() {
    type Spoil = fn(&mut Value);
    let cases: Vec<(&str, &str, Spoil)> = vec![
        ("tasks[3].product", "unknown Product: \"NEWS\"", |p| p["tasks"][3]["product"] = json!("NEWS")),
        ("tasks[3].channels[1]", "unknown Channel", |p| p["tasks"][3]["channels"][1] = json!("portal")),
        ("tasks[0].roles[1].role", "unknown TaskRole", |p| p["tasks"][0]["roles"][1]["role"] = json!("HEAD")),
        ("tasks[0].roles[0]", "either `who` or `group`", |p| p["tasks"][0]["roles"][0]["group"] = json!("COMMUNES")),
        ("tasks[2].quotas[0].bound", "ROLE_HOLDERS has `role`", |p| {
            p["tasks"][2]["quotas"][0]["bound"]["who"] = json!("pnv");
        }),
        ("tasks[2].quotas[0].bound.kind", "unknown variant `EACH`", |p| {
            p["tasks"][2]["quotas"][0]["bound"]["kind"] = json!("EACH");
        }),
        ("tasks[2].quotas[0].minimum", "invalid type: string", |p| p["tasks"][2]["quotas"][0]["minimum"] = json!("1")),
        ("tasks[2].quotas[0].minimum", "invalid type: floating point", |p| {
            p["tasks"][2]["quotas"][0]["minimum"] = json!(1.5);
        }),
        ("tasks[2].quotas[0].minimum", "invalid type: null", |p| p["tasks"][2]["quotas"][0]["minimum"] = json!(null)),
        ("funding", "invalid type: null", |p| p["funding"] = json!(null)),
        ("organisations[0].kind", "unknown OrganisationKind", |p| p["organisations"][0]["kind"] = json!("DEPARTMENT")),
        ("organisations[0].belongs_to", "unknown variant", |p| p["organisations"][0]["belongs_to"] = json!("us")),
        ("subjects[1]", "unknown variant `CDS`", |p| p["subjects"][1] = json!("CDS")),
        ("indices[0]", "unknown PublishedIndex", |p| p["indices"][0] = json!("GDP")),
        ("issuer.edition", "unknown variant `2025`", |p| p["issuer"]["edition"] = json!("2025")),
        ("issuer.level", "unknown variant `nation`", |p| p["issuer"]["level"] = json!("nation")),
        ("issued_on", "not a date", |p| p["issued_on"] = json!("5/2025")),
        ("year", "20255 is not a year", |p| p["year"] = json!(20255)),
        ("year", "invalid value", |p| p["year"] = json!(3_000_000_000_u64)),
        ("report_duties[0].cycle", "unknown Cycle", |p| p["report_duties"][0]["cycle"] = json!("WEEK")),
        ("deadlines[0].by", "not a date", |p| p["deadlines"] = json!([{"what": "x", "by": "2025-05"}])),
        ("tasks", "invalid type: map", |p| p["tasks"] = json!({})),
    ];
    for (path, message, spoil) in cases {
        let (found, rule, text) = refusal(spoil);
        assert_eq!((found.as_str(), rule), (path, "file.bad_json"), "{text}");
        assert!(text.starts_with(&format!("plan.json, {path}: ")) && text.contains(message), "{text}");
    }
}

#[test]
fn a_key_is_neither_missing_nor_unknown_nor_there_twice() {
    let remove = |path: &'static str, key: &'static str| {
        refusal(move |p| {
            let place = if path.is_empty() { p } else { p.pointer_mut(path).expect("a place") };
            place.as_object_mut().expect("a map").remove(key);
        })
        .2
    };
    for key in ["issuer", "year", "title", "tasks", "themes", "doubts"] {
        assert!(remove("", key).contains(&format!("missing field `{key}`")), "{key}");
    }
    assert!(remove("/tasks/4", "timing").starts_with("plan.json, tasks[4]: "));
    let (_, _, text) = refusal(|p| p["tasks"][4]["titel"] = json!("x"));
    assert!(text.contains("tasks[4]") && text.contains("unknown field `titel`"), "{text}");
    let text =
        String::from_utf8(CARRIED[3].bytes.to_vec()).expect("text").replacen("\"no\":", "\"no\": \"x\", \"no\":", 1);
    let error = parse("plan.json", text.as_bytes()).expect_err("refused").to_string();
    assert!(error.contains("tasks[0]") && error.contains("duplicate field `no`"), "{error}");
}

#[test]
fn what_the_rules_refuse_is_refused_at_the_path_of_the_file() {
    type Spoil = fn(&mut Value);
    let cases: Vec<(&str, &str, Spoil)> = vec![
        ("tasks[2].quotas[0].minimum", "plan.out_of_bounds", |p| p["tasks"][2]["quotas"][0]["minimum"] = json!(0)),
        ("tasks[2].quotas[0].percent", "plan.out_of_bounds", |p| p["tasks"][2]["quotas"][0]["percent"] = json!(101)),
        ("tasks[2].quotas[1].id", "plan.duplicate_key", |p| p["tasks"][2]["quotas"][1]["id"] = json!("Q7")),
        ("tasks[2].quotas[0].by", "quota.due_date_of_rhythm", |p| {
            p["tasks"][2]["quotas"][0]["by"] = json!("2025-06-30");
        }),
        ("tasks[0].roles[0].who", "plan.unknown_organisation", |p| p["tasks"][0]["roles"][0]["who"] = json!("ai")),
        ("report_duties[3].who", "plan.unknown_organisation", |p| p["report_duties"][3]["who"] = json!("ai")),
        ("report_duties[3].embedded_in", "text.too_long", |p| {
            p["report_duties"][3]["embedded_in"] = json!("x".repeat(1_001));
        }),
        ("tasks[0].title", "text.control_character", |p| p["tasks"][0]["title"] = json!("a\u{7}")),
        ("tasks[0].timing.date", "task.timing_part", |p| p["tasks"][0]["timing"]["date"] = json!("2025-06-30")),
        ("year", "plan.out_of_bounds", |p| p["year"] = json!(1999)),
        ("issuer.code", "text.control_character", |p| p["issuer"]["code"] = json!("5\u{0}25")),
        ("issuer.code", "text.too_long", |p| p["issuer"]["code"] = json!("5".repeat(36))),
        ("issuer.name", "text.control_character", |p| p["issuer"]["name"] = json!("\u{0}")),
        ("issuer.name", "text.too_long", |p| p["issuer"]["name"] = json!("a".repeat(301))),
        ("issuer.province_code", "text.control_character", |p| p["issuer"]["province_code"] = json!("51\u{0}")),
        ("issuer.district_code", "text.control_character", |p| p["issuer"]["district_code"] = json!("a\u{7}")),
        ("issuer.district_code", "text.empty", |p| p["issuer"]["district_code"] = json!(" ")),
    ];
    for (path, rule, spoil) in cases {
        let (found, refused_by, text) = refusal(spoil);
        assert_eq!((found.as_str(), refused_by), (path, rule), "{text}");
    }
}

#[test]
fn text_is_brought_into_normal_form() {
    let plan = spoiled(|p| {
        p["title"] = json!("  Truye\u{302}\u{300}n tho\u{302}ng ");
        p["issuer"]["name"] = json!("Huye\u{302}\u{323}n Tra\u{300} Bo\u{302}\u{300}ng");
    });
    let plan = plan.expect("a plan");
    assert_eq!(plan.content.title, "Truyền thông");
    assert_eq!(plan.issuer.name, "Huyện Trà Bồng");
}

#[test]
fn a_long_explanation_is_cut() {
    let (_, _, text) = refusal(|p| p["year"] = json!("x".repeat(5_000)));
    assert!(text.chars().count() < 400, "{text}");
}
