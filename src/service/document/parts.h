/*
 * parts.h - between the files of this room.
 */
#pragma once
#include "format/mustache/mustache.h"
#include "service/document/document.h"

/* ---------------------------------------------------------------------------------------- templates (template.c) */

/* Templates of one language, with the partials they asked for. */
struct templates;
struct templates *templates_new(const struct home *home, enum lang lang, struct arena *arena);
/* ERR_NOT_FOUND: there is none of that name in that language. */
CHECKED struct err *templates_load(struct templates *templates, struct str name, const struct mustache **ret_template);
/* What its first heading says; its name where it has none, or there is no such template. */
CHECKED struct err *template_heading(const struct home *home, struct str name, enum lang lang, struct arena *arena, struct str *ret_title);
/* A mustache_partial; what was wrong with one is templates_failed. */
const struct mustache *templates_partial(void *templates, struct str name);
CHECKED struct err *templates_failed(const struct templates *templates);
/* Over the text of each that was loaded. */
struct str templates_digest(const struct templates *templates, struct arena *arena);

/* --------------------------------------------------------------------------------------------- views (view*.c) */

/* What a paper is made from. */
struct document_source {
	const struct case_now      *now;
	const struct home          *home;          /* where its knowledge base is; NULL in a shape                      */
	const struct play_document *document;      /* NULL: a general paper, for its maker                              */
	struct str                  title, organisation, maker;
	int64_t                     at;
	enum lang                   lang;
	const struct ledger_parties *parties;
	const struct str           *party_names;   /* likewise; of outsiders opened                                     */
	const struct case_view     *seen;          /* the case as the maker sees it, for its timeline; NULL             */
	const struct approval_view *approval;      /* NULL                                                              */
	bool                        shape;         /* a case in which everything is there: only names matter            */
};

/* Whether all whom it is for may see that field, and whoever sees the paper's compartment. */
bool source_has_field(const struct document_source *source, size_t field);
/* Whether the paper tells of a field that is visible to some parts only. */
bool source_is_restricted(const struct document_source *source);
bool source_has_compartment(const struct document_source *source, struct str compartment);
size_t source_compartment(const struct document_source *source);

CHECKED struct err *document_view(const struct document_source *source, struct arena *arena, struct view **ret_view);
/* The part "case" of it. */
CHECKED struct err *view_case(const struct document_source *source, struct arena *arena, struct view **ret_view);
/* A value as an official paper says it. */
CHECKED struct err *view_value(const struct document_source *source, const struct play_field *field, struct str text, struct arena *arena,
    struct view **ret_view);
/* A list of maps, of a field of rows. */
CHECKED struct err *view_rows(const struct document_source *source, const struct play_field *field, struct str text, struct arena *arena,
    struct view **ret_view);
/* Into the part "case": "vulnerabilities", what it is linked with as public sources have it. */
CHECKED struct err *view_known(const struct document_source *source, struct arena *arena, struct view *into);
/* The part "handover", of a case with a field "from_whom". */
CHECKED struct err *view_handover(const struct document_source *source, size_t field, struct arena *arena, struct view **ret_view);
struct view *view_approval(const struct document_source *source, struct arena *arena);

/* 「令和8年11月25日（水）」, "Wednesday, 25 November 2026"; with the time of day in Japan. "" for none. */
struct str paper_day(int32_t day, enum lang lang, struct arena *arena);
struct str paper_instant(int64_t instant, enum lang lang, struct arena *arena);

/* A case of that playbook in which everything is there (shape.c). */
void source_shape(const struct playbook *book, const struct play_document *document, enum lang lang, struct arena *arena,
    struct document_source *ret_source);

/* --------------------------------------------------------------------------------------------------- make.c */

/* A document of the playbook by its id; NULL: none. */
const struct play_document *book_document(const struct playbook *book, struct str name);
/* Fills the template, as the format wants it. */
CHECKED struct err *document_fill(const struct document_source *source, struct templates *templates, struct str template,
    enum document_format format, struct arena *arena, struct str *ret_title, struct str *ret_content, struct str *ret_digest);
/* Names that the template speaks of and the shape has not, as sentences of the catalogue. */
CHECKED struct err *template_misses(struct templates *templates, struct str template, const struct document_source *shape, struct arena *arena,
    struct play_refusals *why);
