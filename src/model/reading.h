/*
 * reading.h - what a person read on a maker's page about one vulnerability in one product, with its ground, so that it can be
 * listed, reviewed, taken back and shared with other organisations.
 */
#pragma once
#include "base/clock.h"
#include "model/schema.h"

/* An earlier reading of the same by the same organisation, which this one takes the place of. */
struct reading_former {
	struct str      verdict;
	struct str_list versions;
	int32_t         read_on;
	struct str      by;
};

struct reading_record {
	struct str      vulnerability;    /* "CVE-2026-1234"                                                          */
	struct str      product;          /* CPE name without version                                                 */
	struct str      verdict;          /* "affected": the versions below; "not_affected": none of the product's     */
	struct str_list versions;         /* in JVN's words or as ranges, read together; empty when not affected      */
	struct str      url;              /* the page                                                                 */
	struct str      sentence;         /* its words that this rests on                                             */
	int32_t         read_on;          /* the day it was read                                                      */
	int32_t         review_on;        /* to be read again by then: past it, 非該当 counts no more; DAY_NONE: never */
	struct str      by;
	struct str      organisation;     /* whose reading; empty: our own                                            */
	int64_t         kept_at;
	struct str      state;            /* "in_force"; "withdrawn"; "yields": ours says something of the same       */
	LIST(struct reading_former) former;
};
extern const struct schema reading_record_schema;

/* A file of readings that is given to others. */
struct reading_head {
	struct str organisation;          /* who gives it   */
	int64_t    made;
};
extern const struct schema reading_head_schema;
