/*
 * say.h - what the engine knows of a case as facts, and how it says them; private to this room.
 */
#pragma once
#include "domain/playbook/engine.h"

/* One fact for each of book->words, in their order: facts has room for RULE_FACTS. */
void facts_fill(const struct playbook *book, const struct play_case *now, struct fact *facts);
/* The same for one task: rematch_clear is its subject's. */
void facts_of_task(const struct playbook *book, const struct play_case *now, const struct play_task_now *task, struct fact *facts);

/* The facts of these bits with what they are now: 「該非: 非該当、同意: 承認待ち」. */
struct words facts_words(const struct playbook *book, const struct fact *facts, uint64_t bits, struct arena *arena);
/* Only what they are called. */
struct words facts_names(const struct playbook *book, uint64_t bits, struct arena *arena);

/* Where refusals go: with list NULL only whether there are any matters. */
struct refusing { struct play_refusals *list; struct arena *arena; bool refused; };
struct said { const char *name; struct words text; };
/* Adds a sentence whose places have both languages. */
void refuse_said(struct refusing *to, const char *message, const struct said *said, size_t count);
#define refuse(to, message, ...) \
	refuse_said((to), (message), (const struct said[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } }, \
	    ARRAY_LEN(((const struct said[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } })) - 1)

/* 「a」「b」 or "a, b": titles one after the other. */
struct words words_join(const struct words *words, size_t count, struct arena *arena);
