/*
 * inventory.h - which of the inventory readers a file is for, told by what is in it and never by its name.
 *
 * Coverage, the default each reader puts into its head (design §6; people correct it):
 *
 *     reader                                          os        os_packages  language_packages  applications
 *     dpkg status, dpkg-query                         complete* complete     none               none
 *     rpm -qa                                         complete* complete     none               none
 *     SBOM with an operating system and its packages  complete  complete     partial            none
 *     SBOM with distribution packages only            none      partial      partial            none
 *     any other SBOM                                  none      none         partial            partial
 *     SBOM about a device or firmware                 (as above) and firmware: partial
 *     * none when no os-release says which system it is
 */
#pragma once
#include "base/input.h"
#include "model/inventory.h"
#include "model/sink.h"

enum inventory_kind {
	INVENTORY_UNKNOWN,
	INVENTORY_CYCLONEDX,
	INVENTORY_SPDX,
	INVENTORY_DPKG,
	INVENTORY_RPM,
	INVENTORY_KNOWN,      /* recognised, and no inventory reader here reads it: the sentence says what to do */
	INVENTORY_KIND_COUNT,
};
extern const struct enum_names inventory_kind_names;   /* "unknown", "cyclonedx", "spdx", "dpkg", "rpm", "known" */

struct inventory_guess {
	enum inventory_kind kind;
	const char         *refusal;   /* INVENTORY_KNOWN, INVENTORY_UNKNOWN: a sentence of the catalogue, without places */
};

/* From the whole file, or enough of its beginning (64 KiB tell nearly all; SPDX JSON may need more). */
struct inventory_guess inventory_detect(struct str bytes);

/* Recognises and reads. ERR_UNSUPPORTED with the guess's sentence when no reader is for it. */
CHECKED struct err *inventory_read(struct input *input, struct sink *sink, struct arena *arena);
