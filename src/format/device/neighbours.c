/*
 * neighbours.c - what stands beside a device by its own account: "show cdp neighbors detail", "show lldp neighbors detail" and
 * their kin of other makers. Names and values differ little; a block begins where the port or the neighbour is named.
 */
#include "base/limits.h"
#include "format/device/parts.h"

enum { DESCRIPTION_MOST = 240, CONTINUED_MOST = 3 };

enum key { KEY_BEGIN, KEY_NAME, KEY_PLATFORM, KEY_DESCRIPTION, KEY_VERSION, KEY_ADDRESS };

static const struct { const char *anchor; enum key key; bool own_name; } keys[] = {
	{ "Device ID:", KEY_BEGIN, true },
	{ "Local Intf:", KEY_BEGIN, false }, { "Local Interface:", KEY_BEGIN, false }, { "Local port", KEY_BEGIN, false },
	{ "Chassis id", KEY_BEGIN, false }, { "Port: ", KEY_BEGIN, false }, { "port: ", KEY_BEGIN, false },
	{ "System Name:", KEY_NAME, false }, { "SysName:", KEY_NAME, false }, { "system.name.data:", KEY_NAME, false },
	{ "Platform:", KEY_PLATFORM, false }, { "Model:", KEY_PLATFORM, false },
	{ "System Description:", KEY_DESCRIPTION, false }, { "system.desc.data:", KEY_DESCRIPTION, false },
	{ "Version:", KEY_VERSION, false }, { "IP address:", KEY_ADDRESS, false }, { "IPv4 address:", KEY_ADDRESS, false }, { "IP:", KEY_ADDRESS, false },
	{ "IPv6 address:", KEY_ADDRESS, false }, { "Management address", KEY_ADDRESS, false }, { "address.1.addr:", KEY_ADDRESS, false },
	{ "Address:", KEY_ADDRESS, false },
};

/* Where a list of neighbours begins, in a paste that does not name the command. */
bool
neighbour_begins(struct str folded)
{
	static const char *const signs[] = { "Device ID", "Chassis id", "Local Intf:", "Local Interface:", "Local port", "Entry address(es)",
	    "LLDP Detailed Neighbor", "CDP neighbors information", "Capability codes:", "Total number of LLDP neighbors" };

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (begins(folded, signs[i]))
			return true;
	return holds(folded, " LLDP neighbor") || holds(folded, "chassis.type");
}

/* "+ ", "- " and, on FortiOS, the port's number before each line. */
static struct str
without_bullet(struct str folded)
{
	struct str first = word_at(folded, 0);

	if (str_eq(first, STR("+")) || str_eq(first, STR("-")) || is_number(first))
		return str_trim_space(str_from(folded, first.len));
	return folded;
}

static bool
is_address(struct str word)
{
	size_t dots = 0, colons = 0, letters = 0;

	for (size_t i = 0; i < word.len; i++) {
		dots += word.ptr[i] == '.';
		colons += word.ptr[i] == ':';
		letters += char_is_alpha(word.ptr[i]);
		if (!char_is_hex(word.ptr[i]) && word.ptr[i] != '.' && word.ptr[i] != ':')
			return false;
	}
	/* Six pairs between colons are a MAC address. */
	return (dots == 3 && colons == 0 && letters == 0 && word.len >= 7 && str_find(word, STR("..")) == SIZE_MAX)
	    || (colons >= 2 && dots == 0 && !(colons == 5 && word.len == 17));
}

static bool
is_empty(const struct device_neighbour *neighbour)
{
	return neighbour->name.len == 0 && neighbour->platform.len == 0 && neighbour->description.len == 0 && neighbour->address.len == 0;
}

struct listing {
	struct reader           *reader;
	struct device_neighbour  neighbour;
	struct str               via;
	bool                     in_description;   /* the next line goes on with it */
	size_t                   continued;
};

static struct err *
finish(struct listing *listing, int64_t line)
{
	struct reader *reader = listing->reader;

	if (!is_empty(&listing->neighbour)) {
		if (reader->facts->neighbours.count >= LIMIT_DEVICE_PARTS)
			return err_new(reader->arena, ERR_LIMIT, M("Line {line}: one device has more than {limit} neighbours."), ARG_N("line", line),
			    ARG_N("limit", LIMIT_DEVICE_PARTS));
		list_push(reader->arena, &reader->facts->neighbours, listing->neighbour);
		reader->read = true;
	}
	listing->neighbour = (struct device_neighbour){ .via = listing->via, .line = line };
	listing->in_description = false;
	return NULL;
}

static void
put(struct str *field, struct str value)
{
	value = str_trim_space(str_trim(value, '"'));
	if (field->len == 0 && !reader_is_nothing(value))
		*field = value;
}

static void
describe(struct listing *listing, struct str value)
{
	struct str *description = &listing->neighbour.description;

	value = str_trim(value, '"');
	if (reader_is_nothing(value))
		return;
	*description = description->len == 0 ? value
	    : arena_printf(listing->reader->arena, "%.*s %.*s", STR_ARG(*description), STR_ARG(value));
	*description = str_sub(*description, 0, DESCRIPTION_MOST);
	while (!str_is_text(*description))      /* not within a sign */
		description->len--;
}

static void
take_key(struct listing *listing, enum key key, struct str value)
{
	struct device_neighbour *neighbour = &listing->neighbour;
	struct str head, tail;

	switch (key) {
	case KEY_BEGIN:
		break;
	case KEY_NAME:
		put(&neighbour->name, value);
		break;
	case KEY_PLATFORM:
		(void)str_cut(value, ',', &head, &tail);
		put(&neighbour->platform, head);
		break;
	case KEY_DESCRIPTION:
	case KEY_VERSION:
		listing->in_description = neighbour->description.len == 0;
		listing->continued = 0;
		if (listing->in_description)
			describe(listing, value);
		break;
	case KEY_ADDRESS:
		if (is_address(word_at(value, 0)))
			put(&neighbour->address, word_at(value, 0));
		break;
	}
}

/* The value behind an anchor's own colon, which may stand behind words in brackets. */
static struct str
value_of(struct str folded)
{
	struct str head, value;

	return str_cut(folded, ':', &head, &value) ? str_trim_space(value) : STR("");
}

/* "dc-lf03(SAL19069XXX)": a serial number stands in the brackets. */
static struct str
name_of(struct str value)
{
	struct str name, tail;

	(void)str_cut(value, '(', &name, &tail);
	return name;
}

static bool
ends_description(struct str folded)
{
	static const char *const signs[] = { "Time remaining", "Copyright", "Technical Support", "TAC support", "system.caps", "System Capabilities",
	    "Enabled Capabilities", "Capabilit" };

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (begins(folded, signs[i]))
			return true;
	return folded.len == 0;
}

static struct err *
take_line(struct listing *listing, const struct line *line)
{
	struct str folded = without_bullet(line->folded);

	if (holds(folded, " LLDP neighbor"))
		return finish(listing, line->number);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (!begins(folded, keys[i].anchor))
			continue;
		listing->in_description = false;
		if (keys[i].key == KEY_BEGIN && !is_empty(&listing->neighbour))
			TRY(finish(listing, line->number));
		if (keys[i].own_name)
			put(&listing->neighbour.name, name_of(value_of(folded)));
		take_key(listing, keys[i].key, value_of(folded));
		return NULL;
	}
	if (listing->in_description && (listing->continued++ >= CONTINUED_MOST || ends_description(folded)))
		listing->in_description = false;
	if (listing->in_description)
		describe(listing, folded);
	return NULL;
}

struct err *
neighbours_read(struct reader *reader, size_t from, size_t to, struct str via)
{
	struct listing listing = { .reader = reader, .via = via };

	if (from >= to)
		return NULL;
	TRY(finish(&listing, reader->text->items[from].number));
	for (size_t i = from; i < to; i++)
		TRY(take_line(&listing, &reader->text->items[i]));
	return finish(&listing, reader->text->items[to - 1].number);
}
