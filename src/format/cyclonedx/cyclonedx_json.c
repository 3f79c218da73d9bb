#include "format/cyclonedx/cyclonedx_part.h"
#include "format/json/json.h"

static void
take_properties(struct cyclonedx_part *part, struct json list)
{
	for (struct json_iter i = json_each(list); json_next(&i);)
		cyclonedx_take_property(part, json_get_str(i.value, "name"), json_get_str(i.value, "value"));
}

static struct cyclonedx_part
read_part(struct json value)
{
	struct cyclonedx_part part = {
		.type = json_get_str(value, "type"),
		.name = json_get_str(value, "name"),
		.version = json_get_str(value, "version"),
		.group = json_get_str(value, "group"),
		.supplier = json_get_str(json_get(value, "supplier"), "name"),
		.publisher = json_get_str(value, "publisher"),
		.cpe = json_get_str(value, "cpe"),
		.purl = json_get_str(value, "purl"),
		.ref = json_get_str(value, "bom-ref"),
		.scope = json_get_str(value, "scope"),
	};

	if (part.supplier.len == 0)
		part.supplier = json_get_str(json_get(value, "manufacturer"), "name");
	take_properties(&part, json_get(value, "properties"));
	return part;
}

/* Components inside components go as deep as json_parse lets a document be. */
static void
note_systems(struct json list, struct cyclonedx_reading *reading, struct arena *arena)
{
	for (struct json_iter i = json_each(list); json_next(&i);) {
		if (str_eq(json_get_str(i.value, "type"), STR("operating-system"))) {
			struct cyclonedx_part part = read_part(i.value);

			cyclonedx_note_system(reading, &part, arena);
		}
		note_systems(json_get(i.value, "components"), reading, arena);
	}
}

static struct err *
read_components(struct json list, struct cyclonedx_reading *reading)
{
	for (struct json_iter i = json_each(list); json_next(&i);) {
		struct cyclonedx_part part = read_part(i.value);

		if (json_kind(i.value) != JSON_OBJECT) {
			reading->tally.refused++;
			arena_reset(reading->item);
			TRY(sink_refuse(reading->sink, STR(""), -1, -1, err_new(reading->item, ERR_FORMAT,
			    M("An entry of the list of components is not an object.")), reading->item));
			continue;
		}
		TRY(cyclonedx_component(reading, &part));
		TRY(read_components(json_get(i.value, "components"), reading));
	}
	return NULL;
}

/* Until 1.4 a list of tools; since 1.5 also an object with components and services. */
static void
read_tools(struct json tools, struct cyclonedx_reading *reading, struct arena *arena)
{
	struct json list = json_kind(tools) == JSON_ARRAY ? tools : json_get(tools, "components");

	for (struct json_iter i = json_each(list); json_next(&i);)
		cyclonedx_add_tool(reading, json_get_str(i.value, "name"), json_get_str(i.value, "version"), arena);
}

static struct err *
read_metadata(struct json metadata, struct cyclonedx_reading *reading, struct arena *arena)
{
	struct json component = json_get(metadata, "component");
	struct cyclonedx_part part = read_part(component);

	read_tools(json_get(metadata, "tools"), reading, arena);
	if (!instant_parse(json_get_str(metadata, "timestamp"), ZONE_UTC, &reading->head.made))
		reading->head.made = INSTANT_NONE;
	cyclonedx_note_system(reading, &part, arena);
	if (json_kind(component) != JSON_OBJECT)
		return NULL;
	TRY(cyclonedx_subject(reading, &part, arena));
	return read_components(json_get(component, "components"), reading);
}

struct err *
cyclonedx_read_json(struct str text, struct cyclonedx_reading *reading, struct arena *arena)
{
	struct json_reader *reader = json_reader_new();
	struct json root;
	struct err *err = json_parse(reader, text, arena, &root);

	if (err == NULL && !str_eq(json_get_str(root, "bomFormat"), STR("CycloneDX")))
		err = err_new(arena, ERR_FORMAT, M("This is not a CycloneDX document: \"bomFormat\" does not say \"CycloneDX\"."));
	if (err == NULL) {
		reading->head.format = arena_printf(arena, "CycloneDX %.*s JSON", STR_ARG(json_get_str(root, "specVersion")));
		note_systems(json_get(root, "components"), reading, arena);
		err = read_metadata(json_get(root, "metadata"), reading, arena);
	}
	if (err == NULL)
		err = read_components(json_get(root, "components"), reading);
	if (err == NULL)
		err = inventory_end_sbom(&reading->tally, &reading->head, reading->sink, arena);
	json_reader_free(reader);
	return err;
}
