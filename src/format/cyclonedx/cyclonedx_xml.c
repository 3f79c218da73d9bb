#include "format/cyclonedx/cyclonedx_part.h"
#include "format/xml/xml.h"

#define SPACE "http://cyclonedx.org/schema/bom/"

struct xml_reading {
	struct xml_listener       listener;
	struct cyclonedx_reading *reading;
	struct arena             *arena;      /* what must outlive one record */
	bool                      looking;    /* the first walk, which only looks for the operating system */
};

/*
 * Elements handed over whole. Those after the first two are caught so that the components inside them (of
 * a tool, of a service's data) are not taken for parts of the subject.
 */
static const char *const record_names[] = {
	"metadata", "component", "services", "dependencies", "compositions", "vulnerabilities", "annotations",
	"formulation", "declarations", "definitions", "Signature", NULL,
};

static struct cyclonedx_part
read_part(const struct xml_node *node)
{
	struct xml_node *properties = xml_child(node, "properties");
	struct cyclonedx_part part = {
		.type = xml_attribute(node, "type"),
		.name = xml_child_text(node, "name"),
		.version = xml_child_text(node, "version"),
		.group = xml_child_text(node, "group"),
		.supplier = xml_child_text(xml_child(node, "supplier"), "name"),
		.publisher = xml_child_text(node, "publisher"),
		.cpe = xml_child_text(node, "cpe"),
		.purl = xml_child_text(node, "purl"),
		.ref = xml_attribute(node, "bom-ref"),
		.scope = xml_child_text(node, "scope"),
	};

	if (part.supplier.len == 0)
		part.supplier = xml_child_text(xml_child(node, "manufacturer"), "name");
	for (size_t i = 0; properties != NULL && i < properties->children.count; i++)
		cyclonedx_take_property(&part, xml_attribute(properties->children.items[i], "name"),
		    str_trim_space(properties->children.items[i]->text));
	return part;
}

static void
note_system(struct xml_reading *xml, const struct xml_node *node)
{
	struct cyclonedx_part part;

	if (!str_eq(xml_attribute(node, "type"), STR("operating-system")))
		return;
	part = read_part(node);
	part.name = arena_copy(xml->arena, part.name);
	part.version = arena_copy(xml->arena, part.version);
	part.distribution = arena_copy(xml->arena, part.distribution);
	part.release = arena_copy(xml->arena, part.release);
	cyclonedx_note_system(xml->reading, &part, xml->arena);
}

static struct err *
take_component(struct xml_reading *xml, const struct xml_node *node)
{
	struct cyclonedx_part part;

	if (xml->looking) {
		note_system(xml, node);
		return NULL;
	}
	part = read_part(node);
	return cyclonedx_component(xml->reading, &part);
}

/* A component and those inside it, as deep as the XML reader lets a document be. */
static struct err *
read_component(struct xml_reading *xml, const struct xml_node *node)
{
	struct xml_node *inner = xml_child(node, "components");

	TRY(take_component(xml, node));
	for (size_t i = 0; inner != NULL && i < inner->children.count; i++)
		if (str_eq(inner->children.items[i]->name, STR("component")))
			TRY(read_component(xml, inner->children.items[i]));
	return NULL;
}

static void
read_tools(struct xml_reading *xml, const struct xml_node *tools)
{
	const struct xml_node *list = xml_child(tools, "components");

	if (list == NULL)
		list = tools;
	for (size_t i = 0; list != NULL && i < list->children.count; i++)
		cyclonedx_add_tool(xml->reading, xml_child_text(list->children.items[i], "name"),
		    xml_child_text(list->children.items[i], "version"), xml->arena);
}

static struct err *
read_metadata(struct xml_reading *xml, const struct xml_node *node)
{
	struct xml_node *component = xml_child(node, "component"), *inner = xml_child(component, "components");
	struct cyclonedx_part part = read_part(component);

	if (xml->looking)
		return component == NULL ? NULL : read_component(xml, component);
	read_tools(xml, xml_child(node, "tools"));
	if (!instant_parse(xml_child_text(node, "timestamp"), ZONE_UTC, &xml->reading->head.made))
		xml->reading->head.made = INSTANT_NONE;
	if (component == NULL)
		return NULL;
	TRY(cyclonedx_subject(xml->reading, &part, xml->arena));
	xml->reading->head.kernel = arena_copy(xml->arena, xml->reading->head.kernel);
	xml->reading->head.subject = arena_copy(xml->arena, xml->reading->head.subject);
	xml->reading->head.subject_version = arena_copy(xml->arena, xml->reading->head.subject_version);
	for (size_t i = 0; inner != NULL && i < inner->children.count; i++)
		if (str_eq(inner->children.items[i]->name, STR("component")))
			TRY(read_component(xml, inner->children.items[i]));
	return NULL;
}

static struct err *
on_record(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct xml_reading *xml = (struct xml_reading *)listener;

	(void)offset;
	(void)arena;
	if (!str_starts(node->space, STR(SPACE)))
		return NULL;
	if (str_eq(node->name, STR("component")))
		return read_component(xml, node);
	if (str_eq(node->name, STR("metadata")))
		return read_metadata(xml, node);
	return NULL;
}

static struct err *
on_root(struct xml_listener *listener, const struct xml_node *node, struct arena *arena)
{
	struct xml_reading *xml = (struct xml_reading *)listener;
	struct str version = node->space;

	if (!str_eq(node->name, STR("bom")) || !str_take(&version, STR(SPACE)))
		return err_new(arena, ERR_FORMAT, M("This is not a CycloneDX document: its outermost element is \"{name}\" of \"{space}\"."),
		    ARG("name", node->name), ARG("space", node->space));
	xml->reading->head.format = arena_printf(xml->arena, "CycloneDX %.*s XML", STR_ARG(version));
	return NULL;
}

static struct err *
walk(struct xml_reading *xml, struct str text)
{
	struct input_bytes bytes;

	return xml_read(input_of_bytes(&bytes, text, STR("")), &xml->listener, xml->arena);
}

struct err *
cyclonedx_read_xml(struct str text, struct cyclonedx_reading *reading, struct arena *arena)
{
	struct xml_reading xml = {
		.listener = { .record = on_record, .root = on_root, .record_names = record_names },
		.reading = reading,
		.arena = arena,
		.looking = true,
	};

	if (str_find(text, STR("operating-system")) != SIZE_MAX)
		TRY(walk(&xml, text));
	xml.looking = false;
	TRY(walk(&xml, text));
	if (reading->head.format.len == 0)
		return err_new(arena, ERR_FORMAT, M("This is not a CycloneDX document: it has no outermost element \"bom\"."));
	return inventory_end_sbom(&reading->tally, &reading->head, reading->sink, arena);
}
