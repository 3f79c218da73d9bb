-- 起案, 合議, 決裁: who was asked in each round of an approval, and what they did. Remarks and outside numbers are contents of the case.

CREATE TABLE approval_act (     -- rows: 50000
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	name            text NOT NULL,
	number          int64 NOT NULL,
	round           int64 NOT NULL,
	step            int64 NOT NULL,
	kind            int64 NOT NULL,
	as_what         int64 NOT NULL,
	account_id      id NOT NULL,
	at              instant NOT NULL,
	remark          blob NOT NULL,
	outside         blob NOT NULL,
	day             day,
	route_digest    text NOT NULL,
	PRIMARY KEY (org_id, case_id, name, number)
);

CREATE TABLE approval_seat (     -- rows: 50000
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	name            text NOT NULL,
	round           int64 NOT NULL,
	step            int64 NOT NULL,
	account_id      id NOT NULL,
	PRIMARY KEY (org_id, case_id, name, round, step, account_id)
);
