#include "test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buf.h"
#include "wire/mail/mailer.h"

/* A small server of ours: it answers as it is told, and keeps what it was given. */
struct server {
	int            listens;
	int            port;
	const char    *to_mail, *to_rcpt, *to_data;      /* its replies        */
	bool           knows_tls;                        /* it says so; a client then begins to speak TLS */
	struct buf     heard;
	pthread_t      thread;
};

static void
say(int fd, const char *text)
{
	struct str line = str_of(text);

	(void)!write(fd, line.ptr, line.len);
	(void)!write(fd, "\r\n", 2);
}

static bool
hear(struct server *server, FILE *in, char *line, int most)
{
	if (fgets(line, most, in) == NULL)
		return false;
	buf_add(&server->heard, str_of(line));
	return true;
}

static void
take_letter(struct server *server, int fd, FILE *in)
{
	char line[2000];

	say(fd, "354 go on");
	while (hear(server, in, line, sizeof(line)) && strcmp(line, ".\r\n") != 0)
		continue;
	say(fd, server->to_data);
}

static void *
serve(void *context)
{
	struct server *server = context;
	int fd = accept(server->listens, NULL, NULL);
	FILE *in = fdopen(fd, "r");
	char line[2000];

	say(fd, "220 test ESMTP");
	while (in != NULL && hear(server, in, line, sizeof(line))) {
		if (strncmp(line, "EHLO", 4) == 0)
			say(fd, server->knows_tls ? "250-test\r\n250 STARTTLS" : "250 test");
		else if (strncmp(line, "MAIL", 4) == 0)
			say(fd, server->to_mail);
		else if (strncmp(line, "RCPT", 4) == 0)
			say(fd, server->to_rcpt);
		else if (strncmp(line, "DATA", 4) == 0)
			take_letter(server, fd, in);
		else if (strncmp(line, "STARTTLS", 8) == 0)
			break;      /* nothing of the letter may come before TLS stands */
		else
			say(fd, "250 ok");
	}
	if (in != NULL)
		(void)fclose(in);
	return NULL;
}

static void
begin(struct server *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(address);

	server->listens = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(server->listens >= 0);
	assert_int_equal(bind(server->listens, (struct sockaddr *)&address, len), 0);
	assert_int_equal(listen(server->listens, 1), 0);
	assert_int_equal(getsockname(server->listens, (struct sockaddr *)&address, &len), 0);
	server->port = ntohs(address.sin_port);
	if (server->to_mail == NULL)
		server->to_mail = "250 ok";
	if (server->to_rcpt == NULL)
		server->to_rcpt = "250 ok";
	if (server->to_data == NULL)
		server->to_data = "250 taken";
	assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
}

static void
end(struct server *server)
{
	(void)shutdown(server->listens, SHUT_RDWR);
	(void)pthread_join(server->thread, NULL);
	(void)close(server->listens);
	buf_done(&server->heard);
}

static struct mailer *
mailer_to(const struct server *server, const char *tls, struct arena *arena)
{
	struct mailer_settings settings = { arena_printf(arena, "smtp://127.0.0.1:%d", server->port), STR("tsukuroi@example.lg.jp"), STR(""),
		str_of(tls) };
	struct mailer *mailer;

	assert_ok(mailer_open(&settings, STR("/"), arena, &mailer));
	return mailer;
}

static const struct mail letter = { .message_id = STR_INIT("00ff"), .attempt = 1, .to_name = STR_INIT("佐藤"), .to = STR_INIT("sato@example.lg.jp"),
	.subject = STR_INIT("【期限】S-1"), .date = 1795132800 * INSTANT_SECOND, .text = STR_INIT("一行目\n.\n三行目\n") };

static bool
heard(const struct server *server, const char *what)
{
	return str_find(buf_str(&server->heard), str_of(what)) != SIZE_MAX;
}

static void
a_letter_is_handed_over_with_its_message_id(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct server server = { 0 };
	struct mail again = letter;
	struct mailer *mailer;
	bool for_good;

	(void)state;
	begin(&server);
	mailer = mailer_to(&server, "none", arena);
	again.attempt = 3;
	assert_ok(mailer_send(mailer, &again, arena, &for_good));
	mailer_close(mailer);
	assert_true(heard(&server, "MAIL FROM:<tsukuroi@example.lg.jp>"));
	assert_true(heard(&server, "RCPT TO:<sato@example.lg.jp>\r\n"));
	assert_true(heard(&server, "Message-ID: <00ff@example.lg.jp>\r\n"));
	assert_true(heard(&server, "From: \"Tsukuroi\"\r\n <tsukuroi@example.lg.jp>\r\n"));
	assert_true(heard(&server, "Auto-Submitted: auto-generated\r\n"));
	assert_true(heard(&server, "X-Tsukuroi-Attempt: 3"));
	assert_false(heard(&server, "X-Unsent"));
	end(&server);
}

/* TLS is required unless the settings say otherwise: before it nothing is said of sender, recipient or letter. */
static void
without_tls_nothing_is_said(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (int knows = 0; knows < 2; knows++) {
		struct server server = { .knows_tls = knows == 1 };
		struct mailer *mailer;
		bool for_good;

		begin(&server);
		mailer = mailer_to(&server, "", arena);
		assert_err(mailer_send(mailer, &letter, arena, &for_good), ERR_SYSTEM);
		assert_false(for_good);
		mailer_close(mailer);
		assert_false(heard(&server, "sato@"));
		assert_false(heard(&server, "Subject"));
		assert_int_equal(heard(&server, "STARTTLS"), knows == 1);
		end(&server);
	}
}

static void
what_the_other_side_refuses_is_for_good_or_not(void **state)
{
	static const struct { const char *mail, *rcpt, *data; bool for_good; } replies[] = {
		{ "250 ok", "550 no such user", "250 ok", true },
		{ "250 ok", "451 try later", "250 ok", false },
		{ "250 ok", "250 ok", "554 not wanted", true },
		{ "250 ok", "250 ok", "452 full", false },
		{ "421 going down", "250 ok", "250 ok", false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(replies); i++) {
		struct server server = { .to_mail = replies[i].mail, .to_rcpt = replies[i].rcpt, .to_data = replies[i].data };
		struct mailer *mailer;
		bool for_good;

		print_message("  %s, %s, %s\n", replies[i].mail, replies[i].rcpt, replies[i].data);
		begin(&server);
		mailer = mailer_to(&server, "none", arena);
		assert_err(mailer_send(mailer, &letter, arena, &for_good), ERR_SYSTEM);
		assert_int_equal(for_good, replies[i].for_good);
		mailer_close(mailer);
		end(&server);
	}
}

static void
a_server_that_is_not_there_is_tried_again(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct server nobody = { .port = 1 };
	struct mailer *mailer = mailer_to(&nobody, "none", arena);
	bool for_good;

	(void)state;
	assert_err(mailer_send(mailer, &letter, arena, &for_good), ERR_SYSTEM);
	assert_false(for_good);
	mailer_close(mailer);
}

static const struct { const char *address; bool is; } addresses[] = {
	{ "sato@example.lg.jp", true }, { "a.b+c@x.jp", true }, { "a@b", true },
	{ "", false }, { "sato", false }, { "@example.jp", false }, { "sato@", false }, { "a b@example.jp", false },
	{ "a@example.jp\r\nRCPT TO:<evil@example.jp>", false }, { "a@example.jp>", false }, { "<a@example.jp", false },
	{ "a@example.jp,b@example.jp", false }, { "佐藤@example.jp", false }, { "a@例え.jp", false }, { "\"a b\"@example.jp", false },
	{ "a@-example.jp", false }, { "a@.jp", false }, { "a@example.jp SIZE=1", false }, { "a\t@example.jp", false },
};

/* An address is an address or nothing: nobody gets into the envelope by one. */
static void
addresses_are_checked(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct mailer *mailer;
	bool for_good;

	(void)state;
	assert_ok(mailer_open(&(struct mailer_settings){ STR("smtp://127.0.0.1:1"), STR("t@example.jp"), STR(""), STR("none") }, STR("/"), arena,
	    &mailer));
	for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
		struct mail mail = letter;

		assert_int_equal(mail_address_is(str_of(addresses[i].address)), addresses[i].is);
		mail.to = str_of(addresses[i].address);
		if (!addresses[i].is) {
			assert_err(mailer_send(mailer, &mail, arena, &for_good), ERR_FORMAT);
			assert_true(for_good);
		}
	}
	mailer_close(mailer);
}

static const struct { const char *where, *from, *tls; bool good; } settings_cases[] = {
	{ "", "", "", true }, { "folder:out", "", "", true }, { "folder:/var/spool/x", "t@example.jp", "", true },
	{ "smtp://mail.example.jp:587", "t@example.jp", "", true }, { "smtps://[::1]:465", "t@example.jp", "required", true },
	{ "folder:", "", "", false }, { "mail.example.jp", "t@example.jp", "", false }, { "http://mail.example.jp", "t@example.jp", "", false },
	{ "smtp://", "t@example.jp", "", false }, { "smtp://mail.example.jp", "", "", false }, { "smtp://mail.example.jp", "nobody", "", false },
	{ "smtp://u:p@mail.example.jp", "t@example.jp", "", false }, { "smtp://mail.example.jp/x", "t@example.jp", "", false },
	{ "smtp://mail.example.jp", "t@example.jp", "maybe", false }, { "folder:out", "no address", "", false },
};

static void
settings_are_checked(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(settings_cases); i++) {
		struct mailer_settings settings = { str_of(settings_cases[i].where), str_of(settings_cases[i].from), STR(""), str_of(settings_cases[i].tls) };
		struct mailer *mailer = NULL;

		print_message("  %s\n", settings_cases[i].where);
		if (settings_cases[i].good)
			assert_ok(mailer_open(&settings, STR("/home"), arena, &mailer));
		else
			assert_err(mailer_open(&settings, STR("/home"), arena, &mailer), ERR_FORMAT);
		mailer_close(mailer);
	}
}

static void
a_password_is_its_owners_only(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-mail-XXXXXX";
	struct mailer_settings settings = { STR("smtp://127.0.0.1:1"), STR("t@example.jp"), STR("mail-user"), STR("none") };
	struct mailer *mailer = NULL;
	struct str file;

	(void)state;
	assert_non_null(mkdtemp(dir));
	file = path_join(arena, str_of(dir), STR("mail-user"));
	assert_err(mailer_open(&settings, str_of(dir), arena, &mailer), ERR_SYSTEM);
	assert_ok(file_write(file, STR("user:pass:word\n"), arena));
	assert_int_equal(chmod(arena_cstr(arena, file), 0640), 0);
	assert_err(mailer_open(&settings, str_of(dir), arena, &mailer), ERR_FORBIDDEN);
	assert_int_equal(chmod(arena_cstr(arena, file), 0600), 0);
	assert_ok(mailer_open(&settings, str_of(dir), arena, &mailer));
	mailer_close(mailer);
	mailer = NULL;
	assert_ok(file_write(file, STR("only a user"), arena));
	assert_int_equal(chmod(arena_cstr(arena, file), 0600), 0);
	assert_err(mailer_open(&settings, str_of(dir), arena, &mailer), ERR_FORMAT);
	assert_ok(dir_remove(str_of(dir), arena));
}

/* The same letter again is the same file. */
static void
a_folder_has_a_letter_once(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-mail-XXXXXX";
	struct mail mail = letter;
	struct mailer *mailer;
	struct str *names;
	size_t count;
	bool for_good;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_ok(mailer_open(&(struct mailer_settings){ .where = STR("folder:out") }, str_of(dir), arena, &mailer));
	assert_ok(mailer_send(mailer, &mail, arena, &for_good));
	mail.attempt = 2;
	assert_ok(mailer_send(mailer, &mail, arena, &for_good));
	assert_ok(dir_list(path_join(arena, str_of(dir), STR("out")), arena, &names, &count));
	assert_int_equal(count, 1);
	assert_str(names[0], "00ff.eml");
	mail.message_id = STR("../x");
	assert_err(mailer_send(mailer, &mail, arena, &for_good), ERR_FORMAT);
	mail.message_id = STR("");
	assert_err(mailer_send(mailer, &mail, arena, &for_good), ERR_FORMAT);
	mailer_close(mailer);
	assert_ok(dir_remove(str_of(dir), arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_is_handed_over_with_its_message_id), cmocka_unit_test(without_tls_nothing_is_said),
		cmocka_unit_test(what_the_other_side_refuses_is_for_good_or_not), cmocka_unit_test(a_server_that_is_not_there_is_tried_again),
		cmocka_unit_test(addresses_are_checked), cmocka_unit_test(settings_are_checked), cmocka_unit_test(a_password_is_its_owners_only),
		cmocka_unit_test(a_folder_has_a_letter_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
