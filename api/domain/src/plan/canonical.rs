//! One spelling of a plan's content, so that two imports of one file can be told from two different files.

use std::fmt::Display;

use super::{Act, Content, ReportDuty};
use crate::task::{Budget, Holder, Quota, RoleHolder, Selector, Task, Timing, When};

/// The content as text: one line per value, its path in front, in a fixed order; what is missing has no line.
///
/// Equal contents give equal texts and different ones different texts, whatever the order of keys in the file they
/// were read from. The form must not change once released: stored hashes are made of it.
#[must_use]
pub fn canonical(content: &Content) -> String {
    let mut lines = Lines("tonghop plan 1\n".into());
    lines.maybe("symbol", content.symbol.as_ref());
    lines.maybe("issued_on", content.issued_on);
    lines.put("year", content.year);
    lines.list("subjects", &content.subjects);
    lines.put("title", &content.title);
    lines.each("carries_out", &content.carries_out, Lines::act);
    lines.each("cites", &content.cites, Lines::act);
    lines.each("organisations", &content.organisations, |lines, at, organisation| {
        lines.put(&format!("{at}.key"), &organisation.key);
        lines.put(&format!("{at}.name"), &organisation.name);
        lines.put(&format!("{at}.kind"), organisation.kind);
        lines.put(&format!("{at}.affiliation"), organisation.affiliation);
        lines.maybe(&format!("{at}.unit"), organisation.unit);
    });
    lines.list("themes", &content.themes);
    lines.each("tasks", &content.tasks, Lines::task);
    lines.each("report_duties", &content.report_duties, Lines::report_duty);
    lines.each("deadlines", &content.deadlines, |lines, at, deadline| {
        lines.put(&format!("{at}.what"), &deadline.what);
        lines.put(&format!("{at}.by"), deadline.by);
    });
    lines.list("indices", &content.indices);
    lines.each("indicators", &content.indicators, |lines, at, indicator| {
        lines.put(&format!("{at}.key"), &indicator.key);
        lines.put(&format!("{at}.name"), &indicator.name);
    });
    lines.maybe("funding", content.funding.as_ref());
    lines.list("recipients", &content.recipients);
    lines.list("doubts", &content.doubts);
    lines.maybe("source", content.source.as_ref());
    lines.0
}

struct Lines(String);

impl Lines {
    fn put(&mut self, path: &str, value: impl Display) {
        // A value cannot end its line, so no value can look like two.
        let value = value.to_string().replace('\\', "\\\\").replace('\n', "\\n");
        self.0.extend([path, "=", &value, "\n"]);
    }

    fn maybe(&mut self, path: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.put(path, value);
        }
    }

    fn list(&mut self, path: &str, values: &[impl Display]) {
        self.each(path, values, |lines, at, value| lines.put(at, value));
    }

    fn each<T>(&mut self, path: &str, entries: &[T], put: impl Fn(&mut Self, &str, &T)) {
        for (index, entry) in entries.iter().enumerate() {
            put(self, &format!("{path}[{index}]"), entry);
        }
    }

    fn act(&mut self, at: &str, act: &Act) {
        self.maybe(&format!("{at}.symbol"), act.symbol.as_ref());
        self.maybe(&format!("{at}.issued_on"), act.issued_on);
        self.maybe(&format!("{at}.issuer"), act.issuer.as_ref());
        self.maybe(&format!("{at}.title"), act.title.as_ref());
    }

    fn holder(&mut self, at: &str, holder: &Holder) {
        match holder {
            Holder::Organisation(key) => self.put(&format!("{at}.organisation"), key),
            Holder::Group(group) => self.put(&format!("{at}.group"), group),
        }
    }

    fn task(&mut self, at: &str, task: &Task) {
        self.put(&format!("{at}.no"), &task.no);
        self.put(&format!("{at}.title"), &task.title);
        self.list(&format!("{at}.channels"), &task.channels);
        self.put(&format!("{at}.product"), task.product);
        self.each(&format!("{at}.roles"), &task.roles, Self::role);
        self.timing(&format!("{at}.timing"), &task.timing);
        if let Some(Budget { text, amount_vnd, formula }) = &task.budget {
            self.put(&format!("{at}.budget.text"), text);
            self.maybe(&format!("{at}.budget.amount_vnd"), *amount_vnd);
            self.maybe(&format!("{at}.budget.formula"), formula.as_ref());
        }
        self.list(&format!("{at}.carries_out"), &task.carries_out);
        self.each(&format!("{at}.quotas"), &task.quotas, Self::quota);
    }

    fn role(&mut self, at: &str, held: &RoleHolder) {
        self.put(&format!("{at}.role"), held.role);
        self.holder(at, &held.holder);
        self.maybe(&format!("{at}.text"), held.text.as_ref());
    }

    fn timing(&mut self, at: &str, timing: &Timing) {
        self.put(&format!("{at}.kind"), timing.when.kind());
        self.maybe(&format!("{at}.year"), timing.year);
        match timing.when {
            When::Continuous | When::Year | When::Unstated => {}
            When::Quarter(quarter) => self.maybe(&format!("{at}.quarter"), quarter),
            When::Date(day) | When::BeforeMonth(day) => self.put(&format!("{at}.date"), day),
            When::WeeklySlot(weekday, time) => {
                self.put(&format!("{at}.weekday"), weekday.number_from_monday());
                self.maybe(&format!("{at}.at"), time);
            }
        }
        self.maybe(&format!("{at}.text"), timing.text.as_ref());
    }

    fn quota(&mut self, at: &str, quota: &Quota) {
        self.put(&format!("{at}.no"), &quota.no);
        self.put(&format!("{at}.selector"), quota.selector.kind());
        match &quota.selector {
            Selector::Organisation(key) => self.put(&format!("{at}.selector.organisation"), key),
            Selector::RoleHolders(role) => self.put(&format!("{at}.selector.role"), role),
            Selector::Units(units) => self.list(&format!("{at}.selector.units"), units),
            _ => {}
        }
        self.put(&format!("{at}.sharing"), quota.sharing);
        self.maybe(&format!("{at}.owed_by"), quota.owed_by.as_ref());
        self.put(&format!("{at}.product"), quota.measure.product);
        self.maybe(&format!("{at}.channel"), quota.measure.channel);
        self.maybe(&format!("{at}.topic"), quota.measure.topic.as_ref());
        self.maybe(&format!("{at}.min_minutes"), quota.measure.min_minutes);
        self.put(&format!("{at}.stage"), quota.measure.stage);
        self.maybe(&format!("{at}.minimum"), quota.minimum);
        self.maybe(&format!("{at}.coverage_goal"), quota.coverage_goal);
        self.maybe(&format!("{at}.per"), quota.per);
        self.maybe(&format!("{at}.due_on"), quota.due_on);
        if let Some(total) = quota.stated_total {
            self.put(&format!("{at}.stated_total.value"), total.value);
            self.put(&format!("{at}.stated_total.per"), total.per);
            self.put(&format!("{at}.stated_total.approximate"), total.approximate);
        }
        self.maybe(&format!("{at}.note"), quota.note.as_ref());
    }

    fn report_duty(&mut self, at: &str, duty: &ReportDuty) {
        self.holder(at, &duty.holder);
        self.maybe(&format!("{at}.addressee"), duty.addressee.as_ref());
        self.list(&format!("{at}.through"), &duty.through);
        self.put(&format!("{at}.cycle"), duty.cycle);
        self.put(&format!("{at}.form"), duty.form);
        self.maybe(&format!("{at}.embedded_in"), duty.embedded_in.as_ref());
        self.maybe(&format!("{at}.text"), duty.text.as_ref());
    }
}
