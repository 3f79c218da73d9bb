-- 文書: every paper that was made of a case, as it was made, with what it was made from: the template's digest, the case's revision, the digest of what was filled in,
-- for whom (roles of the playbook). Content is the case's content: a blob, sealed as the case is. Never changed, never deleted.

CREATE TABLE document (     -- rows: 50000
	id              key,
	org_id          id NOT NULL REFERENCES org (id),
	case_id         id NOT NULL REFERENCES casefile (id),
	name            text NOT NULL,
	template        text NOT NULL,
	template_digest text NOT NULL,
	inputs_digest   text NOT NULL,
	revision        int64 NOT NULL,
	language        int64 NOT NULL,
	format          int64 NOT NULL,
	compartment     text NOT NULL,
	restricted      bool NOT NULL,
	recipients      text NOT NULL,
	size            int64 NOT NULL,
	content         blob NOT NULL,
	who             id NOT NULL,
	at              instant NOT NULL
);
CREATE INDEX document_of_case ON document (org_id, case_id, id);
