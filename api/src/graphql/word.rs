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
    /// What kind of thing a unit is.
    Form of domain::unit::Form {
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
    CodeScheme of domain::unit::CodeScheme {
        /// The statistics office (mã đơn vị hành chính của Cục Thống kê).
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
    Change of domain::unit::Change {
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
    Extent of domain::unit::Extent {
        /// All of it.
        Whole,
        /// A part.
        Part,
        /// Land on which no people are named.
        PartArea,
        /// Some land with all the people: the natural heir of a split unit.
        PartAreaAllPopulation,
        /// Some people.
        PartPopulation,
        /// All the land.
        AllArea,
    }
}
