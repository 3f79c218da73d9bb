#include "format/builds/builds.h"

#include "base/vec.h"
#include "format/json/json_shape.h"
#include "model/advisory.h"

struct builds_reading {
	struct sink             *sink;
	struct arena            *arena;     /* of the file   */
	struct arena            *item;      /* of one record */
	struct json_stream      *stream;
	struct feed_head         head;
	const struct dataset    *dataset;
	int64_t                  taken, refused;
	struct err              *first;     /* why the first was refused                  */
	struct err              *failed;    /* the listener's: not a fault of the record  */
};

struct dataset {
	struct str   name;
	struct err *(*take)(struct builds_reading *reading, struct json row);
};

/* --------------------------------------------------------------------- words */

/* "KB5121003" → "5121003". */
static struct str
kb_of(struct str text)
{
	(void)str_take_nocase(&text, STR("KB"));
	return text;
}

/* Lower case with hyphens: "2012 R2" → "2012-r2". */
static struct str
slug(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);

	for (size_t i = 0; i < text.len; i++)
		out[i] = char_is_alnum(text.ptr[i]) || text.ptr[i] == '.' ? char_lower(text.ptr[i]) : '-';
	return (struct str){ out, text.len };
}

static struct err *
no_date(struct str text, const char *key, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("\"{key}\" is no date of the form 2026-11-20: {text}"), ARG("key", str_of(key)),
	    ARG("text", str_sub(text, 0, 100)));
}

/* "2026-08-11"; DAY_NONE when there is none. */
static struct err *
want_day(struct json row, const char *key, struct arena *arena, int32_t *ret_day)
{
	struct str text;

	TRY(json_want_text(row, key, arena, &text));
	*ret_day = DAY_NONE;
	return text.len == 0 || day_parse(text, ret_day) ? NULL : no_date(text, key, arena);
}

/* "10/15/2025", with what their reader left behind it ("8/2/2016 8"). */
static struct err *
want_american_day(struct json row, const char *key, struct arena *arena, int32_t *ret_day)
{
	struct str text, month, day, year, rest;
	uint64_t m = 0, d = 0, y = 0;

	TRY(json_want_text(row, key, arena, &text));
	*ret_day = DAY_NONE;
	if (text.len == 0)
		return NULL;
	(void)str_cut(text, '/', &month, &rest);
	(void)str_cut(rest, '/', &day, &rest);
	(void)str_cut(rest, ' ', &year, &rest);
	if (!str_to_u64(month, &m) || !str_to_u64(day, &d) || !str_to_u64(year, &y) || m > 12 || d > 31 || y > 9999 ||
	    !civil_is_valid((struct civil){ (int)y, (int)m, (int)d }))
		return no_date(text, key, arena);
	*ret_day = day_of_civil((struct civil){ (int)y, (int)m, (int)d });
	return NULL;
}

/* Microsoft's last days are Tuesdays; these files have the Wednesdays behind them. */
static struct err *
want_last_day(struct json row, const char *key, struct arena *arena, int32_t *ret_day)
{
	enum { WEDNESDAY = 3 };

	TRY(want_american_day(row, key, arena, ret_day));
	if (*ret_day != DAY_NONE && day_weekday(*ret_day) == WEDNESDAY)
		--*ret_day;
	return NULL;
}

static struct err *
take(struct builds_reading *reading, const struct schema *schema, const void *value)
{
	reading->taken++;
	reading->failed = sink_record(reading->sink, schema, value, reading->item);
	return reading->failed;
}

/* ------------------------------------------------------------------ releases */

/* "Windows 11, version 24H2", "Windows Server 2022"; the Annual Channel's servers are named like clients. */
static struct str
windows_name(struct str os, int64_t major, struct str version, struct arena *arena)
{
	struct str bare, rest;

	(void)str_cut(version, ' ', &bare, &rest);   /* "1507 (RTM)" */
	if (!str_eq(os, STR("server")))
		return arena_printf(arena, "Windows %lld, version %.*s", (long long)major, STR_ARG(bare));
	if (str_eq(bare, STR("23H2")))
		return STR("Windows Server, version 23H2");
	return arena_printf(arena, "Windows Server %lld", (long long)major);
}

static struct err *
read_windows(struct json row, struct arena *arena, struct release *release)
{
	struct str os, version;
	int64_t major;

	TRY(json_need_text(row, "os_type", arena, &os));
	TRY(json_need_text(row, "windows_version", arena, &version));
	TRY(json_need_text(row, "full_version", arena, &release->version));
	if (!json_i64(json_get(row, "major_version"), &major))
		return err_new(arena, ERR_FORMAT, M("\"{key}\" should be a number."), ARG("key", STR("major_version")));
	release->product = windows_name(os, major, version, arena);
	release->id = arena_printf(arena, "windows/%.*s/%.*s", STR_ARG(os), STR_ARG(release->version));
	return NULL;
}

static struct err *
take_windows_update(struct builds_reading *reading, struct json row)
{
	struct release release = { .day = DAY_NONE };
	struct arena *item = reading->item;
	struct str kb;

	TRY(read_windows(row, item, &release));
	TRY(json_need_text(row, "kb_article", item, &kb));
	TRY(json_want_text(row, "release_type", item, &release.kind));
	TRY(json_want_text(row, "article_url", item, &release.url));
	TRY(want_day(row, "release_date", item, &release.day));
	release.kb = kb_of(kb);
	release.id = arena_printf(item, "%.*s/%.*s/%.*s", STR_ARG(release.id), STR_ARG(slug(release.product, item)), STR_ARG(kb));
	return take(reading, &release_schema, &release);
}

static struct err *
take_windows_version(struct builds_reading *reading, struct json row)
{
	struct release release = { .day = DAY_NONE };

	TRY(read_windows(row, reading->item, &release));
	return take(reading, &release_schema, &release);
}

static struct err *
take_office(struct builds_reading *reading, struct json row)
{
	struct release release = { .product = STR("Microsoft 365 Apps"), .day = DAY_NONE };
	struct arena *item = reading->item;
	struct str version, day;

	TRY(json_need_text(row, "full_build", item, &release.version));
	TRY(json_need_text(row, "channel", item, &release.channel));
	TRY(json_want_text(row, "version", item, &version));
	TRY(json_want_text(row, "release_date", item, &day));
	TRY(want_day(row, "release_date", item, &release.day));
	if (version.len > 0)
		release.kind = arena_printf(item, "Version %.*s", STR_ARG(version));
	/* A build may be given to a channel again, on another day. */
	release.id = arena_printf(item, "m365/%.*s/%.*s/%.*s", STR_ARG(slug(release.channel, item)), STR_ARG(release.version), STR_ARG(day));
	return take(reading, &release_schema, &release);
}

static struct err *
take_exchange(struct builds_reading *reading, struct json row)
{
	struct release release = { .day = DAY_NONE };
	struct arena *item = reading->item;
	struct str version, name;

	TRY(json_need_text(row, "exchange_version", item, &version));
	TRY(json_need_text(row, "product_name", item, &name));
	TRY(json_need_text(row, "build", item, &release.version));
	TRY(want_day(row, "release_date", item, &release.day));
	release.product = arena_printf(item, "Exchange Server %.*s", STR_ARG(version));
	(void)str_take(&name, release.product);
	release.kind = str_trim_space(name);
	release.id = arena_printf(item, "exchange/%.*s", STR_ARG(release.version));
	return take(reading, &release_schema, &release);
}

static struct err *
take_sql_server(struct builds_reading *reading, struct json row)
{
	struct release release = { .day = DAY_NONE };
	struct arena *item = reading->item;
	struct str pack, kb;

	TRY(json_need_text(row, "sql_version", item, &release.product));
	TRY(json_need_text(row, "build", item, &release.version));
	TRY(json_want_text(row, "service_pack", item, &pack));
	TRY(json_want_text(row, "update_type", item, &release.kind));
	TRY(json_want_text(row, "kb_article", item, &kb));
	TRY(json_want_text(row, "article_url", item, &release.url));
	TRY(want_day(row, "release_date", item, &release.day));
	release.kb = kb_of(kb);
	if (pack.len > 0)
		release.kind = arena_printf(item, "%.*s %.*s", STR_ARG(pack), STR_ARG(release.kind));
	release.id = arena_printf(item, "sql-server/%.*s/%.*s", STR_ARG(release.version), STR_ARG(kb));
	return take(reading, &release_schema, &release);
}

static struct err *
take_edge(struct builds_reading *reading, struct json row)
{
	struct release release = { .product = STR("Microsoft Edge"), .channel = STR("Stable"), .day = DAY_NONE };
	struct arena *item = reading->item;

	TRY(json_need_text(row, "version", item, &release.version));
	TRY(want_day(row, "release_date", item, &release.day));
	release.id = arena_printf(item, "edge/stable/%.*s", STR_ARG(release.version));
	return take(reading, &release_schema, &release);
}

/* ---------------------------------------------------------------- lifecycles */

static struct lifecycle
lifecycle_of(struct builds_reading *reading, const char *product, const char *title)
{
	return (struct lifecycle){
		.product = str_of(product), .title = str_of(title), .released = DAY_NONE, .active_end = DAY_NONE, .support_end = DAY_NONE,
		.extended_end = DAY_NONE,
		.read_on = reading->head.built == INSTANT_NONE ? DAY_NONE : instant_day(reading->head.built, ZONE_UTC),
	};
}

static struct err *
take_lifecycle(struct builds_reading *reading, struct lifecycle *lifecycle)
{
	lifecycle->id = arena_printf(reading->item, "%.*s/%.*s", STR_ARG(lifecycle->product), STR_ARG(lifecycle->cycle));
	return take(reading, &lifecycle_schema, lifecycle);
}

/* "Windows 11 Enterprise and Education", 24H2 → "11-24h2-e". */
static struct err *
take_client(struct builds_reading *reading, struct json row)
{
	struct lifecycle lifecycle = lifecycle_of(reading, "windows", "Microsoft Windows");
	struct arena *item = reading->item;
	struct str version, edition, major, rest;

	TRY(json_need_text(row, "version", item, &version));
	TRY(json_need_text(row, "sku", item, &edition));
	TRY(want_american_day(row, "start_date", item, &lifecycle.released));
	TRY(want_last_day(row, "end_date", item, &lifecycle.support_end));
	lifecycle.label = arena_printf(item, "%.*s, version %.*s", STR_ARG(edition), STR_ARG(version));
	if (!str_take(&edition, STR("Windows ")))
		return err_new(item, ERR_FORMAT, M("\"{text}\" is no edition of Windows that is known here."), ARG("text", str_sub(edition, 0, 100)));
	(void)str_cut(edition, ' ', &major, &rest);
	lifecycle.cycle = arena_printf(item, "%.*s-%.*s-%s", STR_ARG(major), STR_ARG(slug(version, item)),
	    str_starts(rest, STR("Home")) ? "w" : "e");
	return take_lifecycle(reading, &lifecycle);
}

/* "2021 (21H2)" → "21H2"; "24H2". */
static struct str
version_in_brackets(struct str text)
{
	struct str before, inside, after;

	return str_cut(text, '(', &before, &inside) && str_cut(inside, ')', &inside, &after) ? inside : text;
}

/* Where both ends are dates the first is that of LTSC, the second that of IoT Enterprise LTSC. */
static struct err *
take_ltsc(struct builds_reading *reading, struct json row)
{
	struct lifecycle lifecycle = lifecycle_of(reading, "windows", "Microsoft Windows");
	struct arena *item = reading->item;
	struct str version, option, build, mainstream;
	uint64_t number = 0;
	int32_t iot;
	const char *major;

	TRY(json_need_text(row, "version", item, &version));
	TRY(json_want_text(row, "servicing_option", item, &option));
	TRY(json_need_text(row, "build", item, &build));
	TRY(json_want_text(row, "mainstream_end_date", item, &mainstream));
	TRY(want_day(row, "start_date", item, &lifecycle.released));
	TRY(want_day(row, "extended_end_date", item, &iot));
	major = str_to_u64(build, &number) && number >= 22000 ? "11" : "10";
	if (!day_parse(mainstream, &lifecycle.support_end))
		lifecycle.support_end = iot;
	lifecycle.lts = true;
	lifecycle.latest = arena_printf(item, "10.0.%.*s", STR_ARG(build));
	lifecycle.label = arena_printf(item, "%.*s %.*s", STR_ARG(option), STR_ARG(version));
	version = slug(version_in_brackets(version), item);
	lifecycle.cycle = arena_printf(item, "%s-%.*s-e-lts", major, STR_ARG(version));
	TRY(take_lifecycle(reading, &lifecycle));
	if (lifecycle.support_end == iot)
		return NULL;
	lifecycle.support_end = iot;
	lifecycle.label = arena_printf(item, "IoT Enterprise %.*s", STR_ARG(lifecycle.label));
	lifecycle.cycle = arena_printf(item, "%s-%.*s-iot-lts", major, STR_ARG(version));
	return take_lifecycle(reading, &lifecycle);
}

/*
 * The row whose tier is the version itself is the product's. Service packs, and years of extended security updates, which are
 * paid for, are products of their own here: nobody may take one of their days for the product's.
 */
static struct err *
take_server(struct builds_reading *reading, struct json row)
{
	struct lifecycle lifecycle = lifecycle_of(reading, "windows-server", "Microsoft Windows Server");
	struct arena *item = reading->item;
	struct str version, tier;

	TRY(json_need_text(row, "version", item, &version));
	TRY(json_need_text(row, "tier", item, &tier));
	TRY(want_american_day(row, "start_date", item, &lifecycle.released));
	TRY(want_last_day(row, "mainstream_end_date", item, &lifecycle.active_end));
	TRY(want_last_day(row, "extended_end_date", item, &lifecycle.support_end));
	lifecycle.label = version;
	lifecycle.cycle = version;
	(void)str_take(&lifecycle.cycle, STR("Windows Server "));
	lifecycle.cycle = slug(lifecycle.cycle, item);
	if (!str_eq(version, tier)) {
		bool paid = str_starts(tier, STR("Extended Security Update"));

		lifecycle.label = arena_printf(item, "%.*s, %.*s", STR_ARG(version), STR_ARG(tier));
		lifecycle.cycle = arena_printf(item, "%.*s-%.*s", STR_ARG(lifecycle.cycle), STR_ARG(slug(tier, item)));
		lifecycle.product = paid ? STR("windows-server-esu") : STR("windows-server-service-pack");
		if (paid) {
			lifecycle.extended_end = lifecycle.support_end;
			lifecycle.active_end = lifecycle.support_end = DAY_NONE;
			/* For everybody else it is over. */
			lifecycle.ended = true;
		}
	}
	return take_lifecycle(reading, &lifecycle);
}

/* "8 (LTS)" → cycle "8"; "Core 3.1 (LTS)" → "3.1". */
static struct err *
take_dotnet(struct builds_reading *reading, struct json row)
{
	struct lifecycle lifecycle = lifecycle_of(reading, "dotnet", ".NET");
	struct arena *item = reading->item;
	struct str product, version, rest;

	TRY(json_need_text(row, "product", item, &product));
	TRY(json_need_text(row, "version", item, &version));
	TRY(want_day(row, "release_date", item, &lifecycle.released));
	TRY(want_day(row, "end_date", item, &lifecycle.support_end));
	lifecycle.label = arena_printf(item, "%.*s %.*s", STR_ARG(product), STR_ARG(version));
	lifecycle.lts = str_ends(version, STR("(LTS)"));
	if (str_eq(product, STR(".NET Framework"))) {
		lifecycle.product = STR("dotnetfx");
		lifecycle.title = STR(".NET Framework");
	}
	(void)str_take(&version, STR("Core "));
	(void)str_cut(version, '(', &version, &rest);
	lifecycle.cycle = slug(str_trim_space(version), item);
	/* Versions that are mended with the Windows they stand in have no end of their own. */
	if (lifecycle.support_end == DAY_NONE)
		lifecycle.wording = STR("Supported as a component of the Windows it is installed on; no date of its own is published.");
	return take_lifecycle(reading, &lifecycle);
}

/* ------------------------------------------------------------------- reading */

static const struct dataset datasets[] = {
	{ STR_INIT("windows-update-history"),        take_windows_update },
	{ STR_INIT("windows-release-history"),       take_windows_version },
	{ STR_INIT("m365-update-history"),           take_office },
	{ STR_INIT("exchange-server-build-numbers"), take_exchange },
	{ STR_INIT("sql-server-build-numbers"),      take_sql_server },
	{ STR_INIT("edge-releases"),                 take_edge },
	{ STR_INIT("windows-lifecycle-client"),      take_client },
	{ STR_INIT("windows-lifecycle-ltsc"),        take_ltsc },
	{ STR_INIT("windows-lifecycle-server"),      take_server },
	{ STR_INIT("dotnet-lifecycle"),              take_dotnet },
};

static struct err *
read_metadata(struct builds_reading *reading, struct json metadata)
{
	struct str name = json_get_str(metadata, "dataset");

	for (size_t i = 0; i < ARRAY_LEN(datasets); i++)
		if (str_eq(name, datasets[i].name))
			reading->dataset = &datasets[i];
	if (reading->dataset == NULL)
		return err_new(reading->arena, ERR_UNSUPPORTED,
		    M("The dataset \"{name}\" is none of builds or ends of support that are read here."), ARG("name", str_sub(name, 0, 100)));
	reading->head.name = arena_printf(reading->arena, "builds:%.*s", STR_ARG(name));
	TRY(json_want_instant(metadata, "lastModified", reading->arena, &reading->head.built));
	if (!json_i64(json_get(metadata, "recordCount"), &reading->head.declared))
		reading->head.declared = -1;
	return NULL;
}

/* The head stands before the rows; one file is one dataset. */
static struct err *
find_dataset(struct builds_reading *reading)
{
	struct str text = json_stream_kept(reading->stream, "metadata");
	struct json_reader *reader;
	struct json metadata;
	struct err *err;

	if (json_stream_documents(reading->stream) > 1)
		return err_new(reading->arena, ERR_UNSUPPORTED, M("There are several datasets in the file: give each as a file of its own."));
	if (reading->dataset != NULL)
		return NULL;
	if (text.len == 0)
		return err_new(reading->arena, ERR_FORMAT, M("This is no dataset of builds: before its \"data\" there should stand \"metadata\"."));
	reader = json_reader_new();
	err = json_parse(reader, text, reading->arena, &metadata);
	if (err == NULL)
		err = read_metadata(reading, metadata);
	json_reader_free(reader);
	return err;
}

static struct err *
refuse(struct builds_reading *reading, const struct err *err)
{
	if (reading->refused++ == 0)
		reading->first = err_copy(err, reading->arena);
	return sink_refuse(reading->sink, STR(""), (int64_t)json_stream_offset(reading->stream), -1, err, reading->item);
}

static struct err *
read_all(struct builds_reading *reading)
{
	struct json row;
	bool more = true, broken;

	for (;;) {
		struct err *err;

		arena_reset(reading->item);
		err = json_stream_next(reading->stream, reading->item, &row, &more, &broken);
		if (err != NULL && !broken)
			return err;
		if (!more)
			return NULL;
		TRY(find_dataset(reading));
		if (err == NULL)
			err = reading->dataset->take(reading, row);
		if (reading->failed != NULL)
			return reading->failed;
		if (err != NULL)
			TRY(refuse(reading, err));
	}
}

static struct err *
send_head(struct builds_reading *reading)
{
	if (reading->taken == 0 && reading->refused > 0)
		return err_wrap(reading->item, reading->first, M("None of the {count} records could be read as {format}; the first"),
		    ARG_N("count", reading->refused), ARG("format", reading->head.name));
	/* A dataset without rows is one all the same; whether it may be taken is not decided here. */
	TRY(find_dataset(reading));
	return sink_record(reading->sink, &feed_head_schema, &reading->head, reading->item);
}

struct err *
builds_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct builds_reading reading = {
		.sink = sink, .arena = arena, .item = item, .head = { .source = SOURCE_BUILDS, .built = INSTANT_NONE, .declared = -1 },
	};
	struct err *err;

	reading.stream = json_stream_new(input, "data");
	json_stream_keep(reading.stream, "metadata");
	err = read_all(&reading);
	if (err == NULL)
		err = send_head(&reading);
	if (err != NULL)
		err = err_copy(err, arena);
	json_stream_free(reading.stream);
	return err;
}
