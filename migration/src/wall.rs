//! Row-level security: the second wall, which PostgreSQL alone has. Here are the words its rules are written in.
//!
//! A transaction says who it is by settings that end with it. Where nothing is set nobody asks, and nobody sees
//! anything. `tonghop.everything` says why the program itself asks: it sees all. `tonghop.user` or `tonghop.client` names
//! who asks otherwise, and one setting for each [`Reach`] the units that what he holds today gives him, as `{id,id}`.
//! `tonghop.issuer` and `tonghop.subject` say who somebody is at another issuer, until it is known which user that is.
//!
//! What is set stands in sub-queries of its own, so that it is read once for a query and not for each row.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// For what a user's grants give him units, by the name of the setting.
#[derive(Clone, Copy)]
pub(crate) enum Reach {
    /// At and below these units he reads.
    Reads,
    /// Of these very units he reads drafts.
    Drafts,
    /// Of these very units he writes reports.
    Reports,
    /// Of these very units he writes plans.
    Plans,
    /// Below these units he reviews.
    Reviews,
    /// At and below these units what he does moves figures.
    Figures,
    /// At and below these units he manages users and grants.
    Administers,
    /// At and below these units he reads the audit log.
    Audits,
}

impl Reach {
    /// The units, as a value.
    pub(crate) fn units(self) -> String {
        let setting = match self {
            Self::Reads => "reads",
            Self::Drafts => "drafts",
            Self::Reports => "reports",
            Self::Plans => "plans",
            Self::Reviews => "reviews",
            Self::Figures => "figures",
            Self::Administers => "administers",
            Self::Audits => "audits",
        };
        // The outer cast says that it is one value and not a list of rows.
        format!("(SELECT NULLIF(current_setting('tonghop.{setting}', true), '')::uuid[])::uuid[]")
    }

    /// The unit in `column` is one of them.
    pub(crate) fn itself(self, column: &str) -> String {
        format!("{column} = ANY ({})", self.units())
    }

    /// The unit in `column` is one of them or stood below one; or there is no unit, and one of them is the nation.
    pub(crate) fn under_or_nations(self, column: &str) -> String {
        let (under, units) = (self.under(column), self.units());
        let nation =
            format!("SELECT FROM unit_version root WHERE root.tier = 'NATION' AND root.unit_id = ANY ({units})");
        format!("({under} OR ({column} IS NULL AND EXISTS ({nation})))")
    }

    /// The unit in `column` is one of them, or stood below one on whatever day: the days are the first wall's affair.
    pub(crate) fn under(self, column: &str) -> String {
        let units = self.units();
        format!("{column} IN (SELECT wall.unit_id FROM unit_ancestor wall WHERE wall.ancestor_id = ANY ({units}))")
    }
}

/// The row in `alias` is a user's whom the caller administers: by the unit he has, or as the nation's where he has none.
pub(crate) fn administered_user(alias: &str) -> String {
    Reach::Administers.under_or_nations(&format!("{alias}unit_id"))
}

/// The program itself asks.
const EVERYTHING: &str = "(SELECT current_setting('tonghop.everything', true) <> '')";

/// A user or a service client asks.
pub(crate) const SIGNED_IN: &str =
    "(SELECT current_setting('tonghop.user', true) <> '' OR current_setting('tonghop.client', true) <> '')";

/// The user who asks.
pub(crate) const USER: &str = "(SELECT NULLIF(current_setting('tonghop.user', true), '')::uuid)";

/// The service client that asks.
pub(crate) const CLIENT: &str = "(SELECT NULLIF(current_setting('tonghop.client', true), '')::uuid)";

/// The row tells which user somebody is whom another issuer knows, and it is he who asks.
pub(crate) const IDENTIFIED: &str = "(issuer = (SELECT current_setting('tonghop.issuer', true)) \
                                     AND subject = (SELECT current_setting('tonghop.subject', true)))";

/// The transaction may write.
pub(crate) const WRITING: &str = "(SELECT current_setting('transaction_read_only') = 'off')";

/// Who sees the rows of a table, and who writes them; the program itself does both.
pub(crate) struct Wall {
    table: &'static str,
    seen: String,
    held: Option<String>,
    inserted: Option<String>,
    updated: Option<String>,
    deleted: Option<String>,
}

impl Wall {
    /// A user sees the rows that meet the condition. What is not said besides is the program's alone.
    pub(crate) fn around(table: &'static str, seen: impl Into<String>) -> Self {
        Self { table, seen: seen.into(), held: None, inserted: None, updated: None, deleted: None }
    }

    /// The table it is around.
    pub(crate) const fn table(&self) -> &'static str {
        self.table
    }

    /// A user inserts rows that meet the condition.
    pub(crate) fn inserted(mut self, condition: impl Into<String>) -> Self {
        self.inserted = Some(condition.into());
        self
    }

    /// A user updates the rows he sees, and afterwards they meet the condition. Not beforehand: whoever may see a row
    /// and not change it holds it all the same, and is then told so.
    pub(crate) fn updated(mut self, condition: impl Into<String>) -> Self {
        self.updated = Some(condition.into());
        self
    }

    /// A user holds and updates only rows that meet the condition, and not all that he sees.
    pub(crate) fn held(mut self, condition: impl Into<String>) -> Self {
        self.held = Some(condition.into());
        self
    }

    /// A user deletes the rows he sees that meet the condition.
    pub(crate) fn deleted(mut self, condition: impl Into<String>) -> Self {
        self.deleted = Some(condition.into());
        self
    }

    /// Raises it, for the tables' owner too.
    ///
    /// # Errors
    /// The database refuses a statement.
    pub(crate) async fn raise(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let Self { table, seen, held, inserted, updated, deleted } = self;
        let held = held.as_ref().unwrap_or(&seen);
        let or_program = |condition: Option<String>| match condition {
            Some(condition) => format!("{EVERYTHING} OR {condition}"),
            None => EVERYTHING.to_owned(),
        };
        let (inserted, updated, deleted) = (or_program(inserted), or_program(updated), or_program(deleted));
        let statements = [
            format!(r#"ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"#),
            format!(r#"CREATE POLICY seen ON "{table}" FOR SELECT USING ({EVERYTHING} OR {seen})"#),
            format!(r#"CREATE POLICY inserted ON "{table}" FOR INSERT WITH CHECK ({inserted})"#),
            format!(
                r#"CREATE POLICY updated ON "{table}" FOR UPDATE USING ({EVERYTHING} OR {held}) WITH CHECK ({updated})"#
            ),
            format!(r#"CREATE POLICY deleted ON "{table}" FOR DELETE USING ({deleted})"#),
        ];
        for statement in statements {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

/// Takes the walls around these tables away.
///
/// # Errors
/// The database refuses a statement.
pub(crate) async fn raze(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        for policy in ["seen", "inserted", "updated", "deleted"] {
            let statement = format!(r#"DROP POLICY {policy} ON "{table}""#);
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        let statement = format!(r#"ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY"#);
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// Creates a function that looks over the wall for one answer, and says no more than that.
///
/// # Errors
/// The database refuses it.
pub(crate) async fn over_the_wall(
    manager: &SchemaManager<'_>,
    (name, given, answer): (&str, &str, &str),
    reason: &str,
    question: &str,
) -> Result<(), DbErr> {
    let statement = format!(
        "CREATE FUNCTION {name}({given}) RETURNS {answer} LANGUAGE plpgsql STABLE AS $$ \
         DECLARE before text := COALESCE(current_setting('tonghop.everything', true), ''); \
         now text := set_config('tonghop.everything', '{reason}', true); \
         answer {answer} := ({question}); \
         BEGIN now := set_config('tonghop.everything', before, true); RETURN answer; END $$"
    );
    manager.get_connection().execute_unprepared(&statement).await?;
    Ok(())
}

/// Whether the database has such walls.
pub(crate) fn stands(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == DbBackend::Postgres
}
