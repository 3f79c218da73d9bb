/*
 * values.c - what a request says, held to what its route takes.
 */
#include <string.h>
#include "base/clock.h"
#include "base/input.h"
#include "face/web/frame.h"
#include "format/json/json.h"

enum { TEXT_MOST = 1000, ITEMS_MOST = 1000 };

/* Names that every request may have: the frame's own. */
static const char *const frame_names[] = { "_csrf", "_key", "_before", "lang" };
static const struct web_param frame_param = { .name = "", .kind = WEB_TEXT };
/* Of whatever edits what stands. */
static const struct web_param revision_param = { .name = "revision", .kind = WEB_TEXT, .most = 64, .summary = M("The state that was seen") };
/* What a path's place is when its route says nothing of it. */
static const struct web_param place_param = { .name = "", .kind = WEB_TEXT };

struct reading {
	const struct web       *web;
	const struct web_route *route;
	struct arena           *arena;
	struct web_values      *values;
};

static const struct web_param *
param_of(const struct web_route *route, struct str name)
{
	for (const struct web_param *param = route->params; param != NULL && param->name != NULL; param++)
		if (str_eq(name, str_of(param->name)))
			return param;
	for (size_t i = 0; i < ARRAY_LEN(frame_names); i++)
		if (str_eq(name, str_of(frame_names[i])))
			return &frame_param;
	if (route->stands != NULL && str_starts(name, WEB_PICK))
		return &frame_param;
	return route->stands != NULL && str_eq(name, str_of(revision_param.name)) ? &revision_param : NULL;
}

/* ------------------------------------------------------------------------------------- of its kind */

static bool
is_number(struct str text)
{
	int64_t number;

	return str_to_i64(text, &number);
}

static bool
is_day(struct str text)
{
	int32_t day;

	return day_parse(text, &day);
}

/* "2026-11-21T10:00" as browsers send it, in Japan's time; a day alone is its first moment; seconds and zones as programs write them. */
static bool
instant_of(struct str text, struct arena *arena, int64_t *ret_instant)
{
	int32_t day;

	if (day_parse(text, &day)) {
		*ret_instant = day_instant(day, ZONE_JST);
		return true;
	}
	if (text.len == sizeof("2026-11-21T10:00") - 1)
		text = arena_printf(arena, "%.*s:00", STR_ARG(text));
	return instant_parse(text, ZONE_JST, ret_instant);
}

static bool
is_choice(const struct web_param *param, struct str text)
{
	int value;

	return enum_find(param->choices, text, &value);
}

static const char *
fault_of(const struct web_param *param, struct str text, struct arena *arena)
{
	int64_t instant;
	size_t most = param->kind == WEB_LIST ? param->each : param->most;

	if (text.len > (most != 0 ? most : (size_t)TEXT_MOST))
		return M("\"{name}\" is too long.");
	if (text.len == 0)
		return NULL;
	switch (param->kind) {
	case WEB_NUMBER:
		return is_number(text) ? NULL : M("\"{name}\" must be a number, and \"{value}\" is none.");
	case WEB_DAY:
		return is_day(text) ? NULL : M("\"{name}\" must be a day as 2026-11-20, and \"{value}\" is none.");
	case WEB_INSTANT:
		return instant_of(text, arena, &instant) ? NULL : M("\"{name}\" must be a day and time as 2026-11-20T10:00, and \"{value}\" is none.");
	case WEB_CHOICE:
		return is_choice(param, text) ? NULL : M("\"{name}\" cannot be \"{value}\".");
	case WEB_TEXT:
	case WEB_SECRET:
		return memchr(text.ptr, '\n', text.len) == NULL ? NULL : M("\"{name}\" must be one line.");
	case WEB_LONG_TEXT:
	case WEB_TICK:
	case WEB_LIST:
	case WEB_FILE:
		return NULL;
	}
	return NULL;
}

static struct web_value *
slot(struct web_values *values, const struct web_param *param)
{
	for (size_t i = 0; i < values->count; i++)
		if (values->items[i].param == param)
			return &values->items[i];
	if (values->count == WEB_PARAMS_MOST)
		return NULL;
	values->items[values->count] = (struct web_value){ .param = param };
	return &values->items[values->count++];
}

/* A person knows a field by its label, a program by its name. */
static struct err *
refuse(const struct reading *reading, const char *message, struct str name, struct str value)
{
	const struct web_param *param = param_of(reading->route, name);

	if (!reading->web->json && param != NULL && param->summary != NULL)
		name = web_word(reading->web, param->summary);
	return err_new(reading->arena, ERR_USAGE, message, ARG("name", name), ARG("value", str_sub(value, 0, 80)));
}

/* Browsers end lines of text areas with CR LF; what is kept has LF. */
static struct str
unix_lines(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	if (memchr(text.ptr, '\r', text.len) == NULL)
		return text;
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] != '\r')
			buf_add_char(&out, text.ptr[i]);
	return arena_copy(arena, buf_str(&out));
}

static struct err *
take(const struct reading *reading, struct str name, struct str text)
{
	const struct web_param *param = param_of(reading->route, name);
	struct web_value *value;
	const char *fault;

	if (param == &frame_param || (param == NULL && reading->route->loose))
		return NULL;
	if (param == NULL)
		return refuse(reading, M("Nothing here is called \"{name}\": look at /openapi.json for what may be sent."), str_sub(name, 0, 80), text);
	if (!str_is_text(text))
		return refuse(reading, M("\"{name}\" is not written in UTF-8."), name, STR(""));
	if (text.len > 0)
		text = unix_lines(text, reading->arena);
	if (param->kind != WEB_LONG_TEXT && param->kind != WEB_SECRET)
		text = str_trim_space(text);
	fault = fault_of(param, text, reading->arena);
	if (fault != NULL)
		return refuse(reading, fault, name, text);
	value = slot(reading->values, param);
	if (value == NULL || value->texts.count >= (param->kind == WEB_LIST ? (param->most != 0 ? param->most : (size_t)ITEMS_MOST) : 1))
		return refuse(reading, M("\"{name}\" is given too often."), name, text);
	list_push(reading->arena, &value->texts, text);
	return NULL;
}

/* ---------------------------------------------------------------------------------------- its sources */

static struct err *
take_pairs(const struct reading *reading, const struct http_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++)
		TRY(take(reading, pairs->items[i].name, pairs->items[i].value));
	return NULL;
}

static struct err *
take_json_value(const struct reading *reading, struct str name, struct json value)
{
	int64_t number;

	switch (json_kind(value)) {
	case JSON_STRING:
		return take(reading, name, arena_copy(reading->arena, json_str(value)));
	case JSON_BOOL:
		return json_bool(value) ? take(reading, name, STR("1")) : NULL;
	case JSON_NULL:
		return NULL;
	case JSON_NUMBER:
		if (json_i64(value, &number))
			return take(reading, name, arena_printf(reading->arena, "%lld", (long long)number));
		break;
	case JSON_ARRAY:
		for (struct json_iter i = json_each(value); json_next(&i);) {
			if (json_kind(i.value) != JSON_STRING)
				return refuse(reading, M("\"{name}\" must be a list of texts."), name, STR(""));
			TRY(take(reading, name, arena_copy(reading->arena, json_str(i.value))));
		}
		return NULL;
	case JSON_OBJECT:
	case JSON_ABSENT:
		break;
	}
	return refuse(reading, M("\"{name}\" must be a text, a whole number, true or false, or a list of texts."), name, STR(""));
}

static struct err *
take_object(const struct reading *reading, struct json_reader *reader, struct str body)
{
	struct json root;

	TRY(json_parse(reader, body, reading->arena, &root));
	if (json_kind(root) != JSON_OBJECT)
		return err_new(reading->arena, ERR_USAGE, M("What is sent must be one JSON object."));
	for (struct json_iter i = json_each(root); json_next(&i);)
		TRY(take_json_value(reading, arena_copy(reading->arena, i.key), i.value));
	return NULL;
}

static struct err *
take_json(const struct reading *reading, const struct http_file *body)
{
	struct json_reader *reader;
	struct input_fd input;
	struct str text;
	struct err *err;

	TRY(input_all(input_of_fd(&input, body->fd, STR("body")), HTTP_FORM_BYTES, reading->arena, &text));
	reader = json_reader_new();
	err = take_object(reading, reader, text);
	json_reader_free(reader);
	return err;
}

static struct err *
take_files(const struct reading *reading, const struct http_request *request)
{
	for (size_t i = 0; i < request->files.count; i++) {
		const struct http_file *file = &request->files.items[i];
		const struct web_param *param = param_of(reading->route, file->name);

		if (file->name.len == 0 && !reading->route->body_whole && str_starts_nocase(file->type, STR("application/json")))
			TRY(take_json(reading, file));
		else if (file->name.len == 0 && reading->route->body_most > 0)
			continue;      /* the body itself is the file: web_file(web, "") */
		else if (param == NULL || param->kind != WEB_FILE)
			return refuse(reading, M("Nothing here is called \"{name}\": look at /openapi.json for what may be sent."), str_sub(file->name, 0, 80), STR(""));
	}
	return NULL;
}

static bool
is_given(const struct web_values *values, const struct http_request *request, const struct web_param *param)
{
	for (size_t i = 0; i < request->files.count; i++)
		if (str_eq(request->files.items[i].name, str_of(param->name)) && request->files.items[i].size > 0)
			return true;
	for (size_t i = 0; i < values->count; i++)
		if (values->items[i].param == param)
			return values->items[i].texts.items[0].len > 0;
	return false;
}

struct err *
values_read(const struct web *web, const struct web_places *places, struct web_values *ret_values)
{
	const struct http_request *request = web->request;
	const struct web_route *route = web->route;
	struct arena *arena = web->arena;
	const struct reading reading = { web, route, arena, ret_values };

	ret_values->count = 0;
	for (size_t i = 0; i < places->count; i++) {
		struct web_param *param;

		if (param_of(route, places->items[i].name) != NULL) {
			TRY(take(&reading, places->items[i].name, places->items[i].value));
			continue;
		}
		param = ARENA_NEW(arena, struct web_param);
		*param = place_param;
		param->name = arena_cstr(arena, places->items[i].name);
		list_push(arena, &slot(ret_values, param)->texts, places->items[i].value);
	}
	TRY(take_pairs(&reading, &request->query));
	TRY(take_pairs(&reading, &request->form));
	TRY(take_files(&reading, request));
	for (const struct web_param *param = route->params; param != NULL && param->name != NULL; param++)
		if (param->obligatory && !is_given(ret_values, request, param))
			return refuse(&reading, M("\"{name}\" is missing: please fill it in."), str_of(param->name), STR(""));
	return NULL;
}

/* ---------------------------------------------------------------------------------------- for handlers */

static const struct web_value *
find(const struct web *web, const char *name)
{
	const struct web_values *values = &web->inner->values;

	for (size_t i = 0; i < values->count; i++)
		if (strcmp(values->items[i].param->name, name) == 0)
			return values->items[i].texts.count > 0 ? &values->items[i] : NULL;
	return NULL;
}

void
values_put(struct web *web, struct str name, const struct str_list *texts)
{
	const struct web_param *param = param_of(web->route, name);
	struct web_value *value = param == NULL ? NULL : slot(&web->inner->values, param);

	if (value == NULL)
		return;
	value->texts = *texts;
	/* Told, and empty; of what is ticked, nothing is. */
	if (texts->count == 0 && param->kind != WEB_LIST && param->kind != WEB_TICK)
		list_push(web->arena, &value->texts, STR(""));
}

struct str
web_text(const struct web *web, const char *name)
{
	const struct web_value *value = find(web, name);

	return value == NULL ? STR("") : value->texts.items[0];
}

struct str_list
web_list(const struct web *web, const char *name)
{
	const struct web_value *value = find(web, name);

	return value == NULL ? (struct str_list){ 0 } : value->texts;
}

int64_t
web_number(const struct web *web, const char *name, int64_t otherwise)
{
	int64_t number;

	return str_to_i64(web_text(web, name), &number) ? number : otherwise;
}

int32_t
web_day(const struct web *web, const char *name)
{
	int32_t day;

	return day_parse(web_text(web, name), &day) ? day : DAY_NONE;
}

int64_t
web_instant(const struct web *web, const char *name)
{
	struct str text = web_text(web, name);
	int64_t instant;

	return text.len > 0 && instant_of(text, web->arena, &instant) ? instant : INSTANT_NONE;
}

bool
web_tick(const struct web *web, const char *name)
{
	struct str text = web_text(web, name);

	return text.len > 0 && !str_eq(text, STR("0"));
}

int
web_choice(const struct web *web, const char *name, int otherwise)
{
	const struct web_value *value = find(web, name);
	int choice;

	return value != NULL && value->param->choices != NULL && enum_find(value->param->choices, value->texts.items[0], &choice) ? choice : otherwise;
}

bool
web_given(const struct web *web, const char *name)
{
	return find(web, name) != NULL;
}

const struct http_file *
web_file(const struct web *web, const char *name)
{
	for (size_t i = 0; i < web->request->files.count; i++)
		if (str_eq(web->request->files.items[i].name, str_of(name)) && web->request->files.items[i].size > 0)
			return &web->request->files.items[i];
	return NULL;
}

struct str
web_file_path(const struct web *web, const struct http_file *file)
{
	return arena_printf(web->arena, "/proc/self/fd/%d", file->fd);
}
