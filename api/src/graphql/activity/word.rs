//! The closed vocabularies of activity reports.

use async_graphql::Enum;

use crate::graphql::word::mirror;

mirror! {
    /// Where an activity report stands.
    ActivityState of domain::activity::ActivityState {
        /// Being written (bản nháp); it counts nothing and only its own unit sees it.
        Draft,
        /// Handed in (đã gửi); it counts as pending.
        Submitted,
        /// Found right by a reviewer (đã xác nhận); it counts as achieved.
        Verified,
        /// Given back with a reason (trả lại); it counts nothing until it is submitted again.
        Returned,
        /// Taken back by its unit (đã rút); the end.
        Withdrawn,
    }
}

mirror! {
    /// A step in the life of an activity report.
    ActivityAction of domain::activity::ActivityAction {
        /// Change the content (sửa).
        Edit,
        /// Hand it in, for the first time or again (gửi).
        Submit,
        /// Find it right (xác nhận).
        Verify,
        /// Give it back with a reason (trả lại).
        Return,
        /// Take it back (rút).
        Withdraw,
    }
}

mirror! {
    /// A part of an activity report that a return may point at.
    ActivityReportField of domain::activity::ReportField {
        /// The tasks it names (nhiệm vụ).
        Tasks,
        /// The product (sản phẩm).
        Product,
        /// The channels (kênh).
        Channels,
        /// The topic (chủ đề).
        Topic,
        /// The stage (giai đoạn).
        Stage,
        /// The date (ngày thực hiện).
        DatedOn,
        /// The quantity (số lượng).
        Quantity,
        /// The minutes of one item (thời lượng).
        Minutes,
        /// The title (tên hoạt động).
        Title,
        /// The explanation (giải trình).
        Explanation,
        /// The evidence (tài liệu kiểm chứng).
        Evidence,
    }
}

mirror! {
    /// The order of a list of activity reports.
    #[derive(Default)]
    ActivityReportOrder of crate::store::activity::ReportOrder {
        /// The latest activity first.
        #[default]
        Newest,
        /// The earliest activity first.
        Oldest,
        /// What changed last first.
        LastChanged,
    }
}
