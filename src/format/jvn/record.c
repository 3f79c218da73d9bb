#include "format/jvn/record.h"

#include "base/vec.h"
#include "format/cpe/cpe.h"
#include "format/vulnid/vulnid.h"

static void
push_once(struct arena *arena, struct str_list *list, struct str text)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->items[i], text))
			return;
	list_push(arena, list, text);
}

bool
jvn_add_id(struct jvn_record *record, struct str text)
{
	struct vulnid id = vulnid_parse(str_trim_space(text), record->arena);

	switch (id.kind) {
	case VULNID_CVE:
		push_once(record->arena, &record->advisory.covers, id.text);
		return true;
	case VULNID_JVN:
	case VULNID_JVNVU:
	case VULNID_JVNTA:
		push_once(record->arena, &record->jvn_ids, id.text);
		return true;
	case VULNID_VU:
		push_once(record->arena, &record->advisory.related, id.text);
		return true;
	default:
		return false;
	}
}

void
jvn_add_cwe(struct jvn_record *record, struct str text)
{
	struct str number = text;
	uint64_t value;

	if (str_take(&number, STR("CWE-")) && str_to_u64(number, &value))
		push_once(record->arena, &record->advisory.cwes, text);
}

void
jvn_add_reference(struct jvn_record *record, struct str url, struct str title, struct str tag)
{
	struct reference *reference;

	if (url.len == 0)
		return;
	reference = list_add(record->arena, &record->advisory.references);
	reference->url = url;
	reference->title = title;
	if (tag.len > 0)
		list_push(record->arena, &reference->tags, tag);
}

/* "9.8" as 98; -1 for what is no score from 0.0 to 10.0. */
static int32_t
tenths_of(struct str text)
{
	struct str whole, part;
	uint64_t units, tenths = 0;

	(void)str_cut(text, '.', &whole, &part);
	if (!str_to_u64(whole, &units) || units > 10 || part.len > 1 || (part.len == 1 && !str_to_u64(part, &tenths)) ||
	    units * 10 + tenths > 100)
		return -1;
	return (int32_t)(units * 10 + tenths);
}

/* The vector's own prefix is more exact than the version beside it: 3.0 stands over vectors of 3.1. */
static enum cvss_version
version_of(struct str version, struct str vector)
{
	static const struct { struct str prefix; enum cvss_version version; } prefixes[] = {
		{ STR_INIT("CVSS:3.0/"), CVSS_V3_0 }, { STR_INIT("CVSS:3.1/"), CVSS_V3_1 }, { STR_INIT("CVSS:4.0/"), CVSS_V4 },
	};
	static const struct { struct str name; enum cvss_version version; } names[] = {
		{ STR_INIT("2.0"), CVSS_V2 }, { STR_INIT("3.0"), CVSS_V3_0 }, { STR_INIT("3.1"), CVSS_V3_1 }, { STR_INIT("4.0"), CVSS_V4 },
	};

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (str_starts(vector, prefixes[i].prefix))
			return prefixes[i].version;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eq(version, names[i].name))
			return names[i].version;
	return CVSS_NONE;
}

void
jvn_add_score(struct jvn_record *record, struct str version, struct str vector, struct str base)
{
	struct score score = { .provider = STR("ipa"), .version = version_of(version, vector), .vector = vector, .base = tenths_of(base) };

	if (score.version != CVSS_NONE && (vector.len > 0 || score.base >= 0))
		list_push(record->arena, &record->advisory.scores, score);
}

struct affected *
jvn_affected(struct jvn_record *record, struct str vendor, struct str product, enum affected_status status)
{
	struct str key = arena_printf(record->arena, "%d%.*s\n%.*s", (int)status, STR_ARG(vendor), STR_ARG(product));
	uint64_t *row = map_put(record->arena, &record->products, key);
	struct affected *affected;

	if (*row != 0)
		return &record->advisory.affected.items[*row - 1];
	affected = list_add(record->arena, &record->advisory.affected);
	*row = record->advisory.affected.count;
	affected->vendor = vendor;
	affected->product = product;
	affected->status = status;
	return affected;
}

struct err *
jvn_add_cpe(struct jvn_record *record, struct affected *affected, struct str uri)
{
	struct cpe cpe;
	struct err *err;

	if (uri.len == 0)
		return NULL;
	err = cpe_parse(uri, record->arena, &cpe);
	if (err == NULL && cpe.attributes[CPE_PRODUCT].kind != CPE_VALUE)
		err = err_new(record->arena, ERR_FORMAT, M("The CPE name {cpe} names no product."), ARG("cpe", uri));
	if (err != NULL)
		return sink_warn(record->sink, record->advisory.id, (int64_t)record->offset, -1, err, record->arena);
	push_once(record->arena, &affected->cpes, cpe_format(&cpe, record->arena));
	return NULL;
}

/* ------------------------------------------------------------------------------------ state and texts */

static const struct {
	struct str          word;
	enum advisory_state state;
} state_words[] = {
	{ STR_INIT("削除"), ADVISORY_WITHDRAWN },
	{ STR_INIT("REJECT"), ADVISORY_WITHDRAWN },
	{ STR_INIT("DELETE"), ADVISORY_WITHDRAWN },
	{ STR_INIT("未確定"), ADVISORY_DISPUTED },
	{ STR_INIT("DISPUTED"), ADVISORY_DISPUTED },
};

static bool
take_stars(struct str *text)
{
	bool any = false;

	for (;;) {
		*text = str_trim_space(*text);
		if (!str_take(text, STR("*")) && !str_take(text, STR("＊")))
			return any;
		any = true;
	}
}

/* 「** 削除 **」 and the like, one or several, at the beginning of a title or text. */
static enum advisory_state
state_of(struct str text)
{
	while (take_stars(&text)) {
		size_t end = str_find(text, STR("*")) < str_find(text, STR("＊")) ? str_find(text, STR("*")) : str_find(text, STR("＊"));

		for (size_t i = 0; i < ARRAY_LEN(state_words); i++)
			if (str_starts_nocase(text, state_words[i].word))
				return state_words[i].state;
		text = str_from(text, end);
	}
	return ADVISORY_PUBLISHED;
}

void
jvn_set_texts(struct jvn_record *record, struct str title, struct str text)
{
	struct advisory *advisory = &record->advisory;

	if (record->is_english) {
		advisory->title_en = title;
		advisory->text_en = text;
	} else {
		advisory->title_ja = title;
		advisory->text_ja = text;
	}
	advisory->state = state_of(title);
	if (advisory->state == ADVISORY_PUBLISHED)
		advisory->state = state_of(text);
}

int64_t
jvn_instant(struct str text)
{
	int64_t instant;

	return instant_parse(text, ZONE_JST, &instant) ? instant : INSTANT_NONE;
}

/* One of JVN's ids is the record's other name; of several none is. */
static void
place_jvn_ids(struct jvn_record *record)
{
	struct advisory *advisory = &record->advisory;

	for (size_t i = 0; i < record->jvn_ids.count; i++) {
		struct str id = record->jvn_ids.items[i];

		if (str_eq(id, advisory->id))
			continue;
		if (record->jvn_ids.count == 1)
			list_push(record->arena, &advisory->aliases, id);
		else
			list_push(record->arena, &advisory->related, id);
	}
}

void
jvn_finish(struct jvn_record *record)
{
	place_jvn_ids(record);
	if (record->advisory.state == ADVISORY_WITHDRAWN)
		record->advisory.withdrawn = record->advisory.modified;
}
