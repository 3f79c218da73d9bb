#include "service/playbook/playbook.h"

#include <pthread.h>
#include <stdlib.h>
#include "base/asset.h"
#include "base/file.h"
#include "base/limits.h"
#include "service/playcheck/playcheck.h"

#define FOLDER "playbooks"
#define ENDING ".yaml"

/* -------------------------------------------------------------------------------------- all of them */

static struct err *
add_text(struct playbooks *books, struct str text, struct str name, bool overrides, struct arena *arena)
{
	struct playbook *book = NULL;

	TRY(playbook_read(text, name, arena, &book));
	return playbooks_add(books, book, overrides, arena);
}

/* Those that came along never change: they are read once, by whoever asks first, and stay for as long as the program runs. */
static struct { struct playbooks books; struct err *err; } shipped;

static struct err *
read_shipped(struct arena *arena)
{
	for (size_t i = 0; i < assets_count; i++) {
		struct str name = str_of(assets[i].name);

		if (str_starts(name, STR(FOLDER "/")) && str_ends(name, STR(ENDING)))
			TRY(add_text(&shipped.books, asset_find(name), name, false, arena));
	}
	return NULL;
}

static void
load_shipped(void)
{
	shipped.err = read_shipped(arena_new());
}

static struct err *
add_shipped(struct playbooks *books, struct arena *arena)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load_shipped);
	if (shipped.err != NULL)
		return err_copy(shipped.err, arena);
	for (size_t i = 0; i < shipped.books.count; i++)
		list_push(arena, books, shipped.books.items[i]);
	return NULL;
}

/* The home's own are held against each other first: two of the same day must not hide each other. */
static struct err *
add_own(struct playbooks *books, struct str folder, struct arena *arena)
{
	struct playbooks own = { 0 };
	struct str *names;
	size_t count;

	if (!dir_exists(folder, arena))
		return NULL;
	TRY(dir_list(folder, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		struct str path = path_join(arena, folder, names[i]), text;

		if (!str_ends(names[i], STR(ENDING)) || str_starts(names[i], STR(".")))
			continue;
		TRY(file_read(path, LIMIT_YAML_BYTES, arena, &text));
		TRY(add_text(&own, text, path, false, arena));
	}
	for (size_t i = 0; i < own.count; i++) {
		own.items[i]->own = true;
		TRY(playbooks_add(books, own.items[i], true, arena));
	}
	return NULL;
}

static int
by_id_and_day(const void *a, const void *b)
{
	const struct playbook *x = *(struct playbook *const *)a, *y = *(struct playbook *const *)b;
	int order = str_cmp(x->id, y->id);

	return order != 0 ? order : (x->since > y->since) - (x->since < y->since);
}

struct err *
service_playbooks(const struct home *home, struct arena *arena, struct playbooks *ret_books)
{
	struct playbooks books = { 0 };

	TRY(add_shipped(&books, arena));
	if (home != NULL)
		TRY(add_own(&books, path_join(arena, home->path, STR(FOLDER)), arena));
	if (books.count > 0)
		qsort(books.items, books.count, sizeof(*books.items), by_id_and_day);
	*ret_books = books;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ one of them */

static struct str
edition_name(const struct playbook *book, struct arena *arena)
{
	return arena_printf(arena, "%.*s@%.*s", STR_ARG(book->id), STR_ARG(day_format(book->since, arena)));
}

static struct err *
not_found(const struct playbooks *books, struct str name, struct arena *arena)
{
	struct str_list names = { 0 };

	for (size_t i = 0; i < books->count; i++)
		if (i == 0 || !str_eq(books->items[i]->id, books->items[i - 1]->id))
			list_push(arena, &names, books->items[i]->id);
	return err_new(arena, ERR_NOT_FOUND, M("There is no playbook or edition \"{name}\"; there are: {names}."), ARG("name", name),
	    ARG("names", arena_join(arena, names.items, names.count, STR(", "))));
}

struct err *
playbook_get(const struct playbooks *books, struct str name, int32_t day, struct arena *arena, const struct playbook **ret_book)
{
	const struct playbook *book = playbooks_find(books, name, day);

	for (size_t i = 0; i < books->count && book == NULL; i++)
		if (str_eq(books->items[i]->id, name) || str_eq(edition_name(books->items[i], arena), name))
			book = books->items[i];
	if (book == NULL)
		return not_found(books, name, arena);
	*ret_book = book;
	return NULL;
}

struct err *
playbook_get_any(const struct playbooks *books, struct str name, int32_t day, struct arena *arena, const struct playbook **ret_book)
{
	struct err *err = playbook_get(books, name, day, arena, ret_book);
	struct playbook *book = NULL;
	struct str text;

	if (err == NULL || !file_exists(name, arena))
		return err;
	TRY(file_read(name, LIMIT_YAML_BYTES, arena, &text));
	TRY(playbook_read(text, name, arena, &book));
	*ret_book = book;
	return NULL;
}

/* --------------------------------------------------------------------------------------- taking in */

static struct err *
check_new(const struct playbooks *books, const struct playbook *book, struct arena *arena)
{
	for (size_t i = 0; i < books->count; i++) {
		const struct playbook *other = books->items[i];

		if (other->own && str_eq(other->id, book->id) && other->since == book->since && !str_eq(other->digest, book->digest))
			return err_new(arena, ERR_CONFLICT,
			    M("There is an edition {id} since {day} of your own already ({file}), with another text: give the new one another day."),
			    ARG("id", book->id), ARG("day", day_format(book->since, arena)), ARG("file", other->source));
	}
	return NULL;
}

/* What it does not hold, `playbook check` tells with its paths. */
static struct err *
check_holds(const struct home *home, playbook_renders *renders, const struct playbook *book, enum lang lang, struct arena *arena)
{
	struct proof_view proof;

	TRY(playbook_prove(home, renders, book, lang, arena, &proof));
	if (proof.holds)
		return NULL;
	return err_new(arena, ERR_FORMAT, M("{file}: line {line}: {text} `tsukuroi playbook check {file}` says it at length. It was not taken in."),
	    ARG("file", book->source), ARG_N("line", proof.faults.items[0].line), ARG("text", proof.faults.items[0].text));
}

struct err *
playbook_take(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str file, playbook_renders *renders,
    int64_t now, enum lang lang, struct arena *arena, const struct playbook **ret_book)
{
	struct str folder = path_join(arena, home->path, STR(FOLDER)), text, name;
	struct playbook *book = NULL;
	struct playbooks books;

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(file_read(file, LIMIT_YAML_BYTES, arena, &text));
	TRY(playbook_read(text, file, arena, &book));
	TRY(service_playbooks(home, arena, &books));
	TRY(check_new(&books, book, arena));
	TRY(check_holds(home, renders, book, lang, arena));
	name = arena_printf(arena, "%.*s-%.*s" ENDING, STR_ARG(book->id), STR_ARG(day_format(book->since, arena)));
	TRY(ledger_audit(ledger, actor->login, now, STR("playbook.take"), arena_printf(arena, "playbook/%.*s", STR_ARG(edition_name(book, arena))), book->digest, arena));
	TRY(dir_make(folder, arena));
	TRY(file_write(path_join(arena, folder, name), text, arena));
	*ret_book = book;
	return NULL;
}
