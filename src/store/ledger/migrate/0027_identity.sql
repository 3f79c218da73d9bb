-- Accounts of another provider (OpenID Connect) by which a person signs in here: what the provider calls itself and the person. And who is on the way
-- there: what a browser that comes back is known by is kept as a digest, once. account_id of the latter: who links an account of his own; 0: who signs in.

CREATE TABLE account_identity (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	issuer          text NOT NULL,
	subject         text NOT NULL,
	account_id      id NOT NULL REFERENCES account (id),
	at              instant NOT NULL,
	PRIMARY KEY (org_id, issuer, subject)
);
CREATE INDEX account_identity_account ON account_identity (org_id, account_id);

CREATE TABLE web_arrival (     -- rows: 1000
	org_id          id NOT NULL REFERENCES org (id),
	digest          text NOT NULL,
	account_id      id NOT NULL,
	goal            text NOT NULL,
	until           instant NOT NULL,
	PRIMARY KEY (org_id, digest)
);
