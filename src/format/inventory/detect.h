/*
 * detect.h - inside the room: what a file is, by its first bytes, its outermost keys, its root element or
 * its first lines.
 */
#pragma once
#include "format/inventory/inventory.h"

struct inventory_guess detect_binary(struct str bytes);    /* INVENTORY_UNKNOWN when it is text */
struct inventory_guess detect_json(struct str text);
struct inventory_guess detect_xml(struct str text);
struct inventory_guess detect_lines(struct str text);
