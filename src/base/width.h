/*
 * width.h - columns that text takes where letters are of one width: on a terminal, in a mail.
 */
#pragma once
#include "base/str.h"

/* Wide East Asian characters are 2, combining ones 0; what is not UTF-8 is 1 a byte. */
size_t text_width(struct str text);
size_t point_width(uint32_t point);
