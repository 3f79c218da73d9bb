/*
 * subject.h - a component made ready to be judged, and what its sources are worth. Inside the room only.
 */
#pragma once
#include "domain/match/distro.h"
#include "domain/match/product.h"
#include "domain/windows/windows.h"

/* By whose data a component is judged. */
enum road {
	ROAD_NONE,        /* carried, not matched                                  */
	ROAD_PACKAGES,    /* the distributor's, by source package and release      */
	ROAD_OS,          /* a distribution as a whole: by its packages            */
	ROAD_PRODUCT,     /* by ecosystem and package, by CPE, or both             */
	ROAD_MAKER,       /* Microsoft's: by product line; others' words beside     */
	ROAD_NAME,        /* a name only: candidates                               */
};

struct subject {
	const struct component *component;
	enum road               road;
	struct str              ecosystem, package;   /* OSV's; empty when there is none        */
	struct cpe              cpe;
	struct str              cpe_key;              /* "a:apache:tomcat"; empty without a CPE */
	struct str              version;              /* as criteria of CPEs are compared       */
	struct str              package_version;      /* as packages of the ecosystem are       */
	bool                    maker_decides;        /* Windows and its kin                    */
	struct windows_subject  maker;                /* rule WINDOWS_NONE: none that is known  */
	bool                    only_candidates;      /* what CPEs say of it is shown, not counted */
	unsigned                platforms;            /* what is known of its own accord        */
	/* distribution packages */
	const struct distro    *distro;               /* NULL: OSV does not have it             */
	struct str              release;              /* empty: unknown, or there are none      */
	enum channel            channel;
	struct str              main_release;         /* of the ordinary channel                */
};

void subject_init(struct subject *subject, const struct component *component, struct arena *arena);

/* What a source may be relied on for. */
struct source_state { bool present, complete, fresh; };
struct source_state source_state(const struct match_sources *sources, enum source source, struct str feed);
