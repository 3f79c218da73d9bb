/*
 * socket.h - H/run/keyholder.sock, for both ends. A home's path may be longer than a socket's name: the directory is opened, and the socket
 * named through it.
 */
#pragma once
#include "wire/keyholder/keyholder.h"

/* A descriptor, or -1: nobody listens. */
int keyholder_connect(struct str home, struct arena *arena);
/* A listening one in a directory of mode 0700, itself of mode 0600; what a dead process left there gives way. */
CHECKED struct err *keyholder_listen(struct str home, struct arena *arena, int *ret_fd);
/* Is the process at the other end of the same user as this one? */
bool keyholder_peer_is_us(int fd);
