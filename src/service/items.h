/*
 * items.h - 把握事項: the seven things that guide 004 (脆弱性情報の内容把握) wants known of a vulnerability, as structured fields wherever it is shown or given
 * out: name, product, versions, the condition under which it shows (脆弱性発露の条件), impact, fix (対応策), mitigation (緩和策・回避策).
 *
 * Each is the word of one record, which is named beside it: our own notices and readings first, then whoever writes in the reader's language, then the
 * maker. What no source states is said to be so, and never left empty. Condition and impact that nobody describes are read off the vector of the score
 * shown first, and name that as their source.
 */
#pragma once
#include "base/lang.h"
#include "model/report.h"
#include "store/kb/kb.h"

struct item_view {
	struct str text;          /* never empty                                                       */
	struct str source;        /* "jvn", "own", "CVSS 3.1"; "": nobody states it                     */
	struct str record;        /* the record's id; ""                                               */
	bool       stated;
};
struct items_view {
	struct str       vulnerability;
	struct item_view name, product, versions, condition, impact, fix, mitigation;
};
extern const struct schema item_view_schema, items_view_schema;

/* What is known of the case at hand and goes before what records say of all products: of a finding its product, range and remedy. */
struct items_about {
	struct str title, product, range, fix, source, record;
	bool       for_others;    /* what is said leaves this home: notices (feed "own:…") are left out, as from bundles: who told them did not tell others */
};

/* title: where no source gives one. about: NULL, or without a product: of all products. A vulnerability that the kb does not know has a name and nothing else. */
CHECKED struct err *items_of(struct kb *kb, struct str vulnerability, const struct items_about *about, enum lang lang, struct arena *arena,
    struct items_view *ret_items);

/* Of a finding: its product, and the range and remedy of the ground that decides. */
CHECKED struct err *items_of_finding(struct kb *kb, const struct finding_view *finding, enum lang lang, struct arena *arena,
    struct items_view *ret_items);

/* An item with whose word it is: the record; the source where the record has the number of the vulnerability itself, or a vector was read. Of its text at
 * most so many bytes. */
struct str items_item_words(const struct items_view *items, const struct item_view *item, size_t most, enum lang lang, struct arena *arena);
/* The beginning of a text, at most so many bytes, and "…" where there is more. */
struct str items_shortened(struct str text, size_t most, struct arena *arena);
/* "over the network, without a login" from a vector; "" when it says nothing. */
struct str items_condition_words(struct str vector, enum lang lang, struct arena *arena);
/* A range as domain/range formats it, in words: "9.0.0 and later, before 9.0.99". */
struct str items_range_words(struct str range, enum lang lang, struct arena *arena);
/* "not stated by the sources" */
struct str items_unstated(enum lang lang);
