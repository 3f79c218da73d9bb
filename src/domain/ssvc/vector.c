/*
 * vector.c - the notation of CERT/CC's calculator, in and out.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "domain/ssvc/ssvc.h"

#define PREFIX "SSVCv2/"

enum { NOT_SAID = 0xff };

/* What a vector said of one table: of the one asked about, or of one that a point of it comes from. */
struct said {
	const struct ssvc_table *table;
	uint8_t                  values[LIMIT_SSVC_POINTS_BUILTIN];
};

struct reading {
	struct str    whole;
	struct said   main;
	struct said   from[LIMIT_SSVC_POINTS_BUILTIN];   /* by point */
	uint8_t       outcome;
	int64_t       at;
};

static struct str
letter_of(const struct ssvc_point *point)
{
	return point->vector.len != 0 ? point->vector : point->key;
}

static struct str
value_letter(const struct ssvc_value *value)
{
	return value->vector.len != 0 ? value->vector : value->key;
}

/* A value by its letter; where no letter is it, by its key. */
static bool
value_by_letter(const struct ssvc_point *point, struct str letter, uint8_t *ret_value)
{
	for (size_t i = 0; i < point->count; i++) {
		if (str_eq(letter, value_letter(&point->values[i]))) {
			*ret_value = (uint8_t)i;
			return true;
		}
	}
	for (size_t i = 0; i < point->count; i++) {
		if (str_eq(letter, point->values[i].key)) {
			*ret_value = (uint8_t)i;
			return true;
		}
	}
	return false;
}

static size_t
place_of(const struct reading *reading, struct str part)
{
	return (size_t)(part.ptr - reading->whole.ptr) + 1;
}

/* Puts a pair's value where it belongs, once. */
static struct err *
read_value(const struct reading *reading, const struct ssvc_point *point, struct str name, struct str value, struct arena *arena,
    uint8_t *said)
{
	if (*said != NOT_SAID)
		return err_new(arena, ERR_FORMAT, M("\"{name}\" stands a second time at character {at} of the SSVC vector."),
		    ARG("name", name), ARG_N("at", place_of(reading, name)));
	if (!value_by_letter(point, value, said))
		return err_new(arena, ERR_FORMAT, M("{point} at character {at} of the SSVC vector cannot have the value \"{value}\"."),
		    ARG("point", point->en), ARG_N("at", place_of(reading, name)), ARG("value", value));
	return NULL;
}

/* The point of a table that a name means: by its letter before any by its key. */
static const struct ssvc_point *
point_by_letter(const struct ssvc_table *table, struct str name)
{
	for (size_t i = 0; i < table->points_count; i++)
		if (str_eq(name, letter_of(&table->points[i])))
			return &table->points[i];
	for (size_t i = 0; i < table->points_count; i++)
		if (str_eq(name, table->points[i].key))
			return &table->points[i];
	return NULL;
}

static struct err *
read_pair(struct reading *reading, struct str name, struct str value, struct arena *arena)
{
	const struct ssvc_table *table = reading->main.table;
	const struct ssvc_point *point = point_by_letter(table, name);

	if (point != NULL)
		return read_value(reading, point, name, value, arena, &reading->main.values[point - table->points]);
	if (str_eq(name, letter_of(&table->outcome)) || str_eq(name, table->outcome.key))
		return read_value(reading, &table->outcome, name, value, arena, &reading->outcome);
	for (size_t i = 0; i < table->points_count; i++) {
		const struct ssvc_table *from = reading->from[i].table;

		point = from == NULL ? NULL : point_by_letter(from, name);
		if (point != NULL)
			return read_value(reading, point, name, value, arena, &reading->from[i].values[point - from->points]);
	}
	return err_new(arena, ERR_FORMAT, M("\"{name}\" at character {at} of the SSVC vector is no point of the table {table}."),
	    ARG("name", name), ARG_N("at", place_of(reading, name)), ARG("table", table->name));
}

/* 9999-12-31T23:59:59Z: a later time could not be written again. */
static const uint64_t seconds_most = 253402300799;

static struct err *
read_time(struct reading *reading, struct str text, struct arena *arena)
{
	uint64_t seconds;

	if (str_to_u64(text, &seconds) && seconds <= seconds_most)
		reading->at = (int64_t)seconds * INSTANT_SECOND;
	else if (!instant_parse(text, ZONE_UTC, &reading->at))
		return err_new(arena, ERR_FORMAT, M("\"{text}\" at character {at} of the SSVC vector is neither a pair (\"E:A\") nor a time."),
		    ARG("text", text), ARG_N("at", place_of(reading, text)));
	return NULL;
}

static struct err *
read_parts(struct reading *reading, struct str rest, struct arena *arena)
{
	struct str part, name, value;

	while (str_split(&rest, '/', &part)) {
		if (reading->at != INSTANT_NONE)
			return err_new(arena, ERR_FORMAT, M("After the time nothing may follow in an SSVC vector (character {at})."),
			    ARG_N("at", place_of(reading, part)));
		/* A time has colons too, but begins with a digit, which no point does. */
		if (part.len > 0 && !char_is_digit(part.ptr[0]) && str_cut(part, ':', &name, &value))
			TRY(read_pair(reading, name, value, arena));
		else
			TRY(read_time(reading, part, arena));
	}
	return NULL;
}

/*
 * The outcomes of the table that a point comes from, as far as the vector says its values: bits. A vector that says none of them says
 * nothing of the point either: 0.
 */
static unsigned
possible_from(const struct said *from)
{
	unsigned values[LIMIT_SSVC_POINTS_BUILTIN] = { 0 }, any = 0;

	for (size_t i = 0; i < LIMIT_SSVC_POINTS_BUILTIN; i++) {
		values[i] = from->values[i] == NOT_SAID ? 0 : 1u << from->values[i];
		any |= values[i];
	}
	return any == 0 ? 0 : ssvc_possible(from->table, values);
}

/* A point that comes from another table: what the vector says of it and of its parts has to agree; either is enough. */
static struct err *
settle_from(struct reading *reading, size_t number, struct arena *arena)
{
	const struct ssvc_point *point = &reading->main.table->points[number];
	unsigned possible = possible_from(&reading->from[number]);
	uint8_t *value = &reading->main.values[number];

	if (possible == 0)
		return NULL;
	if (*value == NOT_SAID && (possible & (possible - 1)) == 0)
		*value = (uint8_t)__builtin_ctz(possible);
	if (*value != NOT_SAID && (possible & 1u << *value) == 0)
		return err_new(arena, ERR_FORMAT, M("The SSVC vector says {said} for {point}, but its parts give another value."),
		    ARG("said", point->values[*value].en), ARG("point", point->en));
	return NULL;
}

static struct err *
settle(struct reading *reading, struct arena *arena, struct ssvc_case *ret_case)
{
	const struct ssvc_table *table = reading->main.table;
	struct ssvc_case one = { .at = reading->at };

	for (size_t i = 0; i < table->points_count; i++) {
		TRY(settle_from(reading, i, arena));
		one.values[i] = reading->main.values[i];
		if (one.values[i] == NOT_SAID)
			return err_new(arena, ERR_FORMAT, M("The SSVC vector says nothing of {point} ({key})."), ARG("point", table->points[i].en),
			    ARG("key", letter_of(&table->points[i])));
	}
	one.outcome = ssvc_decide(table, one.values);
	if (reading->outcome != NOT_SAID && reading->outcome != one.outcome)
		return err_new(arena, ERR_FORMAT, M("The SSVC vector says {said}, but the table {table} gives {given}."),
		    ARG("said", table->outcome.values[reading->outcome].en), ARG("table", table->name),
		    ARG("given", table->outcome.values[one.outcome].en));
	*ret_case = one;
	return NULL;
}

static void
said_nothing(struct said *said, const struct ssvc_table *table)
{
	said->table = table;
	for (size_t i = 0; i < ARRAY_LEN(said->values); i++)
		said->values[i] = NOT_SAID;
}

struct err *
ssvc_vector_parse(const struct ssvc_table *table, struct str text, struct arena *arena, struct ssvc_case *ret_case)
{
	struct reading reading = { .whole = text, .outcome = NOT_SAID, .at = INSTANT_NONE };
	struct str rest = text;

	if (!str_take(&rest, STR(PREFIX)))
		return err_new(arena, ERR_FORMAT, M("An SSVC vector begins with \"{prefix}\"."), ARG("prefix", STR(PREFIX)));
	(void)str_take_end(&rest, STR("/"));
	said_nothing(&reading.main, table);
	for (size_t i = 0; i < table->points_count; i++)
		said_nothing(&reading.from[i], table->points[i].from);
	TRY(read_parts(&reading, rest, arena));
	return settle(&reading, arena, ret_case);
}

static void
put_pair(struct buf *out, const struct ssvc_point *point, uint8_t value)
{
	buf_addf(out, "%.*s:%.*s/", STR_ARG(letter_of(point)), STR_ARG(value_letter(&point->values[value])));
}

struct str
ssvc_vector_format(const struct ssvc_table *table, const struct ssvc_case *one, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };

	buf_add(&text, STR(PREFIX));
	for (size_t i = 0; i < table->points_count; i++)
		put_pair(&text, &table->points[i], one->values[i]);
	put_pair(&text, &table->outcome, ssvc_decide(table, one->values));
	if (one->at != INSTANT_NONE)
		buf_addf(&text, "%.*s/", STR_ARG(instant_format(one->at, ZONE_UTC, arena)));
	return arena_copy(arena, buf_str(&text));
}
