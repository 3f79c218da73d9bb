#include "domain/responsibility/responsibility.h"

#include "base/catalogue.h"
#include "base/fold.h"

/* ------------------------------------------------------------------------------------------ words */

static const char *const hosting_words[] = { "unknown", "on_premises", "housing", "iaas", "paas", "saas", "government_cloud" };
const struct enum_names hosting_names = ENUM_NAMES(hosting_words);
static const char *const layer_words[] = { "settings", "application", "middleware", "os", "hardware", "network" };
const struct enum_names duty_layer_names = ENUM_NAMES(layer_words);
static const char *const party_words[] = { "own", "contractor", "provider" };
const struct enum_names party_names = ENUM_NAMES(party_words);
static const char *const statement_words[] = { "mended", "not_affected", "affected", "investigating" };
const struct enum_names statement_word_names = ENUM_NAMES(statement_words);

static const char *const hosting_texts[HOSTING_COUNT] = {
	[HOSTING_UNKNOWN] = M("unknown form"), [HOSTING_ON_PREMISES] = M("on premises"), [HOSTING_HOUSING] = M("housing"),
	[HOSTING_IAAS] = M("IaaS"), [HOSTING_PAAS] = M("PaaS"), [HOSTING_SAAS] = M("SaaS"),
	[HOSTING_GOVERNMENT_CLOUD] = M("government cloud"),
};
static const char *const layer_texts[DUTY_COUNT] = {
	[DUTY_SETTINGS] = M("settings and data"), [DUTY_APPLICATION] = M("application"), [DUTY_MIDDLEWARE] = M("middleware"),
	[DUTY_OS] = M("operating system"), [DUTY_HARDWARE] = M("hardware"), [DUTY_NETWORK] = M("network equipment"),
};
static const char *const party_texts[] = { M("own organisation"), M("contractor"), M("cloud provider") };
static const char *const statement_texts[] = {
	M("mended"), M("not affected by it"), M("affected, not mended yet"), M("under investigation"),
};

const char *
hosting_text(enum hosting hosting)
{
	return hosting_texts[hosting];
}

const char *
duty_layer_text(enum duty_layer layer)
{
	return layer_texts[layer];
}

const char *
party_text(enum duty_party party)
{
	return party_texts[party];
}

const char *
statement_text(enum statement_word word)
{
	return statement_texts[word];
}

/* ------------------------------------------------------------------------------------------- forms */

#define O PARTY_OWN
#define P PARTY_PROVIDER
static const enum duty_party by_hosting[HOSTING_COUNT][DUTY_COUNT] = {
	/*                           settings  application  middleware  os  hardware  network */
	[HOSTING_UNKNOWN]          = { O,      O,           O,          O,  O,        O },
	[HOSTING_ON_PREMISES]      = { O,      O,           O,          O,  O,        O },
	[HOSTING_HOUSING]          = { O,      O,           O,          O,  O,        P },
	[HOSTING_IAAS]             = { O,      O,           O,          O,  P,        P },
	[HOSTING_PAAS]             = { O,      O,           P,          P,  P,        P },
	[HOSTING_SAAS]             = { O,      P,           P,          P,  P,        P },
	[HOSTING_GOVERNMENT_CLOUD] = { O,      O,           O,          O,  P,        P },
};
#undef O
#undef P

struct duties
duties_of_hosting(enum hosting hosting)
{
	struct duties duties = { .hosting = hosting };

	for (size_t i = 0; i < DUTY_COUNT; i++)
		duties.of[i].party = by_hosting[hosting][i];
	return duties;
}

struct word { struct str text; int value; };

/* Folded, as people write them; what is longer stands before what it begins with. */
static const struct word hosting_forms[] = {
	{ STR_INIT("ガバメントクラウド"), HOSTING_GOVERNMENT_CLOUD }, { STR_INIT("ガバクラ"), HOSTING_GOVERNMENT_CLOUD },
	{ STR_INIT("government_cloud"), HOSTING_GOVERNMENT_CLOUD }, { STR_INIT("government cloud"), HOSTING_GOVERNMENT_CLOUD },
	{ STR_INIT("オンプレミス"), HOSTING_ON_PREMISES }, { STR_INIT("オンプレ"), HOSTING_ON_PREMISES },
	{ STR_INIT("庁内サーバ"), HOSTING_ON_PREMISES }, { STR_INIT("庁内設置"), HOSTING_ON_PREMISES },
	{ STR_INIT("社内サーバ"), HOSTING_ON_PREMISES }, { STR_INIT("社内設置"), HOSTING_ON_PREMISES },
	{ STR_INIT("自社設置"), HOSTING_ON_PREMISES }, { STR_INIT("on_premises"), HOSTING_ON_PREMISES },
	{ STR_INIT("on-premises"), HOSTING_ON_PREMISES }, { STR_INIT("on premises"), HOSTING_ON_PREMISES },
	{ STR_INIT("ハウジング"), HOSTING_HOUSING }, { STR_INIT("コロケーション"), HOSTING_HOUSING },
	{ STR_INIT("housing"), HOSTING_HOUSING }, { STR_INIT("colocation"), HOSTING_HOUSING },
	{ STR_INIT("iaas"), HOSTING_IAAS }, { STR_INIT("paas"), HOSTING_PAAS }, { STR_INIT("saas"), HOSTING_SAAS },
	{ STR_INIT("asp"), HOSTING_SAAS }, { STR_INIT("unknown"), HOSTING_UNKNOWN }, { STR_INIT("不明"), HOSTING_UNKNOWN },
};

static const struct word layer_forms[] = {
	{ STR_INIT("アプリケーション"), DUTY_APPLICATION }, { STR_INIT("業務アプリ"), DUTY_APPLICATION }, { STR_INIT("アプリ"), DUTY_APPLICATION },
	{ STR_INIT("application"), DUTY_APPLICATION }, { STR_INIT("ap"), DUTY_APPLICATION },
	{ STR_INIT("ミドルウェア"), DUTY_MIDDLEWARE }, { STR_INIT("ミドル"), DUTY_MIDDLEWARE }, { STR_INIT("middleware"), DUTY_MIDDLEWARE },
	{ STR_INIT("mw"), DUTY_MIDDLEWARE }, { STR_INIT("os"), DUTY_OS }, { STR_INIT("基本ソフト"), DUTY_OS },
	{ STR_INIT("ハードウェア"), DUTY_HARDWARE }, { STR_INIT("ハード"), DUTY_HARDWARE }, { STR_INIT("機器"), DUTY_HARDWARE },
	{ STR_INIT("hardware"), DUTY_HARDWARE }, { STR_INIT("hw"), DUTY_HARDWARE },
	{ STR_INIT("ネットワーク"), DUTY_NETWORK }, { STR_INIT("回線"), DUTY_NETWORK }, { STR_INIT("network"), DUTY_NETWORK },
	{ STR_INIT("nw"), DUTY_NETWORK }, { STR_INIT("設定・データ"), DUTY_SETTINGS }, { STR_INIT("設定"), DUTY_SETTINGS },
	{ STR_INIT("データ"), DUTY_SETTINGS }, { STR_INIT("settings"), DUTY_SETTINGS },
};

static const struct word party_forms[] = {
	{ STR_INIT("自組織"), PARTY_OWN }, { STR_INIT("自社"), PARTY_OWN }, { STR_INIT("自庁"), PARTY_OWN }, { STR_INIT("自市"), PARTY_OWN },
	{ STR_INIT("当課"), PARTY_OWN }, { STR_INIT("own"), PARTY_OWN }, { STR_INIT("委託先"), PARTY_CONTRACTOR },
	{ STR_INIT("委託業者"), PARTY_CONTRACTOR }, { STR_INIT("保守業者"), PARTY_CONTRACTOR }, { STR_INIT("contractor"), PARTY_CONTRACTOR },
	{ STR_INIT("クラウド事業者"), PARTY_PROVIDER }, { STR_INIT("クラウドサービス事業者"), PARTY_PROVIDER },
	{ STR_INIT("サービス提供者"), PARTY_PROVIDER }, { STR_INIT("提供事業者"), PARTY_PROVIDER }, { STR_INIT("提供者"), PARTY_PROVIDER },
	{ STR_INIT("事業者"), PARTY_PROVIDER }, { STR_INIT("provider"), PARTY_PROVIDER },
};

/* Half-width, lower case, without the spaces around; the tables' words go through the same. */
static struct str
plain(struct str words, struct arena *arena)
{
	return str_trim_space(fold_text(words, arena));
}

static bool
word_is(const struct word *words, size_t count, struct str text, struct arena *arena, int *ret_value)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(plain(words[i].text, arena), text)) {
			*ret_value = words[i].value;
			return true;
		}
	return false;
}

/* Takes （…） or (…) off the end of the text as people wrote it. */
static struct str
take_parenthesis(struct str *text)
{
	static const struct { struct str open, close; } pairs[] = { { STR_INIT("（"), STR_INIT("）") }, { STR_INIT("("), STR_INIT(")") } };

	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		struct str head = *text;
		size_t at = str_find(head, pairs[i].open);
		struct str inner;

		if (at == SIZE_MAX || !str_take_end(&head, pairs[i].close))
			continue;
		inner = str_from(head, at + pairs[i].open.len);
		*text = str_trim_space(str_sub(head, 0, at));
		return str_trim_space(inner);
	}
	return STR("");
}

bool
hosting_of_words(struct str words, struct arena *arena, enum hosting *ret_hosting, struct str *ret_name)
{
	struct str text = str_trim_space(words), name = take_parenthesis(&text);
	int value;

	if (!word_is(hosting_forms, ARRAY_LEN(hosting_forms), plain(text, arena), arena, &value))
		return false;
	*ret_hosting = (enum hosting)value;
	*ret_name = name;
	return true;
}

/* The length of the separator that stands here, or 0. */
static size_t
separator_at(struct str text, size_t at, const struct str *separators, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_starts(str_from(text, at), separators[i]))
			return separators[i].len;
	return 0;
}

/* The next piece between any of the separators; false at the end. */
static bool
take_piece(struct str *rest, const struct str *separators, size_t count, struct str *ret_piece)
{
	size_t at, len = 0;

	if (rest->len == 0)
		return false;
	for (at = 0; at < rest->len; at++) {
		len = separator_at(*rest, at, separators, count);
		if (len > 0)
			break;
	}
	*ret_piece = str_trim_space(str_sub(*rest, 0, at));
	*rest = str_from(*rest, at + len);
	return true;
}

static const struct str equal_signs[] = { STR_INIT("="), STR_INIT("＝"), STR_INIT(":"), STR_INIT("："), STR_INIT("は") };

/* 「委託先 例システム株式会社」「委託先（例システム）」 "contractor:Example": the party's word, then its name. */
static bool
party_of_words(struct str words, struct arena *arena, struct duty *duty)
{
	static const struct str ends[] = { STR_INIT(":"), STR_INIT("："), STR_INIT(" "), STR_INIT("　") };
	struct str text = words, name = take_parenthesis(&text), word;
	int value;

	if (!take_piece(&text, ends, ARRAY_LEN(ends), &word) || !word_is(party_forms, ARRAY_LEN(party_forms), plain(word, arena), arena, &value))
		return false;
	*duty = (struct duty){ .party = (enum duty_party)value, .name = name.len > 0 ? name : str_trim_space(text), .told = true };
	return true;
}

bool
duties_add_part(struct str part, struct arena *arena, struct duties *duties)
{
	static const struct str between[] = { STR_INIT("・"), STR_INIT("+"), STR_INIT("＋") };
	struct str layers, layer, rest = part;
	struct duty duty;
	int value;

	if (!take_piece(&rest, equal_signs, ARRAY_LEN(equal_signs), &layers) || !party_of_words(rest, arena, &duty))
		return false;
	if (word_is(layer_forms, ARRAY_LEN(layer_forms), plain(layers, arena), arena, &value)) {   /* 「設定・データ」 is one */
		duties->of[value] = duty;
		return true;
	}
	while (take_piece(&layers, between, ARRAY_LEN(between), &layer)) {
		if (!word_is(layer_forms, ARRAY_LEN(layer_forms), plain(layer, arena), arena, &value))
			return false;
		duties->of[value] = duty;
	}
	return true;
}

bool
duties_add_words(struct str words, struct arena *arena, struct duties *duties, struct str *ret_part)
{
	static const struct str separators[] = {
		STR_INIT("、"), STR_INIT(","), STR_INIT("，"), STR_INIT(";"), STR_INIT("；"), STR_INIT("/"), STR_INIT("／"), STR_INIT("\n"),
	};
	struct str rest = words;

	while (take_piece(&rest, separators, ARRAY_LEN(separators), ret_part))
		if (ret_part->len > 0 && !duties_add_part(*ret_part, arena, duties))
			return false;
	*ret_part = STR("");
	return true;
}

/* ------------------------------------------------------------------------------------- as it is stored */

struct str
duty_format(const struct duty *duty, struct arena *arena)
{
	return arena_printf(arena, "%s%s%.*s", party_words[duty->party], duty->name.len > 0 ? ":" : "", STR_ARG(duty->name));
}

bool
duty_parse(struct str text, struct duty *ret_duty)
{
	struct str word, name;
	int party;

	(void)str_cut(text, ':', &word, &name);
	if (!enum_find(&party_names, word, &party))
		return false;
	*ret_duty = (struct duty){ .party = (enum duty_party)party, .name = name, .told = true };
	return true;
}

struct str
duty_words(const struct duty *duty, enum lang lang, struct arena *arena)
{
	const char *party = catalogue_text(lang, party_text(duty->party));

	return duty->name.len == 0 ? str_of(party) : arena_printf(arena, "%s %.*s", party, STR_ARG(duty->name));
}
