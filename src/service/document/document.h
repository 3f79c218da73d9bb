/*
 * document.h - papers made of cases: a template (templates/NAME.LANG.mustache) is filled from the case as those whom it is for may see it.
 *
 * A template speaks of
 *
 *     {{FIELD}}            every field of the playbook, by its id: a text, a day as 令和8年11月21日（土）, an amount, a choice by its title;
 *                          {{#FIELD}}…{{/FIELD}} over the rows of a field of rows, with its columns by their ids
 *     {{label.FIELD}}      its title          {{is.FIELD}} of a field of type bool, {{is.FIELD.VALUE}} of a choice: true or false
 *     {{case.…}}           number title playbook state tlp unit opened closed is_open is_sealed, lists about systems products units vendors
 *                          advisories findings vulnerabilities tasks approvals deadlines parties fields timeline; approval.ID, deadline.ID
 *     {{document.…}}       title day maker organisation, list to; approval of a draft paper
 *
 * (doc/en/documents.md has them all). {{{raw}}} is refused: what people wrote stays inert. A home's own H/templates/NAME.LANG.mustache is taken before the
 * one that is built in, partials too.
 *
 * A produced paper is kept: content, the digest of its template and of what was filled in, case's revision, recipients, by whom and when, in the
 * same unit of work as its entry of the timeline. Content is sealed as the case is.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/home.h"
#include "service/respond/approval.h"
#include "store/ledger/document.h"

struct document_desk {
	const struct case_desk *cases;
	const struct home      *home;
};

/* Any view through a template of that name, as a paper: for reports, which are made of no case. *ret_text: what the template says. */
struct view;
struct paper;
CHECKED struct err *document_paper(const struct home *home, struct str template, enum lang lang, const struct view *view, struct arena *arena,
    struct paper *ret_paper);
/* Names the template speaks of that the shape (view_shape) has not; a line each. home: NULL for those that came along. */
CHECKED struct err *document_paper_misses(const struct home *home, struct str template, enum lang lang, const struct view *shape, struct arena *arena,
    struct str_list *ret_misses);

/* ------------------------------------------------------------------------------------------------------ making */

struct document_order {
	struct str           name;         /* of the playbook's document, or of a template                        */
	enum lang            lang;
	enum document_format format;
	struct str           approval;     /* whose steps and decision the paper tells of (起案文); ""             */
};
/*
 * Needs the right to edit. ERR_NOT_FOUND: neither a document of the playbook nor a template of that name; ERR_FORMAT with file, line and name where
 * the template speaks of what this case has not; ERR_CONFLICT while a guard of the playbook hides it.
 */
struct document_made { int64_t id; struct str title, content; };
CHECKED struct err *document_make(const struct document_desk *desk, const struct actor *actor, struct str number, const struct document_order *order,
    int64_t now, struct arena *arena, struct document_made *ret_made);

/* case_hooks.make_document: a move makes it, in the move's unit of work, as a page of HTML in the home's language of papers. context: a struct document_desk. */
CHECKED struct err *document_make_hook(void *context, const struct case_now *now, size_t document, const struct actor *actor, int64_t at,
    struct arena *arena);

/* ------------------------------------------------------------------------------------------------------ seeing */

struct document_row_view {
	int64_t         id;
	struct str      number;            /* of the case                                    */
	struct str      name, title, template, template_digest, inputs_digest;
	struct str      language, format, compartment;
	struct str_list recipients;        /* titles of the roles                            */
	int64_t         size, revision, at;
	struct str      by;
	bool            may;               /* the person may read it                         */
};
struct document_list_view { LIST(struct document_row_view) documents; };
extern const struct schema document_row_view_schema, document_list_view_schema;
/* Of one case, in the order they were made; those in compartments he does not see do not exist. */
CHECKED struct err *document_list(const struct document_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct document_list_view *ret_list);
/* As it was made. ERR_FORBIDDEN: it tells of fields that are not for him, and is not for one of his parts. */
CHECKED struct err *document_get(const struct document_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena,
    struct document_row_view *ret_row, struct str *ret_content);

struct template_row_view {
	struct str name, language;
	struct str source;                 /* "home" or "built in"                           */
	struct str title;                  /* what its first heading says                    */
};
struct template_list_view { LIST(struct template_row_view) templates; };
extern const struct schema template_list_view_schema;
/* Whole templates, not partials (whose names begin with "_"); home may be NULL. */
CHECKED struct err *document_templates(const struct home *home, struct arena *arena, struct template_list_view *ret_list);

/* ---------------------------------------------------------------------------------------------------- checking */

/*
 * For `playbook check`: whether the template of that document is there in that language, is well formed, and speaks of nothing that a case of this
 * playbook has not. Adds why not. home NULL: built-in templates only.
 */
bool document_renders(const struct home *home, const struct playbook *book, size_t document, enum lang lang, struct arena *arena,
    struct play_refusals *why);
