/*
 * product.h - inside VEX: what stands in the ledger as a product of a statement, and whether a statement speaks of it.
 *
 * A package URL or a CPE name means a product by itself; a bare name means one only in our own word, where it was written by the same ledger.
 */
#pragma once
#include "format/vex/vex.h"
#include "model/inventory.h"
#include "store/ledger/vex.h"

/* Every software item by its number, as it is judged: with the identity that a person confirmed. */
struct vex_software { struct map *by_id; LIST(struct component) components; };
CHECKED struct err *vex_software_load(struct ledger *ledger, struct arena *arena, struct vex_software *ret_software);
/* NULL: it is installed nowhere any more. */
const struct component *vex_software_find(const struct vex_software *software, int64_t id);

struct vex_product vex_product_of(const struct component *component, struct arena *arena);
/* Does that part of a statement speak of it? names: also by a bare name. */
bool vex_speaks_of(const struct ledger_vex_statement *statement, const struct component *component, bool names, struct arena *arena);
/* "Tomcat 9.0.65" */
struct str vex_product_words(struct str name, struct str version, struct str versions, struct arena *arena);
