#include "format/jvn/jvn.h"

#include "format/jvn/oka.h"
#include "format/vulnid/vulnid.h"

enum document { DOCUMENT_NONE, DOCUMENT_DETAIL, DOCUMENT_OVERVIEW, DOCUMENT_RESULT };

struct reading {
	struct xml_listener listener;
	struct sink        *sink;
	struct arena       *item;       /* reset with every record */
	struct str          file;
	enum document       document;
	bool                is_english;
	struct feed_head    head;
	struct arena       *arena;
};

/* ------------------------------------------------------------------------------------------ records */

static struct str
id_of(const struct reading *reading, const struct xml_node *node, struct arena *arena)
{
	struct str id = xml_child_text(node, reading->document == DOCUMENT_DETAIL ? "VulinfoID" : "identifier");

	return vulnid_canonical(id, arena);
}

static struct err *
read_record(struct reading *reading, const struct xml_node *node, struct jvn_record *record)
{
	struct advisory *advisory = &record->advisory;

	if (advisory->id.len == 0)
		return err_new(record->arena, ERR_FORMAT, M("The record has no identifier (VulinfoID, sec:identifier)."));
	if (reading->document == DOCUMENT_DETAIL)
		TRY(vuldef_fill(record, node));
	else
		TRY(jvnrss_fill(record, node));
	jvn_finish(record);
	return NULL;
}

static struct err *
on_advisory(struct reading *reading, const struct xml_node *node, uint64_t offset)
{
	struct jvn_record record = { .is_english = reading->is_english, .sink = reading->sink, .offset = offset, .arena = reading->item };
	struct err *err;

	arena_reset(reading->item);
	record.advisory = (struct advisory){ .source = SOURCE_JVN, .published = INSTANT_NONE, .modified = INSTANT_NONE, .withdrawn = INSTANT_NONE };
	record.advisory.id = id_of(reading, node, reading->item);
	err = read_record(reading, node, &record);
	if (err != NULL)
		return sink_refuse(reading->sink, record.advisory.id, (int64_t)offset, -1, err, reading->item);
	return sink_record(reading->sink, &advisory_schema, &record.advisory, reading->item);
}

/* ------------------------------------------------------------------------------ what stands around them */

static const struct {
	struct str    root;
	enum document document;
	struct str    name;
} documents[] = {
	{ STR_INIT("VULDEF-Document"), DOCUMENT_DETAIL, STR_INIT("jvn:detail") },
	{ STR_INIT("RDF"), DOCUMENT_OVERVIEW, STR_INIT("jvn:overview") },
	{ STR_INIT("Result"), DOCUMENT_RESULT, STR_INIT("jvn:none") },   /* MyJVN's answer when nothing was found */
};

static struct err *
not_ours(const struct reading *reading, struct str root)
{
	return err_new(reading->arena, ERR_FORMAT,
	    M("{file} holds <{root}>, which is neither VULDEF nor JVNRSS: give a JVN iPedia detail or RSS file."),
	    ARG("file", reading->file), ARG("root", root));
}

static struct err *
on_root(struct xml_listener *listener, const struct xml_node *node, struct arena *arena)
{
	struct reading *reading = (struct reading *)listener;

	for (size_t i = 0; i < ARRAY_LEN(documents); i++) {
		if (!str_eq(node->name, documents[i].root))
			continue;
		reading->document = documents[i].document;
		reading->head.name = documents[i].name;
		reading->head.version = arena_copy(arena, xml_attribute(node, "version"));
		reading->is_english = str_starts_nocase(xml_attribute(node, "lang"), STR("en"));
		return NULL;
	}
	return not_ours(reading, node->name);
}

static void
on_channel(struct reading *reading, const struct xml_node *channel)
{
	reading->head.built = jvn_instant(xml_child_text(channel, "modified"));
	if (reading->head.built == INSTANT_NONE)
		reading->head.built = jvn_instant(xml_child_text(channel, "date"));
}

/* MyJVN says in the last element how it went; errors come with HTTP status 200. */
static struct err *
on_status(struct reading *reading, const struct xml_node *status)
{
	struct str code = xml_attribute(status, "retCd"), method = xml_attribute(status, "method");
	int64_t count;

	if (code.len > 0 && !str_eq(code, STR("0")))
		return err_new(reading->arena, ERR_NOT_FOUND, M("MyJVN answered with the error {code}: {reason}"),
		    ARG("code", xml_attribute(status, "errCd")), ARG("reason", xml_attribute(status, "errMsg")));
	if (reading->document == DOCUMENT_RESULT && !str_starts(method, STR("getVuln")))
		return not_ours(reading, STR("Result"));
	reading->head.declared = str_to_i64(xml_attribute(status, "totalResRet"), &count) ? count : -1;
	return NULL;
}

static struct err *
on_record(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct reading *reading = (struct reading *)listener;
	bool is_record = str_eq(node->name, reading->document == DOCUMENT_DETAIL ? STR("Vulinfo") : STR("item"));

	(void)arena;
	if (str_eq(node->name, STR("Status")))
		return on_status(reading, node);
	if (reading->document == DOCUMENT_OVERVIEW && str_eq(node->name, STR("channel")))
		on_channel(reading, node);
	if (reading->document == DOCUMENT_NONE)
		return not_ours(reading, node->name);
	return is_record && reading->document != DOCUMENT_RESULT ? on_advisory(reading, node, offset) : NULL;
}

static bool
is_json(const struct input_peeked *peeked)
{
	struct str head = str_trim_space(input_head(peeked));

	return str_starts(head, STR("{")) || str_starts(head, STR("["));
}

struct err *
jvn_read(struct input *input, struct sink *sink, struct arena *arena)
{
	static const char *const names[] = { "Vulinfo", "item", "channel", "Status", NULL };
	struct arena *item ARENA_SCOPE = arena_new();
	struct input_peeked peeked;
	struct reading reading = {
		.listener = { on_record, on_root, names },
		.sink = sink, .item = item, .arena = arena, .file = input->name,
		.head = { .source = SOURCE_JVN, .built = INSTANT_NONE, .declared = -1 },
	};

	TRY(input_peek(&peeked, input, arena));
	if (is_json(&peeked))
		return oka_read(&peeked.input, sink, arena);
	TRY(xml_read(&peeked.input, &reading.listener, arena));
	return sink_record(sink, &feed_head_schema, &reading.head, arena);
}
