/*
 * cyclonedx_part.h - inside the room: a component as the JSON and the XML form both give it, and what
 * becomes of it.
 */
#pragma once
#include "format/component/component.h"
#include "format/cyclonedx/cyclonedx.h"

/* The texts of one component element; empty where it has none. */
struct cyclonedx_part {
	struct str type, name, version, group, supplier, publisher, cpe, purl, ref, scope;
	/* what tools put into properties */
	struct str source_name, source_version, source_release, source_epoch, source_rpm;
	struct str module, channel, arch, place, distribution, release, kernel, kind;
};

/* One property of a component, if it is one of those that known tools write. */
void cyclonedx_take_property(struct cyclonedx_part *part, struct str name, struct str value);

/* One reading of one document. */
struct cyclonedx_reading {
	struct sink            *sink;
	struct arena           *item;     /* reset per component */
	struct arena           *arena;    /* what outlives one   */
	struct inventory_tally  tally;
	struct inventory_head   head;
};

/* Remembers the operating system among the components: packages before it need to know. */
void cyclonedx_note_system(struct cyclonedx_reading *reading, const struct cyclonedx_part *part, struct arena *arena);

/* metadata.component: the subject, and a component too where it is something that advisories name. */
CHECKED struct err *cyclonedx_subject(struct cyclonedx_reading *reading, const struct cyclonedx_part *part,
    struct arena *arena);

CHECKED struct err *cyclonedx_component(struct cyclonedx_reading *reading, const struct cyclonedx_part *part);

CHECKED struct err *cyclonedx_read_json(struct str text, struct cyclonedx_reading *reading, struct arena *arena);
CHECKED struct err *cyclonedx_read_xml(struct str text, struct cyclonedx_reading *reading, struct arena *arena);

/* "syft 1.2", appended to what the head names already. */
void cyclonedx_add_tool(struct cyclonedx_reading *reading, struct str name, struct str version, struct arena *arena);
