/*
 * myjvn.c - the MyJVN API (https://jvndb.jvn.jp/apis/) of feed=hnd over what the knowledge base holds of JVN iPedia: methods, common parameters, the status
 * that stands at the end of every answer. An error is an answer too, with HTTP status 200.
 *
 * Codes of errors. JVN publishes seven; what else can be wrong has a code of ours behind the method's prefix: 99000001 a value is not of its form, 99000002
 * something obligatory is missing, 99000003 parameters that exclude each other, 99000004 dates that do not go together, 99000005 not held here.
 */
#include "face/api/myjvn.h"

#include <inttypes.h>
#include "base/clock.h"
#include "base/map.h"
#include "format/cpe/cpe.h"
#include "format/json/json_write.h"
#include "model/name.h"

static const struct myjvn_method *const methods[] = {
	&myjvn_overview, &myjvn_detail, &myjvn_vendors, &myjvn_products, &myjvn_statistics, &myjvn_alerts,
};

/* --------------------------------------------------------------------------------------------- parameters */

struct str
myjvn_param(const struct myjvn *myjvn, const char *name)
{
	return api_param(myjvn->api, name);
}

void
myjvn_fail(struct myjvn *myjvn, const char *digits, struct str message)
{
	if (myjvn->error.len > 0)
		return;
	myjvn->error = arena_printf(myjvn->api->arena, "%s%s", myjvn->method == NULL ? "XX" : myjvn->method->prefix, digits);
	myjvn->message = message;
}

struct err *
myjvn_need_records(struct myjvn *myjvn)
{
	bool held;

	TRY(api_holds(myjvn->api, SOURCE_JVN, &held));
	if (!held)
		myjvn_fail(myjvn, "99000005", STR("JVN iPedia の情報が知識ベースにありません。"));
	return NULL;
}

static void
take_paging(struct myjvn *myjvn)
{
	struct str start = myjvn_param(myjvn, "startItem"), most = myjvn_param(myjvn, "maxCountItem");
	uint64_t number;

	myjvn->start = 1;
	myjvn->most = myjvn->method->most;
	if (start.len > 0) {
		if (!str_to_u64(start, &number) || number == 0 || number > INT32_MAX)
			myjvn_fail(myjvn, "01020003", STR("パラメタ startItem の値には正の整数を指定してください。"));
		else
			myjvn->start = (int64_t)number;
	}
	if (most.len > 0) {
		if (!str_to_u64(most, &number) || number == 0 || (int64_t)number > myjvn->method->most)
			myjvn_fail(myjvn, "99000001", arena_printf(myjvn->api->arena, "パラメタ maxCountItem の値には 1 から %" PRId64 " の整数を指定してください。", myjvn->method->most));
		else
			myjvn->most = (int64_t)number;
	}
}

static void
take_lang(struct myjvn *myjvn)
{
	struct str lang = myjvn_param(myjvn, "lang");

	myjvn->english = str_eq(lang, STR("en"));
	if (lang.len > 0 && !myjvn->english && !str_eq(lang, STR("ja")))
		myjvn_fail(myjvn, "99000001", STR("パラメタ lang の値には ja または en を指定してください。"));
}

bool
myjvn_glob(struct str pattern, struct str text)
{
	size_t p = 0, t = 0, star = SIZE_MAX, back = 0;

	while (t < text.len) {
		if (p < pattern.len && pattern.ptr[p] == '*') {
			star = p++;
			back = t;
		} else if (p < pattern.len && char_lower(pattern.ptr[p]) == char_lower(text.ptr[t])) {
			p++;
			t++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			t = ++back;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.ptr[p] == '*')
		p++;
	return p == pattern.len;
}

/* ------------------------------------------------------------------------------------- products of records */

static struct str
lower(struct str text, struct arena *arena)
{
	char *copy = arena_alloc(arena, text.len + 1);

	for (size_t i = 0; i < text.len; i++)
		copy[i] = char_lower(text.ptr[i]);
	return (struct str){ copy, text.len };
}

/* Not cpe_parse: wildcards may stand anywhere here. "%2b" is what a URI writes for '+'. */
static struct str
unescaped(struct str text, struct arena *arena)
{
	char *copy = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '%' && i + 2 < text.len && char_is_hex(text.ptr[i + 1]) && char_is_hex(text.ptr[i + 2])) {
			copy[len++] = (char)(char_hex(text.ptr[i + 1]) * 16 + char_hex(text.ptr[i + 2]));
			i += 2;
		} else {
			copy[len++] = text.ptr[i];
		}
	}
	return (struct str){ copy, len };
}

static bool
add_cpe_name(struct myjvn *myjvn, struct str name, struct listed_ask *ask)
{
	struct arena *arena = myjvn->api->arena;
	struct str rest = lower(name, arena), part, vendor, product;

	if (!str_take(&rest, STR("cpe:/")))
		return false;
	(void)str_split(&rest, ':', &part);
	if (rest.ptr == NULL || !str_split(&rest, ':', &vendor))
		return false;
	if (!str_split(&rest, ':', &product))
		product = STR("");
	if (str_eq(part, STR("*")))
		part = STR("");
	list_push(arena, &ask->products, ((struct listed_product){ unescaped(vendor, arena), unescaped(product, arena), part }));
	return true;
}

static void
add_cpe_of_name(const struct product_name *name, bool vendor_only, struct listed_ask *ask, struct arena *arena)
{
	struct cpe cpe;

	if (name->cpe.len == 0 || cpe_parse(name->cpe, arena, &cpe) != NULL || cpe.attributes[CPE_VENDOR].kind != CPE_VALUE)
		return;
	list_push(arena, &ask->products, ((struct listed_product){ arena_copy(arena, cpe.attributes[CPE_VENDOR].text),
	    vendor_only || cpe.attributes[CPE_PRODUCT].kind != CPE_VALUE ? STR("") : arena_copy(arena, cpe.attributes[CPE_PRODUCT].text),
	    vendor_only || cpe.attributes[CPE_PART].kind != CPE_VALUE ? STR("") : arena_copy(arena, cpe.attributes[CPE_PART].text) }));
}

struct of_vendor { struct map vids; struct listed_ask *ask; struct arena *arena; };

/* A vendor's products, by what the first of them says its name in CPE is: names of one vendor may differ. */
static struct err *
on_vendor(void *data, struct str feed, const void *value, struct arena *item)
{
	struct of_vendor *of = data;
	const struct product_name *name = value;

	(void)feed;
	(void)item;
	if (name->vid.len > 0 && map_find(&of->vids, name->vid) != NULL)
		add_cpe_of_name(name, true, of->ask, of->arena);
	return NULL;
}

bool
myjvn_next(struct str *rest, struct str *ret_value)
{
	size_t end = 0;

	while (rest->len > 0 && (rest->ptr[0] == ' ' || rest->ptr[0] == '+'))
		*rest = str_from(*rest, 1);
	while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '+')
		end++;
	*ret_value = str_sub(*rest, 0, end);
	*rest = str_from(*rest, end);
	return end > 0;
}

static struct err *
add_vendors(struct myjvn *myjvn, struct str ids, struct listed_ask *ask)
{
	struct of_vendor of = { .ask = ask, .arena = myjvn->api->arena };
	struct str id;
	size_t kept = 0;

	while (myjvn_next(&ids, &id))
		*map_put(of.arena, &of.vids, id) = 1;
	TRY(kb_each_note(myjvn->api->kb, &product_name_schema, STR(""), on_vendor, &of, of.arena));
	for (size_t i = 0; i < ask->products.count; i++) {
		bool twice = false;

		for (size_t k = 0; k < kept && !twice; k++)
			twice = str_eq(ask->products.items[k].vendor, ask->products.items[i].vendor);
		if (!twice)
			ask->products.items[kept++] = ask->products.items[i];
	}
	ask->products.count = kept;
	return NULL;
}

static struct err *
add_products(struct myjvn *myjvn, struct str ids, struct listed_ask *ask)
{
	struct arena *arena = myjvn->api->arena;
	struct str id;

	while (myjvn_next(&ids, &id)) {
		struct product_name name;
		bool found;

		TRY(kb_note(myjvn->api->kb, &product_name_schema, arena_printf(arena, "jvn/pid/%.*s", STR_ARG(id)), arena, &name, &found));
		if (found)
			add_cpe_of_name(&name, false, ask, arena);
	}
	return NULL;
}

bool
myjvn_products_of(struct myjvn *myjvn, struct listed_ask *ask, struct err **ret_err)
{
	struct str cpe = myjvn_param(myjvn, "cpeName"), vendor = myjvn_param(myjvn, "vendorId"), product = myjvn_param(myjvn, "productId"), pid = myjvn_param(myjvn, "pid"), name;

	*ret_err = NULL;
	product = product.len > 0 ? product : pid;      /* so called in getStatistics */
	if ((cpe.len > 0) + (vendor.len > 0) + (product.len > 0) > 1)
		myjvn_fail(myjvn, "99000003", STR("パラメタ cpeName、vendorId、productId は同時に指定できません。"));
	while (str_split(&cpe, ' ', &name))
		if (name.len > 0 && !add_cpe_name(myjvn, name, ask))
			myjvn_fail(myjvn, "99000001", STR("パラメタ cpeName の値には CPE 名 (cpe:/{種別}:{ベンダ}:{製品}) を指定してください。"));
	if (myjvn->error.len > 0)
		return false;
	if (vendor.len > 0)
		*ret_err = add_vendors(myjvn, vendor, ask);
	else if (product.len > 0)
		*ret_err = add_products(myjvn, product, ask);
	if (*ret_err != NULL)
		return false;
	/* A number that nobody knows has no records: not all of them. */
	if ((vendor.len > 0 || product.len > 0) && ask->products.count == 0)
		list_push(myjvn->api->arena, &ask->products, ((struct listed_product){ STR("\x01"), STR("\x01"), STR("\x01") }));
	return true;
}

/* ------------------------------------------------------------------------------------------------- answer */

void
myjvn_result(struct myjvn *myjvn)
{
	struct xml_writer *w = &myjvn->w;

	xml_begin(w, "Result");
	xml_put_attribute(w, "version", STR("3.3"));
	xml_put_attribute(w, "xmlns:xsi", STR("http://www.w3.org/2001/XMLSchema-instance"));
	xml_put_attribute(w, "xmlns", STR("http://jvndb.jvn.jp/myjvn/Results"));
	xml_put_attribute(w, "xmlns:mjres", STR("http://jvndb.jvn.jp/myjvn/Results"));
	xml_put_attribute(w, "xmlns:mjstat", STR("http://jvndb.jvn.jp/myjvn/Statistics"));
	xml_put_attribute(w, "xmlns:status", STR("http://jvndb.jvn.jp/myjvn/Status"));
	xml_put_attribute(w, "xsi:schemaLocation", STR("http://jvndb.jvn.jp/myjvn/Results https://jvndb.jvn.jp/schema/results_3.3.xsd"));
}

void
myjvn_handling(struct myjvn *myjvn)
{
	struct xml_writer *w = &myjvn->w;

	xml_begin(w, "sec:handling");
	xml_begin(w, "marking:Marking");
	xml_begin(w, "marking:Marking_Structure");
	xml_put_attribute(w, "xsi:type", STR("tlpMarking:TLPMarkingStructureType"));
	xml_put_attribute(w, "marking_model_name", STR("TLP"));
	xml_put_attribute(w, "marking_model_ref", STR("http://www.us-cert.gov/tlp/"));
	xml_put_attribute(w, "color", STR("WHITE"));
	xml_end(w);
	xml_end(w);
	xml_end(w);
}

static void
put_asked(struct myjvn *myjvn)
{
	static const char *const common[] = { "startItem", "maxCountItem", NULL };
	const char *const *lists[] = { common, myjvn->method == NULL ? NULL : myjvn->method->params };

	for (size_t l = 0; l < ARRAY_LEN(lists); l++)
		for (size_t i = 0; lists[l] != NULL && lists[l][i] != NULL; i++) {
			struct str value = myjvn_param(myjvn, lists[l][i]);
			char *sent = arena_cstr(myjvn->api->arena, value);

			if (value.len == 0)
				continue;
			for (size_t k = 0; k < value.len; k++)
				if (sent[k] == ' ')
					sent[k] = '+';
			xml_put_attribute(&myjvn->w, lists[l][i], str_of(sent));
		}
}

void
myjvn_status(struct myjvn *myjvn)
{
	struct xml_writer *w = &myjvn->w;
	bool failed = myjvn->error.len > 0;
	struct str method = myjvn_param(myjvn, "method");

	xml_begin(w, "status:Status");
	xml_put_attribute(w, "version", STR("3.3"));
	xml_put_attribute(w, "method", myjvn->method == NULL ? str_sub(method, 0, 100) : str_of(myjvn->method->name));
	if (myjvn->method == NULL || myjvn->method->has_lang)
		xml_put_attribute(w, "lang", myjvn->english ? STR("en") : STR("ja"));
	xml_put_attribute(w, "retCd", failed ? STR("1") : STR("0"));
	if (failed)
		xml_put_attribute(w, "retMax", STR(""));
	else
		xml_put_number(w, "retMax", myjvn->method->most);
	if (myjvn->highest >= 0)
		xml_put_number(w, "retMaxCnt", myjvn->highest);
	xml_put_attribute(w, "errCd", myjvn->error);
	xml_put_attribute(w, "errMsg", myjvn->message);
	xml_put_number(w, "totalRes", failed ? 0 : myjvn->total);
	xml_put_number(w, "totalResRet", failed ? 0 : myjvn->returned);
	if (failed || myjvn->returned == 0)
		xml_put_number(w, "firstRes", 0);
	else
		xml_put_number(w, "firstRes", myjvn->start);
	xml_put_attribute(w, "feed", STR("hnd"));
	put_asked(myjvn);
	xml_end(w);
}

static void
put_error(struct myjvn *myjvn)
{
	buf_clear(&myjvn->api->out);
	myjvn->w = (struct xml_writer){ .out = &myjvn->api->out };
	xml_declare(&myjvn->w);
	myjvn_result(myjvn);
	myjvn_status(myjvn);
	xml_end(&myjvn->w);
}

static struct err *
run(struct api *api, struct str rest)
{
	struct myjvn myjvn = { .api = api, .w = { .out = &api->out }, .highest = -1, .error = STR(""), .message = STR("") };
	struct str method = api_param(api, "method");

	(void)rest;
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (str_eq(method, str_of(methods[i]->name)))
			myjvn.method = methods[i];
	api_status(api, 200, "text/xml; charset=UTF-8");
	if (myjvn.method == NULL || !str_eq(api_param(api, "feed"), STR("hnd"))) {
		myjvn.method = NULL;
		myjvn_fail(&myjvn, "00000001", STR("フィード名またはメソッド名が正しくありません。"));
	} else {
		take_paging(&myjvn);
		if (myjvn.method->has_lang)
			take_lang(&myjvn);
	}
	if (myjvn.error.len == 0)
		TRY(myjvn.method->run(&myjvn));
	if (myjvn.error.len > 0)
		put_error(&myjvn);
	return NULL;
}

/* What is wrong with the house, not with the question: clients tell it by the missing status. */
static void
refuse(struct api *api, int status, const struct err *err)
{
	api_status(api, status, "text/plain; charset=UTF-8");
	buf_addf(&api->out, "%.*s\n", STR_ARG(err_sentence(err, LANG_JA, api->arena)));
}

const struct api_route api_myjvn = { "/myjvn", 1U << HTTP_GET | 1U << HTTP_POST, 0, run, refuse };
