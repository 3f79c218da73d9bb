/*
 * name.c - CPE names, package URLs, and the names of vulnerabilities.
 */
#include "face/lib/call.h"
#include "format/cpe/cpe.h"
#include "format/purl/purl.h"
#include "format/vulnid/vulnid.h"

/* ---------------------------------------------------------------------------------------------- cpe */

struct matching {
	struct str              source, target;
	enum tsukuroi_relation *ret_relation;
};

static struct err *
match(struct tsukuroi *t, void *task)
{
	static const enum tsukuroi_relation relations[] = {
		[CPE_DISJOINT] = TSUKUROI_DISJOINT, [CPE_SUBSET] = TSUKUROI_SUBSET, [CPE_SUPERSET] = TSUKUROI_SUPERSET,
		[CPE_EQUAL] = TSUKUROI_SAME, [CPE_OVERLAP] = TSUKUROI_OVERLAP, [CPE_UNDEFINED] = TSUKUROI_RELATION_UNDEFINED,
	};
	struct matching *matching = task;
	struct cpe source, target;

	TRY(cpe_parse(matching->source, t->arena, &source));
	TRY(cpe_parse(matching->target, t->arena, &target));
	*matching->ret_relation = relations[cpe_relation(&source, &target)];
	return NULL;
}

enum tsukuroi_status
tsukuroi_cpe_match(struct tsukuroi *t, const char *source, size_t source_len, const char *target, size_t target_len,
    enum tsukuroi_relation *ret_relation)
{
	struct matching matching = { str_in(source, source_len), str_in(target, target_len), ret_relation };

	if (ret_relation == NULL)
		return call_misuse(t);
	*ret_relation = TSUKUROI_RELATION_UNDEFINED;
	return call_run(t, match, &matching);
}

struct converting {
	struct str             name;
	enum tsukuroi_cpe_form form;
	struct tsukuroi_text  *ret_name;
};

static struct err *
convert(struct tsukuroi *t, void *task)
{
	static struct str (*const forms[])(const struct cpe *, struct arena *) = {
		[TSUKUROI_CPE_FS] = cpe_format, [TSUKUROI_CPE_URI] = cpe_format_uri, [TSUKUROI_CPE_WFN] = cpe_format_wfn,
	};
	struct converting *converting = task;
	struct cpe cpe;

	TRY(cpe_parse(converting->name, t->arena, &cpe));
	*converting->ret_name = text_out(t, forms[converting->form](&cpe, t->arena));
	return NULL;
}

enum tsukuroi_status
tsukuroi_cpe_convert(struct tsukuroi *t, const char *name, size_t len, enum tsukuroi_cpe_form form,
    struct tsukuroi_text *ret_name)
{
	struct converting converting = { str_in(name, len), form, ret_name };

	if (ret_name == NULL || (unsigned)form > TSUKUROI_CPE_WFN)
		return call_misuse(t);
	return call_run(t, convert, &converting);
}

/* --------------------------------------------------------------------------------------------- purl */

struct parsing {
	struct str            purl;
	struct tsukuroi_purl *ret_purl;
};

static struct err *
parse(struct tsukuroi *t, void *task)
{
	struct parsing *parsing = task;
	struct purl purl;

	TRY(purl_parse(parsing->purl, t->arena, &purl));
	*parsing->ret_purl = (struct tsukuroi_purl){
		.canonical  = text_out(t, purl_format(&purl, t->arena)),
		.type       = text_out(t, purl.type),
		.space      = text_out(t, purl.space),
		.name       = text_out(t, purl.name),
		.version    = text_out(t, purl.version),
		.qualifiers = text_out(t, purl.qualifiers),
		.subpath    = text_out(t, purl.subpath),
	};
	return NULL;
}

enum tsukuroi_status
tsukuroi_purl_parse(struct tsukuroi *t, const char *purl, size_t len, struct tsukuroi_purl *ret_purl)
{
	struct parsing parsing = { str_in(purl, len), ret_purl };

	if (ret_purl == NULL)
		return call_misuse(t);
	return call_run(t, parse, &parsing);
}

struct qualifying {
	struct str            purl, key;
	struct tsukuroi_text *ret_value;
};

static struct err *
qualify(struct tsukuroi *t, void *task)
{
	struct qualifying *qualifying = task;
	struct purl purl;

	TRY(purl_parse(qualifying->purl, t->arena, &purl));
	*qualifying->ret_value = text_out(t, purl_qualifier(&purl, qualifying->key, t->arena));
	return NULL;
}

enum tsukuroi_status
tsukuroi_purl_qualifier(struct tsukuroi *t, const char *purl, size_t len, const char *key, size_t key_len,
    struct tsukuroi_text *ret_value)
{
	struct qualifying qualifying = { str_in(purl, len), str_in(key, key_len), ret_value };

	if (ret_value == NULL)
		return call_misuse(t);
	return call_run(t, qualify, &qualifying);
}

/* ------------------------------------------------------------------------------------------- numbers */

struct identifying {
	struct str          text;
	struct tsukuroi_id *ret_id;
};

static struct err *
identify(struct tsukuroi *t, void *task)
{
	struct identifying *identifying = task;
	struct vulnid id;

	TRY(vulnid_read(identifying->text, t->arena, &id));
	*identifying->ret_id = (struct tsukuroi_id){
		.canonical  = text_out(t, id.text),
		.kind       = text_out(t, str_of(vulnid_kind_name(id.kind))),
		.is_private = vulnid_is_private(id.kind),
	};
	return NULL;
}

enum tsukuroi_status
tsukuroi_id_parse(struct tsukuroi *t, const char *text, size_t len, struct tsukuroi_id *ret_id)
{
	struct identifying identifying = { str_in(text, len), ret_id };

	if (ret_id == NULL)
		return call_misuse(t);
	return call_run(t, identify, &identifying);
}
