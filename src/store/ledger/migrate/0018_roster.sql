-- Who checks which source when (確認当番), and each turn that came: one a rule and day, ever, with the case in which it is kept.

CREATE TABLE roster (     -- rows: 100
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	source          text NOT NULL,
	days            text NOT NULL,
	people          text NOT NULL,
	who             text NOT NULL,
	at              instant NOT NULL,
	UNIQUE (org_id, source)
);

CREATE TABLE roster_turn (     -- rows: 50000
	org_id          id NOT NULL REFERENCES org (id),
	roster_id       id NOT NULL REFERENCES roster (id),
	day             day NOT NULL,
	account_id      id NOT NULL,
	number          text NOT NULL,
	PRIMARY KEY (org_id, roster_id, day)
);
