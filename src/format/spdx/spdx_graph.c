/*
 * SPDX 3: a flat list of elements that name each other by id. Only what describes packages is looked at.
 */
#include "base/map.h"
#include "format/spdx/spdx_part.h"

struct graph {
	struct map             places;      /* id → 1 + place in elements */
	LIST(struct json)      elements;
	struct spdx_document  *document;
	struct arena          *arena;
};

/* Elements are told apart by spdxId; creation infos, which are none, by @id. */
static struct str
id_of(struct json element)
{
	struct str id = json_get_str(element, "spdxId");

	return id.len > 0 ? id : json_get_str(element, "@id");
}

/* A reference is an id or, rarely, the element itself. */
static struct json
element_of(const struct graph *graph, struct json reference)
{
	uint64_t *place = map_find(&graph->places, json_str(reference));

	if (json_kind(reference) == JSON_OBJECT)
		return reference;
	return place == NULL ? (struct json){ 0 } : graph->elements.items[*place - 1];
}

static struct json
first_item(struct json array)
{
	struct json_iter i = json_each(array);

	return json_next(&i) ? i.value : (struct json){ 0 };
}

static void
read_package(struct graph *graph, struct json element)
{
	struct spdx_part *part = list_add(graph->arena, &graph->document->packages);

	*part = (struct spdx_part){
		.ref = id_of(element),
		.name = json_get_str(element, "name"),
		.version = json_get_str(element, "software_packageVersion"),
		.purpose = json_get_str(element, "software_primaryPurpose"),
		.source_info = json_get_str(element, "software_sourceInfo"),
		.supplier = json_get_str(element_of(graph, json_get(element, "suppliedBy")), "name"),
	};
	if (json_get_str(element, "software_packageUrl").len > 0)
		list_push(graph->arena, &part->purls, json_get_str(element, "software_packageUrl"));
	for (struct json_iter i = json_each(json_get(element, "externalIdentifier")); json_next(&i);)
		spdx_add_reference(part, json_get_str(i.value, "externalIdentifierType"),
		    json_get_str(i.value, "identifier"), graph->arena);
}

/* A document's root is its SBOM, whose root is the package; four steps are more than any document takes. */
static void
read_roots(struct graph *graph, struct json document)
{
	struct json at = document;

	graph->document->head.subject = json_get_str(document, "name");
	for (int step = 0; step < 4; step++) {
		struct json root = first_item(json_get(at, "rootElement"));

		if (json_kind(root) == JSON_ABSENT)
			break;
		at = element_of(graph, root);
		list_push(graph->arena, &graph->document->described, id_of(at));
	}
	/* the deepest first */
	if (graph->document->described.count > 1)
		graph->document->described.items[0] =
		    graph->document->described.items[graph->document->described.count - 1];
}

static void
read_creation(struct graph *graph, struct json info)
{
	struct inventory_head *head = &graph->document->head;

	if (head->format.len > 0)
		return;
	head->format = arena_printf(graph->arena, "SPDX %.*s JSON-LD", STR_ARG(json_get_str(info, "specVersion")));
	if (!instant_parse(json_get_str(info, "created"), ZONE_UTC, &head->made))
		head->made = INSTANT_NONE;
	for (struct json_iter i = json_each(json_get(info, "createdUsing")); json_next(&i);)
		spdx_add_tool(graph->document, json_get_str(element_of(graph, i.value), "name"), graph->arena);
}

static void
read_element(struct graph *graph, struct json element)
{
	struct str type = json_get_str(element, "type");

	if (type.len == 0)
		type = json_get_str(element, "@type");
	if (str_eq(type, STR("software_Package")))
		read_package(graph, element);
	else if (str_eq(type, STR("SpdxDocument")))
		read_roots(graph, element);
	else if (str_eq(type, STR("CreationInfo")))
		read_creation(graph, element);
}

void
spdx_read_graph(struct json root, struct spdx_document *document, struct arena *arena)
{
	struct graph graph = { .document = document, .arena = arena };

	for (struct json_iter i = json_each(json_get(root, "@graph")); json_next(&i);) {
		list_push(arena, &graph.elements, i.value);
		if (id_of(i.value).len > 0)
			*map_put(arena, &graph.places, id_of(i.value)) = graph.elements.count;
	}
	for (size_t i = 0; i < graph.elements.count; i++)
		read_element(&graph, graph.elements.items[i]);
	if (document->head.format.len == 0)
		document->head.format = STR("SPDX 3 JSON-LD");
}
