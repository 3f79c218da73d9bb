/*
 * ask_parts.h - a sheet on its way from what the ledger holds to files; inside service/ask only.
 */
#pragma once
#include "domain/calendar/calendar.h"
#include "format/mail/mail.h"
#include "service/ask.h"

struct ask_line {
	struct ledger_ask_row row;
	struct str            cells[ANSWER_FIELDS];      /* what stands on the paper */
};
struct ask_draft {
	enum ledger_ask_kind     kind;
	struct ledger_contractor to;                     /* name; the rest as far as it is registered */
	struct str_list          systems;                /* names                                     */
	LIST(struct ask_line)    lines;
	int64_t                  asking;                 /* lines that name a product                 */
	int64_t                  already, beyond, known;
};

/* 'K', 'S' */
char ask_kind_letter(enum ledger_ask_kind kind);
/* Of a line, so that its number meets no other: eight hexadecimal digits over what is asked. */
struct str ask_mark(int64_t ask, const struct ledger_ask_row *row, struct arena *arena);
/* The registered contractor of that name, or its name alone. */
CHECKED struct err *ask_contractor_find(struct ledger *ledger, struct str name, struct arena *arena, struct ledger_contractor *ret_contractor);

/* Numbers the draft, stores it, and writes its files. */
CHECKED struct err *ask_publish(struct ledger *ledger, struct ask_draft *draft, const struct ask_options *options, struct arena *arena,
    struct ask_sheet_view *ret_view);
/* "該非照会票_K12_例システム株式会社" in the options' directory, with that ending. */
struct str ask_file_name(enum ledger_ask_kind kind, int64_t number, struct str contractor, const char *ending,
    const struct ask_options *options, struct arena *arena);

/* The mail that goes with a sheet (stage 0), and the reminders: 1, 2, and 3, which cites the contract. */
struct ask_letter_facts {
	enum ledger_ask_kind            kind;
	int                             stage;
	int64_t                         number, open, overdue;
	int32_t                         due;
	const struct ledger_contractor *to;
	struct str                      worst;      /* action's name; "" where none is */
};
struct mail ask_letter(const struct ask_letter_facts *facts, const struct ask_options *options, struct arena *arena);
CHECKED struct err *ask_letter_write(const struct ask_letter_facts *facts, const struct ask_options *options, struct str attachment_name,
    struct str attachment, struct str path, struct arena *arena);
