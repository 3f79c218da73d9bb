/*
 * parts.h - inside this room.
 */
#pragma once
#include "base/catalogue.h"
#include "service/system/system.h"

extern const struct schema host_row_schema, product_row_schema;
struct host_row host_row_of(const struct ledger_host_row *row, struct arena *arena);
struct product_row product_row_of(const struct ledger_product_row *row, struct arena *arena);

/* What was told of it has not been compared with what is known. */
bool system_waits(const struct ledger_system_sums *sums, int64_t assessed);

/* The reader's word for a name; "" when it is none. */
struct str system_word(const struct enum_names *words, struct str name, enum lang lang);
/* The value of a fact of the whole system; "" when nobody told it. */
struct str system_fact(const struct ledger_system *system, const char *name);
/* One system by its number, copied. ERR_NOT_FOUND. */
CHECKED struct err *system_load(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_system *ret_system, struct str_list *ret_services);

/* around.c */
extern const struct schema system_way_schema, system_source_schema;
extern const struct enum_names system_exposure_words;
/* Every path of those segments into and out of that class. */
void system_put_ways(const struct segments *segments, const struct segment_class *class, enum lang lang, struct arena *arena, struct system_view *view);
CHECKED struct err *system_put_sources(struct ledger *ledger, enum lang lang, struct arena *arena, struct system_view *view);
