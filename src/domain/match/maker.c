#include "domain/match/maker.h"

#include <string.h>
#include "domain/match/tables.h"

/* ------------------------------------------------------------------------------------- writing */

/* The listings of one line, as they are gathered from a document. */
struct line {
	struct str               key, subject;
	struct windows_statement statement;
};
struct lines { LIST(struct line) list; };

static struct line *
line_of(struct lines *lines, struct str key, struct str product, int32_t day, struct arena *arena)
{
	struct line *line;

	for (size_t i = 0; i < lines->list.count; i++)
		if (str_eq(lines->list.items[i].key, key))
			return &lines->list.items[i];
	line = list_add(arena, &lines->list);
	*line = (struct line){ .key = key, .subject = product, .statement.day = day };
	return line;
}

/* One product may be listed under two numbers or spellings: it is one listing. */
static struct windows_listing *
listing_of(struct line *line, struct str branch, struct str product, struct arena *arena)
{
	struct windows_listing *listing;

	for (size_t i = 0; i < line->statement.listings.count; i++)
		if (str_eq(line->statement.listings.items[i].branch, branch))
			return &line->statement.listings.items[i];
	listing = list_add(arena, &line->statement.listings);
	*listing = (struct windows_listing){ .product = product, .branch = branch };
	return listing;
}

static struct windows_fix
fix_of(const struct fix *published)
{
	struct windows_fix fix = { .kb = windows_read_kb(published->kb), .kind = windows_kind_of(published->kind, published->text),
		.restart = published->restart };

	/* A FixedBuild that is no version (a page, a package, "a; b") is none. */
	(void)windows_version_parse(published->build, &fix.build);
	return fix;
}

static struct err *
advise_product(struct match_builder *builder, struct lines *lines, const struct affected *affected,
    const struct windows_line *known, int32_t day, struct arena *arena)
{
	struct str product = affected->product.len > 0 ? affected->product : affected->package;
	struct line *line = line_of(lines, known->key, product, day, arena);
	struct windows_listing *listing = listing_of(line, known->branch, product, arena);

	for (size_t i = 0; i < affected->fixes.count; i++) {
		struct windows_fix fix = fix_of(&affected->fixes.items[i]);

		list_push(arena, &listing->fixes, fix);
		TRY(table_add_fix(builder, known->key, &fix, &affected->fixes.items[i].supersedes, day, arena));
	}
	return NULL;
}

static struct err *
add_line(struct match_builder *builder, uint32_t vulnerability, const struct advisory *advisory, const struct line *line,
    struct arena *arena)
{
	struct buf body BUF_SCOPE = { 0 };
	struct entry_facts facts = {
		.vulnerability = vulnerability, .record = advisory->id, .feed = STR("msrc"), .subject = line->subject,
		.source = SOURCE_MSRC, .rank = RANK_MAKER, .scheme = SCHEME_GENERIC, .kind = ENTRY_FIXES,
	};

	statement_encode(&line->statement, &body);
	facts.body = buf_str(&body);
	return builder_entry(builder, image_key(arena, 'm', line->key, (struct str){ 0 }), &facts, arena);
}

struct err *
maker_advise(struct match_builder *builder, uint32_t vulnerability, const struct advisory *advisory, struct arena *arena)
{
	int32_t day = advisory->published == INSTANT_NONE ? DAY_NONE : instant_day(advisory->published, ZONE_UTC);
	struct table_document document = { .day = day };
	struct lines lines = { .list = { 0 } };

	for (size_t i = 0; i < advisory->affected.count; i++) {
		const struct affected *affected = &advisory->affected.items[i];
		struct windows_line known = windows_line_of_product(
		    affected->product.len > 0 ? affected->product : affected->package, arena);

		document.kin = document.kin || known.kin;
		if (known.rule != WINDOWS_NONE && affected->status != AFFECTED_NO)
			TRY(advise_product(builder, &lines, affected, &known, day, arena));
	}
	for (size_t i = 0; i < lines.list.count; i++)
		TRY(add_line(builder, vulnerability, advisory, &lines.list.items[i], arena));
	if (advisory->affected.count == 0)
		return NULL;   /* words about a weakness, not a list of products */
	return table_add_document(builder, advisory->id, &document, arena);
}

/* ------------------------------------------------------------------------------------- judging */

/* A host's updates as the rules ask for them; NULL without a host. */
static const struct windows_host *
updates_of(const struct judging *judging, struct windows_host *room)
{
	const struct match_host *host = judging->host;

	if (host == NULL)
		return NULL;
	*room = (struct windows_host){
		.installed = host->installed.items, .installed_count = host->installed.count,
		.pending = host->pending.items, .pending_count = host->pending.count,
		.complete = host->facts->coverage[LAYER_UPDATES] == COVERAGE_COMPLETE,
		.restart_pending = host->facts->restart_pending == ANSWER_YES,
		.collected = host->facts->collected == INSTANT_NONE || host->facts->collected == 0 ? DAY_NONE
		    : instant_day(host->facts->collected, ZONE_UTC),
	};
	return room;
}

void
maker_judge(struct judging *judging, const struct image_entry *entry, struct str line, struct match_says *says)
{
	struct windows_statement statement;
	struct windows_host room;
	struct windows_answer answer;

	if (!statement_decode(image_text(judging->ask->index, entry->body), judging->arena, &statement)) {
		judge_settle(says, REASON_UNREAD);
		return;
	}
	windows_judge(&judging->subject.maker, line, &statement, updates_of(judging, &room), &judging->book.book, judging->arena,
	    &answer);
	judge_settle(says, answer.reason);
	says->on_host = answer.on_host && judging->host == NULL;
	says->detail = answer.detail;
	memcpy(says->fixed, answer.fixed.part, sizeof(says->fixed));
	says->fixed_count = answer.fixed.count;
	says->update = answer.kb;
	says->restart = answer.restart;
	says->product = answer.product;
}

/* -------------------------------------------------------------------------------- alternatives */

static bool
is_alternative(const struct match_says *says)
{
	return says->rank == RANK_MAKER && says->source == SOURCE_MSRC && says->alternative;
}

static size_t
alternatives(const struct windows_subject *subject)
{
	size_t count = 0;

	for (size_t i = 0; i < subject->places.count; i++)
		count += subject->places.items[i].alternative;
	return count;
}

/* The component is one of several products: what they all say holds; a difference leaves it open. */
static void
settle_alternatives(struct judging *judging)
{
	size_t wanted = alternatives(&judging->subject.maker), heard = 0, kept = 0;
	enum verdict first = VERDICT_UNKNOWN;
	bool agree = true;

	if (wanted < 2)
		return;
	for (size_t i = 0; i < judging->says.count; i++) {
		const struct match_says *says = &judging->says.items[i];

		if (!is_alternative(says))
			continue;
		if (heard++ == 0)
			first = says->verdict;
		agree = agree && says->verdict == first;
	}
	if (heard == 0)
		return;
	/* A product that is not listed is not affected, and so agrees with those that are mended; what is open stays open. */
	agree = agree && (heard == wanted || first != VERDICT_AFFECTED);
	heard = 0;
	for (size_t i = 0; i < judging->says.count; i++) {
		struct match_says *says = &judging->says.items[i];

		if (is_alternative(says) && heard++ > 0)
			continue;   /* it is said once */
		if (is_alternative(says) && !agree)
			judge_settle(says, REASON_PRODUCT_UNCLEAR);
		judging->says.items[kept++] = *says;
	}
	judging->says.count = kept;
}

/* --------------------------------------------------------------------------------- not listed */

static bool
has_maker_word(const struct judging *judging)
{
	for (size_t i = 0; i < judging->says.count; i++)
		if (judging->says.items[i].rank == RANK_MAKER)
			return true;
	return false;
}

/* Does the vulnerability have an entry under the key. */
static bool
is_listed(const struct judging *judging, struct str line, uint32_t vulnerability)
{
	const struct match_index *index = judging->ask->index;
	struct image_entry entry;
	struct run run;

	if (!image_find(index, image_key(judging->arena, 'm', line, (struct str){ 0 }), &run))
		return false;
	for (uint32_t i = 0; i < run.count && image_entry_at(index, (uint64_t)run.first + i, &entry); i++)
		if (entry.vulnerability == vulnerability)
			return true;
	return false;
}

/* The same system for another architecture is listed and this one is not: lists have such holes, so nothing is told. */
static bool
is_sibling_listed(const struct judging *judging, uint32_t vulnerability)
{
	struct str_list siblings = windows_siblings(&judging->subject.maker, judging->arena);

	for (size_t i = 0; i < siblings.count; i++)
		if (is_listed(judging, siblings.items[i], vulnerability))
			return true;
	return false;
}

static enum reason
unlisted_reason(const struct judging *judging, const struct table_document *document, uint32_t vulnerability)
{
	const struct windows_subject *subject = &judging->subject.maker;
	bool is_system = subject->rule == WINDOWS_BUILD || subject->rule == WINDOWS_TRACKS;

	if (is_system && (document->kin || is_sibling_listed(judging, vulnerability)))
		return REASON_PRODUCT_UNCLEAR;
	if (subject->evaluated_until != DAY_NONE && (document->day == DAY_NONE || document->day > subject->evaluated_until))
		return REASON_UNSUPPORTED;
	return REASON_NOT_LISTED;
}

/* Others name the component's product; Microsoft has a document on the same weakness and does not list it. */
static void
settle_unlisted(struct judging *judging, uint32_t vulnerability)
{
	struct str id = match_vulnerability_id(judging->ask->index, vulnerability);
	struct table_document document;
	struct match_says *says;

	if (judging->says.count == 0 || judging->subject.maker.places.count == 0 || has_maker_word(judging) ||
	    !table_document(judging->ask->index, id, judging->arena, &document))
		return;
	says = list_add(judging->arena, &judging->says);
	*says = (struct match_says){ .source = SOURCE_MSRC, .rank = RANK_MAKER, .entry = UINT32_MAX, .detail = id };
	judge_settle(says, unlisted_reason(judging, &document, vulnerability));
	judge_age(judging, says);
}

void
maker_settle(struct judging *judging, uint32_t vulnerability)
{
	settle_alternatives(judging);
	settle_unlisted(judging, vulnerability);
}
