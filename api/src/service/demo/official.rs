//! The demonstration's officials: one of each kind of view on the data.

use domain::{authz::Role, calendar::Day, id::UserId};

use crate::{
    error::AppError,
    file::country::VALID_TO,
    service::{
        grant::{self, GrantInput},
        user::{self, NewUser},
    },
    session::Work,
};

/// The code of Xã Trà Bồng, whose officials there are.
pub(super) const COMMUNE: &str = "21115";

/// Somebody to sign in as.
#[derive(Debug, Clone, Copy)]
pub struct Official {
    /// The unique name.
    pub name: &'static str,
    /// The name shown to people.
    pub display_name: &'static str,
    /// What he may do, in a few words.
    pub about: &'static str,
    grants: &'static [(Role, &'static str, Named)],
}

/// The day on which a code names the unit meant.
#[derive(Debug, Clone, Copy)]
enum Named {
    Today,
    LastOfOldOrder,
}

/// Everybody there is.
pub const OFFICIALS: [Official; 5] = [
    Official {
        name: "minhhoa.xa",
        display_name: "[Minh họa] Cán bộ báo cáo, xã Trà Bồng",
        about: "commune reporter: writes the reports of Xã Trà Bồng",
        grants: &[(Role::Reporter, COMMUNE, Named::Today)],
    },
    Official {
        name: "minhhoa.lanhdao",
        display_name: "[Minh họa] Lãnh đạo UBND xã Trà Bồng",
        about: "commune leader: submits the reports of Xã Trà Bồng and issues its plans",
        grants: &[(Role::Approver, COMMUNE, Named::Today)],
    },
    Official {
        name: "minhhoa.huyen",
        display_name: "[Minh họa] Thẩm tra, huyện Trà Bồng (đến 30.6.2025)",
        about: "district reviewer: Huyện Trà Bồng ended on 30 June 2025; its last reports are still reviewed",
        grants: &[(Role::Reviewer, "525", Named::LastOfOldOrder)],
    },
    Official {
        name: "minhhoa.tinh",
        display_name: "[Minh họa] Thẩm tra, Sở Nội vụ tỉnh Quảng Ngãi",
        about: "provincial reviewer: tỉnh Quảng Ngãi, the one before 1 July 2025 and the one since",
        grants: &[(Role::Reviewer, "51", Named::Today), (Role::Reviewer, "51", Named::LastOfOldOrder)],
    },
    Official {
        name: "minhhoa.kiemtoan",
        display_name: "[Minh họa] Kiểm tra, toàn quốc",
        about: "auditor: reads the whole country",
        grants: &[(Role::Auditor, "VN", Named::Today)],
    },
];

impl Named {
    const fn day(self) -> Option<Day> {
        match self {
            Self::Today => None,
            Self::LastOfOldOrder => Some(VALID_TO),
        }
    }
}

/// Adds everybody with his grants.
pub(super) async fn enter(work: &Work) -> Result<(), AppError> {
    for official in OFFICIALS {
        let new = NewUser { name: official.name, display_name: Some(official.display_name), unit: None };
        let _: UserId = user::enter(work, new).await?;
        for (role, code, named) in official.grants {
            let input = GrantInput { user: official.name, role: *role, code, on: named.day(), from: None, to: None };
            grant::enter(work, input).await?;
        }
    }
    Ok(())
}
