/*
 * parts.h - between the files of this room: what all reports are made from.
 */
#pragma once
#include "base/catalogue.h"
#include "domain/calendar/calendar.h"
#include "domain/playbook/engine.h"
#include "service/report/report.h"
#include "service/respond/respond.h"
#include "store/ledger/report.h"

enum {
	ITEMS_ROWS = 10,           /* vulnerabilities whose seven items stand in a report  */
	ITEM_SHORT = 180,          /* bytes of an item in a list: 60 characters of Japanese */
	ITEM_ON_SHEET = 1200,      /* where each has a row of its own: 400 of them          */
	EXECUTIVE_ROWS = 5,        /* of a table: one page is one page                    */
	EXECUTIVE_EXPLOITED = 3,   /* of what texts say is attacked, one at least: what the other tables leave of … */
	EXECUTIVE_TABLES = 11,     /* … these rows of the page                            */
	EXECUTIVE_NAMES = 2,       /* of units in one of these rows: each is a line       */
	REPORT_ROWS    = 300,      /* of a table of any other report                      */
	REPORT_CASES   = 1000,     /* open cases looked into                              */
	REPORT_NAMES   = 10,       /* names in a sentence                                 */
};
#define ITEM_WHOLE SIZE_MAX

/* An open case as far as reports tell of it. Of a sealed one only number, label, playbook, unit, state and due. */
struct report_case {
	struct str number, label, playbook, unit, state, state_title;
	bool       sealed;
	int64_t    due;
	struct case_now now;           /* fields by report_field; not of a sealed one          */
	struct str_list systems;       /* linked                                              */

};

/* Levels as the matrix has them, and what stood there last time. */
struct marks;

struct report_making {
	const struct report_desk  *desk;
	const struct actor        *actor;      /* speaks the report's language                    */
	const struct report_order *order;
	const struct report_kind  *kind;
	int64_t                    now;
	int32_t                    today;
	enum lang                  lang;
	struct arena              *arena;
	struct report_head        *head;
	struct ledger             *ledger;
	struct calendar            calendar;
	struct str                 scope;
	struct ledger_standings    all;        /* every system                                    */
	struct ledger_standings    standings;  /* in scope: of the unit, the system               */
	int64_t                    system;     /* in scope; 0                                     */
	LIST(struct ledger_system) systems;    /* in scope, as the ledger describes them; loaded by report_systems */
	LIST(struct report_case)   cases;      /* loaded by report_cases                          */
	bool                       cases_more; /* there are more open cases than were looked into */
	struct marks              *before;     /* of the last report that was kept                */
	struct marks              *marks;      /* of this one                                     */
};

/* ------------------------------------------------------------------------------------------------ gather.c */

/* A report begins: its order is checked, its view is there with its head (making->head). */
CHECKED struct err *report_begin(const struct report_desk *desk, const struct actor *actor, const struct report_order *order, int64_t now,
    struct arena *arena, struct report_making *making);
/* The head, and which systems are in scope. */
CHECKED struct err *report_gather(struct report_making *making);
/* All in scope; or one of them, where few are looked at. */
CHECKED struct err *report_load_systems(struct report_making *making);
CHECKED struct err *report_load_system(struct report_making *making, int64_t id);
const struct ledger_system *report_system(const struct report_making *making, int64_t id);
const struct ledger_standing *report_standing(const struct report_making *making, int64_t id);
/* Open, undecided-by-people findings of a system, the worst first; at most `most`. */
CHECKED struct err *report_findings(const struct report_making *making, int64_t system, enum ledger_action least, int64_t most,
    struct ledger_finding_list *ret_list);

/* ------------------------------------------------------------------------------------------------- cases.c */

CHECKED struct err *report_load_cases(struct report_making *making);
/* The canonical text of a field; "" where the playbook has none of that name, or he does not see it. */
struct str report_field(const struct report_case *c, const char *field);
/* The same as people read it. */
struct str report_field_words(const struct report_making *making, const struct report_case *c, const char *field);
int32_t report_field_day(const struct report_case *c, const char *field);
int64_t report_field_instant(const struct report_case *c, const char *field);
/* The plans of a case; cells before and after are filled in for those with a measure. */
struct report_options { struct report_option_view *items; size_t count, room; };
struct report_changes { struct report_change_row *items; size_t count, room; };
CHECKED struct err *report_plans(const struct report_making *making, const struct report_case *c, struct report_options *ret_options,
    struct report_changes *changes);
/* Of the plan that was chosen, or of the only one; -1: none says what it costs. *ret_name: which. */
int64_t report_cost(const struct report_case *c, const struct report_options *options, struct str *ret_name, const struct report_option_view **ret_chosen);
bool report_case_has_system(const struct report_case *c, struct str system);
/* Findings a case is about. */
CHECKED struct err *report_case_findings(const struct report_making *making, struct report_case *c, struct respond_findings *ret_findings);
struct report_stop_view report_stop(const struct report_making *making, const struct report_case *c);

/* ------------------------------------------------------------------------------------------------- words.c */

/* 「12万円」「1万2,000円」, "120,000 yen"; below 0: that it is not known. */
struct str report_yen(int64_t yen, enum lang lang, struct arena *arena);
/* 「令和8年11月20日」, "20 November 2026"; and with the time. "" for none. */
struct str report_day(int32_t day, enum lang lang, struct arena *arena);
struct str report_instant(int64_t instant, enum lang lang, struct arena *arena);
struct str report_join(const struct report_making *making, const struct str_list *texts);
/* A, B, C and others: at most REPORT_NAMES. */
struct str report_names(const struct report_making *making, const struct str_list *texts);
struct str report_word(const struct report_making *making, const char *message);
#define report_say(making, message, ...) catalogue_say_args((making)->arena, (making)->lang, (message), ERR_ARGS(__VA_ARGS__))
/* Bits of what a weakness can cause, of its CVSS vector; all three where nothing says. */
enum { HARMS_LEAK = 1, HARMS_TAMPERING = 2, HARMS_STOP = 4, HARMS_ALL = 7, HARMS_UNSAID = 8 };
unsigned report_harms(const struct ledger_finding_row *row, struct arena *arena);
struct str report_harm_words(const struct report_making *making, unsigned harms);
/* 保持情報: 「個人情報 12万件」; that nobody has said. */
struct str report_information(const struct report_making *making, const struct ledger_system *system);
/* The action of a finding as a pair. */
struct str report_action(const struct report_making *making, enum ledger_action action);
int report_worst_level(unsigned set);        /* 0 low, 1 middle, 2 high; -1 none */
struct str report_title(const struct report_making *making, const struct ledger_vulnerability *about);
struct str report_verdict(const struct report_making *making, enum ledger_verdict verdict);
struct str report_remedy(const struct report_making *making, const struct ledger_finding *finding);
/* From where, by whom, with whose help: what its vector says. */
struct str report_conditions(const struct report_making *making, const struct ledger_finding_row *row);
/* "=2.4.49|>=9.0.0,<9.0.99" as people read it. */
struct str report_range(const struct report_making *making, struct str range);
/* The name behind a login; the text itself where it is none. */
CHECKED struct err *report_person(const struct report_making *making, struct str login, struct str *ret_name);
struct str report_number(int64_t number, struct arena *arena);      /* with separators */

/* ------------------------------------------------------------------------------------------------- items.c */

struct report_named { struct str vulnerability, title; };
/* The seven items of the first of them, each vulnerability once. */
CHECKED struct err *report_items(struct report_making *making, const struct report_named *named, size_t count, size_t most, struct report_items_list *ret_list);
/* Of one finding with its instances (ledger_finding_details): product, range and remedy as they are here, where that is known. */
CHECKED struct err *report_items_here(const struct report_making *making, struct kb *kb, const struct ledger_finding_row *finding,
    size_t most, struct report_items_row *ret_row);

/* --------------------------------------------------------------------------------------------- exploited.c */

struct report_exploited_rows { struct report_exploited_list list; int64_t all; };      /* all: also those behind `most` */
/* names: of products, systems, units and so on at most so many. */
CHECKED struct err *report_exploited(struct report_making *making, int64_t most, size_t names, struct report_exploited_rows *ret_rows, struct str *ret_words);

/* ---------------------------------------------------------------------------------------------- one_page.c */

/* What is said of the rows that do not stand in its tables. */
void report_executive_more(struct report_executive *view, enum lang lang, struct arena *arena);
/* A report_kind's shorten. */
bool report_executive_shorten(void *view, size_t step, enum lang lang, struct arena *arena);

/* ------------------------------------------------------------------------------------------------- marks.c */

/* Lines "name value" that the next report is compared with. Names are the program's own, or behind "system:" those of systems. */
struct marks *marks_new(struct arena *arena);
struct marks *marks_parse(struct str text, struct arena *arena);
struct str marks_format(const struct marks *marks, struct arena *arena);
void marks_put(struct marks *marks, struct str name, int64_t value);
/* False where the last report said nothing of it. */
bool marks_get(const struct marks *marks, struct str name, int64_t *ret_value);

/* ---------------------------------------------------------------------------------------------- fills of kinds */

CHECKED struct err *report_fill_executive(struct report_making *making, void *view);
CHECKED struct err *report_fill_owner(struct report_making *making, void *view);
CHECKED struct err *report_fill_weekly(struct report_making *making, void *view);
CHECKED struct err *report_fill_contractor(struct report_making *making, void *view);
CHECKED struct err *report_fill_risk_sheet(struct report_making *making, void *view);
CHECKED struct err *report_fill_action_plan(struct report_making *making, void *view);
CHECKED struct err *report_fill_correction(struct report_making *making, void *view);
CHECKED struct err *report_fill_accepted(struct report_making *making, void *view);
CHECKED struct err *report_fill_damage_cost(struct report_making *making, void *view);
