/*
 * myjvn_lists.c - getVendorList, getProductList and getStatistics.
 *
 * The lists are read through for every answer: they are asked for once a day. Statistics count by the day a vulnerability first stood in any source.
 */
#include <inttypes.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/fold.h"
#include "base/map.h"
#include "domain/cvss/cvss.h"
#include "face/api/myjvn.h"
#include "format/cpe/cpe.h"
#include "model/name.h"

/* ------------------------------------------------------------------------------------------------ names */

struct named { uint64_t vid, pid; struct str vendor, product, vendor_cpe, cpe; };
struct names {
	struct myjvn *myjvn;
	bool          products;       /* else vendors, each once */
	struct map    vids, pids;     /* asked for; count 0: all */
	struct str    cpe_part, cpe_vendor, cpe_product, keyword;
	bool          by_cpe;
	struct map    seen;
	LIST(struct named) list;
	int64_t       vendors, all;   /* that there are, whatever is asked for */
};

static void
take_ids(struct names *names, const char *param, struct map *ids)
{
	struct str rest = myjvn_param(names->myjvn, param), id;

	while (myjvn_next(&rest, &id))
		*map_put(names->myjvn->api->arena, ids, id) = 1;
}

/* "cpe:/:vendor", "cpe:/a:vendor:product". */
static void
take_cpe(struct names *names)
{
	struct str rest = myjvn_param(names->myjvn, "cpeName");

	if (rest.len == 0)
		return;
	names->by_cpe = true;
	if (!str_take(&rest, STR("cpe:/")) || !str_split(&rest, ':', &names->cpe_part) || !str_split(&rest, ':', &names->cpe_vendor))
		myjvn_fail(names->myjvn, "99000001", STR("パラメタ cpeName の値には CPE 名 (cpe:/{種別}:{ベンダ}:{製品}) を指定してください。"));
	if (!str_split(&rest, ':', &names->cpe_product))
		names->cpe_product = STR("*");
	if (names->cpe_part.len == 0)
		names->cpe_part = STR("*");
}

static struct str
text_of(struct str ja, struct str en, bool english)
{
	return (english && en.len > 0) || ja.len == 0 ? en : ja;
}

static bool
has_keyword(const struct names *names, const struct product_name *name, struct arena *item)
{
	const struct str texts[] = { names->products ? name->product_ja : name->vendor_ja, names->products ? name->product_en : name->vendor_en };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (str_find(fold_text(texts[i], item), names->keyword) != SIZE_MAX)
			return true;
	return names->keyword.len == 0;
}

static bool
is_asked(const struct names *names, const struct product_name *name, const struct cpe *cpe, struct arena *item)
{
	if (names->vids.count > 0 && map_find(&names->vids, name->vid) == NULL)
		return false;
	if (names->pids.count > 0 && map_find(&names->pids, name->pid) == NULL)
		return false;
	if (names->by_cpe && !(myjvn_glob(names->cpe_vendor, cpe->attributes[CPE_VENDOR].text) &&
	    (!names->products || (myjvn_glob(names->cpe_product, cpe->attributes[CPE_PRODUCT].text) && myjvn_glob(names->cpe_part, cpe->attributes[CPE_PART].text)))))
		return false;
	return has_keyword(names, name, item);
}

static struct str
vendor_uri(const struct cpe *cpe, struct arena *arena)
{
	struct cpe vendor = { 0 };

	vendor.attributes[CPE_VENDOR] = cpe->attributes[CPE_VENDOR];
	return cpe->attributes[CPE_VENDOR].kind == CPE_VALUE ? cpe_format_uri(&vendor, arena) : STR("cpe:/");
}

static struct err *
on_name(void *data, struct str feed, const void *value, struct arena *item)
{
	struct names *names = data;
	struct arena *arena = names->myjvn->api->arena;
	const struct product_name *name = value;
	struct named named = { 0 };
	struct cpe cpe = { 0 };
	uint64_t *vendor;

	(void)feed;
	/* Names of other lists have no numbers. */
	if (!str_to_u64(name->vid, &named.vid))
		return NULL;
	vendor = map_put(arena, &names->seen, arena_copy(arena, name->vid));
	names->vendors += *vendor == 0;
	names->all += name->pid.len > 0;
	if (name->cpe.len > 0)
		(void)(cpe_parse(name->cpe, item, &cpe) == NULL);
	if ((names->products ? !str_to_u64(name->pid, &named.pid) : *vendor == 2) || !is_asked(names, name, &cpe, item)) {
		*vendor = *vendor == 2 ? 2 : 1;
		return NULL;
	}
	*vendor = 2;
	named.vendor = arena_copy(arena, text_of(name->vendor_ja, name->vendor_en, names->myjvn->english));
	named.product = arena_copy(arena, text_of(name->product_ja, name->product_en, names->myjvn->english));
	named.vendor_cpe = arena_copy(arena, vendor_uri(&cpe, item));
	named.cpe = arena_copy(arena, name->cpe.len > 0 ? cpe_format_uri(&cpe, item) : STR(""));
	list_push(arena, &names->list, named);
	return NULL;
}

static int
by_number(const void *a_, const void *b_)
{
	const struct named *a = a_, *b = b_;

	return a->vid != b->vid ? (a->vid > b->vid) - (a->vid < b->vid) : (a->pid > b->pid) - (a->pid < b->pid);
}

static void
put_vendor(struct names *names, const struct named *named)
{
	struct xml_writer *w = &names->myjvn->w;

	xml_begin(w, "Vendor");
	xml_put_attribute(w, "vname", named->vendor);
	xml_put_attribute(w, "cpe", named->vendor_cpe);
	xml_put_number(w, "vid", (int64_t)named->vid);
}

static void
put_names(struct names *names)
{
	struct myjvn *myjvn = names->myjvn;
	struct xml_writer *w = &myjvn->w;
	size_t from = (size_t)myjvn->start - 1, end = from + (size_t)myjvn->most;

	if (end > names->list.count)
		end = names->list.count;
	myjvn->total = (int64_t)names->list.count;
	myjvn->returned = end > from ? (int64_t)(end - from) : 0;
	xml_declare(w);
	myjvn_result(myjvn);
	if (from < end) {
		xml_begin(w, "VendorInfo");
		xml_put_attribute(w, "xml:lang", myjvn->english ? STR("en") : STR("ja"));
		for (size_t i = from; i < end; i++) {
			const struct named *named = &names->list.items[i];

			if (i == from || named->vid != names->list.items[i - 1].vid || !names->products)
				put_vendor(names, named);
			if (names->products) {
				xml_begin(w, "Product");
				xml_put_attribute(w, "pname", named->product);
				xml_put_attribute(w, "cpe", named->cpe);
				xml_put_number(w, "pid", (int64_t)named->pid);
				xml_end(w);
			}
			if (!names->products || i + 1 == end || names->list.items[i + 1].vid != named->vid)
				xml_end(w);
		}
		xml_end(w);
	}
	myjvn_status(myjvn);
	xml_end(w);
}

static struct err *
run_names(struct myjvn *myjvn, bool products)
{
	struct names names = { .myjvn = myjvn, .products = products, .keyword = fold_text(myjvn_param(myjvn, "keyword"), myjvn->api->arena) };
	int given = (myjvn_param(myjvn, "cpeName").len > 0) + (products && myjvn_param(myjvn, "vendorId").len > 0) + (products && myjvn_param(myjvn, "productId").len > 0);

	if (given > 1)
		myjvn_fail(myjvn, "99000003", STR("パラメタ cpeName、vendorId、productId は同時に指定できません。"));
	take_cpe(&names);
	if (products) {
		take_ids(&names, "vendorId", &names.vids);
		take_ids(&names, "productId", &names.pids);
	}
	if (myjvn->error.len > 0)
		return NULL;
	TRY(kb_each_note(myjvn->api->kb, &product_name_schema, STR(""), on_name, &names, myjvn->api->arena));
	/* Nothing found in nothing would say that there is no such product. */
	if (names.vendors == 0) {
		myjvn_fail(myjvn, "99000005", STR("ベンダ・製品の一覧が知識ベースにありません。MyJVN の一覧を取り込んでください。"));
		return NULL;
	}
	if (names.list.count > 0)
		qsort(names.list.items, names.list.count, sizeof(*names.list.items), by_number);
	put_names(&names);
	return NULL;
}

static struct err *
run_vendors(struct myjvn *myjvn)
{
	return run_names(myjvn, false);
}

static struct err *
run_products(struct myjvn *myjvn)
{
	return run_names(myjvn, true);
}

static const char *const vendor_params[] = { "cpeName", "keyword", NULL };
static const char *const product_params[] = { "cpeName", "vendorId", "productId", "keyword", NULL };
const struct myjvn_method myjvn_vendors = { "getVendorList", "VN", 10000, true, vendor_params, run_vendors };
const struct myjvn_method myjvn_products = { "getProductList", "PR", 10000, true, product_params, run_products };

/* -------------------------------------------------------------------------------------------- statistics */

enum theme { THEME_JVNDB = 1, THEME_CVSS = 2, THEME_CWE = 4, THEME_ALL = 7 };
static const struct { const char *name; enum theme theme; } themes[] = {
	{ "sumAll", THEME_ALL }, { "sumJvnDb", THEME_JVNDB }, { "sumCvss", THEME_CVSS }, { "sumCwe", THEME_CWE },
};

struct statistics {
	struct myjvn *myjvn;
	enum theme    theme;
	char          type;           /* y q m */
	struct names  names;
	int64_t       records;
};

/* Months into quarters: "2026-03" is of "2026-1Q". */
static void
fold_quarters(struct listed_counts *counts, struct arena *arena)
{
	size_t kept = 0;

	for (size_t i = 0; i < counts->list.count; i++) {
		struct listed_count one = counts->list.items[i];
		uint64_t month = 1;

		(void)str_to_u64(str_from(one.date, 5), &month);
		one.date = arena_printf(arena, "%.*s-%dQ", 4, one.date.ptr, ((int)month + 2) / 3);
		if (kept > 0 && str_eq(counts->list.items[kept - 1].date, one.date)) {
			struct listed_count *last = &counts->list.items[kept - 1];

			last->all += one.all;
			for (size_t b = 0; b < ARRAY_LEN(one.bands); b++)
				last->bands[b] += one.bands[b];
		} else {
			counts->list.items[kept++] = one;
		}
	}
	counts->list.count = kept;
}

static void
put_theme(struct statistics *statistics, enum theme theme, const struct listed_counts *counts)
{
	static const struct { enum theme theme; const char *element; struct str ja, en; } titles[] = {
		{ THEME_JVNDB, "mjstat:sumJvnDb", STR_INIT("脆弱性統計情報"), STR_INIT("Statistics Vulnerability Count") },
		{ THEME_CVSS, "mjstat:sumCvss", STR_INIT("CVSSスコア"), STR_INIT("CVSS Score") },
		{ THEME_CWE, "mjstat:sumCwe", STR_INIT("CWE別件数"), STR_INIT("CWE Count") },
	};
	static const struct { const char *attribute; enum severity severity; } bands[] = {
		{ "cntC", SEVERITY_CRITICAL }, { "cntH", SEVERITY_HIGH }, { "cntM", SEVERITY_MEDIUM }, { "cntL", SEVERITY_LOW }, { "cntN", SEVERITY_NONE },
	};
	struct xml_writer *w = &statistics->myjvn->w;
	size_t t = theme == THEME_JVNDB ? 0 : theme == THEME_CVSS ? 1 : 2;

	xml_begin(w, titles[t].element);
	if (theme == THEME_CWE)
		xml_put_attribute(w, "cweId", myjvn_param(statistics->myjvn, "cweId"));
	xml_begin(w, "mjstat:title");
	xml_put_attribute(w, "xml:lang", STR("ja"));
	xml_put_text(w, titles[t].ja);
	xml_end(w);
	xml_begin(w, "mjstat:title");
	xml_put_attribute(w, "xml:lang", STR("en-US"));
	xml_put_text(w, titles[t].en);
	xml_end(w);
	xml_begin(w, "mjstat:resDataTotal");
	xml_put_number(w, "vulinfo", statistics->records);
	xml_put_number(w, "vendor", statistics->names.vendors);
	xml_put_number(w, "product", statistics->names.all);
	xml_end(w);
	for (size_t i = 0; i < counts->list.count; i++) {
		const struct listed_count *count = &counts->list.items[i];

		xml_begin(w, "mjstat:resData");
		xml_put_attribute(w, "date", count->date);
		xml_put_number(w, "cntAll", count->all);
		for (size_t b = 0; theme == THEME_CVSS && b < ARRAY_LEN(bands); b++)
			xml_put_number(w, bands[b].attribute, count->bands[bands[b].severity]);
		xml_end(w);
		if (count->all > statistics->myjvn->highest)
			statistics->myjvn->highest = count->all;
	}
	xml_end(w);
}

static bool
year_and_month(struct myjvn *myjvn, const char *end, bool months, struct civil *date, bool *ret_given)
{
	struct arena *arena = myjvn->api->arena;
	struct str year = myjvn_param(myjvn, arena_cstr(arena, arena_printf(arena, "datePublic%sY", end)));
	struct str month = myjvn_param(myjvn, arena_cstr(arena, arena_printf(arena, "datePublic%sM", end)));
	uint64_t number = 0;

	*ret_given = year.len > 0;
	*date = (struct civil){ 0, 1, 1 };
	if (month.len > 0 && (!months || year.len == 0))
		return false;
	if (year.len > 0 && (!str_to_u64(year, &number) || number == 0 || number > 9999))
		return false;
	date->year = (int)number;
	if (month.len > 0) {
		if (!str_to_u64(month, &number) || number == 0 || number > 12)
			return false;
		date->month = (int)number;
	} else if (end[0] == 'E') {
		date->month = 12;
	}
	return true;
}

static void
take_span(struct statistics *statistics, struct listed_span *span)
{
	struct civil from, until;
	bool has_from, has_until;

	*span = LISTED_ALWAYS;
	if (!year_and_month(statistics->myjvn, "Start", statistics->type == 'm', &from, &has_from) ||
	    !year_and_month(statistics->myjvn, "End", statistics->type == 'm', &until, &has_until)) {
		myjvn_fail(statistics->myjvn, "06030970", STR("日付の組み合わせが正しくありません。"));
		return;
	}
	if (has_from)
		span->from = day_instant(day_of_civil(from), ZONE_JST);
	if (has_until)
		span->until = day_instant(day_of_civil(until.month == 12 ? (struct civil){ until.year + 1, 1, 1 } : (struct civil){ until.year, until.month + 1, 1 }), ZONE_JST);
	if (has_from && has_until && span->until <= span->from)
		myjvn_fail(statistics->myjvn, "06030970", STR("日付の組み合わせが正しくありません。"));
}

static void
take_theme(struct statistics *statistics)
{
	struct myjvn *myjvn = statistics->myjvn;
	struct str theme = myjvn_param(myjvn, "theme"), type = myjvn_param(myjvn, "type"), cwe = myjvn_param(myjvn, "cweId");

	for (size_t i = 0; i < ARRAY_LEN(themes); i++)
		if (str_eq(theme, str_of(themes[i].name)))
			statistics->theme = themes[i].theme;
	if (statistics->theme == 0)
		myjvn_fail(myjvn, theme.len == 0 ? "99000002" : "99000001", STR("パラメタ theme には sumAll、sumJvnDb、sumCvss、sumCwe のいずれかを指定してください。"));
	if (type.len > 0 && (type.len > 1 || str_find(STR("yqm"), type) == SIZE_MAX))
		myjvn_fail(myjvn, "99000001", STR("パラメタ type の値には y、q、m のいずれかを指定してください。"));
	statistics->type = type.len == 1 ? type.ptr[0] : 'y';
	if ((statistics->theme & THEME_CWE) != 0 && !str_starts(cwe, STR("CWE-")))
		myjvn_fail(myjvn, "99000002", STR("パラメタ cweId には CWE-79 のような番号を指定してください。"));
}

static struct err *
count_theme(struct statistics *statistics, const struct listed_ask *ask, enum theme theme, struct listed_counts *counts)
{
	struct listed_ask own = *ask;

	if (theme == THEME_CWE)
		own.cwe = myjvn_param(statistics->myjvn, "cweId");
	TRY(kb_listed_counts(statistics->myjvn->api->kb, &own, statistics->type != 'y', statistics->myjvn->api->arena, counts));
	if (statistics->type == 'q')
		fold_quarters(counts, statistics->myjvn->api->arena);
	return NULL;
}

static struct err *
run_statistics(struct myjvn *myjvn)
{
	struct statistics statistics = { .myjvn = myjvn, .names = { .myjvn = myjvn, .products = true, .keyword = STR("") } };
	struct listed_ask ask = { .source = SOURCE_JVN, .order = LISTED_PUBLISHED, .modified = LISTED_ALWAYS, .published = LISTED_ALWAYS, .appeared = LISTED_ALWAYS };
	struct listed_page all = { 0 };
	struct listed_counts counts[3] = { 0 };
	struct err *err;

	take_theme(&statistics);
	take_span(&statistics, &ask.appeared);
	TRY(myjvn_need_records(myjvn));
	if (myjvn->error.len > 0 || !myjvn_products_of(myjvn, &ask, &err))
		return myjvn->error.len > 0 ? NULL : err;
	TRY(kb_list(myjvn->api->kb, &(struct listed_ask){ .source = SOURCE_JVN, .modified = LISTED_ALWAYS, .published = LISTED_ALWAYS, .appeared = LISTED_ALWAYS },
	    myjvn->api->arena, &all));
	statistics.records = all.total;
	TRY(kb_each_note(myjvn->api->kb, &product_name_schema, STR(""), on_name, &statistics.names, myjvn->api->arena));
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		if ((statistics.theme >> i & 1) != 0) {
			TRY(count_theme(&statistics, &ask, (enum theme)(1 << i), &counts[i]));
			if ((int64_t)counts[i].list.count > myjvn->total)
				myjvn->total = (int64_t)counts[i].list.count;
		}
	myjvn->returned = myjvn->total;
	myjvn->start = 1;
	myjvn->highest = 0;
	xml_declare(&myjvn->w);
	myjvn_result(myjvn);
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		if (counts[i].list.count > 0)
			put_theme(&statistics, (enum theme)(1 << i), &counts[i]);
	myjvn_status(myjvn);
	xml_end(&myjvn->w);
	return NULL;
}

static const char *const statistics_params[] = {
	"theme", "type", "cweId", "pid", "cpeName", "datePublicStartY", "datePublicStartM", "datePublicEndY", "datePublicEndM", NULL,
};
const struct myjvn_method myjvn_statistics = { "getStatistics", "VS", 10000, true, statistics_params, run_statistics };
