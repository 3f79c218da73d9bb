/*
 * parts.h - what the ways of showing a paper share; for this room only.
 */
#pragma once
#include "format/paper/paper.h"

/* Columns of a table or of boxes: the most that a row has. */
size_t part_columns(const struct paper_part *part);
/* A row's cell; "" where the row is shorter. */
struct str part_cell(const struct paper_part *part, size_t row, size_t column);
/* Below its heading there are only numbers, amounts and empty cells: it is set to the right. */
bool part_is_number(const struct paper_part *part, size_t column);
/* Two parts that stand close together: items of a list, lines of a sender. */
bool parts_belong(const struct paper_part *above, const struct paper_part *below);
