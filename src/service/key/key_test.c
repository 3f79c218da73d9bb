/*
 * Keys made, handed out, renewed, restored, on both engines, with real key holders; a rotation that is killed at every point. This program is its
 * own child.
 */
#include "store/ledger/engines_test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "service/key/key.h"
#include "store/ledger/key.h"
#include "wire/keyholder/socket.h"

enum { CASES = 250 };

static const int64_t noon = 1795230000 * INSTANT_SECOND;
static const struct key_split two_of_three = { 2, 3 };

struct scene {
	struct ledger    *ledger;
	struct arena     *arena;
	struct str        where;
	struct home       home;
	struct actor      actor;
	struct key_desk   desk;
	struct key_unlock unlock;
	struct key_made   made;
	struct str        blobs[CASES];
};
typedef void scene_story(struct scene *s);

static void
start_holder(struct scene *s)
{
	const struct keyholder_start start = { .home = s->home.path, .unlock = s->unlock };

	assert_ok(keyholder_start(&start, s->arena));
}

static void
stop_holder(const struct scene *s)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;

	if (keyholder_open(s->home.path, s->arena, &holder) == NULL)
		assert_ok(keyholder_stop(holder, s->arena));
}

static struct scene *
scene_of(struct ledger *ledger, struct str where, struct arena *arena, struct str home)
{
	struct scene *s = ARENA_NEW(arena, struct scene);

	*s = (struct scene){ .ledger = ledger, .arena = arena, .where = where, .home = { .path = home }, .actor = actor_program() };
	s->desk = (struct key_desk){ &s->home, ledger, &s->actor, noon };
	return s;
}

static void
tell(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	scene_story *story = *(scene_story **)context;
	char dir[] = "/tmp/tsukuroi-key-XXXXXX";
	struct scene *s;

	assert_non_null(mkdtemp(dir));
	s = scene_of(ledger, where, arena, str_of(dir));
	assert_ok(key_unlock_write(&s->home, STR(""), arena, &s->unlock));
	assert_ok(key_init(&s->desk, &s->unlock, two_of_three, arena, &s->made));
	start_holder(s);
	story(s);
	stop_holder(s);
	assert_ok(dir_remove(s->home.path, arena));
}

#define STORY(name)                                   \
	static void name##_told(struct scene *s);     \
	static void name(void **state)                \
	{                                             \
		scene_story *story = name##_told;     \
		(void)state;                          \
		on_each_engine(tell, (void *)&story); \
	}                                             \
	static void name##_told(struct scene *s)

static struct place
title_of(int64_t i)
{
	return (struct place){ i + 1, STR("common"), STR("title") };
}

static void
seal_all(struct scene *s)
{
	struct vault *vault VAULT_SCOPE = NULL;

	assert_ok(vault_open(&s->home, s->ledger, s->arena, &vault));
	for (int64_t i = 0; i < CASES; i++) {
		struct place place = title_of(i);

		assert_ok(vault_seal(vault, &place, arena_printf(s->arena, "case %lld", (long long)i), s->arena, &s->blobs[i]));
	}
}

static void
read_all(struct scene *s)
{
	struct vault *vault VAULT_SCOPE = NULL;
	struct str content;

	assert_ok(vault_open(&s->home, s->ledger, s->arena, &vault));
	for (int64_t i = 0; i < CASES; i++) {
		struct place place = title_of(i);

		assert_ok(vault_read(vault, &place, s->blobs[i], s->arena, &content));
		assert_true(str_eq(content, arena_printf(s->arena, "case %lld", (long long)i)));
	}
}

static void
rotate(struct scene *s, struct key_rotation *ret_rotation, int64_t *ret_wrapped)
{
	assert_ok(key_rotate_begin(&s->desk, two_of_three, s->arena, ret_rotation));
	if (ret_rotation->papers.papers.count > 0)
		assert_ok(key_papers_handed(&s->desk, &ret_rotation->papers, s->arena));
	assert_ok(key_rotate_finish(&s->desk, ret_rotation, NULL, NULL, s->arena, ret_wrapped));
}

/* ------------------------------------------------------------------------------------------ stories */

STORY(status_tells_how_it_stands)
{
	struct key_view view;

	seal_all(s);
	assert_ok(key_status(&s->desk, s->arena, &view));
	assert_true(view.made && view.running && !view.passphrase);
	assert_true(str_eq(view.key, s->made.fingerprint));
	assert_true(str_eq(view.ledger_key, s->made.fingerprint));
	assert_int_equal(view.keys, CASES);
	assert_int_equal(view.waiting, 0);
	assert_int_equal(view.shares, 3);
	assert_err(key_init(&s->desk, &s->unlock, two_of_three, s->arena, &s->made), ERR_CONFLICT);
	stop_holder(s);
	assert_ok(key_status(&s->desk, s->arena, &view));
	assert_true(view.made && !view.running);
	assert_int_equal(view.waiting, 0);
}

STORY(a_rotation_wraps_every_key_and_forgets_the_old_master)
{
	struct key_rotation rotation;
	struct key_papers papers;
	struct key_view view;
	int64_t wrapped;

	seal_all(s);
	rotate(s, &rotation, &wrapped);
	assert_int_equal(wrapped, CASES);
	assert_int_equal(rotation.papers.papers.count, 3);
	assert_true(str_eq(rotation.from, s->made.fingerprint));
	read_all(s);
	assert_ok(key_status(&s->desk, s->arena, &view));
	assert_true(str_eq(view.key, rotation.to) && str_eq(view.ledger_key, rotation.to));
	assert_int_equal(view.older.len, 0);
	assert_int_equal(view.waiting, 0);
	/* Begun anew from its head. */
	stop_holder(s);
	start_holder(s);
	read_all(s);
	assert_ok(key_shares(&s->desk, two_of_three, s->arena, &papers));
	assert_true(str_eq(papers.key, rotation.to));
}

/* The key holder's process, by the kernel's word on who listens there. */
static void
kill_holder(const struct scene *s)
{
	int fd FD_SCOPE = keyholder_connect(s->home.path, s->arena);
	struct ucred peer;
	socklen_t len = sizeof(peer);
	char byte;

	assert_true(fd >= 0);
	assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len), 0);
	assert_int_equal(kill(peer.pid, SIGKILL), 0);
	assert_true(recv(fd, &byte, 1, 0) <= 0);
}

/* The rotation's own process, killed after so many units of work. */
struct killing { int64_t units; };

static void
die_after(void *context, int64_t wrapped)
{
	struct killing *killing = context;

	(void)wrapped;
	if (--killing->units == 0)
		(void)kill(getpid(), SIGKILL);
}

static void
rotate_and_die(const struct scene *parent, int64_t units, bool before_papers)
{
	struct arena *arena = arena_new();
	struct key_rotation rotation;
	struct killing killing = { units };
	struct ledger *ledger;
	struct scene *s;
	int64_t wrapped;

	if (ledger_open(parent->where, 0, arena, &ledger) != NULL)
		_exit(1);
	s = scene_of(ledger, parent->where, arena, parent->home.path);
	if (key_rotate_begin(&s->desk, two_of_three, arena, &rotation) != NULL)
		_exit(2);
	if (before_papers)
		(void)kill(getpid(), SIGKILL);
	if (rotation.papers.papers.count > 0 && key_papers_handed(&s->desk, &rotation.papers, arena) != NULL)
		_exit(3);
	if (units == 0)
		(void)kill(getpid(), SIGKILL);
	_exit(key_rotate_finish(&s->desk, &rotation, die_after, &killing, arena, &wrapped) == NULL ? 0 : 4);
}

static void
killed_rotation(const struct scene *s, int64_t units, bool before_papers)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		rotate_and_die(s, units, before_papers);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

STORY(a_rotation_that_is_killed_anywhere_is_taken_up_again)
{
	struct key_rotation rotation;
	struct key_view view;
	int64_t wrapped;

	seal_all(s);
	for (int64_t units = -1; units <= 3; units++) {
		bool before_papers = units < 0;

		killed_rotation(s, units, before_papers);
		read_all(s);
		kill_holder(s);
		start_holder(s);
		read_all(s);
		assert_ok(key_status(&s->desk, s->arena, &view));
		assert_true(view.older.len > 0);
		rotate(s, &rotation, &wrapped);
		/* Papers that were never handed out are made again. */
		assert_int_equal(rotation.papers.papers.count, before_papers ? 3 : 0);
		assert_int_equal(wrapped, units <= 0 ? CASES : units < 3 ? CASES - units * 100 : 0);
		read_all(s);
		assert_ok(key_status(&s->desk, s->arena, &view));
		assert_int_equal(view.older.len, 0);
		assert_int_equal(view.waiting, 0);
	}
}

/* Memory runs out at the n-th allocation: the process ends, and what it left is taken up again. */
static int
rotate_without_memory(const struct scene *s, unsigned long n)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		(void)dup2(null, STDERR_FILENO);
		mem_fail_at(n);
		rotate_and_die(s, -1, false);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

STORY(a_rotation_that_runs_out_of_memory_is_taken_up_again)
{
	unsigned long n = 1, tried = 0;
	struct key_view view;

	seal_all(s);
	for (int status; (status = rotate_without_memory(s, n)) != 0;) {
		assert_int_equal(status, 5);
		read_all(s);
		n += n / 5 + 1;
		tried++;
	}
	read_all(s);
	assert_ok(key_status(&s->desk, s->arena, &view));
	assert_int_equal(view.older.len, 0);
	assert_int_equal(view.waiting, 0);
	print_message("    %lu points, the last at allocation %lu\n", tried, n);
	assert_true(tried > 10);
}

/* Another organisation of the same ledger seals under the same master: a rotation minds it too. */
STORY(a_rotation_is_for_every_organisation)
{
	struct vault *vault VAULT_SCOPE = NULL;
	struct place place = title_of(0);
	struct key_rotation rotation;
	struct str blob, ours, content;
	int64_t org, wrapped;

	assert_ok(vault_open(&s->home, s->ledger, s->arena, &vault));
	assert_ok(vault_seal(vault, &place, STR("ours"), s->arena, &ours));
	assert_ok(ledger_org_make(s->ledger, STR("例市水道局"), s->arena, &org));
	assert_ok(ledger_org_use(s->ledger, org, s->arena));
	assert_err(vault_read(vault, &place, ours, s->arena, &content), ERR_FORBIDDEN);
	assert_ok(vault_seal(vault, &place, STR("theirs"), s->arena, &blob));
	assert_err(vault_read(vault, &place, ours, s->arena, &content), ERR_FORBIDDEN);
	assert_ok(ledger_org_use(s->ledger, LEDGER_ORG, s->arena));
	rotate(s, &rotation, &wrapped);
	assert_int_equal(wrapped, 2);
	assert_int_equal(ledger_org(s->ledger), LEDGER_ORG);
	assert_ok(ledger_org_use(s->ledger, org, s->arena));
	assert_ok(vault_read(vault, &place, blob, s->arena, &content));
	assert_str(content, "theirs");
	assert_ok(ledger_org_use(s->ledger, LEDGER_ORG, s->arena));
	assert_ok(vault_read(vault, &place, ours, s->arena, &content));
	assert_str(content, "ours");
}

/* A new machine: the ledger and papers, and nothing else. */
STORY(shares_open_a_ledger_on_a_new_machine)
{
	const struct key_unlock passphrase = { true, STR("four words of nobody") };
	struct key_restored restored;
	struct str papers[2] = { s->made.shares[2], s->made.shares[0] };
	struct key_made made;

	seal_all(s);
	assert_err(key_restore(&s->desk, &passphrase, papers, 2, s->arena, &restored), ERR_CONFLICT);   /* it runs */
	stop_holder(s);
	assert_ok(dir_remove(path_join(s->arena, s->home.path, STR("keys")), s->arena));
	assert_err(key_init(&s->desk, &s->unlock, two_of_three, s->arena, &made), ERR_CONFLICT);
	assert_err(key_restore(&s->desk, &passphrase, papers, 1, s->arena, &restored), ERR_FORBIDDEN);
	assert_ok(key_restore(&s->desk, &passphrase, papers, 2, s->arena, &restored));
	assert_int_equal(restored.keys, CASES);
	assert_int_equal(restored.others, 0);
	assert_false(restored.signing_kept);
	s->unlock = passphrase;
	start_holder(s);
	read_all(s);
}

/* After a rotation the old papers open nothing, and are told so before anything is written. */
STORY(papers_of_an_old_key_are_refused)
{
	struct key_restored restored;
	struct key_rotation rotation;
	int64_t wrapped;

	seal_all(s);
	rotate(s, &rotation, &wrapped);
	stop_holder(s);
	assert_err(key_restore(&s->desk, &s->unlock, s->made.shares, 2, s->arena, &restored), ERR_FORBIDDEN);
	assert_ok(key_restore(&s->desk, &s->unlock, rotation.papers.papers.items, 3, s->arena, &restored));
	assert_true(restored.signing_kept);
	start_holder(s);
	read_all(s);
}

/* The node that was not told of a rotation makes no keys; what it knew it still reads. */
STORY(a_node_that_missed_a_rotation_makes_no_keys)
{
	char dir[] = "/tmp/tsukuroi-key-XXXXXX";
	struct scene *other;
	struct key_restored restored;
	struct key_rotation rotation;
	struct vault *vault VAULT_SCOPE = NULL;
	struct place place = title_of(0), late = title_of(CASES);
	struct str blob, content;
	int64_t wrapped;

	seal_all(s);
	assert_non_null(mkdtemp(dir));
	other = scene_of(s->ledger, s->where, s->arena, str_of(dir));
	assert_ok(key_unlock_write(&other->home, STR(""), s->arena, &other->unlock));
	assert_ok(key_restore(&other->desk, &other->unlock, s->made.shares, 2, s->arena, &restored));
	start_holder(other);
	assert_ok(vault_open(&other->home, s->ledger, s->arena, &vault));
	assert_ok(vault_read(vault, &place, s->blobs[0], s->arena, &content));
	rotate(s, &rotation, &wrapped);
	assert_err(vault_seal(vault, &late, STR("too late"), s->arena, &blob), ERR_LOCKED);
	assert_err(vault_read(vault, &place, s->blobs[0], s->arena, &content), ERR_FORBIDDEN);
	stop_holder(other);
	assert_ok(dir_remove(str_of(dir), s->arena));
}

STORY(a_key_file_that_others_may_read_is_refused)
{
	struct key_unlock unlock;
	char *path = arena_cstr(s->arena, key_unlock_path(&s->home, s->arena));

	assert_ok(key_unlock_read(&s->home, STR(""), s->arena, &unlock));
	assert_int_equal(chmod(path, 0640), 0);
	assert_err(key_unlock_read(&s->home, STR(""), s->arena, &unlock), ERR_FORBIDDEN);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(rename(path, arena_printf(s->arena, "%s.away", path).ptr), 0);
	assert_err(key_unlock_read(&s->home, STR(""), s->arena, &unlock), ERR_NOT_FOUND);
}

STORY(who_keeps_a_home_running_starts_it_by_its_key_file)
{
	bool started;

	assert_ok(key_start_alone(&s->home, s->arena, &started));
	assert_false(started);
	stop_holder(s);
	assert_ok(key_start_alone(&s->home, s->arena, &started));
	assert_true(started);
	stop_holder(s);
	assert_int_equal(unlink(arena_cstr(s->arena, key_unlock_path(&s->home, s->arena))), 0);
	assert_ok(key_start_alone(&s->home, s->arena, &started));
	assert_false(started);
}

STORY(only_administrators_have_to_do_with_keys)
{
	struct key_rotation rotation;
	struct key_restored restored;
	struct key_papers papers;
	struct key_view view;
	struct key_made made;

	s->actor = (struct actor){ .login = STR("reader"), .offices = OFFICE_READER | OFFICE_SECURITY | OFFICE_EXECUTIVE, .scopes = SCOPES_ALL };
	assert_err(key_init(&s->desk, &s->unlock, two_of_three, s->arena, &made), ERR_FORBIDDEN);
	assert_err(key_shares(&s->desk, two_of_three, s->arena, &papers), ERR_FORBIDDEN);
	assert_err(key_rotate_begin(&s->desk, two_of_three, s->arena, &rotation), ERR_FORBIDDEN);
	assert_err(key_restore(&s->desk, &s->unlock, s->made.shares, 2, s->arena, &restored), ERR_FORBIDDEN);
	assert_ok(key_status(&s->desk, s->arena, &view));
	s->actor.offices = OFFICE_READER;
	assert_err(key_status(&s->desk, s->arena, &view), ERR_FORBIDDEN);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_tells_how_it_stands),
		cmocka_unit_test(a_rotation_wraps_every_key_and_forgets_the_old_master),
		cmocka_unit_test(a_rotation_that_is_killed_anywhere_is_taken_up_again),
		cmocka_unit_test(a_rotation_that_runs_out_of_memory_is_taken_up_again),
		cmocka_unit_test(a_rotation_is_for_every_organisation),
		cmocka_unit_test(shares_open_a_ledger_on_a_new_machine),
		cmocka_unit_test(papers_of_an_old_key_are_refused),
		cmocka_unit_test(a_node_that_missed_a_rotation_makes_no_keys),
		cmocka_unit_test(a_key_file_that_others_may_read_is_refused),
		cmocka_unit_test(who_keeps_a_home_running_starts_it_by_its_key_file),
		cmocka_unit_test(only_administrators_have_to_do_with_keys),
	};

	if (argc > 1 && strcmp(argv[1], "keyholder") == 0)
		return keyholder_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
