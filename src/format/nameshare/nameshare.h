/*
 * nameshare.h - what organisations decided on written names, as a file to hand on: UTF-8, TAB between the columns, '#' before a
 * comment.
 *
 *     vendor <TAB> name <TAB> identity <TAB> confirmed|rejected <TAB> by <TAB> 2026-11-20 <TAB> organisation
 *     Sky<TAB>SKYSEA 端末機<TAB>cpe:2.3:a:skygroup:skysea_client_view:*:…<TAB>confirmed<TAB>情報課<TAB>2026-11-20<TAB>例市
 *
 * Name, identity and organisation may not be empty. A TAB or line end inside a text is written as a space.
 */
#pragma once
#include "base/buf.h"
#include "base/input.h"
#include "model/name.h"
#include "model/sink.h"

/* Sends shared_name_schema values; a row that is none is refused with its line. */
CHECKED struct err *nameshare_read(struct input *input, struct sink *sink, struct arena *arena);
/* The file's head; then a line each. */
void nameshare_begin(struct buf *out);
void nameshare_write(struct buf *out, const struct shared_name *name, struct arena *arena);
