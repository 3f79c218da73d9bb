#include "format/cyclonedx/cyclonedx_write.h"

#include "format/json/json_write.h"

static const char *const types[] = {
	[COMPONENT_APPLICATION] = "application",
	[COMPONENT_LIBRARY]     = "library",
	[COMPONENT_OS_PACKAGE]  = "library",
	[COMPONENT_OS]          = "operating-system",
	[COMPONENT_HARDWARE]    = "device",
	[COMPONENT_FIRMWARE]    = "firmware",
	[COMPONENT_OTHER]       = "file",
	[COMPONENT_UPDATE]      = "file",
};

static void
put_if(struct json_writer *w, const char *key, struct str text)
{
	if (text.len > 0)
		json_put_str(w, key, text);
}

static void
put_property(struct json_writer *w, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	json_begin_object(w, NULL);
	json_put_str(w, "name", str_of(name));
	json_put_str(w, "value", value);
	json_end(w);
}

static void
put_properties(struct json_writer *w, const struct component *component)
{
	json_begin_array(w, "properties");
	if (component->kind == COMPONENT_OS_PACKAGE) {
		put_property(w, "tsukuroi:kind", STR("os_package"));
		put_property(w, "tsukuroi:source_name", component->source_name);
		put_property(w, "tsukuroi:source_version", component->source_version);
	}
	put_property(w, "tsukuroi:distribution", component->distribution);
	put_property(w, "tsukuroi:release", component->release);
	put_property(w, "tsukuroi:arch", component->arch);
	put_property(w, "tsukuroi:module", component->module);
	put_property(w, "tsukuroi:channel", component->channel);
	put_property(w, "tsukuroi:place", component->place);
	json_end(w);
}

static void
put_component(struct json_writer *w, const struct component *component)
{
	json_begin_object(w, NULL);
	json_put_str(w, "type", str_of(types[component->kind]));
	put_if(w, "bom-ref", component->ref);
	put_if(w, "publisher", component->vendor);
	json_put_str(w, "name", component->name);
	put_if(w, "version", component->version);
	if (component->excluded)
		json_put_str(w, "scope", STR("excluded"));
	put_if(w, "cpe", component->cpe);
	put_if(w, "purl", component->purl);
	put_properties(w, component);
	json_end(w);
}

static void
put_tool(struct json_writer *w, struct str tool)
{
	struct str name, version;

	if (!str_cut_last(tool, ' ', &name, &version))
		version = STR("");
	json_begin_object(w, "tools");
	json_begin_array(w, "components");
	json_begin_object(w, NULL);
	json_put_str(w, "type", STR("application"));
	json_put_str(w, "name", name);
	put_if(w, "version", version);
	json_end(w);
	json_end(w);
	json_end(w);
}

static void
put_metadata(struct json_writer *w, const struct inventory_head *head, struct arena *arena)
{
	json_begin_object(w, "metadata");
	put_if(w, "timestamp", instant_format(head->made, ZONE_UTC, arena));
	if (head->tool.len > 0)
		put_tool(w, head->tool);
	if (head->subject.len > 0) {
		json_begin_object(w, "component");
		json_put_str(w, "type", STR("platform"));
		json_put_str(w, "name", head->subject);
		put_if(w, "version", head->subject_version);
		json_begin_array(w, "properties");
		put_property(w, "tsukuroi:kernel", head->kernel);
		json_end(w);
		json_end(w);
	}
	json_end(w);
}

void
cyclonedx_write(const struct cyclonedx_document *document, struct arena *arena, struct buf *out)
{
	struct json_writer w = { .out = out, .pretty = true };

	json_begin_object(&w, NULL);
	json_put_str(&w, "$schema", STR("http://cyclonedx.org/schema/bom-1.6.schema.json"));
	json_put_str(&w, "bomFormat", STR("CycloneDX"));
	json_put_str(&w, "specVersion", STR("1.6"));
	put_if(&w, "serialNumber", document->serial);
	json_put_int(&w, "version", 1);
	put_metadata(&w, document->head, arena);
	json_begin_array(&w, "components");
	for (size_t i = 0; i < document->count; i++)
		put_component(&w, &document->components[i]);
	json_end(&w);
	json_end(&w);
	buf_add_char(out, '\n');
}
