/*
 * written.c - a written name taken apart, from its end inwards: brackets, architecture, language, edition, version.
 *
 * A version is beyond doubt where it has a dot ("2.4.62"), a word before it ("Ver.9", "release 7"), or a shape that
 * nothing else has ("8u401", 日立's "11-00"). A bare number or year is told apart as `number` only, because "JUST Office 5" is
 * a product and "Tomcat 9" is one with its version.
 */
#include "domain/name/parts.h"

struct str_list
name_words(struct str normal, struct arena *arena)
{
	struct str_list words = { 0 };
	struct str rest = normal, word;

	while (words.count < NAME_WORDS_MOST && str_split(&rest, ' ', &word))
		if (word.len > 0)
			list_push(arena, &words, word);
	return words;
}

static bool
is_bracket(char c)
{
	return str_find_char(STR("()[]"), c) != SIZE_MAX;
}

/* Does a new piece begin at `at`: behind a bracket, or where Latin letters and Japanese ones meet. */
static bool
is_seam(struct str word, size_t at)
{
	char before = word.ptr[at - 1], here = word.ptr[at];

	if (is_bracket(before) || is_bracket(here))
		return true;
	return (unsigned char)here < 0x80 ? char_is_alnum(here) && (unsigned char)before >= 0x80 : char_is_alnum(before);
}

struct str_list
name_pieces(struct str normal, struct arena *arena)
{
	struct str_list pieces = { 0 };
	struct str rest = normal, word;

	while (str_split(&rest, ' ', &word)) {
		size_t begin = 0;

		for (size_t at = 1; at <= word.len && pieces.count < NAME_WORDS_MOST; at++) {
			if (at < word.len && !is_seam(word, at))
				continue;
			if (at - begin > 1 || !is_bracket(word.ptr[begin]))
				list_push(arena, &pieces, str_sub(word, begin, at - begin));
			begin = at;
		}
	}
	return pieces;
}

/* --------------------------------------------------------------------------------- words that are known */

static const struct str architectures[] = {
	STR_INIT("x64"), STR_INIT("x86"), STR_INIT("x86_64"), STR_INIT("x86-64"), STR_INIT("amd64"), STR_INIT("arm64"), STR_INIT("win64"),
	STR_INIT("win32"), STR_INIT("64-bit"), STR_INIT("32-bit"), STR_INIT("64bit"), STR_INIT("32bit"), STR_INIT("64ビット"),
	STR_INIT("32ビット"), STR_INIT("64ビット版"), STR_INIT("32ビット版"), STR_INIT("64bit版"), STR_INIT("32bit版"),
};
static const struct str languages[] = {
	STR_INIT("ja"), STR_INIT("en"), STR_INIT("jp"), STR_INIT("jpn"), STR_INIT("ja-jp"), STR_INIT("en-us"), STR_INIT("japanese"),
	STR_INIT("english"), STR_INIT("日本語"), STR_INIT("日本語版"), STR_INIT("英語版"), STR_INIT("user"), STR_INIT("core"),
};
/* They decide who mends the product, or which line of it this is. */
static const struct str editions[] = {
	STR_INIT("パッケージ版"), STR_INIT("クラウド版"), STR_INIT("オンプレミス版"), STR_INIT("saas版"), STR_INIT("web版"),
	STR_INIT("スタンドアロン版"), STR_INIT("サービス版"), STR_INIT("saas"), STR_INIT("オンプレミス"), STR_INIT("クラウド"),
};
static const struct str bounds[] = {
	STR_INIT("以降"), STR_INIT("以上"), STR_INIT("以後"), STR_INIT("以前"), STR_INIT("より前"), STR_INIT("or later"),
};
static const struct str markers[] = {
	STR_INIT("version"), STR_INIT("ver."), STR_INIT("ver"), STR_INIT("v."), STR_INIT("v"), STR_INIT("release"), STR_INIT("rev."),
	STR_INIT("rev"), STR_INIT("r."), STR_INIT("バージョン"), STR_INIT("build"),
};
/* What stands behind a number and belongs to it: levels of service. */
static const struct str levels[] = {
	STR_INIT("sp"), STR_INIT("cu"), STR_INIT("su"), STR_INIT("r"), STR_INIT("u"), STR_INIT("update"), STR_INIT("patch"),
};

static bool
is_word(struct str word, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(word, words[i]))
			return true;
	return false;
}

static bool
is_digits(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_digit(text.ptr[i]))
			return false;
	return text.len > 0;
}

/* The marker a text ends with, its length; 0 when it ends with none, or a word merely ends with such letters. */
static size_t
marker_at_end(struct str text)
{
	for (size_t i = 0; i < ARRAY_LEN(markers); i++) {
		struct str head = text, marker = markers[i];

		if (text.len < marker.len || !str_eq_nocase(str_from(text, text.len - marker.len), marker))
			continue;
		head.len -= marker.len;
		if (head.len == 0 || !char_is_alnum(head.ptr[head.len - 1]))
			return marker.len;
	}
	return 0;
}

/* ----------------------------------------------------------------------------------------- versions */

static bool
is_version_char(char c)
{
	return char_is_alnum(c) || str_find_char(STR("._+~()-/"), c) != SIZE_MAX;
}

static size_t
digits_at(struct str text, size_t at)
{
	size_t n = 0;

	while (at + n < text.len && char_is_digit(text.ptr[at + n]))
		n++;
	return n;
}

/* Has the text, which begins with a digit, the shape of a version: dotted, or 8u401. */
static bool
is_version(struct str text)
{
	size_t first = digits_at(text, 0);

	for (size_t i = 0; i < text.len; i++)
		if (!is_version_char(text.ptr[i]))
			return false;
	if (first == 0 || first + 1 >= text.len || !char_is_digit(text.ptr[first + 1]))
		return false;
	return text.ptr[first] == '.' || (char_lower(text.ptr[first]) == 'u' && is_digits(str_from(text, first + 1)));
}

/* 日立: 11-00, 09-87-01, 11-10-/A; a whole word. */
static bool
is_hitachi(struct str word)
{
	size_t second = 3;

	if (digits_at(word, 0) != 2 || word.len < 5 || word.ptr[2] != '-' || digits_at(word, second) != 2)
		return false;
	return word.len == 5 || word.ptr[5] == '-';
}

/*
 * Where in a word a version begins that is beyond doubt; SIZE_MAX when none does. *ret_head is how much of the word stands
 * before it and its marker.
 */
static size_t
version_in(struct str word, size_t *ret_head)
{
	*ret_head = 0;
	if (is_hitachi(word))
		return 0;
	for (size_t at = 0; at < word.len; at++) {
		struct str before = str_sub(word, 0, at);
		size_t marker;

		if (!char_is_digit(word.ptr[at]) || (at > 0 && char_is_digit(word.ptr[at - 1])))
			continue;
		marker = marker_at_end(before);
		if (at > 0 && word.ptr[at - 1] == '.' && marker == 0)
			continue;
		if (marker == 0 && !is_version(str_from(word, at)))
			continue;
		*ret_head = at - marker;
		return marker > 0 && str_ends(before, STR("r.")) ? at - marker : at;
	}
	return SIZE_MAX;
}

static bool
is_tail_mark(char c)
{
	return str_find_char(STR(" -_,/:;"), c) != SIZE_MAX;
}

static struct str
trim_tail(struct str text)
{
	while (text.len > 0 && is_tail_mark(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

/* --------------------------------------------------------------------------- from the end inwards */

struct reading {
	struct name_written written;
	struct arena       *arena;
	struct str          rest;      /* what is not taken yet */
};

static struct str
last_word(struct str text, struct str *ret_before)
{
	struct str word;

	if (!str_cut_last(text, ' ', ret_before, &word)) {
		*ret_before = STR("");
		return text;
	}
	return word;
}

/* Every word of a bracket is architecture, language or the like. */
static bool
is_aside(struct reading *reading, struct str inner)
{
	struct str rest = inner, word, architecture = { 0 };

	while (str_split(&rest, ' ', &word)) {
		word = str_trim(word, ',');
		if (is_word(word, architectures, ARRAY_LEN(architectures)))
			architecture = architecture.len == 0 ? word : architecture;
		else if (!is_word(word, languages, ARRAY_LEN(languages)))
			return false;
	}
	if (architecture.len > 0)
		reading->written.architecture = architecture;
	return true;
}

static bool
take_inner(struct reading *reading, struct str inner)
{
	struct name_written *written = &reading->written;
	size_t head, at;

	if (is_aside(reading, inner))
		return true;
	if (is_word(inner, editions, ARRAY_LEN(editions))) {
		written->edition = inner;
		return true;
	}
	if (is_digits(inner) && inner.len >= 4 && written->build.len == 0) {
		written->build = inner;
		return true;
	}
	at = version_in(inner, &head);
	if (at == SIZE_MAX || head != 0 || written->version.len > 0)
		return false;
	written->version = str_from(inner, at);
	return true;
}

static bool
take_bracket(struct reading *reading)
{
	static const struct { struct str open, close; } kinds[] = {
		{ STR_INIT("("), STR_INIT(")") }, { STR_INIT("["), STR_INIT("]") }, { STR_INIT("【"), STR_INIT("】") },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		struct str inner = reading->rest, before;
		size_t open = SIZE_MAX;

		if (!str_take_end(&inner, kinds[i].close))
			continue;
		for (size_t at = 0; at + kinds[i].open.len <= inner.len; at++)
			if (str_starts(str_from(inner, at), kinds[i].open))
				open = at;
		if (open == SIZE_MAX || open == 0)
			return false;
		before = str_sub(inner, 0, open);
		if (char_is_digit(before.ptr[before.len - 1]) && is_digits(str_from(inner, open + kinds[i].open.len)) &&
		    inner.len - open < 4)
			return false;   /* 15.2(7) */
		if (!take_inner(reading, str_trim_space(str_from(inner, open + kinds[i].open.len))))
			return false;
		reading->rest = trim_tail(before);
		return true;
	}
	return false;
}

/* "パッケージ版", also without a space before it; a bare クラウド is a word of its own or part of the name. */
static bool
take_edition(struct reading *reading)
{
	for (size_t i = 0; i < ARRAY_LEN(editions); i++) {
		size_t at = reading->rest.len - editions[i].len;
		bool whole = str_ends(editions[i], STR("版"));

		if (reading->rest.len <= editions[i].len || !str_eq_nocase(str_from(reading->rest, at), editions[i]))
			continue;
		if (!whole && (reading->rest.ptr[at - 1] != ' ' || editions[i].ptr[0] != 's'))
			continue;
		reading->written.edition = str_from(reading->rest, at);
		reading->rest = trim_tail(str_sub(reading->rest, 0, at));
		return true;
	}
	return false;
}

static bool
take_bound(struct reading *reading)
{
	for (size_t i = 0; i < ARRAY_LEN(bounds); i++) {
		struct str rest = reading->rest;

		if (!str_take_end(&rest, bounds[i]) || trim_tail(rest).len == 0)
			continue;
		reading->written.or_later = true;
		reading->rest = trim_tail(rest);
		return true;
	}
	return false;
}

static bool
take_aside(struct reading *reading)
{
	struct str before, word = last_word(reading->rest, &before);

	if (before.len == 0)
		return false;
	if (is_word(word, architectures, ARRAY_LEN(architectures)))
		reading->written.architecture = word;
	else if (!is_word(word, languages, ARRAY_LEN(languages)) || is_word(word, &languages[ARRAY_LEN(languages) - 2], 2))
		return false;
	reading->rest = trim_tail(before);
	return true;
}

/* "8 Update 401" is 8u401. */
static bool
take_java(struct reading *reading)
{
	struct str before, last = last_word(reading->rest, &before), update = last_word(before, &before);
	struct str major = last_word(before, &before);

	if (!is_digits(last) || !is_digits(major) || !str_eq_nocase(update, STR("update")) || before.len == 0)
		return false;
	reading->written.version = arena_printf(reading->arena, "%.*su%.*s", STR_ARG(major), STR_ARG(last));
	reading->rest = trim_tail(before);
	return true;
}

/* The marker as a word of its own: "Version 9", "release 7.9". */
static struct str
without_marker(struct str text)
{
	struct str before, word = last_word(text, &before);

	return before.len > 0 && marker_at_end(word) == word.len ? trim_tail(before) : text;
}

static bool
take_version(struct reading *reading)
{
	static const struct str files[] = { STR_INIT(".min.js"), STR_INIT(".js"), STR_INIT(".jar"), STR_INIT(".war"), STR_INIT(".exe") };
	struct str before, word, shorter;
	size_t head, at;

	if (reading->written.version.len > 0)
		return false;
	if (take_java(reading))
		return true;
	word = last_word(reading->rest, &before);
	for (size_t i = 0; i < ARRAY_LEN(files) && !str_take_end(&word, files[i]); i++)
		;
	at = version_in(word, &head);
	shorter = without_marker(before);
	if (at == SIZE_MAX && (shorter.len == before.len || digits_at(word, 0) == 0))
		return false;
	if (at == SIZE_MAX)
		at = head = 0;
	if (before.len + head == 0)
		return false;
	reading->written.version = str_from(word, at);
	reading->rest = head == 0 ? shorter : trim_tail(str_sub(reading->rest, 0, (size_t)(word.ptr - reading->rest.ptr) + head));
	return true;
}

/* A version between words: "Mozilla Firefox 115.16.0 ESR". */
static void
take_middle_version(struct reading *reading)
{
	struct str_list words = name_words(reading->rest, reading->arena);

	for (size_t i = 1; i + 1 < words.count && reading->written.version.len == 0; i++) {
		size_t head, at = version_in(words.items[i], &head);

		if (at == SIZE_MAX || head != 0)
			continue;
		reading->written.version = str_from(words.items[i], at);
		memmove(&words.items[i], &words.items[i + 1], (words.count - i - 1) * sizeof(*words.items));
		words.count--;
		reading->rest = arena_join(reading->arena, words.items, words.count, STR(" "));
	}
}

/* ------------------------------------------------------------------------------- a number that may be one */

static bool
is_level(struct str word)
{
	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		struct str rest = word;

		if (str_take_nocase(&rest, levels[i]) && is_digits(rest) && rest.len <= 2)
			return true;
	}
	return false;
}

/* "2019", "19c", "22H2": a short number, perhaps with a letter and more behind it. */
static bool
is_number(struct str word)
{
	size_t digits = digits_at(word, 0);

	return digits > 0 && digits <= 4 && word.len <= digits + 2 && (word.len == digits || digits <= 2);
}

/* Where the digits at the end of a word begin that are glued to a word of letters; SIZE_MAX when they are not. */
static size_t
glued_number(struct str word)
{
	size_t at = word.len, letters = 0;

	while (at > 0 && char_is_digit(word.ptr[at - 1]))
		at--;
	if (at == word.len || word.len - at > 4 || at == 0)
		return SIZE_MAX;
	for (size_t i = at; i > 0 && char_is_alpha(word.ptr[i - 1]); i--)
		letters++;
	return letters >= 3 || (unsigned char)word.ptr[at - 1] >= 0x80 ? at : SIZE_MAX;
}

static void
read_family(struct name_written *written, struct arena *arena)
{
	struct str rest = written->product, before, word;
	bool cut = false;
	size_t at;

	for (word = last_word(rest, &before); before.len > 0 && (is_number(word) || is_level(word)); word = last_word(rest, &before)) {
		rest = trim_tail(before);
		cut = true;
	}
	at = glued_number(word);
	if (at != SIZE_MAX && name_models(word, arena).count == 0) {
		rest = trim_tail(str_sub(rest, 0, (size_t)(word.ptr - rest.ptr) + at));
		cut = true;
	}
	if (!cut || rest.len == 0)
		return;
	written->family = without_marker(rest);
	written->number = str_trim_space(str_from(written->product, rest.len));
}

struct name_written
name_read(struct str name, struct arena *arena)
{
	struct reading reading = { .arena = arena, .rest = name_normal(name, arena) };

	while (take_bracket(&reading) || take_bound(&reading) || take_edition(&reading) || take_aside(&reading) ||
	    take_version(&reading))
		;
	if (reading.written.version.len == 0)
		take_middle_version(&reading);
	reading.written.product = reading.rest;
	read_family(&reading.written, arena);
	return reading.written;
}
