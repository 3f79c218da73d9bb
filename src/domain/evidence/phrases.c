#include "domain/evidence/phrases.h"

#include "base/asset.h"
#include "base/fold.h"
#include "base/hash.h"

enum { GAP_BYTES = 72 };

static const char *const kind_words[] = {
	"active", "poc", "says-active", "says-poc", "says-none", "nothing",
	"not-behind", "maybe-behind", "not-before", "maybe-before", "not-behind-en", "stop", "pause", "stem",
};
const struct enum_names phrase_kind_names = ENUM_NAMES(kind_words);

static struct err *
bad_row(size_t number, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("Line {line} of the list of phrases on exploitation cannot be read: it takes a kind, a tab and a phrase."),
	    ARG_N("line", (int64_t)number));
}

static struct str
lower(struct str text, struct arena *arena)
{
	char *copy = arena_array(arena, text.len + 1, 1);

	for (size_t i = 0; i < text.len; i++)
		copy[i] = char_lower(text.ptr[i]);
	return (struct str){ copy, text.len };
}

static struct err *
add_row(struct evidence_phrases *phrases, struct str line, size_t number, struct arena *arena)
{
	static const struct str gap = STR_INIT("…");
	struct str kind, text;
	struct phrase phrase = { 0 };
	size_t at;
	int value;

	if (!str_cut(line, '\t', &kind, &text) || !enum_find(&phrase_kind_names, kind, &value))
		return bad_row(number, arena);
	phrase.kind = (enum phrase_kind)value;
	phrase.open = str_take_end(&text, STR("*"));
	at = str_find(text, gap);
	phrase.head = at == SIZE_MAX ? text : str_sub(text, 0, at);
	phrase.tail = at == SIZE_MAX ? STR("") : str_from(text, at + gap.len);
	if (phrase.kind == PHRASE_STEM) {
		phrase.head = lower(phrase.head, arena);
	} else {
		phrase.head = fold_text(phrase.head, arena);
		phrase.tail = fold_text(phrase.tail, arena);
	}
	/* Also what folds to nothing: half a phrase would say more than the whole. */
	if (phrase.head.len == 0 || (at != SIZE_MAX && phrase.tail.len == 0))
		return bad_row(number, arena);
	list_push(arena, &(phrase.kind == PHRASE_STEM ? phrases->stems : phrases->of)[(unsigned char)phrase.head.ptr[0]].list, phrase);
	return NULL;
}

struct err *
evidence_read_phrases(struct str tsv, struct arena *arena, const struct evidence_phrases **ret_phrases)
{
	struct evidence_phrases *phrases = ARENA_NEW(arena, struct evidence_phrases);
	struct str line, text = tsv;
	size_t number = 0;

	while (str_line(&tsv, &line)) {
		number++;
		if (line.len > 0 && line.ptr[0] != '#')
			TRY(add_row(phrases, line, number, arena));
	}
	phrases->edition = hash64(text, 0);
	*ret_phrases = phrases;
	return NULL;
}

struct err *
evidence_builtin(struct arena *arena, const struct evidence_phrases **ret_phrases)
{
	return evidence_read_phrases(asset_find(STR("evidence/phrases.tsv")), arena, ret_phrases);
}

uint64_t
evidence_edition(const struct evidence_phrases *phrases)
{
	return phrases->edition;
}

/* ------------------------------------------------------------------------------------------ looking for them */

/* "poc" is no word of its own in /bin/poc.wasm, post-poc and my_poc. */
static bool
ties(struct str text, size_t at)
{
	char c = text.ptr[at];

	return char_is_alnum(c) || c == '_' || c == '/' || ((c == '-' || c == '.') && at + 1 < text.len && char_is_alnum(text.ptr[at + 1]));
}

/* A Latin word begins and ends at its ends; kanji and kana have none. */
static bool
begins_word(struct str text, size_t at)
{
	return !char_is_alnum(text.ptr[at]) || at == 0 || !ties(text, at - 1);
}

static bool
ends_word(struct str text, size_t end)
{
	return end >= text.len || !char_is_alnum(text.ptr[end - 1]) || !ties(text, end);
}

static bool
find_tail(const struct phrase *phrase, struct str text, struct span *span)
{
	struct str room = str_sub(text, span->end, GAP_BYTES + phrase->tail.len);

	for (size_t from = 0;;) {
		size_t at = str_find(str_from(room, from), phrase->tail);
		size_t begin = span->gap_begin + from + at;

		if (at == SIZE_MAX)
			return false;
		/* Where the head stands again in the gap, the nearer one has the tail. */
		if (str_find(str_sub(room, 0, from + at), phrase->head) != SIZE_MAX)
			return false;
		if (begins_word(text, begin) && (phrase->open || ends_word(text, begin + phrase->tail.len))) {
			span->gap_end = begin;
			span->end = begin + phrase->tail.len;
			return true;
		}
		from += at + 1;
	}
}

static bool
stands_at(const struct phrase *phrase, struct str text, size_t at, struct span *ret_span)
{
	size_t end = at + phrase->head.len;
	struct span span = { phrase->kind, at, end, end, end };

	if (!str_starts(str_from(text, at), phrase->head))
		return false;
	if (phrase->tail.len > 0 ? !ends_word(text, end) || !find_tail(phrase, text, &span) : !phrase->open && !ends_word(text, end))
		return false;
	*ret_span = span;
	return true;
}

/* A thought ends in its gap: then its two parts have nothing to do with each other. */
static bool
is_parted(const struct spans *spans, const struct span *span)
{
	for (size_t i = 0; i < spans->list.count; i++) {
		const struct span *stop = &spans->list.items[i];

		if (stop->kind == PHRASE_STOP && stop->begin >= span->gap_begin && stop->begin < span->gap_end)
			return true;
	}
	return false;
}

static void
drop_parted(struct spans *spans)
{
	size_t kept = 0;

	for (size_t i = 0; i < spans->list.count; i++) {
		struct span span = spans->list.items[i];

		if (!is_parted(spans, &span))
			spans->list.items[kept++] = span;
	}
	spans->list.count = kept;
}

void
phrases_mark(const struct evidence_phrases *phrases, struct str folded, struct arena *arena, struct spans *ret_spans)
{
	*ret_spans = (struct spans){ 0 };
	for (size_t at = 0; at < folded.len; at++) {
		const struct phrase_bucket *bucket = &phrases->of[(unsigned char)folded.ptr[at]];
		struct span span;

		if (bucket->list.count == 0 || !begins_word(folded, at))
			continue;
		for (size_t i = 0; i < bucket->list.count; i++)
			if (stands_at(&bucket->list.items[i], folded, at, &span))
				list_push(arena, &ret_spans->list, span);
	}
	drop_parted(ret_spans);
}

bool
phrases_have_stem(const struct evidence_phrases *phrases, struct str text)
{
	for (size_t at = 0; at < text.len; at++) {
		const struct phrase_bucket *bucket = &phrases->stems[(unsigned char)char_lower(text.ptr[at])];

		for (size_t i = 0; i < bucket->list.count; i++)
			if (str_starts_nocase(str_from(text, at), bucket->list.items[i].head))
				return true;
	}
	return false;
}
