//! How much a client may ask for.

use clap::{Args, value_parser};

use crate::{
    graphql,
    limit::{Allowance, Allowances, Cost, Proxies, Proxy},
};

/// How much a client may ask for. Every default is safe for a server that strangers reach.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// The longest document, in bytes.
    #[arg(long, env = "LIMIT_BYTES", value_name = "BYTES", default_value_t = 20_000)]
    #[arg(value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub limit_bytes: u32,
    /// The deepest that selections nest, a fragment being a level too.
    #[arg(long, env = "LIMIT_DEPTH", value_name = "LEVELS", default_value_t = 30)]
    #[arg(value_parser = value_parser!(u32).range(1..=32))]
    pub limit_depth: u32,
    /// The most aliases.
    #[arg(long, env = "LIMIT_ALIASES", value_name = "COUNT", default_value_t = 100)]
    #[arg(value_parser = value_parser!(u32).range(0..=10_000))]
    pub limit_aliases: u32,
    /// The most fields at the root of an operation.
    #[arg(long, env = "LIMIT_ROOT_FIELDS", value_name = "COUNT", default_value_t = 30)]
    #[arg(value_parser = value_parser!(u32).range(1..=1_000))]
    pub limit_root_fields: u32,
    /// The most directives.
    #[arg(long, env = "LIMIT_DIRECTIVES", value_name = "COUNT", default_value_t = 100)]
    #[arg(value_parser = value_parser!(u32).range(0..=10_000))]
    pub limit_directives: u32,
    /// The most fields and fragments, with fragments written out wherever they stand.
    #[arg(long, env = "LIMIT_SELECTIONS", value_name = "COUNT", default_value_t = 3_000)]
    #[arg(value_parser = value_parser!(u32).range(1..=10_000))]
    pub limit_selections: u32,
    /// The most that an operation may cost, in points.
    #[arg(long, env = "LIMIT_COST", value_name = "POINTS", default_value_t = 6_000)]
    #[arg(value_parser = value_parser!(u32).range(1..=1_000_000_000))]
    pub limit_cost: u32,
    /// The points that everybody who is signed in may use at once, and those that come back in a second.
    #[arg(long, env = "RATE_USER", value_name = "POINTS/SECOND", default_value = "20000/1000", value_parser = allowance)]
    pub rate_user: Allowance,
    /// The same of all who are signed in at one address: an office shares one.
    #[arg(long, env = "RATE_ADDRESS", value_name = "POINTS/SECOND", default_value = "200000/10000", value_parser = allowance)]
    pub rate_address: Allowance,
    /// The same of all who are not signed in at one address.
    #[arg(long, env = "RATE_ANONYMOUS", value_name = "POINTS/SECOND", default_value = "10000/200", value_parser = allowance)]
    pub rate_anonymous: Allowance,
    /// A proxy that is trusted to say in `X-Forwarded-For` from where a request comes: an address, or a network such as
    /// 10.0.0.0/8; several with commas. Without one the connection's address counts, which behind a proxy is everybody's.
    #[arg(long, env = "TRUSTED_PROXIES", value_name = "PROXY", value_delimiter = ',')]
    pub trusted_proxies: Vec<Proxy>,
}

impl Limits {
    /// How much a document may ask for.
    #[must_use]
    pub fn of_documents(&self) -> graphql::Limits {
        graphql::Limits {
            bytes: self.limit_bytes as usize,
            depth: self.limit_depth as usize,
            aliases: self.limit_aliases as usize,
            root_fields: self.limit_root_fields as usize,
            directives: self.limit_directives as usize,
            selections: self.limit_selections as usize,
            cost: Cost(self.limit_cost.into()),
            ..graphql::Limits::default()
        }
    }

    /// How much a caller may ask for in time.
    #[must_use]
    pub const fn of_callers(&self) -> Allowances {
        Allowances { principal: self.rate_user, address: self.rate_address, anonymous: self.rate_anonymous }
    }

    /// The proxies that are trusted.
    #[must_use]
    pub fn proxies(&self) -> Proxies {
        Proxies::new(self.trusted_proxies.clone())
    }
}

/// `20000/1000`: so many points at once, and so many in a second.
fn allowance(text: &str) -> Result<Allowance, String> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| (1..=1_000_000_000).contains(number));
    let parts = text.split_once('/').and_then(|(most, per_second)| Some((number(most)?, number(per_second)?)));
    let (most, per_second) =
        parts.ok_or_else(|| format!("{text} is not like 20000/1000: points at once, and in a second"))?;
    Ok(Allowance { most: Cost(most.into()), per_second: Cost(per_second.into()) })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Program {
        #[command(flatten)]
        limits: Limits,
    }

    #[test]
    fn the_defaults_are_those_of_the_rooms() {
        let limits = Program::try_parse_from(["tonghop"]).unwrap().limits;
        assert_eq!(limits.of_documents(), graphql::Limits::default());
        assert_eq!(limits.of_callers(), Allowances::default());
        assert_eq!(limits.proxies(), Proxies::default());
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        for wrong in [
            ["--rate-user", "20000"],
            ["--rate-user", "0/1"],
            ["--rate-anonymous", "1/0"],
            ["--rate-address", "x/y"],
            ["--limit-depth", "33"],
            ["--limit-cost", "0"],
            ["--trusted-proxies", "10.0.0.0/33"],
        ] {
            assert!(Program::try_parse_from(["tonghop"].into_iter().chain(wrong)).is_err(), "{wrong:?}");
        }
        let given = ["tonghop", "--rate-user", "7/3", "--trusted-proxies", "10.0.0.1,10.1.0.0/16"];
        let limits = Program::try_parse_from(given).unwrap().limits;
        assert_eq!(limits.rate_user, Allowance { most: Cost(7), per_second: Cost(3) });
        assert_eq!(limits.trusted_proxies.len(), 2);
    }
}
