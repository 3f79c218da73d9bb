/*
 * tables.h - what the rules of Windows ask of the image: builds of a stream, what is known of an update, what Microsoft's
 * document on a weakness covers. Inside the room only.
 */
#pragma once
#include "base/map.h"
#include "domain/match/builder.h"
#include "domain/windows/windows.h"

/* ------------------------------------------------------------------------------------- writing */

/* What the fixes of one listing say of updates. `day`: on which the weakness was published. */
CHECKED struct err *table_add_fix(struct match_builder *builder, struct str line, const struct windows_fix *fix,
    const struct str_list *supersedes, int32_t day, struct arena *arena);

/* Microsoft has a document on this weakness; kin: it names an operating system that we do not know. */
struct table_document { int32_t day; bool kin; };
CHECKED struct err *table_add_document(struct match_builder *builder, struct str id, const struct table_document *document,
    struct arena *arena);

/* A statement as an entry's body, and back. False: it is not one; nothing of it may be used. */
void statement_encode(const struct windows_statement *statement, struct buf *out);
bool statement_decode(struct str blob, struct arena *arena, struct windows_statement *ret_statement);

/* ------------------------------------------------------------------------------------- reading */

/* The tables of an image as the rules ask for them; streams are read once. */
struct table_book {
	struct windows_book       book;
	const struct match_index *index;
	struct arena             *arena;
	struct map                streams;   /* stream → struct windows_releases * */
};
void table_book_init(struct table_book *book, const struct match_index *index, struct arena *arena);

/* Does Microsoft have a document on the weakness. */
bool table_document(const struct match_index *index, struct str id, struct arena *arena, struct table_document *ret_document);
