//! What each table shows to a user of one commune, asked for as barely as can be.

use std::collections::BTreeMap;

use domain::authz::Role;
use sqlx::{AssertSqlSafe, raw_sql};

use super::{NOW, connect, count, fill, walled};
use crate::support::{
    app::App,
    database::{Behind, Database},
    world::{OLD, TRA_GIANG},
};

/// What he may see of each table. `$unit` is the commune, `$user` he himself.
const MAY_SEE: &[(&str, &str)] = &[
    ("activity_report", "unit_id = '$unit'"),
    ("activity_report_channel", OF_REPORT),
    ("activity_report_return_field", OF_REPORT),
    ("activity_report_task", OF_REPORT),
    ("activity_report_writer", OF_REPORT),
    ("evidence", OF_REPORT),
    (
        "audit_event",
        "subject_kind = 'ACTIVITY_REPORT' \
         AND subject_id IN (SELECT id FROM activity_report WHERE unit_id = '$unit')",
    ),
    ("obligation", "unit_id = '$unit' OR id IN (SELECT obligation_id FROM obligation_member WHERE unit_id = '$unit')"),
    ("obligation_member", "obligation_id IN (SELECT obligation_id FROM obligation_member WHERE unit_id = '$unit')"),
    (
        "contribution",
        "obligation_id IN (SELECT id FROM obligation WHERE unit_id = '$unit') \
         OR obligation_id IN (SELECT obligation_id FROM obligation_member WHERE unit_id = '$unit')",
    ),
    ("tally", "unit_id = '$unit'"),
    ("product_tally", "unit_id = '$unit'"),
    ("plan", "state <> 'DRAFT'"),
    ("plan_act", OF_PLAN),
    ("plan_line", OF_PLAN),
    ("plan_organisation", OF_PLAN),
    ("plan_subject", OF_PLAN),
    ("quota", OF_PLAN),
    ("report_duty", OF_PLAN),
    ("task", OF_PLAN),
    ("quota_unit", "quota_id IN (SELECT q.id FROM quota q JOIN plan p ON p.id = q.plan_id WHERE p.state <> 'DRAFT')"),
    (
        "report_duty_through",
        "duty_id IN (SELECT d.id FROM report_duty d JOIN plan p ON p.id = d.plan_id WHERE p.state <> 'DRAFT')",
    ),
    ("task_channel", OF_TASK),
    ("task_link", OF_TASK),
    ("task_role", OF_TASK),
    ("user", "TRUE"),
    ("grant", "user_id = '$user'"),
    ("user_password", "user_id = '$user'"),
    ("user_identity", "user_id = '$user'"),
    ("sign_in", "user_id = '$user'"),
    ("refresh_token", "sign_in_id IN (SELECT id FROM sign_in WHERE user_id = '$user')"),
    ("sign_in_failure", "FALSE"),
    ("service_client", "TRUE"),
    ("service_client_scope", "FALSE"),
    ("service_client_secret", "FALSE"),
];

const OF_REPORT: &str = "report_id IN (SELECT id FROM activity_report WHERE unit_id = '$unit')";
const OF_PLAN: &str = "plan_id IN (SELECT id FROM plan WHERE state <> 'DRAFT')";
const OF_TASK: &str = "task_id IN (SELECT t.id FROM task t JOIN plan p ON p.id = t.plan_id WHERE p.state <> 'DRAFT')";

#[tokio::test]
async fn each_table_shows_a_user_what_he_may_see_and_no_row_more() {
    let database = Database::postgres().await;
    let mut behind = Behind::of(&database).await;
    let mut server = connect(&database).await;
    let app = App::start(database, NOW).await;
    fill(&app).await;
    app.user("viewer", &[(Role::Viewer, TRA_GIANG, OLD)]).await;
    behind.run(super::nobody::PROOFS).await;
    let facts = "SELECT g.unit_id::text, u.id::text FROM \"user\" u JOIN \"grant\" g ON g.user_id = u.id \
                 WHERE u.name = 'viewer'";
    let facts = behind.texts(facts).await.remove(0);
    let [unit, user] = [0, 1].map(|n| facts[n].clone().unwrap());
    let may_see: BTreeMap<&str, &str> = MAY_SEE.iter().copied().collect();
    let begin = format!(
        "BEGIN READ ONLY; SELECT set_config('tonghop.user', '{user}', true), \
         set_config('tonghop.reads', '{{{unit}}}', true), set_config('tonghop.drafts', '{{{unit}}}', true)"
    );
    raw_sql(AssertSqlSafe(begin)).execute(&mut server).await.unwrap();
    for table in walled(&mut behind).await {
        let condition = may_see.get(table.as_str());
        let condition = condition.unwrap_or_else(|| panic!("say in MAY_SEE what {table} shows to a user of one unit"));
        let condition = condition.replace("$unit", &unit).replace("$user", &user);
        let expected = behind.texts(&format!(r#"SELECT 'a row' FROM "{table}" WHERE {condition}"#)).await.len();
        assert_eq!(count(&mut server, &table).await, i64::try_from(expected).unwrap(), "{table}");
    }
}
