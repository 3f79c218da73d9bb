/*
 * openapi.c - what may be asked for, and what is answered, as OpenAPI 3.1: written from the tables of routes and the schemas of views, so that
 * it cannot say otherwise than the server does.
 */
#include "face/web/frame.h"
#include "face/web/pages.h"
#include "format/json/json_write.h"

enum { SCHEMAS_MOST = 1000 };

struct writing {
	const struct web     *web;
	struct json_writer    w;
	const struct schema  *schemas[SCHEMAS_MOST];
	size_t                count;
	const char           *path;          /* of the routes that are written together just now */
};

/* ---------------------------------------------------------------------------------------------- schemas */

/* Different schemas may bear one name: the second of a name is numbered. */
static struct str
schema_name(struct writing *writing, const struct schema *schema)
{
	size_t same = 0, at = 0;

	for (; at < writing->count && writing->schemas[at] != schema; at++)
		if (str_eq(str_of(writing->schemas[at]->name), str_of(schema->name)))
			same++;
	if (at == writing->count && writing->count < SCHEMAS_MOST)
		writing->schemas[writing->count++] = schema;
	return same == 0 ? str_of(schema->name) : arena_printf(writing->web->arena, "%s_%zu", schema->name, same + 1);
}

static void
put_ref(struct writing *writing, const char *key, const struct schema *schema)
{
	json_begin_object(&writing->w, key);
	json_put_str(&writing->w, "$ref", arena_printf(writing->web->arena, "#/components/schemas/%.*s", STR_ARG(schema_name(writing, schema))));
	json_end(&writing->w);
}

static void
put_names(struct writing *writing, const struct enum_names *names)
{
	json_begin_array(&writing->w, "enum");
	for (size_t i = 0; i < names->count; i++)
		json_put_str(&writing->w, NULL, str_of(names->names[i]));
	json_end(&writing->w);
}

/* An unknown value is null: every kind but lists and truths may be. */
static void
put_types(struct writing *writing, const char *type, const char *format)
{
	json_begin_array(&writing->w, "type");
	json_put_str(&writing->w, NULL, str_of(type));
	json_put_str(&writing->w, NULL, STR("null"));
	json_end(&writing->w);
	if (format != NULL)
		json_put_str(&writing->w, "format", str_of(format));
}

static void
put_kind(struct writing *writing, const struct field *field)
{
	switch (field->kind) {
	case FIELD_STR:
		put_types(writing, "string", NULL);
		break;
	case FIELD_STRS:
		json_put_str(&writing->w, "type", STR("array"));
		json_begin_object(&writing->w, "items");
		json_put_str(&writing->w, "type", STR("string"));
		json_end(&writing->w);
		break;
	case FIELD_INT:
		put_types(writing, "integer", "int64");
		break;
	case FIELD_INSTANT:
		put_types(writing, "string", "date-time");
		break;
	case FIELD_DAY:
		put_types(writing, "string", "date");
		break;
	case FIELD_BOOL:
		json_put_str(&writing->w, "type", STR("boolean"));
		break;
	case FIELD_ENUM:
		json_put_str(&writing->w, "type", STR("string"));
		put_names(writing, field->names);
		break;
	case FIELD_TENTHS:
	case FIELD_MILLIONTHS:
		put_types(writing, "number", NULL);
		break;
	case FIELD_LIST:
		json_put_str(&writing->w, "type", STR("array"));
		put_ref(writing, "items", field->schema);
		break;
	case FIELD_STRUCT:
		break;
	}
}

static void
put_field(struct writing *writing, const struct field *field)
{
	if (field->kind == FIELD_STRUCT) {
		json_begin_object(&writing->w, field->name);
		json_begin_array(&writing->w, "anyOf");
		put_ref(writing, NULL, field->schema);
		json_begin_object(&writing->w, NULL);
		json_put_str(&writing->w, "type", STR("null"));
		json_end(&writing->w);
		json_end(&writing->w);
		json_end(&writing->w);
		return;
	}
	json_begin_object(&writing->w, field->name);
	put_kind(writing, field);
	json_end(&writing->w);
}

/* Those that were spoken of, and those that these speak of. */
static void
put_schemas(struct writing *writing)
{
	json_begin_object(&writing->w, "schemas");
	for (size_t i = 0; i < writing->count; i++) {
		const struct schema *schema = writing->schemas[i];

		json_begin_object(&writing->w, arena_cstr(writing->web->arena, schema_name(writing, schema)));
		json_put_str(&writing->w, "type", STR("object"));
		json_begin_object(&writing->w, "properties");
		for (size_t k = 0; k < schema->count; k++)
			put_field(writing, &schema->fields[k]);
		json_end(&writing->w);
		json_end(&writing->w);
	}
	json_end(&writing->w);
}

/* ---------------------------------------------------------------------------------------- parameters */

static void
put_param_schema(struct writing *writing, const char *key, const struct web_param *param)
{
	static const struct { const char *type, *format; } kinds[] = {
		[WEB_TEXT] = { "string", NULL }, [WEB_LONG_TEXT] = { "string", NULL }, [WEB_NUMBER] = { "integer", "int64" }, [WEB_DAY] = { "string", "date" },
		[WEB_INSTANT] = { "string", "date-time" }, [WEB_TICK] = { "boolean", NULL }, [WEB_CHOICE] = { "string", NULL }, [WEB_LIST] = { "array", NULL },
		[WEB_FILE] = { "string", "binary" }, [WEB_SECRET] = { "string", "password" },
	};

	json_begin_object(&writing->w, key);
	json_put_str(&writing->w, "type", str_of(kinds[param->kind].type));
	if (kinds[param->kind].format != NULL)
		json_put_str(&writing->w, "format", str_of(kinds[param->kind].format));
	if (param->kind == WEB_LIST) {
		json_begin_object(&writing->w, "items");
		json_put_str(&writing->w, "type", STR("string"));
		json_end(&writing->w);
	}
	if (param->choices != NULL)
		put_names(writing, param->choices);
	if (param->summary != NULL)
		json_put_str(&writing->w, "description", web_word(writing->web, param->summary));
	json_end(&writing->w);
}

static void
put_parameter(struct writing *writing, struct str name, const char *in, const struct web_param *param)
{
	static const struct web_param text = { .name = "", .kind = WEB_TEXT };

	json_begin_object(&writing->w, NULL);
	json_put_str(&writing->w, "name", name);
	json_put_str(&writing->w, "in", str_of(in));
	json_put_bool(&writing->w, "required", in[0] == 'p' || (param != NULL && param->obligatory));
	put_param_schema(writing, "schema", param == NULL ? &text : param);
	json_end(&writing->w);
}

static const struct web_param *
declared(const struct web_route *route, struct str name)
{
	for (const struct web_param *param = route->params; param != NULL && param->name != NULL; param++)
		if (str_eq(name, str_of(param->name)))
			return param;
	return NULL;
}

/* Its places, by name. */
static struct str_list
places_of(const struct web_route *route, struct arena *arena)
{
	struct str rest = str_of(route->path), piece;
	struct str_list places = { 0 };

	while (str_split(&rest, '/', &piece))
		if (str_take(&piece, STR("{")) && str_take_end(&piece, STR("}")))
			list_push(arena, &places, piece);
	return places;
}

static void
put_parameters(struct writing *writing, const struct web_route *route)
{
	struct str_list places = places_of(route, writing->web->arena);

	json_begin_array(&writing->w, "parameters");
	for (size_t i = 0; i < places.count; i++)
		put_parameter(writing, places.items[i], "path", declared(route, places.items[i]));
	for (const struct web_param *param = route->params; route->method == HTTP_GET && param != NULL && param->name != NULL; param++)
		if (!str_is_one_of(str_of(param->name), places.items, places.count))
			put_parameter(writing, str_of(param->name), "query", param);
	if (route->method == HTTP_POST)
		put_parameter(writing, STR("Idempotency-Key"), "header", NULL);
	if (route->stands != NULL)
		put_parameter(writing, STR("If-Match"), "header", NULL);
	json_end(&writing->w);
}

static void
put_form(struct writing *writing, const struct web_route *route, const char *type)
{
	static const struct web_param revision = { .name = "revision", .kind = WEB_TEXT, .summary = M("The state that was seen") };
	struct str_list places = places_of(route, writing->web->arena);

	json_begin_object(&writing->w, type);
	json_begin_object(&writing->w, "schema");
	json_put_str(&writing->w, "type", STR("object"));
	json_begin_object(&writing->w, "properties");
	for (const struct web_param *param = route->params; param != NULL && param->name != NULL; param++)
		if (!str_is_one_of(str_of(param->name), places.items, places.count))
			put_param_schema(writing, param->name, param);
	if (route->stands != NULL && declared(route, STR("revision")) == NULL)
		put_param_schema(writing, "revision", &revision);
	json_end(&writing->w);
	json_begin_array(&writing->w, "required");
	for (const struct web_param *param = route->params; param != NULL && param->name != NULL; param++)
		if (param->obligatory && !str_is_one_of(str_of(param->name), places.items, places.count))
			json_put_str(&writing->w, NULL, str_of(param->name));
	json_end(&writing->w);
	json_end(&writing->w);
	json_end(&writing->w);
}

static void
put_body(struct writing *writing, const struct web_route *route)
{
	json_begin_object(&writing->w, "requestBody");
	json_begin_object(&writing->w, "content");
	if (route->body_most == 0)
		put_form(writing, route, "application/json");
	put_form(writing, route, route->body_most > 0 ? "multipart/form-data" : "application/x-www-form-urlencoded");
	json_end(&writing->w);
	json_end(&writing->w);
}

/* ------------------------------------------------------------------------------------------ answers */

static void
put_answer(struct writing *writing, const char *status, const char *text, const char *type, const struct schema *schema)
{
	json_begin_object(&writing->w, status);
	json_put_str(&writing->w, "description", web_word(writing->web, text));
	if (type != NULL) {
		json_begin_object(&writing->w, "content");
		json_begin_object(&writing->w, type);
		if (schema != NULL)
			put_ref(writing, "schema", schema);
		json_end(&writing->w);
		json_end(&writing->w);
	}
	json_end(&writing->w);
}

static void
put_answers(struct writing *writing, const struct web_route *route)
{
	json_begin_object(&writing->w, "responses");
	if (route->view != NULL)
		put_answer(writing, "200", M("As it stands"), "application/json", route->view);
	else if (route->method == HTTP_POST)
		put_answer(writing, "200", M("Done; where it stands now"), "application/json", &web_done_schema);
	else
		put_answer(writing, "200", M("As it stands"), NULL, NULL);
	put_answer(writing, "default", M("What is wrong, and what to do"), "application/problem+json", &web_problem_schema);
	json_end(&writing->w);
}

/* Which scope a token needs, and which offices: any one of these. */
static void
put_rights(struct writing *writing, const struct web_route *route)
{
	json_begin_array(&writing->w, "security");
	if (route->right != WEB_PUBLIC) {
		json_begin_object(&writing->w, NULL);
		json_begin_array(&writing->w, "token");
		for (int i = 0; i < (int)scope_names.count; i++)
			if (((unsigned)route->scope & 1U << i) != 0)
				json_put_str(&writing->w, NULL, str_of(enum_name(&scope_names, i)));
		json_end(&writing->w);
		json_end(&writing->w);
	}
	json_end(&writing->w);
	json_begin_array(&writing->w, "x-offices");
	for (int i = 0; i < OFFICE_COUNT; i++)
		if ((route->offices & 1U << i) != 0)
			json_put_str(&writing->w, NULL, str_of(enum_name(&office_names, i)));
	json_end(&writing->w);
	json_put_bool(&writing->w, "x-page", route->page != NULL);
	json_put_bool(&writing->w, "x-public", route->right == WEB_PUBLIC);
}

/* -------------------------------------------------------------------------------------------- routes */

static void
put_route(void *context, const struct web_route *route)
{
	struct writing *writing = context;

	if (!str_eq(str_of(route->path), str_of(writing->path)))
		return;
	json_begin_object(&writing->w, route->method == HTTP_GET ? "get" : "post");
	json_put_str(&writing->w, "summary", web_word(writing->web, route->summary == NULL ? "" : route->summary));
	put_rights(writing, route);
	put_parameters(writing, route);
	if (route->method == HTTP_POST)
		put_body(writing, route);
	put_answers(writing, route);
	json_end(&writing->w);
}

struct listing { struct writing *writing; struct str_list seen; };

static void
put_path(void *context, const struct web_route *route)
{
	struct listing *listing = context;
	struct writing *writing = listing->writing;

	if (str_is_one_of(str_of(route->path), listing->seen.items, listing->seen.count))
		return;
	list_push(writing->web->arena, &listing->seen, str_of(route->path));
	writing->path = route->path;
	json_begin_object(&writing->w, route->path);
	routes_each(put_route, writing);
	json_end(&writing->w);
}

static void
put_head(struct writing *writing)
{
	json_put_str(&writing->w, "openapi", STR("3.1.0"));
	json_begin_object(&writing->w, "info");
	json_put_str(&writing->w, "title", STR("Tsukuroi"));
	json_put_str(&writing->w, "version", STR(TSUKUROI_VERSION));
	json_end(&writing->w);
}

static void
put_components(struct writing *writing)
{
	json_begin_object(&writing->w, "components");
	json_begin_object(&writing->w, "securitySchemes");
	json_begin_object(&writing->w, "token");
	json_put_str(&writing->w, "type", STR("http"));
	json_put_str(&writing->w, "scheme", STR("bearer"));
	json_end(&writing->w);
	json_end(&writing->w);
	put_schemas(writing);
	json_end(&writing->w);
}

static struct err *
get_openapi(struct web *web, void *view)
{
	struct buf out BUF_SCOPE = { 0 };
	struct writing *writing = ARENA_NEW(web->arena, struct writing);
	struct listing listing = { .writing = writing };

	(void)view;
	writing->web = web;
	writing->w = (struct json_writer){ .out = &out, .pretty = true };
	json_begin_object(&writing->w, NULL);
	put_head(writing);
	json_begin_object(&writing->w, "paths");
	routes_each(put_path, &listing);
	json_end(&writing->w);
	put_components(writing);
	json_end(&writing->w);
	web_send(web, "application/json", arena_copy(web->arena, buf_str(&out)), STR(""));
	return NULL;
}

const struct web_route routes_api[] = {
	{ .method = HTTP_GET, .path = "/openapi.json", .summary = M("What may be asked for, as OpenAPI"), .right = WEB_PUBLIC, .get = get_openapi },
	{ .path = NULL },
};
