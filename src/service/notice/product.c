/*
 * product.c - which product a notice is about: said by its writer, or what its written name means beyond doubt; else nobody knows yet.
 */
#include "base/hash.h"
#include "domain/name/name.h"
#include "service/name.h"
#include "service/notice/parts.h"
#include "service/product.h"

/* A product of no public list: the same written name is the same product in every notice. */
static struct str
own_identity(struct str product, struct arena *arena)
{
	struct str key = name_key(product, arena);
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, key.ptr, key.len);
	return arena_printf(arena, "cpe:2.3:a:own:product_%.*s:*:*:*:*:*:*:*:*", 12, sha256_hex(&sum, arena).ptr);
}

/* What the ledger calls so is that product from now on: the writer has said so. */
static struct err *
take_own(const struct notice_desk *desk, const struct actor *actor, struct str product, int64_t now, struct arena *arena, struct str *ret_identity)
{
	struct name_word word = { .name = product, .identity = own_identity(product, arena), .by = actor->login, .at = now }, written;

	if (name_key(product, arena).len == 0)
		return err_new(arena, ERR_USAGE, M("\"{name}\" is no name of a product."), ARG("name", product));
	TRY(name_decide(desk->home, &word, arena, &written));
	*ret_identity = word.identity;
	return NULL;
}

struct err *
notice_product(const struct notice_desk *desk, const struct actor *actor, struct str identity, struct str product, int64_t now, struct arena *arena,
    struct str *ret_identity)
{
	struct name_row row;

	*ret_identity = STR("");
	if (str_eq(identity, STR("own")))
		return take_own(desk, actor, product, now, arena, ret_identity);
	if (identity.len > 0)
		return product_identity(identity, arena, ret_identity);
	if (product.len == 0)
		return NULL;
	if (str_starts(product, STR("cpe:")) || str_starts(product, STR("pkg:")))
		return product_identity(product, arena, ret_identity);
	TRY(name_show(desk->home, STR(""), product, arena, &row));
	if (row.choices.count == 0 || !row.choices.items[0].certain || str_starts(row.choices.items[0].identity, STR("pid:")))
		return NULL;
	return product_identity(row.choices.items[0].identity, arena, ret_identity);
}
