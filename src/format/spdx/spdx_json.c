#include "format/spdx/spdx_part.h"

static void
read_package(struct json value, struct spdx_document *document, struct arena *arena)
{
	struct spdx_part *part = list_add(arena, &document->packages);

	*part = (struct spdx_part){
		.ref = json_get_str(value, "SPDXID"),
		.name = json_get_str(value, "name"),
		.version = json_get_str(value, "versionInfo"),
		.supplier = json_get_str(value, "supplier"),
		.purpose = json_get_str(value, "primaryPackagePurpose"),
		.source_info = json_get_str(value, "sourceInfo"),
	};
	for (struct json_iter i = json_each(json_get(value, "externalRefs")); json_next(&i);)
		spdx_add_reference(part, json_get_str(i.value, "referenceType"), json_get_str(i.value, "referenceLocator"), arena);
}

static void
read_described(struct json root, struct spdx_document *document, struct arena *arena)
{
	struct str self = json_get_str(root, "SPDXID");

	for (struct json_iter i = json_each(json_get(root, "documentDescribes")); json_next(&i);)
		list_push(arena, &document->described, json_str(i.value));
	for (struct json_iter i = json_each(json_get(root, "relationships")); json_next(&i);) {
		struct str from = json_get_str(i.value, "spdxElementId"), to = json_get_str(i.value, "relatedSpdxElement");
		struct str type = json_get_str(i.value, "relationshipType");

		if (str_eq_nocase(type, STR("DESCRIBES")) && str_eq(from, self))
			list_push(arena, &document->described, to);
		else if (str_eq_nocase(type, STR("DESCRIBED_BY")) && str_eq(to, self))
			list_push(arena, &document->described, from);
	}
}

static struct err *
read_version_2(struct json root, struct spdx_document *document, struct arena *arena)
{
	struct json creation = json_get(root, "creationInfo");
	struct str version = json_get_str(root, "spdxVersion");

	(void)str_take(&version, STR("SPDX-"));
	document->head.format = arena_printf(arena, "SPDX %.*s JSON", STR_ARG(version));
	document->head.subject = json_get_str(root, "name");
	if (!instant_parse(json_get_str(creation, "created"), ZONE_UTC, &document->head.made))
		document->head.made = INSTANT_NONE;
	for (struct json_iter i = json_each(json_get(creation, "creators")); json_next(&i);)
		spdx_add_creator(document, json_str(i.value), arena);
	for (struct json_iter i = json_each(json_get(root, "packages")); json_next(&i);)
		read_package(i.value, document, arena);
	read_described(root, document, arena);
	return NULL;
}

struct err *
spdx_read_json(struct json root, struct spdx_document *document, struct arena *arena)
{
	/* GitHub's API wraps what its button gives bare. */
	if (json_kind(json_get(root, "sbom")) == JSON_OBJECT)
		root = json_get(root, "sbom");
	if (str_starts(json_get_str(root, "spdxVersion"), STR("SPDX-")))
		return read_version_2(root, document, arena);
	if (str_find(json_get_str(root, "@context"), STR("spdx.org/rdf/3")) != SIZE_MAX) {
		spdx_read_graph(root, document, arena);
		return NULL;
	}
	return err_new(arena, ERR_FORMAT,
	    M("This is not an SPDX document: it has neither \"spdxVersion\" nor the context of SPDX 3."));
}
