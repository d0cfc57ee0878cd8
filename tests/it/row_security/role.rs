//! What the server's role can do: serve, and nothing to the wall.

use sqlx::{AssertSqlSafe, raw_sql};
use tonghop::store::{Store, migrate};

use super::{NOW, connect, fill};
use crate::support::{
    app::App,
    database::{Behind, Database},
};

/// What would change or take away what only grows, or the wall itself.
const REFUSED: &[&str] = &[
    "UPDATE audit_event SET action = 'OTHER'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only",
    "DROP TRIGGER audit_event_append_only ON audit_event",
    "UPDATE audit_seal SET hash = ''",
    "DELETE FROM audit_seal",
    "TRUNCATE audit_seal",
    "ALTER TABLE audit_seal DISABLE TRIGGER ALL",
    "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    "SET session_replication_role = replica",
    "SELECT setval('audit_event_seq', 1)",
    "DROP POLICY seen ON tally",
    "ALTER POLICY seen ON tally USING (true)",
    "CREATE POLICY all_seen ON tally USING (true)",
    "ALTER TABLE tally NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE tally DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE tally OWNER TO CURRENT_USER",
    "DROP FUNCTION pool_is_reached",
    "TRUNCATE tally",
    "DELETE FROM unit",
    "CREATE TABLE mine (id integer)",
    "CREATE SCHEMA mine",
    "DELETE FROM seaql_migrations",
    "CREATE ROLE mine",
    "SET ROLE tonghop_test_owner",
    "COPY tally TO PROGRAM 'true'",
];

#[tokio::test]
async fn the_servers_role_cannot_change_the_audit_trail_or_the_wall() {
    let database = Database::postgres().await;
    let mut behind = Behind::of(&database).await;
    let mut server = connect(&database).await;
    let app = App::start(database, NOW).await;
    fill(&app).await;
    let trail = "SELECT string_agg(e::text, ' ' ORDER BY seq) FROM audit_event e";
    let before = behind.texts(trail).await;
    for mark in ["", "SELECT set_config('tonghop.everything', 'a test', false)"] {
        raw_sql(mark).execute(&mut server).await.unwrap();
        for statement in REFUSED {
            let refused = raw_sql(AssertSqlSafe((*statement).to_owned())).execute(&mut server).await;
            let error = refused.expect_err(statement).into_database_error().unwrap();
            // Insufficient privilege.
            assert_eq!(error.code().as_deref(), Some("42501"), "{statement}: {error}");
        }
    }
    assert_eq!(behind.texts(trail).await, before);
}

#[tokio::test]
async fn nobody_serves_with_a_role_that_no_wall_holds() {
    let database = Database::postgres().await;
    let mut behind = Behind::of(&database).await;
    let Database::Postgres(on_server) = &database else { unreachable!() };
    let refusal = |url: String| async move { Store::connect(&url, 1).await.unwrap_err().to_string() };
    let owner = refusal(on_server.owner_url()).await;
    assert!(owner.contains("tonghop_test_owner owns tables"), "{owner}");
    let superuser = refusal(on_server.behind_url()).await;
    assert!(superuser.contains("is a superuser") && superuser.contains("--owner-database-url"), "{superuser}");
    // Roles are the whole server's: a name of this test's own, and gone at the end.
    let role = format!("tonghop_test_role_{}", std::process::id());
    behind.run(&format!("CREATE ROLE {role} LOGIN PASSWORD 'tonghop-test'")).await;
    let url = on_server.url().replace("tonghop_test_server", &role);
    assert!(Store::connect(&url, 1).await.is_ok());
    for (change, why) in [
        ("ALTER ROLE {role} BYPASSRLS", "bypasses row-level security"),
        ("ALTER ROLE {role} NOBYPASSRLS; GRANT tonghop_test_owner TO {role}", "owns tables"),
        ("REVOKE tonghop_test_owner FROM {role}; ALTER ROLE {role} SUPERUSER", "is a superuser"),
    ] {
        behind.run(&change.replace("{role}", &role)).await;
        let line = refusal(url.clone()).await;
        assert!(line.contains(&format!("{role} {why}")), "{line}");
    }
    behind.run(&format!("DROP ROLE {role}")).await;
}

#[tokio::test]
async fn postgresql_is_migrated_by_two_roles_and_sqlite_by_none() {
    let database = Database::postgres().await;
    let Database::Postgres(on_server) = &database else { unreachable!() };
    let (server, owner) = (on_server.url(), on_server.owner_url());
    let refusal = |url: String, owner: Option<String>| async move {
        migrate(&url, owner.as_deref()).await.unwrap_err().to_string()
    };
    assert!(refusal(server.clone(), None).await.contains("--owner-database-url"));
    assert!(refusal(owner.clone(), Some(owner.clone())).await.contains("owns tables"));
    assert!(refusal(server.clone(), Some(server.clone())).await.contains("permission denied"));
    let other = database.empty().await;
    let Database::Postgres(other) = &other else { unreachable!() };
    assert!(refusal("sqlite:none.db".to_owned(), Some(owner.clone())).await.contains("SQLite database has no roles"));
    // Once more changes nothing.
    migrate(&server, Some(&owner)).await.unwrap();
    migrate(&other.url(), Some(&other.owner_url())).await.unwrap();
}
