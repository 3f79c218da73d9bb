/*
 * places.h - where the version of a device without a console is written: sticker, web screen, printed page (devices.md §4).
 * Screens differ by model: this is help in words, never a rule.
 */
#pragma once
#include <stddef.h>

struct device_place {
	const char *names;      /* as people look for them, Japanese and English */
	const char *where;      /* M("…")                                        */
	const char *example;    /* as JVN writes the model and its firmware      */
	const char *note;       /* M("…"), or NULL                               */
};
extern const struct device_place device_places[];
extern const size_t device_places_count;
