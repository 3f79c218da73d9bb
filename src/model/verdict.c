#include "model/verdict.h"

#include "base/catalogue.h"

#define WORDS(table, ...)                                              \
	static const char *const table##_words[] = { __VA_ARGS__ };    \
	const struct enum_names table = ENUM_NAMES(table##_words)

static const char *const verdict_names_of[] = { "affected", "not_affected", "unknown", "provider" };
static const char *const verdict_words_of[] = { M("affected"), M("not affected"), M("unknown"), M("handled by provider") };
const struct enum_names verdict_names = ENUM_WORDS(verdict_names_of, verdict_words_of);
WORDS(rank_names, "maker", "distributor", "cna", "own", "jvn", "nvd", "");
WORDS(missing_names, "", "version", "release", "identity", "edition", "platform", "host", "coverage", "source",
    "fresh_source", "range", "reading", "order", "maker_word", "build", "updates", "support", "collection");
WORDS(question_names, "", "version", "release", "identity", "edition", "host", "source", "reading", "maker_word",
    "build", "support", "collect");
WORDS(reason_names, "", "in_range", "all_versions", "condition_met", "build_before", "update_absent",
    "update_pending", "old_branch", "out_of_range", "condition_not_met",
    "other_edition", "other_platform", "silent", "build_fixed", "hotpatched", "update_installed",
    "update_covered", "not_listed", "no_version", "no_release", "no_range", "unread", "not_stated", "no_order",
    "edition_unknown", "platform_unknown", "needs_host", "condition_unknown", "stale", "maker_decides", "no_build",
    "updates_partial", "no_fix", "fix_unclear", "no_branch", "no_releases", "base_only", "product_unclear", "unsupported",
    "collected_before", "restart");

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
	FIELD(struct grounds, update, FIELD_STR),
	FIELD_NAMED(struct grounds, restart, &answer_names),
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
		[MISSING_BUILD] = QUESTION_BUILD,
		[MISSING_UPDATES] = QUESTION_BUILD,
		[MISSING_SUPPORT] = QUESTION_SUPPORT,
		[MISSING_COLLECTION] = QUESTION_COLLECT,
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
	[QUESTION_BUILD] =
	    M("Which build of {product} is installed (for example 26100.8457), and which updates (KB)? The collector lists both; winver shows the build."),
	[QUESTION_SUPPORT] = M("{product} is out of support and its maker no longer looks at it. When is it replaced?"),
	[QUESTION_COLLECT] = M("The inventory of {product} does not settle which product it is or when it was taken. Set the computer's clock right, run the collector on it and import its file with \"ledger import windows\"."),
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
	[REASON_BUILD_BEFORE] = M("{record}: build {version} of {subject} is before {fixed} ({update})."),
	[REASON_UPDATE_ABSENT] = M("{record}: {subject} needs {update}; neither it nor an update that contains it is installed."),
	[REASON_UPDATE_PENDING] = M("{record}: for {subject}, {update} is installed and takes effect at the next restart."),
	[REASON_OLD_BRANCH] =
	    M("{record}: version {version} of {subject} belongs to a branch that gets no fixes any more; it is mended from {fixed}."),
	[REASON_OUT_OF_RANGE] = M("{record}: version {version} of {subject} is outside the affected range {range}."),
	[REASON_CONDITION_NOT_MET] = M("{record}: {subject} is affected only together with {detail}, which is not on this host."),
	[REASON_OTHER_EDITION] = M("{record}: only {detail} is affected; this {subject} is another one."),
	[REASON_OTHER_PLATFORM] = M("{record}: {subject} is affected on {detail} only; this host is another platform."),
	[REASON_SILENT] = M("The feed {feed} is up to date and complete, and has nothing about {subject}."),
	[REASON_BUILD_FIXED] = M("{record}: build {version} of {subject} is {fixed} ({update}) or later."),
	[REASON_HOTPATCHED] = M("{record}: build {version} of {subject} is a hotpatch that contains the fix ({detail})."),
	[REASON_UPDATE_INSTALLED] = M("{record}: {update}, which mends {subject}, is installed."),
	[REASON_UPDATE_COVERED] = M("{record}: what mends {subject} is contained in an installed update ({detail})."),
	[REASON_NOT_LISTED] = M("{record}: Microsoft's document does not list {subject}."),
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
	[REASON_NO_BUILD] = M("{record}: neither the build of {subject} nor the list of its updates is known; {update} mends it."),
	[REASON_UPDATES_PARTIAL] = M("{record}: {update}, which mends {subject}, is not among the updates listed, and the list is not whole."),
	[REASON_NO_FIX] = M("{record} lists {subject} and names no fix."),
	[REASON_FIX_UNCLEAR] = M("{record}: what is named as the fix of {subject} cannot be compared with {version}: {detail}"),
	[REASON_NO_BRANCH] = M("{record}: the fixes named are for other branches of {subject} than that of {version}: {detail}"),
	[REASON_NO_RELEASES] =
	    M("{record}: which build of {subject} came out on which day is not known, so {version} cannot be judged. Load the feed \"builds\"."),
	[REASON_BASE_ONLY] =
	    M("{record}: version {version} of {subject} does not show whether security updates are installed; {update} ({fixed}) mends it."),
	[REASON_PRODUCT_UNCLEAR] = M("{record}: which of Microsoft's products {subject} is cannot be told, and they differ here."),
	[REASON_UNSUPPORTED] = M("{record}: {subject} is out of support, so Microsoft has not looked at it."),
	[REASON_COLLECTED_BEFORE] =
	    M("{record}: the inventory says it was taken on {detail}, before the fix of {subject} came out: its clock or its list is wrong."),
	[REASON_RESTART] = M("{record}: for {subject}, {update} is listed, but a restart is pending: whether it is in effect is not known."),
};

/* The same where no update is named. */
static const char *const sentences_without_update[REASON_COUNT] = {
	[REASON_BUILD_BEFORE] = M("{record}: build {version} of {subject} is before {fixed}."),
	[REASON_BUILD_FIXED] = M("{record}: build {version} of {subject} is {fixed} or later."),
	[REASON_BASE_ONLY] =
	    M("{record}: version {version} of {subject} does not show whether security updates are installed; {fixed} mends it."),
};

static const char fixed_sentence[] = M("It is fixed in {fixed}.");

/* A build or an update that nobody names. */
static struct str
words_of_fix(struct str fix, enum lang lang)
{
	return fix.len == 0 ? str_of(catalogue_text(lang, M("(not named)"))) : fix;
}

static struct str
words_of_range(struct str range, enum lang lang)
{
	if (range.len == 0)
		return str_of(catalogue_text(lang, M("(not stated)")));
	if (str_eq(range, STR("all")))
		return str_of(catalogue_text(lang, M("every version")));
	return range;
}

static bool
names_update(enum reason reason)
{
	return (unsigned)reason < REASON_COUNT && reason_sentences[reason] != NULL &&
	    str_find(str_of(reason_sentences[reason]), STR("{update}")) != SIZE_MAX;
}

struct str
grounds_args(const struct grounds *grounds)
{
	return names_update(grounds->reason) ? grounds->update : grounds->detail;
}

void
grounds_take_args(struct grounds *grounds, struct str args)
{
	if (!names_update(grounds->reason)) {
		grounds->detail = args;
		return;
	}
	grounds->update = args;
	grounds->fixed = grounds->range;
	if (!str_take(&grounds->fixed, STR("<")))
		grounds->fixed = STR("");
}

struct str
grounds_sentence(const struct grounds *grounds, enum lang lang, struct arena *arena)
{
	const char *sentence;
	struct str parts[2];

	if ((unsigned)grounds->reason >= REASON_COUNT || reason_sentences[grounds->reason] == NULL)
		return STR("");
	sentence = reason_sentences[grounds->reason];
	if (grounds->update.len == 0 && sentences_without_update[grounds->reason] != NULL)
		sentence = sentences_without_update[grounds->reason];
	parts[0] = catalogue_say(arena, lang, sentence, ARG("record", grounds->record),
	    ARG("subject", grounds->subject), ARG("version", grounds->version),
	    ARG("range", words_of_range(grounds->range, lang)), ARG("detail", grounds->detail),
	    ARG("feed", grounds->feed), ARG("fixed", words_of_fix(grounds->fixed, lang)),
	    ARG("update", words_of_fix(grounds->update, lang)));
	if (grounds->fixed.len == 0 || grounds->verdict == VERDICT_NOT_AFFECTED ||
	    str_find(str_of(sentence), STR("{fixed}")) != SIZE_MAX)
		return parts[0];
	parts[1] = catalogue_say(arena, lang, fixed_sentence, ARG("fixed", grounds->fixed));
	return arena_join(arena, parts, 2, lang == LANG_JA ? STR("") : STR(" "));
}
