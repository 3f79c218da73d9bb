#include "service/lexicon.h"

#include "format/cpe/cpe.h"

/* "a:vendor:product": what all spellings of a CPE name of a product share. */
static struct str
key_of(struct str identity, struct arena *arena)
{
	struct cpe cpe;

	if (!str_starts(identity, STR("cpe:")) || cpe_parse(identity, arena, &cpe) != NULL)
		return identity;
	return arena_printf(arena, "%.*s:%.*s", STR_ARG(cpe.attributes[CPE_PART].text), STR_ARG(cpe_product_key(&cpe, arena)));
}

uint64_t
lexicon_records(const struct lexicon *lexicon, struct str identity, struct arena *arena)
{
	const uint64_t *count = map_find(&lexicon->records, key_of(identity, arena));

	return count == NULL ? 0 : *count;
}

static struct err *
take_name(void *data, struct str feed, const void *value, struct arena *arena)
{
	struct lexicon *lexicon = data;
	const struct product_name *name = value;
	bool cpe_list = str_starts(feed, STR("names:cpe"));

	(void)arena;
	name_catalogue_add(lexicon->catalogue, name, cpe_list ? STR("CPE dictionary") : STR("MyJVN"), DAY_NONE);
	return NULL;
}

/* The canonical name with everything behind the product open. */
static void
take_product(void *data, struct str identity, bool is_cpe, uint64_t vulnerabilities)
{
	struct lexicon *lexicon = data;
	struct arena *scratch ARENA_SCOPE = arena_new_of(1024);
	struct cpe cpe;
	uint64_t *count;

	if (!is_cpe || cpe_parse(identity, scratch, &cpe) != NULL)
		return;
	for (size_t i = CPE_VERSION; i < CPE_ATTRIBUTE_COUNT; i++)
		cpe.attributes[i] = (struct cpe_value){ CPE_ANY, STR("") };
	count = map_put(lexicon->arena, &lexicon->records, arena_copy(lexicon->arena, key_of(identity, scratch)));
	*count = vulnerabilities > *count ? vulnerabilities : *count;
	name_catalogue_add_cpe(lexicon->catalogue, cpe_format(&cpe, scratch), STR("NVD, JVN, CVE"), DAY_NONE);
}

static struct err *
take_word(void *context, const struct ledger_alias *alias, struct arena *item)
{
	struct lexicon *lexicon = context;

	(void)item;
	name_catalogue_decide(lexicon->catalogue, &(struct name_decision){
		.vendor = alias->vendor, .name = alias->written, .identity = alias->identity, .rejected = alias->rejected, .by = alias->by,
		.day = instant_day(alias->at, ZONE_JST), .organisation = alias->organisation,
	});
	return NULL;
}

struct err *
lexicon_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct lexicon *ret_lexicon)
{
	struct lexicon *lexicon = ret_lexicon;

	*lexicon = (struct lexicon){ .catalogue = name_catalogue_new(), .arena = arena };
	TRY(name_catalogue_tables(lexicon->catalogue, arena));
	TRY(kb_open(home->kb_path, arena, &lexicon->kb));      /* there may be none yet: then nothing is proposed */
	TRY(kb_each_note(lexicon->kb, &product_name_schema, STR(""), take_name, lexicon, arena));
	lexicon->index = kb_index(lexicon->kb);
	if (lexicon->index != NULL)
		match_each_product(lexicon->index, take_product, lexicon);
	return ledger == NULL ? NULL : ledger_aliases(ledger, take_word, lexicon, arena);
}

void
lexicon_close(struct lexicon *lexicon)
{
	name_catalogue_free(lexicon->catalogue);
	kb_close(lexicon->kb);
	*lexicon = (struct lexicon){ 0 };
}
