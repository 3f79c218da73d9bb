/*
 * sighting.h (service) - scans and neighbours on their way in, and the machines among them that no ledger holds (未管理端末).
 */
#pragma once
#include "model/sighting.h"
#include "service/home.h"
#include "service/ledger.h"

struct scan_options {
	struct str system;     /* empty: the scan is kept as a hint and nothing is installed; else its hosts and services go there */
	struct str by;
	int64_t    now;
};
struct scan_report {
	int64_t                     hosts;        /* seen                                                   */
	int64_t                     services;     /* whose product the scan asked for                       */
	int64_t                     unmanaged;    /* of the hosts: in no ledger                             */
	struct ledger_import_result taken;        /* with a system                                          */
	LIST(struct problem)        problems;     /* an interrupted scan                                    */
};
extern const struct schema scan_report_schema;   /* without `taken` */
/* One file of nmap -oX, read by a worker. */
CHECKED struct err *scan_take(struct ledger *ledger, const struct scan_options *options, struct str path, struct arena *arena,
    struct scan_report *ret_report);

struct unmanaged_view {
	enum sighting_source source;
	struct str           name, address, mac, what, told_by;
	int64_t              first_seen, seen_at;
};
struct unmanaged {
	LIST(struct unmanaged_view) machines;    /* newest sighting first                 */
	int64_t                     seen;        /* how many machines were seen in all; sightings of one address are one */
};
extern const struct schema unmanaged_schema;

/*
 * A machine is managed when its address is one that a host of the ledger was told to have, or its name is a host's. A name with a
 * domain and one without are the same when their first parts are; two with different domains are not.
 */
CHECKED struct err *sighting_unmanaged(struct ledger *ledger, struct arena *arena, struct unmanaged *ret_unmanaged);

/*
 * The addresses of a host, several with spaces between, in the place of what was told before; none takes them back. system: where
 * several systems have a host of that name. ERR_NOT_FOUND, ERR_CONFLICT when several have and none was given, ERR_USAGE for
 * what is no address.
 */
CHECKED struct err *sighting_address(struct ledger *ledger, struct str system, struct str host, struct str addresses, struct str by,
    int64_t now, struct arena *arena);
