//! The format's own names for the fields of a plan.

/// The path in a file of what the program calls `field`: `tasks[3].quotas[0].dueOn` is `tasks[3].quotas[0].by`.
pub(crate) fn in_file(field: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in field.split('.') {
        let (name, index) = part.split_at(part.find('[').unwrap_or(part.len()));
        let of_quota = parts.last().is_some_and(|above| above.starts_with("quotas["));
        parts.push(format!("{}{index}", key(name, of_quota)));
    }
    parts.join(".")
}

fn key(name: &str, of_quota: bool) -> &str {
    match name {
        "no" if of_quota => "id",
        "issuedOn" => "issued_on",
        "carriesOut" => "carries_out",
        "reportDuties" => "report_duties",
        "holder" => "who",
        "addressee" => "to",
        "embeddedIn" => "embedded_in",
        "amount" => "amount_vnd",
        "selector" => "bound",
        "minMinutes" => "min_minutes",
        "coverageGoal" => "percent",
        "dueOn" => "by",
        "statedTotal" => "stated_total",
        same => same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_named_as_the_file_names_it() {
        for (field, path) in [
            ("title", "title"),
            ("issuedOn", "issued_on"),
            ("tasks[3].no", "tasks[3].no"),
            ("tasks[3].quotas[0].no", "tasks[3].quotas[0].id"),
            ("tasks[3].quotas[0].coverageGoal", "tasks[3].quotas[0].percent"),
            ("tasks[3].quotas[0].statedTotal.value", "tasks[3].quotas[0].stated_total.value"),
            ("tasks[0].roles[1].holder", "tasks[0].roles[1].who"),
            ("reportDuties[2].through[1]", "report_duties[2].through[1]"),
            ("carriesOut[0].title", "carries_out[0].title"),
        ] {
            assert_eq!(in_file(field), path);
        }
    }
}
