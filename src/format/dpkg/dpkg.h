/*
 * dpkg.h - what is installed on a Debian or Ubuntu host. Three forms, told apart by their first line:
 *
 *     /var/lib/dpkg/status, status.d/ files one after another       paragraphs
 *     dpkg-query -W -f='${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${db:Status-Abbrev}\n'
 *     dpkg -l                                                       a table
 *
 * Lines of /etc/os-release may stand before it: they give distribution and release, which dpkg itself
 * does not know; so do a line of `uname -r` as "KERNEL=…". Without them both are empty and the caller must
 * know. Only installed packages become components; half-configured ones count, their files are there.
 * dpkg -l does not name source packages: then source_name is empty and a warning says so.
 */
#pragma once
#include "base/input.h"
#include "model/inventory.h"
#include "model/sink.h"

CHECKED struct err *dpkg_read(struct input *input, struct sink *sink, struct arena *arena);
/* The same for a text that is at hand whole. */
CHECKED struct err *dpkg_read_text(struct str text, struct sink *sink, struct arena *arena);
