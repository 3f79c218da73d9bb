#include "service/product.h"

#include "format/cpe/cpe.h"
#include "format/purl/purl.h"
#include "store/ledger/ledger.h"

/* "cpe:2.3:a:vendor:product" with what is left out as "*". */
static struct str
fill_up(struct str text, struct arena *arena)
{
	struct str rest = text, piece;
	size_t pieces = 0;

	while (str_split(&rest, ':', &piece))
		pieces++;
	for (; str_starts(text, STR("cpe:2.3:")) && pieces < CPE_ATTRIBUTE_COUNT + 2; pieces++)
		text = arena_printf(arena, "%.*s:*", STR_ARG(text));
	return text;
}

struct err *
product_cpe(struct str text, struct arena *arena, struct str *ret_cpe, struct str *ret_key)
{
	struct str key;
	struct cpe cpe;

	TRY(cpe_parse(fill_up(text, arena), arena, &cpe));
	cpe.attributes[CPE_VERSION] = cpe.attributes[CPE_UPDATE] = (struct cpe_value){ CPE_ANY, STR("") };
	key = cpe_product_key(&cpe, arena);
	if (key.len == 0)
		return err_new(arena, ERR_FORMAT, M("The CPE name {cpe} names no product."), ARG("cpe", text));
	*ret_cpe = cpe_format(&cpe, arena);
	*ret_key = key;
	return NULL;
}

struct err *
product_identity(struct str text, struct arena *arena, struct str *ret_identity)
{
	struct purl purl;
	struct str key;

	if (str_starts(text, STR("cpe:")))
		return product_cpe(text, arena, ret_identity, &key);
	if (!str_starts(text, STR("pkg:")))
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is neither a CPE name nor a package URL."), ARG("text", text));
	TRY(purl_parse(text, arena, &purl));
	purl.version = STR("");
	*ret_identity = purl_format(&purl, arena);
	return NULL;
}

struct err *
product_words_identity(struct str words, struct arena *arena, struct str *ret_identity)
{
	struct component component = { .kind = COMPONENT_APPLICATION };
	bool cpe = str_starts(words, STR("cpe:")), purl = str_starts(words, STR("pkg:"));

	*ret_identity = STR("");
	if (words.len == 0)
		return NULL;
	if (cpe || purl)
		TRY(product_identity(words, arena, &words));
	*(cpe ? &component.cpe : purl ? &component.purl : &component.name) = words;
	*ret_identity = ledger_product_identity(&component, arena);
	return NULL;
}
