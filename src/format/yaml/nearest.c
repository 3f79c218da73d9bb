/*
 * nearest.c - what a person meant who misspelt a word: the name with the fewest letters put in, left out, changed or swapped.
 */
#include "base/limits.h"
#include "format/yaml/take.h"

static size_t
least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters to put in, leave out, change, or swap with the next, of two words of at most LIMIT_PLAY_ID bytes. */
static size_t
distance(struct str a, struct str b)
{
	size_t rows[3][LIMIT_PLAY_ID + 1] = { { 0 } };

	for (size_t j = 0; j <= b.len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *over = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			row[j] = least_of(least_of(row[j - 1], above[j]) + 1, above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]));
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
				row[j] = least_of(row[j], over[j - 2] + 1);
		}
	}
	return rows[a.len % 3][b.len];
}

/* Of a word with n letters n/3 may differ, and at least one: beyond that it is another word. */
struct str
yaml_nearest(struct str word, const struct str *names, size_t count)
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
