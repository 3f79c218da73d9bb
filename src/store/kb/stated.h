/*
 * stated.h - what texts say of exploitation (domain/evidence), sentence by sentence: from every record's texts and from alerts, kept beside them in kb.db.
 *
 * They are derived: written when a generation is built, for what changed in it, and all anew when the list of phrases is another one. A row is a candidate. It is
 * about the CVE number that the sentence names, else about those of its document; `among` says how many these are, because the sentence may mean one of
 * them. A document of more than STATED_AMONG_MOST numbers says nothing of one that it does not name in the sentence.
 */
#pragma once
#include "store/kb/kb.h"

enum { STATED_AMONG_MOST = 8 };

struct kb_stated {
	struct str        key;         /* 16 hexadecimal digits: of this sentence of this record on this number */
	struct str        cve;
	enum exploitation level;
	struct str        feed, record;    /* where it stands: a record's or an alert's id    */
	struct str        issuer;      /* "JPCERT/CC", "IPA", "JVN iPedia", "NVD", "Microsoft" … */
	struct str        title, url;  /* of an alert; "" of records                          */
	struct str        sentence;
	int64_t           at;          /* the record's or alert's last change; INSTANT_NONE   */
	int64_t           among;       /* numbers it may be about; 1: this one                */
};
extern const struct schema kb_stated_schema;

struct kb_stated_query {
	struct str        cve;         /* ""; any                                             */
	struct str        key;         /* ""; any                                             */
	enum exploitation least;       /* EXPLOITATION_UNKNOWN: any                           */
	struct str        after;       /* cursor; ""                                          */
	int64_t           most;        /* 0: all                                              */
};
struct kb_stated_list { LIST(struct kb_stated) list; struct str next; };
/* The newest first. An empty kb has none; so has one that was built before there were any (import or build again). */
CHECKED struct err *kb_stated_find(struct kb *kb, const struct kb_stated_query *query, struct arena *arena, struct kb_stated_list *ret_list);
/* How many sentences of each level there are. */
struct kb_stated_counts { int64_t active, poc, none; };
CHECKED struct err *kb_stated_count(struct kb *kb, struct arena *arena, struct kb_stated_counts *ret_counts);

/* Each sentence of proof of concept or attacks, without its words: key, cve, level, issuer. Values live during the call. */
CHECKED struct err *kb_stated_each(struct kb *kb, void (*take)(void *data, const struct kb_stated *stated), void *data, struct arena *arena);
