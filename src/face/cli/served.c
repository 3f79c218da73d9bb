/*
 * served.c - the process of a running home that carries out one command of one client: learns who he is from the kernel, takes his
 * descriptors and language, his files through the door of wire/local, and is then the command line as everywhere.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "face/cli/cli.h"
#include "wire/local/local.h"

enum { CONF_MOST = 64 << 10 };

/* What tsukuroi.conf names outside the home: "audit_heads = /mnt/heads", "mail = folder:/var/spool/…". */
static void
own_of_conf(struct str conf, struct arena *arena, struct str_list *own)
{
	struct str line, key, value;

	while (str_line(&conf, &line)) {
		size_t at;

		if (!str_cut(line, '=', &key, &value) || str_find(value, STR("://")) != SIZE_MAX)
			continue;
		at = str_find_char(value, '/');
		if (at != SIZE_MAX)
			list_push(arena, own, str_trim_space(str_from(value, at)));
	}
}

static struct str_list *
own_of(struct str home, struct arena *arena)
{
	struct str_list *own = ARENA_NEW(arena, struct str_list);
	struct str conf;

	list_push(arena, own, home);
	if (file_read(path_join(arena, home, STR("tsukuroi.conf")), CONF_MOST, arena, &conf) == NULL)
		own_of_conf(conf, arena, own);
	return own;
}

static struct err *
take_descriptors(struct local_packet *packet, struct arena *arena)
{
	for (int i = 0; i < (int)packet->fds_count; i++)
		if (dup2(packet->fds[i], i) < 0)
			return err_system(arena, M("The descriptors of the command could not be taken over."));
	local_packet_done(packet);
	return NULL;
}

/* Nothing of the client's surroundings comes along but this. */
static void
take_surroundings(const struct local_command *command)
{
	(void)setenv("LANG", str_eq(command->lang, STR("en")) ? "en_US.UTF-8" : "ja_JP.UTF-8", 1);
	if (command->no_color)
		(void)setenv("NO_COLOR", "1", 1);
	(void)umask(077);
	(void)!chdir("/");
}

static char **
arguments_of(const struct local_command *command, struct arena *arena, int *ret_argc)
{
	char **argv = ARENA_ARRAY(arena, char *, command->args.count + 2);

	argv[0] = arena_cstr(arena, STR("tsukuroi"));
	for (size_t i = 0; i < command->args.count; i++)
		argv[i + 1] = arena_cstr(arena, command->args.items[i]);
	*ret_argc = (int)command->args.count + 1;
	return argv;
}

static struct err *
carry_out(struct str home, struct arena *arena)
{
	struct cli_peer peer = { .home = home, .own = own_of(home, arena) };
	const struct local_command *command;
	struct local_done done = { 0 };
	struct local_packet packet;
	char **argv;
	int argc;

	TRY(local_peer(LOCAL_SOCKET_FD, arena, &peer.uid));
	TRY(local_receive(LOCAL_SOCKET_FD, LOCAL_FIRST_MS, arena, &packet));
	if (packet.kind != LOCAL_COMMAND) {
		local_packet_done(&packet);
		return err_new(arena, ERR_FORMAT, M("No command came by the home's socket."));
	}
	command = packet.value;
	TRY(take_descriptors(&packet, arena));
	take_surroundings(command);
	peer.token = command->token;
	file_door_set(local_door(LOCAL_SOCKET_FD, peer.own, arena));
	argv = arguments_of(command, arena, &argc);
	done.status = cli_main_for(argc, argv, &peer);
	(void)fflush(NULL);
	return local_send(LOCAL_SOCKET_FD, LOCAL_DONE, &done, NULL, 0, arena);
}

int
cli_served_main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct err *err;

	local_end_with_home();
	if (argc != 3 || argv[2][0] != '/')
		return CLI_USAGE;
	err = carry_out(str_of(argv[2]), arena);
	file_door_set(NULL);
	if (err != NULL)
		(void)fprintf(stderr, "tsukuroi: %.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
	return err == NULL ? CLI_DONE : err_exit_status(err->code);
}
