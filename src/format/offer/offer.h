/*
 * offer.h - what a person drops: which reader a file is for, told by trying, and the members of a package of files.
 *
 * A person does not know that his list is "SPDX 2.3 tag-value". What names itself (a document's key, a root element, a collector's first line)
 * is known at once; sheets, console output and lists of WordPress are known by their readers, which find something in them or do not. Whether
 * rows and commas or a prompt come first decides who of them is asked first. Strangers' bytes: runs in a worker.
 */
#pragma once
#include "base/buf.h"
#include "base/input.h"
#include "model/sink.h"

/* kind: "sbom" "dpkg" "rpm" "windows" "wordpress" "sheet" "device" "nmap" "swid" "cpe". */
struct offer { struct str kind; };
extern const struct schema offer_schema;
/* Sends one offer. ERR_UNSUPPORTED says in a sentence what the file is instead, or that nobody here knows it. */
CHECKED struct err *offer_read(struct input *input, struct sink *sink, struct arena *arena);

/* A piece of a member of a zip or tar; pieces of one member follow each other. */
struct offer_member { struct str name, base64; };
extern const struct schema offer_member_schema;
enum { OFFER_MEMBERS_MOST = 20000 };
/* Sends every regular member in pieces. raw: as it came, still packed. */
CHECKED struct err *offer_unpack(struct input *raw, struct sink *sink, struct arena *arena);
/* A piece back into bytes. ERR_FORMAT: it is none. */
CHECKED struct err *offer_member_bytes(const struct offer_member *member, struct arena *arena, struct buf *out);
