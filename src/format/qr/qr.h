/*
 * qr.h - a QR code as SVG: squares of one path on white, with the quiet zone of four around it that ISO/IEC 18004 asks for.
 *
 * libqrencode gives the squares; it is loaded when the first one is drawn.
 */
#pragma once
#include "base/err.h"

enum { QR_TEXT_MOST = 1000 };      /* bytes: what a telephone still reads from a screen */

/* label: what a screen reader says of it. ERR_LIMIT: too long; ERR_UNSUPPORTED: no libqrencode here. */
CHECKED struct err *qr_svg(struct str text, struct str label, struct arena *arena, struct str *ret_svg);
