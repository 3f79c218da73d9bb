/*
 * words.h - texts as SQLite's FTS5 looks for them: one tokenizer for what is kept and what is asked.
 *
 * A text is folded first (base/fold.h: 全角/半角, ひら/カタ, case, a final ー make no difference). Then
 *
 *     Latin letters and digits   a run is a token: "log4j" is one, "CVE-2021-44228" and "9.0.71" are three that follow one another
 *     all other letters          a run is cut in pairs, 東京都 into 東京 京都, and its last letter stands at the place of the last pair as well
 *     the rest                   only parts
 *
 * so that 東京 finds 東京都 by one token, 京 finds both by the beginning of a token, and a word of any length is a phrase of tokens side by
 * side. What is asked is cut the same way without the last letter.
 */
#pragma once
#include <sqlite3.h>
#include "base/arena.h"

/* Registers the tokenizer, called "words", with a connection. Gives SQLite's code. */
int words_register(sqlite3 *handle);

/* The tokens of a text, for tests: each with a blank before it, "+" instead where it stands at the place of the one before. */
struct str words_cut(struct str text, bool asked, struct arena *arena);
