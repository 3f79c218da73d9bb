-- What people answered to sentences on exploitation (store/kb/stated.h) and to alerts without a number: it is so, or it is not so, or does not concern us.

-- subject: "sentence KEY" or "alert ID". What it said then is kept with the answer, which outlives the source. level: enum exploitation, 0 of an alert.
CREATE TABLE heard (     -- rows: 200
	org_id          id NOT NULL REFERENCES org (id),
	subject         text NOT NULL,
	vulnerability   text NOT NULL,
	level           int64 NOT NULL,
	issuer          text NOT NULL,
	record          text NOT NULL,
	sentence        text NOT NULL,
	confirmed       bool NOT NULL,
	reason          text NOT NULL,
	who             text NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id, subject)
);
