-- Who is sent which report when: a letter of the outbox on the day it is due, whose Message-ID is the subscription's and that day's, so that it comes once.
-- every: 0 week, 1 month. due: the next day; sent_at: the last, from which the next tells what is new.
CREATE TABLE report_subscription (     -- rows: 1000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	account_id      id NOT NULL,
	name            text NOT NULL,
	unit            text NOT NULL DEFAULT '',
	system          text NOT NULL DEFAULT '',
	every           int64 NOT NULL,
	made_at         instant NOT NULL,
	due             day NOT NULL,
	sent_at         instant,
	UNIQUE (org_id, account_id, name, unit, system)
);
