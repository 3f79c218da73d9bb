/*
 * cvrf.c - what one CVRF vulnerability says, gathered by product into an advisory.
 */
#include "format/msrc/reading.h"

#include "base/limits.h"
#include "format/vulnid/vulnid.h"

static const struct str maker = STR_INIT("Microsoft");

enum cvrf_threat_kind
cvrf_threat_kind(struct str word)
{
	return str_eq(word, STR("Impact")) ? CVRF_IMPACT : str_eq(word, STR("Exploit Status")) ? CVRF_EXPLOIT_STATUS :
	    str_eq(word, STR("Severity")) ? CVRF_SEVERITY : CVRF_OTHER_THREAT;
}

enum cvrf_remedy_kind
cvrf_remedy_kind(struct str word)
{
	return str_eq(word, STR("Vendor Fix")) ? CVRF_VENDOR_FIX : str_eq(word, STR("Mitigation")) ? CVRF_MITIGATION :
	    str_eq(word, STR("Workaround")) ? CVRF_WORKAROUND : CVRF_OTHER_REMEDY;
}

void
cvrf_describe_fix(struct fix *fix, struct str description)
{
	fix->kb = msrc_kb(description);
	fix->text = fix->kb.len > 0 ? STR("") : description;
}

/* --------------------------------------------------------------- a document */

struct err *
cvrf_begin(struct cvrf *cvrf, const struct document *document)
{
	TRY(cvrf_end(cvrf));
	if (document->id.len == 0)
		return err_new(cvrf->reading->arena, ERR_FORMAT, M("{file} does not say of which month it is: its DocumentTracking has no ID."),
		    ARG("file", cvrf->reading->file));
	if (cvrf->arena == NULL)
		cvrf->arena = arena_new();
	cvrf->document = *document;
	cvrf->document.id = arena_copy(cvrf->arena, document->id);
	cvrf->document.title = arena_copy(cvrf->arena, document->title);
	cvrf->document.revision = arena_copy(cvrf->arena, document->revision);
	cvrf->document.records = cvrf->document.refused = 0;
	cvrf->is_open = true;
	return NULL;
}

/* A product stands in its family and once more in the flat list. */
void
cvrf_product(struct cvrf *cvrf, struct str id, struct str name, struct str family)
{
	uint64_t *place = map_find(&cvrf->by_id, id);

	if (place == NULL) {
		place = map_put(cvrf->arena, &cvrf->by_id, arena_copy(cvrf->arena, id));
		list_push(cvrf->arena, &cvrf->products, ((struct cvrf_product){
		    .name = arena_copy(cvrf->arena, name), .folded = msrc_product_fold(name, cvrf->arena) }));
		*place = cvrf->products.count;
	}
	cvrf->products.items[*place - 1].is_linux |= msrc_product_is_linux(name) || msrc_product_is_linux(family);
}

static struct err *
warn_of(struct cvrf *cvrf, int64_t count, const char *message)
{
	struct msrc_reading *reading = cvrf->reading;
	struct err *err;

	if (count == 0)
		return NULL;
	err = err_make(reading->item, ERR_UNSUPPORTED, ERR_WHERE, NULL, message,
	    (struct err_arg[]){ ARG_N("count", count), ARG("document", cvrf->document.id), { 0 } });
	return sink_warn(reading->sink, cvrf->document.id, -1, -1, err, reading->item);
}

struct err *
cvrf_end(struct cvrf *cvrf)
{
	struct msrc_reading *reading = cvrf->reading;

	if (!cvrf->is_open)
		return NULL;
	TRY(warn_of(cvrf, cvrf->left_out,
	    M("{document}: {count} vulnerabilities only of CBL-Mariner and Azure Linux were left out: these distributions have feeds of "
	      "their own.")));
	TRY(warn_of(cvrf, cvrf->duplicates,
	    M("{document}: {count} second entries of a CVE marked \"do not use\" were left out.")));
	if (!cvrf->is_alone)
		TRY(sink_record(reading->sink, &document_schema, &cvrf->document, reading->item));
	/* Documents of several months in one file: as old as the newest. */
	if (cvrf->document.current > reading->head.built) {
		reading->head.built = cvrf->document.current;
		reading->head.version = arena_copy(reading->arena, cvrf->document.id);
	}
	arena_free(cvrf->arena);
	*cvrf = (struct cvrf){ .reading = reading, .is_alone = cvrf->is_alone };
	return NULL;
}

/* ---------------------------------------------------------- a vulnerability */

struct building {
	struct cvrf     *cvrf;
	struct arena    *arena;
	struct advisory *advisory;
	struct map       rows;        /* folded names to 1 + their row: CSAF numbers every range of a product */
	size_t           links;       /* fixes, scores and words given to rows: bounds hostile products of lists */
	bool             has_linux;
};

static struct err *
product_of(struct building *b, struct str id, const struct cvrf_product **ret_product)
{
	const uint64_t *place = map_find(&b->cvrf->by_id, id);

	if (place == NULL)
		return err_new(b->arena, ERR_FORMAT, M("The product {id} is not in the product tree."), ARG("id", str_sub(id, 0, 100)));
	*ret_product = &b->cvrf->products.items[*place - 1];
	return NULL;
}

/* The row of a product, made when there is none; *ret_row is NULL for those that are left out. */
static struct err *
row_of(struct building *b, struct str id, struct affected **ret_row)
{
	const struct cvrf_product *product;
	uint64_t *place;

	TRY(product_of(b, id, &product));
	*ret_row = NULL;
	b->has_linux |= product->is_linux;
	if (product->is_linux)
		return NULL;
	place = map_put(b->arena, &b->rows, product->folded);
	if (*place == 0) {
		list_push(b->arena, &b->advisory->affected, ((struct affected){
		    .status = AFFECTED_UNKNOWN, .ecosystem = maker, .vendor = maker, .product = product->name,
		    .package = product->folded }));
		*place = b->advisory->affected.count;
	}
	*ret_row = &b->advisory->affected.items[*place - 1];
	return NULL;
}

static struct err *
count_link(struct building *b)
{
	if (++b->links > LIMIT_LIST_ITEMS)
		return err_new(b->arena, ERR_LIMIT, M("A record says more than {most} things of its products."),
		    ARG_N("most", LIMIT_LIST_ITEMS));
	return NULL;
}

/* What is said of some products is put into their rows by `give`; of none named, into all rows. */
static struct err *
give_to_rows(struct building *b, const struct str_list *products, void (*give)(struct building *, struct affected *, const void *),
    const void *what)
{
	for (size_t i = 0; i < products->count; i++) {
		struct affected *row;

		TRY(row_of(b, products->items[i], &row));
		TRY(count_link(b));
		if (row != NULL)
			give(b, row, what);
	}
	for (size_t i = 0; products->count == 0 && i < b->advisory->affected.count; i++) {
		TRY(count_link(b));
		give(b, &b->advisory->affected.items[i], what);
	}
	return NULL;
}

static void
give_status(struct building *b, struct affected *row, const void *what)
{
	const struct cvrf_status *status = what;

	(void)b;
	/* One that stands in two lists is affected if one of them says so. */
	if (row->status != AFFECTED_YES)
		row->status = status->status;
}

static void
give_threat(struct building *b, struct affected *row, const void *what)
{
	const struct cvrf_threat *threat = what;

	(void)b;
	if (threat->kind == CVRF_SEVERITY)
		row->urgency = threat->text;
	else
		row->impact = threat->text;
}

static void
give_score(struct building *b, struct affected *row, const void *what)
{
	list_push(b->arena, &row->scores, ((const struct cvrf_score *)what)->score);
}

static bool
same_fix(const struct fix *a, const struct fix *b)
{
	return str_eq(a->kb, b->kb) && str_eq(a->build, b->build) && str_eq(a->kind, b->kind) && str_eq(a->text, b->text) &&
	    str_eq(a->url, b->url) && a->restart == b->restart && a->supersedes.count == b->supersedes.count;
}

static void
give_fix(struct building *b, struct affected *row, const void *what)
{
	const struct fix *fix = &((const struct cvrf_remedy *)what)->fix;

	/* Some entries stand twice, one behind the other. */
	if (row->fixes.count == 0 || !same_fix(&row->fixes.items[row->fixes.count - 1], fix))
		list_push(b->arena, &row->fixes, *fix);
}

/* ------------------------------------------------------------------- scores */

static bool
has_score(const struct advisory *advisory, const struct score *score)
{
	for (size_t i = 0; i < advisory->scores.count; i++)
		if (str_eq(advisory->scores.items[i].vector, score->vector) && advisory->scores.items[i].base == score->base)
			return true;
	return false;
}

/* In their order, the highest first. */
static void
add_score(struct building *b, const struct score *score)
{
	struct advisory *advisory = b->advisory;
	size_t at;

	if (has_score(advisory, score))
		return;
	(void)list_add(b->arena, &advisory->scores);
	for (at = advisory->scores.count - 1; at > 0 && advisory->scores.items[at - 1].base < score->base; at--)
		advisory->scores.items[at] = advisory->scores.items[at - 1];
	advisory->scores.items[at] = *score;
}

/* A record's scores are those of its rows; where these are all alike they need not stand there as well. */
static struct err *
build_scores(struct building *b, const struct cvrf_vulnerability *said)
{
	for (size_t i = 0; i < said->scores.count; i++)
		TRY(give_to_rows(b, &said->scores.items[i].products, give_score, &said->scores.items[i]));
	for (size_t i = 0; i < b->advisory->affected.count; i++)
		for (size_t s = 0; s < b->advisory->affected.items[i].scores.count; s++)
			add_score(b, &b->advisory->affected.items[i].scores.items[s]);
	for (size_t i = 0; b->advisory->scores.count == 1 && i < b->advisory->affected.count; i++)
		b->advisory->affected.items[i].scores.count = 0;
	return NULL;
}

/* -------------------------------------------------------------------- words */

static struct err *
build_threats(struct building *b, const struct cvrf_vulnerability *said)
{
	for (size_t i = 0; i < said->threats.count; i++) {
		const struct cvrf_threat *threat = &said->threats.items[i];

		if (threat->kind == CVRF_SEVERITY || threat->kind == CVRF_IMPACT)
			TRY(give_to_rows(b, &threat->products, give_threat, threat));
		if (threat->kind != CVRF_EXPLOIT_STATUS || threat->text.len == 0)
			continue;
		list_push(b->arena, &b->advisory->evidence, ((struct evidence){
		    .level = str_find(threat->text, STR("Exploited:Yes")) != SIZE_MAX ? EXPLOITATION_ACTIVE : EXPLOITATION_UNKNOWN,
		    .provider = maker, .at = b->advisory->modified, .text = threat->text }));
	}
	return NULL;
}

/* What can be done until the update is in: its words once, and that there are some among the tags of its page. */
static void
build_mitigation(struct building *b, const struct cvrf_remedy *remedy, struct str tag, struct str_list *tags)
{
	struct str text = msrc_plain(remedy->fix.text, b->arena), both[] = { b->advisory->mitigation_en, text };

	if (!str_is_one_of(tag, tags->items, tags->count))
		list_push(b->arena, tags, tag);
	if (text.len > 0 && str_find(b->advisory->mitigation_en, text) == SIZE_MAX)
		b->advisory->mitigation_en = both[0].len == 0 ? text : arena_join(b->arena, both, 2, STR("\n"));
}

static struct err *
build_remedies(struct building *b, const struct cvrf_vulnerability *said, struct str_list *tags)
{
	static const struct str tag_words[] = { [CVRF_WORKAROUND] = STR_INIT("Workaround"), [CVRF_MITIGATION] = STR_INIT("Mitigation") };

	for (size_t i = 0; i < said->remedies.count; i++) {
		const struct cvrf_remedy *remedy = &said->remedies.items[i];

		if (remedy->kind == CVRF_VENDOR_FIX)
			TRY(give_to_rows(b, &remedy->products, give_fix, remedy));
		else if (remedy->kind != CVRF_OTHER_REMEDY)
			build_mitigation(b, remedy, tag_words[remedy->kind], tags);
	}
	return NULL;
}

static struct err *
build_reference(struct building *b, const struct cvrf_vulnerability *said)
{
	struct reference page = {
		.url = arena_printf(b->arena, "https://msrc.microsoft.com/update-guide/vulnerability/%.*s", STR_ARG(b->advisory->id)),
		.title = said->title,
	};

	list_push(b->arena, &page.tags, STR("Vendor Advisory"));
	TRY(build_remedies(b, said, &page.tags));
	if (said->has_faq)
		list_push(b->arena, &page.tags, STR("FAQ"));
	if (said->needs_no_action)
		list_push(b->arena, &page.tags, STR("No customer action"));
	list_push(b->arena, &b->advisory->references, page);
	return NULL;
}

static struct err *
build_rows(struct building *b, const struct cvrf_vulnerability *said)
{
	for (size_t i = 0; i < said->statuses.count; i++)
		if (said->statuses.items[i].products.count > 0)
			TRY(give_to_rows(b, &said->statuses.items[i].products, give_status, &said->statuses.items[i]));
	TRY(build_reference(b, said));
	TRY(build_threats(b, said));
	return build_scores(b, said);
}

/* "ADV990001": Microsoft's own advice, no weakness. */
static bool
is_advice(struct str id)
{
	uint64_t number;

	return str_take(&id, STR("ADV")) && str_to_u64(id, &number);
}

static struct err *
build(struct building *b, const struct cvrf_vulnerability *said, struct str id)
{
	*b->advisory = (struct advisory){
		.source = SOURCE_MSRC, .id = id, .state = ADVISORY_PUBLISHED, .withdrawn = INSTANT_NONE,
		.published = said->first != INSTANT_NONE ? said->first : b->cvrf->document.published,
		.modified = said->last != INSTANT_NONE ? said->last : b->cvrf->document.current,
		.title_en = said->title, .text_en = said->text, .assigner = said->cna, .cwes = said->cwes,
	};
	if (is_advice(id))
		return build_reference(b, &(struct cvrf_vulnerability){ .title = said->title, .has_faq = said->has_faq });
	return build_rows(b, said);
}

struct err *
cvrf_refuse(struct cvrf *cvrf, struct str id, int64_t offset, const struct err *err)
{
	cvrf->document.refused++;
	return reading_refuse(cvrf->reading, id, offset, err);
}

struct err *
cvrf_take(struct cvrf *cvrf, const struct cvrf_vulnerability *said, int64_t offset)
{
	struct arena *item = cvrf->reading->item;
	struct vulnid cve = vulnid_parse(said->cve, item);
	struct advisory advisory;
	struct building b = { .cvrf = cvrf, .arena = item, .advisory = &advisory };
	struct err *err;

	if (!cvrf->is_open)
		return err_new(item, ERR_FORMAT, M("The vulnerabilities stand before the document's own head: this is no whole CVRF document."));
	if (str_find(said->cve, STR("do not use")) != SIZE_MAX) {
		cvrf->duplicates++;
		return NULL;
	}
	if (cve.kind != VULNID_CVE && !is_advice(said->cve))
		return cvrf_refuse(cvrf, said->cve, offset, err_new(item, ERR_FORMAT, M("\"{text}\" is not a CVE number."),
		    ARG("text", str_sub(said->cve, 0, 100))));
	err = build(&b, said, cve.kind == VULNID_CVE ? cve.text : said->cve);
	if (err != NULL)
		return cvrf_refuse(cvrf, said->cve, offset, err);
	if (b.has_linux && advisory.affected.count == 0) {
		cvrf->left_out++;
		return NULL;
	}
	cvrf->document.records++;
	return reading_take(cvrf->reading, &advisory_schema, &advisory);
}
