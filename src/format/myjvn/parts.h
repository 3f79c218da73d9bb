/*
 * parts.h - what the two forms of the lists share. Inside the room only.
 */
#pragma once
#include "base/map.h"
#include "format/myjvn/myjvn.h"
#include "model/advisory.h"

struct names {
	struct sink     *sink;
	struct arena    *item;       /* reset with every vendor or item                  */
	struct arena    *arena;
	struct str       file;
	struct map       seen;       /* products of a dictionary that were sent          */
	struct feed_head head;
	bool             dictionary;
};

/* One vendor or product as a list has it; empty where it does not say. */
struct named {
	struct str vid, vendor, vendor_ja, vendor_en, vendor_cpe;
	struct str pid, product, product_ja, product_en, cpe;
	uint64_t   offset;
};
/* Checks and sends it. pid and product empty: the vendor alone. */
CHECKED struct err *names_send(struct names *names, const struct named *named);

/* An item of a dictionary: its CPE name with version and its title. */
CHECKED struct err *names_send_title(struct names *names, struct str cpe, struct str title, uint64_t offset);

CHECKED struct err *names_of_xml(struct names *names, struct input *input);
CHECKED struct err *names_of_json(struct names *names, struct input *input, bool whole);
