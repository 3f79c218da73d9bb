/*
 * myjvn.h - lists of vendors' and products' names: MyJVN's (XML of feed=hnd, JSON of feed=oka), the CPE dictionary (XML 2.2 and
 * 2.3) and NVD's CPE API 2.0.
 *
 *     <Vendor vname="サイボウズ" cpe="cpe:/:cybozu" vid="88">
 *       <Product pname="サイボウズ ガルーン" cpe="cpe:/a:cybozu:garoon" pid="1234"/>
 *
 * All become names (model/name.h):
 *   id            "jvn/pid/1234", "jvn/vid/88" of a vendor without products, the CPE name without version from a dictionary
 *   vendor, product   the Japanese name where it has Japanese letters or the list says so (vname_i18n), else the English one
 *   cpe           without version, update and what follows; of a vendor alone "cpe:2.3:*:vendor:*:…"
 *   dictionaries  one name a product: its title without the version; items that are deprecated are left out
 *
 * A product without number or name is refused; one whose CPE cannot be read keeps its name, with a warning.
 *
 * Source: MyJVN API getVendorList and getProductList (results_3.3.xsd, jvnpid_1.0.json), the CPE dictionary's schema 2.3,
 * https://nvd.nist.gov/developers/products.
 */
#pragma once
#include "base/input.h"
#include "model/name.h"
#include "model/sink.h"

/*
 * Sends product_name_schema values and one feed_head. ERR_FORMAT when it is not well-formed or no such list, ERR_NOT_FOUND when
 * MyJVN answered with an error of its own.
 */
CHECKED struct err *myjvn_read(struct input *input, struct sink *sink, struct arena *arena);
