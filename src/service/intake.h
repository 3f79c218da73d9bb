/*
 * intake.h - a stranger's file, opened and digested, ready to be handed to a worker.
 */
#pragma once
#include "base/err.h"

struct intake_file {
	int        fd;          /* open for reading, at its beginning; -1 when closed */
	struct str name;        /* without directories                               */
	struct str digest;      /* SHA-256 of its bytes, hexadecimal                 */
	uint64_t   size;
};

#define INTAKE_FILE_NONE { .fd = -1 }

/* "-" is standard input, which is copied aside first because a digest needs a second reading. */
CHECKED struct err *intake_open(struct str path, struct arena *arena, struct intake_file *ret_file);
void intake_close(struct intake_file *file);

#define INTAKE_SCOPE __attribute__((cleanup(intake_close)))
