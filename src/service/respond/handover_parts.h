/*
 * handover_parts.h - inside this room: what showing and giving share.
 */
#pragma once
#include "service/casefile/hand.h"
#include "service/respond/handover.h"
#include "store/ledger/approval.h"
#include "store/ledger/decision.h"
#include "store/ledger/job.h"

struct handover_decision { int64_t id, until; struct str kind, vulnerability, reason, effect; };
struct handover_decisions { struct handover_decision *items; size_t count, room; };
/* Decisions in force that name him, by login or name, as who answers for them. */
CHECKED struct err *handover_decisions_of(struct ledger *ledger, const struct ledger_account *account, int64_t now, struct arena *arena,
    struct handover_decisions *ret_found);
/* Whether that text, as somebody wrote it down, is this account: its login, user of the operating system, or name, spaces aside. */
bool handover_names(const struct ledger_account *account, struct str text);
struct handover_question { int64_t id; enum ledger_ask_kind kind; struct str contractor; int32_t due; int64_t lines, reminders; };
struct handover_questions { struct handover_question *items; size_t count, room; };
/* Sheets to contractors that he sent and that are not answered yet. */
CHECKED struct err *handover_questions_of(struct ledger *ledger, const struct ledger_account *account, struct arena *arena,
    struct handover_questions *ret_found);
/* Approvals that wait for that account by name, by case. */
struct handover_waiting { struct ledger_approval_open *items; size_t count, room; };
CHECKED struct err *handover_approvals_of(struct ledger *ledger, int64_t account, struct arena *arena, struct handover_waiting *ret_found);
/* His entries of who is on call that are not over. */
CHECKED struct err *handover_oncalls_of(struct ledger *ledger, int64_t account, int64_t now, struct arena *arena, struct oncalls *ret_found);
/* ERR_FORBIDDEN but to an administrator, himself, and who leads a unit of his. */
CHECKED struct err *handover_may(struct ledger *ledger, const struct actor *actor, unsigned scope, const struct ledger_account *of,
    struct arena *arena);
CHECKED struct err *handover_count(struct ledger *ledger, int64_t account, int64_t now, struct arena *arena, int64_t *ret_left);
static inline struct str
handover_held_kind(const struct case_held *held)
{
	return held->kind == HELD_PART ? STR("part") : STR("task");
}
