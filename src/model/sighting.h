/*
 * sighting.h - a machine that somebody else saw: a scan from outside, or a device that names what stands beside it. A hint, never
 * a fact of an inventory (capability row 18: 未管理端末).
 */
#pragma once
#include "base/clock.h"
#include "model/schema.h"

enum sighting_source { SIGHTING_SCAN, SIGHTING_NEIGHBOUR };
extern const struct enum_names sighting_source_names;   /* "scan", "neighbour" */

struct sighting {
	enum sighting_source source;
	struct str           name;        /* host name as seen; may be empty when there is an address */
	struct str           address;     /* IPv4 or IPv6, as written                                 */
	struct str           mac;
	struct str           what;        /* open ports and services; platform and description        */
	struct str           told_by;     /* the device that named it; the scan's file                */
	int64_t              at;          /* INSTANT_NONE: the paste does not say                     */
};
extern const struct schema sighting_schema;
