#include "format/myjvn/parts.h"

#include "base/limits.h"
#include "format/cpe/cpe.h"

/* ------------------------------------------------------------------------------------------- names */

static bool
is_japanese(struct str text)
{
	return !str_is_ascii(text);
}

/* Into the language's place: what the list says, else by its letters. */
static void
place(struct str name, struct str ja, struct str en, struct str *ret_ja, struct str *ret_en)
{
	*ret_ja = str_trim_space(ja.len > 0 ? ja : is_japanese(name) ? name : STR(""));
	*ret_en = str_trim_space(en.len > 0 ? en : is_japanese(name) ? STR("") : name);
	if (ret_ja->len == 0 && ret_en->len == 0)
		*ret_en = str_trim_space(name);
}

/* The CPE name of the product: everything behind it is any. */
static struct err *
product_cpe(struct str text, struct arena *arena, struct str *ret_cpe)
{
	struct cpe cpe;

	TRY(cpe_parse(str_sub(text, 0, LIMIT_NAME_TEXT), arena, &cpe));
	for (size_t i = CPE_VERSION; i < CPE_ATTRIBUTE_COUNT; i++)
		cpe.attributes[i] = (struct cpe_value){ CPE_ANY, STR("") };
	*ret_cpe = cpe_format(&cpe, arena);
	return NULL;
}

static bool
is_number(struct str text)
{
	uint64_t number;

	return str_to_u64(text, &number);
}

static struct err *
check(const struct named *named, bool product, struct arena *arena)
{
	if (product ? !is_number(named->pid) : !is_number(named->vid))
		return err_new(arena, ERR_FORMAT, M("\"{name}\" has no number (pid, vid), by which the list knows it."),
		    ARG("name", product ? named->product : named->vendor));
	if (named->vendor.len == 0 || (product && named->product.len == 0))
		return err_new(arena, ERR_FORMAT, M("Number {number} has no name."), ARG("number", product ? named->pid : named->vid));
	return NULL;
}

struct err *
names_send(struct names *names, const struct named *named)
{
	bool product = named->pid.len > 0 || named->product.len > 0;
	struct str cpe = product ? named->cpe : named->vendor_cpe;
	struct arena *arena = names->item;
	struct product_name name = {
		.id = product ? arena_printf(arena, "jvn/pid/%.*s", STR_ARG(named->pid)) : arena_printf(arena, "jvn/vid/%.*s", STR_ARG(named->vid)),
		.vid = named->vid, .pid = named->pid,
	};
	struct err *err = check(named, product, arena);

	if (err != NULL)
		return sink_refuse(names->sink, name.id, (int64_t)named->offset, -1, err, arena);
	place(named->vendor, named->vendor_ja, named->vendor_en, &name.vendor_ja, &name.vendor_en);
	place(named->product, named->product_ja, named->product_en, &name.product_ja, &name.product_en);
	err = cpe.len == 0 ? NULL : product_cpe(cpe, arena, &name.cpe);
	if (err != NULL)
		TRY(sink_warn(names->sink, name.id, (int64_t)named->offset, -1, err, arena));
	return sink_record(names->sink, &product_name_schema, &name, arena);
}

/* --------------------------------------------------------------------------------------- dictionaries */

/* "Apache Tomcat 9.0.1" of version 9.0.1 is Apache Tomcat. */
static struct str
without_version(struct str title, const struct cpe *cpe, struct arena *arena)
{
	struct str rest = str_trim_space(title), version = cpe_value_plain(&cpe->attributes[CPE_VERSION], arena);
	struct str update = cpe_value_plain(&cpe->attributes[CPE_UPDATE], arena);

	if (cpe->attributes[CPE_UPDATE].kind == CPE_VALUE && str_take_end(&rest, update))
		rest = str_trim_space(rest);
	if (cpe->attributes[CPE_VERSION].kind == CPE_VALUE && str_take_end(&rest, version))
		rest = str_trim_space(rest);
	return rest.len > 0 ? rest : str_trim_space(title);
}

struct err *
names_send_title(struct names *names, struct str text, struct str title, uint64_t offset)
{
	struct arena *arena = names->item;
	struct product_name name = { 0 };
	struct err *err;
	struct cpe cpe;

	err = cpe_parse(str_sub(text, 0, LIMIT_NAME_TEXT), arena, &cpe);
	if (err == NULL)
		err = product_cpe(text, arena, &name.cpe);
	if (err != NULL)
		return sink_refuse(names->sink, text, (int64_t)offset, -1, err, arena);
	title = str_sub(title, 0, LIMIT_NAME_TEXT);
	if (cpe_product_key(&cpe, arena).len == 0 || str_trim_space(title).len == 0 || map_find(&names->seen, name.cpe) != NULL)
		return NULL;
	*map_put(names->arena, &names->seen, arena_copy(names->arena, name.cpe)) = 1;
	name.id = name.cpe;
	place(without_version(title, &cpe, arena), STR(""), STR(""), &name.product_ja, &name.product_en);
	return sink_record(names->sink, &product_name_schema, &name, arena);
}

/* --------------------------------------------------------------------------------------------- reading */

struct err *
myjvn_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct input_peeked peeked;
	struct names names = {
		.sink = sink, .item = item, .arena = arena, .file = input->name,
		.head = { .source = SOURCE_NAMES, .built = INSTANT_NONE, .declared = -1, .name = STR("names:myjvn") },
	};
	struct str head;

	TRY(input_peek(&peeked, input, arena));
	head = str_trim_space(input_head(&peeked));
	str_take(&head, STR("\xef\xbb\xbf"));
	if (str_starts(head, STR("{")))
		TRY(names_of_json(&names, &peeked.input, str_find(head, STR("product_dictionary")) != SIZE_MAX ||
		    str_find(head, STR("product-dictionary")) != SIZE_MAX));
	else
		TRY(names_of_xml(&names, &peeked.input));
	return sink_record(sink, &feed_head_schema, &names.head, arena);
}
