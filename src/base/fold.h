/*
 * fold.h - text as people look for it: 全角 and 半角, ひらがな and カタカナ, upper and lower case and a final
 * long vowel mark make no difference (サーバー finds サーバ and ｻｰﾊﾞ).
 *
 * NFKC with case folding (utf8proc), then hiragana to katakana, hyphens of every kind to '-', runs of space to
 * one, and ー dropped where a word ends with it. For keys and for searching; what people see stays as written.
 */
#pragma once
#include "base/arena.h"

struct str fold_text(struct str text, struct arena *arena);

/*
 * What a Japanese keyboard writes wide, as the sign it is: 「９．０．７１」 is 9.0.71, a wide space is a space. Letters, kana and case stay.
 */
struct str fold_narrow(struct str text, struct arena *arena);
