//! The buckets of all callers.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Allowance, Cost, Empty, Standing, address::network, bucket::Bucket};

/// In so many parts the buckets are kept, each with a lock of its own.
const SHARDS: usize = 16;
/// The most buckets in a part: 100,000 in all, some ten megabytes.
const MOST: usize = 6_250;

/// How much each kind of caller may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowances {
    /// Somebody who is signed in.
    pub principal: Allowance,
    /// All who are signed in at one address: an office shares one.
    pub address: Allowance,
    /// All who are not signed in at one address.
    pub anonymous: Allowance,
}

impl Default for Allowances {
    fn default() -> Self {
        let allowance = |most, per_second| Allowance { most: Cost(most), per_second: Cost(per_second) };
        Self {
            principal: allowance(20_000, 1_000),
            address: allowance(200_000, 10_000),
            anonymous: allowance(10_000, 200),
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// The id of whoever is signed in.
    pub principal: Option<Uuid>,
    /// From where.
    pub address: IpAddr,
}

/// Whose bucket it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Owner {
    Principal(Uuid),
    Address(u128),
    Anonymous(u128),
}

/// The buckets of all callers. One that is full is kept no longer: it is as good as none.
#[derive(Debug)]
pub struct Buckets {
    allowances: Allowances,
    hasher: RandomState,
    shards: [Mutex<HashMap<Owner, Bucket>>; SHARDS],
}

impl Buckets {
    /// Full buckets for everybody.
    #[must_use]
    pub fn new(allowances: Allowances) -> Self {
        Self { allowances, hasher: RandomState::new(), shards: std::array::from_fn(|_| Mutex::default()) }
    }

    /// Takes what something costs out of the caller's buckets; gives how the one of his own stands then.
    ///
    /// # Errors
    /// If there is not enough in one of them. Nothing is taken then.
    pub fn take(&self, who: Who, cost: Cost, now: DateTime<Utc>) -> Result<Standing, Empty> {
        let network = network(who.address);
        let Some(principal) = who.principal else {
            return self.take_from(Owner::Anonymous(network), cost, now);
        };
        let owner = Owner::Principal(principal);
        let standing = self.take_from(owner, cost, now)?;
        if let Err(empty) = self.take_from(Owner::Address(network), cost, now) {
            self.with(owner, now, |bucket, allowance| bucket.put_back(cost, allowance));
            return Err(empty);
        }
        Ok(standing)
    }

    fn take_from(&self, owner: Owner, cost: Cost, now: DateTime<Utc>) -> Result<Standing, Empty> {
        self.with(owner, now, |bucket, allowance| bucket.take(cost, allowance, now))
    }

    fn allowance(&self, owner: Owner) -> Allowance {
        match owner {
            Owner::Principal(_) => self.allowances.principal,
            Owner::Address(_) => self.allowances.address,
            Owner::Anonymous(_) => self.allowances.anonymous,
        }
    }

    fn with<T>(&self, owner: Owner, now: DateTime<Utc>, act: impl FnOnce(&mut Bucket, Allowance) -> T) -> T {
        let allowance = self.allowance(owner);
        let shard = usize::try_from(self.hasher.hash_one(owner)).unwrap_or_default() % SHARDS;
        let mut buckets = self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(&owner) {
            self.make_room(&mut buckets, now);
        }
        act(buckets.entry(owner).or_insert_with(|| Bucket::full(allowance, now)), allowance)
    }

    /// Forgets the full ones; if there is none, the one that lacks least, whose owner gains least by it.
    fn make_room(&self, buckets: &mut HashMap<Owner, Bucket>, now: DateTime<Utc>) {
        buckets.retain(|owner, bucket| !bucket.is_full(self.allowance(*owner), now));
        if buckets.len() >= MOST {
            let least = buckets.iter().min_by_key(|(owner, bucket)| bucket.lack(self.allowance(**owner)));
            if let Some(owner) = least.map(|(owner, _)| *owner) {
                buckets.remove(&owner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const SMALL: Allowances = Allowances {
        principal: Allowance { most: Cost(10), per_second: Cost(1) },
        address: Allowance { most: Cost(25), per_second: Cost(5) },
        anonymous: Allowance { most: Cost(5), per_second: Cost(1) },
    };

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp_micros(1_750_000_000_000_000).unwrap()
    }

    fn user(number: u128, address: &str) -> Who {
        Who { principal: Some(Uuid::from_u128(number)), address: address.parse().unwrap() }
    }

    fn nobody(address: &str) -> Who {
        Who { principal: None, address: address.parse().unwrap() }
    }

    #[test]
    fn each_principal_has_his_own_and_those_at_one_address_share_another() {
        let buckets = Buckets::new(SMALL);
        let take = |who, cost| buckets.take(who, Cost(cost), now());
        assert_eq!(take(user(1, "192.0.2.1"), 10).unwrap().remaining, Cost(0));
        assert_eq!(take(user(1, "192.0.2.2"), 1).unwrap_err().wait, Duration::from_secs(1), "wherever he is");
        assert!(take(user(2, "192.0.2.1"), 10).is_ok());
        let refused = take(user(3, "192.0.2.1"), 10).unwrap_err();
        assert_eq!((refused.standing.limit, refused.wait), (Cost(25), Duration::from_secs(1)));
        assert_eq!(take(user(3, "192.0.2.9"), 10).unwrap().remaining, Cost(0), "nothing was taken from him");
    }

    #[test]
    fn whoever_is_not_signed_in_takes_nothing_from_those_who_are() {
        let buckets = Buckets::new(SMALL);
        let take = |who, cost| buckets.take(who, Cost(cost), now());
        assert!(take(nobody("192.0.2.1"), 5).is_ok());
        assert!(take(nobody("192.0.2.1"), 1).is_err());
        assert!(take(nobody("192.0.2.2"), 1).is_ok());
        assert_eq!(take(user(1, "192.0.2.1"), 10).unwrap().remaining, Cost(0));
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let buckets = Buckets::new(SMALL);
        assert!(buckets.take(nobody("2001:db8:0:1::1"), Cost(5), now()).is_ok());
        assert!(buckets.take(nobody("2001:db8:0:1:ffff::2"), Cost(1), now()).is_err());
        assert!(buckets.take(nobody("2001:db8:0:2::1"), Cost(1), now()).is_ok());
        assert!(buckets.take(nobody("192.0.2.1"), Cost(5), now()).is_ok());
        assert!(buckets.take(nobody("::ffff:192.0.2.1"), Cost(1), now()).is_err());
    }

    #[test]
    fn there_is_room_for_everybody_and_never_for_too_many() {
        let buckets = Buckets::new(SMALL);
        let owners = || buckets.shards.iter().map(|shard| shard.lock().unwrap().len()).sum::<usize>();
        let spent = user(0, "192.0.2.1");
        assert!(buckets.take(spent, Cost(10), now()).is_ok());
        for number in 1..150_000 {
            buckets.take(user(number, "192.0.2.1"), Cost(0), now()).unwrap();
        }
        assert!(owners() <= SHARDS * MOST, "{}", owners());
        assert!(
            buckets.take(spent, Cost(1), now()).is_err(),
            "what lacks something is not forgotten for what lacks nothing"
        );
        for number in 1..150_000_u32 {
            let address = IpAddr::from(number.to_be_bytes());
            let _ = buckets.take(Who { principal: None, address }, Cost(1), now());
        }
        assert!(owners() <= SHARDS * MOST, "{}", owners());
        assert!(buckets.take(spent, Cost(1), now()).is_err());
        let later = now() + chrono::TimeDelta::seconds(100);
        for number in 1..10_000 {
            buckets.take(user(number, "192.0.2.1"), Cost(0), later).unwrap();
        }
        assert!(buckets.take(spent, Cost(10), later).is_ok());
    }
}
