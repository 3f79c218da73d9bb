/*
 * today.h - 今日やること: at most ten things that wait for this person, worst and earliest first; how the ledger stands; what is new for him.
 *
 * Security staff, operators and administrators see what is to be mended that no case is about yet, questions and inquiries that are late; everybody his
 * tasks and approvals. A ledger in which nothing is yet shows the first steps instead.
 */
#pragma once
#include "model/report.h"
#include "service/respond/respond.h"

enum { TODAY_MOST = 10 };
struct today_item {
	struct str kind;               /* "remedy" "question" "task" "approval" "inquiry"         */
	struct str what, about, who;
	struct str action;             /* "" of tasks and approvals                               */
	int64_t    due;
	struct str due_words, due_state;
	struct str href;
};
struct today_step { struct str title, hint, href; bool done, next; };
struct today_watch { int64_t id; struct str name; int64_t unread; };
struct today_view {
	bool                      first_steps;         /* not all of them are done                                  */
	LIST(struct today_step)   steps;
	LIST(struct today_item)   items;
	int64_t                   beyond;              /* what waits and is not shown                               */
	bool                      more;
	int64_t                   immediate, kev, undecided, questions;
	int64_t                   since, opened, closed, changed;
	bool                      news;
	int64_t                   at;                  /* of the last assessment                                    */
	struct str                generation;
	struct checked_view       checked;
	int64_t                   unregistered;        /* systems without any composition: not looked at at all      */
	bool                      has_unregistered, has_not_judged;
	LIST(struct source_view)  stale;               /* sources that are not as they should be                     */
	bool                      may_assess, has_stale;
	LIST(struct today_watch)  watches;             /* of his, on which something is new that he has not read       */
	int64_t                   unread;
	bool                      has_unread;
	bool                      judging;             /* an answer waits for everything to be judged with it        */
};
extern const struct schema today_schema;
/* since: his last visit. */
CHECKED struct err *today_for(const struct respond_desk *desk, const struct actor *actor, int64_t since, int64_t now, enum lang lang, struct arena *arena,
    struct today_view *ret_view);
