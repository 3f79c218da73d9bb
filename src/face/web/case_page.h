/*
 * case_page.h - inside this room: what every page of a case begins with, part-case.html: number, title, state, steps, due, tabs.
 */
#pragma once
#include "face/web/web.h"

enum case_tab { CASE_TAB_NOW, CASE_TAB_PLANS, CASE_TAB_TALK, CASE_TAB_PAPERS, CASE_TAB_PEOPLE, CASE_TAB_STORY, CASE_TAB_MORE, CASE_TABS };

struct case_tab_view { struct str title, path; int64_t count; bool counted, current; };
struct case_head_view {
	struct str number, title, playbook_title;
	struct str state, tone;            /* tone: "open" "waiting" "closed"           */
	struct str tlp, tlp_code, unit;
	bool       sealed, open;
	int64_t    due;                    /* the earliest that runs; INSTANT_NONE      */
	struct str due_title, due_tone;    /* "overdue" "soon" ""                       */
	int64_t    opened_at;
	struct str opened_by;
	bool       edit, comment, assign, grant, export;      /* his rights             */
	LIST(struct case_stage_view) steps;
	LIST(struct case_tab_view)   tabs;
};
extern const struct schema case_head_schema;

/* The case the request is about ({number}), as its person sees it, and its head; the page's title is its number and title. */
CHECKED struct err *case_page_open(struct web *web, enum case_tab tab, struct case_view *ret_case, struct case_head_view *ret_head);
/* The same of a case that was asked for otherwise. */
void case_page_of(struct web *web, enum case_tab tab, const struct case_view *casefile, struct case_head_view *ret_head);
/* "overdue", "soon" (within three days) or "". */
struct str case_due_tone(const struct web *web, int64_t due);

/* How far a case may be told, as choices. */
void case_tlp_choices(struct web *web, struct str chosen, struct web_choices *choices);

/* Fields of a form of cells or fields, each its own input: exactly one is true. */
struct case_input_view { bool line, area, select, day, instant, number; };
extern const struct schema case_input_schema;
struct case_input_view case_input_of(struct str type);
