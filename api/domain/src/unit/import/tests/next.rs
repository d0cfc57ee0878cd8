//! The turn after those that the directory knows.

use super::*;

/// The last day of the order that the first turn made, and the first of the next.
const LAST: &str = "2026-04-29";
const FIRST: &str = "2026-04-30";
const WHOLE: SuccessionExtent = SuccessionExtent::Whole;
const PART: SuccessionExtent = SuccessionExtent::Part;

/// The country at its next turn, at which nothing happens yet.
fn april() -> Files {
    let july = country();
    Files { first: july.second.clone(), second: july.second, fates: Vec::new(), turn: (day(LAST), day(FIRST)) }
}

/// Takes a code out of the second edition.
fn without(mut files: Files, code: &str) -> Files {
    files.second.retain(|line| line.0 != code);
    files
}

/// The country after both turns. Entering either of them again changes nothing.
fn both(april: &Files) -> Import {
    let july = country();
    let after = april.import(&july.directory(), ids(100)).unwrap();
    for turn in [april, &july] {
        let again = turn.import(&after.directory, no_new_id).unwrap();
        assert!(again.difference.is_empty(), "{:#?}", again.difference);
        assert_eq!(again.directory, after.directory);
    }
    after
}

/// What became of the unit with a code in April: how, and whose code it was that came after it.
fn fate_of(directory: &Directory, code: &str) -> Vec<(SuccessionKind, Option<String>)> {
    let ended = find(directory, code, LAST).id();
    let steps = directory.successions().filter(|step| step.predecessor == ended && step.effective_on == day(FIRST));
    let code = |id| directory.unit(id).unwrap().version_on(day(FIRST)).unwrap().codes[&CodeScheme::Gso].clone();
    let mut steps: Vec<_> = steps.map(|step| (step.kind, step.successor.map(code))).collect();
    steps.sort_unstable();
    steps
}

#[test]
fn a_turn_at_which_nothing_happens_changes_nothing() {
    assert!(both(&april()).difference.is_empty());
}

#[test]
fn a_renamed_unit_goes_on_with_one_more_version() {
    let after = both(&april().second_says(("21136", "Phường Cà Đam", "phường", "51")));
    assert_eq!(lives(find(&after.directory, "21136", FIRST)), ["2025-07-01/2026-04-29", "2026-04-30/.."]);
    assert_eq!((after.difference.added.len(), after.difference.changed.len()), (0, 1));
    assert_eq!(lives(find(&after.directory, "01", FIRST)), ["../.."]);
}

#[test]
fn units_that_merge_end_and_the_one_they_make_begins() {
    let files = without(without(april(), "21136"), "21115")
        .second_says(("21199", "Xã Trà Mới", "xã", "51"))
        .fate("21136", &[("21136", "21199", MERGE, WHOLE)])
        .fate("21115", &[("21115", "21199", MERGE, WHOLE)]);
    let after = both(&files);
    for code in ["21136", "21115"] {
        assert_eq!(lives(find(&after.directory, code, LAST)), ["2025-07-01/2026-04-29"]);
        assert_eq!(after.directory.codes().find(CodeScheme::Gso, code, day(FIRST)), None);
        assert_eq!(fate_of(&after.directory, code), [(SuccessionKind::Merge, Some("21199".into()))]);
    }
    assert_eq!(lives(find(&after.directory, "21199", FIRST)), ["2026-04-30/.."]);
    let difference = after.difference;
    assert_eq!((difference.added.len(), difference.changed.len()), (1, 2));
    assert_eq!((difference.successions_added.len(), difference.successions_removed.len()), (2, 0));
}

#[test]
fn a_new_unit_may_have_the_code_of_one_that_ended() {
    let files = without(april(), "21115")
        .fate("21136", &[("21136", "21136", MERGE, WHOLE)])
        .fate("21115", &[("21115", "21136", MERGE, WHOLE)]);
    let after = both(&files);
    let (old, new) = (find(&after.directory, "21136", LAST), find(&after.directory, "21136", FIRST));
    assert_ne!(old.id(), new.id());
    assert_eq!((lives(old), lives(new)), (vec!["2025-07-01/2026-04-29".into()], vec!["2026-04-30/..".into()]));
    assert_eq!((after.difference.added.len(), after.difference.changed.len()), (1, 2));
}

#[test]
fn a_unit_that_is_split_ends_and_its_parts_begin() {
    let files = april()
        .second_says(("21199", "Xã Trà Mới", "xã", "51"))
        .fate("21115", &[("21115", "21115", SPLIT, PART), ("21115", "21199", SPLIT, PART)]);
    let after = both(&files);
    let parts = ["21115", "21199"].map(|code| (SuccessionKind::Split, Some(code.to_owned())));
    assert_eq!(fate_of(&after.directory, "21115"), parts);
    assert_eq!(lives(find(&after.directory, "21115", LAST)), ["2025-07-01/2026-04-29"]);
    for code in ["21115", "21199"] {
        assert_eq!(lives(find(&after.directory, code, FIRST)), ["2026-04-30/.."]);
    }
}

#[test]
fn a_unit_that_is_abolished_ends_even_if_it_was_there_since_ever() {
    let files = without(april(), "00070").fate("00070", &[("00070", "", ABOLISH, WHOLE)]);
    let after = both(&files);
    assert_eq!(lives(find(&after.directory, "00070", LAST)), ["../2025-06-30", "2025-07-01/2026-04-29"]);
    assert_eq!(fate_of(&after.directory, "00070"), [(SuccessionKind::Abolish, None)]);
    assert_eq!((after.difference.added.len(), after.difference.changed.len()), (0, 1));
}

#[test]
fn a_unit_may_be_renamed_to_the_code_of_one_that_ends() {
    let files = without(april(), "21136")
        .second_says(("21115", "Xã Cà Đam", "xã", "51"))
        .second_says(("21172", "Phường Mới", "phường", "51"))
        .fate("21136", &[("21136", "21115", RENAME, WHOLE)])
        .fate("21115", &[("21115", "21172", MERGE, WHOLE)])
        .fate("21172", &[("21172", "21172", MERGE, WHOLE)]);
    let after = both(&files);
    assert_eq!(find(&after.directory, "21136", LAST).id(), find(&after.directory, "21115", FIRST).id());
    assert_eq!(lives(find(&after.directory, "21115", LAST)), ["2025-07-01/2026-04-29"]);
    assert_eq!(fate_of(&after.directory, "21115"), [(SuccessionKind::Merge, Some("21172".into()))]);
}

#[test]
fn the_communes_of_provinces_that_merge_go_on_below_the_new_one() {
    let mut files =
        without(april(), "01").fate("01", &[("01", "51", MERGE, WHOLE)]).fate("51", &[("51", "51", MERGE, WHOLE)]);
    for line in &mut files.second {
        line.3 = if line.3.is_empty() { "" } else { "51" };
    }
    let after = both(&files);
    let (old, new) = (find(&after.directory, "51", LAST).id(), find(&after.directory, "51", FIRST).id());
    assert_ne!(old, new);
    let commune = find(&after.directory, "21136", LAST);
    assert_eq!([LAST, FIRST].map(|on| commune.version_on(day(on)).unwrap().parent), [Some(old), Some(new)]);
    assert_eq!(find(&after.directory, "00004", FIRST).version_on(day(FIRST)).unwrap().parent, Some(new));
    assert_eq!(lives(find(&after.directory, "01", LAST)), ["../2026-04-29"]);
}

#[test]
fn a_third_turn_joins_on_to_the_second() {
    let april = april().fate("21136", &[("21136", "21136", MERGE, WHOLE)]);
    let known = both(&april).directory;
    let turn = (day("2026-12-31"), day("2027-01-01"));
    let january = Files { first: april.second.clone(), turn, ..april.clone() };
    let after = january.import(&known, ids(200)).unwrap();
    let on_each = [LAST, FIRST, "2026-12-31", "2027-01-01"].map(|on| find(&after.directory, "21136", on));
    let lives = on_each.map(lives).map(|lives| lives.concat());
    let second = "2026-04-30/2026-12-31";
    assert_eq!(lives, ["2025-07-01/2026-04-29", second, second, "2027-01-01/.."]);
    for turn in [&country(), &april, &january] {
        assert!(turn.import(&after.directory, no_new_id).unwrap().difference.is_empty());
    }
}

#[test]
fn the_own_days_of_an_organisation_are_no_turn() {
    let mut known = country().directory();
    let new = NewOrganisation {
        name: "Ban Quản lý".into(),
        kind: OrganisationKind::Department,
        affiliation: Affiliation::Authority,
        life: Life::since(day(FIRST)),
    };
    let office = Unit::organisation(ids(100)(), find(&known, "51", NEW), new);
    known.units.insert(office.id(), office);
    let files = april().fate("21136", &[("21136", "21136", MERGE, WHOLE)]);
    assert_eq!(files.import(&known, ids(200)).unwrap().difference.added.len(), 1);
}

/// Asserts that files are refused because a unit of the directory would be another.
fn assert_changed(files: &Files, known: &Directory, unit: &str) {
    let error = files.import(known, ids(200)).unwrap_err();
    assert_eq!(error, ImportError::Identity(IdentityError::Changed { unit: unit.into() }));
}

#[test]
fn once_it_is_known_no_unit_of_it_becomes_two_nor_two_one() {
    let merged = april().fate("21136", &[("21136", "21136", MERGE, WHOLE)]);
    assert_changed(&april(), &both(&merged).directory, "21136 Xã Cà Đam");
    let renamed = april().second_says(("21136", "Phường Cà Đam", "phường", "51"));
    assert_changed(&merged, &both(&renamed).directory, "21136 Xã Cà Đam");
}

#[test]
fn before_a_turn_that_is_known_no_unit_ends_that_goes_on_after_it() {
    let known = both(&april().second_says(("21136", "Phường Cà Đam", "phường", "51"))).directory;
    let january = Files { turn: (day("2025-12-31"), day("2026-01-01")), ..april() };
    let abolished = without(january.clone(), "21136").fate("21136", &[("21136", "", ABOLISH, WHOLE)]);
    assert_changed(&abolished, &known, "21136 Xã Cà Đam");
    assert!(january.import(&known, no_new_id).unwrap().difference.is_empty());
}

#[test]
fn a_unit_that_lives_on_its_last_day_may_not_be_missing() {
    let mut files = without(april(), "00070");
    files.first.retain(|line| line.0 != "00070");
    let error = files.import(&country().directory(), ids(100)).unwrap_err();
    assert_eq!(error, ImportError::Identity(IdentityError::Vanished { unit: "00070 Phường Giữ Nguyên".into() }));
}

#[test]
fn a_unit_that_nobody_knows_does_not_begin_before_the_turn() {
    let unknown = ("21199", "Xã Lạ", "xã", "51");
    let appeared = Err(ImportError::Identity(IdentityError::Appeared { unit: "21199 Xã Lạ".into() }));
    let mut files = april().second_says(unknown);
    files.first.push(unknown);
    assert_eq!(files.import(&country().directory(), ids(100)).map(|_| ()), appeared);
    let ended = without(files, "21199").fate("21199", &[("21199", "", ABOLISH, WHOLE)]);
    assert_eq!(ended.import(&country().directory(), ids(100)).map(|_| ()), appeared);
}
