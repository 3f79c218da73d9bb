/*
 * system.h - systems as people see, enter and change them: the form that a department fills in when it brings a system in (「導入部門が必要な
 * データを登録するルールやしくみ」), the lists from three ends, one system whole, and the same change to many.
 *
 * A form says all of a system: what it leaves empty is unknown from then on, and stays open as a question; it never counts as "no". Whoever
 * changes says which state he saw (system_revision): when somebody else has changed it meanwhile nothing is written, so that nobody's words
 * are lost.
 */
#pragma once
#include "model/report.h"
#include "service/home.h"
#include "service/people/actor.h"
#include "service/stand.h"
#include "store/ledger/register.h"

/* Who may change the register. */
#define SYSTEM_KEEPERS (OFFICE_ADMINISTRATOR | OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER)

/* Words of choices: names as the ledger has them, and what people read. */
extern const struct enum_names system_network_words, system_reach_words, system_importance_words, system_hosting_words, system_answer_words,
    system_information_words, system_action_words;

/* ------------------------------------------------------------------------------------------- the form */

struct system_form {
	struct str name;
	struct str number;            /* 管理番号                                                            */
	struct str services;          /* several have 、 between                                             */
	struct str unit, owner, contractor, function, place, maintenance, note;
	struct str network;           /* a name of system_network_words; "" or "unknown": not known          */
	struct str segment;           /* a class of the home's network segments; ""                          */
	struct str reach, importance; /* names of their words                                                */
	struct str ports;
	struct str information;       /* in the words of sheets: 「個人情報 12,000件、特定個人情報 3,000件」「なし」 */
	struct str hosting;           /* a name of system_hosting_words                                      */
	struct str provider;          /* of the hosting                                                      */
	struct str site_until, site_closer;     /* of a site that stands for a time: its last day, who takes it down */
	struct str replace_on;        /* planned replacement, a day                                          */
	/* "yes" "no" or "" */
	struct str resident_facing, life_or_safety, internal_only, official_register, integrity_duty, controls;
	struct str media, maintenance_line, devices, segments;      /* ways into a closed network             */
};
extern const struct schema system_form_schema;

/* The parts of the form, in its order. */
struct system_field {
	const char              *name;
	size_t                   offset;     /* of a text in struct system_form     */
	const char              *label;      /* key of the catalogue                */
	const struct enum_names *words;      /* of a choice; else NULL              */
	const char              *fact;       /* the answered fact that it is; NULL  */
	bool                     asked;      /* left open it is a question          */
};
extern const struct system_field system_fields[];
extern const size_t system_fields_count;
struct str *system_field_of(struct system_form *form, const struct system_field *field);

/* ERR_NOT_FOUND. */
CHECKED struct err *system_form_get(struct ledger *ledger, int64_t id, struct arena *arena, struct system_form *ret_form);
/* The form as what stands (service/stand.h), and its revision. */
void system_stand(const struct system_form *form, struct arena *arena, struct stand *ret_stand);
struct str system_revision(const struct system_form *form, struct arena *arena);

struct system_saved {
	int64_t         id;
	bool            is_new;
	struct str_list open;                /* labels (keys of the catalogue) of what is asked and was left open */
};
/*
 * id 0: a new one. ERR_USAGE names the part that is wrong; ERR_CONFLICT: the state is not `revision` any more, or another system has that
 * name; ERR_FORBIDDEN.
 */
CHECKED struct err *system_save(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t id, const struct system_form *form,
    struct str revision, int64_t now, struct arena *arena, struct system_saved *ret_saved);

/*
 * The same for many: only the parts that `set` names are changed. All of them, or nothing. revisions: as many as ids, each as it was seen; NULL, or one that is
 * empty: whatever stands will do. ERR_CONFLICT names the first that somebody changed meanwhile.
 */
struct system_bulk {
	const int64_t     *ids;
	const struct str  *revisions;
	size_t             count;
	struct system_form form;
	struct str_list    set;              /* names of system_fields */
};
CHECKED struct err *system_change_many(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct system_bulk *bulk, int64_t now,
    struct arena *arena);

CHECKED struct err *system_retire(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
/* It is used again; what is installed in it has to be told again. */
CHECKED struct err *system_revive(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);

/* ---------------------------------------------------------------------------------------------- lists */

struct system_filter {
	struct str text;                     /* part of any of its names, as people write it */
	struct str unit, network, reach, importance, place, contractor;      /* ""; "-": those without */
	struct str after;                    /* cursor: the last name of the page before     */
	int64_t    most;
	bool       sums;                     /* count hosts, findings and questions of each  */
};
struct system_row {
	int64_t    id;
	struct str name, number, service, unit, owner, contractor, place, network, reach, importance;
	int64_t    hosts, installations, immediate, out_of_cycle, scheduled, defer, undecided, questions;
	int64_t    seen_at;
	struct str worst;                    /* "immediate" …; ""                            */
	bool       unregistered;             /* 構成未登録                                   */
	int64_t    items, judged;            /* of the last assessment; nothing found means something only of those judged */
	bool       waiting;                  /* something was told after it, or there was none */
	bool       unjudged;                 /* nothing in it could be judged                */
	struct str query;                    /* the name as a part of an address; whoever shows it fills it in */
};
struct system_facet { struct str value, title; int64_t count; bool chosen; };
struct system_facets { LIST(struct system_facet) units, networks, reaches, importances, places; };
struct system_list {
	LIST(struct system_row) rows;
	struct system_facets    facets;      /* each counts what the other conditions leave  */
	int64_t                 found, all;
	struct str              next;        /* cursor; "": no more                          */
};
extern const struct schema system_list_schema;
CHECKED struct err *system_list(struct ledger *ledger, const struct system_filter *filter, enum lang lang, struct arena *arena,
    struct system_list *ret_list);

/* Hosts and products: pages through all of them, or those that hold the text. */
struct system_page_of { struct str text, after; int64_t after_id, most, system; };
struct host_row { int64_t id, system; struct str name, system_name, unit, os, address; int64_t products, seen_at; };
struct host_list { LIST(struct host_row) rows; struct str next; int64_t next_id; };
extern const struct schema host_list_schema;
CHECKED struct err *system_hosts(struct ledger *ledger, const struct system_page_of *page, struct arena *arena, struct host_list *ret_list);
struct product_row { int64_t id; struct str name, vendor, identity; bool named; int64_t versions, systems, hosts; };
struct product_list { LIST(struct product_row) rows; struct str next; int64_t next_id; };
extern const struct schema product_list_schema;
CHECKED struct err *system_products(struct ledger *ledger, const struct system_page_of *page, struct arena *arena, struct product_list *ret_list);

/* --------------------------------------------------------------------------------------- one of them */

struct install_view { int64_t host_id, product_id, system_id; struct str host, system, name, version, source; bool named; };
struct system_fact_view { struct str label, value, by, source; int64_t at; };
struct system_duty_view { struct str layer, party; };
struct system_question_view { int64_t id; struct str question, worst; };
struct system_record_view { int64_t id; struct str kind, about, word, party; int32_t day, until; struct str state; };
struct system_change_view { int64_t at; struct str host, what, by, file; };
/* A way into the system's network segment (out: out of it), and how far the segment at its other end can be reached. */
struct system_way_view { struct str segment, by, source, reach; bool out; };
/* A file or agent that told of it; notes: what it lacks for verdicts, in words, with how many. */
struct system_source_view { struct str host, file, format, tool; int64_t made_at, seen_at, items; struct str_list notes; bool whole; };
struct system_mended_view { int64_t at; struct str product, vulnerability, change; };
struct system_view {
	int64_t    id;
	struct str name, number, service, unit, owner, contractor, function, place, maintenance, note;
	struct str network, network_text, segment, exposure, reach, ports, importance, information, hosting, provider;
	struct str_list services;
	bool       retired, site;            /* site: stands for a time                     */
	struct str site_until, site_closer, replace_on;
	bool       site_over;
	int64_t    hosts_count, installations, immediate, out_of_cycle, scheduled, defer, open, undecided, questions_count, seen_at;
	bool       unregistered;
	LIST(struct system_duty_view)     duties;
	LIST(struct system_fact_view)     facts;
	LIST(struct host_row)             hosts;
	LIST(struct install_view)         software;
	LIST(struct system_question_view) questions;
	LIST(struct system_record_view)   records;
	LIST(struct system_change_view)   changes;
	LIST(struct system_mended_view)   mended;
	LIST(struct system_way_view)      ways;        /* none: its segment is not known, or no path is allowed */
	LIST(struct system_source_view)   sources;
	struct str_list                   missing;     /* what nobody has said, in words */
	bool       more_hosts, more_software, more_changes;
	struct str query;                    /* as in struct system_row */
	int64_t    items, judged;
	bool       waiting;
};
extern const struct schema system_view_schema;
/* ERR_NOT_FOUND. */
CHECKED struct err *system_show(const struct home *home, struct ledger *ledger, int64_t id, int64_t now, enum lang lang, struct arena *arena,
    struct system_view *ret_view);

struct product_view { struct product_row product; LIST(struct install_view) places; bool more; };
extern const struct schema product_view_schema;
CHECKED struct err *system_product(struct ledger *ledger, int64_t id, enum lang lang, struct arena *arena, struct product_view *ret_view);

/* What forms propose: words that the ledger has already. */
struct system_words { struct str_list units, owners, services, contractors, places, functions; };
CHECKED struct err *system_words(struct ledger *ledger, struct arena *arena, struct system_words *ret_words);
