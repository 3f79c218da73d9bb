/*
 * program.h - which program this is. Whoever keeps what a program made of something else wants to know whether the same one made it.
 */
#pragma once
#include "base/arena.h"

/*
 * The build ID (ELF note NT_GNU_BUILD_ID) that the linker gave the program, or the library, that this was linked into, in hexadecimal: another as soon as
 * anything in it is. "" when it has none.
 */
struct str program_build(struct arena *arena);
