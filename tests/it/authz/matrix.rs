//! Role × relation × action, one table.

use domain::authz::{Action, ClientScope, Relation, Right, Role, allows, may_review, scope_allows};

/// A row per action; a column per role, in the order of [`Role::ALL`]: VIEWER, REPORTER, APPROVER, REVIEWER,
/// ADMINISTRATOR, AUDITOR. `=` on the very unit, `<` on units below, `*` on both, `.` on neither.
const TABLE: &[(Action, &str)] = &[
    (Action::Read, "****.*"),
    (Action::ReadDraft, "====.="),
    (Action::WriteReport, ".==..."),
    (Action::WithdrawDraft, ".==..."),
    (Action::SubmitReport, "..=..."),
    (Action::WithdrawReport, "..=..."),
    (Action::ReviewReport, "...<.."),
    (Action::ExemptObligation, "...<.."),
    (Action::ExtendObligation, "...<.."),
    (Action::WritePlan, "..=..."),
    (Action::IssuePlan, "..=..."),
    (Action::RevokePlan, "..=..."),
    (Action::Administer, "....*."),
    (Action::ReadAudit, ".....*"),
];

#[test]
fn every_role_may_do_what_the_table_says_and_nothing_else() {
    assert_eq!(TABLE.iter().map(|(action, _)| *action).collect::<Vec<_>>(), Action::ALL);
    for (action, row) in TABLE {
        assert_eq!(row.len(), Role::ALL.len(), "{action}");
        for (role, mark) in Role::ALL.iter().zip(row.chars()) {
            let (itself, below) = match mark {
                '=' => (true, false),
                '<' => (false, true),
                '*' => (true, true),
                _ => (false, false),
            };
            assert_eq!(allows(*role, Relation::Itself, *action), itself, "{role} {action} itself");
            assert_eq!(Right::Role(*role).allows(Relation::Itself, *action), itself, "{role} {action} itself");
            assert_eq!(allows(*role, Relation::Below, *action), below, "{role} {action} below");
            assert!(!allows(*role, Relation::Elsewhere, *action), "{role} {action} elsewhere");
        }
    }
}

/// The same for service clients, in the order of [`ClientScope::ALL`]. What stands in no row no scope gives.
const SCOPES: &[(Action, &str)] = &[
    (Action::Read, "***"),
    (Action::ReadDraft, "==="),
    (Action::WriteReport, ".=."),
    (Action::WithdrawDraft, ".=."),
    (Action::SubmitReport, "..="),
    (Action::WithdrawReport, "..="),
];

#[test]
fn every_scope_gives_what_the_table_says_and_nothing_else() {
    for action in Action::ALL {
        let row = SCOPES.iter().find(|(listed, _)| listed == action).map_or("...", |(_, row)| row);
        assert_eq!(row.len(), ClientScope::ALL.len(), "{action}");
        for (scope, mark) in ClientScope::ALL.iter().zip(row.chars()) {
            for (relation, given) in
                [(Relation::Itself, mark != '.'), (Relation::Below, mark == '*'), (Relation::Elsewhere, false)]
            {
                assert_eq!(scope_allows(*scope, relation, *action), given, "{scope} {action} {relation}");
                assert_eq!(Right::Scope(*scope).allows(relation, *action), given, "{scope} {action} {relation}");
            }
        }
    }
}

#[test]
fn nobody_reviews_a_unit_whose_reports_he_writes() {
    for role in Role::ALL {
        let writes = matches!(role, Role::Reporter | Role::Approver);
        assert_eq!(may_review(&[*role]), !writes, "{role}");
        assert_eq!(may_review(&[Role::Viewer, *role]), !writes, "{role}");
    }
    assert!(may_review(&[]));
}
