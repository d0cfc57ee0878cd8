//! The vocabularies of tasks, as clients see them.

use async_graphql::Enum;

use crate::graphql::word::mirror;

mirror! {
    /// What a holder does in a task (vai trò).
    TaskRole of domain::task::TaskRole {
        /// Leads (chủ trì). Several leads are possible.
        Lead,
        /// Advises (tham mưu).
        Advise,
        /// Carries out (thực hiện); also where the plan has no word for the role.
        Implement,
        /// Directs (chỉ đạo).
        Direct,
        /// Takes part (phối hợp).
        Coordinate,
    }
}

mirror! {
    /// Holders that a plan names together. Only groups that are sets of recorded units bind anybody; the others are text.
    HolderGroup of domain::task::Group {
        /// All bodies, offices and localities (các cơ quan, đơn vị, địa phương). Text only.
        AllOrganisations,
        /// Those concerned (cơ quan, đơn vị liên quan). Text only.
        RelatedOrganisations,
        /// Those with a LEAD in the plan. Text only.
        LeadingOrganisations,
        /// Departments of the issuer and districts below it (sở, ban, ngành và UBND cấp huyện).
        DepartmentsAndDistricts,
        /// Departments of the issuer (sở, ban, ngành).
        Departments,
        /// Districts below the issuer (UBND cấp huyện).
        Districts,
        /// Divisions of the issuer (phòng, ban, ngành huyện).
        Divisions,
        /// Divisions of the issuer and communes below it (phòng, ban, ngành huyện và UBND cấp xã).
        DivisionsAndCommunes,
        /// Communes below the issuer (UBND xã, phường, thị trấn).
        Communes,
        /// Local authorities of no clear tier (chính quyền địa phương). Text only.
        LocalAuthorities,
        /// Mass organisations (đoàn thể). Text only.
        MassOrganisations,
        /// The commune's officials concerned (công chức liên quan). Text only.
        RelatedOfficials,
        /// All officials of the commune (toàn thể công chức). Text only.
        AllOfficials,
    }
}

mirror! {
    /// How a plan says when a task is to be done.
    TimingKind of domain::task::TimingKind {
        /// All the time, or in a rhythm the text tells (thường xuyên).
        Continuous,
        /// In the year (trong năm).
        Year,
        /// In one quarter, or in each (quý).
        Quarter,
        /// By a day or on it; the text tells which (ngày).
        Date,
        /// Before a month begins (trước tháng).
        BeforeMonth,
        /// At a fixed time every week (khung giờ hằng tuần).
        WeeklySlot,
        /// The plan says nothing.
        Unstated,
    }
}
