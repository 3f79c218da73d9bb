/*
 * asked.h - what was asked of who knows, and what came back, in the cases about it.
 *
 * Sheets are service/ask's and know findings only; a case is about findings. So an answer stands in the timeline of every open case about
 * the finding, whoever asked.
 */
#pragma once
#include "service/ask.h"
#include "service/respond/respond.h"

/* Sets of the options which systems and weaknesses are asked about: those of the case's open findings. ERR_NOT_FOUND: it has none. */
CHECKED struct err *respond_ask_options(const struct respond_desk *desk, const struct actor *actor, struct str number, struct ask_options *options,
    struct arena *arena);
/* What was sent to whom, until when, a note each. */
CHECKED struct err *respond_asked(const struct respond_desk *desk, const struct actor *actor, struct str number, const struct ask_sheets *sheets,
    int64_t now, struct arena *arena);
/* The answers that were taken, by the program, in every open case about their finding. */
CHECKED struct err *respond_answered(const struct respond_desk *desk, const struct ask_take_view *view, enum lang lang, int64_t now, struct arena *arena,
    int64_t *ret_notes);
