/*
 * maker.h - Microsoft's own word: its documents as entries under product lines, and what they say of a component. Inside the
 * room only.
 */
#pragma once
#include "domain/match/judge.h"

/* One document: an entry for each line that it lists, what its fixes tell of updates, and that it is there at all. */
CHECKED struct err *maker_advise(struct match_builder *builder, uint32_t vulnerability, const struct advisory *advisory,
    struct arena *arena);

/* What an entry of kind ENTRY_FIXES says; `line` is the key it was found under, without its kind. */
void maker_judge(struct judging *judging, const struct image_entry *entry, struct str line, struct match_says *says);

/*
 * After all entries of one vulnerability: where the component may be one of several products, they are one answer only when
 * they agree; where Microsoft has a document that does not list it, that is an answer too.
 */
void maker_settle(struct judging *judging, uint32_t vulnerability);
