/*
 * room.h - what the files of this room share. Inside the room only.
 */
#pragma once
#include "domain/windows/windows.h"

/* Of a folded name; rule WINDOWS_NONE where it is no operating system that is listed. */
struct windows_line system_line(struct str name, struct arena *arena);
/* `name`: the component's, folded, without the maker. */
void system_recognise(const struct component *component, struct str name, struct arena *arena,
    struct windows_subject *subject);

/* The same for everything else. */
struct windows_line product_line(struct str name, struct arena *arena);
bool product_recognise(const struct component *component, struct str name, struct arena *arena,
    struct windows_subject *subject);
