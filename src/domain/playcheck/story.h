/*
 * story.h - how a situation comes about, told so that a person can walk the same way; private to this room.
 */
#pragma once
#include "domain/playcheck/explore.h"

struct telling { const char *name; struct words text; };
/* A sentence whose places have both languages. */
struct play_refusal sentence(struct arena *arena, const char *message, const struct telling *places, size_t count);
#define SAY(arena, message, ...) \
	sentence((arena), (message), ENDED(const struct telling, __VA_ARGS__), \
	    ARRAY_LEN(ENDED(const struct telling, __VA_ARGS__)) - 1)
struct words words_number(struct arena *arena, int64_t number);

/* From the opening of a case to that situation. */
void story_to(const struct explored *explored, uint32_t node, struct arena *arena, struct play_refusals *ret_story);
/* And one act more: what was seen there. */
void story_of_sight(const struct explored *explored, const struct sight_of *sight, struct arena *arena, struct play_refusals *ret_story);
/* Why no move leads on from there: of each, the reasons that are fewest. */
void story_why_stuck(const struct explored *explored, uint32_t node, struct arena *arena, struct play_refusals *ret_reasons);
/* Why this move can never be made: the fewest reasons of any situation it was tried in. */
void story_why_never(const struct explored *explored, size_t move, struct arena *arena, struct play_refusals *ret_reasons);
/* The same of a task. */
void story_why_open(const struct explored *explored, size_t task, struct arena *arena, struct play_refusals *ret_reasons);
