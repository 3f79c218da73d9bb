-- Findings that are no more, in the order of their list; and those of a system, from which lists by unit are narrowed without looking at each.
CREATE INDEX finding_gone ON finding (org_id, action, due, id) WHERE closed_at IS NOT NULL;
CREATE INDEX finding_of_system ON finding (org_id, system_id, vulnerability_id) WHERE closed_at IS NULL;
