//! The vocabularies of plans, as clients see them.

use async_graphql::Enum;

use crate::graphql::word::mirror;

mirror! {
    /// Where a plan stands.
    PlanState of domain::plan::PlanState {
        /// Being written (dự thảo): it binds nobody, and only its issuer's own people see it.
        Draft,
        /// Issued (đã ban hành): it binds and does not change any more.
        Issued,
        /// Revoked (đã thu hồi): its obligations are in no figure, and stay readable.
        Revoked,
    }
}

mirror! {
    /// What you may do with a plan now.
    PlanAction of domain::plan::PlanAction {
        /// Change its content: `updatePlan`.
        Edit,
        /// Issue it: `issuePlan`.
        Issue,
        /// Revoke it: `revokePlan`.
        Revoke,
    }
}

mirror! {
    /// A published index of public administration that a plan names as an aim.
    PublishedIndex of domain::plan::PublishedIndex {
        /// Administrative reform (chỉ số cải cách hành chính).
        ParIndex,
        /// Satisfaction with public administrative services (chỉ số hài lòng).
        Sipas,
        /// Provincial governance and public administration (chỉ số hiệu quả quản trị và hành chính công cấp tỉnh).
        Papi,
        /// Provincial competitiveness (chỉ số năng lực cạnh tranh cấp tỉnh).
        Pci,
        /// Competitiveness of departments and districts (chỉ số năng lực cạnh tranh cấp sở, ngành và địa phương).
        Ddci,
        /// Digital transformation (chỉ số chuyển đổi số).
        Dti,
        /// The provincial green index (chỉ số xanh cấp tỉnh).
        Pgi,
        /// Readiness for information technology (chỉ số sẵn sàng ứng dụng công nghệ thông tin).
        IctIndex,
    }
}

mirror! {
    /// What an organisation is.
    OrganisationKind of domain::unit::OrganisationKind {
        /// A department or division (sở, phòng).
        Department,
        /// An office (văn phòng).
        Office,
        /// A public service unit (đơn vị sự nghiệp công lập).
        PublicServiceUnit,
        /// A broadcaster, a newspaper, a portal's editors (đài, báo, cổng thông tin điện tử).
        Media,
        /// A body of the Party (cơ quan Đảng).
        Party,
        /// The Fatherland Front (Mặt trận Tổ quốc).
        Front,
        /// A mass organisation (đoàn thể, hội).
        MassOrganisation,
        /// A named post, not an office (chức danh).
        Post,
        /// A team, an editorial board, a steering committee (tổ, ban biên tập, ban chỉ đạo).
        Team,
    }
}

mirror! {
    /// How often a report is due.
    ReportCycle of domain::plan::Cycle {
        /// Every month (hằng tháng).
        Month,
        /// Every quarter (hằng quý).
        Quarter,
        /// Every half year (6 tháng).
        HalfYear,
        /// Every year (hằng năm).
        Year,
        /// When something happens (đột xuất).
        AdHoc,
        /// The plan does not say.
        Unstated,
    }
}

mirror! {
    /// Whether a report is a document of its own.
    #[derive(Default)]
    ReportForm of domain::plan::DutyForm {
        /// A document of its own; also where the plan does not say.
        #[default]
        Own,
        /// A section of another report (lồng ghép).
        Embedded,
    }
}
