#include "model/verdict.h"

#include "base/catalogue.h"

#define WORDS(table, ...)                                              \
	static const char *const table##_words[] = { __VA_ARGS__ };    \
	const struct enum_names table = ENUM_NAMES(table##_words)

WORDS(verdict_names, "affected", "not_affected", "unknown", "provider");
WORDS(rank_names, "maker", "distributor", "cna", "own", "jvn", "nvd", "");
WORDS(missing_names, "", "version", "release", "identity", "edition", "platform", "host", "coverage", "source",
    "fresh_source", "range", "reading", "order", "maker_word");
WORDS(question_names, "", "version", "release", "identity", "edition", "host", "source", "reading", "maker_word");
WORDS(reason_names, "", "in_range", "all_versions", "condition_met", "out_of_range", "condition_not_met",
    "other_edition", "other_platform", "silent", "no_version", "no_release", "no_range", "unread", "not_stated", "no_order",
    "edition_unknown", "platform_unknown", "needs_host", "condition_unknown", "stale", "maker_decides");

static const struct field grounds_fields[] = {
	FIELD_NAMED(struct grounds, source, &source_names),
	FIELD(struct grounds, feed, FIELD_STR),
	FIELD(struct grounds, record, FIELD_STR),
	FIELD_NAMED(struct grounds, rank, &rank_names),
	FIELD_NAMED(struct grounds, verdict, &verdict_names),
	FIELD_NAMED(struct grounds, reason, &reason_names),
	FIELD_NAMED(struct grounds, missing, &missing_names),
	FIELD(struct grounds, subject, FIELD_STR),
	FIELD(struct grounds, range, FIELD_STR),
	FIELD(struct grounds, version, FIELD_STR),
	FIELD(struct grounds, fixed, FIELD_STR),
	FIELD(struct grounds, detail, FIELD_STR),
};
const struct schema grounds_schema = SCHEMA("grounds", struct grounds, grounds_fields);

static const struct field vulnerability_fields[] = {
	FIELD(struct vulnerability, id, FIELD_STR),
	FIELD(struct vulnerability, aliases, FIELD_STRS),
	FIELD_NAMED(struct vulnerability, state, &advisory_state_names),
	FIELD(struct vulnerability, title_en, FIELD_STR),
	FIELD(struct vulnerability, title_ja, FIELD_STR),
	FIELD(struct vulnerability, base, FIELD_TENTHS),
	FIELD_OF(struct vulnerability, scores, FIELD_LIST, &score_schema),
	FIELD(struct vulnerability, cwes, FIELD_STRS),
	FIELD(struct vulnerability, published, FIELD_INSTANT),
	FIELD(struct vulnerability, modified, FIELD_INSTANT),
	FIELD_OF(struct vulnerability, evidence, FIELD_LIST, &evidence_schema),
	FIELD_OF(struct vulnerability, ssvc, FIELD_LIST, &ssvc_schema),
};
const struct schema vulnerability_schema = SCHEMA("vulnerability", struct vulnerability, vulnerability_fields);

static const char *const verdict_sentences[VERDICT_COUNT] = {
	[VERDICT_AFFECTED] = M("affected"),
	[VERDICT_NOT_AFFECTED] = M("not affected"),
	[VERDICT_UNKNOWN] = M("cannot be decided"),
	[VERDICT_PROVIDER] = M("handled by the provider"),
};

struct str
verdict_words(enum verdict verdict, enum lang lang)
{
	if ((unsigned)verdict >= VERDICT_COUNT)
		return STR("");
	return str_of(catalogue_text(lang, verdict_sentences[verdict]));
}

enum question
question_of(enum missing missing)
{
	static const enum question questions[] = {
		[MISSING_NOTHING] = QUESTION_NONE,
		[MISSING_VERSION] = QUESTION_VERSION,
		[MISSING_RELEASE] = QUESTION_RELEASE,
		[MISSING_IDENTITY] = QUESTION_IDENTITY,
		[MISSING_EDITION] = QUESTION_EDITION,
		[MISSING_PLATFORM] = QUESTION_HOST,
		[MISSING_HOST] = QUESTION_HOST,
		[MISSING_COVERAGE] = QUESTION_HOST,
		[MISSING_SOURCE] = QUESTION_SOURCE,
		[MISSING_FRESH_SOURCE] = QUESTION_SOURCE,
		[MISSING_RANGE] = QUESTION_READING,
		[MISSING_READING] = QUESTION_READING,
		[MISSING_ORDER] = QUESTION_READING,
		[MISSING_MAKER_WORD] = QUESTION_MAKER_WORD,
	};

	return (size_t)missing < ARRAY_LEN(questions) ? questions[missing] : QUESTION_NONE;
}

static const char *const question_sentences[] = {
	[QUESTION_VERSION] = M("Which version of {product} is installed?"),
	[QUESTION_RELEASE] = M("Which release of the distribution does {product} come from?"),
	[QUESTION_IDENTITY] = M("Which product is {product}? Confirm one of the candidates."),
	[QUESTION_EDITION] = M("Which edition of {product} is it?"),
	[QUESTION_HOST] = M("What else is on the host of {product}? Take the host's inventory."),
	[QUESTION_SOURCE] = M("The source {product} is missing or too old. Load it."),
	[QUESTION_READING] = M("Which versions of {product} are affected? Read the maker's page and enter the range."),
	[QUESTION_MAKER_WORD] = M("Which build of {product} is installed, and which updates (KB)?"),
};

struct str
question_sentence(enum question question, struct str product, enum lang lang, struct arena *arena)
{
	if ((size_t)question >= ARRAY_LEN(question_sentences) || question_sentences[question] == NULL)
		return STR("");
	return catalogue_say(arena, lang, question_sentences[question], ARG("product", product));
}

static const char *const reason_sentences[REASON_COUNT] = {
	[REASON_IN_RANGE] = M("{record}: version {version} of {subject} is in the affected range {range}."),
	[REASON_ALL_VERSIONS] = M("{record}: every version of {subject} is affected."),
	[REASON_CONDITION_MET] =
	    M("{record}: version {version} of {subject} is in the affected range {range}, and the host meets the condition {detail}."),
	[REASON_OUT_OF_RANGE] = M("{record}: version {version} of {subject} is outside the affected range {range}."),
	[REASON_CONDITION_NOT_MET] = M("{record}: {subject} is affected only together with {detail}, which is not on this host."),
	[REASON_OTHER_EDITION] = M("{record}: only {detail} is affected; this {subject} is another one."),
	[REASON_OTHER_PLATFORM] = M("{record}: {subject} is affected on {detail} only; this host is another platform."),
	[REASON_SILENT] = M("The feed {feed} is up to date and complete, and has nothing about {subject}."),
	[REASON_NO_VERSION] = M("{record}: {range} of {subject} is affected, and the installed version is not known."),
	[REASON_NO_RELEASE] =
	    M("{record}: whether {subject} {version} is affected depends on the release of the distribution, which is not known."),
	[REASON_NO_RANGE] = M("{record} names {subject} without saying which versions."),
	[REASON_UNREAD] = M("{record}: what it says of the versions of {subject} could not be read: {detail}"),
	[REASON_NOT_STATED] = M("{record} leaves open whether version {version} of {subject} is affected; it states {range}."),
	[REASON_NO_ORDER] = M("{record}: version {version} of {subject} cannot be ordered against {range}."),
	[REASON_EDITION_UNKNOWN] = M("{record}: only {detail} is affected, and it is not known whether this {subject} is that."),
	[REASON_PLATFORM_UNKNOWN] = M("{record}: {subject} is affected on {detail} only, and the platform here is not known."),
	[REASON_NEEDS_HOST] = M("{record}: {subject} is affected only together with {detail}; the host has to be looked at."),
	[REASON_CONDITION_UNKNOWN] =
	    M("{record}: {subject} is affected only together with {detail}, and it is not known whether that is on this host."),
	[REASON_STALE] = M("{record}: version {version} of {subject} is outside {range}, but the feed {feed} is too old to rely on that."),
	[REASON_MAKER_DECIDES] =
	    M("{record}: for {subject} only the maker's data decides, by build and installed updates; {feed} alone does not."),
};

static const char fixed_sentence[] = M("It is fixed in {fixed}.");

static struct str
words_of_range(struct str range, enum lang lang)
{
	if (range.len == 0)
		return str_of(catalogue_text(lang, M("(not stated)")));
	if (str_eq(range, STR("all")))
		return str_of(catalogue_text(lang, M("every version")));
	return range;
}

struct str
grounds_sentence(const struct grounds *grounds, enum lang lang, struct arena *arena)
{
	struct str parts[2];

	if ((unsigned)grounds->reason >= REASON_COUNT || reason_sentences[grounds->reason] == NULL)
		return STR("");
	parts[0] = catalogue_say(arena, lang, reason_sentences[grounds->reason], ARG("record", grounds->record),
	    ARG("subject", grounds->subject), ARG("version", grounds->version),
	    ARG("range", words_of_range(grounds->range, lang)), ARG("detail", grounds->detail),
	    ARG("feed", grounds->feed));
	if (grounds->fixed.len == 0 || grounds->verdict == VERDICT_NOT_AFFECTED)
		return parts[0];
	parts[1] = catalogue_say(arena, lang, fixed_sentence, ARG("fixed", grounds->fixed));
	return arena_join(arena, parts, 2, lang == LANG_JA ? STR("") : STR(" "));
}
