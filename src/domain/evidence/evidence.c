/*
 * evidence.c - a text is cut into sentences, a sentence is folded and its phrases are marked; then each mark of exploitation is held against what
 * stands around it in the same thought.
 */
#include "domain/evidence/phrases.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/limits.h"
#include "format/vulnid/vulnid.h"

/* How far what negates or leaves open may stand from the phrase, in bytes of the folded sentence: 24 and 12 kanji behind, some words before. */
enum { NOT_BEHIND = 72, MAYBE_BEHIND = 36, NOT_BEFORE = 48, MAYBE_BEFORE = 48 };

/* ----------------------------------------------------------------------------------------------- sentences */

static bool
is_abbreviation(struct str before)
{
	static const struct str words[] = {
		STR_INIT("Inc"), STR_INIT("Corp"), STR_INIT("Ltd"), STR_INIT("Co"), STR_INIT("e.g"), STR_INIT("i.e"), STR_INIT("vs"), STR_INIT("No"),
		STR_INIT("Ver"), STR_INIT("ver"), STR_INIT("v"), STR_INIT("etc"), STR_INIT("approx"),
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_ends(before, words[i]) && (before.len == words[i].len || !char_is_alnum(before.ptr[before.len - words[i].len - 1])))
			return true;
	return false;
}

/* A point, blank space and then no small letter: "ver. 2.0 is" has none. */
static bool
is_full_stop(struct str text, size_t at)
{
	size_t next = at + 1;

	if (next < text.len && !char_is_space(text.ptr[next]))
		return false;
	while (next < text.len && char_is_space(text.ptr[next]))
		next++;
	return next == text.len || (!char_is_lower(text.ptr[next]) && !is_abbreviation(str_sub(text, 0, at)));
}

static bool
begins_item(struct str line)
{
	static const struct str marks[] = {
		STR_INIT("-"), STR_INIT("*"), STR_INIT("・"), STR_INIT("■"), STR_INIT("●"), STR_INIT("○"), STR_INIT("※"), STR_INIT("【"), STR_INIT("["),
	};

	while (line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t'))
		line = str_from(line, 1);
	if (line.len == 0 || line.ptr[0] == '\n' || line.ptr[0] == '\r')
		return true;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (str_starts(line, marks[i]))
			return true;
	return false;
}

/* Behind the sentence that begins at `from`. Lines are wrapped in alerts: only an empty line or one with a mark ends a sentence. */
static size_t
sentence_end(struct str text, size_t from)
{
	static const struct str ends[] = { STR_INIT("。"), STR_INIT("！"), STR_INIT("？") };
	size_t most = from + LIMIT_EVIDENCE_SENTENCE < text.len ? from + LIMIT_EVIDENCE_SENTENCE : text.len;

	for (size_t at = from; at < most; at++) {
		char c = text.ptr[at];

		if ((c == '.' && is_full_stop(text, at)) || c == '!' || c == '?')
			return at + 1;
		if (c == '\n' && begins_item(str_from(text, at + 1)))
			return at + 1;
		for (size_t i = 0; i < ARRAY_LEN(ends) && (unsigned char)c >= 0x80; i++)
			if (str_starts(str_sub(text, at, ends[i].len), ends[i]))
				return at + ends[i].len;
	}
	/* A cut never goes through a letter. */
	while (most < text.len && most > from + 1 && ((unsigned char)text.ptr[most] & 0xC0) == 0x80)
		most--;
	return most;
}

/* Folded, without the blanks that wrapping puts between kanji. */
static struct str
flatten(struct str sentence, struct arena *arena)
{
	struct str folded = fold_text(sentence, arena);
	struct buf out BUF_SCOPE = { 0 };

	for (size_t at = 0; at < folded.len; at++) {
		bool wrapped = folded.ptr[at] == ' ' && at > 0 && at + 1 < folded.len && ((unsigned char)folded.ptr[at - 1] & 0x80) != 0 &&
		    ((unsigned char)folded.ptr[at + 1] & 0x80) != 0;

		if (!wrapped)
			buf_add_char(&out, folded.ptr[at]);
	}
	return arena_copy(arena, buf_str(&out));
}

/* ------------------------------------------------------------------------------------------------ thoughts */

static bool
is_stop(const struct span *span, bool pauses)
{
	return span->kind == PHRASE_STOP || (pauses && span->kind == PHRASE_PAUSE);
}

/* Where the thought ends that goes on behind `end`: at the first stop that is not wholly within what is before. */
static size_t
thought_end(const struct spans *spans, size_t end, size_t len, bool pauses)
{
	for (size_t i = 0; i < spans->list.count; i++) {
		const struct span *span = &spans->list.items[i];

		if (is_stop(span, pauses) && span->end > end)
			return span->begin > end ? span->begin : end;
	}
	return len;
}

static size_t
thought_begin(const struct spans *spans, size_t begin, bool pauses)
{
	size_t from = 0;

	for (size_t i = 0; i < spans->list.count; i++) {
		const struct span *span = &spans->list.items[i];

		if (is_stop(span, pauses) && span->end <= begin && span->end > from)
			from = span->end;
	}
	return from;
}

static bool
has_between(const struct spans *spans, enum phrase_kind kind, size_t from, size_t to)
{
	for (size_t i = 0; i < spans->list.count; i++) {
		const struct span *span = &spans->list.items[i];

		if (span->kind == kind && span->begin >= from && span->begin <= to)
			return true;
	}
	return false;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t
back(size_t at, size_t bytes, size_t from)
{
	return at < bytes + from ? from : at - bytes;
}

/* What the phrase is about is said not to be. */
static bool
is_negated(const struct spans *spans, const struct span *span, size_t len)
{
	size_t from = thought_begin(spans, span->begin, true), to = thought_end(spans, span->end, len, true);

	return has_between(spans, PHRASE_NOT_BEHIND, span->end, least(to, span->end + NOT_BEHIND)) ||
	    has_between(spans, PHRASE_NOT_BEHIND_EN, span->gap_begin, least(to, span->end + NOT_BEHIND)) ||
	    has_between(spans, PHRASE_NOT_BEFORE, back(span->begin, NOT_BEFORE, from), span->begin) ||
	    (span->gap_end > span->gap_begin && has_between(spans, PHRASE_NOT_BEFORE, span->gap_begin, span->gap_end));
}

/* It may be, it is asked whether it is, or what is to be done if it is. */
static bool
is_open(const struct spans *spans, const struct span *span, size_t len)
{
	size_t from = thought_begin(spans, span->begin, true), to = thought_end(spans, span->end, len, true);
	bool gap = span->gap_end > span->gap_begin;

	return has_between(spans, PHRASE_MAYBE_BEHIND, span->end, least(to, span->end + MAYBE_BEHIND)) ||
	    has_between(spans, PHRASE_MAYBE_BEFORE, back(span->begin, MAYBE_BEFORE, from), span->begin) ||
	    (gap && (has_between(spans, PHRASE_MAYBE_BEHIND, span->gap_begin, span->gap_end) ||
	    has_between(spans, PHRASE_MAYBE_BEFORE, span->gap_begin, span->gap_end)));
}

/* Another phrase says more of what begins here: 悪用可能なコード is no 悪用. */
static bool
is_shorter(const struct spans *spans, const struct span *span)
{
	for (size_t i = 0; i < spans->list.count; i++) {
		const struct span *other = &spans->list.items[i];

		if (other->kind <= PHRASE_POC && other->begin == span->begin && other->gap_begin > span->gap_begin)
			return true;
	}
	return false;
}

/* Part of a wording that says itself what it means. */
static bool
is_within_wording(const struct spans *spans, const struct span *span)
{
	for (size_t i = 0; i < spans->list.count; i++) {
		const struct span *other = &spans->list.items[i];

		if (other->kind >= PHRASE_SAYS_ACTIVE && other->kind <= PHRASE_NOTHING && span->begin < other->end && other->begin < span->end)
			return true;
	}
	return false;
}

static enum exploitation
level_of(const struct spans *spans, const struct span *span, size_t len)
{
	static const enum exploitation says[] = {
		[PHRASE_SAYS_ACTIVE] = EXPLOITATION_ACTIVE, [PHRASE_SAYS_POC] = EXPLOITATION_POC, [PHRASE_SAYS_NONE] = EXPLOITATION_NONE,
	};

	if (span->kind >= PHRASE_SAYS_ACTIVE && span->kind <= PHRASE_SAYS_NONE)
		return says[span->kind];
	if ((span->kind != PHRASE_ACTIVE && span->kind != PHRASE_POC) || is_within_wording(spans, span) ||
	    is_shorter(spans, span))
		return EXPLOITATION_UNKNOWN;
	if (is_negated(spans, span, len))
		/* That no code is public says nothing of attacks. */
		return span->kind == PHRASE_ACTIVE ? EXPLOITATION_NONE : EXPLOITATION_UNKNOWN;
	if (is_open(spans, span, len))
		return EXPLOITATION_UNKNOWN;
	return span->kind == PHRASE_ACTIVE ? EXPLOITATION_ACTIVE : EXPLOITATION_POC;
}

/* ------------------------------------------------------------------------------------------------- a sentence */

/* What each thought of a sentence says, and of which numbers. */
struct thought { enum exploitation level; struct str_list cves; };
struct thoughts { LIST(struct thought) list; };

static bool
is_same(const struct str_list *a, const struct str_list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!str_eq(a->items[i], b->items[i]))
			return false;
	return true;
}

static void
add_thought(struct thoughts *thoughts, enum exploitation level, const struct str_list *cves, struct arena *arena)
{
	for (size_t i = 0; i < thoughts->list.count; i++) {
		struct thought *held = &thoughts->list.items[i];

		if (is_same(&held->cves, cves)) {
			held->level = level > held->level ? level : held->level;
			return;
		}
	}
	list_push(arena, &thoughts->list, ((struct thought){ level, *cves }));
}

static void
find_thoughts(const struct evidence_phrases *phrases, struct str folded, struct arena *arena, struct thoughts *ret_thoughts)
{
	struct str_list all;
	struct spans spans;

	*ret_thoughts = (struct thoughts){ 0 };
	phrases_mark(phrases, folded, arena, &spans);
	vulnid_cves(folded, arena, &all);
	for (size_t i = 0; i < spans.list.count; i++) {
		const struct span *span = &spans.list.items[i];
		enum exploitation level = level_of(&spans, span, folded.len);
		struct str_list own = all;
		size_t from;

		if (level == EXPLOITATION_UNKNOWN)
			continue;
		if (all.count > 1) {
			from = thought_begin(&spans, span->begin, false);
			vulnid_cves(str_sub(folded, from, thought_end(&spans, span->end, folded.len, false) - from), arena, &own);
			own = own.count > 0 ? own : all;
		}
		add_thought(ret_thoughts, level, &own, arena);
	}
}

static struct str
trimmed(struct str sentence)
{
	while (sentence.len > 0 && char_is_space(sentence.ptr[0]))
		sentence = str_from(sentence, 1);
	while (sentence.len > 0 && char_is_space(sentence.ptr[sentence.len - 1]))
		sentence.len--;
	return sentence;
}

void
evidence_find(const struct evidence_phrases *phrases, struct str text, struct arena *arena, struct evidence_list *ret_said)
{
	*ret_said = (struct evidence_list){ 0 };
	for (size_t at = 0, end; at < text.len && ret_said->list.count < LIMIT_EVIDENCE_SAID; at = end) {
		struct str sentence;
		struct thoughts thoughts;

		end = sentence_end(text, at);
		sentence = trimmed(str_sub(text, at, end - at));
		if (!phrases_have_stem(phrases, sentence))
			continue;
		find_thoughts(phrases, flatten(sentence, arena), arena, &thoughts);
		for (size_t i = 0; i < thoughts.list.count; i++)
			list_push(arena, &ret_said->list, ((struct evidence_said){ thoughts.list.items[i].level, sentence, thoughts.list.items[i].cves }));
	}
}
