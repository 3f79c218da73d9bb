/*
 * lxw.h - libxlsxwriter, loaded when a workbook is written and not before: it brings libcrypto, which every start of the program
 * and every reader in its jail would have to wait for. For this room only.
 *
 * lxw.worksheet_write_string is that function, and so on: each has its own type, so a wrong call does not compile.
 */
#pragma once
#include <xlsxwriter.h>
#include "base/err.h"

#define LXW_FUNCTIONS(F) \
	F(format_set_align) F(format_set_bg_color) F(format_set_bold) F(format_set_border) F(format_set_border_color) \
	F(format_set_font_name) F(format_set_font_size) F(format_set_num_format) F(format_set_text_wrap) F(format_set_unlocked) \
	F(lxw_strerror) F(lxw_workbook_free) F(workbook_add_format) F(workbook_add_worksheet) F(workbook_close) F(workbook_new_opt) \
	F(workbook_set_properties) F(worksheet_activate) F(worksheet_autofilter) F(worksheet_data_validation_range) \
	F(worksheet_fit_to_pages) F(worksheet_freeze_panes) F(worksheet_hide) F(worksheet_merge_range) F(worksheet_protect) \
	F(worksheet_repeat_rows) F(worksheet_set_column_opt) F(worksheet_set_footer) F(worksheet_set_landscape) \
	F(worksheet_set_margins) F(worksheet_set_paper) F(worksheet_set_row) F(worksheet_write_blank) F(worksheet_write_datetime) \
	F(worksheet_write_number) F(worksheet_write_string)

struct lxw_library {
#define LXW_MEMBER(name) __typeof__(name) *name;
	LXW_FUNCTIONS(LXW_MEMBER)
#undef LXW_MEMBER
};
extern struct lxw_library lxw;

/* Once per process; why it could not be loaded, or NULL. */
const char *lxw_load(void);
