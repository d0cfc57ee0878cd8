//! The second wall: which rows PostgreSQL itself shows to whom, whatever a query forgets to ask.
//!
//! It stands around every table that names a unit, of itself or through the table it belongs to. It may let through more
//! than the program does, which asks for days too; never a row that none of the caller's grants could give. Outside
//! stand the directory (`unit…`), which every signed-in user reads, and what names no unit (`idempotency_key`,
//! `setting`, `audit_seal`). Of plans the drafts stand inside.
//!
//! Foreign keys and unique indexes are checked behind the wall. They tell no more than that an id exists which the
//! caller knows already.

use sea_orm_migration::prelude::*;

use crate::wall::{
    CLIENT, IDENTIFIED, Reach, SIGNED_IN, USER, WRITING, Wall, administered_user, over_the_wall, raze, stands,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if !stands(manager) {
            return Ok(());
        }
        for (name, given, answer, reason, question) in QUESTIONS {
            over_the_wall(manager, (name, given, answer), reason, question).await?;
        }
        for wall in walls() {
            wall.raise(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if !stands(manager) {
            return Ok(());
        }
        let tables: Vec<&str> = walls().iter().map(Wall::table).collect();
        raze(manager, &tables).await?;
        for (name, ..) in QUESTIONS {
            manager.get_connection().execute_unprepared(&format!("DROP FUNCTION {name}")).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn walls() -> Vec<Wall> {
    [people(), proofs(), plans(), parts_of_plans(), reports(), figures(), vec![audit()]].into_iter().flatten().collect()
}

/// The name of a user or a service client stands beside what was written, for whoever reads that. What else is known of
/// them is theirs and their administrators'.
fn people() -> Vec<Wall> {
    let administered = Reach::Administers.under("unit_id");
    let (own_user, own_client) = (format!("id = {USER}"), format!("client_id = {CLIENT}"));
    let user = administered_user("");
    let user_or_administrator = format!("{own_user} OR {user}");
    let grant = format!("user_id = {USER} OR {administered}");
    let scope = administered_client("service_client_scope");
    vec![
        Wall::around("user", SIGNED_IN).held(&user_or_administrator).inserted(&user).updated(&user_or_administrator),
        Wall::around("grant", &grant).inserted(&administered).updated(&administered),
        Wall::around("service_client", SIGNED_IN).held(&administered).inserted(&administered).updated(&administered),
        Wall::around("service_client_scope", format!("{own_client} OR {scope}")).inserted(&scope).deleted(&scope),
    ]
}

/// How people and service clients prove who they are. Signing in itself is the program's doing.
fn proofs() -> Vec<Wall> {
    let own = format!("user_id = {USER}");
    let of_user = |table: &str| {
        let administered = administered_user("u.");
        format!("{own} OR EXISTS (SELECT FROM \"user\" u WHERE u.id = {table}.user_id AND {administered})")
    };
    let (password, identity, sign_in) = (of_user("user_password"), of_user("user_identity"), of_user("sign_in"));
    let token = "EXISTS (SELECT FROM sign_in s WHERE s.id = refresh_token.sign_in_id)";
    let secret = administered_client("service_client_secret");
    vec![
        Wall::around("user_password", &password).inserted(&password).updated(&password),
        Wall::around("user_identity", format!("{IDENTIFIED} OR {identity}")).inserted(&identity).deleted(&identity),
        Wall::around("sign_in", &sign_in).updated(&sign_in),
        Wall::around("refresh_token", token).updated(token).deleted(token),
        Wall::around("service_client_secret", &secret).inserted(&secret).updated(&secret).deleted(&secret),
        Wall::around("sign_in_failure", "FALSE"),
    ]
}

/// The row of `table` is of a service client that the caller administers.
fn administered_client(table: &str) -> String {
    let administered = Reach::Administers.under("c.unit_id");
    format!("EXISTS (SELECT FROM service_client c WHERE c.id = {table}.client_id AND {administered})")
}

/// An issued plan may be known to everybody who is signed in; a draft is its issuer's own.
fn plans() -> Vec<Wall> {
    let own = Reach::Plans.itself("issuer_id");
    let drafts = Reach::Drafts.itself("issuer_id");
    vec![Wall::around("plan", format!("({SIGNED_IN} AND (state <> 'DRAFT' OR {drafts}))")).inserted(&own).updated(&own)]
}

/// What belongs to a plan is seen with it and written with it. When a plan is issued, acts of plans below it turn out to
/// be it.
fn parts_of_plans() -> Vec<Wall> {
    let of_plan = |table: &'static str, condition: &str| {
        format!("EXISTS (SELECT FROM plan above WHERE above.id = {table}.plan_id{condition})")
    };
    let own = format!(" AND {}", Reach::Plans.itself("above.issuer_id"));
    let below = format!(" AND {}", Reach::Plans.under("above.issuer_id"));
    let mut walls: Vec<Wall> =
        ["plan_subject", "plan_act", "plan_organisation", "plan_line", "report_duty", "task", "quota"]
            .into_iter()
            .map(|table| {
                let wall = Wall::around(table, of_plan(table, ""));
                let wall = wall.inserted(of_plan(table, &own)).deleted(of_plan(table, &own));
                match table {
                    "plan_act" | "plan_organisation" => wall.updated(of_plan(table, &below)),
                    _ => wall,
                }
            })
            .collect();
    for (table, above, column) in [
        ("task_channel", "task", "task_id"),
        ("task_role", "task", "task_id"),
        ("task_link", "task", "task_id"),
        ("quota_unit", "quota", "quota_id"),
        ("report_duty_through", "report_duty", "duty_id"),
    ] {
        let seen = format!("EXISTS (SELECT FROM {above} above WHERE above.id = {table}.{column})");
        let own = format!(
            "EXISTS (SELECT FROM {above} above JOIN plan p ON p.id = above.plan_id WHERE above.id = {table}.{column} \
             AND {})",
            Reach::Plans.itself("p.issuer_id")
        );
        walls.push(Wall::around(table, seen).inserted(&own).deleted(own));
    }
    walls
}

/// A report that was never submitted is its own unit's affair. What belongs to a report is seen with it.
fn reports() -> Vec<Wall> {
    let (own, reviewed) = (Reach::Reports.itself("unit_id"), Reach::Reviews.under("unit_id"));
    let mut walls = vec![
        Wall::around(
            "activity_report",
            format!(
                "(first_submitted_at IS NOT NULL AND {}) OR (first_submitted_at IS NULL AND {})",
                Reach::Reads.under("unit_id"),
                Reach::Drafts.itself("unit_id")
            ),
        )
        .inserted(&own)
        .updated(format!("{own} OR {reviewed}")),
    ];
    let of_report = |table: &'static str, condition: &str| {
        format!("EXISTS (SELECT FROM activity_report r WHERE r.id = {table}.report_id{condition})")
    };
    let own = format!(" AND {}", Reach::Reports.itself("r.unit_id"));
    for table in ["activity_report_task", "activity_report_channel", "evidence"] {
        let own = of_report(table, &own);
        walls.push(Wall::around(table, of_report(table, "")).inserted(&own).deleted(own));
    }
    let writer = "activity_report_writer";
    walls.push(
        Wall::around(writer, of_report(writer, ""))
            .inserted(format!("(user_id = {USER} AND {})", of_report(writer, &own))),
    );
    let field = "activity_report_return_field";
    let reviewed = of_report(field, &format!(" AND {}", Reach::Reviews.under("r.unit_id")));
    walls.push(Wall::around(field, of_report(field, "")).inserted(&reviewed).deleted(reviewed));
    walls
}

/// Of a POOLED obligation every member sees what is owed, and each of their reports moves it and the tallies of the unit
/// that owes it. Whoever only reads sees nothing of these tallies.
fn figures() -> Vec<Wall> {
    let obligations = |reach: Reach| {
        format!("{} OR (sharing = 'POOLED' AND pool_is_reached(id, {}))", reach.under("unit_id"), reach.units())
    };
    let of_obligation = |table: &'static str, condition: &str| {
        format!("EXISTS (SELECT FROM obligation o WHERE o.id = {table}.obligation_id{condition})")
    };
    let moved = of_obligation(
        "contribution",
        &format!(
            " AND ({} OR (o.sharing = 'POOLED' AND pool_is_reached(o.id, {})))",
            Reach::Figures.under("o.unit_id"),
            Reach::Figures.units()
        ),
    );
    let mut walls = vec![
        Wall::around("obligation", obligations(Reach::Reads))
            .inserted(obligations(Reach::Figures))
            .updated(obligations(Reach::Figures)),
        Wall::around(
            "obligation_member",
            format!("{} OR {}", Reach::Reads.under("unit_id"), of_obligation("obligation_member", "")),
        )
        .inserted(of_obligation("obligation_member", &format!(" AND {}", Reach::Figures.under("o.unit_id")))),
        Wall::around(
            "contribution",
            format!(
                "{} OR EXISTS (SELECT FROM activity_report r WHERE r.id = contribution.report_id) \
                 OR EXISTS (SELECT FROM plan p WHERE p.id = contribution.source_plan_id AND {})",
                of_obligation("contribution", ""),
                Reach::Reads.under("p.issuer_id")
            ),
        )
        .inserted(&moved)
        .updated(&moved)
        .deleted(moved),
    ];
    for table in ["tally", "product_tally"] {
        let pooled = |reach: Reach| format!("{WRITING} AND pool_owner_is_reached(unit_id, {})", reach.units());
        let seen = format!("{} OR ({})", Reach::Reads.under("unit_id"), pooled(Reach::Reads));
        let moved = format!("{} OR ({})", Reach::Figures.under("unit_id"), pooled(Reach::Figures));
        walls.push(Wall::around(table, seen).inserted(&moved).updated(moved));
    }
    walls
}

/// Whoever reads a report reads what happened to it. What somebody writes here is his own doing: of a unit at or below that
/// of the grant it names, or, of a service client, at or below its own; or of himself alone.
fn audit() -> Wall {
    let by_grant = format!(
        "actor_id = {USER} AND client_id IS NULL AND EXISTS (SELECT FROM \"grant\" held JOIN unit_ancestor wall \
         ON wall.ancestor_id = held.unit_id WHERE held.id = audit_event.grant_id AND held.user_id = {USER} \
         AND wall.unit_id = audit_event.unit_id)"
    );
    let of_himself = format!("actor_id = {USER} AND client_id IS NULL AND grant_id IS NULL AND unit_id IS NULL");
    let by_client = format!(
        "actor_id IS NULL AND grant_id IS NULL AND client_id = {CLIENT} AND {}",
        Reach::Reports.itself("unit_id")
    );
    Wall::around(
        "audit_event",
        format!(
            "{} OR (subject_kind = 'ACTIVITY_REPORT' \
             AND EXISTS (SELECT FROM activity_report r WHERE r.id = audit_event.subject_id))",
            Reach::Audits.under_or_nations("unit_id")
        ),
    )
    .inserted(format!("({by_grant}) OR ({of_himself}) OR ({by_client})"))
}

/// What must be known of rows that the caller may not see: the name, what it is given and what it answers, why it looks over
/// the wall, and the question.
const QUESTIONS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "pool_is_reached",
        "obligation uuid, units uuid[]",
        "boolean",
        "the members of a pool",
        "EXISTS (SELECT FROM obligation_member m JOIN unit_ancestor a ON a.unit_id = m.unit_id \
         WHERE m.obligation_id = $1 AND a.ancestor_id = ANY ($2))",
    ),
    (
        "pool_owner_is_reached",
        "owner uuid, units uuid[]",
        "boolean",
        "the members of a pool",
        "EXISTS (SELECT FROM obligation o JOIN obligation_member m ON m.obligation_id = o.id \
         JOIN unit_ancestor a ON a.unit_id = m.unit_id \
         WHERE o.unit_id = $1 AND o.sharing = 'POOLED' AND a.ancestor_id = ANY ($2))",
    ),
    (
        "evidence_is_claimed_twice",
        "evidence uuid",
        "boolean",
        "whether others claim it too",
        "EXISTS (SELECT FROM evidence own JOIN activity_report r ON r.id = own.report_id \
         JOIN evidence same ON same.address_key = own.address_key AND same.report_id <> own.report_id \
         JOIN activity_report other ON other.id = same.report_id AND other.product = r.product \
         WHERE own.id = $1 AND other.state NOT IN ('DRAFT', 'WITHDRAWN'))",
    ),
    (
        "audit_position",
        "",
        "bigint",
        "how far the audit log is written",
        "SELECT COALESCE((SELECT a.seq FROM audit_event a WHERE a.seq > sealed.seq \
         AND a.horizon <= (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint) \
         ORDER BY a.seq DESC LIMIT 1), sealed.seq) FROM (SELECT COALESCE(MAX(to_seq), 0) AS seq FROM audit_seal) sealed",
    ),
];
