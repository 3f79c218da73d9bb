#include "format/eol/eol.h"

#include "base/buf.h"
#include "format/cpe/cpe.h"
#include "format/json/json_shape.h"
#include "model/advisory.h"

struct eol_reading {
	struct sink        *sink;
	struct arena       *arena;     /* of the file    */
	struct arena       *item;      /* of one product */
	struct json_stream *stream;
	struct feed_head    head;
	int64_t             taken, refused;
	struct err         *first;
};

/* What the two shapes call the same. An end is one member that is a date or a truth, or two. */
struct shape {
	const char *product, *title;
	const char *cycle, *label, *released, *lts;
	const char *active_end, *active_truth;
	const char *support_end, *support_truth;
	const char *extended_end;
};
static const struct shape api = {
	"name", "label", "name", "label", "releaseDate", "isLts", "eoasFrom", "isEoas", "eolFrom", "isEol", "eoesFrom",
};
static const struct shape page = {
	"product", "title", "releaseCycle", "releaseLabel", "releaseDate", "lts", "eoas", "eoas", "eol", "eol", "eoes",
};

/* ---------------------------------------------------------------- identities */

static struct err *
add_cpe(struct str text, struct arena *arena, struct str_list *identities)
{
	struct buf whole BUF_SCOPE = { 0 };
	struct cpe cpe;
	struct str name;

	buf_add(&whole, text);
	/* "cpe:2.3:o:microsoft:windows" leaves out what is any. */
	for (size_t colons = 0, i = 0; str_starts(text, STR("cpe:2.3:")); i++) {
		if (i < text.len)
			colons += text.ptr[i] == ':';
		else if (colons++ < CPE_ATTRIBUTE_COUNT + 1)
			buf_add(&whole, STR(":*"));
		else
			break;
	}
	TRY(cpe_parse(arena_copy(arena, buf_str(&whole)), arena, &cpe));
	name = cpe_format(&cpe, arena);
	if (!str_is_one_of(name, identities->items, identities->count))
		list_push(arena, identities, name);
	return NULL;
}

static struct err *
add_identity(struct json item, struct arena *arena, struct str_list *identities)
{
	struct str type, id, cpe, purl;

	TRY(json_want_text(item, "type", arena, &type));
	TRY(json_want_text(item, "id", arena, &id));
	TRY(json_want_text(item, "cpe", arena, &cpe));
	TRY(json_want_text(item, "purl", arena, &purl));
	if (str_eq(type, STR("cpe")))
		cpe = id;
	if (str_eq(type, STR("purl")))
		purl = id;
	if (cpe.len > 0)
		TRY(add_cpe(cpe, arena, identities));
	if (purl.len > 0 && !str_is_one_of(purl, identities->items, identities->count))
		list_push(arena, identities, purl);
	return NULL;
}

/* -------------------------------------------------------------------- cycles */

static struct err *
want_day(struct json cycle, const char *key, struct arena *arena, int32_t *ret_day)
{
	struct str text = json_get_str(cycle, key);

	*ret_day = DAY_NONE;
	if (text.len > 0 && !day_parse(text, ret_day))
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is no date of the form 2026-11-20: {text}"), ARG("key", str_of(key)),
		    ARG("text", str_sub(text, 0, 100)));
	return NULL;
}

static bool
is_said(struct json cycle, const char *key)
{
	return json_kind(json_get(cycle, key)) == JSON_BOOL;
}

static struct err *
read_ends(const struct shape *shape, struct json cycle, struct arena *arena, struct lifecycle *lifecycle)
{
	TRY(want_day(cycle, shape->released, arena, &lifecycle->released));
	TRY(want_day(cycle, shape->active_end, arena, &lifecycle->active_end));
	TRY(want_day(cycle, shape->support_end, arena, &lifecycle->support_end));
	TRY(want_day(cycle, shape->extended_end, arena, &lifecycle->extended_end));
	if (lifecycle->support_end != DAY_NONE)
		return NULL;
	lifecycle->ended = json_get_bool(cycle, shape->support_truth);
	if (!is_said(cycle, shape->support_truth))
		lifecycle->wording = STR("The page does not say until when it is supported.");
	return NULL;
}

/* Labels of pages are templates: "__RELEASE_CYCLE__ (__CODENAME__)". One with other places in it is none. */
static struct str
fill_label(struct str label, struct json cycle, struct str name, struct arena *arena)
{
	const struct { struct str place, value; } places[] = {
		{ STR("__RELEASE_CYCLE__"), name }, { STR("__CODENAME__"), json_get_str(cycle, "codename") },
	};
	struct buf out BUF_SCOPE = { 0 };

	while (label.len > 0) {
		size_t at = str_find(label, STR("__")), i;

		buf_add(&out, str_sub(label, 0, at));
		label = str_from(label, at == SIZE_MAX ? label.len : at);
		for (i = 0; label.len > 0 && i < ARRAY_LEN(places); i++)
			if (str_take(&label, places[i].place))
				break;
		if (label.len > 0 && i == ARRAY_LEN(places))
			return STR("");
		if (at != SIZE_MAX && i < ARRAY_LEN(places))
			buf_add(&out, places[i].value);
	}
	return arena_copy(arena, buf_str(&out));
}

static struct err *
take_cycle(struct eol_reading *reading, const struct shape *shape, struct json cycle, const struct lifecycle *product)
{
	struct lifecycle lifecycle = *product;
	struct json latest = json_get(cycle, "latest");
	struct str label;

	TRY(json_need_text(cycle, shape->cycle, reading->item, &lifecycle.cycle));
	TRY(json_want_text(cycle, shape->label, reading->item, &label));
	TRY(read_ends(shape, cycle, reading->item, &lifecycle));
	label = fill_label(label, cycle, lifecycle.cycle, reading->item);
	if (!str_eq(label, lifecycle.cycle))
		lifecycle.label = label;
	lifecycle.latest = json_kind(latest) == JSON_OBJECT ? json_get_str(latest, "name") : json_str(latest);
	/* A date is since when. */
	lifecycle.lts = json_get_bool(cycle, shape->lts) || json_get_str(cycle, shape->lts).len > 0;
	lifecycle.id = arena_printf(reading->item, "%.*s/%.*s", STR_ARG(lifecycle.product), STR_ARG(lifecycle.cycle));
	reading->taken++;
	return sink_record(reading->sink, &lifecycle_schema, &lifecycle, reading->item);
}

/* ------------------------------------------------------------------ products */

static struct err *
refuse(struct eol_reading *reading, struct str id, const struct err *err)
{
	if (reading->refused++ == 0)
		reading->first = err_copy(err, reading->arena);
	return sink_refuse(reading->sink, str_sub(id, 0, 100), (int64_t)json_stream_offset(reading->stream), -1, err, reading->item);
}

static struct err *
read_product(struct eol_reading *reading, const struct shape *shape, struct json record, struct lifecycle *product)
{
	struct json list;

	TRY(json_need_text(record, shape->product, reading->item, &product->product));
	TRY(json_want_text(record, shape->title, reading->item, &product->title));
	TRY(json_want_list(record, "identifiers", reading->item, &list));
	for (struct json_iter i = json_each(list); json_next(&i);)
		TRY(add_identity(i.value, reading->item, &product->identities));
	product->url = arena_printf(reading->item, "https://endoflife.date/%.*s", STR_ARG(product->product));
	return NULL;
}

/* A cycle that cannot be read is refused; of the others of its product nothing is lost. */
static struct err *
take_cycles(struct eol_reading *reading, const struct shape *shape, struct json record, const struct lifecycle *product)
{
	struct json list;
	struct err *err = json_want_list(record, "releases", reading->item, &list);

	if (err != NULL)
		return refuse(reading, product->product, err);
	for (struct json_iter i = json_each(list); json_next(&i);) {
		int64_t taken = reading->taken;

		err = take_cycle(reading, shape, i.value, product);
		/* What the listener says ends the reading. */
		if (err != NULL && reading->taken > taken)
			return err;
		if (err != NULL)
			TRY(refuse(reading, product->product, err));
	}
	return NULL;
}

static struct err *
take_product(struct eol_reading *reading, struct json record)
{
	struct lifecycle product = { .read_on = DAY_NONE };
	struct json inner = json_get(record, "result");
	const struct shape *shape;
	struct err *err;

	if (json_kind(inner) == JSON_OBJECT) {
		(void)instant_parse(json_get_str(record, "generated_at"), ZONE_UTC, &reading->head.built);
		record = inner;
	} else if (reading->head.built == INSTANT_NONE) {
		(void)instant_parse(json_stream_head(reading->stream, "generated_at"), ZONE_UTC, &reading->head.built);
	}
	shape = json_kind(json_get(record, "product")) == JSON_ABSENT ? &api : &page;
	if (json_kind(json_get(record, "releases")) != JSON_ARRAY)
		return refuse(reading, json_get_str(record, shape->product), err_new(reading->item, ERR_FORMAT,
		    M("This is no product of endoflife.date: take /api/v1/products/full, or /api/v1/products/NAME.")));
	if (reading->head.built != INSTANT_NONE)
		product.read_on = instant_day(reading->head.built, ZONE_UTC);
	err = read_product(reading, shape, record, &product);
	return err == NULL ? take_cycles(reading, shape, record, &product) : refuse(reading, product.product, err);
}

static struct err *
take_all(struct eol_reading *reading)
{
	struct json record;
	bool more = true, broken;

	for (;;) {
		struct err *err;

		arena_reset(reading->item);
		err = json_stream_next(reading->stream, reading->item, &record, &more, &broken);
		if (err != NULL && !broken)
			return err;
		if (!more)
			return NULL;
		TRY(err != NULL ? refuse(reading, STR(""), err) : take_product(reading, record));
	}
}

static struct err *
send_head(struct eol_reading *reading)
{
	if (reading->taken == 0 && reading->refused > 0)
		return err_wrap(reading->item, reading->first, M("None of the {count} records could be read as {format}; the first"),
		    ARG_N("count", reading->refused), ARG("format", STR("endoflife.date")));
	reading->head.version = json_stream_head(reading->stream, "schema_version");
	return sink_record(reading->sink, &feed_head_schema, &reading->head, reading->item);
}

struct err *
eol_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct eol_reading reading = {
		.sink = sink, .arena = arena, .item = item,
		.head = { .source = SOURCE_EOL, .name = STR("eol"), .built = INSTANT_NONE, .declared = -1 },
	};
	struct err *err;

	reading.stream = json_stream_new(input, "result");
	err = take_all(&reading);
	if (err == NULL)
		err = send_head(&reading);
	if (err != NULL)
		err = err_copy(err, arena);
	json_stream_free(reading.stream);
	return err;
}
