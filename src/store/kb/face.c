#include "store/kb/face.h"

#include "domain/cvss/cvss.h"

/*
 * Whose score is shown first: the newest version of CVSS, then by who gives it. The others are kept beside it; which of
 * them counts where is for domain/risk.
 */
static const int source_order[SOURCE_COUNT] = {
	[SOURCE_OWN] = 5, [SOURCE_NVD] = 4, [SOURCE_CVE5] = 3, [SOURCE_JVN] = 2, [SOURCE_OSV] = 1, [SOURCE_MSRC] = 3, [SOURCE_CSAF] = 3,
};

static bool
covers_several(const struct face_record *record)
{
	return record->covers && (record->advisory.covers.count > 1 || record->advisory.aliases.count > 1);
}

static int32_t
base_of(const struct score *score, struct arena *arena)
{
	struct cvss cvss;

	if (score->base >= 0)
		return score->base;
	/* A vector nobody can read gives no score; the reader of the feed has said so. */
	if (score->vector.len == 0 || cvss_parse(score->vector, arena, &cvss) != NULL)
		return -1;
	return cvss_score(&cvss).base;
}

static void
add_scores(struct vulnerability *face, const struct face_record *record, int *best, struct arena *arena)
{
	const struct advisory *advisory = &record->advisory;

	if (covers_several(record))
		return;
	for (size_t i = 0; i < advisory->scores.count; i++) {
		struct score score = advisory->scores.items[i];
		int order = (int)score.version * 16 + source_order[advisory->source];

		score.base = base_of(&score, arena);
		list_push(arena, &face->scores, score);
		if (score.base >= 0 && order > *best) {
			*best = order;
			face->base = score.base;
		}
	}
}

/* What a record that covers several says of exploitation may be about another one. */
static void
add_evidence(struct vulnerability *face, const struct face_record *record, struct arena *arena)
{
	const struct advisory *advisory = &record->advisory;

	if (covers_several(record))
		return;
	for (size_t i = 0; i < advisory->evidence.count; i++)
		list_push(arena, &face->evidence, advisory->evidence.items[i]);
	for (size_t i = 0; i < advisory->ssvc.count; i++)
		list_push(arena, &face->ssvc, advisory->ssvc.items[i]);
}

static void
add_cwes(struct vulnerability *face, const struct advisory *advisory, struct arena *arena)
{
	for (size_t i = 0; i < advisory->cwes.count; i++)
		if (!str_is_one_of(advisory->cwes.items[i], face->cwes.items, face->cwes.count))
			list_push(arena, &face->cwes, advisory->cwes.items[i]);
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a == INSTANT_NONE ? b : b == INSTANT_NONE ? a : a < b ? a : b;
}

/*
 * Withdrawn when its own record (the CVE's, at the CNA's or NVD's) is, or when all are; otherwise the furthest any has
 * come: disputed, published, awaiting.
 */
static enum advisory_state
state_of(struct str id, const struct face_records *records)
{
	bool live = false, published = false, disputed = false;

	for (size_t i = 0; i < records->list.count; i++) {
		const struct advisory *advisory = &records->list.items[i].advisory;

		if (advisory->state == ADVISORY_WITHDRAWN) {
			if (str_eq(advisory->id, id) && (advisory->source == SOURCE_CVE5 || advisory->source == SOURCE_NVD))
				return ADVISORY_WITHDRAWN;
			continue;
		}
		live = true;
		published |= advisory->state == ADVISORY_PUBLISHED;
		disputed |= advisory->state == ADVISORY_DISPUTED;
	}
	return !live ? ADVISORY_WITHDRAWN : disputed ? ADVISORY_DISPUTED : published ? ADVISORY_PUBLISHED : ADVISORY_AWAITING;
}

enum { TITLE_BYTES = 160 };

/* NVD's records have no title: then the first sentence of the description stands for one. */
static struct str
first_sentence(struct str text)
{
	size_t end = str_find(text, STR(". ")), len = 0;
	uint32_t point;

	if (end != SIZE_MAX && end < TITLE_BYTES)
		return str_sub(text, 0, end + 1);
	if (text.len <= TITLE_BYTES)
		return text;
	for (size_t at = 0; at < TITLE_BYTES; at += str_point(text, at, &point))
		len = at;
	return str_sub(text, 0, len);
}

/* A real title goes before any description; among equals the stronger source's. */
static void
take_title(struct str *title, int *best, struct str own, struct str text, int order)
{
	int rank = own.len > 0 ? order + 64 : order;

	if ((own.len == 0 && text.len == 0) || rank <= *best)
		return;
	*best = rank;
	*title = own.len > 0 ? own : first_sentence(text);
}

void
face_of(struct str id, const struct str_list *aliases, const struct face_records *records, struct arena *arena,
    struct vulnerability *ret_face)
{
	struct vulnerability face = {
		.id = id, .aliases = *aliases, .base = -1, .published = INSTANT_NONE, .modified = INSTANT_NONE,
		.state = state_of(id, records),
	};
	int best = -1, title_en = -1, title_ja = -1;

	for (size_t i = 0; i < records->list.count; i++) {
		const struct face_record *record = &records->list.items[i];
		const struct advisory *advisory = &record->advisory;
		int order = source_order[advisory->source] + (record->covers ? 0 : 16);

		take_title(&face.title_en, &title_en, advisory->title_en, advisory->text_en, order);
		take_title(&face.title_ja, &title_ja, advisory->title_ja, advisory->text_ja, order);
		face.published = earlier(face.published, advisory->published);
		if (advisory->modified > face.modified)
			face.modified = advisory->modified;
		add_scores(&face, record, &best, arena);
		add_cwes(&face, advisory, arena);
		add_evidence(&face, record, arena);
	}
	*ret_face = face;
}
