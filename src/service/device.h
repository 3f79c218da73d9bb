/*
 * device.h (service) - network devices from pasted text: read by a worker and shown first, saved when a person says so.
 */
#pragma once
#include "model/device.h"
#include "service/home.h"
#include "service/ledger.h"

struct device_view {
	struct device_facts facts;
	LIST(struct component) components;    /* what would be saved */
};
struct device_file {
	struct str               name, digest;
	LIST(struct device_view) devices;
	struct device_paste      paste;
};
extern const struct schema device_file_schema;

/* serials: keep serial numbers whole; otherwise three signs of them. "-" is standard input. */
CHECKED struct err *device_take(struct str path, bool serials, struct arena *arena, struct device_file *ret_file);

struct device_save_options {
	struct str system;     /* empty: a system of the host's name                          */
	struct str host;       /* of the only device, or of the only one without a name; empty: as printed, or as in its prompt */
	struct str by;
	int64_t    now;
};
struct device_save_report {
	struct ledger_intake_report intake;
	int64_t                     devices, neighbours;
};
/*
 * All of it or nothing. ERR_USAGE when a device has no name and none was given, when it is not clear to which the given one
 * belongs, or when two have the same.
 */
CHECKED struct err *device_save(struct ledger *ledger, const struct device_file *file, const struct device_save_options *options,
    struct arena *arena, struct device_save_report *ret_report);
