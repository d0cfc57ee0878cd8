//! Figures worked out one obligation at a time by the rules themselves, to hold the program's against.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    calendar::{Day, Span, WindowKind},
    compliance::{Counts, Coverage, ProductSum},
    contribution::{Contribution, Source, amounts},
    obligation::{Amounts, Outlook, State, Terms, Validity},
    quota::Product,
};
use serde_json::{Value, json};

use crate::support::app::Client;

/// One obligation with everything that was contributed to it.
pub(super) struct Owed {
    pub(super) id: String,
    pub(super) unit: String,
    pub(super) plan: String,
    pub(super) task: String,
    pub(super) quota: String,
    pub(super) subjects: Vec<String>,
    pub(super) version: i64,
    pub(super) terms: Terms,
    pub(super) product: Product,
    validity: Validity,
    issued_on: Day,
    contributions: Vec<Contribution>,
}

const PAGE: &str = "query($after: Cursor) { obligations(orderBy: ENDS_ON, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
        id version unit { id } product windowKind startsOn endsOn closesOn target revoked exemption { reason }
        plan { id issuedOn subjects } task { id } quota { id }
        contributions(first: 100) { nodes { amount state datedOn report { id } } }
    } } }";

/// Every obligation that somebody sees.
pub(super) async fn owed(client: &Client<'_>) -> Vec<Owed> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let data = client.data(PAGE, json!({ "after": after })).await;
        let page = &data["obligations"];
        found.extend(page["nodes"].as_array().unwrap().iter().map(read));
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn day(value: &Value) -> Day {
    text(value).parse().unwrap()
}

fn read(node: &Value) -> Owed {
    let span = Span::new(day(&node["startsOn"]), day(&node["endsOn"])).unwrap();
    let kind: WindowKind = text(&node["windowKind"]).parse().unwrap();
    let terms = Terms { target: node["target"].as_i64().unwrap(), span, closes_on: day(&node["closesOn"]), kind };
    let validity = match (node["revoked"].as_bool().unwrap(), node["exemption"].is_null()) {
        (true, _) => Validity::Revoked,
        (false, false) => Validity::Exempt,
        (false, true) => Validity::InForce,
    };
    let contribution = |part: &Value| Contribution {
        source: if part["report"].is_null() { Source::Plan } else { Source::Report },
        credit: text(&part["state"]).parse().unwrap(),
        amount: part["amount"].as_i64().unwrap(),
        dated_on: day(&part["datedOn"]),
    };
    Owed {
        id: text(&node["id"]).to_owned(),
        unit: text(&node["unit"]["id"]).to_owned(),
        plan: text(&node["plan"]["id"]).to_owned(),
        task: text(&node["task"]["id"]).to_owned(),
        quota: text(&node["quota"]["id"]).to_owned(),
        subjects: node["plan"]["subjects"].as_array().unwrap().iter().map(|word| text(word).to_owned()).collect(),
        version: node["version"].as_i64().unwrap(),
        terms,
        product: text(&node["product"]).parse().unwrap(),
        validity,
        issued_on: day(&node["plan"]["issuedOn"]),
        contributions: node["contributions"]["nodes"].as_array().unwrap().iter().map(contribution).collect(),
    }
}

impl Owed {
    /// What was contributed up to a day.
    pub(super) fn amounts(&self, on: Day) -> Amounts {
        amounts(self.contributions.iter().copied().filter(|part| part.dated_on <= on), self.terms.closes_on)
    }

    /// How it stood on a day.
    pub(super) fn outlook(&self, on: Day) -> Outlook {
        Outlook::of(&self.terms, self.amounts(on), self.validity)
    }

    /// Its state on a day.
    pub(super) fn state(&self, on: Day) -> Option<State> {
        self.outlook(on).state_on(on).filter(|_| self.issued_on <= on)
    }
}

/// The figures over some obligations, as the API would say them, with the units that have nothing in the order of ids.
pub(super) fn figures<'a>(obligations: impl Iterator<Item = &'a Owed>, on: Day) -> Value {
    let mut counts = Counts::default();
    let mut products: BTreeMap<Product, ProductSum> = BTreeMap::new();
    let mut units: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for owed in obligations {
        let Some(state) = owed.state(on) else { continue };
        counts.count(state, 1);
        if state != State::Exempt {
            let amounts = owed.amounts(on);
            let sum = products.entry(owed.product).or_default();
            *sum = *sum + ProductSum::of(&owed.terms, amounts, on);
            if owed.terms.span.first() <= on {
                let (started, begun) = units.entry(&owed.unit).or_default();
                *started += 1;
                *begun += i64::from(amounts.achieved > 0);
            }
        }
    }
    let coverage: Coverage = units.values().map(|(started, begun)| Coverage::of_unit(*started, *begun)).sum();
    let nothing: BTreeSet<&str> = units.iter().filter(|(_, (_, begun))| *begun == 0).map(|(unit, _)| *unit).collect();
    let rate = counts.rate();
    json!({
        "counts": {
            "total": counts.total(), "exempt": counts.get(State::Exempt), "met": counts.get(State::Met),
            "metLate": counts.get(State::MetLate), "notDue": counts.get(State::NotDue),
            "awaitingReview": counts.get(State::AwaitingReview), "missed": counts.get(State::Missed),
            "atRisk": counts.get(State::AtRisk), "onTrack": counts.get(State::OnTrack),
        },
        "rate": { "numerator": rate.numerator, "denominator": rate.denominator },
        "open": counts.open(),
        "products": products.iter().map(|(product, sum)| json!({
            "product": product.as_str(), "target": sum.target, "targetDue": sum.due, "achieved": sum.achieved,
            "pending": sum.pending,
        })).collect::<Vec<_>>(),
        "coverage": {
            "bound": coverage.bound, "achieved": coverage.achieved, "nothing": coverage.nothing(),
            "unitsWithNothing": { "nodes": nothing },
        },
    })
}

/// What the API is asked for, to be held against [`figures`].
pub(super) const FIGURES: &str = "fragment Whole on Figures {
    counts { total exempt met metLate notDue awaitingReview missed atRisk onTrack }
    rate { numerator denominator } open products { product target targetDue achieved pending }
    coverage { bound achieved nothing unitsWithNothing(first: 100) { nodes { id } } } }";

/// Figures as the API said them, in the form of [`figures`].
pub(super) fn said(mut figures: Value) -> Value {
    let nodes = figures["coverage"]["unitsWithNothing"]["nodes"].take();
    let ids: BTreeSet<String> = nodes.as_array().unwrap().iter().map(|node| text(&node["id"]).to_owned()).collect();
    figures["coverage"]["unitsWithNothing"]["nodes"] = json!(ids);
    figures
}
