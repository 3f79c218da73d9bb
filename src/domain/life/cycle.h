/*
 * cycle.h - how sources name their cycles; private to this room.
 */
#pragma once
#include "domain/life/life.h"

/* Half-width, lower case, without "v", "ver." or an epoch before the first digit. */
struct str cycle_plain_version(struct str version, struct arena *arena);
/* Does the version begin with the cycle, up to a boundary: "9.0.71" with "9.0", not with "9.0.7"? An empty cycle begins nothing. */
bool cycle_begins(struct str version, struct str cycle);

/* The source's name of a distribution's product by its os-release ID; "" when there is none. */
struct str cycle_distribution(struct str id);

/* "windows", "windows-server", or "" when the component is neither. */
struct str cycle_windows_product(const struct component *component);
struct cycle_candidates { LIST(const struct lifecycle *) list; };
/* Of that product's cycles the one of the build and edition. */
struct life_standing cycle_of_windows(const struct cycle_candidates *candidates, const struct component *component);
