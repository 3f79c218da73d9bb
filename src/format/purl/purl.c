#include "format/purl/purl.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/vec.h"
#include "format/purl/purl_types.h"

/* ------------------------------------------------------------------------------- percent-encoding */

/* A '%' that no two hexadecimal digits follow stands for itself, as real tools write it. */
static struct str
decode(struct str text, struct arena *arena)
{
	char *out;
	size_t len = 0;

	if (str_find_char(text, '%') == SIZE_MAX)
		return text;
	out = arena_alloc(arena, text.len);
	for (size_t i = 0; i < text.len; i++) {
		int high = text.ptr[i] == '%' && i + 2 < text.len ? char_hex(text.ptr[i + 1]) : -1;
		int low = high >= 0 ? char_hex(text.ptr[i + 2]) : -1;

		if (low < 0) {
			out[len++] = text.ptr[i];
			continue;
		}
		out[len++] = (char)(high * 16 + low);
		i += 2;
	}
	return (struct str){ out, len };
}

static bool
needs_no_encoding(char c)
{
	return char_is_alnum(c) || (c != '\0' && strchr("-._~:", c) != NULL);
}

/* Encodes into out, which has room for three times the text; `slash` leaves '/' as it is. */
static size_t
encode(struct str text, bool slash, char *out)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (needs_no_encoding(c) || (slash && c == '/')) {
			out[len++] = c;
			continue;
		}
		out[len++] = '%';
		out[len++] = digits[(unsigned char)c >> 4];
		out[len++] = digits[c & 15];
	}
	return len;
}

/* ------------------------------------------------------------------------------- one part each */

/* What is being read: `at` is where in the text a refusal points to, NULL when no text is behind it. */
struct reader {
	struct arena *arena;
	const char   *at;
	struct purl   raw;    /* the parts as they are written */
};

/* Segments between '/', empty ones left out, each decoded; of a subpath "." and ".." too. */
static struct err *
read_segments(struct reader *reader, struct str path, bool subpath, struct str *ret_joined)
{
	struct arena *arena = reader->arena;
	struct str_list segments = { 0 };
	struct str segment;

	while (str_split(&path, '/', &segment)) {
		struct str plain = decode(segment, arena);

		if (plain.len == 0 || (subpath && (str_eq(plain, STR(".")) || str_eq(plain, STR("..")))))
			continue;
		list_push(arena, &segments, plain);
		reader->at = segment.ptr;
		if (str_find_char(plain, '/') != SIZE_MAX)
			return err_new(arena, ERR_FORMAT, M("A path segment \"{text}\" of the package URL hides a \"/\" in itself."),
			    ARG("text", segment));
	}
	*ret_joined = segments.count == 1 ? segments.items[0]
	                                  : arena_join(arena, segments.items, segments.count, STR("/"));
	return NULL;
}

struct qualifier {
	struct str  key;
	struct str  value;      /* still encoded as it was written */
	const char *written;    /* where the key stood             */
};

/* Of two with one key the later is behind, so that it is the one refused. */
static int
compare_qualifiers(const void *a, const void *b)
{
	const struct qualifier *x = a, *y = b;
	int order = str_cmp(x->key, y->key);

	return order != 0 ? order : (x->written > y->written) - (x->written < y->written);
}

static bool
is_key(struct str key)
{
	if (key.len == 0 || char_is_digit(key.ptr[0]))
		return false;
	for (size_t i = 0; i < key.len; i++)
		if (!char_is_alnum(key.ptr[i]) && strchr(".-_", key.ptr[i]) == NULL)
			return false;
	return true;
}

static struct str
lower(struct str text, struct arena *arena)
{
	char *out;
	size_t i = 0;

	while (i < text.len && !char_is_upper(text.ptr[i]))
		i++;
	if (i == text.len)
		return text;
	out = arena_alloc(arena, text.len);
	for (i = 0; i < text.len; i++)
		out[i] = char_lower(text.ptr[i]);
	return (struct str){ out, text.len };
}

typedef LIST(struct qualifier) qualifiers;

/* "key=value" between '&', keys lower; one without a value says nothing and is left out. */
static struct err *
take_qualifiers(struct reader *reader, struct str text, qualifiers *list)
{
	struct str piece;

	while (str_split(&text, '&', &piece)) {
		struct qualifier one;

		(void)str_cut(piece, '=', &one.key, &one.value);
		if (one.value.len == 0)
			continue;
		reader->at = one.key.ptr;
		if (!is_key(one.key))
			return err_new(reader->arena, ERR_FORMAT, M("The package URL has a qualifier named \"{key}\"; names are letters, digits, \".\", \"-\" and \"_\"."),
			    ARG("key", one.key));
		one.written = one.key.ptr;
		one.key = lower(one.key, reader->arena);
		list_push(reader->arena, list, one);
	}
	if (list->count > 1)
		qsort(list->items, list->count, sizeof(list->items[0]), compare_qualifiers);
	return NULL;
}

/* Keys lower and sorted, values encoded afresh, empty values dropped, no key twice. */
static struct err *
read_qualifiers(struct reader *reader, struct str text, struct str *ret_qualifiers)
{
	char *out = arena_alloc(reader->arena, 3 * text.len);
	qualifiers list = { 0 };
	size_t len = 0;

	TRY(take_qualifiers(reader, text, &list));
	for (size_t i = 0; i < list.count; i++) {
		const struct qualifier *one = &list.items[i];
		struct str value = decode(one->value, reader->arena);

		reader->at = one->value.ptr;
		if (!str_is_text(value))
			return err_new(reader->arena, ERR_FORMAT, M("The package URL holds bytes that are not UTF-8 text."));
		reader->at = one->written;
		if (i > 0 && str_eq(one->key, list.items[i - 1].key))
			return err_new(reader->arena, ERR_FORMAT, M("The package URL has the qualifier \"{key}\" twice."),
			    ARG("key", one->key));
		if (i > 0)
			out[len++] = '&';
		memcpy(out + len, one->key.ptr, one->key.len);
		len += one->key.len;
		out[len++] = '=';
		len += encode(value, false, out + len);
	}
	*ret_qualifiers = (struct str){ out, len };
	return NULL;
}

static struct err *
check_type(struct reader *reader, struct str type)
{
	size_t good = 0;

	reader->at = type.ptr;
	if (type.len == 0)
		return err_new(reader->arena, ERR_FORMAT, M("The package URL names no package type."));
	while (good < type.len && (char_is_alpha(type.ptr[good]) ||
	    (good > 0 && (char_is_digit(type.ptr[good]) || type.ptr[good] == '.' || type.ptr[good] == '-'))))
		good++;
	reader->at = type.ptr + good;
	if (good < type.len)
		return err_new(reader->arena, ERR_FORMAT, M("\"{type}\" cannot be a type of package URL: it is letters, digits, \".\" and \"-\", and begins with a letter."),
		    ARG("type", type));
	return NULL;
}

/* ------------------------------------------------------------------------------- the rules of a type */

static struct err *
check_space(struct reader *reader, const struct purl *purl, const struct purl_type *type)
{
	struct arena *arena = reader->arena;

	reader->at = purl->space.len > 0 ? reader->raw.space.ptr : reader->raw.name.ptr;
	if (type->space == SPACE_REQUIRED && purl->space.len == 0)
		return err_new(arena, ERR_FORMAT, M("A package URL of type {type} must have a namespace before the name."),
		    ARG("type", purl->type));
	if (type->space == SPACE_PROHIBITED && purl->space.len > 0)
		return err_new(arena, ERR_FORMAT, M("A package URL of type {type} has no namespace; this one has \"{space}\"."),
		    ARG("type", purl->type), ARG("space", purl->space));
	if ((type->rules & PURL_CHANNEL) != 0 &&
	    (purl->space.len > 0) != (purl_qualifier(purl, STR("channel"), arena).len > 0))
		return err_new(arena, ERR_FORMAT, M("A package URL of type {type} has namespace and channel together, or neither."),
		    ARG("type", purl->type));
	return NULL;
}

static struct err *
check_rules(struct reader *reader, const struct purl *purl, const struct purl_type *type)
{
	struct arena *arena = reader->arena;

	TRY(check_space(reader, purl, type));
	reader->at = reader->raw.name.ptr;
	if ((type->rules & PURL_NEEDS_VERSION) != 0 && purl->version.len == 0)
		return err_new(arena, ERR_FORMAT, M("A package URL of type {type} must have a version."), ARG("type", purl->type));
	if (type->needs_qualifier != NULL && purl_qualifier(purl, str_of(type->needs_qualifier), arena).len == 0)
		return err_new(arena, ERR_FORMAT, M("A package URL of type {type} must have the qualifier \"{key}\"."),
		    ARG("type", purl->type), ARG("key", str_of(type->needs_qualifier)));
	if ((type->rules & PURL_NO_MODULE) != 0 && str_find(purl->name, STR("::")) != SIZE_MAX)
		return err_new(arena, ERR_FORMAT, M("A package URL of type {type} names a distribution (\"Acme-Anvil\"), not a module such as \"{name}\"."),
		    ARG("type", purl->type), ARG("name", purl->name));
	return NULL;
}

/* PEP 503: runs of '-', '_' and '.' are one '-'. */
static struct str
dashes(struct str name, struct arena *arena)
{
	char *out = arena_alloc(arena, name.len);
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++) {
		bool dash = name.ptr[i] == '-' || name.ptr[i] == '_' || name.ptr[i] == '.';

		if (!dash)
			out[len++] = name.ptr[i];
		else if (len == 0 || out[len - 1] != '-')
			out[len++] = '-';
	}
	return (struct str){ out, len };
}

static struct str
upper(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len);

	for (size_t i = 0; i < text.len; i++)
		out[i] = char_is_lower(text.ptr[i]) ? (char)(text.ptr[i] - ('a' - 'A')) : text.ptr[i];
	return (struct str){ out, text.len };
}

static bool
is_underscore(char c)
{
	return c == '_';
}

static bool
is_punctuation(char c)
{
	return !char_is_alnum(c);
}

/* Every such character becomes another. */
static struct str
replace(struct str text, bool (*is)(char), char by, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len);

	for (size_t i = 0; i < text.len; i++)
		out[i] = is(text.ptr[i]) ? by : text.ptr[i];
	return (struct str){ out, text.len };
}

static void
apply_rules(struct purl *purl, const struct purl_type *type, struct arena *arena)
{
	if ((type->rules & PURL_LOWER_SPACE) != 0)
		purl->space = lower(purl->space, arena);
	if ((type->rules & PURL_UPPER_SPACE) != 0)
		purl->space = upper(purl->space, arena);
	if ((type->rules & PURL_LOWER_NAME) != 0)
		purl->name = lower(purl->name, arena);
	if ((type->rules & PURL_HYPHENS) != 0)
		purl->name = replace(purl->name, is_underscore, '-', arena);
	if ((type->rules & PURL_UNDERSCORES) != 0)
		purl->name = replace(purl->name, is_punctuation, '_', arena);
	if ((type->rules & PURL_LOWER_VERSION) != 0)
		purl->version = lower(purl->version, arena);
	/* MLflow names keep their case on every server but Databricks'. */
	if (str_eq(purl->type, STR("mlflow")) &&
	    str_find(purl_qualifier(purl, STR("repository_url"), arena), STR("databricks")) != SIZE_MAX)
		purl->name = lower(purl->name, arena);
}

static struct err *
check_text(struct reader *reader, const struct purl *purl)
{
	const struct { struct str part, raw; } parts[] = {
		{ purl->space, reader->raw.space }, { purl->name, reader->raw.name }, { purl->version, reader->raw.version },
		{ purl->subpath, reader->raw.subpath },
	};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		reader->at = parts[i].raw.ptr;
		if (!str_is_text(parts[i].part))
			return err_new(reader->arena, ERR_FORMAT, M("The package URL holds bytes that are not UTF-8 text."));
	}
	return NULL;
}

/* What the parts of the purl ask of its type, once they are decoded and its qualifiers canonical. */
static struct err *
finish(struct reader *reader, struct purl *purl)
{
	const struct purl_type *type;

	TRY(check_text(reader, purl));
	TRY(check_type(reader, purl->type));
	purl->type = lower(purl->type, reader->arena);
	reader->at = reader->raw.name.ptr;
	if (purl->name.len == 0)
		return err_new(reader->arena, ERR_FORMAT, M("The package URL of type {type} names no package."), ARG("type", purl->type));
	type = purl_type_find(purl->type);
	if (type == NULL)
		return NULL;
	TRY(check_rules(reader, purl, type));
	apply_rules(purl, type, reader->arena);
	return NULL;
}

/* ------------------------------------------------------------------------------- a purl in, and out */

/* The '@' of the version; not that of an npm scope that somebody left unencoded. */
static void
cut_version(struct str path, struct str *ret_path, struct str *ret_version)
{
	struct str head, tail;

	if (str_cut_last(path, '@', &head, &tail) &&
	    !((head.len == 0 || str_ends(head, STR("/"))) && str_find_char(tail, '/') != SIZE_MAX)) {
		*ret_path = head;
		*ret_version = tail;
		return;
	}
	*ret_path = path;
	*ret_version = STR("");
}

/*
 * The specification reads a purl from its outside inwards, because '@' and '/' may appear inside a name:
 * first the tail (#, ?), then the head (pkg:, type), then the rest.
 */
static struct err *
cut(struct reader *reader, struct str text)
{
	struct purl *raw = &reader->raw;
	struct str rest, path;

	(void)str_cut_last(text, '#', &rest, &raw->subpath);
	(void)str_cut_last(rest, '?', &rest, &raw->qualifiers);
	reader->at = text.ptr;
	if (!str_take_nocase(&rest, STR("pkg:")))
		return err_new(reader->arena, ERR_FORMAT, M("This is not a package URL: it does not begin with \"pkg:\"."));
	(void)str_cut(str_trim(rest, '/'), '/', &raw->type, &path);
	TRY(check_type(reader, raw->type));
	if (path.len == 0)
		path = str_from(raw->type, raw->type.len);    /* the place where a name is missing */
	cut_version(path, &path, &raw->version);
	path = str_trim(path, '/');
	if (!str_cut_last(path, '/', &raw->space, &raw->name)) {
		raw->name = path;
		raw->space = str_sub(path, 0, 0);
	}
	return NULL;
}

static struct err *
read_parts(struct reader *reader, struct str text, struct purl *purl)
{
	TRY(cut(reader, text));
	purl->type = reader->raw.type;
	TRY(read_segments(reader, reader->raw.space, false, &purl->space));
	TRY(read_segments(reader, reader->raw.subpath, true, &purl->subpath));
	TRY(read_qualifiers(reader, reader->raw.qualifiers, &purl->qualifiers));
	purl->name = decode(reader->raw.name, reader->arena);
	purl->version = decode(reader->raw.version, reader->arena);
	return finish(reader, purl);
}

/* Characters up to a place in the text, counted from 1: bytes that continue a character do not count. */
static size_t
position(struct str text, const char *at)
{
	size_t count = 1;

	for (const char *c = text.ptr; c < at; c++)
		count += ((unsigned char)*c & 0xC0) != 0x80;
	return count;
}

/* Where the first byte stands that is no text. */
static size_t
bad_byte(struct str text)
{
	uint32_t point;
	size_t at = 0, len;

	while ((len = str_point(text, at, &point)) > 0 && point != 0)
		at += len;
	return at;
}

struct err *
purl_parse(struct str text, struct arena *arena, struct purl *ret_purl)
{
	struct reader reader = { .arena = arena };
	struct purl purl = { 0 };
	struct err *err;

	if (text.len > LIMIT_NAME_TEXT)
		return err_new(arena, ERR_LIMIT, M("The package URL is longer than {most} bytes."), ARG_N("most", LIMIT_NAME_TEXT));
	if (str_is_text(text))
		err = read_parts(&reader, text, &purl);
	else {
		reader.at = text.ptr + bad_byte(text);
		err = err_new(arena, ERR_FORMAT, M("The package URL holds bytes that are not UTF-8 text."));
	}
	if (err != NULL)
		return err_wrap(arena, err, M("character {at}"), ARG_N("at", position(text, reader.at)));
	*ret_purl = purl;
	return NULL;
}

struct err *
purl_normalise(struct purl *purl, struct arena *arena)
{
	struct reader reader = { .arena = arena };
	struct purl made = *purl;

	made.space = str_trim(made.space, '/');
	made.name = str_trim(made.name, '/');
	made.subpath = str_trim(made.subpath, '/');
	TRY(read_qualifiers(&reader, made.qualifiers, &made.qualifiers));
	TRY(finish(&reader, &made));
	*purl = made;
	return NULL;
}

struct str
purl_format(const struct purl *purl, struct arena *arena)
{
	char *out = arena_alloc(arena, 16 + purl->type.len + purl->qualifiers.len +
	    3 * (purl->space.len + purl->name.len + purl->version.len + purl->subpath.len));
	size_t len = 4;

	memcpy(out, "pkg:", 4);
	memcpy(out + len, purl->type.ptr, purl->type.len);
	len += purl->type.len;
	out[len++] = '/';
	if (purl->space.len > 0) {
		len += encode(purl->space, true, out + len);
		out[len++] = '/';
	}
	len += encode(purl->name, false, out + len);
	if (purl->version.len > 0) {
		out[len++] = '@';
		len += encode(purl->version, false, out + len);
	}
	if (purl->qualifiers.len > 0) {
		out[len++] = '?';
		memcpy(out + len, purl->qualifiers.ptr, purl->qualifiers.len);
		len += purl->qualifiers.len;
	}
	if (purl->subpath.len > 0) {
		out[len++] = '#';
		len += encode(purl->subpath, true, out + len);
	}
	return (struct str){ out, len };
}

bool
purl_next_qualifier(struct str *rest, struct arena *arena, struct str *ret_key, struct str *ret_value)
{
	struct str piece, value;

	if (rest->len == 0)
		return false;
	(void)str_split(rest, '&', &piece);
	(void)str_cut(piece, '=', ret_key, &value);
	*ret_value = decode(value, arena);
	return true;
}

struct str
purl_qualifier(const struct purl *purl, struct str key, struct arena *arena)
{
	struct str rest = purl->qualifiers, name, value;

	while (purl_next_qualifier(&rest, arena, &name, &value))
		if (str_eq_nocase(name, key))
			return value;
	return STR("");
}

void
purl_add_qualifier(struct purl *purl, struct str key, struct str value, struct arena *arena)
{
	char *out;
	size_t len;

	if (value.len == 0)
		return;
	out = arena_alloc(arena, 3 * value.len);
	len = encode(value, false, out);
	purl->qualifiers = arena_printf(arena, "%.*s%s%.*s=%.*s", STR_ARG(purl->qualifiers),
	    purl->qualifiers.len > 0 ? "&" : "", STR_ARG(key), (int)len, out);
}

/* ------------------------------------------------------------------------------- as OSV names it */

bool
purl_ecosystem(const struct purl *purl, struct arena *arena, struct str *ret_ecosystem, struct str *ret_package)
{
	const struct purl_type *type = purl_type_find(purl->type);
	const char *distribution = purl_distribution_ecosystem(purl->type, purl->space);
	bool joined;

	if (distribution != NULL) {
		*ret_ecosystem = str_of(distribution);
		*ret_package = purl->name;
		return true;
	}
	if (type == NULL || type->ecosystem == NULL)
		return false;
	joined = type->name != OSV_NAME && purl->space.len > 0;
	*ret_ecosystem = str_of(type->ecosystem);
	*ret_package = !joined ? purl->name
	                       : arena_printf(arena, "%.*s%c%.*s", STR_ARG(purl->space),
	                             type->name == OSV_COLON ? ':' : '/', STR_ARG(purl->name));
	return true;
}

/* What a registry takes no notice of in a name. */
static const struct {
	struct str ecosystem;
	bool       dashes, underscores;    /* beside the case: these count as '-' */
} foldings[] = {
	{ STR_INIT("PyPI"),           .dashes = true },
	{ STR_INIT("NuGet") },
	{ STR_INIT("Packagist") },
	{ STR_INIT("Go") },
	{ STR_INIT("Hex") },
	{ STR_INIT("Pub") },
	{ STR_INIT("SwiftURL") },
	{ STR_INIT("GitHub Actions") },
	{ STR_INIT("Bitnami") },
	{ STR_INIT("crates.io"),      .underscores = true },
};

struct str
purl_package_key(struct str ecosystem, struct str package, struct arena *arena)
{
	struct str suffix;

	str_cut(ecosystem, ':', &ecosystem, &suffix);
	for (size_t i = 0; i < ARRAY_LEN(foldings); i++) {
		if (!str_eq(ecosystem, foldings[i].ecosystem))
			continue;
		package = lower(package, arena);
		if (foldings[i].dashes)
			package = dashes(package, arena);
		if (foldings[i].underscores)
			package = replace(package, is_underscore, '-', arena);
	}
	return package;
}
