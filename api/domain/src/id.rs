//! Typed identities. A plan's id can never be taken for a unit's, in the code or on the wire.

use std::{fmt, marker::PhantomData, str::FromStr};

use uuid::Uuid;

/// What an [`Id`] is the id of.
pub trait Kind: 'static {
    /// The word in front of the id on the wire: `unit` in `unit_0190…`.
    const PREFIX: &'static str;
}

/// The identity of one thing of kind `K`: a UUIDv7 inside, `prefix_<32 hex digits>` on the wire.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    /// Gives a raw UUID its kind. Only whoever made or stored the UUID knows it.
    #[must_use]
    pub const fn new(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The raw UUID, for storage.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

/// A text that is no id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of a {0}")]
pub struct NotAnId(pub &'static str);

impl<K: Kind> FromStr for Id<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        text.strip_prefix(K::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            // One spelling per id: no upper case, no hyphens.
            .filter(|hex| hex.len() == 32 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
            .and_then(|hex| Uuid::try_parse(hex).ok())
            .map(Self::new)
            .ok_or(NotAnId(K::PREFIX))
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.uuid.simple())
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// Written out because a derive would ask the same of `K`, which is only a marker.
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

macro_rules! kinds {
    ($($(#[$meta:meta])* $kind:ident / $id:ident = $prefix:literal),+ $(,)?) => {
        $(
            $(#[$meta])*
            #[derive(Debug)]
            pub enum $kind {}
            impl Kind for $kind {
                const PREFIX: &'static str = $prefix;
            }
            #[doc = concat!("The id of a ", $prefix, ".")]
            pub type $id = Id<$kind>;
        )+
    };
}

kinds! {
    /// A unit (đơn vị).
    Unit / UnitId = "unit",
    /// One dated version of a unit.
    UnitVersion / UnitVersionId = "version",
    /// The step from a unit to one that came after it.
    Succession / SuccessionId = "succession",
    /// A plan (kế hoạch).
    Plan / PlanId = "plan",
    /// An organisation as a plan names it.
    PlanOrganisation / PlanOrganisationId = "party",
    /// A task of a plan (nhiệm vụ).
    Task / TaskId = "task",
    /// A quota of a task (định mức).
    Quota / QuotaId = "quota",
    /// A report duty of a plan.
    ReportDuty / ReportDutyId = "duty",
    /// An obligation (nghĩa vụ).
    Obligation / ObligationId = "obligation",
    /// An activity report (báo cáo hoạt động).
    ActivityReport / ActivityReportId = "report",
    /// A piece of evidence (tài liệu kiểm chứng).
    Evidence / EvidenceId = "evidence",
    /// A contribution (phần đóng góp).
    Contribution / ContributionId = "contribution",
    /// A user.
    User / UserId = "user",
    /// A grant (phân quyền).
    Grant / GrantId = "grant",
    /// One row of the audit trail (nhật ký kiểm tra).
    AuditEvent / AuditEventId = "audit",
    /// A service client.
    ServiceClient / ServiceClientId = "client",
    /// A sign-in.
    SignIn / SignInId = "signin",
    /// Who a user is at another issuer.
    Identity / IdentityId = "identity",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_the_wire() {
        let id = UnitId::new(Uuid::from_u128(7));
        assert_eq!(id.to_string(), "unit_00000000000000000000000000000007");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn an_id_of_another_kind_or_another_spelling_is_refused() {
        for text in [
            "plan_00000000000000000000000000000007",
            "unit_0000000000000000000000000000007",
            "unit_0000000000000000000000000000000A",
            "unit_00000000-0000-0000-0000-000000000007",
            "unit",
            "",
        ] {
            assert_eq!(text.parse::<UnitId>(), Err(NotAnId("unit")), "{text}");
        }
    }
}
