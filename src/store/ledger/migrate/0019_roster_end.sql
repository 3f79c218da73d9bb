-- A rule of the roster ends, and says from which day on its turns are due: so that days on which the program was off are gaps that are
-- named, and days before a rule, or after its end, are none.
ALTER TABLE roster ADD COLUMN
	begins          day;
ALTER TABLE roster ADD COLUMN
	ended_at        instant;
