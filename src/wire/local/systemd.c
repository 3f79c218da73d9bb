/*
 * systemd.c - what a service manager hands over and wants to hear: sd_listen_fds(3) and sd_notify(3), which are an environment and a datagram.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include "wire/local/local.h"

enum { FIRST_GIVEN = 3, HIGH_FD = 10 };

int
local_given_socket(void)
{
	uint64_t pid, count;

	if (!str_to_u64(str_of(getenv("LISTEN_PID")), &pid) || !str_to_u64(str_of(getenv("LISTEN_FDS")), &count) || pid != (uint64_t)getpid() ||
	    count < 1)
		return -1;
	(void)fcntl(FIRST_GIVEN, F_SETFD, FD_CLOEXEC);
	return fcntl(FIRST_GIVEN, F_DUPFD_CLOEXEC, HIGH_FD);
}

/* With a clock that systemd compares when it has sent a signal to read settings again. */
static int
words_of(enum local_state state, char *text, size_t room)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	switch (state) {
	case LOCAL_READY:
		return snprintf(text, room, "READY=1");
	case LOCAL_RELOADING:
		return snprintf(text, room, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
	case LOCAL_STOPPING:
		break;
	}
	return snprintf(text, room, "STOPPING=1");
}

void
local_tell_manager(enum local_state state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct str path = str_of(getenv("NOTIFY_SOCKET"));
	int fd FD_SCOPE = -1;
	char text[64];
	int len = words_of(state, text, sizeof(text));

	if (path.len < 2 || path.len >= sizeof(address.sun_path) || (path.ptr[0] != '/' && path.ptr[0] != '@'))
		return;
	memcpy(address.sun_path, path.ptr, path.len);
	if (path.ptr[0] == '@')
		address.sun_path[0] = '\0';      /* an abstract name */
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		(void)sendto(fd, text, (size_t)len, MSG_NOSIGNAL, (const struct sockaddr *)&address,
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path.len));
}
