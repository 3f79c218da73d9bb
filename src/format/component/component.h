/*
 * component.h - what inventory readers do alike: a component from its purl and CPE, and what a whole
 * inventory then covers.
 *
 *     struct component c = { .name = …, .version = … };
 *     component_take_purl(&c, text, arena);      kind, ecosystem, distribution, release, source …
 *     component_take_cpe(&c, text, arena);
 *     … what the tool's own properties say overwrites fields …
 *     component_finish(&c, &system, arena);      what is still empty, from what is known
 *
 * Texts are views or in the arena, as with purl and cpe.
 */
#pragma once
#include "base/err.h"
#include "format/component/system.h"
#include "model/inventory.h"
#include "model/sink.h"

/*
 * Sets purl (canonical), and from it what is not set yet: name, version (with the epoch that rpm and deb
 * purls carry apart), ecosystem, package, and for deb, rpm, apk and alpm the distribution, release,
 * architecture, module and source package of the qualifiers distro, arch, rpmmod and upstream. The kind
 * becomes OS package or library where the type of the purl says so. On an error nothing has changed.
 */
CHECKED struct err *component_take_purl(struct component *component, struct str text, struct arena *arena);

/* Sets cpe, as a formatted string. On an error nothing has changed. */
CHECKED struct err *component_take_cpe(struct component *component, struct str text, struct arena *arena);

/*
 * A source RPM's file name: "openssl-1.0.2k-16.el7.src.rpm" gives source_name and source_version. The
 * file name has no epoch; that of the component is used. False, and nothing set, when it is no such name.
 */
bool component_take_source_rpm(struct component *component, struct str file, struct arena *arena);

/*
 * For OS packages: the distribution and release of the system it stands on where its purl told none, the
 * source package named after itself, ecosystem and package for OSV, a purl where there is none.
 */
void component_finish(struct component *component, const struct system_name *system, struct arena *arena);

/*
 * For lists that do not say which source package a binary is built from: source_name stays empty after
 * component_finish, and package too where OSV counts by source, so that nobody takes libssl3 for a source.
 */
void component_forget_source(struct component *component);

/* The operating system itself as a component, where a list began with os-release lines. */
struct component component_of_system(const struct system_name *system);

/* ------------------------------------------------------------------------------- coverage */

/* Counts what an inventory holds; zeroed to begin with. */
struct inventory_tally {
	size_t             kinds[COMPONENT_KIND_COUNT];
	struct system_name system;      /* of the OS component, else of the first OS package that names one */
	size_t             refused;     /* components that could not be read: then nothing is complete      */
};

/* Copies what it keeps into the arena, which lives as long as the tally. */
void inventory_tally_add(struct inventory_tally *tally, const struct component *component, struct arena *arena);

/*
 * Ends an SBOM: fills the head's distribution, release and coverage as the table in
 * format/inventory/inventory.h says and sends it. Operating-system packages are complete only in the hands
 * of a tool that lists a whole system (syft, trivy, ourselves), when the system is known and nothing was
 * refused. A document without any component is warned of.
 */
CHECKED struct err *inventory_end_sbom(const struct inventory_tally *tally, struct inventory_head *head,
    struct sink *sink, struct arena *arena);

/*
 * Ends a package manager's own list: its packages are complete unless something was refused, and the system
 * where it is known. ERR_FORMAT when it named no package, because then it was no such list.
 */
CHECKED struct err *inventory_end_list(const struct inventory_tally *tally, struct inventory_head *head,
    struct sink *sink, struct arena *arena);
