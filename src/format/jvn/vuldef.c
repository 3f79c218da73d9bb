#include "base/buf.h"
#include "format/jvn/record.h"

/* VULDEF's five answers. "No product of ours, still looking" is not decisive. */
static const struct {
	struct str           word;
	enum affected_status status;
} statuses[] = {
	{ STR_INIT(""), AFFECTED_YES },
	{ STR_INIT("vulnerable"), AFFECTED_YES },
	{ STR_INIT("vulnerable_investigating"), AFFECTED_YES },
	{ STR_INIT("notvulnerable"), AFFECTED_NO },
	{ STR_INIT("notvulnerable_investigating"), AFFECTED_UNKNOWN },
	{ STR_INIT("unknown"), AFFECTED_UNKNOWN },
};

static enum affected_status
status_of(struct str word)
{
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
		if (str_eq(word, statuses[i].word))
			return statuses[i].status;
	return AFFECTED_UNKNOWN;
}

/* The operators VULDEF has, in the words JVN iPedia writes instead: one grammar reads both. */
static const struct {
	struct str operator;
	struct str words;
} operators[] = {
	{ STR_INIT("lt"), STR_INIT(" 未満") },
	{ STR_INIT("le"), STR_INIT(" 以下") },
	{ STR_INIT("gt"), STR_INIT(" より後") },
	{ STR_INIT("ge"), STR_INIT(" 以上") },
	{ STR_INIT("ne"), STR_INIT(" を除く") },
};

static struct str
bound_words(struct arena *arena, struct str operator, struct str version)
{
	for (size_t i = 0; i < ARRAY_LEN(operators); i++)
		if (str_eq(operator, operators[i].operator))
			return arena_join(arena, (struct str[]){ version, operators[i].words }, 2, STR(""));
	return version;
}

/* One VersionNumber: as written; from RangeBegin to RangeEnd where it has the structure. "" when it says nothing. */
static struct str
phrase_of(struct arena *arena, const struct xml_node *version)
{
	struct str parts[2];
	size_t count = 0;

	for (size_t i = 0; i < version->children.count && count < ARRAY_LEN(parts); i++) {
		const struct xml_node *bound = version->children.items[i];
		struct str text = str_trim_space(bound->text);

		if (text.len > 0)
			parts[count++] = bound_words(arena, xml_attribute(bound, "operator"), text);
	}
	if (count > 0)
		return arena_join(arena, parts, count, STR(" "));
	if (str_trim_space(version->text).len == 0)
		return STR("");
	return bound_words(arena, xml_attribute(version, "operator"), version->text);
}

static struct err *
fill_item(struct jvn_record *record, const struct xml_node *item)
{
	struct affected *affected = jvn_affected(record, xml_child_text(item, "Name"), xml_child_text(item, "ProductName"),
	    status_of(xml_attribute(item, "affectedstatus")));

	for (size_t i = 0; i < item->children.count; i++) {
		const struct xml_node *child = item->children.items[i];
		struct str text = str_trim_space(child->text);

		if (str_eq(child->name, STR("Cpe"))) {
			TRY(jvn_add_cpe(record, affected, text));
		} else if (str_eq(child->name, STR("VersionNumber"))) {
			text = phrase_of(record->arena, child);
			if (text.len > 0)
				list_push(record->arena, &affected->phrases, text);
		} else if (str_eq(child->name, STR("BuildNumber")) && text.len > 0) {
			list_push(record->arena, &affected->phrases, arena_printf(record->arena, "Build %.*s", STR_ARG(text)));
		}
	}
	return NULL;
}

static struct err *
fill_affected(struct jvn_record *record, const struct xml_node *affected)
{
	for (size_t i = 0; affected != NULL && i < affected->children.count; i++)
		if (str_eq(affected->children.items[i]->name, STR("AffectedItem")))
			TRY(fill_item(record, affected->children.items[i]));
	return NULL;
}

/* SolutionItem: what is done until it is mended is no solution yet. */
static bool
is_workaround(const struct xml_node *item)
{
	return str_eq(xml_attribute(item, "solutiontype"), STR("workaround"));
}

/* The descriptions of all items of that name, one a line; of solutions the workarounds, or the others. */
static struct str
descriptions(struct arena *arena, const struct xml_node *parent, const char *item_name, bool workarounds)
{
	struct buf text BUF_SCOPE = { 0 };

	for (size_t i = 0; parent != NULL && i < parent->children.count; i++) {
		const struct xml_node *item = parent->children.items[i];

		for (size_t k = 0; str_eq(item->name, str_of(item_name)) && is_workaround(item) == workarounds && k < item->children.count; k++) {
			if (!str_eq(item->children.items[k]->name, STR("Description")))
				continue;
			if (text.len > 0)
				buf_add_char(&text, '\n');
			buf_add(&text, str_trim_space(item->children.items[k]->text));
		}
	}
	return arena_copy(arena, buf_str(&text));
}

static void
fill_scores(struct jvn_record *record, const struct xml_node *impact)
{
	for (size_t i = 0; impact != NULL && i < impact->children.count; i++) {
		const struct xml_node *cvss = impact->children.items[i];

		if (str_eq(cvss->name, STR("Cvss")))
			jvn_add_score(record, xml_attribute(cvss, "version"), xml_child_text(cvss, "Vector"), xml_child_text(cvss, "Base"));
	}
}

static void
fill_related_item(struct jvn_record *record, const struct xml_node *item)
{
	struct str type = xml_attribute(item, "type"), id = xml_child_text(item, "VulinfoID"), title = xml_child_text(item, "Title");

	if (str_eq(type, STR("cwe"))) {
		jvn_add_cwe(record, id);
		return;
	}
	if (str_eq(type, STR("advisory")))
		(void)jvn_add_id(record, id);
	jvn_add_reference(record, xml_child_text(item, "URL"), title.len > 0 ? title : id, xml_child_text(item, "Name"));
}

static void
fill_related(struct jvn_record *record, const struct xml_node *related)
{
	for (size_t i = 0; related != NULL && i < related->children.count; i++)
		if (str_eq(related->children.items[i]->name, STR("RelatedItem")))
			fill_related_item(record, related->children.items[i]);
}

/* VULDEF 3.2 may have the kinds of weakness beside the overview. */
static void
fill_cwes(struct jvn_record *record, const struct xml_node *description)
{
	for (size_t i = 0; description != NULL && i < description->children.count; i++)
		if (str_eq(description->children.items[i]->name, STR("Cwe")))
			fill_related(record, description->children.items[i]);
}

struct err *
vuldef_fill(struct jvn_record *record, const struct xml_node *vulinfo)
{
	const struct xml_node *data = xml_child(vulinfo, "VulinfoData"), *description = xml_child(data, "VulinfoDescription");
	struct advisory *advisory = &record->advisory;

	if (data == NULL)
		return err_new(record->arena, ERR_FORMAT, M("The record has no VulinfoData."));
	jvn_set_texts(record, xml_child_text(data, "Title"), xml_child_text(description, "Overview"));
	*(record->is_english ? &advisory->impact_en : &advisory->impact_ja) = descriptions(record->arena, xml_child(data, "Impact"), "ImpactItem", false);
	*(record->is_english ? &advisory->solution_en : &advisory->solution_ja) =
	    descriptions(record->arena, xml_child(data, "Solution"), "SolutionItem", false);
	*(record->is_english ? &advisory->mitigation_en : &advisory->mitigation_ja) =
	    descriptions(record->arena, xml_child(data, "Solution"), "SolutionItem", true);
	advisory->published = jvn_instant(xml_child_text(data, "DateFirstPublished"));
	if (advisory->published == INSTANT_NONE)
		advisory->published = jvn_instant(xml_child_text(data, "DatePublic"));
	advisory->modified = jvn_instant(xml_child_text(data, "DateLastUpdated"));
	TRY(fill_affected(record, xml_child(data, "Affected")));
	fill_scores(record, xml_child(data, "Impact"));
	fill_cwes(record, description);
	fill_related(record, xml_child(data, "Related"));
	return NULL;
}
