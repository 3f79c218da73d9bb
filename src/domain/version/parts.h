/*
 * parts.h - an ordering told once; private to this room.
 *
 * A version, or a stretch of one, is a row of parts. A part is a number or a tag, the ordering's own, with or without a
 * word behind it. Two rows have the order of the first parts that differ, and the row written down is the key:
 * so the comparison and the key cannot be of two minds.
 *
 * The tags are those of key.h: below KEY_NUMBER_LEAST they are below any number, from KEY_TAG_ABOVE above any. A tag
 * always has a word or never. The tags that end a row stand nowhere else in it.
 */
#pragma once
#include "domain/version/key.h"
#include "domain/version/order.h"

struct part {
	uint8_t    tag;     /* KEY_NUMBER_LEAST: text is a number, the empty one 0 */
	bool       word;    /* a word belongs to the tag                           */
	bool       last;    /* the row ends here                                   */
	struct str text;    /* of a number: its digits; of a word: itself          */
};

struct parts {
	struct part (*next)(struct parts *parts);
	struct str  rest;      /* what is not read yet */
	bool        begun;     /* a part has been read */
	bool        trailing;  /* pacman: separators stood behind the last part */
};

static inline struct part
part_number(struct str digits)
{
	return (struct part){ .tag = KEY_NUMBER_LEAST, .text = digits };
}

static inline struct part
part_tag(uint8_t tag)
{
	return (struct part){ .tag = tag };
}

static inline struct part
part_word(uint8_t tag, struct str word)
{
	return (struct part){ .tag = tag, .word = true, .text = word };
}

static inline struct part
part_last(uint8_t tag)
{
	return (struct part){ .tag = tag, .last = true };
}

enum order part_order(const struct part *a, const struct part *b);
enum order parts_compare(struct parts a, struct parts b);
void parts_key(struct parts parts, struct version_key *key);

/*
 * "1.2.3": takes numbers with a separator between each two off *rest; empty when it does not begin with a digit.
 * numbers_compare and numbers_key take one byte of any kind between two.
 */
struct str numbers_take(struct str *rest, char separator);
void numbers_key(struct str numbers, struct version_key *key);

/* Numbers of which zeros at the end count: 1.0 is below 1.0.0. */
enum order lists_compare(struct str a, struct str b);
void lists_key(struct str list, struct version_key *key);

/* For schemes in which nothing is said to come before a release. */
bool no_prerelease(struct str version);

/* Cuts "v", "ver", "ver." or "version" before a digit, and white space around. */
struct str without_version_word(struct str text);
void skip_spaces(struct str *s);
