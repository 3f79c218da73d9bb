-- Keys of cases: content of sealed cases is readable only with a key per case and compartment, and that key only with a master that lies in no
-- database (design §9). The case's row may come after its key, which seals its title: hence no reference to it.

CREATE TABLE case_key (     -- rows: 10000
	org_id          id NOT NULL REFERENCES org (id),
	casefile_id     id NOT NULL,
	compartment     text NOT NULL,
	master          text NOT NULL,
	wrapped         text NOT NULL,
	made_at         instant NOT NULL,
	erased_at       instant,
	PRIMARY KEY (org_id, casefile_id, compartment)
);
CREATE INDEX case_key_of_master ON case_key (org_id, master);

-- By which master new keys are wrapped.
CREATE TABLE key_master (     -- rows: 10
	org_id          id NOT NULL REFERENCES org (id),
	fingerprint     text NOT NULL,
	at              instant NOT NULL,
	PRIMARY KEY (org_id)
);
