/*
 * system.h - operating systems by the many names that tools give them, as os-release's ID and VERSION_ID.
 *
 *     "Red Hat Enterprise Linux" "9.2 EUS"     rhel 9.2
 *     purl rpm/redhat, distro=redhat-9.4       rhel 9.4
 *     purl deb/debian, distro=bookworm         debian 12
 *     os-release ID=debian VERSION_ID="12"     debian 12
 *
 * Debian's release is its major number and Alpine's its first two, as their advisories count.
 */
#pragma once
#include "base/arena.h"

struct system_name {
	struct str distribution;    /* os-release ID, lower case; empty: unknown */
	struct str release;         /* VERSION_ID; empty: unknown                */
	struct str kernel;          /* only where os-release lines were followed by KERNEL= */
};

/* From a name and a version as people and tools write them. */
struct system_name system_of_words(struct str name, struct str version, struct arena *arena);

/* From a purl's namespace and its distro qualifier. */
struct system_name system_of_purl(struct str space, struct str distro, struct arena *arena);

/* purl type ("deb", "rpm", "apk") and namespace of a distribution's packages; type NULL when not known. */
struct system_package { const char *type; struct str space; };
struct system_package system_package(struct str distribution);

/* OSV's ecosystem of a distribution, "" when it has none. */
struct str system_ecosystem(struct str distribution);
/* Does OSV name this distribution's binary packages (Red Hat, AlmaLinux), and not its source packages? */
bool system_lists_binaries(struct str distribution);

/*
 * One line of /etc/os-release: true when it is one (an assignment in capitals, a comment, an empty line);
 * ID, VERSION_ID and KERNEL are kept, quotation marks taken off.
 */
bool system_take_line(struct system_name *system, struct str line, struct arena *arena);
/* Takes the os-release lines off the beginning of a text. True when it named a distribution. */
bool system_take_lines(struct system_name *system, struct str *text, struct arena *arena);
