/*
 * name.c - is it Microsoft's, and which of its products: the door to system.c and product.c.
 */
#include "domain/windows/room.h"
#include "format/cpe/cpe.h"

struct str
windows_fold(struct str product, struct arena *arena)
{
	char *out = arena_alloc(arena, product.len);
	size_t len = 0;

	for (size_t i = 0; i < product.len; i++) {
		bool space = char_is_space(product.ptr[i]);
		bool no_break = product.ptr[i] == '\xC2' && i + 1 < product.len && product.ptr[i + 1] == '\xA0';

		if (no_break)
			i++;
		if (!space && !no_break)
			out[len++] = char_lower(product.ptr[i]);
		else if (len > 0 && out[len - 1] != ' ')
			out[len++] = ' ';
	}
	while (len > 0 && out[len - 1] == ' ')
		len--;
	return (struct str){ out, len };
}

struct windows_line
windows_line_of_product(struct str product, struct arena *arena)
{
	struct str name = windows_fold(product, arena);
	struct windows_line line = system_line(name, arena);

	return line.rule != WINDOWS_NONE || line.kin ? line : product_line(name, arena);
}

/* A CPE's product in words: "windows_server_2019" is "windows server 2019". Not Microsoft's: empty. */
static struct str
words_of_cpe(struct str text, struct arena *arena)
{
	struct cpe cpe;
	struct str vendor, product;
	char *words;

	if (text.len == 0 || cpe_parse(text, arena, &cpe) != NULL)
		return STR("");
	vendor = cpe_value_plain(&cpe.attributes[CPE_VENDOR], arena);
	product = cpe_value_plain(&cpe.attributes[CPE_PRODUCT], arena);
	if (!str_eq(vendor, STR("microsoft")))
		return STR("");
	words = arena_alloc(arena, product.len);
	for (size_t i = 0; i < product.len; i++)
		words[i] = product.ptr[i] == '_' ? ' ' : product.ptr[i];
	return (struct str){ words, product.len };
}

/* "microsoft windows 11 pro" is "windows 11 pro"; (R) and TM signs say nothing. */
static struct str
bare_name(struct str name, struct arena *arena)
{
	static const struct str signs[] = { STR_INIT("(r)"), STR_INIT("(tm)"), STR_INIT("®"), STR_INIT("™") };
	struct str bare = windows_fold(name, arena);

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		for (size_t at = str_find(bare, signs[i]); at != SIZE_MAX; at = str_find(bare, signs[i]))
			bare = arena_join(arena, (struct str[]){ str_sub(bare, 0, at), str_from(bare, at + signs[i].len) }, 2, STR(""));
	bare = windows_fold(bare, arena);
	str_take(&bare, STR("microsoft "));
	str_take(&bare, STR("microsoft"));   /* "microsoft.netcore.app" */
	return bare;
}

static bool
is_microsoft(const struct component *component, struct str name)
{
	struct str vendor = component->vendor;

	return vendor.len == 0 || str_starts_nocase(vendor, STR("Microsoft")) ||
	    str_find(vendor, STR("マイクロソフト")) != SIZE_MAX || str_starts_nocase(name, STR("Microsoft"));
}

/* "windows 11 pro", "windows server 2019 standard": of an application only what has no other word of a tool in it. */
static bool
is_system(const struct component *component, struct str name)
{
	static const struct str begins[] = {
		STR_INIT("windows 7"), STR_INIT("windows 8"), STR_INIT("windows 10"), STR_INIT("windows 11"), STR_INIT("windows server"),
	};
	static const struct str tools[] = {
		STR_INIT("assistant"), STR_INIT("アシスタント"), STR_INIT("sdk"), STR_INIT("hlk"), STR_INIT("update"), STR_INIT("kit"),
		STR_INIT("driver"), STR_INIT("backup"), STR_INIT("essentials connector"), STR_INIT("kb"),
	};

	if (component->kind == COMPONENT_OS)
		return str_starts(name, STR("windows"));
	if (component->kind != COMPONENT_APPLICATION)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(tools); i++)
		if (str_find(name, tools[i]) != SIZE_MAX)
			return false;
	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (str_starts(name, begins[i]) && (name.len == begins[i].len || !char_is_digit(name.ptr[begins[i].len])))
			return true;
	return false;
}

bool
windows_recognise(const struct component *component, struct arena *arena, struct windows_subject *ret_subject)
{
	struct windows_subject subject = { .stream = STR(""), .channel = STR(""), .evaluated_until = DAY_NONE };
	struct str name = words_of_cpe(component->cpe, arena);
	bool known;

	if (component->kind != COMPONENT_OS && component->kind != COMPONENT_APPLICATION)
		return false;
	if (component->cpe.len > 0 && name.len == 0)
		return false;
	if (name.len == 0) {
		if (!is_microsoft(component, component->name))
			return false;
		name = bare_name(component->name, arena);
	}
	known = is_system(component, name);
	if (known)
		system_recognise(component, name, arena, &subject);
	else
		known = product_recognise(component, name, arena, &subject);
	if (known)
		*ret_subject = subject;
	return known;
}
