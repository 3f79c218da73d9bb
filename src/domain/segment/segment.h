/*
 * segment.h - from where a system can be reached: the classes of network segments an organisation has, and the paths it allows
 * between them, as data (segments/ *.yaml; a file of one's own in their place).
 *
 *     segments: municipality
 *     since: 2026-04-01
 *     title: {ja: 地方公共団体の三層の対策, en: …}
 *     classes:
 *       internet: {ja: インターネット, en: the internet, is: internet}
 *       dmz:      {ja: DMZ公開, en: public zone, words: [DMZ, 公開セグメント], reached: internet, source: "…"}
 *     paths:
 *       - {from: internet, to: dmz, by: service, source: "…"}
 *
 * What goes along a path is its `by`:
 *
 *     service      published services: who is outside reaches what is behind      reach goes on as it is
 *     access       users and programs of one segment use the other                reach goes on, at most internal
 *     vpn          access after authentication from outside                       the same; the gate itself stands in a class of its own
 *     specific     特定通信: named peers, named ports, allowed one by one           counts as closed, and is a way to ask about
 *     sanitised    無害化通信: what passes is made harmless                          the same
 *     vdi          only pictures of a screen pass                                 the same
 *     one_way      only outwards, or by a data diode                              the same
 *     maintenance  a line of the maintainer                                       the same
 *     media        carried by hand                                                the same
 *
 * The reach of a class is the strongest along any chain of paths from the class that is the internet: internet, internal, or
 * closed when only the last six lead there. A class that no path leads to is closed. `reached` is what the author expects; a file whose
 * paths say otherwise is refused, so that a path added by mistake is seen. A closed class lowers nothing by itself: the four
 * answers of a closed network do (domain/risk, design §8).
 */
#pragma once
#include "base/err.h"
#include "base/lang.h"
#include "base/vec.h"
#include "domain/risk/risk.h"

enum segment_by {
	SEGMENT_SERVICE, SEGMENT_ACCESS, SEGMENT_VPN, SEGMENT_SPECIFIC, SEGMENT_SANITISED, SEGMENT_VDI, SEGMENT_ONE_WAY,
	SEGMENT_MAINTENANCE, SEGMENT_MEDIA, SEGMENT_BY_COUNT,
};
extern const struct enum_names segment_by_names;
const char *segment_by_text(enum segment_by by);     /* key of the catalogue */

struct segment_class {
	struct str      name;            /* "lgwan"                                            */
	struct str      ja, en;
	struct str_list words;           /* other words of sheets for it                       */
	struct str      source;          /* the rule it comes from                             */
	bool            is_internet;
	enum exposure   expected;        /* EXPOSURE_UNKNOWN: nothing is expected              */
	enum exposure   reach;           /* computed: CLOSED, INTERNAL or INTERNET             */
	size_t          through;         /* index of the last path of that reach + 1; 0: none  */
};
struct segment_path {
	size_t          from, to;        /* places in classes    */
	struct str      from_name, to_name;
	enum segment_by by;
	struct str      source;
};
struct segments {
	struct str                 name;
	struct str                 ja, en;
	int32_t                    since;
	LIST(struct segment_class) classes;
	LIST(struct segment_path)  paths;
};
/* As --json prints it: classes with their reach, paths by the places of their classes. */
extern const struct schema segments_schema;

/* ERR_FORMAT names the line: what is missing, unknown, told twice, or reached otherwise than expected. ERR_LIMIT: too many. */
CHECKED struct err *segments_read(struct str yaml, struct str name, struct arena *arena, struct segments *ret_segments);
/* One that is compiled in: "standard", "municipality". ERR_NOT_FOUND names those there are. */
CHECKED struct err *segments_builtin(struct str name, struct arena *arena, struct segments *ret_segments);

/* By its name, or NULL. */
const struct segment_class *segment_find(const struct segments *segments, struct str name);
/* By a person's or a sheet's words: its name, a title in either language, or one of its words, folded and whole. NULL: none. */
const struct segment_class *segment_of_words(const struct segments *segments, struct str words, struct arena *scratch);

struct str segment_title(const struct segment_class *class, enum lang lang);
/*
 * Which way into a closed class the allowed paths are, as one of the four that have to be asked about; ROUTE_COUNT when the path
 * is none of these.
 */
enum route segment_route(enum segment_by by);
