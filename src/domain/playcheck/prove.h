/*
 * prove.h - what was explored, and what stands in the file, held against what is promised; private to this room.
 */
#pragma once
#include "domain/playcheck/story.h"

struct proving {
	const struct space      *space;
	const struct explored   *explored;
	struct arena            *arena;
	struct playcheck_report *report;
};

/* The fault's place, to be given its story. */
struct playcheck_fault *fault(struct proving *it, enum playcheck_kind kind, int64_t line, struct play_refusal says);
#define FAULT(it, kind, line, message, ...) fault((it), (kind), (line), SAY((it)->arena, (message), __VA_ARGS__))

/* Who may and who can: of moves, tasks, fields, reminders. Without exploring. */
void prove_people(struct proving *it);
/* What moves decide about findings. Without exploring. */
void prove_decisions(struct proving *it);
/* Templates and routes, by those who know them. */
void prove_outside(struct proving *it, const struct playcheck_outside *outside);
/* That everything is reached, made, left and ended. */
void prove_flow(struct proving *it);
void prove_guards(struct proving *it);
void prove_deadlines(struct proving *it);
