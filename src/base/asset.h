/*
 * asset.h - knowledge and looks as data, compiled in: criteria/, demo/ and what else tools/embed is given.
 */
#pragma once
#include "base/str.h"

struct asset {
	const char *name;    /* path from the tree's root: "criteria/standard.yaml" */
	const char *begin;
	const char *end;
};

extern const struct asset assets[];   /* sorted by name */
extern const size_t assets_count;

/* The asset's bytes; ptr is NULL when there is none of that name. */
struct str asset_find(struct str name);
