#include "format/cyclonedx/cyclonedx.h"

#include "base/limits.h"
#include "format/cyclonedx/cyclonedx_part.h"

/* ------------------------------------------------------------------------------- properties */

static const struct {
	struct str name;
	size_t     offset;
} properties[] = {
#define PROPERTY(name, member) { STR_INIT(name), offsetof(struct cyclonedx_part, member) }
	PROPERTY("aquasecurity:trivy:FilePath",        place),
	PROPERTY("aquasecurity:trivy:KernelVersion",   kernel),
	PROPERTY("aquasecurity:trivy:Modularitylabel", module),
	PROPERTY("aquasecurity:trivy:SrcEpoch",        source_epoch),
	PROPERTY("aquasecurity:trivy:SrcName",         source_name),
	PROPERTY("aquasecurity:trivy:SrcRelease",      source_release),
	PROPERTY("aquasecurity:trivy:SrcVersion",      source_version),
	PROPERTY("location",                           place),
	PROPERTY("syft:distro:id",                     distribution),
	PROPERTY("syft:distro:versionID",              release),
	PROPERTY("syft:location:0:path",               place),
	PROPERTY("syft:metadata:modularityLabel",      module),
	PROPERTY("syft:metadata:originPackage",        source_name),
	PROPERTY("syft:metadata:source",               source_name),
	PROPERTY("syft:metadata:sourceRpm",            source_rpm),
	PROPERTY("syft:metadata:sourceVersion",        source_version),
	PROPERTY("tsukuroi:arch",                      arch),
	PROPERTY("tsukuroi:channel",                   channel),
	PROPERTY("tsukuroi:distribution",              distribution),
	PROPERTY("tsukuroi:kernel",                    kernel),
	PROPERTY("tsukuroi:kind",                      kind),
	PROPERTY("tsukuroi:module",                    module),
	PROPERTY("tsukuroi:place",                     place),
	PROPERTY("tsukuroi:release",                   release),
	PROPERTY("tsukuroi:source_name",               source_name),
	PROPERTY("tsukuroi:source_version",            source_version),
#undef PROPERTY
};

void
cyclonedx_take_property(struct cyclonedx_part *part, struct str name, struct str value)
{
	for (size_t i = 0; i < ARRAY_LEN(properties); i++)
		if (str_eq(name, properties[i].name)) {
			*(struct str *)((char *)part + properties[i].offset) = value;
			return;
		}
}

/* ------------------------------------------------------------------------------- one component */

static const struct {
	struct str          type;
	enum component_kind kind;
} types[] = {
	{ STR_INIT("application"),            COMPONENT_APPLICATION },
	{ STR_INIT("framework"),              COMPONENT_LIBRARY },
	{ STR_INIT("library"),                COMPONENT_LIBRARY },
	{ STR_INIT("operating-system"),       COMPONENT_OS },
	{ STR_INIT("device"),                 COMPONENT_HARDWARE },
	{ STR_INIT("firmware"),               COMPONENT_FIRMWARE },
	{ STR_INIT("device-driver"),          COMPONENT_APPLICATION },
	{ STR_INIT("platform"),               COMPONENT_APPLICATION },
	{ STR_INIT("container"),              COMPONENT_OTHER },
	{ STR_INIT("file"),                   COMPONENT_OTHER },
	{ STR_INIT("data"),                   COMPONENT_OTHER },
	{ STR_INIT("machine-learning-model"), COMPONENT_OTHER },
	{ STR_INIT("cryptographic-asset"),    COMPONENT_OTHER },
};

static bool
find_kind(struct str type, enum component_kind *ret_kind)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_eq(type, types[i].type)) {
			*ret_kind = types[i].kind;
			return true;
		}
	return false;
}

static struct str
first_of(struct str a, struct str b, struct str c)
{
	return a.len > 0 ? a : b.len > 0 ? b : c;
}

/* What stands in the component is taken although this in it is wrong. */
static struct err *
warn(struct cyclonedx_reading *reading, const struct cyclonedx_part *part, const struct err *err)
{
	struct str id = first_of(part->ref, part->name, part->purl);

	return sink_warn(reading->sink, id, -1, -1,
	    err_wrap(reading->item, err, M("component {name}"), ARG("name", first_of(part->name, part->ref, part->purl))),
	    reading->item);
}

/* trivy gives the source package's version in pieces. */
static void
take_source(struct component *component, const struct cyclonedx_part *part, struct arena *arena)
{
	struct str version = part->source_version;

	if (part->source_name.len == 0) {
		(void)component_take_source_rpm(component, part->source_rpm, arena);
		return;
	}
	component->source_name = part->source_name;
	if (version.len == 0)
		return;
	if (part->source_release.len > 0)
		version = arena_printf(arena, "%.*s-%.*s", STR_ARG(version), STR_ARG(part->source_release));
	if (part->source_epoch.len > 0 && !str_eq(part->source_epoch, STR("0")))
		version = arena_printf(arena, "%.*s:%.*s", STR_ARG(part->source_epoch), STR_ARG(version));
	component->source_version = version;
}

static void
take_system(struct component *component, const struct cyclonedx_part *part, struct arena *arena)
{
	struct system_name system = part->distribution.len > 0
	    ? system_of_words(part->distribution, first_of(part->release, part->version, STR("")), arena)
	    : system_of_words(part->name, part->version, arena);

	component->distribution = system.distribution;
	component->release = system.release;
}

static struct err *
take_names(struct cyclonedx_reading *reading, const struct cyclonedx_part *part, struct component *component)
{
	struct err *err;

	if (part->purl.len > 0) {
		err = component_take_purl(component, part->purl, reading->item);
		if (err != NULL)
			TRY(warn(reading, part, err));
	}
	if (part->cpe.len > 0) {
		err = component_take_cpe(component, part->cpe, reading->item);
		if (err != NULL)
			TRY(warn(reading, part, err));
	}
	return NULL;
}

static struct err *
make_component(struct cyclonedx_reading *reading, const struct cyclonedx_part *part, struct component *component)
{
	struct arena *arena = reading->item;

	*component = (struct component){
		.kind = COMPONENT_APPLICATION,
		.name = part->name,
		.version = part->version,
		.vendor = first_of(part->supplier, part->publisher, part->group),
		.arch = part->arch,
		.module = part->module,
		.channel = part->channel,
		.ref = part->ref,
		.place = part->place,
		.excluded = str_eq(part->scope, STR("excluded")),
	};
	if (!find_kind(part->type, &component->kind))
		TRY(warn(reading, part, err_new(arena, ERR_FORMAT,
		    M("The type \"{type}\" is not one of CycloneDX; it is taken for an application."), ARG("type", part->type))));
	TRY(take_names(reading, part, component));
	if (str_eq(part->kind, STR("os_package")))
		component->kind = COMPONENT_OS_PACKAGE;
	if (component->kind == COMPONENT_OS)
		take_system(component, part, arena);
	else if (part->distribution.len > 0) {
		component->distribution = part->distribution;
		component->release = part->release;
	}
	take_source(component, part, arena);
	component_finish(component, &reading->tally.system, arena);
	return NULL;
}

struct err *
cyclonedx_component(struct cyclonedx_reading *reading, const struct cyclonedx_part *part)
{
	struct component component;

	arena_reset(reading->item);
	TRY(make_component(reading, part, &component));
	if (component.name.len == 0) {
		reading->tally.refused++;
		return sink_refuse(reading->sink, first_of(part->ref, part->purl, STR("")), -1, -1,
		    err_new(reading->item, ERR_FORMAT, M("A component has neither a name nor a package URL.")), reading->item);
	}
	inventory_tally_add(&reading->tally, &component, reading->arena);
	return sink_record(reading->sink, &component_schema, &component, reading->item);
}

/* ------------------------------------------------------------------------------- the document */

void
cyclonedx_note_system(struct cyclonedx_reading *reading, const struct cyclonedx_part *part, struct arena *arena)
{
	struct component system = { 0 };

	if (!str_eq(part->type, STR("operating-system")) || reading->tally.system.distribution.len > 0)
		return;
	take_system(&system, part, arena);
	reading->tally.system.distribution = system.distribution;
	reading->tally.system.release = system.release;
}

struct err *
cyclonedx_subject(struct cyclonedx_reading *reading, const struct cyclonedx_part *part, struct arena *arena)
{
	enum component_kind kind = COMPONENT_OTHER;

	reading->head.subject = part->group.len > 0 && part->name.len > 0
	    ? arena_printf(arena, "%.*s/%.*s", STR_ARG(part->group), STR_ARG(part->name))
	    : part->name;
	reading->head.subject_version = part->version;
	if (part->kernel.len > 0)
		reading->head.kernel = part->kernel;
	(void)find_kind(part->type, &kind);
	if (kind == COMPONENT_OS || kind == COMPONENT_HARDWARE || kind == COMPONENT_FIRMWARE || part->cpe.len > 0 ||
	    (kind != COMPONENT_OTHER && part->purl.len > 0))
		return cyclonedx_component(reading, part);
	return NULL;
}

void
cyclonedx_add_tool(struct cyclonedx_reading *reading, struct str name, struct str version, struct arena *arena)
{
	if (name.len == 0 || reading->head.tool.len > 1000)
		return;
	if (str_eq(name, STR("tsukuroi")))      /* "tsukuroi collect": read on the machine itself */
		reading->head.provenance = PROVENANCE_AGENT;
	reading->head.tool = arena_printf(arena, "%.*s%s%.*s%s%.*s", STR_ARG(reading->head.tool),
	    reading->head.tool.len > 0 ? ", " : "", STR_ARG(name), version.len > 0 ? " " : "", STR_ARG(version));
}

struct err *
cyclonedx_read_text(struct str text, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct cyclonedx_reading reading = { .sink = sink, .item = item, .arena = arena, .head = { .made = INSTANT_NONE } };
	struct str begin;
	struct err *err;

	begin = text;
	(void)str_take(&begin, STR("\xef\xbb\xbf"));
	begin = str_trim_space(begin);
	if (str_starts(begin, STR("<")))
		err = cyclonedx_read_xml(text, &reading, arena);
	else
		err = cyclonedx_read_json(begin, &reading, arena);
	return err == NULL ? NULL : err_copy(err, arena);    /* the item arena goes */
}

struct err *
cyclonedx_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct str text;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &text));
	return cyclonedx_read_text(text, sink, arena);
}
