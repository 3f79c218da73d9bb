#include "service/items.h"

#include "base/catalogue.h"
#include "domain/cvss/cvss.h"
#include "domain/match/match.h"
#include "domain/range/range.h"
#include "domain/risk/risk.h"
#include "format/cpe/cpe.h"

enum { PRODUCTS_MOST = 12, RECORDS_MOST = 100 };

static const struct field item_fields[] = {
	FIELD(struct item_view, text, FIELD_STR),
	FIELD(struct item_view, source, FIELD_STR),
	FIELD(struct item_view, record, FIELD_STR),
	FIELD(struct item_view, stated, FIELD_BOOL),
};
const struct schema item_view_schema = SCHEMA("item", struct item_view, item_fields);
static const struct field items_fields[] = {
	FIELD(struct items_view, vulnerability, FIELD_STR),
	FIELD_OF(struct items_view, name, FIELD_STRUCT, &item_view_schema),
	FIELD_OF(struct items_view, product, FIELD_STRUCT, &item_view_schema),
	FIELD_OF(struct items_view, versions, FIELD_STRUCT, &item_view_schema),
	FIELD_OF(struct items_view, condition, FIELD_STRUCT, &item_view_schema),
	FIELD_OF(struct items_view, impact, FIELD_STRUCT, &item_view_schema),
	FIELD_OF(struct items_view, fix, FIELD_STRUCT, &item_view_schema),
	FIELD_OF(struct items_view, mitigation, FIELD_STRUCT, &item_view_schema),
};
const struct schema items_view_schema = SCHEMA("seven_items", struct items_view, items_fields);

/* A record that speaks of it, and by which feed it came. */
struct speaker { struct str feed; struct advisory advisory; };
struct speakers {
	enum lang            lang;
	struct arena        *arena;
	struct str           unstated;
	bool                 for_others; /* struct items_about                 */
	LIST(struct speaker) list;       /* whose word goes first is first */
};

static struct str
word(const struct speakers *speakers, const char *message)
{
	return str_of(catalogue_text(speakers->lang, message));
}

static struct str
join(const struct str_list *texts, enum lang lang, struct arena *arena)
{
	return arena_join(arena, texts->items, texts->count, str_of(catalogue_text(lang, M(", "))));
}

struct str
items_unstated(enum lang lang)
{
	return str_of(catalogue_text(lang, M("not stated by the sources")));
}

/* -------------------------------------------------------------------------------------------------- in words */

struct str
items_shortened(struct str text, size_t most, struct arena *arena)
{
	size_t at = 0, len;
	uint32_t point;

	if (text.len <= most)
		return text;
	while ((len = str_point(text, at, &point)) > 0 && at + len <= most)
		at += len;
	return arena_printf(arena, "%.*s…", (int)at, text.ptr);
}

struct str
items_item_words(const struct items_view *items, const struct item_view *item, size_t most, enum lang lang, struct arena *arena)
{
	bool by_source = item->record.len == 0 || str_eq(item->record, items->vulnerability) || str_starts(item->source, STR("CVSS "));
	struct str text = items_shortened(item->text, most, arena), whose = by_source ? item->source : item->record;

	return !item->stated || whose.len == 0 ? text : catalogue_say(arena, lang, M("{text} ({whose})"), ARG("text", text), ARG("whose", whose));
}

/* The metrics of a vector that say from where, by whom and with whose help it can be used; all versions' spellings. */
static const struct { struct str metric; const char *message; } conditions[] = {
	{ STR_INIT("/AV:N"), M("over the network") }, { STR_INIT("/AV:A"), M("from a neighbouring network") },
	{ STR_INIT("/AV:L"), M("on the machine itself") }, { STR_INIT("/AV:P"), M("with hands on the machine") },
	{ STR_INIT("/PR:N"), M("without a login") }, { STR_INIT("/Au:N"), M("without a login") }, { STR_INIT("/PR:L"), M("with an ordinary login") },
	{ STR_INIT("/Au:S"), M("with an ordinary login") }, { STR_INIT("/PR:H"), M("with an administrator's login") }, { STR_INIT("/UI:N"), M("without anybody's help") },
	{ STR_INIT("/UI:R"), M("when a user does something") }, { STR_INIT("/UI:P"), M("when a user does something") }, { STR_INIT("/UI:A"), M("when a user does something") },
};

struct str
items_condition_words(struct str vector, enum lang lang, struct arena *arena)
{
	/* CVSS 2.0 has no name before its first metric. */
	struct str framed = arena_printf(arena, "/%.*s/", STR_ARG(vector));
	struct str_list words = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(conditions); i++)
		if (str_find(framed, conditions[i].metric) != SIZE_MAX)
			list_push(arena, &words, str_of(catalogue_text(lang, conditions[i].message)));
	return join(&words, lang, arena);
}

/* "=2.4.50", "<9.0.99", ">=9.0.0,<9.0.99": one bound, or the two of an interval (domain/range, range_format). */
static struct str
interval_words(struct str interval, enum lang lang, struct arena *arena)
{
	struct str from, to;
	bool from_after;

	str_cut(interval, ',', &from, &to);
	if (str_take(&from, STR("=")))
		return from;
	if (str_take(&from, STR("<=")))
		return catalogue_say(arena, lang, M("{version} and earlier"), ARG("version", from));
	if (str_take(&from, STR("<")))
		return catalogue_say(arena, lang, M("before {version}"), ARG("version", from));
	from_after = !str_take(&from, STR(">="));
	if (from_after && !str_take(&from, STR(">")))
		return interval;
	if (str_take(&to, STR("<=")))
		return catalogue_say(arena, lang, M("{from} to {to}"), ARG("from", from), ARG("to", to));
	if (str_take(&to, STR("<")))
		return catalogue_say(arena, lang, M("{from} and later, before {to}"), ARG("from", from), ARG("to", to));
	return catalogue_say(arena, lang, from_after ? M("later than {version}") : M("{version} and later"), ARG("version", from));
}

struct str
items_range_words(struct str range, enum lang lang, struct arena *arena)
{
	struct str_list words = { 0 };
	struct str interval;

	if (str_eq(range, STR("*")) || str_eq(range, STR("all")))
		return str_of(catalogue_text(lang, M("all versions")));
	while (str_split(&range, '|', &interval))
		list_push(arena, &words, interval_words(interval, lang, arena));
	return join(&words, lang, arena);
}

static bool
can(enum degree degree)
{
	return degree == DEGREE_SOME || degree == DEGREE_HIGH;
}

static struct str
impact_words(const struct cvss *cvss, const struct speakers *speakers)
{
	struct cvss_impacts impacts = cvss_impacts(cvss);
	struct str_list words = { 0 };

	if (can(impacts.confidentiality))
		list_push(speakers->arena, &words, word(speakers, harm_text(HARM_LEAK)));
	if (can(impacts.integrity))
		list_push(speakers->arena, &words, word(speakers, harm_text(HARM_TAMPER)));
	if (can(impacts.availability))
		list_push(speakers->arena, &words, word(speakers, harm_text(HARM_STOP)));
	return join(&words, speakers->lang, speakers->arena);
}

/* ------------------------------------------------------------------------------------------------ who speaks */

/* Ours first; who writes in the reader's language; then as near to the maker as there is. */
static int
place_of(enum source source, enum lang lang)
{
	switch (source) {
	case SOURCE_OWN:
		return 0;
	case SOURCE_JVN:
		return lang == LANG_JA ? 1 : 5;
	case SOURCE_MSRC:
		return 2;
	case SOURCE_CVE5:
	case SOURCE_CSAF:
		return 3;
	case SOURCE_OSV:
		return 4;
	default:
		return 6;
	}
}

static void
put_speaker(struct speakers *speakers, const struct speaker *speaker)
{
	size_t at;

	list_push(speakers->arena, &speakers->list, *speaker);
	for (at = speakers->list.count - 1; at > 0; at--) {
		if (place_of(speakers->list.items[at - 1].advisory.source, speakers->lang) <= place_of(speaker->advisory.source, speakers->lang))
			break;
		speakers->list.items[at] = speakers->list.items[at - 1];
	}
	speakers->list.items[at] = *speaker;
}

static struct err *
gather(struct kb *kb, struct str vulnerability, struct speakers *speakers)
{
	struct kb_vulnerabilities found;

	TRY(kb_find(kb, vulnerability, speakers->arena, &found));
	for (size_t i = 0; i < found.list.count; i++)
		for (size_t j = 0; j < found.list.items[i].records.count && speakers->list.count < RECORDS_MOST; j++) {
			const struct kb_record_ref *ref = &found.list.items[i].records.items[j];
			struct speaker speaker = { .feed = ref->feed };

			if (ref->state == ADVISORY_WITHDRAWN || (speakers->for_others && str_starts(ref->feed, STR("own:"))))
				continue;
			TRY(kb_record(kb, ref->feed, ref->id, speakers->arena, &speaker.advisory));
			put_speaker(speakers, &speaker);
		}
	return NULL;
}

static void
put(struct item_view *item, struct str text, const struct speaker *speaker)
{
	*item = (struct item_view){ text, speaker->feed, speaker->advisory.id, true };
}

static void
put_from(struct item_view *item, struct str text, struct str source, struct str record)
{
	*item = (struct item_view){ text, source, record, true };
}

/* Where a text of an advisory stands, in both languages. */
struct texts { size_t en, ja; };

static struct str
text_at(const struct advisory *advisory, size_t place)
{
	return str_trim_space(*(const struct str *)(const void *)((const char *)advisory + place));
}

/* The first who says it there. */
static bool
put_text_at(const struct speakers *speakers, size_t place, struct item_view *item)
{
	for (size_t i = 0; i < speakers->list.count; i++) {
		struct str text = text_at(&speakers->list.items[i].advisory, place);

		if (text.len == 0)
			continue;
		put(item, text, &speakers->list.items[i]);
		return true;
	}
	return false;
}

/* In the reader's language, else in the other, unless something stands there by then. */
static void
put_text(const struct speakers *speakers, struct texts texts, struct item_view *item)
{
	if (!put_text_at(speakers, speakers->lang == LANG_JA ? texts.ja : texts.en, item) && !item->stated)
		(void)put_text_at(speakers, speakers->lang == LANG_JA ? texts.en : texts.ja, item);
}

/* --------------------------------------------------------------------------------------- products and versions */

struct product_line { struct str product, versions, fixed; };
struct product_lines { LIST(struct product_line) list; size_t more; };

static void
add_line(const struct speakers *speakers, struct product_lines *lines, struct str product, struct str versions, struct str fixed)
{
	for (size_t i = 0; i < lines->list.count; i++) {
		struct product_line *line = &lines->list.items[i];
		struct str both[] = { line->versions, versions };

		if (!str_eq(line->product, product))
			continue;
		if (versions.len > 0 && str_find(line->versions, versions) == SIZE_MAX)
			line->versions = line->versions.len == 0 ? versions : arena_join(speakers->arena, both, 2, word(speakers, M(", ")));
		if (fixed.len > 0)
			line->fixed = fixed;
		return;
	}
	if (lines->list.count < PRODUCTS_MOST)
		list_push(speakers->arena, &lines->list, ((struct product_line){ product, versions, fixed }));
	else
		lines->more++;
}

static struct str
set_words(const struct speakers *speakers, const struct version_set *set)
{
	struct str text = range_format(set, speakers->arena);

	if (str_eq(text, STR("?")) || str_eq(text, STR("none")))
		return str_trim_space(set->text);
	return items_range_words(text, speakers->lang, speakers->arena);
}

/* The last excluded end: what the newest branch is mended in. */
static struct str
fixed_of(const struct version_set *set)
{
	struct str fixed = { 0 };

	for (size_t i = 0; i < set->intervals.count; i++)
		if (set->intervals.items[i].upper.side == CUT_BEFORE)
			fixed = set->intervals.items[i].upper.version;
	return fixed;
}

static struct str
cpe_words(struct str name, struct arena *arena, struct cpe *ret_cpe)
{
	if (cpe_parse(name, arena, ret_cpe) != NULL)
		return name;   /* the feed's reader has told of it */
	return arena_printf(arena, "%.*s %.*s", STR_ARG(cpe_value_plain(&ret_cpe->attributes[CPE_VENDOR], arena)),
	    STR_ARG(cpe_value_plain(&ret_cpe->attributes[CPE_PRODUCT], arena)));
}

static struct str
product_words(const struct affected *affected, struct arena *arena)
{
	struct str parts[] = { affected->vendor, affected->product };
	struct cpe cpe;

	if (affected->product.len > 0)
		return affected->vendor.len == 0 ? affected->product : arena_join(arena, parts, 2, STR(" "));
	if (affected->package.len > 0)
		return affected->package;
	if (affected->purl.len > 0)
		return affected->purl;
	return affected->cpes.count > 0 ? cpe_words(affected->cpes.items[0], arena, &cpe) : STR("");
}

static void
add_affected(const struct speakers *speakers, const struct affected *affected, struct product_lines *lines)
{
	struct str product = product_words(affected, speakers->arena);
	struct version_set set = { 0 };
	enum scheme scheme = scheme_of_ecosystem(affected->ecosystem);
	struct str versions = { 0 };

	if (product.len == 0 || affected->status == AFFECTED_NO)
		return;
	if (affected->phrases.count > 0)
		versions = join(&affected->phrases, speakers->lang, speakers->arena);
	else if (affected->ranges.count > 0 || affected->versions.count > 0)
		set = range_of_osv(affected, scheme, speakers->arena);
	else if (affected->rows.count > 0)
		set = range_of_cve5(affected, SCHEME_GENERIC, speakers->arena, &scheme);
	for (size_t i = 0; i < affected->fixes.count && versions.len == 0; i++)
		if (affected->fixes.items[i].build.len > 0)
			versions = catalogue_say(speakers->arena, speakers->lang, M("before {version}"), ARG("version", affected->fixes.items[i].build));
	add_line(speakers, lines, product, versions.len > 0 ? versions : set_words(speakers, &set), fixed_of(&set));
}

static void
add_match(const struct speakers *speakers, const struct config_match *match, struct product_lines *lines)
{
	struct version_set set;
	struct str product;
	struct cpe cpe = { 0 };

	if (!match->vulnerable)
		return;
	product = cpe_words(match->cpe, speakers->arena, &cpe);
	set = range_of_cpe(cpe_value_plain(&cpe.attributes[CPE_VERSION], speakers->arena), cpe_value_plain(&cpe.attributes[CPE_UPDATE], speakers->arena),
	    &match->versions, speakers->arena);
	add_line(speakers, lines, product, set_words(speakers, &set), fixed_of(&set));
}

static void
lines_of(const struct speakers *speakers, const struct advisory *advisory, struct product_lines *lines)
{
	for (size_t i = 0; i < advisory->affected.count; i++)
		add_affected(speakers, &advisory->affected.items[i], lines);
	for (size_t i = 0; lines->list.count == 0 && i < advisory->configs.count; i++)
		for (size_t j = 0; j < advisory->configs.items[i].nodes.count; j++)
			for (size_t k = 0; k < advisory->configs.items[i].nodes.items[j].matches.count; k++)
				add_match(speakers, &advisory->configs.items[i].nodes.items[j].matches.items[k], lines);
}

static struct str
with_more(const struct speakers *speakers, const struct str_list *texts, size_t more)
{
	struct str joined = arena_join(speakers->arena, texts->items, texts->count, STR("\n"));

	return more == 0 ? joined : catalogue_say(speakers->arena, speakers->lang, M("{names} and {count} more"), ARG("names", joined), ARG_N("count", more));
}

/* One record's products with their versions: two records' are not mixed. */
static void
put_products(const struct speakers *speakers, struct items_view *items)
{
	struct product_lines lines = { 0 };
	struct str_list products = { 0 }, versions = { 0 }, fixed = { 0 };
	size_t at = 0;

	for (; at < speakers->list.count && lines.list.count == 0; at++)
		lines_of(speakers, &speakers->list.items[at].advisory, &lines);
	if (lines.list.count == 0)
		return;
	for (size_t i = 0; i < lines.list.count; i++) {
		const struct product_line *line = &lines.list.items[i];

		list_push(speakers->arena, &products, line->product);
		if (line->versions.len > 0)
			list_push(speakers->arena, &versions, lines.list.count == 1 ? line->versions : arena_printf(speakers->arena, "%.*s: %.*s",
			    STR_ARG(line->product), STR_ARG(line->versions)));
		if (line->fixed.len > 0)
			list_push(speakers->arena, &fixed, arena_printf(speakers->arena, "%.*s: %.*s", STR_ARG(line->product),
			    STR_ARG(catalogue_say(speakers->arena, speakers->lang, M("update to {version} or later"), ARG("version", line->fixed)))));
	}
	put(&items->product, with_more(speakers, &products, lines.more), &speakers->list.items[at - 1]);
	if (versions.count > 0)
		put(&items->versions, with_more(speakers, &versions, lines.more), &speakers->list.items[at - 1]);
	if (fixed.count > 0 && !items->fix.stated)
		put(&items->fix, with_more(speakers, &fixed, 0), &speakers->list.items[at - 1]);
}

/* ------------------------------------------------------------------------------------- fix and mitigation */

/* What remedies are, by the words of CSAF; those of Microsoft have none of these, and name the update. */
static bool
is_kind(const struct fix *fix, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(fix->kind, str_of(words[i])))
			return true;
	return false;
}

static const char *const mitigations[] = { "workaround", "mitigation" };

static struct str
fix_words(const struct speakers *speakers, const struct fix *fix)
{
	static const char *const told[] = { "vendor_fix", "none_available", "no_fix_planned", "fix_planned" };

	if (fix->kb.len > 0)
		return catalogue_say(speakers->arena, speakers->lang, M("apply {update}"), ARG("update", arena_printf(speakers->arena, "KB%.*s", STR_ARG(fix->kb))));
	if (is_kind(fix, told, ARRAY_LEN(told)))
		return fix->text;
	if (fix->text.len == 0 || fix->kind.len == 0 || is_kind(fix, mitigations, ARRAY_LEN(mitigations)))
		return STR("");
	return catalogue_say(speakers->arena, speakers->lang, M("apply {update}"), ARG("update", fix->text));
}

static struct str
mitigation_words(const struct speakers *speakers, const struct fix *fix)
{
	(void)speakers;
	return is_kind(fix, mitigations, ARRAY_LEN(mitigations)) ? fix->text : STR("");
}

/* What the maker's remedies say of one of the two, each once, by the first who has some. */
static void
put_remedies(const struct speakers *speakers, struct str (*words)(const struct speakers *, const struct fix *), struct item_view *item)
{
	for (size_t i = 0; i < speakers->list.count && !item->stated; i++) {
		const struct advisory *advisory = &speakers->list.items[i].advisory;
		struct str_list told = { 0 };

		for (size_t a = 0; a < advisory->affected.count; a++)
			for (size_t f = 0; f < advisory->affected.items[a].fixes.count && told.count < PRODUCTS_MOST; f++) {
				struct str text = str_trim_space(words(speakers, &advisory->affected.items[a].fixes.items[f]));

				if (text.len > 0 && !str_is_one_of(text, told.items, told.count))
					list_push(speakers->arena, &told, text);
			}
		if (told.count > 0)
			put(item, arena_join(speakers->arena, told.items, told.count, STR("\n")), &speakers->list.items[i]);
	}
}

/* JVN writes its 対策 as paragraphs under headings: 「[ワークアラウンドを実施する]」 begins what is done until it is mended. */
static bool
is_heading(struct str line)
{
	return str_starts(line, STR("[")) || str_starts(line, STR("［")) || str_starts(line, STR("【")) || str_starts(line, STR("■"));
}

static bool
is_of_mitigation(struct str line)
{
	static const struct str words[] = { STR_INIT("ワークアラウンド"), STR_INIT("回避策"), STR_INIT("緩和"), STR_INIT("軽減"), STR_INIT("暫定") };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_find(line, words[i]) != SIZE_MAX)
			return true;
	return false;
}

static void
split_solution(struct item_view *fix, struct item_view *mitigation, struct arena *arena)
{
	struct str rest = fix->text, line;
	struct str_list parts[2] = { { 0 }, { 0 } };
	bool mitigates = false;

	while (str_split(&rest, '\n', &line)) {
		if (is_heading(str_trim_space(line)))
			mitigates = is_of_mitigation(line);
		list_push(arena, &parts[mitigates], line);
	}
	if (parts[1].count == 0)
		return;
	put_from(mitigation, str_trim_space(arena_join(arena, parts[1].items, parts[1].count, STR("\n"))), fix->source, fix->record);
	fix->text = str_trim_space(arena_join(arena, parts[0].items, parts[0].count, STR("\n")));
	if (fix->text.len == 0)
		*fix = (struct item_view){ 0 };
}

/* Where nobody else says what mends it, KEV's required action is a word on it. */
static void
put_kev(struct kb *kb, const struct speakers *speakers, struct items_view *items)
{
	struct match_threat threat;

	if (!items->fix.stated && match_overlay_find(kb_overlay(kb), items->vulnerability, speakers->arena, &threat) && threat.has_kev && threat.kev.action.len > 0)
		put_from(&items->fix, arena_copy(speakers->arena, threat.kev.action), STR("kev"), items->vulnerability);   /* the overlay goes with its kb */
}

/* ---------------------------------------------------------------------------------------------- the vector */

/* What nobody describes, the first vector tells. */
static void
put_vector(const struct speakers *speakers, struct items_view *items)
{
	for (size_t i = 0; i < speakers->list.count; i++) {
		const struct speaker *speaker = &speakers->list.items[i];

		for (size_t s = 0; s < speaker->advisory.scores.count; s++) {
			const struct score *score = &speaker->advisory.scores.items[s];
			struct str source = arena_printf(speakers->arena, "CVSS %s (%.*s)", enum_name(&cvss_version_names, (int)score->version), STR_ARG(speaker->feed));
			struct str condition = items_condition_words(score->vector, speakers->lang, speakers->arena), impact;
			struct cvss cvss;

			if (cvss_parse(score->vector, speakers->arena, &cvss) != NULL)
				continue;   /* the feed's reader has told of it */
			impact = impact_words(&cvss, speakers);
			if (!items->condition.stated && condition.len > 0)
				put_from(&items->condition, condition, source, speaker->advisory.id);
			if (!items->impact.stated && impact.len > 0)
				put_from(&items->impact, impact, source, speaker->advisory.id);
		}
	}
}

/* Microsoft names the impact by product: the first there is. */
static void
put_maker_impact(const struct speakers *speakers, struct item_view *item)
{
	for (size_t i = 0; i < speakers->list.count && !item->stated; i++)
		for (size_t a = 0; a < speakers->list.items[i].advisory.affected.count && !item->stated; a++)
			if (speakers->list.items[i].advisory.affected.items[a].impact.len > 0)
				put(item, speakers->list.items[i].advisory.affected.items[a].impact, &speakers->list.items[i]);
}

/* ------------------------------------------------------------------------------------------------ together */

static void
put_name(const struct items_about *about, const struct speakers *speakers, struct items_view *items)
{
	struct item_view title = { 0 };

	put_text(speakers, (struct texts){ offsetof(struct advisory, title_en), offsetof(struct advisory, title_ja) }, &title);
	if (!title.stated && about != NULL && about->title.len > 0)
		title = (struct item_view){ about->title, STR(""), STR(""), true };
	items->name = title;
	items->name.stated = true;
	items->name.text = title.stated ? arena_printf(speakers->arena, "%.*s %.*s", STR_ARG(items->vulnerability), STR_ARG(title.text)) : items->vulnerability;
}

static void
put_about(const struct items_about *about, const struct speakers *speakers, struct items_view *items)
{
	if (about->product.len > 0)
		put_from(&items->product, about->product, about->source, about->record);
	if (about->range.len > 0)
		put_from(&items->versions, items_range_words(about->range, speakers->lang, speakers->arena), about->source, about->record);
	if (about->fix.len > 0 && !items->fix.stated)
		put_from(&items->fix, about->fix, about->source, about->record);
}

static void
say_unstated(const struct speakers *speakers, struct items_view *items)
{
	struct item_view *all[] = { &items->name, &items->product, &items->versions, &items->condition, &items->impact, &items->fix, &items->mitigation };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (!all[i]->stated)
			*all[i] = (struct item_view){ speakers->unstated, STR(""), STR(""), false };
}

struct err *
items_of(struct kb *kb, struct str vulnerability, const struct items_about *about, enum lang lang, struct arena *arena, struct items_view *ret_items)
{
	struct speakers speakers = { .lang = lang, .arena = arena, .unstated = items_unstated(lang),
		.for_others = about != NULL && about->for_others };
	struct items_view items = { .vulnerability = vulnerability };

	TRY(gather(kb, vulnerability, &speakers));
	put_name(about, &speakers, &items);
	put_text(&speakers, (struct texts){ offsetof(struct advisory, condition_en), offsetof(struct advisory, condition_ja) }, &items.condition);
	put_text(&speakers, (struct texts){ offsetof(struct advisory, impact_en), offsetof(struct advisory, impact_ja) }, &items.impact);
	put_text(&speakers, (struct texts){ offsetof(struct advisory, solution_en), offsetof(struct advisory, solution_ja) }, &items.fix);
	split_solution(&items.fix, &items.mitigation, arena);
	put_text(&speakers, (struct texts){ offsetof(struct advisory, mitigation_en), offsetof(struct advisory, mitigation_ja) }, &items.mitigation);
	put_remedies(&speakers, fix_words, &items.fix);
	put_remedies(&speakers, mitigation_words, &items.mitigation);
	if (about != NULL)
		put_about(about, &speakers, &items);
	if (about == NULL || about->product.len == 0)
		put_products(&speakers, &items);
	put_kev(kb, &speakers, &items);
	put_maker_impact(&speakers, &items.impact);
	put_vector(&speakers, &items);
	say_unstated(&speakers, &items);
	*ret_items = items;
	return NULL;
}

struct err *
items_of_finding(struct kb *kb, const struct finding_view *finding, enum lang lang, struct arena *arena, struct items_view *ret_items)
{
	struct items_about about = { .title = finding->title, .product = finding->component.name, .fix = finding->fixed.len == 0 ? STR("")
	    : catalogue_say(arena, lang, M("update to {version} or later"), ARG("version", finding->fixed)) };

	if (finding->grounds.count > 0) {
		about.range = finding->grounds.items[0].range;
		about.source = finding->grounds.items[0].source;
		about.record = finding->grounds.items[0].record;
	}
	return items_of(kb, finding->vulnerability, &about, lang, arena, ret_items);
}
