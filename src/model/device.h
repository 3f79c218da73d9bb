/*
 * device.h - what a network device says of itself, as read from pasted console output or SNMP.
 *
 *     RTX1200 Rev.10.01.71 (Thu Sep 29 15:08:40 2016)          maker Yamaha, model RTX1200, version 10.01.71
 *       main:  RTX1200 ver=c0 serial=D12345678 MAC-Address=…   hardware revision c0
 *
 * Every fact names the line it was read from. What was not read is empty; nothing is guessed from a host's name or from a
 * MAC address. Neighbours are other devices that this one speaks of (CDP, LLDP): they are never the device itself.
 */
#pragma once
#include "model/inventory.h"

enum device_fact {
	DEVICE_HOST, DEVICE_MODEL, DEVICE_REVISION, DEVICE_SERIAL, DEVICE_VERSION, DEVICE_BUILD, DEVICE_NEXT, DEVICE_IMAGE,
	DEVICE_NEXT_IMAGE, DEVICE_FACT_COUNT
};
extern const struct enum_names device_fact_names;   /* "host", "model", "revision" … */

/* Why a version as printed cannot be compared with what advisories name. */
enum device_doubt {
	DEVICE_DOUBT_NONE,
	DEVICE_DOUBT_SPECIAL,     /* engineering, interim or customer's build: advisories do not speak of it  */
	DEVICE_DOUBT_OTHER,       /* numbered by another line than the advisories': IOS-XE told by IOS's number */
	DEVICE_DOUBT_UNREAD,      /* there is a version, in a form nobody here reads                           */
	DEVICE_DOUBT_TWO,         /* the paste names two different running versions                            */
};
extern const struct enum_names device_doubt_names;

struct device_reading {
	enum device_fact fact;
	int64_t          line;    /* of the paste, from 1                   */
	struct str       text;    /* the value as printed; serials masked   */
};

/* One unit of a stack or of a redundant pair: it may differ from the others. */
struct device_member {
	struct str name;          /* "1", "fpc0", "VSF 2"                   */
	struct str role;          /* "Active", "Standby" … as printed       */
	struct str model, revision, serial;
	struct str version;       /* normalised; empty: the device's own    */
};

/* What the device says stands beside it: 隣接機器の申告. */
struct device_neighbour {
	struct str name, platform, description, address;
	struct str via;           /* "CDP", "LLDP"                          */
	int64_t    line;
};

struct device_facts {
	struct str             host;          /* by its own output, else by the prompt; may be empty            */
	struct str             maker;         /* mapped: "Cisco", "Yamaha"                                      */
	struct str             maker_read;    /* as read: "Hewlett Packard Enterprise"; empty when not printed   */
	struct str             model;         /* in full, with its suffix                                       */
	struct str             revision;      /* of the hardware                                                */
	struct str             serial;        /* whole only where it was asked to be kept, else "FGT…"          */
	struct str             family;        /* "Cisco IOS XE", "FortiOS", "Yamaha firmware"; empty: not told  */
	enum component_kind    kind;          /* of the family: COMPONENT_OS, or COMPONENT_FIRMWARE             */
	struct str             version;       /* running, as advisories write it; empty when it cannot be compared */
	struct str             version_read;  /* running, as printed                                            */
	enum device_doubt      doubt;
	struct str             build;         /* kept beside the version: "build0367,221005 (GA.F)"             */
	struct str             next;          /* version at the next start, as printed; empty: not told         */
	struct str             image, next_image;
	enum answer            restart;       /* does another firmware wait for a restart                       */
	struct str_list        features;      /* licensed and in use                                            */
	enum provenance        provenance;    /* AGENT: its own console; CLAIM: sysDescr and the like           */
	int64_t                first, last;   /* lines of the paste it stands between                           */
	LIST(struct device_member)    members;
	LIST(struct device_neighbour) neighbours;
	LIST(struct device_reading)   readings;
};
extern const struct schema device_facts_schema;

enum device_use { DEVICE_USE_FACTS, DEVICE_USE_NEIGHBOURS, DEVICE_USE_CONFIG, DEVICE_USE_SNMP, DEVICE_USE_NONE };
extern const struct enum_names device_use_names;

/* One command of the paste, and what its output was good for. Words behind the first three are left out: they may be secret. */
struct device_command {
	struct str      host, words;
	int64_t         line, lines;      /* where its output begins, and how long it is */
	enum device_use use;
	bool            understood;       /* something was read from it                  */
};

/* Sent once per paste, after its last device. */
struct device_paste {
	int64_t                     lines;
	int64_t                     secrets;       /* lines with passwords, keys, communities: passed over */
	int64_t                     serials;       /* masked                                               */
	int64_t                     undecodable;   /* lines in no known encoding: read as far as they go    */
	LIST(struct device_command) commands;
};
extern const struct schema device_paste_schema;
