-- Who answers for a decision was written down by hand, as login or name: from now on it is an account, and the words stay for who is none. Of older rows
-- those are settled that one account alone can mean.
ALTER TABLE decision ADD COLUMN
	account_id      id NOT NULL DEFAULT 0;
UPDATE decision SET account_id = COALESCE((
	SELECT CASE WHEN count(*) = 1 THEN max(a.id) ELSE 0 END FROM account a
	 WHERE a.org_id = decision.org_id AND (a.login = decision.owner OR a.name = decision.owner)), 0);
