//! The vocabularies of obligations.

use async_graphql::Enum;

use crate::{graphql::word::mirror, store};

mirror! {
    /// The state of an obligation on a day (trạng thái). The first that holds is it.
    ObligationState of domain::obligation::State {
        /// Taken out of all figures by a reviewer above (được miễn).
        Exempt,
        /// What is achieved reaches the target (hoàn thành).
        Met,
        /// Owed once, and reached only after the due or extended date (hoàn thành muộn).
        MetLate,
        /// Its window has not begun (chưa đến kỳ).
        NotDue,
        /// Closed; what is pending would make it met (chờ thẩm tra).
        AwaitingReview,
        /// Closed, and even what is pending does not reach the target (không hoàn thành).
        Missed,
        /// Open, and behind the even pace of its window (có nguy cơ).
        AtRisk,
        /// Open, and not behind (đúng tiến độ).
        OnTrack,
    }
}

mirror! {
    /// In which order obligations are listed.
    #[derive(Default)]
    ObligationOrder of store::obligation::ObligationOrder {
        /// Most urgent first: by closing day, those at risk first, then what remains descending.
        #[default]
        Urgency,
        /// Worst first: MISSED, then `AT_RISK`, then the others; within each by the share of the target not achieved,
        /// largest first, then by the last day of the window.
        Worst,
        /// By the last day of the window.
        EndsOn,
    }
}

/// What you may do with an obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ObligationAction {
    /// Take it out of all figures (miễn).
    Exempt,
    /// Move the day from which it counts as missed (gia hạn).
    Extend,
}
