/*
 * inventory.h - which of the inventory readers a file is for, told by what is in it and never by its name.
 *
 * Coverage, the default each reader puts into its head (design §6; people correct it). A layer that is not
 * named is none; whatever could not be read turns complete into partial.
 *
 *     reader                                             os         os_packages  language_packages  applications
 *     dpkg status, dpkg-query, dpkg -l, rpm -qa          complete*  complete     none               none
 *     SBOM by syft, trivy or tsukuroi, system known      complete*  complete     partial            none
 *     a Windows computer's collector                     complete*  none          none               complete (format/windows)
 *     any other SBOM with distribution packages          complete*  partial      partial            none
 *     any other SBOM                                     complete*  none         partial            partial
 *     SBOM with devices or firmware in it                as above, and hardware, firmware: partial
 *
 *     * where the file says which operating system it is, else none
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
	INVENTORY_WINDOWS,    /* the file of a Windows computer's collector */
	INVENTORY_KNOWN,      /* recognised, and no inventory reader here reads it: the sentence says what to do */
	INVENTORY_KIND_COUNT,
};
extern const struct enum_names inventory_kind_names;   /* "unknown", "cyclonedx", "spdx", "dpkg", "rpm", "windows", "known" */

struct inventory_guess {
	enum inventory_kind kind;
	const char         *refusal;   /* INVENTORY_KNOWN, INVENTORY_UNKNOWN: a sentence of the catalogue, without places */
};

/* From the whole file, or enough of its beginning (64 KiB tell nearly all; SPDX JSON may need more). */
struct inventory_guess inventory_detect(struct str bytes);

/* Recognises and reads. ERR_UNSUPPORTED with the guess's sentence when no reader is for it. */
CHECKED struct err *inventory_read(struct input *input, struct sink *sink, struct arena *arena);
