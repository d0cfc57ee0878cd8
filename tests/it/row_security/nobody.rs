//! Who says nothing sees nothing.

use super::{NOW, connect, count, fill, walled};
use crate::support::{
    app::App,
    database::{Behind, Database},
};

#[tokio::test]
async fn a_transaction_that_does_not_say_who_asks_sees_no_row_behind_the_wall() {
    let database = Database::postgres().await;
    let mut behind = Behind::of(&database).await;
    let mut server = connect(&database).await;
    let app = App::start(database, NOW).await;
    fill(&app).await;
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
