-- What a connection that was narrowed to some units reads of each table (ledger_sees, store/ledger/ledger.h): one rule for every statement, here
-- and nowhere else. Those of owner units read with it; service/people/actor.h says who else does, doc/en/people.md what comes of it.
--
-- A paragraph `-- sees: TABLE` is a query that takes the table's place in every statement that reads: {TABLE} is the table itself, other tables that
-- stand here are narrowed already, seen_unit (unit_id) are the units, :org_id the organisation. Columns that count what others have are counted anew.
-- `-- whole: TABLE …` are read as they are, each for the reason beside it; a table that stands nowhere here is refused by tools/sqlgen: whoever
-- makes one says who reads it. Statements that write, and all within a unit of work, know everything: services ask before they write.

-- whole: allot org unit closed_day oncall roster roster_turn kb_state judging
-- The frame of the house: how it is divided, when it is open, whom it calls, who looks at which source.

-- whole: account membership account_totp account_code account_link account_identity token web_session web_once web_arrival saved_view upload upload_part
-- whole: report_subscription proposal person watch watch_hit watch_read
-- People: their services give everybody his own, and the directory to all.

-- whole: product software_item vulnerability wording ground name_alias name_word sheet_mapping
-- Words: reached by what is installed or found, which is narrowed; alone they say of no system anything.

-- whole: vex_document vex_statement vex_decision vex_edition heard
-- What makers and others say of products, taken in for all.

-- whole: notice notice_edition notice_file notice_file_part
-- What reached the organisation: written down for all; sealed ones are opened for those of service/notice only.

-- whole: standing_kept
-- That something was gathered: it says nothing of any system.

-- whole: assessment
-- When it was judged last, by what: nothing of what was found is read from it.

-- whole: audit audit_chain
-- For those of the audit's offices, none of which is narrowed (service/audit).

-- whole: playbook_text casefile case_field case_task case_entry case_thread case_read case_link case_file case_file_part case_approval case_party
-- whole: case_grant case_deadline case_key key_master approval_act approval_seat document job reminder letter clock_mark criteria_edition
-- whole: criteria_draft tracker case_ticket ticket_told webhook webhook_told webhook_post
-- Need-to-know of cases is stricter than units and asked for each by itself (domain/visibility); the rest is the program's own.

-- sees: system
SELECT x.* FROM {system} x WHERE x.unit_id IN (SELECT n.unit_id FROM seen_unit n)

-- sees: service_system
SELECT x.* FROM {service_system} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: service
SELECT x.* FROM {service} x WHERE x.id IN (SELECT j.service_id FROM service_system j WHERE j.org_id = :org_id)

-- sees: information
SELECT x.* FROM {information} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: fact
SELECT x.* FROM {fact} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: notice_answer
SELECT x.* FROM {notice_answer} x WHERE x.system_id = 0 OR x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: host
SELECT x.* FROM {host} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: inventory
SELECT x.* FROM {inventory} x WHERE x.host_id IN (SELECT h.id FROM host h WHERE h.org_id = :org_id)

-- sees: coverage
SELECT x.* FROM {coverage} x WHERE x.inventory_id IN (SELECT v.id FROM inventory v WHERE v.org_id = :org_id)

-- sees: installation
SELECT x.* FROM {installation} x WHERE x.host_id IN (SELECT h.id FROM host h WHERE h.org_id = :org_id)

-- sees: host_content
SELECT x.* FROM {host_content} x WHERE x.host_id IN (SELECT h.id FROM host h WHERE h.org_id = :org_id)

-- sees: change
SELECT x.* FROM {change} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: difference
SELECT x.* FROM {difference} x WHERE x.host_id IN (SELECT h.id FROM host h WHERE h.org_id = :org_id)

-- sees: import
-- Files that told of one's own, with what they told of it.
SELECT x.id, x.org_id, x.file, x.digest, x.format, x.who, x.at,
       (SELECT count(DISTINCT h.system_id) FROM inventory v JOIN host h ON h.org_id = v.org_id AND h.id = v.host_id
         WHERE v.org_id = x.org_id AND v.import_id = x.id) AS systems,
       (SELECT count(DISTINCT v.host_id) FROM inventory v WHERE v.org_id = x.org_id AND v.import_id = x.id) AS hosts,
       (SELECT CAST(COALESCE(sum(v.items), 0) AS bigint) FROM inventory v WHERE v.org_id = x.org_id AND v.import_id = x.id) AS components,
       (SELECT count(*) FROM change c WHERE c.org_id = x.org_id AND c.import_id = x.id AND c.kind = 0) AS installed,
       (SELECT count(*) FROM change c WHERE c.org_id = x.org_id AND c.import_id = x.id AND c.kind = 1) AS removed,
       (SELECT count(*) FROM change c WHERE c.org_id = x.org_id AND c.import_id = x.id AND c.kind = 2) AS upgraded, x.raw,
       CAST(-1 AS bigint) AS versionless, CAST(-1 AS bigint) AS nameless
  FROM {import} x
 WHERE x.id IN (SELECT v.import_id FROM inventory v WHERE v.org_id = :org_id UNION SELECT c.import_id FROM change c WHERE c.org_id = :org_id)

-- sees: tally
SELECT x.* FROM {tally} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: finding
SELECT x.* FROM {finding} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: finding_instance
SELECT x.* FROM {finding_instance} x
 WHERE EXISTS (SELECT 1 FROM finding f WHERE f.org_id = x.org_id AND f.id = x.finding_id)

-- sees: finding_event
SELECT x.* FROM {finding_event} x
 WHERE EXISTS (SELECT 1 FROM finding f WHERE f.org_id = x.org_id AND f.id = x.finding_id)

-- sees: standing
SELECT x.* FROM {standing} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: flow
SELECT e.org_id, e.assessment_id, e.at, e.opened, e.closed, e.verdict_before, e.verdict, e.action_before, e.action, count(*) AS events
  FROM finding_event e WHERE e.org_id = :org_id
 GROUP BY e.org_id, e.assessment_id, e.at, e.opened, e.closed, e.verdict_before, e.verdict, e.action_before, e.action

-- sees: kept
-- Marks that never are those of now: what is kept of the whole is counted anew.
SELECT x.org_id, x.form, x.unregistered, '' AS marks FROM {kept} x

-- sees: open_vulnerability
-- Decisions in force end no earlier than the first that ends, as it is kept of the whole.
SELECT f.org_id, f.vulnerability_id, min(f.action) AS worst, min(f.due) AS due, min(f.first_seen) AS oldest, max(f.first_seen) AS newest,
       count(*) AS findings, count(DISTINCT f.system_id) AS systems, count(DISTINCT f.product_id) AS products, min(f.product_id) AS product_id,
       count(CASE WHEN f.verdict = 2 THEN 1 END) AS affected, count(CASE WHEN f.verdict = 1 THEN 1 END) AS undecided,
       count(CASE WHEN f.verdict = 3 THEN 1 END) AS provided, count(d.id) AS decided, min(k.ends_at) AS ends_at, min(k.severity) AS severity,
       min(k.score) AS score, min(k.kev) AS kev, min(k.exploitation) AS exploitation, min(k.epss) AS epss, min(k.words) AS words
  FROM finding f
  JOIN {open_vulnerability} k ON k.org_id = f.org_id AND k.vulnerability_id = f.vulnerability_id
  LEFT JOIN {decision} d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at >= k.ends_at AND f.decided_evidence = f.evidence
 WHERE f.org_id = :org_id AND f.closed_at IS NULL GROUP BY f.org_id, f.vulnerability_id

-- sees: open_count
SELECT g.org_id, g.worst, g.affected, g.undecided, g.provided, g.severity, g.kev, g.exploitation, g.decided, count(*) AS vulnerabilities
  FROM (SELECT o.org_id, o.worst, CAST(CASE WHEN o.affected > 0 THEN 1 ELSE 0 END AS bigint) AS affected,
               CAST(CASE WHEN o.undecided > 0 THEN 1 ELSE 0 END AS bigint) AS undecided,
               CAST(CASE WHEN o.provided > 0 THEN 1 ELSE 0 END AS bigint) AS provided, o.severity, o.kev, o.exploitation,
               CAST(CASE WHEN o.decided = o.findings THEN 1 ELSE 0 END AS bigint) AS decided
          FROM open_vulnerability o WHERE o.org_id = :org_id) AS g
 GROUP BY g.org_id, g.worst, g.affected, g.undecided, g.provided, g.severity, g.kev, g.exploitation, g.decided

-- sees: open_remedy
SELECT f.org_id, f.remedy AS kind, f.remedy_target AS target, f.product_id, CASE WHEN f.remedy = 1 THEN 0 ELSE 1 END AS shown,
       count(DISTINCT f.system_id) AS systems, count(*) AS findings, count(CASE WHEN k.kev = 1 THEN 1 END) AS kev, min(f.action) AS worst,
       min(f.due) AS due, max(f.restart) AS restart
  FROM finding f
  JOIN {open_vulnerability} k ON k.org_id = f.org_id AND k.vulnerability_id = f.vulnerability_id
  LEFT JOIN {decision} d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at >= k.ends_at AND f.decided_evidence = f.evidence
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.verdict <> 3 AND d.id IS NULL
 GROUP BY f.org_id, f.product_id, f.remedy, f.remedy_target
 UNION ALL
SELECT f.org_id, f.remedy, f.remedy_target, 0, 1, count(DISTINCT f.system_id), count(*), count(CASE WHEN k.kev = 1 THEN 1 END), min(f.action),
       min(f.due), max(f.restart)
  FROM finding f
  JOIN {open_vulnerability} k ON k.org_id = f.org_id AND k.vulnerability_id = f.vulnerability_id
  LEFT JOIN {decision} d ON d.org_id = f.org_id AND d.id = f.decision_id AND d.expires_at >= k.ends_at AND f.decided_evidence = f.evidence
 WHERE f.org_id = :org_id AND f.closed_at IS NULL AND f.verdict <> 3 AND d.id IS NULL AND f.remedy = 1
 GROUP BY f.org_id, f.remedy, f.remedy_target

-- sees: crossing
SELECT e.org_id, e.assessment_id, e.at, count(CASE WHEN e.opened THEN 1 END) AS opened, count(CASE WHEN e.closed THEN 1 END) AS closed,
       count(CASE WHEN NOT e.opened AND NOT e.closed THEN 1 END) AS changed
  FROM finding_event e WHERE e.org_id = :org_id GROUP BY e.org_id, e.assessment_id, e.at

-- sees: decision
SELECT x.* FROM {decision} x
 WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)
    OR (x.system_id = 0 AND x.id IN (SELECT f.decision_id FROM finding f WHERE f.org_id = :org_id))

-- sees: question_system
SELECT x.* FROM {question_system} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: question
SELECT x.id, x.org_id, x.kind, x.product_id, x.fact,
       (SELECT count(*) FROM question_system j WHERE j.org_id = x.org_id AND j.question_id = x.id) AS systems, x.worst, x.asked_at, x.closed_at
  FROM {question} x WHERE EXISTS (SELECT 1 FROM question_system j WHERE j.org_id = x.org_id AND j.question_id = x.id)

-- sees: entry
-- Of no system: a provider's word and a contract hold for all, a maintained product for its unit; media and departures are the house's.
SELECT x.* FROM {entry} x
 WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)
    OR (x.system_id = 0 AND (x.kind IN (0, 1) OR (x.kind = 6 AND x.party IN (
       SELECT u.name FROM unit u WHERE u.org_id = :org_id AND u.id IN (SELECT n.unit_id FROM seen_unit n)))))

-- sees: sheet_entry
SELECT x.* FROM {sheet_entry} x WHERE x.system IN (SELECT s.name FROM system s WHERE s.org_id = :org_id)

-- sees: sheet_source
SELECT x.* FROM {sheet_source} x WHERE x.id IN (SELECT e.source_id FROM sheet_entry e WHERE e.org_id = :org_id)

-- sees: sighting
-- Of machines that stand in no system: nobody's but the house's.
SELECT x.* FROM {sighting} x WHERE 1 = 0

-- sees: contractor
SELECT x.* FROM {contractor} x WHERE x.name IN (SELECT s.contractor FROM system s WHERE s.org_id = :org_id)

-- sees: ask_row
SELECT x.* FROM {ask_row} x WHERE x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: ask
SELECT x.* FROM {ask} x WHERE x.id IN (SELECT r.ask_id FROM ask_row r WHERE r.org_id = :org_id)

-- sees: maintenance_window
SELECT x.* FROM {maintenance_window} x
 WHERE x.system_id = 0 OR x.system_id IN (SELECT s.id FROM system s WHERE s.org_id = :org_id)

-- sees: report
-- Kept ones count the whole house.
SELECT x.* FROM {report} x WHERE 1 = 0
