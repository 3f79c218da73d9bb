/*
 * debsec.h - Debian's security tracker as one file: how every known weakness stands in every release, also those that nobody mended yet.
 *
 *     {"curl": {"CVE-2026-0001": {"description": "…", "scope": "remote",
 *                                 "releases": {"bookworm": {"status": "resolved", "fixed_version": "7.88.1-10+deb12u5", "urgency": "not yet assigned"},
 *                                              "trixie":   {"status": "open", "urgency": "unimportant"}}}}}
 *
 * A weakness becomes one record, "DEBSEC-CVE-2026-0001", in the grammar of OSV, with a row for each source package and release:
 *
 *   resolved, fixed in V       affected before V
 *   resolved, fixed in 0       not affected, from the beginning
 *   open                       affected in every version
 *   undetermined               nobody knows
 *
 * Releases count by their numbers (bookworm is Debian:12), which is what a machine says of itself; sid and experimental have none and are left out.
 * A release that this table does not know yet is left out as well, with a warning. The file says nothing of its own day.
 *
 * Source: https://security-tracker.debian.org/tracker/data/json, and the tracker's documentation of its states.
 */
#pragma once
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

/* Sends an advisory a weakness, by name, and one feed_head: "osv:Debian:tracker". */
CHECKED struct err *debsec_read(struct input *input, struct sink *sink, struct arena *arena);
