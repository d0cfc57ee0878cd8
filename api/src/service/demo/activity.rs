//! Demonstration activity: who did how much of what is owed, drawn by seeded chance.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Days, Utc};
use domain::{
    activity::{Draft, EvidenceDraft},
    calendar::{Day, Span, WindowKind, day_of},
    id::{TaskId, UnitId},
    quota::{Channel, Product, Stage},
};

use super::{chance::Chance, course, official, wording};
use crate::{
    error::AppError,
    service::activity::batch::Deed,
    store::demo::{Ask, IssuedPlan, TaskFacts, UnitFacts},
};

/// How many reports a plan without quotas has: they are kept and count for nothing.
const UNASKED: i64 = 9;

/// What was done under one plan up to `now`.
pub(super) struct Scene<'a> {
    pub(super) plan: &'a IssuedPlan,
    pub(super) units: &'a HashMap<UnitId, UnitFacts>,
    pub(super) now: DateTime<Utc>,
}

impl Scene<'_> {
    /// The reports about what is owed, in an order that ids have no part in.
    pub(super) fn asked(&self, asks: &[Ask]) -> Result<Vec<Deed>, AppError> {
        let mut asks: Vec<(&Ask, &UnitFacts)> =
            asks.iter().filter_map(|ask| self.units.get(&ask.unit).map(|unit| (ask, unit))).collect();
        asks.sort_by(|(a, unit), (b, other)| (&unit.key, &a.quota, a.span).cmp(&(&other.key, &b.quota, b.span)));
        let mut deeds = Vec::new();
        for (ask, unit) in &asks {
            if !asks.iter().any(|(other, _)| serves(other, ask)) {
                self.answer(ask, unit, &mut deeds)?;
            }
        }
        Ok(deeds)
    }

    /// The reports under a plan that asks for nothing.
    pub(super) fn unasked(&self, tasks: &[TaskFacts]) -> Result<Vec<Deed>, AppError> {
        let Some(unit) = self.units.get(&self.plan.issuer) else { return Ok(Vec::new()) };
        let mut chance = Chance::of(&["unasked", &self.plan.key, &unit.key]);
        let horizon = self.horizon(unit);
        let mut deeds = Vec::new();
        let Ok(days) = Span::new(self.plan.issued_from, horizon) else { return Ok(deeds) };
        for _ in 0..UNASKED {
            let Some(task) = chance.one_of(tasks).cloned() else { break };
            let dated_on = day_in(&mut chance, days);
            let what = What { tasks: vec![task.id], product: task.product, channel: task.channels.first().copied() };
            deeds.push(self.deed(&mut chance, self.plan.issuer, unit, what, dated_on, None)?);
        }
        Ok(deeds)
    }

    /// What was done about one obligation.
    fn answer(&self, ask: &Ask, unit: &UnitFacts, deeds: &mut Vec<Deed>) -> Result<(), AppError> {
        let first = ask.span.first().to_string();
        let mut chance = Chance::of(&["answer", &self.plan.key, &ask.quota, &unit.key, &first]);
        let rate = if ask.members.is_empty() { diligence(unit) } else { POOLED_RATE };
        let Some((days, done)) = self.share(&mut chance, ask, rate) else { return Ok(()) };
        let mut left = done;
        while left > 0 {
            let quantity = if chance.in_hundred(15) { left.min(2) } else { 1 };
            left -= quantity;
            let dated_on = day_in(&mut chance, days);
            let Some((doer, facts)) = self.doer(&mut chance, ask, dated_on) else { continue };
            let what = What { tasks: vec![ask.task], product: ask.measure.product, channel: ask.measure.channel };
            deeds.push(self.deed(&mut chance, doer, facts, what, dated_on, Some((ask, quantity)))?);
        }
        Ok(())
    }

    /// The days on which something was done about an obligation, and how much in all.
    fn share(&self, chance: &mut Chance, ask: &Ask, rate: i64) -> Option<(Span, i64)> {
        let begin = ask.span.first().max(self.plan.issued_from);
        let today = day_of(self.now);
        if ask.kind == WindowKind::Once {
            return match rate {
                0 => None,
                // After the due day; not at all if that is still to come.
                1..=79 => Span::new(ask.span.last() + Days::new(1), today.min(ask.span.last() + Days::new(40))).ok(),
                _ => Span::new(begin, today.min(ask.span.last())).ok(),
            }
            .map(|days| (days, ask.target));
        }
        let days = Span::new(begin, today.min(ask.span.last())).ok()?;
        let hundredths = ask.target * rate * days.days() / Span::new(begin, ask.span.last()).ok()?.days();
        Some((days, hundredths / 100 + i64::from(chance.in_hundred(hundredths % 100))))
    }

    /// Who did it: whoever owes it, or one of the set.
    fn doer(&self, chance: &mut Chance, ask: &Ask, day: Day) -> Option<(UnitId, &UnitFacts)> {
        if ask.members.is_empty() {
            return self.units.get(&ask.unit).map(|unit| (ask.unit, unit));
        }
        let mut members: Vec<(UnitId, &UnitFacts)> =
            ask.members.iter().filter_map(|id| self.units.get(id).map(|unit| (*id, unit))).collect();
        members.retain(|(_, unit)| unit.last_day.is_none_or(|last| day <= last) && diligence(unit) > 0);
        members.sort_by(|(_, a), (_, b)| a.key.cmp(&b.key));
        chance.one_of(&members).copied()
    }

    fn deed(
        &self,
        chance: &mut Chance,
        unit: UnitId,
        facts: &UnitFacts,
        what: What,
        dated_on: Day,
        asked: Option<(&Ask, i64)>,
    ) -> Result<Deed, AppError> {
        let (written_at, steps) = course::take(chance, dated_on, self.horizon(facts), self.now)?;
        let measure = asked.map(|(ask, _)| &ask.measure);
        let stage = match measure.map_or(Stage::Done, |measure| measure.stage) {
            Stage::Sent if chance.in_hundred(70) => Stage::Published,
            stage => stage,
        };
        let least = measure.and_then(|measure| measure.min_minutes).map(domain::quota::Bounded::get);
        let lasts = least.is_some() || matches!(what.product, Product::Broadcast | Product::Rerun | Product::Video);
        let minutes = lasts.then(|| least.unwrap_or(3) + chance.between(0, 6));
        let address = wording::address(chance, facts);
        // A few have only a word of explanation, and a few share what proves them with another of the same unit.
        let proof = chance.weighted(Proof::Own, &[(7, Proof::Words), (2, Proof::Shared)]);
        let evidence = match proof {
            Proof::Own => Some(address),
            Proof::Shared => Some(wording::shared_address(facts, what.product)),
            Proof::Words => None,
        };
        let draft = Draft {
            title: wording::title(chance, what.product, &facts.name),
            channels: channels(chance, &what),
            tasks: what.tasks,
            product: what.product,
            topic: measure.and_then(|measure| measure.topic.as_ref()).map(ToString::to_string),
            stage,
            dated_on,
            quantity: asked.map_or(1, |(_, quantity)| quantity),
            minutes,
            explanation: evidence.is_none().then(|| wording::EXPLANATION.to_owned()),
            evidence: evidence
                .map(|address| EvidenceDraft { address, sha256: None, captured_at: Some(written_at) })
                .into_iter()
                .collect(),
        };
        Ok(Deed { unit, content: draft.check(self.now)?, written_at, steps })
    }

    /// The last day on which the unit did anything.
    fn horizon(&self, unit: &UnitFacts) -> Day {
        let today = day_of(self.now);
        unit.last_day.map_or(today, |last| last.min(today))
    }
}

/// How much of a set's target is done, in percent.
const POOLED_RATE: i64 = 80;

#[derive(Debug, Clone, Copy)]
enum Proof {
    Own,
    Shared,
    Words,
}

struct What {
    tasks: Vec<TaskId>,
    product: Product,
    channel: Option<Channel>,
}

/// How much of what it owes a unit does, in percent: some nothing, some too little, most about enough.
fn diligence(unit: &UnitFacts) -> i64 {
    if unit.key.starts_with(official::COMMUNE) {
        // The officials' own: it has done much and still owes something.
        return 85;
    }
    let mut chance = Chance::of(&["diligence", &unit.key]);
    let (low, high) = chance.weighted((85, 105), &[(9, (0, 0)), (22, (35, 70)), (25, (100, 125))]);
    chance.between(low, high)
}

/// Whether what is done about `other` is what `ask` counts too, over a longer window.
fn serves(other: &Ask, ask: &Ask) -> bool {
    other.unit == ask.unit
        && other.task == ask.task
        && other.measure.product == ask.measure.product
        && other.measure.topic == ask.measure.topic
        && ask.measure.channel.is_none_or(|channel| other.measure.channel == Some(channel))
        && other.measure.stage.satisfies(ask.measure.stage)
        && other.kind != WindowKind::Once
        && other.span.days() < ask.span.days()
        && ask.span.contains(other.span.first())
        && ask.kind != other.kind
}

fn day_in(chance: &mut Chance, days: Span) -> Day {
    days.first() + Days::new(u64::try_from(chance.between(0, days.days() - 1)).unwrap_or(0))
}

fn channels(chance: &mut Chance, what: &What) -> Vec<Channel> {
    let mut channels = BTreeSet::from([what.channel.unwrap_or(match what.product {
        Product::Broadcast | Product::Rerun | Product::Bulletin => Channel::Loudspeaker,
        Product::Video => Channel::Youtube,
        Product::Training | Product::Event | Product::Contest => Channel::Meeting,
        Product::PublicPosting => Channel::OneStopOffice,
        Product::Banner | Product::Poster => Channel::Street,
        _ => Channel::Website,
    })]);
    if matches!(what.product, Product::NewsItem | Product::Video) && chance.in_hundred(30) {
        channels.insert(if chance.in_hundred(50) { Channel::Zalo } else { Channel::Facebook });
    }
    channels.into_iter().collect()
}
