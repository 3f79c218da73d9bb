/*
 * criteria_page.h - what the pages of criteria and of own SSVC tables do alike: editions are compared, tried out, proposed, agreed to.
 */
#pragma once
#include "face/web/web.h"
#include "service/criteria/differences.h"
#include "service/criteria/edition.h"
#include "service/criteria/replay.h"

/* A trial as part-differences and part-replay show it. */
struct edition_trial {
	struct str                       base;                /* what it is compared with, in words          */
	bool                             has_changes, replayed;
	LIST(struct criteria_difference) changes;
	struct replay_view               replay;
	struct str                       next_href, file_href;      /* file_href: an edition's only */
};
extern const struct schema edition_trial_schema;

/* "Edition 3, from 2026-12-01"; id 0: the words for what was chosen when the place was set up. */
struct str edition_title(const struct web *web, int64_t id, int32_t since);
void edition_compare(struct web *web, const struct ledger_criteria *base, const struct criteria *before, const struct criteria *after, struct edition_trial *trial);
/* here: the address that shows it, to which "after=…" is put. */
CHECKED struct err *edition_replay(struct web *web, const struct replay_rules *rules, struct str here, struct edition_trial *trial);
CHECKED struct err *edition_send_moves(struct web *web, const struct replay_rules *rules, bool workbook);

/* What the form of another edition carries of what is in force. */
struct web_edit_view edition_edit(const struct web *web, const struct stand *stand);
/* Posts: "try" keeps a draft and goes to it, else it is proposed; agreed to, or taken back. */
CHECKED struct err *edition_take(struct web *web, struct str kind, const struct ledger_draft *draft);
CHECKED struct err *edition_settle(struct web *web, struct str kind, bool agreed);
