#include "service/timeline/timeline.h"

struct err *
content_seal(struct vault *vault, bool sealed, const struct place *place, struct str content, struct arena *arena, struct str *ret_blob)
{
	if (sealed && vault == NULL)
		return err_new(arena, ERR_LOCKED, M("This case is sealed and no key holder runs here: start it with `tsukuroi key start`."));
	if (sealed)
		return vault_seal(vault, place, content, arena, ret_blob);
	*ret_blob = vault_plain(content, arena);
	return NULL;
}

struct err *
content_read(struct vault *vault, const struct place *place, struct str blob, struct arena *arena, struct str *ret_content)
{
	if (blob.len == 0) {
		*ret_content = STR("");
		return NULL;
	}
	if (vault == NULL && vault_is_sealed(blob))
		return err_new(arena, ERR_LOCKED, M("This case is sealed and no key holder runs here: start it with `tsukuroi key start`."));
	return vault_read(vault, place, blob, arena, ret_content);
}

/* An entry without content needs no key: it can be written of a sealed case while the key holder is away. */
static struct err *
seal_part(struct vault *vault, const struct timeline_entry *entry, int64_t number, const char *part, struct str content, struct arena *arena,
    struct str *ret_blob)
{
	struct place place = { entry->casefile, entry->compartment, arena_printf(arena, "entry/%lld/%s", (long long)number, part) };

	*ret_blob = STR("");
	return content.len == 0 ? NULL : content_seal(vault, entry->sealed, &place, content, arena, ret_blob);
}

struct err *
timeline_put(struct ledger *ledger, struct vault *vault, const struct timeline_entry *entry, struct arena *arena, int64_t *ret_number)
{
	struct ledger_case_entry put = { .casefile = entry->casefile, .at = entry->at, .who = entry->who, .verb = entry->verb,
		.object = entry->object, .compartment = entry->compartment, .thread = entry->thread };

	TRY(ledger_case_next(ledger, entry->casefile, arena, &put.number));
	TRY(seal_part(vault, entry, put.number, "was", entry->was, arena, &put.was));
	TRY(seal_part(vault, entry, put.number, "became", entry->became, arena, &put.became));
	TRY(ledger_case_entry_put(ledger, &put, arena));
	*ret_number = put.number;
	return NULL;
}
