//! Who does what in a task, and which groups of holders can be told apart into units.

use crate::{
    plan::{
        PlanError,
        field::{Keys, maybe_prose},
    },
    word::words,
};

words! {
    /// What a holder does in a task (vai trò), in the words that plans use.
    pub enum TaskRole {
        /// Chủ trì. Several leads are possible.
        Lead = "LEAD",
        /// Tham mưu.
        Advise = "ADVISE",
        /// Thực hiện; also where the plan has no word for the role.
        Implement = "IMPLEMENT",
        /// Chỉ đạo.
        Direct = "DIRECT",
        /// Phối hợp.
        Coordinate = "COORDINATE",
    }
}

words! {
    /// Holders that a plan names together.
    pub enum Group {
        /// Cơ quan, đơn vị, địa phương: everybody.
        AllOrganisations = "ALL_ORGANISATIONS",
        /// Cơ quan, đơn vị liên quan: those concerned.
        RelatedOrganisations = "RELATED_ORGANISATIONS",
        /// Those with a LEAD in this plan.
        LeadingOrganisations = "LEADING_ORGANISATIONS",
        /// Sở, ban, ngành and UBND cấp huyện.
        DepartmentsAndDistricts = "DEPARTMENTS_AND_DISTRICTS",
        /// Sở, ban, ngành.
        Departments = "DEPARTMENTS",
        /// UBND cấp huyện.
        Districts = "DISTRICTS",
        /// Phòng, ban, ngành huyện.
        Divisions = "DIVISIONS",
        /// Phòng, ban, ngành huyện and UBND cấp xã.
        DivisionsAndCommunes = "DIVISIONS_AND_COMMUNES",
        /// UBND xã, phường, thị trấn.
        Communes = "COMMUNES",
        /// Chính quyền địa phương, of no clear tier.
        LocalAuthorities = "LOCAL_AUTHORITIES",
        /// Đoàn thể.
        MassOrganisations = "MASS_ORGANISATIONS",
        /// The commune's officials concerned.
        RelatedOfficials = "RELATED_OFFICIALS",
        /// All officials of the commune.
        AllOfficials = "ALL_OFFICIALS",
    }
}

words! {
    /// A set of units below or of an issuer, as the directory can list it.
    pub enum GroupMember {
        /// The territories of tier COMMUNE below the issuer, never their organisations.
        Communes = "COMMUNES",
        /// The territories of tier DISTRICT below the issuer, never their organisations.
        Districts = "DISTRICTS",
        /// The organisations of kind DEPARTMENT that belong directly to the issuer.
        Departments = "DEPARTMENTS",
    }
}

impl Group {
    /// The sets whose union the group is. Empty for a group that is only text: it binds and entitles nobody.
    #[must_use]
    pub const fn members(self) -> &'static [GroupMember] {
        use GroupMember::{Communes, Departments, Districts};
        match self {
            Self::Communes => &[Communes],
            Self::Districts => &[Districts],
            Self::Departments | Self::Divisions => &[Departments],
            Self::DepartmentsAndDistricts => &[Departments, Districts],
            Self::DivisionsAndCommunes => &[Departments, Communes],
            Self::AllOrganisations
            | Self::RelatedOrganisations
            | Self::LeadingOrganisations
            | Self::LocalAuthorities
            | Self::MassOrganisations
            | Self::RelatedOfficials
            | Self::AllOfficials => &[],
        }
    }
}

/// Who holds a role or a duty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// The organisation of that key in the plan.
    Organisation(String),
    /// A group.
    Group(Group),
}

impl Holder {
    /// Checks that an organisation named is one of the plan's.
    pub(crate) fn check(&self, field: &str, keys: &Keys) -> Result<Self, PlanError> {
        match self {
            Self::Organisation(key) => keys.known(field, key).map(Self::Organisation),
            Self::Group(group) => Ok(Self::Group(*group)),
        }
    }
}

/// One role of a task and who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleHolder {
    /// The role.
    pub role: TaskRole,
    /// Who holds it.
    pub holder: Holder,
    /// The holder in the plan's own words, up to 10,000 characters.
    pub text: Option<String>,
}

impl RoleHolder {
    pub(super) fn check(&self, at: &str, keys: &Keys) -> Result<Self, PlanError> {
        Ok(Self {
            role: self.role,
            holder: self.holder.check(&format!("{at}.holder"), keys)?,
            text: maybe_prose(&format!("{at}.text"), self.text.as_deref())?,
        })
    }
}
