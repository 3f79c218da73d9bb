/*
 * judge.h - what the rules share: one statement about one subject on one host. Inside the room only.
 */
#pragma once
#include "domain/windows/room.h"

struct windows_judging {
	const struct windows_subject   *subject;
	struct str                      key;         /* of the entry */
	const struct windows_statement *statement;
	const struct windows_host      *host;        /* or NULL      */
	struct windows_book            *book;
	struct arena                   *arena;
	struct windows_answer          *answer;
};

/* What a row of builds says of one build against a fix. */
enum build_side { SIDE_UNKNOWN, SIDE_BEFORE, SIDE_FIXED };

void judge_say(struct windows_judging *judging, enum reason reason);
/* The answer names this fix as the one that mends it. */
void judge_name_fix(struct windows_judging *judging, const struct windows_fix *fix, const struct windows_version *build);
/* "KB5089549" */
struct str judge_kb_text(uint32_t kb, struct arena *arena);

/* How the updates of a host stand to one that is needed. */
enum cover { COVER_NONE, COVER_PENDING, COVER_LATER, COVER_ITSELF };
struct judge_cover {
	enum cover cover;
	struct str chain;      /* "KB5044033 → KB5046615"; of COVER_ITSELF and COVER_PENDING the update's own */
};
/*
 * Is the update, or one that takes its place (transitively, by this key's table), installed on the host. A later
 * security-only update takes no other's place, and a monthly rollup contains every fix that came before it.
 */
struct judge_cover judge_cover(struct windows_judging *judging, const struct windows_fix *fix);

/* What an update that is there means: unless a restart is due, or the list is older than the update can be. */
enum reason judge_installed(const struct windows_judging *judging, enum cover cover);

/* Names the day where that is the reason. */
void judge_date(struct windows_judging *judging);

/* By the host's updates alone: the fixes are alternatives, or (all) each is needed. */
void judge_by_updates(struct windows_judging *judging, bool all);
/* What a host that has none of them means: absent where its list is whole, else what is missing. */
void judge_absent(struct windows_judging *judging);

/* The build of a stream with which an update came; NULL where the table has none. */
const struct windows_release *judge_release_of_kb(struct windows_judging *judging, uint32_t kb);

void judge_system(struct windows_judging *judging);
void judge_framework(struct windows_judging *judging);
void judge_sql(struct windows_judging *judging);
void judge_exchange(struct windows_judging *judging);
void judge_click_to_run(struct windows_judging *judging);
void judge_sharepoint(struct windows_judging *judging);
void judge_edge(struct windows_judging *judging);
void judge_runtime(struct windows_judging *judging);
void judge_studio(struct windows_judging *judging);
