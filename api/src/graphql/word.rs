//! The closed vocabularies of the schema. Each is the domain's own, with a description for clients.

use async_graphql::Enum;

/// Declares a GraphQL enum that mirrors a vocabulary of the domain, value by value; a missing value does not compile.
macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident of $domain:path { $($(#[$vmeta:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl From<$domain> for $name {
            fn from(word: $domain) -> Self {
                match word { $(<$domain>::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $domain {
            fn from(word: $name) -> Self {
                match word { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}

pub(super) use mirror;

mirror! {
    /// The tier of a unit (cấp). Tiers come and go by date: there is no district from 1 July 2025.
    Tier of domain::unit::Tier {
        /// The nation (cả nước).
        Nation,
        /// A province or centrally run city (tỉnh, thành phố trực thuộc trung ương).
        Province,
        /// A district (huyện, quận, thị xã, thành phố thuộc tỉnh); until 30 June 2025.
        District,
        /// A commune (xã, phường, thị trấn, đặc khu).
        Commune,
    }
}

mirror! {
    /// Whether a unit is a territory or an organisation.
    UnitForm of domain::unit::UnitForm {
        /// A territory's People's Committee (UBND).
        Territory,
        /// A body that belongs to a territory (sở, phòng, trung tâm, đài, Mặt trận, đoàn thể).
        Organisation,
    }
}

mirror! {
    /// How an organisation belongs to its territory.
    Affiliation of domain::unit::Affiliation {
        /// It is part of the People's Committee's own apparatus or service.
        Authority,
        /// It is of the same territory but not under the People's Committee (Mặt trận, đoàn thể, party paper).
        SameUnit,
    }
}

mirror! {
    /// Who gives codes to units.
    #[derive(Default)]
    CodeScheme of domain::unit::CodeScheme {
        /// The statistics office (mã đơn vị hành chính của Cục Thống kê).
        #[default]
        Gso,
        /// The agency identifier (mã định danh cơ quan), at most 35 characters.
        Hcode,
        /// The code on the national public-service portal (Cổng Dịch vụ công quốc gia).
        Portal,
        /// A code of this installation.
        Local,
    }
}

mirror! {
    /// How a unit ended.
    SuccessionKind of domain::unit::SuccessionKind {
        /// Whole into a successor that it shares with others (nhập).
        Merge,
        /// Parts went to two or more successors (chia tách).
        Split,
        /// It ended without a successor at its tier (kết thúc hoạt động).
        Abolish,
    }
}

mirror! {
    /// How much of a unit went to a successor.
    SuccessionExtent of domain::unit::SuccessionExtent {
        /// All of it.
        Whole,
        /// Some of its land with the people there.
        Part,
        /// Some of its land; no people are named.
        PartArea,
        /// Some of its land and all of its people: the natural heir of a split unit.
        PartAreaAllPopulation,
        /// Some of its people.
        PartPopulation,
        /// All of its land.
        AllArea,
    }
}

mirror! {
    /// What an activity makes (sản phẩm).
    Product of domain::quota::Product {
        /// A news item or article (tin, bài).
        NewsItem,
        /// An issue of a thematic page (số chuyên trang, chuyên mục).
        PageIssue,
        /// A broadcast programme (chương trình phát thanh, truyền hình).
        Broadcast,
        /// A repeat of a programme: a product of its own, not a second broadcast (phát lại).
        Rerun,
        /// A bulletin (bản tin).
        Bulletin,
        /// A video (video, phóng sự).
        Video,
        /// A poster or infographic (áp phích, infographic).
        Poster,
        /// Printed matter (tờ rơi, tờ gấp, sổ tay).
        Print,
        /// A banner or panel (băng rôn, pano).
        Banner,
        /// An event (hội nghị, sự kiện).
        Event,
        /// A training (tập huấn, bồi dưỡng).
        Training,
        /// A contest (cuộc thi).
        Contest,
        /// An issued plan (kế hoạch).
        Plan,
        /// Procedures put up for the public (niêm yết, công khai thủ tục hành chính).
        PublicPosting,
        /// Anything else (khác).
        Other,
    }
}

mirror! {
    /// Where an activity reaches people (kênh).
    Channel of domain::quota::Channel {
        /// The portal of a province or district (cổng thông tin điện tử).
        Portal,
        /// The website of a commune or office (trang thông tin điện tử).
        Website,
        /// Radio (đài, sóng truyền thanh).
        Radio,
        /// Village loudspeakers (loa thôn, thông tin cơ sở).
        Loudspeaker,
        /// Television (truyền hình).
        Television,
        /// The press (báo chí).
        Press,
        /// Facebook.
        Facebook,
        /// Zalo.
        Zalo,
        /// `YouTube`.
        Youtube,
        /// Text messages (tin nhắn SMS).
        Sms,
        /// Kiosks (ki-ốt).
        Kiosk,
        /// The one-stop office (bộ phận một cửa).
        OneStopOffice,
        /// Meetings (họp, hội nghị, tập huấn).
        Meeting,
        /// Schools (trường học).
        School,
        /// The street (pano, trực quan, cổ động).
        Street,
        /// Anything else (khác).
        Other,
    }
}

mirror! {
    /// How far an item has come; in a quota, how far it must have come to count.
    Stage of domain::quota::Stage {
        /// Sent in for publication (gửi đăng).
        Sent,
        /// Published or broadcast (đăng, phát). It satisfies SENT, never the reverse.
        Published,
        /// Done, where there is nothing to publish (thực hiện). A quota that asks for DONE takes any.
        Done,
    }
}

mirror! {
    /// The kind of window (kỳ tính) over which a quota is counted.
    WindowKind of domain::calendar::WindowKind {
        /// An ISO week, Monday to Sunday (tuần); of the year in which it ends.
        Week,
        /// Days 1–7, 8–14, 15–21 or 22 to the end of a month (tuần của tháng): 48 a year.
        MonthWeek,
        /// A calendar month (tháng).
        Month,
        /// Three months (quý).
        Quarter,
        /// January to June or July to December (6 tháng).
        HalfYear,
        /// A calendar year (năm).
        Year,
        /// Once, from the first day of the plan's year to a due date (một lần).
        Once,
    }
}

mirror! {
    /// Whether every unit of a set owes on its own or the set owes together.
    #[derive(Default)]
    Sharing of domain::quota::Sharing {
        /// Each unit has an obligation of its own (mỗi đơn vị).
        #[default]
        Each,
        /// The set has one obligation, and the activities of every member count (chung).
        Pooled,
    }
}

mirror! {
    /// What a plan is about.
    Subject of domain::plan::Subject {
        /// Administrative reform (cải cách hành chính).
        Cchc,
        /// Digital transformation (chuyển đổi số).
        Cds,
    }
}

mirror! {
    /// What a grant lets its holder do on a unit (vai trò người dùng).
    Role of domain::authz::Role {
        /// Reads the unit and everything below it.
        Viewer,
        /// Also writes the unit's own reports and withdraws its drafts.
        Reporter,
        /// The unit's leader: also submits, resubmits and withdraws, and writes and issues the unit's plans.
        Approver,
        /// Also verifies, returns, exempts and extends for units below, never for the unit itself.
        Reviewer,
        /// Sees the directory and the plans that every user of the unit may, but no reports, obligations or figures. Users
        /// and grants are managed on the command line.
        Administrator,
        /// Reads the unit and everything below it, and writes nothing.
        Auditor,
    }
}

mirror! {
    /// What a service client may do for its unit.
    ClientScope of domain::authz::ClientScope {
        /// Reads what a VIEWER of the unit reads.
        Read,
        /// Also writes the unit's own reports and withdraws its drafts.
        WriteReport,
        /// Also submits, resubmits and withdraws the unit's own reports.
        SubmitReport,
    }
}
