/*
 * parts.h - the words of headings beneath sheet.h. For this room only.
 */
#pragma once
#include "format/sheet/sheet.h"

/*
 * A heading without what varies: NFKC, lower case, no spaces, no '.', no 「ー」 at the end of a word, 「ウエア」 as 「ウェア」.
 */
struct str heading_fold(struct str heading, struct arena *arena);

/* The field of struct ledger_row that a heading is known for; "" when it is none. */
struct str heading_field(struct str heading, struct arena *arena);

/* The field's place in struct ledger_row; NULL when there is no such text. */
const struct field *ledger_field(struct str name);
struct str *ledger_field_text(struct ledger_row *row, const struct field *field);

/* For the test that holds the table to its own folding: every known word, one field after another; false at the end. */
bool heading_word(size_t index, struct str *ret_field, struct str *ret_words);
