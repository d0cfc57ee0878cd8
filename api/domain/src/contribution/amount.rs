//! Whether something contributes to an obligation, and how much.

use crate::{
    activity::Quantity,
    calendar::{Day, Span, WindowKind},
    id::{PlanId, TaskId, UnitId},
    quota::{Channel, Measure, Minutes, Product, Stage, Topic},
};

/// What an activity report says was done, as far as it can count.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// The unit that did it.
    pub unit: UnitId,
    /// The tasks the report names and every task that one of these carries out, up the chain.
    pub tasks: &'a [TaskId],
    /// What was made.
    pub product: Product,
    /// Where it reached people. The same item on several channels is one item.
    pub channels: &'a [Channel],
    /// What it was about.
    pub topic: Option<&'a Topic>,
    /// How far it has come.
    pub stage: Stage,
    /// How many minutes one item lasts.
    pub minutes: Option<Minutes>,
    /// The day of that stage.
    pub dated_on: Day,
    /// How many items.
    pub quantity: Quantity,
}

/// A plan that was issued, as far as it can count.
#[derive(Debug, Clone, Copy)]
pub struct Issue<'a> {
    /// The unit whose plan it is.
    pub issuer: UnitId,
    /// The plans it carries out.
    pub carries_out: &'a [PlanId],
    /// The day of issue; of a partial date its first day.
    pub issued_on: Day,
}

/// An obligation, as far as it decides what counts.
#[derive(Debug, Clone, Copy)]
pub struct Duty<'a> {
    /// The unit that owes it.
    pub unit: UnitId,
    /// The units whose activities count as well: those of the set of a POOLED one, none of an EACH one.
    pub members: &'a [UnitId],
    /// The plan that asks for it.
    pub plan: PlanId,
    /// The task its quota belongs to.
    pub task: TaskId,
    /// What counts.
    pub measure: &'a Measure,
    /// The clipped window.
    pub span: Span,
    /// The kind of window; a ONCE takes what is dated after its end too.
    pub kind: WindowKind,
}

impl Duty<'_> {
    fn is_of(&self, unit: UnitId) -> bool {
        self.unit == unit || self.members.contains(&unit)
    }

    fn takes(&self, day: Day) -> bool {
        match self.kind {
            WindowKind::Once => self.span.first() <= day,
            _ => self.span.contains(day),
        }
    }
}

/// How much a report adds to an obligation: its quantity if it contributes at all, else nothing.
///
/// Whether this is pending or achieved depends on the state of the report; see [`super::Credit`].
#[must_use]
pub fn amount(claim: &Claim<'_>, duty: &Duty<'_>) -> Option<i64> {
    let Measure { product, channel, topic, min_minutes, stage } = duty.measure;
    let contributes = duty.is_of(claim.unit)
        && claim.tasks.contains(&duty.task)
        && claim.product == *product
        && channel.is_none_or(|channel| claim.channels.contains(&channel))
        && topic.as_ref().is_none_or(|topic| claim.topic == Some(topic))
        && min_minutes.is_none_or(|least| claim.minutes.is_some_and(|minutes| minutes >= least))
        && claim.stage.satisfies(*stage)
        && duty.takes(claim.dated_on);
    contributes.then_some(claim.quantity.get())
}

/// How much an issued plan adds to an obligation: 1 to its issuer's PLAN obligation of a plan it carries out.
///
/// It is achieved at once, on its day of issue. A plan has no channel, topic or length, so none is asked for. Revoking it
/// takes this back.
#[must_use]
pub fn plan_amount(issue: &Issue<'_>, duty: &Duty<'_>) -> Option<i64> {
    let contributes = duty.is_of(issue.issuer)
        && issue.carries_out.contains(&duty.plan)
        && duty.measure.product == Product::Plan
        && duty.takes(issue.issued_on);
    contributes.then_some(1)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{calendar::testing::*, id::Id};

    fn id<K>(number: u128) -> Id<K> {
        Id::new(Uuid::from_u128(number))
    }

    fn topic(code: &str) -> Topic {
        code.parse().expect("a topic")
    }

    /// A bulletin about PAPI of 5 minutes, on the radio and on Facebook, on 31 May 2025, under task 1.
    fn claim() -> Claim<'static> {
        Claim {
            unit: id(1),
            tasks: Box::leak(Box::new([id(1), id(2)])),
            product: Product::Bulletin,
            channels: &[Channel::Facebook, Channel::Radio],
            topic: Some(Box::leak(Box::new(topic("PAPI")))),
            stage: Stage::Published,
            minutes: Minutes::new(5).ok(),
            dated_on: day("2025-05-31"),
            quantity: Quantity::new(3).expect("a quantity"),
        }
    }

    fn measure() -> Measure {
        Measure {
            product: Product::Bulletin,
            channel: Some(Channel::Radio),
            topic: Some(topic("PAPI")),
            min_minutes: Minutes::new(5).ok(),
            stage: Stage::Published,
        }
    }

    fn duty(measure: &Measure) -> Duty<'_> {
        Duty {
            unit: id(1),
            members: &[],
            plan: id(9),
            task: id(2),
            measure,
            span: span("2025-05-01", "2025-05-31"),
            kind: WindowKind::Month,
        }
    }

    #[test]
    fn a_report_adds_its_quantity_where_everything_holds() {
        assert_eq!(amount(&claim(), &duty(&measure())), Some(3));
    }

    #[test]
    fn a_report_adds_nothing_where_one_thing_does_not_hold() {
        let measure = measure();
        let duty = duty(&measure);
        let pci = topic("PCI");
        for (broken, claim) in [
            ("unit", Claim { unit: id(2), ..claim() }),
            ("task", Claim { tasks: &[], ..claim() }),
            ("product", Claim { product: Product::Broadcast, ..claim() }),
            ("channel", Claim { channels: &[Channel::Facebook], ..claim() }),
            ("no channel", Claim { channels: &[], ..claim() }),
            ("topic", Claim { topic: Some(&pci), ..claim() }),
            ("no topic", Claim { topic: None, ..claim() }),
            ("stage", Claim { stage: Stage::Sent, ..claim() }),
            ("minutes", Claim { minutes: Minutes::new(4).ok(), ..claim() }),
            ("no minutes", Claim { minutes: None, ..claim() }),
            ("too early", Claim { dated_on: day("2025-04-30"), ..claim() }),
            ("too late", Claim { dated_on: day("2025-06-01"), ..claim() }),
        ] {
            assert_eq!(amount(&claim, &duty), None, "{broken}");
        }
        assert_eq!(amount(&Claim { minutes: Minutes::new(6).ok(), ..claim() }, &duty), Some(3));
    }

    #[test]
    fn what_a_quota_does_not_name_is_not_asked() {
        let any = Measure { channel: None, topic: None, min_minutes: None, stage: Stage::Done, ..measure() };
        let bare = Claim { channels: &[], topic: None, minutes: None, stage: Stage::Sent, ..claim() };
        assert_eq!(amount(&bare, &duty(&any)), Some(3));
        assert_eq!(amount(&claim(), &duty(&any)), Some(3));
    }

    #[test]
    fn every_member_of_a_pool_contributes_and_so_does_the_unit_that_owes() {
        let (measure, members) = (measure(), [id(3), id(4)]);
        let pooled = Duty { members: &members, ..duty(&measure) };
        let of = |unit| amount(&Claim { unit: id(unit), ..claim() }, &pooled);
        assert_eq!([1, 2, 3, 4].map(of), [Some(3), None, Some(3), Some(3)]);
    }

    #[test]
    fn a_once_takes_what_comes_after_its_due_date_but_nothing_before_its_start() {
        let measure = measure();
        let once = Duty { kind: WindowKind::Once, ..duty(&measure) };
        let on = |text| amount(&Claim { dated_on: day(text), ..claim() }, &once);
        assert_eq!([on("2025-04-30"), on("2025-05-01"), on("2027-01-01")], [None, Some(3), Some(3)]);
    }

    #[test]
    fn a_report_of_a_leap_day_counts_for_its_month() {
        let measure = measure();
        let february = Duty { span: span("2024-02-01", "2024-02-29"), ..duty(&measure) };
        let march = Duty { span: span("2024-03-01", "2024-03-31"), ..duty(&measure) };
        let leap = Claim { dated_on: day("2024-02-29"), ..claim() };
        assert_eq!((amount(&leap, &february), amount(&leap, &march)), (Some(3), None));
    }

    /// Example 2: Tây Ninh asks for 12 published items a year (V.1b) and for one sent to its portal a quarter (V.1c).
    #[test]
    fn a_published_item_serves_the_year_and_the_quarter_and_a_sent_one_only_the_quarter() {
        let year = Measure {
            product: Product::NewsItem,
            channel: None,
            topic: None,
            min_minutes: None,
            stage: Stage::Published,
        };
        let quarter = Measure { channel: Some(Channel::Portal), stage: Stage::Sent, ..year.clone() };
        let q9 = Duty { task: id(1), span: span("2024-01-01", "2024-12-31"), kind: WindowKind::Year, ..duty(&year) };
        let q11 =
            Duty { task: id(2), span: span("2024-04-01", "2024-06-30"), kind: WindowKind::Quarter, ..duty(&quarter) };
        let published = Claim {
            product: Product::NewsItem,
            channels: &[Channel::Portal],
            topic: None,
            minutes: None,
            dated_on: day("2024-05-20"),
            quantity: Quantity::new(1).expect("a quantity"),
            ..claim()
        };
        let sent = Claim { stage: Stage::Sent, ..published };
        assert_eq!((amount(&published, &q9), amount(&published, &q11)), (Some(1), Some(1)));
        assert_eq!((amount(&sent, &q9), amount(&sent, &q11)), (None, Some(1)));
        let elsewhere = Claim { channels: &[Channel::Press], ..published };
        assert_eq!((amount(&elsewhere, &q9), amount(&elsewhere, &q11)), (Some(1), None));
    }

    #[test]
    fn an_issued_plan_counts_once_for_its_issuers_plan_obligation() {
        let plans = Measure { product: Product::Plan, ..measure() };
        let year = Duty { span: span("2024-01-01", "2024-12-31"), kind: WindowKind::Year, ..duty(&plans) };
        let carries_out = [id(8), id(9)];
        let issue = Issue { issuer: id(1), carries_out: &carries_out, issued_on: day("2024-04-25") };
        assert_eq!(plan_amount(&issue, &year), Some(1));
        assert_eq!(plan_amount(&Issue { issuer: id(2), ..issue }, &year), None);
        assert_eq!(plan_amount(&Issue { carries_out: &[], ..issue }, &year), None);
        assert_eq!(plan_amount(&Issue { issued_on: day("2025-01-01"), ..issue }, &year), None);
        assert_eq!(plan_amount(&issue, &duty(&measure())), None);
        let once = Duty { span: span("2024-01-01", "2024-04-20"), kind: WindowKind::Once, ..year };
        assert_eq!(plan_amount(&issue, &once), Some(1));
    }
}
