//! The vocabularies of quotas, as clients see them.

use async_graphql::Enum;

use crate::graphql::word::mirror;

mirror! {
    /// How a quota says which units it binds. It is expanded once, when the plan is issued.
    QuotaSelector of domain::task::SelectorKind {
        /// Each commune below the issuer (mỗi xã, phường, thị trấn).
        EachCommune,
        /// Each district below the issuer (mỗi huyện).
        EachDistrict,
        /// Each department of the issuer (mỗi sở, phòng).
        EachDepartment,
        /// Each department of the issuer and each district below it (mỗi sở, mỗi huyện).
        EachDepartmentAndDistrict,
        /// One organisation of the plan.
        Organisation,
        /// All who hold a role in the task.
        RoleHolders,
        /// Units picked one by one.
        Units,
    }
}
