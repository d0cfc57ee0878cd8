//! Units and plans.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use domain::{
    calendar::{PartialDate, WindowKind, Year},
    plan::{Content, Draft, validate},
    quota::{Product, Sharing, Stage},
    task::{QuotaDraft, Selector, TaskDraft, TimingDraft, TimingKind},
    unit::CodeScheme,
};

use crate::{
    error::AppError,
    file::country::{VALID_FROM, VALID_TO},
    service::{
        plan,
        unit::{self, UnitFiles},
    },
    session::Session,
    store,
};

/// How many quotas a province's plan has, each of so many items a month for each of its communes.
pub const QUOTAS: usize = 20;
/// How many obligations a commune has in a year.
pub const PLANS_OWE: usize = QUOTAS * 12;

/// How many items a month.
const MINIMUM: i64 = 3;

/// How large a country is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// How many provinces, up to 99.
    pub provinces: usize,
    /// How many communes in all; the first province has 100 of them, the others share the rest.
    pub communes: usize,
}

impl Shape {
    /// One province of 100 communes.
    pub const PROVINCE: Self = Self { provinces: 1, communes: 100 };
    /// As many units as Viet Nam has from 1 July 2025: 34 provinces and 3,321 communes.
    pub const NATION: Self = Self { provinces: 34, communes: 3_321 };

    /// How many communes each province has.
    pub(super) fn communes_of(self) -> impl Iterator<Item = usize> {
        let (others, rest) = (self.provinces - 1, self.communes - 100);
        let share = move |n: usize| rest * n / others.max(1);
        std::iter::once(100).chain((0..others).map(move |n| share(n + 1) - share(n)))
    }

    /// The directory as a table.
    fn table(self) -> String {
        let (mut provinces, mut communes) = (String::new(), String::new());
        let mut number = 0;
        for (province, count) in self.communes_of().enumerate() {
            let code = province + 1;
            // Writing to a string does not fail.
            let _ = writeln!(provinces, "{code:02},Tỉnh Đo {code:02},province,tỉnh,");
            for _ in 0..count {
                number += 1;
                let _ = writeln!(communes, "{number:05},Xã Đo {number:05},commune,xã,{code:02}");
            }
        }
        format!("code,name,level,kind,parent_code\n{provinces}{communes}")
    }
}

/// Enters the units of a country, and for each province a plan of this year.
///
/// # Errors
/// The database is not empty, or failed.
pub async fn country(session: &Session, shape: Shape) -> Result<(), AppError> {
    let table = shape.table();
    let content = |name, bytes| unit::Content { name, bytes };
    let files = UnitFiles {
        first: content("benchmark", table.as_bytes()),
        second: content("benchmark", table.as_bytes()),
        successions: content("benchmark", b"predecessor_code,successor_code,effective_from,change,extent\n"),
        valid_to: VALID_TO,
        valid_from: VALID_FROM,
    };
    unit::import(session, files).await?;
    for province in 1..=shape.provinces {
        let work = session.begin_system().await?;
        let (tx, scope, today) = (work.tx(), work.scope(), work.today());
        let code = format!("{province:02}");
        let issuer = store::unit::by_code(tx, scope, CodeScheme::Gso, &code, today).await?;
        let issuer = issuer.ok_or_else(AppError::not_found)?.id;
        let (plan, _) = plan::enter(&work, issuer, &content_of(today.year(), province)?).await?;
        work.commit(plan.uuid()).await?;
    }
    Ok(())
}

fn content_of(year: i32, province: usize) -> Result<Content, AppError> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).map(PartialDate::of_day).transpose()?;
    Ok(validate(&Draft {
        symbol: Some(format!("{province}/KH-UBND")),
        issued_on: first,
        year: Year::new(year)?,
        subjects: Vec::new(),
        title: format!("[Đo] Kế hoạch của tỉnh {province:02}"),
        carries_out: Vec::new(),
        cites: Vec::new(),
        organisations: Vec::new(),
        themes: Vec::new(),
        tasks: (1..=QUOTAS).zip(products()).map(|(no, product)| task(no, product)).collect(),
        report_duties: Vec::new(),
        deadlines: Vec::new(),
        indices: Vec::new(),
        indicators: Vec::new(),
        funding: None,
        recipients: Vec::new(),
        doubts: Vec::new(),
        source: None,
    })?)
}

/// Every product but PLAN, over and over: what a plan contributes is not measured.
fn products() -> impl Iterator<Item = Product> {
    Product::ALL.iter().copied().filter(|product| *product != Product::Plan).cycle()
}

fn task(no: usize, product: Product) -> TaskDraft {
    TaskDraft {
        no: no.to_string(),
        title: format!("[Đo] Nhiệm vụ {no}"),
        channels: Vec::new(),
        product,
        roles: Vec::new(),
        timing: TimingDraft {
            kind: TimingKind::Continuous,
            year: None,
            quarter: None,
            date: None,
            weekday: None,
            at: None,
            text: None,
        },
        budget: None,
        carries_out: Vec::new(),
        quotas: vec![QuotaDraft {
            no: format!("Q{no}"),
            selector: Selector::EachCommune,
            sharing: Sharing::Each,
            owed_by: None,
            product,
            channel: None,
            topic: None,
            min_minutes: None,
            stage: Stage::Published,
            minimum: Some(MINIMUM),
            coverage_goal: None,
            per: Some(WindowKind::Month),
            due_on: None,
            stated_total: None,
            note: None,
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_its_communes_and_a_first_province_of_a_hundred() {
        for shape in [Shape::PROVINCE, Shape::NATION] {
            let communes: Vec<usize> = shape.communes_of().collect();
            assert_eq!((communes.len(), communes[0]), (shape.provinces, 100));
            assert_eq!(communes.iter().sum::<usize>(), shape.communes);
            assert_eq!(shape.table().lines().count(), 1 + shape.provinces + shape.communes);
        }
    }
}
