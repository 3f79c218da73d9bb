/*
 * page_ledger.h - what the pages of the register share.
 */
#pragma once
#include "face/web/pages.h"

/*
 * The address of a list with what it is narrowed down by: of `names` (ends with NULL) what was given, but for `name`, which is `value` (left out
 * when that is empty), and what is put behind it by hand.
 */
struct str ledger_link(const struct web *web, const char *path, const char *const *names, const char *name, struct str value);

/* A condition that a list can be narrowed down by, as a link. */
struct link_view { struct str title, href; int64_t count; bool chosen; };
struct links { struct link_view *items; size_t count, room; };
extern const struct schema link_schema;

/* Choices of words, in their order; the first is "unknown" and may be left out. */
void ledger_choices(struct web *web, const struct enum_names *words, struct str chosen, struct web_choices *choices);
