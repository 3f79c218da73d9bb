#include "wire/keyholder/socket.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/file.h"

enum { WAITING = 64 };

/* The socket's address through its directory's descriptor, which stays open as long as it is needed. */
static struct sockaddr_un
address_in(int dir)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/keyholder.sock", dir);
	return address;
}

static int
open_run(struct str home, struct arena *arena)
{
	return open(arena_cstr(arena, path_join(arena, home, STR("run"))), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

int
keyholder_connect(struct str home, struct arena *arena)
{
	int dir FD_SCOPE = open_run(home, arena);
	int fd = dir < 0 ? -1 : socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un address = address_in(dir);

	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

struct err *
keyholder_listen(struct str home, struct arena *arena, int *ret_fd)
{
	struct str run = path_join(arena, home, STR("run"));
	int dir FD_SCOPE = -1;
	struct sockaddr_un address;
	mode_t before;
	int fd, bound;

	TRY(dir_make(run, arena));
	dir = open_run(home, arena);
	fd = dir < 0 ? -1 : socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_system(arena, M("The socket of the key holder could not be made in {dir}."), ARG("dir", run));
	address = address_in(dir);
	(void)unlinkat(dir, "keyholder.sock", 0);
	before = umask(0177);
	bound = bind(fd, (struct sockaddr *)&address, sizeof(address));
	(void)umask(before);
	if (bound != 0 || listen(fd, WAITING) != 0) {
		struct err *err = err_system(arena, M("The socket of the key holder could not be made in {dir}."), ARG("dir", run));

		(void)close(fd);
		return err;
	}
	*ret_fd = fd;
	return NULL;
}

bool
keyholder_peer_is_us(int fd)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 && len == sizeof(peer) && peer.uid == geteuid();
}
