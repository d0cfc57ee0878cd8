//! The sample plan: invented, labelled as such, and of the year of the first start, so that something is owed today.

use chrono::{Datelike, NaiveDate};
use domain::{
    calendar::{Day, PartialDate, WindowKind, Year},
    plan::{Act, Deadline, Draft, Organisation, PublishedIndex, Subject},
    quota::{Channel, Product, Sharing, Stage},
    task::{
        Group, Holder, QuotaDraft, RoleHolder, Selector, StatedTotalDraft, TaskDraft, TaskRole, TimingDraft, TimingKind,
    },
    unit::{Affiliation, OrganisationKind},
};

use crate::error::AppError;

/// The symbol of the sample plan; no real plan is numbered like it.
pub(super) const SYMBOL: &str = "MH-01/KH-UBND";

/// Its text for the year of `today`, issued on 10 January or, before that, today; never before `issuer_since`.
pub(super) fn draft(today: Day, issuer_since: Day) -> Result<Draft, AppError> {
    let year = Year::new(today.year())?;
    let planned = NaiveDate::from_ymd_opt(today.year(), 1, 10).unwrap_or(today);
    let issued_on = planned.max(issuer_since).min(today);
    let due = NaiveDate::from_ymd_opt(today.year(), 3, 31).unwrap_or(today).max(issued_on);
    Ok(Draft {
        symbol: Some(SYMBOL.to_owned()),
        issued_on: Some(PartialDate::of_day(issued_on)?),
        year,
        subjects: vec![Subject::Cchc, Subject::Cds],
        title: format!("[Kế hoạch mẫu] Tuyên truyền cải cách hành chính và chuyển đổi số tỉnh Quảng Ngãi năm {year}"),
        carries_out: vec![Act {
            symbol: Some("76/NQ-CP".to_owned()),
            issued_on: "2021-07-15".parse().ok(),
            issuer: Some("Chính phủ".to_owned()),
            title: Some("Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030".to_owned()),
        }],
        cites: Vec::new(),
        organisations: organisations(),
        themes: vec![
            "Giải quyết thủ tục hành chính không phụ thuộc địa giới; dịch vụ công trực tuyến toàn trình.".to_owned(),
            "Chính quyền địa phương hai cấp; kỷ luật, kỷ cương hành chính.".to_owned(),
        ],
        tasks: tasks(due),
        report_duties: Vec::new(),
        deadlines: vec![Deadline {
            what: "Các xã, phường, đặc khu ban hành kế hoạch".to_owned(), by: due
        }],
        indices: vec![PublishedIndex::ParIndex, PublishedIndex::Sipas],
        indicators: Vec::new(),
        funding: Some("Không có: kế hoạch mẫu.".to_owned()),
        recipients: vec!["Các xã, phường, đặc khu (minh họa)".to_owned()],
        doubts: vec!["Kế hoạch mẫu do chương trình tạo ra để minh họa; không phải văn bản thật.".to_owned()],
        source: None,
    })
}

fn organisations() -> Vec<Organisation> {
    [
        ("so_noi_vu", "Sở Nội vụ", OrganisationKind::Department),
        ("so_khcn", "Sở Khoa học và Công nghệ", OrganisationKind::Department),
        ("so_vhttdl", "Sở Văn hóa, Thể thao và Du lịch", OrganisationKind::Department),
        ("hcc", "Trung tâm Phục vụ hành chính công", OrganisationKind::PublicServiceUnit),
    ]
    .map(|(key, name, kind)| Organisation {
        key: key.to_owned(),
        name: name.to_owned(),
        kind,
        affiliation: Affiliation::Authority,
        unit: None,
    })
    .into()
}

fn tasks(due: Day) -> Vec<TaskDraft> {
    use Channel::{Loudspeaker, Meeting, OneStopOffice, Portal, Website, Youtube};
    use Product::{Broadcast, NewsItem, Plan, PublicPosting, Training, Video};
    use Stage::{Done, Published, Sent};
    use WindowKind::{HalfYear, Month, Once, Quarter, Week};
    let quota = |no, product, minimum, per, stage| QuotaDraft { stage, ..each_commune(no, product, minimum, per) };
    vec![
        TaskDraft {
            quotas: vec![QuotaDraft {
                due_on: Some(due),
                coverage_goal: Some(100),
                note: Some("Mỗi xã, phường, đặc khu ban hành kế hoạch của mình.".to_owned()),
                ..quota("MH1", Plan, 1, Once, Done)
            }],
            ..task("1", "Ban hành kế hoạch tuyên truyền của địa phương", Plan, &[], "so_noi_vu")
        },
        TaskDraft {
            quotas: vec![
                QuotaDraft { channel: Some(Website), ..quota("MH2", NewsItem, 4, Month, Published) },
                QuotaDraft { channel: Some(Portal), ..quota("MH3", NewsItem, 1, Month, Sent) },
                QuotaDraft {
                    stated_total: Some(StatedTotalDraft { value: 50, per: WindowKind::Year, approximate: true }),
                    note: Some("Một tin, bài được tính cho cả tháng và cả năm.".to_owned()),
                    ..quota("MH4", NewsItem, 50, WindowKind::Year, Published)
                },
                QuotaDraft {
                    selector: Selector::EachDepartment,
                    channel: Some(Portal),
                    ..quota("MH5", NewsItem, 2, Month, Published)
                },
            ],
            ..task("2", "Đăng tin, bài trên Cổng và trang thông tin điện tử", NewsItem, &[Portal, Website], "so_noi_vu")
        },
        TaskDraft {
            quotas: vec![QuotaDraft {
                channel: Some(Loudspeaker),
                min_minutes: Some(5),
                ..quota("MH6", Broadcast, 2, Week, Published)
            }],
            ..task("3", "Phát thanh hằng tuần trên hệ thống truyền thanh cơ sở", Broadcast, &[Loudspeaker], "so_vhttdl")
        },
        TaskDraft {
            quotas: vec![quota("MH7", Training, 1, Quarter, Done)],
            ..task("4", "Tập huấn cho cán bộ, công chức và tổ công nghệ số", Training, &[Meeting], "so_khcn")
        },
        TaskDraft {
            quotas: vec![QuotaDraft { channel: Some(OneStopOffice), ..quota("MH8", PublicPosting, 1, HalfYear, Done) }],
            ..task("5", "Công khai, niêm yết thủ tục hành chính", PublicPosting, &[OneStopOffice], "hcc")
        },
        TaskDraft {
            quotas: vec![QuotaDraft {
                sharing: Sharing::Pooled,
                owed_by: Some("so_vhttdl".to_owned()),
                note: Some(
                    "Các xã, phường, đặc khu cùng làm; Sở Văn hóa, Thể thao và Du lịch chịu trách nhiệm.".to_owned(),
                ),
                ..quota("MH9", Video, 120, WindowKind::Year, Published)
            }],
            ..task("6", "Sản xuất phóng sự, video ngắn", Video, &[Youtube], "so_vhttdl")
        },
    ]
}

fn task(no: &str, title: &str, product: Product, channels: &[Channel], lead: &str) -> TaskDraft {
    let role = |role, holder| RoleHolder { role, holder, text: None };
    TaskDraft {
        no: no.to_owned(),
        title: title.to_owned(),
        channels: channels.to_vec(),
        product,
        roles: vec![
            role(TaskRole::Lead, Holder::Organisation(lead.to_owned())),
            role(TaskRole::Implement, Holder::Group(Group::Communes)),
        ],
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
        quotas: Vec::new(),
    }
}

fn each_commune(no: &str, product: Product, minimum: i64, per: WindowKind) -> QuotaDraft {
    QuotaDraft {
        no: no.to_owned(),
        selector: Selector::EachCommune,
        sharing: Sharing::Each,
        owed_by: None,
        product,
        channel: None,
        topic: None,
        min_minutes: None,
        stage: Stage::Done,
        minimum: Some(minimum),
        coverage_goal: None,
        per: Some(per),
        due_on: None,
        stated_total: None,
        note: None,
    }
}

#[cfg(test)]
mod tests {
    use domain::plan::validate;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_sample_plan_is_a_plan_whenever_it_is_first_made() {
        for today in ["2025-07-01", "2026-01-01", "2026-01-10", "2026-11-21", "2028-02-29", "2030-12-31"] {
            let draft = draft(day(today), day("2025-07-01")).unwrap();
            let content = validate(&draft).unwrap();
            let issued_on = content.issued_on.unwrap().first_day();
            assert!(issued_on <= day(today) && issued_on >= day("2025-07-01"), "{issued_on} on {today}");
            assert_eq!(content.year.number(), day(today).year());
        }
    }
}
