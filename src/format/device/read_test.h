/*
 * read_test.h - what the room's tests share: a paste read into memory.
 */
#pragma once
#include "test.h"

#include "base/buf.h"
#include "base/limits.h"
#include "format/device/device.h"
#include "format/device/parts.h"

/* Keeps what a reader sends. */
struct bag {
	struct sink                 sink;
	struct arena               *arena;
	LIST(struct device_facts)   devices;
	struct device_paste         paste;
};

static struct err *
bag_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct bag *bag = (struct bag *)sink;

	(void)arena;
	if (schema == &device_facts_schema)
		list_push(bag->arena, &bag->devices, *(const struct device_facts *)value);
	else
		bag->paste = *(const struct device_paste *)value;
	return NULL;
}

static struct err *
bag_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	fail_msg("a problem was told");
	return NULL;
}

static struct bag
read_paste(struct str text, bool keep, struct arena *arena, struct err **ret_err)
{
	struct bag bag = { { bag_record, bag_problem }, arena, { 0 }, { 0 } };
	struct device_options options = { keep };

	*ret_err = device_read_text(text, &options, &bag.sink, arena);
	return bag;
}

static inline __attribute__((unused)) struct bag
read_well(const char *text, struct arena *arena)
{
	struct err *err;
	struct bag bag = read_paste(str_of(text), true, arena, &err);

	assert_ok(err);
	return bag;
}
