/*
 * myjvn_json.c - MyJVN version 4 (feed=oka) and NVD's CPE API.
 */
#include "base/clock.h"
#include "base/limits.h"
#include "format/json/json.h"
#include "format/myjvn/parts.h"

static void
reader_cleanup(struct json_reader **reader)
{
	json_reader_free(*reader);
}

static void
stream_cleanup(struct json_stream **stream)
{
	json_stream_free(*stream);
}

/* Numbers stand as texts in one list and as numbers in another. */
static struct str
text_of(struct json object, const char *key, struct arena *arena)
{
	struct str text = json_get_str(object, key);
	int64_t number;

	if (text.len == 0 && json_i64(json_get(object, key), &number))
		return arena_printf(arena, "%lld", (long long)number);
	return text;
}

/* "vname_i18n" in one list, "vname_i18" in the other. */
static void
languages_of(struct json object, const char *key, const char *other, struct str *ret_ja, struct str *ret_en)
{
	struct json names = json_get(object, key);

	if (json_kind(names) != JSON_OBJECT)
		names = json_get(object, other);
	*ret_ja = json_get_str(names, "ja");
	*ret_en = json_get_str(names, "en");
}

static struct str
first_cpe(struct json product)
{
	for (struct json_iter i = json_each(json_get(product, "product_ids")); json_next(&i);)
		if (json_get_str(i.value, "cpe").len > 0)
			return json_get_str(i.value, "cpe");
	return STR("");
}

/* "cpe:2.3::cybozu" is how this list writes a vendor: a formatted string it is not, the URI says the same. */
static struct str
vendor_cpe(struct str text, struct arena *arena)
{
	struct str vendor = text;

	if (!str_take(&vendor, STR("cpe:2.3::")) || str_find_char(vendor, ':') != SIZE_MAX)
		return text;
	return arena_printf(arena, "cpe:/:%.*s", STR_ARG(vendor));
}

static struct err *
read_vendor(struct names *names, struct json vendor)
{
	struct json products = json_get(vendor, "products");
	struct arena *kept ARENA_SCOPE = arena_new_of(512);
	struct named named = {
		.vid = text_of(vendor, "vid", kept), .vendor = json_get_str(vendor, "vname"),
		.vendor_cpe = vendor_cpe(json_get_str(vendor, "cpe"), kept),
	};

	arena_reset(names->item);
	languages_of(vendor, "vname_i18n", "vname_i18", &named.vendor_ja, &named.vendor_en);
	if (json_count(products) == 0)
		return names_send(names, &named);
	for (struct json_iter i = json_each(products); json_next(&i);) {
		arena_reset(names->item);
		named.pid = text_of(i.value, "pid", names->item);
		named.product = json_get_str(i.value, "pname");
		named.cpe = first_cpe(i.value);
		languages_of(i.value, "pname_i18n", "pname_i18", &named.product_ja, &named.product_en);
		TRY(names_send(names, &named));
	}
	return NULL;
}

static struct err *
read_status(struct names *names, struct json root)
{
	struct json status = json_get(root, "status");
	struct str code;
	int64_t count;

	if (json_kind(status) != JSON_OBJECT)
		status = json_get(root, "status:Status");
	code = text_of(status, "retCd", names->arena);
	if (code.len > 0 && !str_eq(code, STR("0")))
		return err_new(names->arena, ERR_NOT_FOUND, M("MyJVN answered with the error {code}: {reason}"),
		    ARG("code", json_get_str(status, "errCd")), ARG("reason", json_get_str(status, "errMsg")));
	names->head.declared = str_to_i64(text_of(status, "totalResRet", names->arena), &count) ? count : -1;
	names->head.version = arena_copy(names->arena, json_get_str(status, "version"));
	return NULL;
}

static struct err *
read_dictionary(struct names *names, struct input *input)
{
	__attribute__((cleanup(reader_cleanup))) struct json_reader *reader = json_reader_new();
	struct json root, dictionary;
	struct str text;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, names->arena, &text));
	TRY(json_parse_padded(reader, text, names->arena, &root));
	TRY(read_status(names, root));
	dictionary = json_get(root, "jvn_product_dictionary");
	if (json_kind(dictionary) != JSON_OBJECT)
		dictionary = json_get(root, "jvn-product-dictionary");
	if (!instant_parse(json_get_str(dictionary, "updated"), ZONE_JST, &names->head.built))
		names->head.built = INSTANT_NONE;
	for (struct json_iter i = json_each(json_get(dictionary, "vendors")); json_next(&i);)
		TRY(read_vendor(names, i.value));
	return NULL;
}

static struct err *
read_item(struct names *names, struct json item, uint64_t offset)
{
	struct json cpe = json_get(item, "cpe");
	struct str title = { 0 };

	arena_reset(names->item);
	if (json_get_bool(cpe, "deprecated"))
		return NULL;
	for (struct json_iter i = json_each(json_get(cpe, "titles")); json_next(&i);)
		if (title.len == 0 || str_starts(json_get_str(i.value, "lang"), STR("en")))
			title = json_get_str(i.value, "title");
	return names_send_title(names, json_get_str(cpe, "cpeName"), title, offset);
}

static struct err *
read_products(struct names *names, struct input *input)
{
	__attribute__((cleanup(stream_cleanup))) struct json_stream *stream = json_stream_new(input, "products");
	struct arena *scratch ARENA_SCOPE = arena_new();
	bool more = true, broken;
	struct json item;

	names->head.name = STR("names:cpe");
	for (;; arena_reset(scratch)) {
		struct err *err = json_stream_next(stream, scratch, &item, &more, &broken);

		if (err != NULL && !broken)
			return err_copy(err, names->arena);
		if (err != NULL) {
			TRY(sink_refuse(names->sink, STR(""), (int64_t)json_stream_offset(stream), -1, err, scratch));
			continue;
		}
		if (!more)
			break;
		if (json_kind(json_get(item, "cpe")) == JSON_OBJECT)
			TRY(read_item(names, item, json_stream_offset(stream)));
		else if (json_kind(json_get(item, "products")) != JSON_ARRAY)
			return err_new(names->arena, ERR_FORMAT,
			    M("{file} is JSON, but no list of names: give MyJVN's getVendorList or getProductList of feed=oka, or NVD's CPE API."),
			    ARG("file", names->file));
	}
	if (!instant_parse(json_stream_head(stream, "timestamp"), ZONE_UTC, &names->head.built))
		names->head.built = INSTANT_NONE;
	return NULL;
}

struct err *
names_of_json(struct names *names, struct input *input, bool whole)
{
	return whole ? read_dictionary(names, input) : read_products(names, input);
}
