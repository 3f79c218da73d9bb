/*
 * families.c - the order in which makers' outputs are tried, and what all of them read alike.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "format/device/parts.h"

/* The order of devices.md §2: who prints another's line too stands before that other. Hints tell the maker only. */
const struct family *const family_tables[] = {
	cisco_families, fortinet_families, yamaha_families, nec_families, fujitsu_families, allied_families, juniper_families,
	paloalto_families, aruba_families, huawei_families, arista_families, brocade_families, other_families, hint_families, NULL,
};

/* IANA's private enterprise numbers of makers met so far (devices.md §5; the fixtures' sysObjectID lines). */
static const struct { const char *number, *maker; } enterprises[] = {
	{ "9", "Cisco" }, { "11", "HPE" }, { "45", "Avaya" }, { "119", "NEC" }, { "207", "Allied Telesis" }, { "211", "Fujitsu" },
	{ "259", "Edgecore" }, { "1182", "Yamaha" }, { "2011", "Huawei" }, { "2636", "Juniper" }, { "12356", "Fortinet" },
	{ "14823", "Aruba" }, { "25461", "Palo Alto Networks" }, { "30065", "Arista" }, { "35265", "Eltex" },
};

struct str
maker_of_object(struct str oid)
{
	struct str number, rest;

	str_take(&oid, STR("."));
	(void)(str_take(&oid, STR("iso.")) || str_take(&oid, STR("1.")));
	if (!str_take(&oid, STR("3.6.1.4.1.")))
		return STR("");
	(void)str_cut(oid, '.', &number, &rest);
	for (size_t i = 0; i < ARRAY_LEN(enterprises); i++)
		if (str_eq(number, str_of(enterprises[i].number)))
			return str_of(enterprises[i].maker);
	return STR("");
}

/* ------------------------------------------------------------------------------------------- finding */

static bool
head_stands(const struct head *head, struct str folded)
{
	struct str text = str_of(head->text);

	return head->begin ? str_starts(folded, text) : str_find(folded, text) != SIZE_MAX;
}

static bool
also_stands(const char *also, const struct text *text, size_t from, size_t to)
{
	if (also == NULL)
		return true;
	for (size_t i = from; i < to; i++)
		if (holds(text->items[i].folded, also))
			return true;
	return false;
}

static bool
family_stands(const struct family *family, const struct text *text, size_t from, size_t to)
{
	for (size_t h = 0; h < ARRAY_LEN(family->heads) && family->heads[h].text != NULL; h++)
		for (size_t i = from; i < to; i++)
			if (head_stands(&family->heads[h], text->items[i].folded) && also_stands(family->heads[h].also, text, from, to))
				return true;
	return false;
}

const struct family *
family_find(const struct text *text, size_t from, size_t to)
{
	for (size_t t = 0; family_tables[t] != NULL; t++)
		for (const struct family *family = family_tables[t]; family->maker != NULL; family++)
			if (family_stands(family, text, from, to))
				return family;
	return NULL;
}

bool
family_mark(const struct line *line, const struct family **ret_family, unsigned *ret_sign)
{
	for (size_t t = 0; family_tables[t] != NULL && family_tables[t] != hint_families; t++)
		for (const struct family *family = family_tables[t]; family->maker != NULL; family++) {
			*ret_family = family;
			*ret_sign = ARRAY_LEN(family->heads);
			if (family->start != NULL && str_starts(line->folded, str_of(family->start)))
				return true;
			if (family->start != NULL)
				continue;
			for (unsigned h = 0; h < ARRAY_LEN(family->heads) && family->heads[h].text != NULL; h++)
				if (head_stands(&family->heads[h], line->folded)
				    && (family->heads[h].also == NULL || holds(line->folded, family->heads[h].also))) {
					*ret_sign = h;
					return true;
				}
		}
	return false;
}

/* -------------------------------------------------------------------------------------------- taking */

bool
reader_is_nothing(struct str value)
{
	static const struct str words[] = { STR_INIT(""), STR_INIT("-"), STR_INIT("--"), STR_INIT("------"), STR_INIT("N/A"), STR_INIT("NA"),
	    STR_INIT("n/a"), STR_INIT("none"), STR_INIT("None"), STR_INIT("unknown"), STR_INIT("Unknown"), STR_INIT("BUILTIN"),
	    STR_INIT("[not advertised]"), STR_INIT("not advertised"), STR_INIT("0xFF") };

	return str_is_one_of(value, words, ARRAY_LEN(words));
}

static struct str *
place_of(struct device_facts *facts, enum device_fact fact)
{
	struct str *const places[DEVICE_FACT_COUNT] = {
		[DEVICE_HOST] = &facts->host, [DEVICE_MODEL] = &facts->model, [DEVICE_REVISION] = &facts->revision,
		[DEVICE_SERIAL] = &facts->serial, [DEVICE_VERSION] = &facts->version_read, [DEVICE_BUILD] = &facts->build,
		[DEVICE_NEXT] = &facts->next, [DEVICE_IMAGE] = &facts->image, [DEVICE_NEXT_IMAGE] = &facts->next_image,
	};

	return places[fact];
}

void
reader_force(struct reader *reader, enum device_fact fact, struct str value)
{
	struct device_facts *facts = reader->facts;
	struct device_reading *reading = NULL;

	value = str_trim_space(value);
	if (reader_is_nothing(value))
		return;
	reader->read = true;
	*place_of(facts, fact) = value;
	for (size_t i = 0; i < facts->readings.count; i++)
		if (facts->readings.items[i].fact == fact)
			reading = &facts->readings.items[i];
	if (reading == NULL)
		reading = list_add(reader->arena, &facts->readings);
	*reading = (struct device_reading){ fact, reader->text->items[reader->at].number, value };
}

bool
reader_take(struct reader *reader, enum device_fact fact, struct str value)
{
	const struct str *place = place_of(reader->facts, fact);

	value = str_trim_space(value);
	if (reader_is_nothing(value))
		return false;
	reader->read = true;
	if (place->len == 0 || (fact == DEVICE_HOST && str_eq(*place, reader->part->host)))
		reader_force(reader, fact, value);
	else if (fact == DEVICE_VERSION && reader->version_part != reader->part && !str_eq(*place, value))
		reader->other_version = value;
	if (fact == DEVICE_VERSION && reader->version_part == NULL)
		reader->version_part = reader->part;
	return true;
}

struct device_member *
reader_member(struct reader *reader, struct str name)
{
	struct device_facts *facts = reader->facts;

	for (size_t i = 0; i < facts->members.count; i++)
		if (str_eq(facts->members.items[i].name, name)) {
			reader->member = i + 1;
			return &facts->members.items[i];
		}
	if (facts->members.count >= LIMIT_DEVICE_PARTS)
		return NULL;
	list_push(reader->arena, &facts->members, ((struct device_member){ .name = name }));
	reader->member = facts->members.count;
	reader->read = true;
	return &facts->members.items[reader->member - 1];
}

struct device_member *
reader_current(struct reader *reader)
{
	return reader->member == 0 ? NULL : &reader->facts->members.items[reader->member - 1];
}

void
reader_put(struct reader *reader, struct str *field, struct str value)
{
	value = str_trim_space(value);
	if (field->len > 0 || reader_is_nothing(value))
		return;
	*field = value;
	reader->read = true;
}

/* -------------------------------------------------------------------------------------- small things */

size_t
find_nocase(struct str text, struct str needle)
{
	for (size_t i = 0; i + needle.len <= text.len; i++)
		if (str_eq_nocase(str_sub(text, i, needle.len), needle))
			return i;
	return SIZE_MAX;
}

bool
begins(struct str folded, const char *anchor)
{
	return str_starts_nocase(folded, str_of(anchor));
}

bool
holds(struct str folded, const char *anchor)
{
	return str_find(folded, str_of(anchor)) != SIZE_MAX;
}

struct str
word_at(struct str folded, size_t index)
{
	struct str word;

	while (str_split(&folded, ' ', &word))
		if (word.len > 0 && index-- == 0)
			return word;
	return STR("");
}

size_t
words_count(struct str folded)
{
	struct str word;
	size_t count = 0;

	while (str_split(&folded, ' ', &word))
		count += word.len > 0;
	return count;
}

bool
is_number(struct str word)
{
	uint64_t number;

	return str_to_u64(word, &number);
}

static struct str
cut_value(struct str rest, enum take take)
{
	struct str value, tail;

	rest = str_trim_space(rest);
	switch (take) {
	case TAKE_LINE:
		return rest;
	case TAKE_WORD:
		(void)str_cut(rest, ' ', &value, &tail);
		return str_trim(value, ',');
	case TAKE_COMMA:
		(void)str_cut(rest, ',', &value, &tail);
		return str_trim_space(value);
	case TAKE_QUOTED:
		if (!str_cut(rest, '"', &tail, &rest))
			return STR("");
		(void)str_cut(rest, '"', &value, &tail);
		return value;
	case TAKE_BRACKET:
		(void)str_cut(rest, ']', &value, &tail);
		return value;
	case TAKE_PAREN:
		(void)str_cut(rest, ')', &value, &tail);
		return value;
	}
	return rest;
}

struct str
value_behind(struct str folded, const char *anchor, enum take take)
{
	size_t at = find_nocase(folded, str_of(anchor));

	return at == SIZE_MAX ? STR("") : cut_value(str_from(folded, at + str_of(anchor).len), take);
}

struct str
without_padding(struct str version, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < version.len; i++) {
		bool first = i == 0 || !char_is_digit(version.ptr[i - 1]);
		bool more = i + 1 < version.len && char_is_digit(version.ptr[i + 1]);

		if (version.ptr[i] == '0' && more && (first || out.len == 0 || !char_is_digit(out.ptr[out.len - 1])))
			continue;
		buf_add_char(&out, version.ptr[i]);
	}
	return arena_copy(arena, buf_str(&out));
}
