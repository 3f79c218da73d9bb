#include "format/rpm/rpm.h"

#include "base/limits.h"
#include "format/component/component.h"

struct rpm_reading {
	struct sink            *sink;
	struct arena           *item;      /* reset per package */
	struct arena           *arena;     /* what outlives one component */
	struct inventory_tally  tally;
	struct inventory_head   head;
	int64_t                 line;      /* of the line just taken, from 1 */
	bool                    plain;     /* NEVRA lines: neither epoch nor source package */
};

enum { NAME, EPOCH, VERSION, RELEASE, ARCH, SOURCE_RPM, VENDOR, MODULE, COLUMNS };

/* ------------------------------------------------------------------------------- one package */

static struct err *
refuse(struct rpm_reading *reading, struct str text, const struct err *err)
{
	reading->tally.refused++;
	return sink_refuse(reading->sink, text, -1, reading->line, err, reading->item);
}

static struct str
version_of(const struct str columns[COLUMNS], struct arena *arena)
{
	struct str epoch = columns[EPOCH];

	if (epoch.len == 0 || str_eq(epoch, STR("0")))
		return arena_printf(arena, "%.*s-%.*s", STR_ARG(columns[VERSION]), STR_ARG(columns[RELEASE]));
	return arena_printf(arena, "%.*s:%.*s-%.*s", STR_ARG(epoch), STR_ARG(columns[VERSION]), STR_ARG(columns[RELEASE]));
}

static struct err *
send(struct rpm_reading *reading, const struct str columns[COLUMNS])
{
	struct component component = { .kind = COMPONENT_OS_PACKAGE };

	if (str_eq(columns[NAME], STR("gpg-pubkey")))
		return NULL;
	if (columns[NAME].len == 0 || columns[VERSION].len == 0 || columns[RELEASE].len == 0)
		return refuse(reading, columns[NAME],
		    err_new(reading->item, ERR_FORMAT, M("An installed package has no name or no version.")));
	component.name = columns[NAME];
	component.version = version_of(columns, reading->item);
	component.arch = columns[ARCH];
	component.vendor = columns[VENDOR];
	component.module = columns[MODULE];
	component.place = arena_printf(reading->item, "%lld", (long long)reading->line);
	(void)component_take_source_rpm(&component, columns[SOURCE_RPM], reading->item);
	component_finish(&component, &reading->tally.system, reading->item);
	if (columns[SOURCE_RPM].len == 0)
		component_forget_source(&component);
	inventory_tally_add(&reading->tally, &component, reading->arena);
	return sink_record(reading->sink, &component_schema, &component, reading->item);
}

/* ------------------------------------------------------------------------------- the two forms */

static struct err *
read_columns(struct rpm_reading *reading, struct str line)
{
	struct str columns[COLUMNS] = { { 0 } }, rest = line, column;
	size_t count = 0;

	for (; str_split(&rest, '\t', &column); count++) {
		column = str_trim_space(column);
		if (count < COLUMNS && !str_eq(column, STR("(none)")))
			columns[count] = column;
	}
	if (count < SOURCE_RPM + 1 || count > COLUMNS)
		return refuse(reading, columns[NAME], err_new(reading->item, ERR_FORMAT,
		    M("The line has {count} columns between tabs; a package of rpm has 6 to 8."), ARG_N("count", count)));
	return send(reading, columns);
}

/* "bash-5.1.8-6.el9_1.x86_64", read from its end because names hold hyphens too. */
static struct err *
read_nevra(struct rpm_reading *reading, struct str line)
{
	struct str columns[COLUMNS] = { { 0 } }, rest = str_trim_space(line);

	if (!str_cut_last(rest, '.', &rest, &columns[ARCH]) || !str_cut_last(rest, '-', &rest, &columns[RELEASE]) ||
	    !str_cut_last(rest, '-', &columns[NAME], &columns[VERSION]))
		return refuse(reading, rest, err_new(reading->item, ERR_FORMAT,
		    M("The line is not a package of the form name-version-release.architecture.")));
	(void)str_cut(columns[VERSION], ':', &columns[EPOCH], &columns[VERSION]);
	if (columns[VERSION].len == 0) {
		columns[VERSION] = columns[EPOCH];
		columns[EPOCH] = STR("");
	}
	return send(reading, columns);
}

static struct err *
read_lines(struct rpm_reading *reading, struct str text)
{
	struct str line;
	bool warned = false;

	while (str_line(&text, &line)) {
		bool plain = str_find_char(line, '\t') == SIZE_MAX;

		reading->line++;
		arena_reset(reading->item);
		if (str_trim_space(line).len == 0)
			continue;
		if (plain && !warned) {
			warned = true;
			TRY(sink_warn(reading->sink, STR(""), -1, reading->line, err_new(reading->item, ERR_FORMAT,
			    M("Plain rpm -qa names neither epochs nor source packages, so some packages cannot be judged; use the --qf of the manual.")),
			    reading->item));
		}
		reading->plain = reading->plain || plain;
		TRY(plain ? read_nevra(reading, line) : read_columns(reading, line));
	}
	return NULL;
}

static struct err *
read_all(struct rpm_reading *reading, struct str text, struct arena *arena)
{
	struct component system;
	struct str rest = text;

	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("The list of packages holds bytes that are not UTF-8 text."));
	if (system_take_lines(&reading->tally.system, &rest, arena)) {
		for (size_t i = 0; i < text.len - rest.len; i++)
			reading->line += text.ptr[i] == '\n';
		system = component_of_system(&reading->tally.system);
		inventory_tally_add(&reading->tally, &system, reading->arena);
		TRY(sink_record(reading->sink, &component_schema, &system, reading->item));
	}
	TRY(read_lines(reading, rest));
	reading->head.provenance = PROVENANCE_AGENT;
	reading->head.format = reading->plain ? STR("rpm -qa") : STR("rpm -qa --qf");
	return inventory_end_list(&reading->tally, &reading->head, reading->sink, arena);
}

struct err *
rpm_read_text(struct str text, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct rpm_reading reading = { .sink = sink, .item = item, .arena = arena, .head = { .tool = STR("rpm"), .made = INSTANT_NONE } };
	struct err *err;

	err = read_all(&reading, text, arena);
	return err == NULL ? NULL : err_copy(err, arena);    /* the item arena goes */
}

struct err *
rpm_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct str text;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &text));
	return rpm_read_text(text, sink, arena);
}
