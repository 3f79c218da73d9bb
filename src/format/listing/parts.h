/*
 * parts.h - one page while it is looked at. Inside the room only.
 */
#pragma once
#include "format/json/json.h"
#include "format/listing/listing.h"
#include "format/xml/xml.h"

enum { LISTING_BYTES = 128 << 20 };

struct listing {
	struct xml_listener listener;      /* first: what expat's listener is, is the listing */
	struct input       *input;
	struct sink        *sink;
	struct arena       *arena;
	int64_t             since;         /* INSTANT_NONE: all */
	struct listing_head head;
	bool                has_status;
};

CHECKED struct err *listing_not_such(const struct listing *listing, const char *what);
/* Counts it, and sends it where it is later than `since`. */
CHECKED struct err *listing_give(struct listing *listing, struct listing_entry entry, struct arena *arena);

/* csaf.c */
CHECKED struct err *listing_provider(struct listing *listing);
CHECKED struct err *listing_security_txt(struct listing *listing);
CHECKED struct err *listing_rolie(struct listing *listing);
CHECKED struct err *listing_changes(struct listing *listing);
CHECKED struct err *listing_index(struct listing *listing);
CHECKED struct err *listing_hash(struct listing *listing);
CHECKED struct err *listing_links(struct listing *listing);
