/*
 * exchange.h - products in the forms other tools take: SWID tags and lists of CPE names, in and out. What JVN iPedia's own tools
 * (mjcheck4, the version checker) and the ledger can exchange for certain is the CPE name.
 */
#pragma once
#include "base/buf.h"
#include "service/home.h"
#include "service/ledger.h"

struct exchange_options {
	struct str kind;         /* "swid", "cpe"                                            */
	struct str system, host; /* empty: the folder's or file's name                       */
	struct str by;
	int64_t    now;
};

/* A file, or a folder whose files "*.swidtag" are one host's: all of it or nothing. A tag that cannot be read is a problem. */
CHECKED struct err *exchange_take(struct ledger *ledger, const struct exchange_options *options, struct str path, struct arena *arena,
    struct ledger_intake_report *ret_report);

/*
 * The products installed now, each once with its version, by CPE name. Those without one follow as remarks ("# …"), so that nothing
 * is left out in silence. system: a name, or empty for all.
 */
struct exchange_counts { int64_t named, nameless; };
CHECKED struct err *exchange_cpe_list(struct ledger *ledger, struct str system, struct arena *arena, struct buf *out,
    struct exchange_counts *ret_counts);
/* A tag a product into files of the folder, "0001.swidtag" …; regid is the organisation's domain name. */
CHECKED struct err *exchange_swid_tags(struct ledger *ledger, struct str system, struct str regid, struct str folder, struct arena *arena,
    struct exchange_counts *ret_counts);
/* A product's CPE name with the version that is installed; "" without a name that can be read. */
struct str exchange_cpe_name(const struct component *component, struct arena *arena);
