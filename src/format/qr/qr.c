#include "format/qr/qr.h"

#include <dlfcn.h>
#include <pthread.h>
#include <qrencode.h>
#include "base/buf.h"

enum { QUIET = 4 };

static struct {
	__typeof__(QRcode_encodeString8bit) *encode;
	__typeof__(QRcode_free)             *free;
	const char                          *failed;
} library;

static void
load(void)
{
	void *handle = dlopen("libqrencode.so.4", RTLD_NOW | RTLD_LOCAL);

	if (handle != NULL) {
		*(void **)(void *)&library.encode = dlsym(handle, "QRcode_encodeString8bit");
		*(void **)(void *)&library.free = dlsym(handle, "QRcode_free");
	}
	if (library.encode == NULL || library.free == NULL)
		library.failed = dlerror();
}

static void
add_inert(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (str_find_char(STR("<>&\"'"), text.ptr[i]) != SIZE_MAX)
			buf_addf(out, "&#%d;", text.ptr[i]);
		else
			buf_add_char(out, text.ptr[i]);
	}
}

/* A row's dark squares as bars: "M4 4h7v1h-7z". */
static void
add_row(struct buf *out, const unsigned char *row, int width, int y)
{
	for (int x = 0; x < width; x++) {
		int begin = x;

		while (x < width && (row[x] & 1) != 0)
			x++;
		if (x > begin)
			buf_addf(out, "M%d %dh%dv1h-%dz", begin + QUIET, y + QUIET, x - begin, x - begin);
	}
}

static struct str
draw(const QRcode *code, struct str label, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	int side = code->width + 2 * QUIET;

	buf_addf(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", side, side);
	add_inert(&out, label);
	buf_addf(&out, "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side, side);
	for (int y = 0; y < code->width; y++)
		add_row(&out, code->data + (size_t)y * (size_t)code->width, code->width, y);
	buf_add(&out, STR("\"/></svg>"));
	return arena_copy(arena, buf_str(&out));
}

struct err *
qr_svg(struct str text, struct str label, struct arena *arena, struct str *ret_svg)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	QRcode *code;

	if (text.len > QR_TEXT_MOST)
		return err_new(arena, ERR_LIMIT, M("A QR code of more than {most} bytes is not drawn."), ARG_N("most", QR_TEXT_MOST));
	(void)pthread_once(&once, load);
	if (library.failed != NULL)
		return err_new(arena, ERR_UNSUPPORTED, M("QR codes need libqrencode on this machine: {why}."), ARG("why", str_of(library.failed)));
	code = library.encode(arena_cstr(arena, text), 0, QR_ECLEVEL_M);
	if (code == NULL)
		return err_new(arena, ERR_USAGE, M("This text cannot be drawn as a QR code."));
	*ret_svg = draw(code, label, arena);
	library.free(code);
	return NULL;
}
