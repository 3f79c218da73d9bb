/*
 * say.h - what the engine knows of a case as facts, and how it says them; private to this room.
 */
#pragma once
#include "domain/playbook/engine.h"

/* play_facts for one task: rematch_clear is its subject's. */
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
	refuse_said((to), (message), ENDED(const struct said, __VA_ARGS__), \
	    ARRAY_LEN(ENDED(const struct said, __VA_ARGS__)) - 1)

/* A sentence with its places in both languages. */
struct words words_said(struct arena *arena, const char *message, const struct said *said, size_t count);
#define say(arena, message, ...) \
	words_said((arena), (message), ENDED(const struct said, __VA_ARGS__), \
	    ARRAY_LEN(ENDED(const struct said, __VA_ARGS__)) - 1)
struct play_refusal refusal_said(struct arena *arena, const char *message, const struct said *said, size_t count);

/* What a word of an expression asks about, and what its approvals can be, for people. */
struct words word_title(const struct playbook *book, const struct play_word *word);
struct words approval_state_words(enum approval_state state);
struct words words_told(const char *message);     /* of the catalogue */
struct words words_same(struct str text);       /* in both          */
/* An expression with its words as people call them: applies == affected is 「該非」 = 該当. "" of "". */
struct words expression_words(const struct playbook *book, struct str text, struct arena *arena);
/* 「a、b」 "a, b": titles one after the other. */
struct words words_listed(const struct words *words, size_t count, struct arena *arena);
