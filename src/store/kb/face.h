/*
 * face.h - one face for a vulnerability of which several records speak: titles, state and the score shown first.
 */
#pragma once
#include "model/advisory.h"
#include "model/verdict.h"

/* A record that speaks of it; covers: among others, so that its scores may be about another one. */
struct face_record {
	struct advisory advisory;
	bool            covers;
	/* Of records that are listed (list_build.h); else zeros. */
	int64_t         number;
	struct str      feed;
	bool            gone;
};
struct face_records { LIST(struct face_record) list; };

/* Texts are views of the records'. */
void face_of(struct str id, const struct str_list *aliases, const struct face_records *records, struct arena *arena,
    struct vulnerability *ret_face);
