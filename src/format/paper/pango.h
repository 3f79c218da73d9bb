/*
 * pango.h - pango and cairo, loaded when a PDF is made and not before: they bring forty libraries, which every start of the program and
 * every reader in its jail would have to wait for. For this room only.
 *
 * pango.pango_layout_new is that function, and so on: each has its own type, so a wrong call does not compile.
 */
#pragma once
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include "base/err.h"

#define PANGO_FUNCTIONS(F) \
	F(cairo_create) F(cairo_destroy) F(cairo_fill) F(cairo_font_options_create) F(cairo_font_options_destroy) \
	F(cairo_font_options_set_hint_metrics) F(cairo_font_options_set_hint_style) F(cairo_line_to) F(cairo_move_to) \
	F(cairo_pdf_surface_create_for_stream) F(cairo_pdf_surface_restrict_to_version) F(cairo_pdf_surface_set_metadata) F(cairo_rectangle) \
	F(cairo_set_line_width) F(cairo_set_source_rgb) F(cairo_show_page) F(cairo_status) F(cairo_status_to_string) F(cairo_stroke) \
	F(cairo_surface_destroy) F(cairo_surface_finish) F(cairo_surface_status) F(cairo_tag_begin) F(cairo_tag_end) F(g_object_unref) \
	F(pango_attr_insert_hyphens_new) F(pango_attr_list_insert) F(pango_attr_list_new) F(pango_attr_list_unref) \
	F(pango_cairo_context_set_font_options) F(pango_cairo_context_set_resolution) F(pango_cairo_font_map_new) F(pango_cairo_show_layout_line) \
	F(pango_context_set_language) F(pango_context_set_round_glyph_positions) F(pango_font_description_free) F(pango_font_description_new) \
	F(pango_font_description_set_absolute_size) F(pango_font_description_set_family) F(pango_font_description_set_weight) \
	F(pango_font_map_create_context) F(pango_language_from_string) F(pango_layout_get_extents) F(pango_layout_get_font_description) \
	F(pango_layout_get_iter) F(pango_layout_get_line_readonly) F(pango_layout_get_text) F(pango_layout_get_unknown_glyphs_count) \
	F(pango_layout_iter_free) F(pango_layout_iter_get_baseline) F(pango_layout_iter_get_layout) F(pango_layout_iter_get_line_extents) \
	F(pango_layout_iter_get_line_readonly) F(pango_layout_iter_get_line_yrange) F(pango_layout_iter_next_line) F(pango_layout_new) \
	F(pango_layout_set_alignment) F(pango_layout_set_attributes) F(pango_layout_set_font_description) F(pango_layout_set_spacing) \
	F(pango_layout_set_text) F(pango_layout_set_width) F(pango_layout_set_wrap)

struct pango_library {
#define PANGO_MEMBER(name) __typeof__(name) *name;
	PANGO_FUNCTIONS(PANGO_MEMBER)
#undef PANGO_MEMBER
};
extern struct pango_library pango;

/* Once per process; why it could not be loaded, or NULL. */
const char *pango_load(void);
