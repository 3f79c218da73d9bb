/* parts.h - what the forms of alerts share. Inside the room only. */
#pragma once
#include "format/alert/alert.h"
#include "model/advisory.h"

struct alerts {
	struct sink     *sink;
	struct arena    *arena;
	struct str       file;
	struct feed_head head;
};

/* Fills number, issuer and kind by the address, numbers by title and text; and sends it. What has neither number nor address is refused. */
CHECKED struct err *alerts_send(struct alerts *alerts, struct alert *alert, uint64_t offset, struct arena *arena);
/* "https://www.jpcert.or.jp/at/…" is "www.jpcert.or.jp". */
struct str alerts_host(struct str url);
/* ISO 8601 or RFC 822; INSTANT_NONE. */
int64_t alerts_instant(struct str text, struct arena *arena);
void alerts_add_cpe(struct alert *alert, struct str text, struct arena *arena);
enum alert_level alerts_level(struct str term);

CHECKED struct err *alerts_of_xml(struct alerts *alerts, struct input *input);
CHECKED struct err *alerts_of_json(struct alerts *alerts, struct input *input);
CHECKED struct err *alerts_of_page(struct alerts *alerts, struct input *input);
