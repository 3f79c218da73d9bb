/*
 * nearest.c - what a person meant who misspelt a word: the name with the fewest letters put in, left out or changed.
 */
#include "base/limits.h"
#include "domain/playbook/read.h"

/* Letters that differ, at least (Levenshtein's distance), of two words of at most LIMIT_PLAY_ID bytes. */
static size_t
distance(struct str a, struct str b)
{
	size_t row[LIMIT_PLAY_ID + 1];

	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t change = corner + (a.ptr[i - 1] != b.ptr[j - 1]);
			size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;

			corner = row[j];
			row[j] = change < least ? change : least;
		}
	}
	return row[b.len];
}

/* Of a word with n letters n/3 may differ, and at least one: beyond that it is another word. */
struct str
nearest(struct str word, const struct str *names, size_t count)
{
	size_t most = word.len / 3 < 1 ? 1 : word.len / 3, best = most + 1;
	struct str found = STR("");

	if (word.len > LIMIT_PLAY_ID)
		return found;
	for (size_t i = 0; i < count; i++) {
		size_t far;

		if (names[i].len > LIMIT_PLAY_ID)
			continue;
		far = distance(word, names[i]);
		if (far < best) {
			best = far;
			found = names[i];
		}
	}
	return found;
}
