/*
 * shapes.h - what the text of a version may be used for; private to this room.
 *
 * Not every text that stands where a version should is one that others can be compared with: 「2019」 is the name of a
 * product, 「21H2」 of a release, 「9.1SP4 Build1653」 tells more than inventories do.
 */
#pragma once
#include "base/vec.h"
#include "model/versions.h"

/*
 * May it end a range? Numbers between dots and a tail that the generic order knows the place of ("1.0.1f", "3.1.28-2", "4.0.6-p4",
 * "9.0.0.M1", "9.1SP4 Build1653"); "V01L07NF0201" and "V6.0L10" (version, level, as Fujitsu and NEC count); "11-10-00" (version, revision,
 * as Hitachi counts). 「2022」 among products that are called by their years. Not a date with dashes, a year with
 * anything behind it, or the name of a release.
 */
bool shape_is_bound(struct str version);

/* May it stand for itself? Anything but a year, a pattern, or "1.0-2.0": a range in disguise. */
bool shape_is_exact(struct str version);

/* "9.1SP4", "9.0 Service Pack 1", "6 R4": ends in a service pack or release. */
bool shape_has_pack(struct str version);

/* The numbers at its front: "3.1.28" of "3.1.28-2", "11-10" of "11-10", "V01" of "V01L07". */
struct str shape_numbers(struct str version);
/* Its branch: these without the last, "3.1", "11", ""; "" when there is only one. */
struct str shape_branch(struct str version);

/*
 * Adds what stays undecided where the version bounds a range or stands alone, because inventories may write it otherwise: without its
 * service pack or build; and, for a single number of four digits or more (「r.5405」, 「2022」), every version of smaller numbers.
 */
void shape_add_doubts(struct str version, struct arena *arena, struct version_set *doubts);
/* The same where it stands alone: 「6」 may mean 6.0.2900 too, and beside 「21H2」 or 「1607」 nothing can be excluded. */
void shape_add_doubts_alone(struct str version, struct arena *arena, struct version_set *doubts);
