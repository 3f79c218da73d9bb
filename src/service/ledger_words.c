/*
 * ledger_words.c - what the words of a Japanese ledger mean: システム区分, 外部アクセス可否, 重要度, 保持情報.
 *
 * Words are looked for after NFKC (full-width letters, half-width kana) in lower case. Where a cell says several
 * things the one that exposes most counts, because a wrong "closed" would lower an action.
 */
#include <stdlib.h>
#include <utf8proc.h>
#include "base/buf.h"
#include "domain/calendar/calendar.h"
#include "service/ledger.h"

struct word { struct str text; int value; };

/* Said to be cut off from outside: taken out first, so that the rest does not read as "internet". */
static const struct str not_outside[] = {
	STR_INIT("インターネット非接続"), STR_INIT("インターネット未接続"), STR_INIT("インターネット接続なし"),
	STR_INIT("インターネット接続無し"), STR_INIT("インターネット接続不可"), STR_INIT("インターネット不可"),
	STR_INIT("外部接続なし"), STR_INIT("外部接続無し"), STR_INIT("外部非公開"), STR_INIT("非公開"), STR_INIT("公開なし"),
	STR_INIT("公開していない"), STR_INIT("公開しない"), STR_INIT("not public"), STR_INIT("non-public"),
};

/* From the most to the least exposed: the first that is found counts. */
static const struct word networks[] = {
	{ STR_INIT("インターネット"), LEDGER_NETWORK_INTERNET },   { STR_INIT("公開"), LEDGER_NETWORK_INTERNET },
	{ STR_INIT("dmz"), LEDGER_NETWORK_INTERNET },              { STR_INIT("internet"), LEDGER_NETWORK_INTERNET },
	{ STR_INIT("public"), LEDGER_NETWORK_INTERNET },
	{ STR_INIT("社内"), LEDGER_NETWORK_INTERNAL },             { STR_INIT("庁内"), LEDGER_NETWORK_INTERNAL },
	{ STR_INIT("院内"), LEDGER_NETWORK_INTERNAL },             { STR_INIT("学内"), LEDGER_NETWORK_INTERNAL },
	{ STR_INIT("内部"), LEDGER_NETWORK_INTERNAL },             { STR_INIT("イントラ"), LEDGER_NETWORK_INTERNAL },
	{ STR_INIT("lan"), LEDGER_NETWORK_INTERNAL },              { STR_INIT("internal"), LEDGER_NETWORK_INTERNAL },
	{ STR_INIT("intranet"), LEDGER_NETWORK_INTERNAL },         { STR_INIT("lgwan"), LEDGER_NETWORK_LGWAN },
	{ STR_INIT("総合行政ネットワーク"), LEDGER_NETWORK_LGWAN },
	{ STR_INIT("マイナンバー利用"), LEDGER_NETWORK_RESIDENT }, { STR_INIT("個人番号利用"), LEDGER_NETWORK_RESIDENT },
	{ STR_INIT("基幹"), LEDGER_NETWORK_RESIDENT },             { STR_INIT("住基"), LEDGER_NETWORK_RESIDENT },
	{ STR_INIT("閉域"), LEDGER_NETWORK_CLOSED },               { STR_INIT("閉鎖"), LEDGER_NETWORK_CLOSED },
	{ STR_INIT("クローズド"), LEDGER_NETWORK_CLOSED },         { STR_INIT("専用線"), LEDGER_NETWORK_CLOSED },
	{ STR_INIT("隔離"), LEDGER_NETWORK_CLOSED },               { STR_INIT("closed"), LEDGER_NETWORK_CLOSED },
	{ STR_INIT("スタンドアロン"), LEDGER_NETWORK_STANDALONE }, { STR_INIT("スタンドアローン"), LEDGER_NETWORK_STANDALONE },
	{ STR_INIT("未接続"), LEDGER_NETWORK_STANDALONE },         { STR_INIT("オフライン"), LEDGER_NETWORK_STANDALONE },
	{ STR_INIT("standalone"), LEDGER_NETWORK_STANDALONE },     { STR_INIT("offline"), LEDGER_NETWORK_STANDALONE },
};

/* Limits first (「可（IP制限あり）」) unless there are none, then denials (「不可」 holds 「可」). */
static const struct word reaches[] = {
	{ STR_INIT("制限なし"), LEDGER_REACH_YES }, { STR_INIT("制限無し"), LEDGER_REACH_YES },
	{ STR_INIT("無制限"), LEDGER_REACH_YES },
	{ STR_INIT("制限"), LEDGER_REACH_LIMITED }, { STR_INIT("一部"), LEDGER_REACH_LIMITED },
	{ STR_INIT("限定"), LEDGER_REACH_LIMITED }, { STR_INIT("vpn"), LEDGER_REACH_LIMITED },
	{ STR_INIT("limited"), LEDGER_REACH_LIMITED },
	{ STR_INIT("不可"), LEDGER_REACH_NO },      { STR_INIT("なし"), LEDGER_REACH_NO },
	{ STR_INIT("無し"), LEDGER_REACH_NO },      { STR_INIT("しない"), LEDGER_REACH_NO },
	{ STR_INIT("非公開"), LEDGER_REACH_NO },    { STR_INIT("非接続"), LEDGER_REACH_NO },
	{ STR_INIT("×"), LEDGER_REACH_NO },         { STR_INIT("✕"), LEDGER_REACH_NO },
	{ STR_INIT("可"), LEDGER_REACH_YES },       { STR_INIT("あり"), LEDGER_REACH_YES },
	{ STR_INIT("有"), LEDGER_REACH_YES },       { STR_INIT("公開"), LEDGER_REACH_YES },
	{ STR_INIT("○"), LEDGER_REACH_YES },        { STR_INIT("〇"), LEDGER_REACH_YES },
	{ STR_INIT("◯"), LEDGER_REACH_YES },
};
static const struct word reaches_whole[] = {
	{ STR_INIT("yes"), LEDGER_REACH_YES }, { STR_INIT("y"), LEDGER_REACH_YES }, { STR_INIT("true"), LEDGER_REACH_YES },
	{ STR_INIT("無"), LEDGER_REACH_NO },
	{ STR_INIT("no"), LEDGER_REACH_NO },   { STR_INIT("n"), LEDGER_REACH_NO },  { STR_INIT("false"), LEDGER_REACH_NO },
};

static const struct word importances[] = {
	{ STR_INIT("最重要"), LEDGER_IMPORTANCE_HIGH }, { STR_INIT("高"), LEDGER_IMPORTANCE_HIGH },
	{ STR_INIT("大"), LEDGER_IMPORTANCE_HIGH },     { STR_INIT("中"), LEDGER_IMPORTANCE_MIDDLE },
	{ STR_INIT("低"), LEDGER_IMPORTANCE_LOW },      { STR_INIT("小"), LEDGER_IMPORTANCE_LOW },
	{ STR_INIT("重要でない"), LEDGER_IMPORTANCE_LOW }, { STR_INIT("重要"), LEDGER_IMPORTANCE_HIGH },
};
static const struct word importances_whole[] = {
	{ STR_INIT("s"), LEDGER_IMPORTANCE_HIGH },    { STR_INIT("a"), LEDGER_IMPORTANCE_HIGH },
	{ STR_INIT("b"), LEDGER_IMPORTANCE_MIDDLE },  { STR_INIT("c"), LEDGER_IMPORTANCE_LOW },
	{ STR_INIT("h"), LEDGER_IMPORTANCE_HIGH },    { STR_INIT("m"), LEDGER_IMPORTANCE_MIDDLE },
	{ STR_INIT("l"), LEDGER_IMPORTANCE_LOW },     { STR_INIT("high"), LEDGER_IMPORTANCE_HIGH },
	{ STR_INIT("middle"), LEDGER_IMPORTANCE_MIDDLE }, { STR_INIT("medium"), LEDGER_IMPORTANCE_MIDDLE },
	{ STR_INIT("low"), LEDGER_IMPORTANCE_LOW },
};

/* From the strongest word: 「委託先へのヒアリング」 is the contractor's word, 「資産管理ツール」 an agent. */
static const struct word provenances[] = {
	{ STR_INIT("委託"), PROVENANCE_CONTRACTOR },       { STR_INIT("業者"), PROVENANCE_CONTRACTOR },
	{ STR_INIT("ベンダ"), PROVENANCE_CONTRACTOR },     { STR_INIT("contractor"), PROVENANCE_CONTRACTOR },
	{ STR_INIT("エージェント"), PROVENANCE_AGENT },    { STR_INIT("資産管理ツール"), PROVENANCE_AGENT },
	{ STR_INIT("実機"), PROVENANCE_AGENT },            { STR_INIT("agent"), PROVENANCE_AGENT },
	{ STR_INIT("ヒアリング"), PROVENANCE_HEARING },    { STR_INIT("聞き取り"), PROVENANCE_HEARING },
	{ STR_INIT("聞取"), PROVENANCE_HEARING },          { STR_INIT("hearing"), PROVENANCE_HEARING },
	{ STR_INIT("設計書"), PROVENANCE_DOCUMENT },       { STR_INIT("仕様書"), PROVENANCE_DOCUMENT },
	{ STR_INIT("完成図書"), PROVENANCE_DOCUMENT },     { STR_INIT("document"), PROVENANCE_DOCUMENT },
	{ STR_INIT("スキャン"), PROVENANCE_SCAN },         { STR_INIT("scan"), PROVENANCE_SCAN },
	{ STR_INIT("申告"), PROVENANCE_CLAIM },            { STR_INIT("claim"), PROVENANCE_CLAIM },
	{ STR_INIT("neighbour"), PROVENANCE_NEIGHBOUR },   { STR_INIT("隣接"), PROVENANCE_NEIGHBOUR },
	{ STR_INIT("台帳"), PROVENANCE_SHEET },            { STR_INIT("sheet"), PROVENANCE_SHEET },
};

/* 特定個人情報 and 要配慮個人情報 hold 個人情報: they come first. */
static const struct word classes[] = {
	{ STR_INIT("特定個人情報"), LEDGER_INFO_MY_NUMBER }, { STR_INIT("マイナンバー"), LEDGER_INFO_MY_NUMBER },
	{ STR_INIT("個人番号"), LEDGER_INFO_MY_NUMBER },     { STR_INIT("要配慮"), LEDGER_INFO_SENSITIVE },
	{ STR_INIT("機微"), LEDGER_INFO_SENSITIVE },         { STR_INIT("病歴"), LEDGER_INFO_SENSITIVE },
	{ STR_INIT("預かり"), LEDGER_INFO_ENTRUSTED },       { STR_INIT("預り"), LEDGER_INFO_ENTRUSTED },
	{ STR_INIT("受託"), LEDGER_INFO_ENTRUSTED },         { STR_INIT("個人情報"), LEDGER_INFO_PERSONAL },
	{ STR_INIT("個人データ"), LEDGER_INFO_PERSONAL },    { STR_INIT("氏名"), LEDGER_INFO_PERSONAL },
	{ STR_INIT("顧客情報"), LEDGER_INFO_PERSONAL },      { STR_INIT("住民情報"), LEDGER_INFO_PERSONAL },
	{ STR_INIT("職員情報"), LEDGER_INFO_PERSONAL },      { STR_INIT("会員情報"), LEDGER_INFO_PERSONAL },
	{ STR_INIT("personal"), LEDGER_INFO_PERSONAL },
	{ STR_INIT("業務上重要"), LEDGER_INFO_CRITICAL },    { STR_INIT("重要情報"), LEDGER_INFO_CRITICAL },
	{ STR_INIT("機密"), LEDGER_INFO_CRITICAL },          { STR_INIT("秘密"), LEDGER_INFO_CRITICAL },
};
static const struct str nothing_held[] = {
	STR_INIT("なし"), STR_INIT("無し"), STR_INIT("無"), STR_INIT("保有しない"), STR_INIT("保持しない"), STR_INIT("保有なし"),
	STR_INIT("ありません"), STR_INIT("none"),
};

/* ----------------------------------------------------------------------------------------- folding */

/* NFKC, ASCII in lower case, no white space but that the lines of a cell are parted by ';'. No UTF-8: nothing. */
static struct str
fold(struct str words, struct arena *arena)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)words.ptr, (utf8proc_ssize_t)words.len, &mapped,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
	struct buf out BUF_SCOPE = { 0 };

	for (utf8proc_ssize_t i = 0; i < len; i++) {
		if (mapped[i] == '\n')
			buf_add_char(&out, ';');
		else if (!char_is_space((char)mapped[i]))
			buf_add_char(&out, char_lower((char)mapped[i]));
	}
	free(mapped);
	return arena_copy(arena, buf_str(&out));
}

static bool
holds(struct str text, struct str word)
{
	return str_find(text, word) != SIZE_MAX;
}

static bool
first_held(const struct word *table, size_t count, struct str text, int *ret_value)
{
	for (size_t i = 0; i < count; i++) {
		if (holds(text, table[i].text)) {
			*ret_value = table[i].value;
			return true;
		}
	}
	return false;
}

static bool
whole(const struct word *table, size_t count, struct str text, int *ret_value)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(text, table[i].text)) {
			*ret_value = table[i].value;
			return true;
		}
	}
	return false;
}

/* The text without the first of the phrases in it; false when none is. */
static bool
take_out(struct str *text, struct arena *arena)
{
	for (size_t i = 0; i < ARRAY_LEN(not_outside); i++) {
		size_t at = str_find(*text, not_outside[i]);

		if (at == SIZE_MAX)
			continue;
		*text = arena_printf(arena, "%.*s|%.*s", (int)at, text->ptr, STR_ARG(str_from(*text, at + not_outside[i].len)));
		return true;
	}
	return false;
}

bool
ledger_network_of(struct str words, enum ledger_network *ret_network)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = fold(words, arena);
	bool inside = false;
	int value;

	while (take_out(&text, arena))
		inside = true;
	if (!first_held(networks, ARRAY_LEN(networks), text, &value)) {
		if (!inside)
			return false;
		value = LEDGER_NETWORK_INTERNAL;
	}
	*ret_network = (enum ledger_network)value;
	return true;
}

bool
ledger_reach_of(struct str words, enum ledger_reach *ret_reach)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = fold(words, arena);
	int value;

	if (!whole(reaches_whole, ARRAY_LEN(reaches_whole), text, &value) && !first_held(reaches, ARRAY_LEN(reaches), text, &value))
		return false;
	*ret_reach = (enum ledger_reach)value;
	return true;
}

bool
ledger_provenance_of(struct str words, enum provenance *ret_provenance)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	int value = PROVENANCE_UNKNOWN;

	if (!first_held(provenances, ARRAY_LEN(provenances), fold(words, arena), &value))
		return false;
	*ret_provenance = (enum provenance)value;
	return true;
}

/* "2026/1/5" as calendars write it, for who reads ISO 8601. */
static struct str
dashed(struct str words, struct arena *arena)
{
	struct str rest = words, year, month, day;
	uint64_t numbers[3];

	if (!str_split(&rest, '/', &year) || !str_split(&rest, '/', &month) || !str_split(&rest, '/', &day) || rest.len > 0)
		return words;
	if (year.len != 4 || !str_to_u64(year, &numbers[0]) || !str_to_u64(month, &numbers[1]) || !str_to_u64(day, &numbers[2]))
		return words;
	return arena_printf(arena, "%04d-%02d-%02d", (int)numbers[0], (int)(numbers[1] % 100), (int)(numbers[2] % 100));
}

bool
ledger_day_of(struct str words, struct arena *arena, int32_t *ret_day)
{
	return calendar_day_parse(dashed(str_trim_space(words), arena), arena, ret_day) == NULL;
}

bool
ledger_importance_of(struct str words, enum ledger_importance *ret_importance)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = fold(words, arena);
	int value;

	if (!whole(importances_whole, ARRAY_LEN(importances_whole), text, &value)
	    && !first_held(importances, ARRAY_LEN(importances), text, &value))
		return false;
	*ret_importance = (enum ledger_importance)value;
	return true;
}

/* ------------------------------------------------------------------------------------- information */

static const struct { struct str text; int64_t times; } multipliers[] = {
	{ STR_INIT("億"), 100000000 }, { STR_INIT("万"), 10000 }, { STR_INIT("千"), 1000 }, { STR_INIT("百"), 100 },
};
static const struct str counters[] = {
	STR_INIT("件"), STR_INIT("人"), STR_INIT("名"), STR_INIT("世帯"), STR_INIT("レコード"), STR_INIT("口座"), STR_INIT("社"),
	STR_INIT("アカウント"), STR_INIT("records"), STR_INIT("persons"), STR_INIT("people"),
};

/* More persons or records than this nobody holds: it is some other number. */
static const int64_t COUNT_MOST = 1000000000000;

/* "12", "3,000", "1.5": in thousandths, so that 1.5万 is exact; -1 when it is too large. False: there is no digit. */
static bool
take_digits(struct str *text, int64_t *ret_thousandths)
{
	int64_t value = 0, unit = 1000;
	bool any = false, point = false;

	for (; text->len > 0; *text = str_from(*text, 1)) {
		char c = text->ptr[0];

		if (char_is_digit(c)) {
			any = true;
			unit = point ? unit / 10 : unit;
			if (value > INT64_MAX / 100000)
				value = -1;
			else if (value >= 0)
				value = point ? value + (c - '0') * unit : value * 10 + (c - '0') * 1000;
		} else if (c == '.' && any && !point && text->len > 1 && char_is_digit(text->ptr[1])) {
			point = true;
		} else if (!(c == ',' && any && text->len > 1 && char_is_digit(text->ptr[1]))) {
			break;
		}
	}
	*ret_thousandths = value;
	return any;
}

static int64_t
take_multiplier(struct str *text)
{
	for (size_t i = 0; i < ARRAY_LEN(multipliers); i++) {
		if (str_take(text, multipliers[i].text))
			return multipliers[i].times;
	}
	return 1;
}

/* A number counts when what follows is a counter, a multiplier, or the end (of a parenthesis too); 「2024年」 does not. */
static bool
is_counted(struct str rest, bool multiplied)
{
	static const struct str ends[] = { STR_INIT(")"), STR_INIT("以上"), STR_INIT("程度"), STR_INIT("超"), STR_INIT("弱"), STR_INIT("強"),
		STR_INIT("~"), STR_INIT("-") };

	if (rest.len == 0 || multiplied)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(counters); i++) {
		if (str_starts(rest, counters[i]))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		if (str_starts(rest, ends[i]))
			return true;
	}
	return false;
}

static int64_t
too_large(struct str *text)
{
	*text = STR("");      /* what follows would be read as a smaller one */
	return -1;
}

/* One number at the beginning, with all its parts: 12万3千. -1: none, or it counts something else. */
static int64_t
take_number(struct str *text)
{
	int64_t total = 0, thousandths, times;
	bool multiplied = false;

	if (!take_digits(text, &thousandths))
		return -1;
	do {
		times = take_multiplier(text);
		for (int64_t more = take_multiplier(text); more != 1; more = take_multiplier(text))
			times = times > COUNT_MOST ? times : times * more;      /* 10百万 */
		multiplied |= times != 1;
		if (thousandths < 0 || times > COUNT_MOST || thousandths / 1000 > COUNT_MOST / times)
			return too_large(text);
		total += thousandths * times / 1000;
		if (total > COUNT_MOST)
			return too_large(text);
	} while (times != 1 && take_digits(text, &thousandths));
	return is_counted(*text, multiplied) ? total : -1;
}

/* The largest number in a segment; -1 when there is none. */
static int64_t
count_in(struct str segment)
{
	int64_t most = -1;

	while (segment.len > 0) {
		int64_t number;

		if (!char_is_digit(segment.ptr[0])) {
			segment = str_from(segment, 1);
			continue;
		}
		number = take_number(&segment);
		if (number > most)
			most = number;
	}
	return most;
}

static bool
says_nothing(struct str segment)
{
	for (size_t i = 0; i < ARRAY_LEN(nothing_held); i++) {
		if (str_ends(segment, nothing_held[i]))
			return true;
	}
	return false;
}

/* The next part of a list off *rest: 、 ・ ; / line ends, and a comma that stands in no number. */
static bool
next_segment(struct str *rest, struct str *ret_segment)
{
	static const struct str between[] = {
		STR_INIT("、"), STR_INIT("。"), STR_INIT("・"), STR_INIT(";"), STR_INIT("/"), STR_INIT("及び"), STR_INIT("および"), STR_INIT(","),
		STR_INIT("+"),
	};

	if (rest->len == 0)
		return false;
	for (size_t i = 0; i < rest->len; i++) {
		for (size_t k = 0; k < ARRAY_LEN(between); k++) {
			bool in_number = rest->ptr[i] == ',' && i > 0 && char_is_digit(rest->ptr[i - 1]) && i + 1 < rest->len
			    && char_is_digit(rest->ptr[i + 1]);

			if (in_number || !str_starts(str_from(*rest, i), between[k]))
				continue;
			*ret_segment = str_sub(*rest, 0, i);
			*rest = str_from(*rest, i + between[k].len);
			return true;
		}
	}
	*ret_segment = *rest;
	*rest = STR("");
	return true;
}

/* The same class again: the larger number counts. */
static void
add_information(struct ledger_system *system, enum ledger_information_class class, int64_t count, struct str text, struct arena *arena)
{
	for (size_t i = 0; i < system->information.count; i++) {
		struct ledger_information *one = &system->information.items[i];

		if (one->class != class)
			continue;
		if (count > one->count)
			one->count = count;
		return;
	}
	list_push(arena, &system->information, ((struct ledger_information){ class, count, text }));
}

/* 「なし」 counts only where nothing else is named, here or in an earlier row. */
void
ledger_information_of(struct str words, struct arena *arena, struct ledger_system *system)
{
	struct str rest = fold(words, arena), segment, kept = arena_copy(arena, words);
	int class = LEDGER_INFO_OTHER;
	bool nothing = false;

	while (next_segment(&rest, &segment)) {
		int64_t count = count_in(segment);

		if (segment.len == 0)
			continue;
		if (says_nothing(segment)) {
			nothing = true;
			continue;
		}
		if (!first_held(classes, ARRAY_LEN(classes), segment, &class) && count < 0)
			class = LEDGER_INFO_OTHER;      /* but a number alone belongs to the class before it */
		add_information(system, (enum ledger_information_class)class, count, kept, arena);
	}
	if (nothing && system->information.count == 0)
		add_information(system, LEDGER_INFO_NONE, 0, kept, arena);
}
