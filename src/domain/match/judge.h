/*
 * judge.h - what one entry says of one component, and what all of them come to. Inside the room only.
 */
#pragma once
#include "domain/match/host.h"
#include "domain/match/tables.h"

/* One component's judging: shared by all its entries. */
struct judging {
	const struct match_ask  *ask;
	const struct match_host *host;          /* ask's, or NULL while judging without one   */
	struct subject           subject;
	struct arena            *arena;
	struct set_room          room;
	struct source_state      states[SOURCE_COUNT];
	struct source_state      osv;           /* of the subject's ecosystem                 */
	bool                     release_unknown;
	LIST(struct match_says)  says;          /* of the vulnerability at hand               */
	struct table_book        book;
	struct probe             probe;         /* the version and scheme last asked about; versions live as long as this */
};

/* How an entry was found: what is compared with it, and for Microsoft's the line's key. */
struct judge_road { struct str version, line; bool alternative; };
/* Adds what the entry says to judging->says. */
void judge_entry(struct judging *judging, const struct image_entry *entry, uint32_t number, const struct judge_road *road);

/* A reason with its verdict and what is missing. */
void judge_settle(struct match_says *says, enum reason reason);
/* "Not affected" by a source that is too old is not told. */
void judge_age(const struct judging *judging, struct match_says *says);

/* Orders judging->says and gives the row they come to. */
struct match_row judge_row(struct judging *judging, uint32_t vulnerability);
