#include "format/json/json_scan.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 64 };

/* '[' and '{', ']' and '}' differ in this bit alone. */
enum { BRACKET_BIT = 0x20 };

struct json_masks
json_masks_portable(const char *block)
{
	struct json_masks masks = { 0 };

	for (unsigned i = 0; i < BLOCK; i++) {
		unsigned char byte = (unsigned char)block[i];

		masks.quotes |= (uint64_t)(byte == '"') << i;
		masks.backslashes |= (uint64_t)(byte == '\\') << i;
		masks.opens |= (uint64_t)((byte | BRACKET_BIT) == '{') << i;
		masks.closes |= (uint64_t)((byte | BRACKET_BIT) == '}') << i;
	}
	return masks;
}

#ifdef __SSE2__
static uint64_t
mask_of(__m128i bytes, char wanted)
{
	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(wanted)));
}

struct json_masks
json_masks(const char *block)
{
	struct json_masks masks = { 0 };

	for (unsigned i = 0; i < BLOCK; i += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(block + i));
		__m128i folded = _mm_or_si128(bytes, _mm_set1_epi8(BRACKET_BIT));

		masks.quotes |= mask_of(bytes, '"') << i;
		masks.backslashes |= mask_of(bytes, '\\') << i;
		masks.opens |= mask_of(folded, '{') << i;
		masks.closes |= mask_of(folded, '}') << i;
	}
	return masks;
}
#else
struct json_masks
json_masks(const char *block)
{
	return json_masks_portable(block);
}
#endif

/* Bit i of the answer: an odd number of bits is set up to and with i. */
static uint64_t
prefix_parity(uint64_t bits)
{
	for (unsigned shift = 1; shift < BLOCK; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/* The compiler's own is a call where the processor is not known to have the instruction. */
static size_t
count_bits(uint64_t bits)
{
	bits -= bits >> 1 & 0x5555555555555555;
	bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
	return ((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101 >> 56;
}

/* Which of the block's bytes stand behind a backslash that is not itself escaped. */
static uint64_t
escaped_bytes(struct json_scan *scan, uint64_t backslashes, size_t len)
{
	uint64_t escaped = scan->is_escaped ? 1 : 0;

	scan->is_escaped = false;
	backslashes &= ~escaped;
	while (backslashes != 0) {
		unsigned at = (unsigned)__builtin_ctzll(backslashes);
		uint64_t next;

		if (at + 1 == len) {
			scan->is_escaped = true;
			break;
		}
		next = (uint64_t)2 << at;
		escaped |= next;
		backslashes &= (backslashes - 1) & ~next;
	}
	return escaped;
}

/* Counts brackets one by one; the position behind the one that closes the first, or 0. */
static size_t
count_brackets(struct json_scan *scan, uint64_t opens, uint64_t closes)
{
	for (uint64_t brackets = opens | closes; brackets != 0; brackets &= brackets - 1) {
		unsigned at = (unsigned)__builtin_ctzll(brackets);

		if (opens >> at & 1)
			scan->depth++;
		else if (--scan->depth == 0)
			return at + 1;
	}
	return 0;
}

/* One block of which len bytes count; the position behind the end of the value, or 0. */
static size_t
scan_block(struct json_scan *scan, const char *block, size_t len)
{
	struct json_masks masks = json_masks(block);
	uint64_t valid = len == BLOCK ? UINT64_MAX : ((uint64_t)1 << len) - 1;
	uint64_t escaped = escaped_bytes(scan, masks.backslashes & valid, len);
	uint64_t inside = prefix_parity(masks.quotes & valid & ~escaped) ^ (scan->in_text ? UINT64_MAX : 0);
	uint64_t opens = masks.opens & valid & ~inside;
	uint64_t closes = masks.closes & valid & ~inside;
	size_t closing = count_bits(closes);

	scan->in_text = inside >> (len - 1) & 1;
	if (closing >= scan->depth)
		return count_brackets(scan, opens, closes);
	scan->depth += count_bits(opens) - closing;
	return 0;
}

enum json_scanned
json_scan(struct json_scan *scan, struct str text, size_t depth_most, size_t *ret_used)
{
	size_t at = 0;

	while (at < text.len) {
		char tail[BLOCK] = { 0 };
		const char *block = text.ptr + at;
		size_t len = text.len - at, end;

		if (len >= BLOCK)
			len = BLOCK;
		else
			block = memcpy(tail, block, len);
		end = scan_block(scan, block, len);
		if (end > 0) {
			*ret_used = at + end;
			return JSON_SCAN_END;
		}
		at += len;
		if (scan->depth > depth_most)
			break;
	}
	*ret_used = at;
	return scan->depth > depth_most ? JSON_SCAN_DEEP : JSON_SCAN_MORE;
}
