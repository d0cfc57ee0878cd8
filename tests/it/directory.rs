//! Importing editions of the directory of units when something is owed already.

use serde_json::{Value, json};
use tonghop::{
    clock::Sources,
    error::AppError,
    service::unit::{Content, UnitFiles, UnitsImported},
    session::{Caller, Request, Session},
    store::Store,
};

use crate::support::{
    clock::{CountingIds, TestClock},
    plan::{plan, task},
};

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
const MERGED: [&str; 2] = [
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
const LIVING_ON: [&str; 2] = [
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

/// The small country in a database of its own.
struct Country {
    store: Store,
    sources: Sources,
    _folder: tempfile::TempDir,
}

impl Country {
    async fn found() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("small.db").display());
        tonghop::store::migrate(&url).await.unwrap();
        let store = Store::connect(&url, 2).await.unwrap();
        let sources = Sources::new(TestClock::at("2025-02-01T02:00:00Z"), CountingIds::default());
        let country = Self { store, sources, _folder: folder };
        country.import(MERGED).await.unwrap();
        country
    }

    fn session(&self) -> Session {
        Session::new(self.store.clone(), self.sources.clone(), Caller::System("a test"), Request::default())
    }

    async fn import(&self, [second, successions]: [&'static str; 2]) -> Result<UnitsImported, AppError> {
        let content = |name, text: &'static str| Content { name, bytes: text.as_bytes() };
        let files = UnitFiles {
            valid_to: "2025-06-30".parse().unwrap(),
            valid_from: "2025-07-01".parse().unwrap(),
            first: content("first.csv", FIRST),
            second: content("second.csv", second),
            successions: content("successions.csv", successions),
        };
        tonghop::service::unit::import(&self.session(), files).await
    }

    async fn plan(&self, quota: Value) {
        let issuer = json!({ "edition": "2025-06", "code": "01", "level": "province", "name": "Tỉnh Thử",
                             "province_code": "01" });
        let plan = plan(issuer, "1/KH-UBND", "2025-01-01", 2025, json!([task("1", "EVENT", "EACH_COMMUNE", quota)]));
        let bytes = plan.to_string().into_bytes();
        let file = Content { name: "plan.json", bytes: &bytes };
        tonghop::service::plan::import(&self.session(), &[file]).await.unwrap();
    }

    /// The import that lets Xã Một live on is refused for these obligations, and changes nothing.
    async fn refuses(&self, named: &str) {
        let error = self.import(LIVING_ON).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.rule()), ("RULE_VIOLATED", Some("unit.owes")));
        assert_eq!(error.text(domain::refusal::Lang::En), named);
        let again = self.import(MERGED).await.unwrap();
        assert_eq!((again.added, again.changed), (0, 0));
    }
}

#[tokio::test]
async fn a_unit_without_obligations_may_live_on_in_the_next_import() {
    let done = Country::found().await.import(LIVING_ON).await.unwrap();
    assert_eq!(done.changed, 1);
}

#[tokio::test]
async fn more_days_within_the_full_window_of_an_obligation_are_refused() {
    let country = Country::found().await;
    country.plan(json!({ "minimum": 12, "per": "YEAR" })).await;
    let named = "The change would alter 1 stored obligations: 00001 Xã Một: 1/KH-UBND Q-1 2025-01-01/2025-06-30.";
    country.refuses(named).await;
}
