-- One valid row of each table, in the order in which they refer to each other. Runs on both databases.
INSERT INTO unit (id, form, territory_id, affiliation, created_at) VALUES
    ('00000000-0000-7000-8000-000000000001', 'TERRITORY', NULL, NULL, '2025-01-01T00:00:00+00:00'),
    ('00000000-0000-7000-8000-000000000002', 'ORGANISATION', '00000000-0000-7000-8000-000000000001', 'AUTHORITY', '2025-01-01T00:00:00+00:00');
INSERT INTO unit_version (id, unit_id, name, name_folded, kind, tier, parent_id, valid_from, valid_to) VALUES
    ('00000000-0000-7000-8000-000000000003', '00000000-0000-7000-8000-000000000001', 'Xã Thanh Đa', 'xa thanh da', 'xã', 'COMMUNE', NULL, '2025-01-01', '2025-06-30');
INSERT INTO unit_code (version_id, scheme, code) VALUES ('00000000-0000-7000-8000-000000000003', 'GSO', '09757');
INSERT INTO unit_succession (id, predecessor_id, successor_id, effective_on, kind, extent, legal_act) VALUES
    ('00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000001', NULL, '2025-07-01', 'ABOLISH', 'WHOLE', NULL);
INSERT INTO unit_ancestor (unit_id, ancestor_id, distance, via_id, valid_from, valid_to) VALUES
    ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001', 0, '00000000-0000-7000-8000-000000000001', '0001-01-01', '9999-12-31');
INSERT INTO "user" (id, name, display_name, created_at, disabled_at) VALUES
    ('00000000-0000-7000-8000-000000000005', 'reporter', 'Cán bộ báo cáo', '2025-01-01T00:00:00+00:00', NULL);
INSERT INTO "grant" (id, user_id, unit_id, role, valid_from, valid_to, created_at) VALUES
    ('00000000-0000-7000-8000-000000000006', '00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000001', 'REPORTER', '2025-01-01', '2025-12-31', '2025-01-01T00:00:00+00:00');
INSERT INTO service_client (id, name, unit_id, created_at) VALUES
    ('00000000-0000-7000-8000-000000000040', 'Cổng dịch vụ công', '00000000-0000-7000-8000-000000000001', '2025-01-01T00:00:00+00:00');
INSERT INTO service_client_scope (client_id, scope) VALUES ('00000000-0000-7000-8000-000000000040', 'READ');
INSERT INTO service_client_secret (hash, client_id, created_at) VALUES ('ab', '00000000-0000-7000-8000-000000000040', '2025-01-01T00:00:00+00:00');
INSERT INTO user_password (user_id, hash, must_change, changed_at) VALUES
    ('00000000-0000-7000-8000-000000000005', '$argon2id$', FALSE, '2025-01-01T00:00:00+00:00');
INSERT INTO user_identity (id, user_id, issuer, subject, created_at) VALUES
    ('00000000-0000-7000-8000-000000000041', '00000000-0000-7000-8000-000000000005', 'https://id.example.vn', '7', '2025-01-01T00:00:00+00:00');
INSERT INTO sign_in (id, user_id, created_at, expires_at) VALUES
    ('00000000-0000-7000-8000-000000000042', '00000000-0000-7000-8000-000000000005', '2025-01-01T00:00:00+00:00', '2025-04-01T00:00:00+00:00');
INSERT INTO refresh_token (hash, sign_in_id, created_at, expires_at) VALUES
    ('cd', '00000000-0000-7000-8000-000000000042', '2025-01-01T00:00:00+00:00', '2025-01-15T00:00:00+00:00');
INSERT INTO sign_in_failure (kind, key, failures, free_at, last_at) VALUES
    ('ADDRESS', '192.0.2.1', 1, '2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00');
INSERT INTO plan (id, issuer_id, symbol, issued_on, issued_from, year, title, state, version, created_by, created_at) VALUES
    ('00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000001', '/KH-UBND', '2025-02', '2025-02-01', 2025, 'Tuyên truyền', 'ISSUED', 2, NULL, '2025-02-01T00:00:00+00:00');
INSERT INTO plan_subject (plan_id, subject, position) VALUES ('00000000-0000-7000-8000-000000000007', 'CCHC', 0);
INSERT INTO plan_act (id, plan_id, relation, position, symbol) VALUES
    ('00000000-0000-7000-8000-000000000008', '00000000-0000-7000-8000-000000000007', 'CITES', 0, '76/NQ-CP');
INSERT INTO plan_organisation (id, plan_id, position, key, name, kind, affiliation, unit_id) VALUES
    ('00000000-0000-7000-8000-000000000009', '00000000-0000-7000-8000-000000000007', 0, 'office', 'Văn phòng', 'OFFICE', 'AUTHORITY', NULL);
INSERT INTO plan_line (id, plan_id, kind, position, text) VALUES
    ('00000000-0000-7000-8000-000000000010', '00000000-0000-7000-8000-000000000007', 'THEME', 0, 'Cải cách hành chính');
INSERT INTO task (id, plan_id, position, no, title, product, timing_kind, timing_quarter, timing_weekday, budget_vnd) VALUES
    ('00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000007', 0, 'III.1', 'Viết tin', 'NEWS_ITEM', 'QUARTER', 2, 1, 5000000);
INSERT INTO task_channel (task_id, channel, position) VALUES ('00000000-0000-7000-8000-000000000011', 'PORTAL', 0);
INSERT INTO task_role (id, task_id, position, role, organisation_id, holders) VALUES
    ('00000000-0000-7000-8000-000000000012', '00000000-0000-7000-8000-000000000011', 0, 'LEAD', '00000000-0000-7000-8000-000000000009', NULL);
INSERT INTO task_link (task_id, carries_out_id) VALUES
    ('00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000011');
INSERT INTO quota (id, plan_id, task_id, position, no, selector, selector_role, sharing, product, channel, minimum, coverage_goal, per, min_minutes, stage, stated_value, stated_per, stated_approximate) VALUES
    ('00000000-0000-7000-8000-000000000013', '00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000011', 0, 'Q1', 'EACH_COMMUNE', NULL, 'EACH', 'NEWS_ITEM', 'PORTAL', 1, 100, 'MONTH', 5, 'SENT', 12, 'YEAR', TRUE);
INSERT INTO quota_unit (quota_id, unit_id) VALUES ('00000000-0000-7000-8000-000000000013', '00000000-0000-7000-8000-000000000001');
INSERT INTO report_duty (id, plan_id, position, organisation_id, holders, cycle, form) VALUES
    ('00000000-0000-7000-8000-000000000014', '00000000-0000-7000-8000-000000000007', 0, NULL, 'COMMUNES', 'QUARTER', 'OWN');
INSERT INTO report_duty_through (duty_id, organisation_id, position) VALUES
    ('00000000-0000-7000-8000-000000000014', '00000000-0000-7000-8000-000000000009', 0);
INSERT INTO activity_report (id, unit_id, product, stage, dated_on, quantity, minutes, title, state, version, author_id, created_at, updated_at) VALUES
    ('00000000-0000-7000-8000-000000000015', '00000000-0000-7000-8000-000000000001', 'NEWS_ITEM', 'SENT', '2025-05-06', 1, 5, 'Tin', 'SUBMITTED', 2, '00000000-0000-7000-8000-000000000005', '2025-05-06T01:02:03.000004+00:00', '2025-05-06T01:02:03.000004+00:00');
INSERT INTO activity_report_task (report_id, task_id) VALUES
    ('00000000-0000-7000-8000-000000000015', '00000000-0000-7000-8000-000000000011');
INSERT INTO activity_report_writer (report_id, user_id) VALUES
    ('00000000-0000-7000-8000-000000000015', '00000000-0000-7000-8000-000000000005');
INSERT INTO activity_report_channel (report_id, channel) VALUES ('00000000-0000-7000-8000-000000000015', 'PORTAL');
INSERT INTO activity_report_return_field (report_id, field) VALUES ('00000000-0000-7000-8000-000000000015', 'title');
INSERT INTO evidence (id, report_id, position, address, address_key) VALUES
    ('00000000-0000-7000-8000-000000000016', '00000000-0000-7000-8000-000000000015', 0, 'https://example.vn/1', 'https://example.vn/1');
INSERT INTO obligation (id, source, quota_id, plan_id, task_id, unit_id, sharing, product, window_kind, window_starts_on, window_ends_on, starts_on, ends_on, bound_days, minimum, target, achieved, achieved_in_time, pending, standing, closes_on, version, created_at) VALUES
    ('00000000-0000-7000-8000-000000000017', 'QUOTA', '00000000-0000-7000-8000-000000000013', '00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000001', 'EACH', 'NEWS_ITEM', 'MONTH', '2025-05-01', '2025-05-31', '2025-05-01', '2025-05-31', 31, 1, 1, 0, 0, 1, 'READY', '2025-05-31', 1, '2025-02-01T00:00:00+00:00');
INSERT INTO obligation_member (obligation_id, unit_id) VALUES
    ('00000000-0000-7000-8000-000000000017', '00000000-0000-7000-8000-000000000001');
INSERT INTO contribution (id, obligation_id, source, report_id, source_plan_id, amount, state, dated_on) VALUES
    ('00000000-0000-7000-8000-000000000018', '00000000-0000-7000-8000-000000000017', 'REPORT', '00000000-0000-7000-8000-000000000015', NULL, 1, 'PENDING', '2025-05-06');
INSERT INTO tally (unit_id, starts_on, ends_on, closes_on, exempt, met, met_late, ready, short, begun) VALUES
    ('00000000-0000-7000-8000-000000000001', '2025-05-01', '2025-05-31', '2025-05-31', 0, 0, 0, 1, 0, 0);
INSERT INTO product_tally (unit_id, product, ends_on, obligations, target, achieved, pending) VALUES
    ('00000000-0000-7000-8000-000000000001', 'NEWS_ITEM', '2025-05-31', 1, 1, 0, 1);
INSERT INTO audit_event (seq, at, dated_on, actor_id, grant_id, unit_id, subject_kind, subject_id, action) VALUES
    (1, '2025-05-06T01:02:03.000004+00:00', '2025-05-06', '00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000006', '00000000-0000-7000-8000-000000000001', 'ACTIVITY_REPORT', '00000000-0000-7000-8000-000000000015', 'SUBMIT');
INSERT INTO audit_seal (from_seq, to_seq, version, hash, sealed_at) VALUES
    (1, 1, 1, 'ab', '2025-05-06T01:02:04.000000+00:00');
INSERT INTO idempotency_key (principal_id, mutation, key, input_hash, subject_id, created_at) VALUES
    ('00000000-0000-7000-8000-000000000005', 'submitActivityReport', 'k1', 'ab', '00000000-0000-7000-8000-000000000015', '2025-05-06T01:02:03.000004+00:00');
INSERT INTO setting (key, value) VALUES ('demo.seeded', '1');
