/*
 * inventory.h (service) - one inventory file, read by a worker into memory.
 */
#pragma once
#include "domain/match/match.h"
#include "model/inventory.h"
#include "model/sink.h"

struct inventory_file {
	struct str             name;
	struct str             digest;
	struct inventory_head  head;
	LIST(struct component) components;
	LIST(struct problem)   problems;    /* refused or warned of, at most LIMIT_PROBLEMS_KEPT */
	int64_t                refused;
};

CHECKED struct err *inventory_take(struct str path, struct arena *arena, struct inventory_file *ret_file);
/* The same in two steps: the reader is started, and its answer waited for. What is begun is ended or abandoned. */
struct inventory_reading;
CHECKED struct err *inventory_begin(struct str path, struct arena *arena, struct inventory_reading **ret_reading);
CHECKED struct err *inventory_end(struct inventory_reading **reading, struct inventory_file *ret_file);
void inventory_abandon(struct inventory_reading **reading);   /* NULL inside is welcome */
/* struct inventory_reading *reading INVENTORY_SCOPE = NULL; */
#define INVENTORY_SCOPE __attribute__((cleanup(inventory_abandon)))
/* The same from a descriptor, read from its beginning; without a digest. */
CHECKED struct err *inventory_take_fd(int fd, struct str name, struct arena *arena, struct inventory_file *ret_file);

/* The same facts as the matcher wants them; borrows the file. */
struct match_host_facts inventory_facts(const struct inventory_file *file);
