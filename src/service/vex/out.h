/*
 * out.h - what this organisation says about vulnerabilities in its products, as a VEX document: out of findings, decisions and remedies.
 *
 *     decided "not affected"             not_affected, with the decision's reason (or the maker's words it stands on)
 *     on a layer of others, mended there not_affected, with their word
 *     judged 非該当 (of one vulnerability) not_affected, with the ground
 *     該当, accepted or not               affected, with what to do
 *     判定不能, or being investigated      under_investigation
 *
 * Where systems differ about one product the most cautious answer is the document's. The same content is the same edition with the same bytes;
 * what changed is the next one. Nothing to say is no document: an empty one would be read as "no problem".
 */
#pragma once
#include "format/vex/vex.h"
#include "service/home.h"
#include "service/people/actor.h"

struct vex_wish {
	enum vex_form form;
	struct str    vulnerability;      /* "": all    */
	int64_t       system, product;    /* 0: all     */
};
/*
 * A wish in words: form "" is OpenVEX; a system by its name; a product by its CPE name, package URL or name as written. ERR_USAGE: no such form;
 * ERR_NOT_FOUND: no such system or product in the ledger.
 */
CHECKED struct err *vex_wish_of(struct ledger *ledger, struct str form, struct str vulnerability, struct str system, struct str product, struct arena *arena,
    struct vex_wish *ret_wish);
struct vex_count { struct str status; int64_t products; };
struct vex_out {
	struct str             form, id, author;
	int64_t                at, edition;
	LIST(struct vex_count) counts;       /* by state, those there are */
	struct str             name;         /* of the file: "vex-CVE-2026-1234-openvex.json" */
	struct str             type;         /* media type */
	struct str             bytes;
};
extern const struct schema vex_out_schema;       /* without the bytes */
/*
 * For everybody who reads findings. ERR_NOT_FOUND: there is nothing to say; ERR_USAGE: the organisation's name, or for CSAF its site, is not in
 * tsukuroi.conf; ERR_LIMIT: more than LIMIT_VEX_STATEMENTS.
 */
CHECKED struct err *vex_out_make(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct vex_wish *wish, int64_t now,
    enum lang lang, struct arena *arena, struct vex_out *ret_out);
