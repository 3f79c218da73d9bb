/*
 * knowledge.h - public knowledge as a page shows it and takes it in: which sources there are, how old each is, and files that somebody chose
 * or carried over on a medium. Reading is feed.h's, in workers.
 */
#pragma once
#include "model/report.h"
#include "service/feed.h"
#include "service/people/actor.h"

/* A kind of feed, for a person who has a file of it. */
struct knowledge_kind_view {
	struct str kind;            /* as feed.h takes it                                        */
	struct str title;           /* who issues it, and what it says                           */
	struct str files;           /* what its files are called, as their issuer names them; "" */
};
struct knowledge_view {
	struct str generation;      /* in force; "" when nothing was ever taken in               */
	bool       is_fresh;        /* every source that is there is                             */
	LIST(struct source_view)         sources;
	LIST(struct knowledge_kind_view) kinds;
};
extern const struct schema knowledge_view_schema;

/* What there is. An empty knowledge base is an answer too. */
CHECKED struct err *knowledge_show(const struct home *home, int64_t now, enum lang lang, struct arena *arena, struct knowledge_view *ret_view);
/* The kind whose files are called so; "" when the name says nothing. */
struct str knowledge_kind_of(struct str filename);

/*
 * One file taken in by an administrator or a security officer (ERR_FORBIDDEN), with a row in the audit. kind "": by the file's name, ERR_FORMAT when that says
 * nothing. *ret_file->failed tells why nothing of it was taken.
 */
struct knowledge_wish { struct str kind, filename, path; bool accept; };
CHECKED struct err *knowledge_take(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct knowledge_wish *wish, int64_t now,
    struct arena *arena, struct feed_file *ret_file);
