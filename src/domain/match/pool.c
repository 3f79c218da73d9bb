#include "domain/match/pool.h"

#include <string.h>
#include "base/hash.h"
#include "base/mem.h"

void
put_number(struct buf *out, uint64_t number)
{
	while (number >= 0x80) {
		buf_add_char(out, (char)(number | 0x80));
		number >>= 7;
	}
	buf_add_char(out, (char)number);
}

void
put_text(struct buf *out, struct str text)
{
	put_number(out, text.len);
	buf_add(out, text);
}

bool
take_number(struct str *rest, uint64_t *ret_number)
{
	uint64_t number = 0;

	/* Nearly all lengths are below 128. */
	if (rest->len > 0 && (unsigned char)rest->ptr[0] < 0x80) {
		*ret_number = (unsigned char)rest->ptr[0];
		rest->ptr++;
		rest->len--;
		return true;
	}
	for (unsigned shift = 0; shift < 64 && rest->len > 0; shift += 7) {
		unsigned char byte = (unsigned char)rest->ptr[0];

		rest->ptr++;
		rest->len--;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*ret_number = number;
			return true;
		}
	}
	rest->len = 0;
	return false;
}

bool
take_byte(struct str *rest, unsigned *ret_byte)
{
	if (rest->len == 0)
		return false;
	*ret_byte = (unsigned char)rest->ptr[0];
	rest->ptr++;
	rest->len--;
	return true;
}

bool
take_text(struct str *rest, struct str *ret_text)
{
	uint64_t len;

	if (!take_number(rest, &len) || len > rest->len) {
		rest->len = 0;
		return false;
	}
	*ret_text = (struct str){ rest->ptr, (size_t)len };
	rest->ptr += len;
	rest->len -= (size_t)len;
	return true;
}

void
pool_init(struct pool *pool)
{
	*pool = (struct pool){ 0 };
	buf_add_char(&pool->bytes, '\0');   /* place 0: a length of none */
}

void
pool_init_linked(struct pool *pool)
{
	pool_init(pool);
	pool->linked = true;
}

uint32_t
pool_link(const struct pool *pool, uint32_t place)
{
	uint32_t number;

	memcpy(&number, pool->bytes.ptr + place - sizeof(number), sizeof(number));
	return number;
}

void
pool_set_link(struct pool *pool, uint32_t place, uint32_t number)
{
	memcpy(pool->bytes.ptr + place - sizeof(number), &number, sizeof(number));
}

void
pool_done(struct pool *pool)
{
	buf_done(&pool->bytes);
	mem_free(pool->slots);
	*pool = (struct pool){ 0 };
}

struct str
pool_read(struct str bytes, uint32_t place)
{
	struct str rest, text;

	if (place >= bytes.len)
		return STR("");
	rest = (struct str){ bytes.ptr + place, bytes.len - place };
	return take_text(&rest, &text) ? text : STR("");
}

struct str
pool_at(const struct pool *pool, uint32_t place)
{
	return pool_read(buf_str(&pool->bytes), place);
}

static void
grow(struct pool *pool)
{
	size_t size = pool->size == 0 ? 1024 : pool->size * 2;
	struct pool_slot *slots = mem_alloc(mem_times(size, sizeof(*slots)));

	for (size_t i = 0; i < pool->size; i++) {
		size_t at = pool->slots[i].hash & (size - 1);

		if (pool->slots[i].place == 0)
			continue;
		while (slots[at].place != 0)
			at = (at + 1) & (size - 1);
		slots[at] = pool->slots[i];
	}
	mem_free(pool->slots);
	pool->slots = slots;
	pool->size = size;
}

bool
pool_append(struct pool *pool, struct str text, uint32_t *ret_place)
{
	static const uint32_t none = 0;

	if (text.len > UINT32_MAX - 32 || pool->bytes.len > UINT32_MAX - 32 - text.len)
		return false;
	if (pool->linked)
		buf_add_bytes(&pool->bytes, &none, sizeof(none));
	*ret_place = (uint32_t)pool->bytes.len;
	put_text(&pool->bytes, text);
	return true;
}

bool
pool_put(struct pool *pool, struct str text, uint32_t *ret_place)
{
	uint32_t hash;
	size_t at;

	*ret_place = 0;
	if (text.len == 0)
		return true;
	if (pool->count * 4 >= pool->size * 3)
		grow(pool);
	hash = (uint32_t)hash64(text, 0);
	for (at = hash & (pool->size - 1); pool->slots[at].place != 0; at = (at + 1) & (pool->size - 1)) {
		if (pool->slots[at].hash == hash && str_eq(pool_at(pool, pool->slots[at].place), text)) {
			*ret_place = pool->slots[at].place;
			return true;
		}
	}
	if (!pool_append(pool, text, ret_place))
		return false;
	pool->slots[at] = (struct pool_slot){ hash, *ret_place };
	pool->count++;
	return true;
}
