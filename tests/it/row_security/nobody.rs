//! Who says nothing sees nothing.

use super::{NOW, connect, count, fill, walled};
use crate::support::{
    app::App,
    database::{Behind, Database},
};

/// Proofs of who every user is, and a service client: what nothing here signs in with.
pub(super) const PROOFS: &str = "
    INSERT INTO user_password (user_id, hash, must_change, changed_at) SELECT id, 'x', false, now() FROM \"user\";
    INSERT INTO user_identity (id, user_id, issuer, subject, created_at)
        SELECT gen_random_uuid(), id, 'https://issuer.example', name, now() FROM \"user\";
    INSERT INTO sign_in (id, user_id, created_at, expires_at) SELECT gen_random_uuid(), id, now(), now() FROM \"user\";
    INSERT INTO refresh_token (hash, sign_in_id, created_at, expires_at) SELECT id::text, id, now(), now() FROM sign_in;
    INSERT INTO sign_in_failure (kind, key, failures, free_at, last_at) VALUES ('NAME', 'x', 1, now(), now());
    INSERT INTO service_client (id, name, unit_id, created_at)
        SELECT gen_random_uuid(), 'client', unit_id, now() FROM \"grant\" LIMIT 1;
    INSERT INTO service_client_scope (client_id, scope) SELECT id, 'READ' FROM service_client;
    INSERT INTO service_client_secret (hash, client_id, created_at) SELECT 'x', id, now() FROM service_client;";

#[tokio::test]
async fn a_transaction_that_does_not_say_who_asks_sees_no_row_behind_the_wall() {
    let database = Database::postgres().await;
    let mut behind = Behind::of(&database).await;
    let mut server = connect(&database).await;
    let app = App::start(database, NOW).await;
    fill(&app).await;
    behind.run(PROOFS).await;
    let walled = walled(&mut behind).await;
    assert!(walled.contains(&"tally".to_owned()), "{walled:?}");
    for table in walled {
        let all = behind.texts(&format!(r#"SELECT 'a row' FROM "{table}""#)).await.len();
        assert_ne!(all, 0, "{table} is empty: let `fill` write to it, or the wall around it is not tried");
        assert_eq!(count(&mut server, &table).await, 0, "{table}");
    }
    // What a transaction said ends with it.
    for reason in ["'a test'", "''"] {
        let said = format!("BEGIN; SELECT set_config('tonghop.everything', {reason}, true)");
        sqlx::raw_sql(sqlx::AssertSqlSafe(said)).execute(&mut server).await.unwrap();
        assert_eq!(count(&mut server, "tally").await > 0, reason != "''");
        sqlx::raw_sql("COMMIT").execute(&mut server).await.unwrap();
        assert_eq!(count(&mut server, "tally").await, 0);
    }
}
