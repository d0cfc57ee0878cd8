//! A small country around Quảng Ngãi for tests, with one unit for every kind of fate.

use uuid::Uuid;

use super::{
    CodeScheme, Directory, Edition, Editions, Import, ImportError, RecordError, RecordedChange, SuccessionExtent,
    SuccessionKind, SuccessionRecord, Tier, Turn, Unit, UnitRecord, import,
};
use crate::{
    calendar::{Day, testing::day},
    id::UnitId,
};

/// Code, name, kind and the parent's code, as a line of an edition has them.
pub(super) type Line = (&'static str, &'static str, &'static str, &'static str);

/// Predecessor, successor, what became of it, how much.
pub(super) type Fate = (&'static str, &'static str, RecordedChange, SuccessionExtent);

pub(super) const MERGE: RecordedChange = RecordedChange::End(SuccessionKind::Merge);
pub(super) const SPLIT: RecordedChange = RecordedChange::End(SuccessionKind::Split);
pub(super) const ABOLISH: RecordedChange = RecordedChange::End(SuccessionKind::Abolish);
pub(super) const RENAME: RecordedChange = RecordedChange::Rename;

/// The files of an import, before they are read.
#[derive(Clone)]
pub(super) struct Files {
    pub(super) first: Vec<Line>,
    pub(super) second: Vec<Line>,
    pub(super) fates: Vec<Fate>,
    pub(super) turn: (Day, Day),
}

/// The country on the last day of June and the first of July 2025.
pub(super) fn country() -> Files {
    Files {
        first: vec![
            ("01", "Thành phố Hà Nội", "thành phố trực thuộc trung ương", ""),
            ("51", "Tỉnh Quảng Ngãi", "tỉnh", ""),
            ("62", "Tỉnh Kon Tum", "tỉnh", ""),
            ("522", "Thành phố Quảng Ngãi", "thành phố thuộc tỉnh", "51"),
            ("525", "Huyện Trà Bồng", "huyện", "51"),
            ("536", "Huyện Lý Sơn", "huyện", "51"),
            ("001", "Quận Ba Đình", "quận", "01"),
            ("21223", "Xã Tịnh Ấn Tây", "xã", "522"),
            ("21115", "Thị trấn Trà Xuân", "thị trấn", "525"),
            ("21142", "Xã Trà Bùi", "xã", "525"),
            ("21136", "Xã Cà Đam", "xã", "525"),
            ("00004", "Phường Trúc Bạch", "phường", "001"),
            ("00070", "Phường Giữ Nguyên", "phường", "001"),
        ],
        second: vec![
            ("01", "Thành phố Hà Nội", "thành phố", ""),
            ("51", "Tỉnh Quảng Ngãi", "tỉnh", ""),
            ("21548", "Đặc khu Lý Sơn", "đặc khu", "51"),
            ("21172", "Phường Trương Quang Trọng", "phường", "51"),
            ("21115", "Xã Trà Bồng", "xã", "51"),
            ("21136", "Xã Cà Đam", "xã", "51"),
            ("00004", "Phường Ba Đình", "phường", "01"),
            ("00070", "Phường Giữ Nguyên", "phường", "01"),
        ],
        fates: vec![
            ("51", "51", MERGE, SuccessionExtent::Whole),
            ("62", "51", MERGE, SuccessionExtent::Whole),
            ("522", "", ABOLISH, SuccessionExtent::Whole),
            ("525", "", ABOLISH, SuccessionExtent::Whole),
            ("001", "", ABOLISH, SuccessionExtent::Whole),
            ("536", "21548", RENAME, SuccessionExtent::Whole),
            ("21223", "21172", MERGE, SuccessionExtent::Whole),
            ("21115", "21115", MERGE, SuccessionExtent::Whole),
            ("21142", "21115", SPLIT, SuccessionExtent::Part),
            ("21142", "21136", SPLIT, SuccessionExtent::PartAreaAllPopulation),
            ("21136", "21136", MERGE, SuccessionExtent::Whole),
            ("00004", "00004", MERGE, SuccessionExtent::Whole),
        ],
        turn: (day("2025-06-30"), day("2025-07-01")),
    }
}

/// New ids in a row from `start`.
pub(super) fn ids(start: u128) -> impl FnMut() -> UnitId {
    let mut next = start;
    move || {
        next += 1;
        UnitId::new(Uuid::from_u128(next))
    }
}

pub(super) fn no_new_id() -> UnitId {
    panic!("no new unit expected")
}

pub(super) fn edition(lines: &[Line]) -> Result<Edition, RecordError> {
    let records = lines.iter().zip(2..).map(|(&(code, name, kind, parent), line)| UnitRecord {
        line,
        code: code.into(),
        name: name.into(),
        tier: match code.len() {
            2 => Tier::Province,
            3 => Tier::District,
            _ => Tier::Commune,
        },
        kind: kind.into(),
        parent: (!parent.is_empty()).then(|| parent.into()),
    });
    Edition::new(records.collect())
}

impl Files {
    /// Replaces what the second edition says of a code.
    pub(super) fn second_says(mut self, line: Line) -> Self {
        self.second.retain(|old| old.0 != line.0);
        self.second.push(line);
        self
    }

    /// Replaces what is said of a predecessor.
    pub(super) fn fate(mut self, predecessor: &str, fates: &[Fate]) -> Self {
        self.fates.retain(|old| old.0 != predecessor);
        self.fates.extend(fates);
        self
    }

    pub(super) fn import(&self, known: &Directory, new_id: impl FnMut() -> UnitId) -> Result<Import, ImportError> {
        let successions: Vec<_> = self
            .fates
            .iter()
            .zip(2..)
            .map(|(&(predecessor, successor, change, extent), line)| SuccessionRecord {
                line,
                predecessor: predecessor.into(),
                successor: (!successor.is_empty()).then(|| successor.into()),
                effective_from: self.turn.1,
                change,
                extent,
            })
            .collect();
        let editions = Editions {
            first: &edition(&self.first).expect("an edition"),
            second: &edition(&self.second).expect("an edition"),
            successions: &successions,
            turn: Turn::new(self.turn.0, self.turn.1).expect("adjoining days"),
        };
        import(&editions, known, new_id)
    }

    /// The directory that an import into an empty one gives.
    pub(super) fn directory(&self) -> Directory {
        self.import(&Directory::default(), ids(0)).expect("an import").directory
    }
}

/// The unit with a code on a day.
pub(super) fn find<'a>(directory: &'a Directory, code: &str, on: &str) -> &'a Unit {
    let scheme = if code == "VN" { CodeScheme::Local } else { CodeScheme::Gso };
    let id = directory.codes().find(scheme, code, day(on)).expect("a unit with the code");
    directory.unit(id).expect("the unit")
}
