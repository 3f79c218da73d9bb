/*
 * mapping.h - which column of a sheet says what: guessed, corrected by a person, saved for the next time.
 *
 * A saved mapping is found by the headings it was made for. Presets are files of mappings/ (compiled in) for the
 * lists that asset tools write; they are taken by name.
 */
#pragma once
#include "service/home.h"

struct mapping_view {
	struct str name;          /* file and sheet it was saved from; a preset's name */
	struct str fingerprint;   /* "" of a preset                                    */
	struct str text;          /* heading=field lines                               */
	struct str by;
	int64_t    at;            /* INSTANT_NONE: a preset                            */
};
struct mapping_list { LIST(struct mapping_view) mappings; };
extern const struct schema mapping_list_schema;

/* Saved ones by name, then the presets. */
CHECKED struct err *mapping_list(const struct home *home, struct arena *arena, struct mapping_list *ret_list);

/*
 * What the reader of sheets is told: the person's own (a file's path or a preset's name; may be empty) before all that are saved.
 * ERR_NOT_FOUND: neither a file nor a preset.
 */
CHECKED struct err *mapping_told(struct ledger *ledger, struct str own, bool hidden, struct arena *arena, struct str *ret_told);

/* How a file's sheets would be read, as lines to correct: nothing is written. */
CHECKED struct err *mapping_show(const struct home *home, struct str file, struct str own, bool hidden, struct arena *arena,
    struct str *ret_text);
/* Keeps how a file's sheets are read with this mapping; *ret_saved: for how many sheets. */
CHECKED struct err *mapping_save(const struct home *home, struct str file, struct str own, struct str by, int64_t now,
    struct arena *arena, int64_t *ret_saved);
/* By name or fingerprint. ERR_NOT_FOUND */
CHECKED struct err *mapping_forget(const struct home *home, struct str name, struct str by, int64_t now, struct arena *arena);
