use std::collections::HashMap;

use domain::{
    calendar::Day,
    id::UnitId,
    refusal::{Explain, Lang},
    unit::{Closure, CodeScheme, Directory, Editions, Life, SuccessionKind, Tier, Turn, Unit, Version, import},
};
use uuid::Uuid;

use super::*;
use crate::file::{Place, country};

const HEADER: &str = "code,name,level,kind,parent_code\n";
const STEPS: &str = "predecessor_code,successor_code,effective_from,change,extent\n";

/// The rule, line and column of a refusal.
fn told<T>(result: Result<T, FileError>) -> (&'static str, u64, Option<String>) {
    let Err(error) = result else { panic!("not refused") };
    assert!(error.text(Lang::Vi).starts_with("f.csv") && error.text(Lang::En).starts_with("f.csv"));
    match error.place() {
        Place::Line { line, column } => (error.rule(), *line, column.clone()),
        _ => (error.rule(), 0, None),
    }
}

#[test]
fn rows_become_records_with_their_lines() {
    let text =
        format!("{HEADER}51,\"Tỉnh  Quảng Nga\u{303}i\",province,tỉnh,\n\n525,Huyện Trà Bồng,district,huyện,51\n");
    for text in [text.clone(), format!("\u{FEFF}{text}"), text.replace('\n', "\r\n"), text.trim_end().to_owned()] {
        let edition = parse_edition("f.csv", text.as_bytes()).expect("an edition");
        let lines: Vec<_> = edition.records().iter().map(|unit| (unit.line, unit.label())).collect();
        assert_eq!(lines, [(2, "51 Tỉnh  Quảng Ngãi".into()), (4, "525 Huyện Trà Bồng".into())], "{text:?}");
        assert_eq!(edition.get("525").and_then(|unit| unit.parent.as_deref()), Some("51"));
    }
}

#[test]
fn a_file_that_is_no_such_table_is_refused() {
    let cases: [(&str, &[u8], &str, u64); 6] = [
        ("nothing", b"", "file.bad_header", 0),
        ("a header only", HEADER.as_bytes(), "file.no_rows", 0),
        ("another header", b"code,name,level,kind\n51,A,province,B\n", "file.bad_header", 1),
        ("no header", "51,Tỉnh A,province,tỉnh,\n".as_bytes(), "file.bad_header", 1),
        ("another encoding", b"code,name,level,kind,parent_code\n51,T\xEC,province,t,\n", "file.not_utf8", 2),
        ("a spreadsheet", b"PK\x03\x04\x14\x00\xFF", "file.not_utf8", 1),
    ];
    for (what, bytes, rule, line) in cases {
        assert_eq!(told(parse_edition("f.csv", bytes)), (rule, line, None), "{what}");
    }
}

#[test]
fn a_bad_row_of_an_edition_is_refused_by_line_and_column() {
    let long = format!("52,Xã {},province,tỉnh,", "a".repeat(300));
    let cases = [
        ("too few fields", "52,Tỉnh B,province,tỉnh", "file.wrong_columns", Some("parent_code")),
        ("too many fields", "52,Tỉnh B,province,tỉnh,,", "file.wrong_columns", None),
        ("an unknown level", "52,Tỉnh B,Province,tỉnh,", "file.unknown_word", Some("level")),
        ("no code", ",Tỉnh B,province,tỉnh,", "text.empty", Some("code")),
        ("no name", "52, ,province,tỉnh,", "text.empty", Some("name")),
        ("a name too long", &long, "text.too_long", Some("name")),
        ("a control character", "52,Tỉnh\u{7}B,province,tỉnh,", "text.control_character", Some("name")),
        ("a quote that never ends", "52,\"Tỉnh B,province,tỉnh,\n53,C", "file.wrong_columns", Some("level")),
        ("a code of letters", "5x,Tỉnh B,province,tỉnh,", "unit.bad_code", Some("code")),
        ("a code of another level", "525,Tỉnh B,province,tỉnh,", "unit.bad_code", Some("code")),
        ("a code without its zero", "1,Tỉnh B,province,tỉnh,", "unit.bad_code", Some("code")),
        ("a code used before", "51,Tỉnh B,province,tỉnh,", "unit.duplicate_code", Some("code")),
        ("a kind of another level", "52,Tỉnh B,province,xã,", "unit.kind_mismatch", Some("kind")),
        ("an unknown parent", "525,Huyện B,district,huyện,52", "unit.unknown_code", Some("parent_code")),
        ("a parent too low", "52,Tỉnh B,province,tỉnh,51", "unit.impossible_parent", Some("parent_code")),
        ("a unit under itself", "525,Huyện B,district,huyện,525", "unit.cycle", Some("parent_code")),
    ];
    for (what, row, rule, column) in cases {
        let text = format!("{HEADER}51,Tỉnh A,province,tỉnh,\n{row}\n");
        assert_eq!(told(parse_edition("f.csv", text.as_bytes())), (rule, 3, column.map(str::to_owned)), "{what}");
    }
}

#[test]
fn a_bad_succession_is_refused_by_line_and_column() {
    let cases = [
        ("no predecessor", ",51,2025-07-01,merge,whole", "text.empty", "predecessor_code"),
        ("a day that is none", "51,51,2025-06-31,merge,whole", "file.bad_day", "effective_from"),
        ("a day written otherwise", "51,51,2025-7-1,merge,whole", "file.bad_day", "effective_from"),
        ("an unknown change", "51,51,2025-07-01,MERGE,whole", "file.unknown_word", "change"),
        ("an unknown extent", "51,51,2025-07-01,merge,half", "file.unknown_word", "extent"),
    ];
    for (what, row, rule, column) in cases {
        let told = told(parse_successions("f.csv", format!("{STEPS}{row}\n").as_bytes()));
        assert_eq!(told, (rule, 2, Some(column.to_owned())), "{what}");
    }
    assert_eq!(parse_successions("f.csv", STEPS.as_bytes()), Ok(Vec::new()));
}

/// The country's files, read.
struct Read {
    first: Edition,
    second: Edition,
    successions: Vec<SuccessionRecord>,
}

impl Read {
    fn carried() -> Self {
        let edition = |file: country::Carried| parse_edition(file.name, file.bytes).expect("an edition");
        Self {
            first: edition(country::FIRST),
            second: edition(country::SECOND),
            successions: parse_successions(country::SUCCESSIONS.name, country::SUCCESSIONS.bytes).expect("successions"),
        }
    }

    fn editions(&self) -> Editions<'_> {
        let turn = Turn::new(country::VALID_TO, country::VALID_FROM).expect("adjoining days");
        Editions { first: &self.first, second: &self.second, successions: &self.successions, turn }
    }

    fn directory(&self) -> Directory {
        let mut next = 0;
        let ids = || {
            next += 1;
            UnitId::new(Uuid::from_u128(next))
        };
        import(&self.editions(), &Directory::default(), ids).expect("an import").directory
    }
}

fn find<'a>(directory: &'a Directory, code: &str, on: Day) -> &'a Unit {
    let id = directory.codes().find(CodeScheme::Gso, code, on).expect("a unit with the code");
    directory.unit(id).expect("the unit")
}

/// The names of the units above one on a day, the nearest first.
fn above(directory: &Directory, closure: &Closure, unit: &Unit, on: Day) -> Vec<String> {
    let mut rows: Vec<_> = closure.of(unit.id()).iter().filter(|row| row.life.contains(on)).collect();
    rows.sort_by_key(|row| row.distance);
    let names = rows.iter().skip(1).map(|row| directory.unit(row.ancestor)?.version_on(on));
    names.map(|version| version.map(|version| version.name.clone()).expect("an ancestor that lives")).collect()
}

#[test]
fn the_whole_country_has_the_official_counts_on_both_days() {
    let read = Read::carried();
    assert_eq!(
        (read.first.records().len(), read.second.records().len(), read.successions.len()),
        (10_794, 3_355, 11_186)
    );
    let directory = read.directory();
    let count = |on| {
        let mut tiers: HashMap<Tier, usize> = HashMap::new();
        for version in directory.units().filter_map(|unit| unit.version_on(on)) {
            *tiers.entry(version.tier).or_default() += 1;
        }
        Tier::ALL.iter().map(|tier| tiers.get(tier).copied().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(count(country::VALID_TO), [1, 63, 696, 10_035]);
    assert_eq!(count(country::VALID_FROM), [1, 34, 0, 3_321]);
    // Lines of both editions, less the 138 units of which nothing is said and the ten renamed ones, and the root.
    assert_eq!(directory.units().len(), 10_794 + 3_355 - 138 - 10 + 1);
    // Every line but the ten renames.
    assert_eq!(directory.successions().len(), 11_176);
}

#[test]
fn the_eleven_provinces_that_were_kept_have_one_version_and_the_communes_two() {
    let directory = Read::carried().directory();
    let lasting =
        |unit: &&Unit| unit.version_on(country::VALID_TO).is_some() && unit.version_on(country::VALID_FROM).is_some();
    let mut versions: HashMap<(Tier, usize), usize> = HashMap::new();
    for unit in directory.units().filter(lasting) {
        let tier = unit.versions()[0].tier;
        *versions.entry((tier, unit.versions().len())).or_default() += 1;
    }
    let expected = [
        // The root and eleven provinces say the same on all days.
        ((Tier::Nation, 1), 1),
        ((Tier::Province, 1), 11),
        // Five island districts became communes; 127 unchanged and five renamed communes have no district any more.
        ((Tier::District, 2), 5),
        ((Tier::Commune, 2), 132),
    ];
    assert_eq!(versions, HashMap::from(expected));
}

#[test]
fn identity_follows_the_successions_and_not_the_codes() {
    let directory = Read::carried().directory();
    let (old, new) = (country::VALID_TO, country::VALID_FROM);
    let find = |code, on| find(&directory, code, on);
    assert_ne!(find("51", old).id(), find("51", new).id(), "Quảng Ngãi was merged with Kon Tum");
    assert_eq!(find("51", old).versions()[0].life, Life::until(old));
    assert_eq!(find("51", new).versions()[0].life, Life::since(new));
    for city in ["01", "46"] {
        assert_eq!(find(city, old), find(city, new));
        assert_eq!(find(city, new).versions()[0].life, Life::ALWAYS);
    }
    let island = find("536", old);
    assert_eq!(island.id(), find("21548", new).id());
    let said = |version: &Version| (version.tier, version.name.clone());
    let said: Vec<_> = island.versions().iter().map(said).collect();
    assert_eq!(said, [(Tier::District, "Huyện Lý Sơn".into()), (Tier::Commune, "Đặc khu Lý Sơn".into())]);
    assert_eq!(
        (find("80", old).label(), find("80", new).label()),
        ("80 Tỉnh Long An".into(), "80 Tỉnh Tây Ninh".into())
    );
    assert_eq!(find("21115", old).label(), "21115 Thị trấn Trà Xuân");
    assert_eq!(find("21115", new).label(), "21115 Xã Trà Bồng");
    // 3,350 codes are in both editions; 3,207 of them mean another unit in each.
    let codes = directory.codes();
    let both = directory.units().filter_map(|unit| unit.version_on(old)).filter_map(|version| {
        let code = version.codes.get(&CodeScheme::Gso)?;
        let later = codes.find(CodeScheme::Gso, code, new)?;
        Some(later != codes.find(CodeScheme::Gso, code, old)?)
    });
    let both: Vec<bool> = both.collect();
    assert_eq!((both.len(), both.iter().filter(|another| **another).count()), (3_350, 3_207));
}

#[test]
fn a_split_commune_has_a_succession_for_each_part() {
    let directory = Read::carried().directory();
    let tra_bui = find(&directory, "21142", country::VALID_TO).id();
    let parts: Vec<_> = directory.successions().filter(|step| step.predecessor == tra_bui).collect();
    assert!(parts.iter().all(|part| part.kind == SuccessionKind::Split && part.extent == SuccessionExtent::Part));
    let mut names: Vec<_> = parts.iter().filter_map(|part| Some(directory.unit(part.successor?)?.label())).collect();
    names.sort_unstable();
    assert_eq!(names, ["21136 Xã Cà Đam", "21157 Xã Tây Trà Bồng"]);
}

#[test]
fn every_unit_has_its_way_up_on_both_days() {
    let directory = Read::carried().directory();
    let closure = directory.closure();
    let (old, new) = (country::VALID_TO, country::VALID_FROM);
    let names = |code, on| above(&directory, &closure, find(&directory, code, on), on);
    assert_eq!(names("21223", old), ["Thành phố Quảng Ngãi", "Tỉnh Quảng Ngãi", "Việt Nam"]);
    assert_eq!(names("536", old), ["Tỉnh Quảng Ngãi", "Việt Nam"]);
    assert_eq!(names("21548", new), ["Tỉnh Quảng Ngãi", "Việt Nam"]);
    assert_eq!(names("21115", new), ["Tỉnh Quảng Ngãi", "Việt Nam"]);
    let communes = |on: Day, province: UnitId| {
        let below = closure.rows().filter(|row| row.ancestor == province && row.life.contains(on) && row.distance > 0);
        let tiers = below.filter_map(|row| Some(directory.unit(row.unit)?.version_on(on)?.tier));
        tiers.filter(|tier| *tier == Tier::Commune).count()
    };
    assert_eq!(communes(new, find(&directory, "51", new).id()), 96);
    // 16 communes of Trà Bồng, all gone in July.
    assert_eq!(communes(old, find(&directory, "525", old).id()), 16);
    assert_eq!(closure.rows().filter(|row| row.distance == 0).count(), directory.units().len());
}

#[test]
fn entering_the_country_twice_changes_nothing() {
    let read = Read::carried();
    let known = read.directory();
    let again = import(&read.editions(), &known, || panic!("a new unit")).expect("an import");
    assert!(again.difference.is_empty());
}
