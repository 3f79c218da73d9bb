/*
 * editions.c - several editions of several playbooks, and which of them is in force on a day.
 */
#include "domain/playbook/playbook.h"

struct err *
playbooks_add(struct playbooks *books, struct playbook *book, bool overrides, struct arena *arena)
{
	for (size_t i = 0; i < books->count; i++) {
		const struct playbook *other = books->items[i];

		if (!str_eq(other->id, book->id) || other->since != book->since)
			continue;
		if (!overrides && !str_eq(other->digest, book->digest))
			return err_new(arena, ERR_CONFLICT,
			    M("{file} and {other} are the same edition ({id}, since {day}) with different texts: give one of them another day."),
			    ARG("file", book->source), ARG("other", other->source), ARG("id", book->id), ARG("day", day_format(book->since, arena)));
		books->items[i] = book;
		return NULL;
	}
	list_push(arena, books, book);
	return NULL;
}

const struct playbook *
playbooks_find(const struct playbooks *books, struct str id, int32_t day)
{
	const struct playbook *found = NULL;

	for (size_t i = 0; i < books->count; i++) {
		const struct playbook *book = books->items[i];

		if (str_eq(book->id, id) && book->since <= day && (found == NULL || book->since > found->since))
			found = book;
	}
	return found;
}
