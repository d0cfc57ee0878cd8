use super::{super::testing::*, *};
use crate::{
    calendar::testing::day,
    refusal::Explain,
    unit::{Affiliation, NewOrganisation, OrganisationKind, Succession, SuccessionExtent, SuccessionKind},
};

mod next;

const OLD: &str = "2025-06-30";
const NEW: &str = "2025-07-01";

fn lives(unit: &Unit) -> Vec<String> {
    unit.versions().iter().map(|version| version.life.to_string()).collect()
}

#[test]
fn a_merged_unit_ends_even_where_code_and_name_stay() {
    let directory = country().directory();
    let (old, new) = (find(&directory, "51", OLD), find(&directory, "51", NEW));
    assert_ne!(old.id(), new.id());
    assert_eq!((lives(old), lives(new)), (vec!["../2025-06-30".into()], vec!["2025-07-01/..".into()]));
}

#[test]
fn a_unit_of_which_nothing_else_is_said_has_one_version_for_all_days() {
    let directory = country().directory();
    assert_eq!(lives(find(&directory, "01", NEW)), ["../.."]);
    assert_eq!(find(&directory, "01", OLD).id(), find(&directory, "01", NEW).id());
    assert_eq!(find(&directory, "01", NEW).versions()[0].kind, "thành phố trực thuộc trung ương");
}

#[test]
fn a_unit_that_only_moves_to_another_parent_stays_itself_with_one_more_version() {
    let directory = country().directory();
    let unit = find(&directory, "00070", NEW);
    assert_eq!(lives(unit), ["../2025-06-30", "2025-07-01/.."]);
    assert_eq!(unit.version_on(day(OLD)).unwrap().parent, Some(find(&directory, "001", OLD).id()));
    assert_eq!(unit.version_on(day(NEW)).unwrap().parent, Some(find(&directory, "01", NEW).id()));
}

#[test]
fn a_renamed_unit_stays_itself_under_another_code_and_even_tier() {
    let directory = country().directory();
    let (old, new) = (find(&directory, "536", OLD), find(&directory, "21548", NEW));
    assert_eq!(old.id(), new.id());
    let tiers: Vec<_> = new.versions().iter().map(|version| (version.tier, version.name.as_str())).collect();
    assert_eq!(tiers, [(Tier::District, "Huyện Lý Sơn"), (Tier::Commune, "Đặc khu Lý Sơn")]);
}

#[test]
fn a_line_or_its_absence_decides_identity_and_no_name_or_kind_does() {
    let renamed = ("00070", "Phường Tên Mới", "phường", "01");
    let directory = country().second_says(renamed).directory();
    assert_eq!(find(&directory, "00070", OLD).id(), find(&directory, "00070", NEW).id());
    let directory = country().fate("00070", &[("00070", "00070", MERGE, SuccessionExtent::Whole)]).directory();
    assert_ne!(find(&directory, "00070", OLD).id(), find(&directory, "00070", NEW).id());
}

#[test]
fn the_root_stands_above_the_provinces_on_all_days() {
    let directory = country().directory();
    let root = find(&directory, ROOT_CODE, OLD);
    assert_eq!(lives(root), ["../.."]);
    assert_eq!(root.versions()[0].label(), "VN Việt Nam");
    for (code, on) in [("51", OLD), ("62", OLD), ("51", NEW), ("01", NEW)] {
        assert_eq!(find(&directory, code, on).version_on(day(on)).unwrap().parent, Some(root.id()), "{code} {on}");
    }
}

#[test]
fn units_are_counted_once_and_renames_are_no_successions() {
    let import = country().import(&Directory::default(), ids(0)).unwrap();
    // 13 + 8 lines, less three that live on (01, 00070, 536), and the root.
    assert_eq!(import.directory.units().len(), 13 + 8 - 3 + 1);
    assert_eq!(import.difference.added.len(), 19);
    assert_eq!(import.directory.successions().len(), 11);
    let split = find(&import.directory, "21142", OLD).id();
    let parts: Vec<_> = import.directory.successions().filter(|step| step.predecessor == split).collect();
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|part| part.kind == SuccessionKind::Split && part.effective_on == day(NEW)));
    let abolished = find(&import.directory, "525", OLD).id();
    assert!(import.directory.successions().any(|step| step.predecessor == abolished && step.successor.is_none()));
}

#[test]
fn the_same_files_twice_change_nothing() {
    let known = country().directory();
    let again = country().import(&known, no_new_id).unwrap();
    assert!(again.difference.is_empty());
    assert_eq!(again.directory, known);
}

#[test]
fn a_corrected_name_changes_the_version_of_its_own_days_only() {
    let known = country().directory();
    let again = country().second_says(("01", "Thủ đô Hà Nội", "thành phố", "")).import(&known, no_new_id).unwrap();
    let [change] = again.difference.changed.as_slice() else { panic!("{:?}", again.difference) };
    assert_eq!((change.removed.len(), change.altered.len(), change.added.len()), (0, 1, 1));
    assert_eq!(change.altered[0].1.life, Life::until(day(OLD)));
    assert_eq!((change.added[0].name.as_str(), change.added[0].life), ("Thủ đô Hà Nội", Life::since(day(NEW))));
    // And back: two versions that say the same are one again.
    let back = country().import(&again.directory, no_new_id).unwrap();
    assert_eq!(back.directory, known);
    assert_eq!(back.difference.changed[0].removed.len(), 1);
}

#[test]
fn a_new_unit_and_its_succession_are_added_beside_the_known_ones() {
    let known = country().directory();
    let split = [("21223", "21172", SPLIT, SuccessionExtent::Part), ("21223", "21199", SPLIT, SuccessionExtent::Part)];
    let files = country().second_says(("21199", "Xã Mới", "xã", "51")).fate("21223", &split);
    let difference = files.import(&known, ids(100)).unwrap().difference;
    assert_eq!((difference.added.len(), difference.changed.len()), (1, 0));
    assert_eq!((difference.successions_added.len(), difference.successions_removed.len()), (2, 1));
}

#[test]
fn one_unit_never_becomes_two_nor_two_one() {
    let known = country().directory();
    let two = country().fate("00070", &[("00070", "00070", MERGE, SuccessionExtent::Whole)]);
    let one = country().fate("51", &[]).fate("62", &[("62", "", ABOLISH, SuccessionExtent::Whole)]);
    for (files, unit) in [(two, "00070 Phường Giữ Nguyên"), (one, "51 Tỉnh Quảng Ngãi")] {
        let error = files.import(&known, ids(100)).unwrap_err();
        assert_eq!(error, ImportError::Identity(IdentityError::Changed { unit: unit.into() }));
        assert_eq!(error.rule(), "unit.identity_changed");
    }
}

#[test]
fn a_unit_that_was_entered_may_not_be_missing_later() {
    let known = country().directory();
    let mut files = country().fate("00004", &[]);
    files.first.retain(|line| line.0 != "00004");
    files.second.retain(|line| line.0 != "00004");
    let error = files.import(&known, ids(100)).unwrap_err();
    assert_eq!(error, ImportError::Identity(IdentityError::Vanished { unit: "00004 Phường Trúc Bạch".into() }));
    assert_eq!(error.place(), None);
}

#[test]
fn what_the_files_do_not_tell_of_stays() {
    let mut known = country().directory();
    let mut unit = find(&known, "21115", NEW).clone();
    let mut versions = unit.versions().to_vec();
    versions[0].codes.insert(CodeScheme::Hcode, "H48.115".into());
    unit = Unit::new(unit.id(), unit.body(), versions);
    known.units.insert(unit.id(), unit);
    let act = |step: &Succession| Succession { legal_act: Some("1677/NQ-UBTVQH15".into()), ..step.clone() };
    known.successions = known.successions.iter().map(act).collect();
    assert!(country().import(&known, no_new_id).unwrap().difference.is_empty());
}

#[test]
fn an_organisation_has_the_tier_of_its_territory_through_every_import() {
    let mut known = country().directory();
    let home = find(&known, "536", OLD).clone();
    let new = NewOrganisation {
        name: "Phòng Nội vụ".into(),
        kind: OrganisationKind::Department,
        affiliation: Affiliation::Authority,
        life: Life::ALWAYS,
    };
    let office = Unit::organisation(ids(100)(), &home, new);
    let tiers: Vec<_> = office.versions().iter().map(|version| (version.tier, version.life)).collect();
    assert_eq!(tiers, [(Tier::District, Life::until(day(OLD))), (Tier::Commune, Life::since(day(NEW)))]);
    known.units.insert(office.id(), office.clone());
    let again = country().import(&known, no_new_id).unwrap();
    assert!(again.difference.is_empty());
    assert_eq!(again.directory.unit(office.id()), Some(&office));
}

/// Asserts that files are refused by a rule, at a line of one of them.
fn assert_refused(what: &str, files: &Files, rule: &str, input: Input, line: u64) {
    let error = files.import(&Directory::default(), ids(0)).expect_err(what);
    assert_eq!((error.rule(), error.place()), (rule, Some((input, line))), "{what}: {error}");
}

#[test]
fn a_succession_that_cannot_be_true_is_refused_by_its_line() {
    let whole = SuccessionExtent::Whole;
    let cases = [
        ("an unknown predecessor", ("99", "51", MERGE, whole), "unit.unknown_code"),
        ("an unknown successor", ("62", "63", MERGE, whole), "unit.unknown_code"),
        ("an abolished unit with a successor", ("62", "51", ABOLISH, whole), "unit.bad_succession"),
        ("a merged unit without a successor", ("62", "", MERGE, whole), "unit.bad_succession"),
        ("a renamed unit without a successor", ("62", "", RENAME, whole), "unit.bad_succession"),
        ("a merger into another tier", ("62", "21115", MERGE, whole), "unit.bad_succession"),
        ("a split into one part", ("62", "51", SPLIT, SuccessionExtent::Part), "unit.bad_succession"),
    ];
    for (what, fate, rule) in cases {
        assert_refused(what, &country().fate("62", &[fate]), rule, Input::Successions, 13);
    }
}

#[test]
fn successions_that_contradict_each_other_are_refused_at_the_last_of_them() {
    let part = ("21223", "21172", SPLIT, SuccessionExtent::Part);
    let merged = ("21223", "21172", MERGE, SuccessionExtent::Whole);
    let cases = [
        ("a split with the same part twice", [part, part]),
        ("a unit merged and renamed", [merged, ("21223", "21172", RENAME, SuccessionExtent::Whole)]),
        ("a unit merged twice", [merged, ("21223", "21115", MERGE, SuccessionExtent::Whole)]),
        ("a unit merged and split", [merged, part]),
    ];
    for (what, fates) in cases {
        let files = country().fate("21223", &fates);
        assert_refused(what, &files, "unit.bad_succession", Input::Successions, 14);
    }
}

#[test]
fn units_that_the_successions_do_not_explain_are_refused_by_their_own_line() {
    let takes_in = country().fate("21223", &[("21223", "21548", MERGE, SuccessionExtent::Whole)]);
    assert_refused("a renamed unit that takes in another", &takes_in, "unit.bad_succession", Input::Second, 4);
    let two = country().fate("62", &[("62", "01", RENAME, SuccessionExtent::Whole)]);
    assert_refused("two units that go on as one", &two, "unit.bad_succession", Input::Second, 2);
    let nowhere = country().second_says(("00999", "Xã Lạ", "xã", "01"));
    assert_refused("a unit from nowhere", &nowhere, "unit.no_predecessor", Input::Second, 10);
    let mut gone = country();
    gone.second.retain(|line| line.0 != "00070");
    assert_refused("a unit that is simply gone", &gone, "unit.no_successor", Input::First, 14);
}

#[test]
fn a_succession_is_of_the_day_on_which_the_second_edition_begins() {
    let first = edition(&[("51", "Tỉnh Quảng Ngãi", "tỉnh", "")]).unwrap();
    let record = SuccessionRecord {
        line: 2,
        predecessor: "51".into(),
        successor: Some("51".into()),
        effective_from: day("2025-07-02"),
        change: MERGE,
        extent: SuccessionExtent::Whole,
    };
    let turn = Turn::new(day(OLD), day(NEW)).unwrap();
    let editions = Editions { first: &first, second: &first, successions: &[record], turn };
    let error = import(&editions, &Directory::default(), ids(0)).unwrap_err();
    assert_eq!((error.rule(), error.place()), ("unit.bad_day", Some((Input::Successions, 2))));
    for second in ["2025-06-30", "2025-07-02", "2024-07-01"] {
        assert_eq!(Turn::new(day(OLD), day(second)).unwrap_err().rule(), "unit.bad_day");
    }
}
