-- Open questions in the order in which they are shown: the first ten of thousands are not sorted out of all. Events likewise, where an assessment
-- has a million of one instant.
CREATE INDEX question_in_order ON question (org_id, worst, (-systems), id) WHERE closed_at IS NULL;
DROP INDEX event_in_time;
CREATE INDEX event_in_time ON finding_event (org_id, at, id);
