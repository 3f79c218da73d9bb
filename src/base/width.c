#include "base/width.h"

#include <utf8proc.h>

size_t
point_width(uint32_t point)
{
	return (size_t)utf8proc_charwidth((utf8proc_int32_t)point);
}

size_t
text_width(struct str text)
{
	size_t width = 0;

	for (size_t at = 0; at < text.len;) {
		uint32_t point = 0;
		size_t len = str_point(text, at, &point);

		width += len == 0 ? 1 : point_width(point);
		at += len == 0 ? 1 : len;
	}
	return width;
}
