//! What the catalog of the database says of the wall: nobody can add a table and forget it.

use std::collections::{BTreeMap, BTreeSet};

use super::OUTSIDE;
use crate::support::database::{Behind, Database};

/// Every table with the tables that its rows refer to, and those with a column that names a unit.
const TABLES: &str = "
    SELECT c.relname::text, string_agg(f.confrelid::regclass::text, ' '),
           CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN 'forced' END
    FROM pg_class c LEFT JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f'
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
    GROUP BY c.relname, c.relrowsecurity, c.relforcerowsecurity";

/// The program's own notes about the database, in which nothing of a unit stands.
const OF_NO_UNIT: &[&str] = &["seaql_migrations", "setting", "idempotency_key", "audit_seal"];

#[tokio::test]
async fn every_table_that_names_a_unit_stands_behind_the_wall_or_outside_for_a_reason() {
    let database = Database::postgres().await;
    let mut behind = Behind::of(&database).await;
    let mut refers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut forced = BTreeSet::new();
    for row in behind.texts(TABLES).await {
        let table = row[0].clone().unwrap();
        let to = row[1].as_deref().unwrap_or_default().replace('"', "");
        refers.insert(table.clone(), to.split_whitespace().map(str::to_owned).collect());
        if row[2].is_some() {
            forced.insert(table);
        }
    }
    let outside: BTreeSet<&str> = OUTSIDE.iter().map(|(table, _)| *table).collect();
    // What names a unit, and what belongs to what stands behind the wall.
    let mut named: BTreeSet<&str> = BTreeSet::new();
    loop {
        let found: BTreeSet<&str> = refers
            .iter()
            .filter(|(_, to)| to.iter().any(|to| to == "unit" || named.contains(to.as_str()) || forced.contains(to)))
            .map(|(table, _)| table.as_str())
            .collect();
        if found == named {
            break;
        }
        named = found;
    }
    for table in named {
        assert!(
            forced.contains(table) != outside.contains(table),
            "{table} names a unit, of itself or through a table it refers to. Raise a wall around it in the migration \
             that creates it (migration/src/wall.rs: who sees its rows, who writes them), or say in OUTSIDE why \
             everybody who is signed in may read it"
        );
    }
    for table in refers.keys().filter(|table| !forced.contains(*table) && !outside.contains(table.as_str())) {
        assert!(
            OF_NO_UNIT.contains(&table.as_str()),
            "{table} refers to nothing: say in OF_NO_UNIT that it names no unit"
        );
    }
}

#[tokio::test]
async fn each_wall_has_a_rule_for_reading_and_for_each_way_of_writing() {
    let database = Database::postgres().await;
    let mut behind = Behind::of(&database).await;
    let rules = behind
        .texts(
            "SELECT tablename::text,
                    string_agg(cmd || ' ' || permissive || ' ' || array_to_string(roles, ','), ', ' ORDER BY cmd)
             FROM pg_policies GROUP BY tablename",
        )
        .await;
    for row in rules {
        let expected = ["DELETE", "INSERT", "SELECT", "UPDATE"].map(|verb| format!("{verb} PERMISSIVE public"));
        assert_eq!(row[1].as_deref(), Some(expected.join(", ").as_str()), "{:?}", row[0]);
    }
}
