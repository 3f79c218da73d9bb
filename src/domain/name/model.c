/*
 * model.c - model numbers (型番). They name a device exactly or not at all: WRC-X3000GS2-B is not WRC-X3000GS2A-B.
 */
#include "domain/name/parts.h"

static bool
is_model_char(char c)
{
	return char_is_alnum(c) || c == '-' || c == '/';
}

static bool
is_year(struct str digits)
{
	return digits.len == 4 && (str_starts(digits, STR("19")) || str_starts(digits, STR("20")));
}

static size_t
run_of(struct str text, size_t at, bool (*is)(char))
{
	size_t n = 0;

	while (at + n < text.len && is(text.ptr[at + n]))
		n++;
	return n;
}

/*
 * Three digits beside letters that are no year (RTX1210), or digits between letters (CJ2M, MB-A100). "8u401" begins with a
 * digit and has one letter: a version. "Server2019" has a year, "365" is a name.
 */
static bool
is_model(struct str token)
{
	size_t letters = 0, best = 0, changes = 0;
	bool was_digit = false;

	for (size_t at = 0; at < token.len;) {
		size_t digits = run_of(token, at, char_is_digit), alphas = run_of(token, at, char_is_alpha);

		if (digits > best && !is_year(str_sub(token, at, digits)) && !str_eq(str_sub(token, at, digits), STR("365")))
			best = digits;
		if (alphas > 0 && was_digit)
			changes++;
		was_digit = digits > 0;
		letters += alphas;
		at += digits > 0 ? digits : alphas > 0 ? alphas : 1;
	}
	if (letters < 1 || token.len < 4 || (char_is_digit(token.ptr[0]) && letters < 3))
		return false;
	return best >= 3 || (changes > 0 && char_is_alpha(token.ptr[0]) && best >= 1 && str_find_char(token, '-') != SIZE_MAX) ||
	    (changes > 0 && char_is_alpha(token.ptr[0]) && char_is_upper(token.ptr[token.len - 1]) && best >= 1);
}

static struct str
upper(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);

	for (size_t i = 0; i < text.len; i++)
		out[i] = char_is_lower(text.ptr[i]) ? (char)(text.ptr[i] - ('a' - 'A')) : text.ptr[i];
	return (struct str){ out, text.len };
}

static struct str
trim_token(struct str token)
{
	struct str trimmed;

	do {
		trimmed = token;
		token = str_trim(str_trim(token, '-'), '/');
	} while (token.len != trimmed.len);
	return token;
}

/* "MB-A100/MB-A110" is two where each side is a model by itself; else the stroke belongs to the name. */
static void
add_models(struct str token, struct arena *arena, struct str_list *models)
{
	struct str rest = token, part;
	bool all = str_find_char(token, '/') != SIZE_MAX;

	while (all && str_split(&rest, '/', &part))
		all = is_model(part);
	for (rest = token; all && str_split(&rest, '/', &part);)
		list_push(arena, models, upper(part, arena));
	if (!all && is_model(token))
		list_push(arena, models, upper(token, arena));
}

struct str_list
name_models(struct str text, struct arena *arena)
{
	struct str normal = name_normal(text, arena);
	struct str_list models = { 0 };

	for (size_t at = 0; at < normal.len;) {
		size_t len = run_of(normal, at, is_model_char);

		if (len > 0 && (at + len == normal.len || normal.ptr[at + len] != '.'))
			add_models(trim_token(str_sub(normal, at, len)), arena, &models);
		at += len > 0 ? len : 1;
	}
	return models;
}

struct str
name_model_plain(struct str model, struct arena *arena)
{
	char *out = arena_alloc(arena, model.len + 2);
	size_t len = 0;

	out[len++] = '~';
	for (size_t i = 0; i < model.len; i++)
		if (model.ptr[i] != '-')
			out[len++] = model.ptr[i];
	return (struct str){ out, len };
}
