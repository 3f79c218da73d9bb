/*
 * device.h (format) - console output of network devices, as people paste it, into facts.
 *
 *     fw1 # get system status
 *     Version: FortiGate-60F v7.0.7,build0367,221005 (GA.F)
 *     …
 *
 * A paste is any mixture: several devices, several commands, prompts or none, a terminal's escapes, "--More--", lines
 * broken at 80 columns, UTF-8, CP932 or both. It is cut into commands by the prompts first; a version is read in the part of
 * a version or system command only, because "show cdp neighbors detail" prints other devices' version lines, and of a
 * configuration only the maker's comment at its head is read. Without prompts the lines that begin a maker's output divide
 * the devices, and everything from the first line of a neighbour on is neighbours'. Output of snmpget and snmpwalk
 * (sysDescr, entPhysicalTable) is read as the device's claim.
 *
 * Makers and the lines they are known by: one table a maker, in the files beside this one, tried in the order of families.c.
 * What a line means is said where it is read; versions are normalised as advisories write them (16.09.03 is 16.9.3).
 *
 * Values of secret kinds (passwords, keys, communities) are never part of a fact; serial numbers are masked unless asked for.
 */
#pragma once
#include "base/input.h"
#include "model/device.h"
#include "model/sink.h"

struct device_options {
	bool keep_serials;   /* else three signs of a serial number remain: "FGT…" */
};

/* Sends struct device_facts, one a device, then struct device_paste. ERR_FORMAT only when no device and no neighbour was read. */
CHECKED struct err *device_read(struct input *input, const struct device_options *options, struct sink *sink, struct arena *arena);
/* The same for a text that is at hand whole. */
CHECKED struct err *device_read_text(struct str text, const struct device_options *options, struct sink *sink, struct arena *arena);
/* For a worker: told is "" or "serials". */
CHECKED struct err *device_read_told(struct input *input, struct str told, struct sink *sink, struct arena *arena);

/* What a device is to the ledger: its hardware and its firmware, and those of its members where they differ. */
struct component_list {
	struct component *items;
	size_t            count;
	size_t            room;
};
void device_components(const struct device_facts *facts, struct arena *arena, struct component_list *out);
/* The head that goes with them: host, provenance, coverage, whether a restart is waited for. */
void device_head(const struct device_facts *facts, struct arena *arena, struct inventory_head *ret_head);

/*
 * The CPE name of a family or a model, without version, where it is certain: rows of a table with source and day
 * (devices.md §6 says the same in words). "" where it is not. kind tells which: COMPONENT_HARDWARE, else its software.
 */
struct str device_cpe(struct str family, struct str model, enum component_kind kind, struct arena *arena);
