/*
 * cvrf_xml.c - CVRF as XML, a vulnerability at a time.
 */
#include "format/msrc/reading.h"

#include "format/xml/xml.h"

struct xml_reading {
	struct xml_listener  listener;
	struct cvrf          cvrf;
	struct arena        *arena;    /* of the file */
	struct str           title;
};

/* ------------------------------------------------------------ parts of lists */

static struct str
words_of(const struct xml_node *node, const char *name, struct arena *arena)
{
	return msrc_words(xml_child_text(node, name), arena);
}

static void
read_products(const struct xml_node *node, struct arena *arena, struct str_list *products)
{
	for (size_t i = 0; i < node->children.count; i++)
		if (str_eq(node->children.items[i]->name, STR("ProductID")))
			list_push(arena, products, msrc_words(node->children.items[i]->text, arena));
}

/* CVRF 1.1 §4.2: of its words these two say what Microsoft means; others leave a product unknown. */
static enum affected_status
status_of(struct str word)
{
	if (str_eq(word, STR("Known Affected")))
		return AFFECTED_YES;
	return str_eq(word, STR("Known Not Affected")) ? AFFECTED_NO : AFFECTED_UNKNOWN;
}

static void
read_status(const struct xml_node *node, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_status *status = list_add(arena, &said->statuses);

	status->status = status_of(msrc_words(xml_attribute(node, "Type"), arena));
	read_products(node, arena, &status->products);
}

static void
read_threat(const struct xml_node *node, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_threat *threat = list_add(arena, &said->threats);

	threat->kind = cvrf_threat_kind(msrc_words(xml_attribute(node, "Type"), arena));
	threat->text = words_of(node, "Description", arena);
	read_products(node, arena, &threat->products);
}

static void
read_score(const struct xml_node *node, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct str vector = words_of(node, "Vector", arena);
	struct cvrf_score *score;

	if (vector.len == 0)
		return;
	score = list_add(arena, &said->scores);
	score->score = (struct score){
		.provider = STR("Microsoft"), .version = msrc_cvss_version(vector), .vector = vector,
		.base = msrc_tenths(xml_child_text(node, "BaseScore")),
	};
	read_products(node, arena, &score->products);
}

static void
read_remedy(const struct xml_node *node, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_remedy *remedy = list_add(arena, &said->remedies);

	remedy->kind = cvrf_remedy_kind(msrc_words(xml_attribute(node, "Type"), arena));
	remedy->fix.build = words_of(node, "FixedBuild", arena);
	remedy->fix.kind = words_of(node, "SubType", arena);
	remedy->fix.url = words_of(node, "URL", arena);
	remedy->fix.restart = msrc_restart(xml_child_text(node, "RestartRequired"));
	msrc_supersedes(xml_child_text(node, "Supercedence"), arena, &remedy->fix.supersedes);
	cvrf_describe_fix(&remedy->fix, words_of(node, "Description", arena));
	read_products(node, arena, &remedy->products);
}

static void
read_note(const struct xml_node *node, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct str type = xml_attribute(node, "Type"), title = xml_attribute(node, "Title"), text = str_trim_space(node->text);

	if (str_eq(type, STR("Description")) && said->text.len == 0)
		said->text = msrc_plain(text, arena);
	else if (str_eq(type, STR("CNA")))
		said->cna = msrc_words(text, arena);
	else if (str_eq(type, STR("FAQ")) && text.len > 0)
		said->has_faq = true;
	else if (str_eq(title, STR("Customer Action Required")))
		said->needs_no_action = str_eq_nocase(text, STR("No"));
}

static void
read_revision(const struct xml_node *node, struct arena *arena, struct cvrf_vulnerability *said)
{
	int64_t at = msrc_instant(xml_child_text(node, "Date"));

	(void)arena;
	if (at == INSTANT_NONE)
		return;
	if (said->first == INSTANT_NONE || at < said->first)
		said->first = at;
	if (at > said->last)
		said->last = at;
}

/* Which elements of which lists are read, and how. */
static const struct {
	const char *list, *item;
	void      (*read)(const struct xml_node *node, struct arena *arena, struct cvrf_vulnerability *said);
} lists[] = {
	{ "Notes",           "Note",        read_note },
	{ "ProductStatuses", "Status",      read_status },
	{ "Threats",         "Threat",      read_threat },
	{ "CVSSScoreSets",   "ScoreSet",    read_score },
	{ "Remediations",    "Remediation", read_remedy },
	{ "RevisionHistory", "Revision",    read_revision },
};

static void
read_cwes(const struct xml_node *node, struct arena *arena, struct str_list *cwes)
{
	for (size_t i = 0; i < node->children.count; i++) {
		struct str id = xml_attribute(node->children.items[i], "ID");

		if (str_eq(node->children.items[i]->name, STR("CWE")) && str_starts(id, STR("CWE-")) &&
		    !str_is_one_of(id, cwes->items, cwes->count))
			list_push(arena, cwes, id);
	}
}

static struct err *
on_vulnerability(struct xml_reading *x, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct cvrf_vulnerability said = { .first = INSTANT_NONE, .last = INSTANT_NONE };

	arena_reset(x->cvrf.reading->item);
	said.cve = words_of(node, "CVE", arena);
	said.title = words_of(node, "Title", arena);
	read_cwes(node, arena, &said.cwes);
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		const struct xml_node *list = xml_child(node, lists[i].list);

		for (size_t c = 0; list != NULL && c < list->children.count; c++)
			if (str_eq(list->children.items[c]->name, str_of(lists[i].item)))
				lists[i].read(list->children.items[c], arena, &said);
	}
	return cvrf_take(&x->cvrf, &said, (int64_t)offset);
}

/* ------------------------------------------------------------------ the head */

static struct err *
on_tracking(struct xml_reading *x, const struct xml_node *node, struct arena *arena)
{
	const struct xml_node *history = xml_child(node, "RevisionHistory");
	struct document document = {
		.id = words_of(xml_child(node, "Identification"), "ID", arena), .title = x->title,
		.published = msrc_instant(xml_child_text(node, "InitialReleaseDate")),
		.current = msrc_instant(xml_child_text(node, "CurrentReleaseDate")),
	};

	/* Its Version stays 1.0; the revisions are numbered. */
	for (size_t i = 0; history != NULL && i < history->children.count; i++)
		document.revision = words_of(history->children.items[i], "Number", arena);
	return cvrf_begin(&x->cvrf, &document);
}

/* Families are nested: an element's products are of the nearest branch around them. xml.h bounds the depth. */
static void
read_branch(struct xml_reading *x, const struct xml_node *node, struct str family, struct arena *arena)
{
	for (size_t i = 0; i < node->children.count; i++) {
		const struct xml_node *child = node->children.items[i];

		if (str_eq(child->name, STR("FullProductName")))
			cvrf_product(&x->cvrf, msrc_words(xml_attribute(child, "ProductID"), arena), msrc_words(child->text, arena), family);
		else if (str_eq(child->name, STR("Branch")))
			read_branch(x, child, xml_attribute(child, "Name"), arena);
	}
}

static struct err *
on_record(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct xml_reading *x = (struct xml_reading *)listener;

	if (str_eq(node->name, STR("Vulnerability")))
		return on_vulnerability(x, node, offset, arena);
	if (str_eq(node->name, STR("DocumentTitle")))
		x->title = arena_copy(x->arena, msrc_words(node->text, arena));
	else if (str_eq(node->name, STR("DocumentTracking")))
		return on_tracking(x, node, arena);
	else if (x->cvrf.is_open)
		read_branch(x, node, STR(""), arena);
	return NULL;
}

static struct err *
on_root(struct xml_listener *listener, const struct xml_node *node, struct arena *arena)
{
	struct xml_reading *x = (struct xml_reading *)listener;

	(void)arena;
	if (!str_eq(node->name, STR("cvrfdoc")))
		return err_new(x->cvrf.reading->arena, ERR_FORMAT,
		    M("{file} holds <{root}>, which is no CVRF document: give a month of MSRC's CVRF, e.g. 2026-Jul."),
		    ARG("file", x->cvrf.reading->file), ARG("root", node->name));
	return NULL;
}

static struct err *
read_document(struct msrc_reading *reading, struct input *input)
{
	static const char *const names[] = { "Vulnerability", "DocumentTitle", "DocumentTracking", "ProductTree", NULL };
	struct xml_reading x = { .listener = { on_record, on_root, names }, .cvrf = { .reading = reading }, .arena = reading->arena };
	struct err *err = xml_read(input, &x.listener, reading->arena);

	if (err == NULL)
		err = cvrf_end(&x.cvrf);
	arena_free(x.cvrf.arena);
	return err;
}

struct err *
cvrf_xml_read(struct msrc_reading *reading, struct input *input)
{
	struct msrc_parts *parts = arena_alloc(reading->arena, sizeof(*parts));
	bool more;

	TRY(reading_of_feed(reading, STR("msrc")));
	msrc_parts_begin(parts, input);
	for (;;) {
		TRY(msrc_parts_next(parts, reading->arena, &more));
		if (!more)
			return NULL;
		TRY(read_document(reading, &parts->input));
	}
}
