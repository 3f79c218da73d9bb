/*
 * head.c - request line and headers, as RFC 9110 and 9112 write them and no other way: two readers of one request (a proxy and this program)
 * must not find two different ones in it.
 */
#include <arpa/inet.h>
#include <string.h>
#include "wire/http/parts.h"

const char *const http_method_names[] = {
	[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST", [HTTP_PUT] = "PUT", [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE",
	[HTTP_OPTIONS] = "OPTIONS", [HTTP_OTHER] = "",
};

enum { HOST_BYTES = 255, PORT_BYTES = 5, V4_BITS = 32, ALL_BITS = 128 };

enum http_method
http_method_of(struct str name)
{
	unsigned i = 0;

	while (i < HTTP_OTHER && !str_eq(name, str_of(http_method_names[i])))
		i++;
	return (enum http_method)i;
}

struct str
http_find(const struct http_pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (str_eq_nocase(pairs->items[i].name, str_of(name)))
			return pairs->items[i].value;
	return (struct str){ 0 };
}

static void
push(struct http_pairs *pairs, struct arena *arena, struct str name, struct str value)
{
	*list_add(arena, pairs) = (struct http_pair){ name, value };
}

/* --------------------------------------------------------------------------------------------- addresses */

static const unsigned char v4_in_v6[12] = { [10] = 0xff, [11] = 0xff };

bool
http_net_parse(struct str text, struct http_net *ret_net)
{
	struct http_net net = { .prefix = ALL_BITS };
	char name[INET6_ADDRSTRLEN] = "";
	struct str address, bits;
	uint64_t prefix = ALL_BITS;
	bool sized = str_cut(text, '/', &address, &bits), v4;

	if (address.len >= sizeof(name) || str_find_char(address, '\0') != SIZE_MAX)
		return false;
	if (address.len > 0)
		memcpy(name, address.ptr, address.len);
	v4 = inet_pton(AF_INET, name, net.bytes + sizeof(v4_in_v6)) == 1;
	if (v4)
		memcpy(net.bytes, v4_in_v6, sizeof(v4_in_v6));
	else if (inet_pton(AF_INET6, name, net.bytes) != 1)
		return false;
	if (sized && (!str_to_u64(bits, &prefix) || prefix > (v4 ? V4_BITS : ALL_BITS)))
		return false;
	net.prefix = (unsigned)(sized && v4 ? prefix + ALL_BITS - V4_BITS : prefix);
	*ret_net = net;
	return true;
}

bool
http_nets_have(const struct http_nets *nets, const struct http_net *address)
{
	for (size_t i = 0; i < nets->count; i++) {
		const struct http_net *net = &nets->items[i];
		unsigned whole = net->prefix / 8, rest = net->prefix % 8;
		unsigned mask = rest == 0 ? 0 : (0xff00U >> rest) & 0xffU;

		if (memcmp(net->bytes, address->bytes, whole) == 0 &&
		    (mask == 0 || ((unsigned)(net->bytes[whole] ^ address->bytes[whole]) & mask) == 0))
			return true;
	}
	return false;
}

/* The next of a list with spaces or commas between; false at its end. */
static bool
next_network(struct str *rest, struct str *ret_network)
{
	size_t from = 0, end;

	while (from < rest->len && (rest->ptr[from] == ',' || char_is_space(rest->ptr[from])))
		from++;
	for (end = from; end < rest->len && rest->ptr[end] != ',' && !char_is_space(rest->ptr[end]); end++)
		;
	*ret_network = str_sub(*rest, from, end - from);
	*rest = str_from(*rest, end);
	return ret_network->len > 0;
}

bool
http_is_among(struct str address, struct str networks)
{
	struct http_net asked, net;
	struct http_nets one = { &net, 1, 1 };
	struct str text;

	if (!http_net_parse(address, &asked))
		return false;
	while (next_network(&networks, &text))
		if (http_net_parse(text, &net) && http_nets_have(&one, &asked))
			return true;
	return false;
}

bool
http_are_networks(struct str networks)
{
	struct http_net net;
	struct str text;

	while (next_network(&networks, &text))
		if (!http_net_parse(text, &net))
			return false;
	return true;
}

struct str
http_net_text(const struct http_net *address, struct arena *arena)
{
	bool v4 = memcmp(address->bytes, v4_in_v6, sizeof(v4_in_v6)) == 0;
	char name[INET6_ADDRSTRLEN] = "";

	(void)inet_ntop(v4 ? AF_INET : AF_INET6, address->bytes + (v4 ? sizeof(v4_in_v6) : 0), name, sizeof(name));
	return arena_copy(arena, str_of(name));
}

/* ------------------------------------------------------------------------------------- what was encoded */

bool
http_decode(struct str text, bool plus, struct arena *arena, struct str *ret_text)
{
	char *to = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '%') {
			if (i + 2 >= text.len || !char_is_hex(text.ptr[i + 1]) || !char_is_hex(text.ptr[i + 2]))
				return false;
			c = (char)(unsigned char)(char_hex(text.ptr[i + 1]) * 16 + char_hex(text.ptr[i + 2]));
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		to[len++] = c;
	}
	*ret_text = (struct str){ to, len };
	return str_is_text(*ret_text);
}

int
http_fields(struct str text, struct arena *arena, struct http_pairs *pairs)
{
	struct str piece;

	while (str_split(&text, '&', &piece)) {
		struct str name, value;

		if (piece.len == 0)
			continue;
		if (pairs->count >= HTTP_FIELDS_MOST)
			return 413;
		(void)str_cut(piece, '=', &name, &value);
		if (!http_decode(name, true, arena, &name) || !http_decode(value, true, arena, &value))
			return 400;
		push(pairs, arena, name, value);
	}
	return 0;
}

/* ------------------------------------------------------------------------------------------------ target */

/* A path means one thing: no "..", nothing that is a separator for one reader and none for another, no control character. */
static bool
is_plain_path(struct str encoded, struct str path)
{
	struct str rest = path, segment;

	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.ptr[i] < ' ' || path.ptr[i] == 0x7f)
			return false;
	for (size_t i = 0; i + 2 < encoded.len; i++)
		if (encoded.ptr[i] == '%' && encoded.ptr[i + 1] == '2' && char_lower(encoded.ptr[i + 2]) == 'f')
			return false;
	while (str_split(&rest, '/', &segment))
		if (str_eq(segment, STR(".")) || str_eq(segment, STR("..")))
			return false;
	return true;
}

static bool
is_host(struct str host)
{
	if (host.len == 0 || host.len > HOST_BYTES)
		return false;
	for (size_t i = 0; i < host.len; i++)
		if (!char_is_alnum(host.ptr[i]) && str_find_char(STR("-.:[]"), host.ptr[i]) == SIZE_MAX)
			return false;
	return true;
}

int
http_target(struct str target, struct arena *arena, struct http_request *request)
{
	struct str path, query;

	if (target.len > HTTP_TARGET_BYTES)
		return 414;
	if (str_take_nocase(&target, STR("http://")) || str_take_nocase(&target, STR("https://"))) {
		size_t end = str_find_char(target, '/');

		request->host = str_sub(target, 0, end == SIZE_MAX ? target.len : end);
		if (!is_host(request->host))
			return 400;
		target = end == SIZE_MAX ? STR("/") : str_from(target, end);
	}
	if (!str_starts(target, STR("/")))
		return 400;
	(void)str_cut(target, '?', &path, &query);
	if (!http_decode(path, false, arena, &request->path) || !is_plain_path(path, request->path))
		return 400;
	return http_fields(query, arena, &request->query);
}

/* ----------------------------------------------------------------------------------------------- headers */

static bool
is_token(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_alnum(text.ptr[i]) && str_find_char(STR("!#$%&'*+-.^_`|~"), text.ptr[i]) == SIZE_MAX)
			return false;
	return text.len > 0;
}

/* What is no UTF-8 is read as far as it is ASCII: a header may reach the ledger and the log. */
static struct str
as_text(struct str value, struct arena *arena)
{
	char *to;

	if (str_is_text(value))
		return arena_copy(arena, value);
	to = arena_alloc(arena, value.len + 1);
	for (size_t i = 0; i < value.len; i++)
		to[i] = (unsigned char)value.ptr[i] < 0x80 ? value.ptr[i] : '?';
	return (struct str){ to, value.len };
}

int
http_head_add(struct http_request *request, struct arena *arena, struct str name, struct str value)
{
	if (request->headers.count >= HTTP_HEADERS_MOST)
		return 431;
	if (!is_token(name))
		return 400;
	for (size_t i = 0; i < value.len; i++)
		if (((unsigned char)value.ptr[i] < ' ' && value.ptr[i] != '\t') || value.ptr[i] == 0x7f)
			return 400;
	/* libmicrohttpd compares these two as they came; what was folded or padded it would not know again. */
	if ((str_eq_nocase(name, STR("Transfer-Encoding")) || str_eq_nocase(name, STR("Content-Length"))) && str_trim_space(value).len != value.len)
		return 400;
	push(&request->headers, arena, arena_copy(arena, name), as_text(str_trim_space(value), arena));
	return 0;
}

static size_t
how_many(const struct http_request *request, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < request->headers.count; i++)
		count += str_eq_nocase(request->headers.items[i].name, str_of(name));
	return count;
}

static size_t
head_bytes(const struct http_request *request)
{
	size_t bytes = request->path.len;

	for (size_t i = 0; i < request->headers.count; i++)
		bytes += request->headers.items[i].name.len + request->headers.items[i].value.len + 4;
	return bytes;
}

/* RFC 9112, 6: what two readers might count differently is refused. */
static bool
is_plain_length(const struct http_request *request)
{
	struct str length = http_find(&request->headers, "Content-Length"), coding = http_find(&request->headers, "Transfer-Encoding");
	uint64_t bytes;

	if (how_many(request, "Content-Length") + how_many(request, "Transfer-Encoding") > 1)
		return false;
	if (coding.ptr != NULL)
		return str_eq_nocase(coding, STR("chunked"));
	return length.ptr == NULL || (length.len <= 18 && str_to_u64(length, &bytes));
}

int64_t
http_body_announced(const struct http_request *request)
{
	uint64_t bytes = 0;

	if (http_find(&request->headers, "Transfer-Encoding").ptr != NULL)
		return -1;
	(void)str_to_u64(http_find(&request->headers, "Content-Length"), &bytes);
	return (int64_t)bytes;
}

/* RFC 6265, 5.4: "a=1; b=2", quotes around a value are no part of it. */
static int
read_cookies(struct http_request *request, struct arena *arena)
{
	for (size_t i = 0; i < request->headers.count; i++) {
		struct str rest = request->headers.items[i].value, piece;

		if (!str_eq_nocase(request->headers.items[i].name, STR("Cookie")))
			continue;
		while (str_split(&rest, ';', &piece)) {
			struct str name, value;

			if (request->cookies.count >= HTTP_HEADERS_MOST)
				return 431;
			if (str_cut(str_trim_space(piece), '=', &name, &value))
				push(&request->cookies, arena, str_trim_space(name), str_trim(str_trim_space(value), '"'));
		}
	}
	return 0;
}

/* The last address that is not one of our own proxies'; what cannot be read ends the search. */
static struct http_net
asked_for_by(const struct http_request *request, const struct http_net *peer, const struct http_nets *proxies)
{
	struct http_net address = *peer;

	for (size_t i = request->headers.count; i-- > 0;) {
		struct str rest = request->headers.items[i].value, last;

		if (!str_eq_nocase(request->headers.items[i].name, STR("X-Forwarded-For")))
			continue;
		while (rest.len > 0 && http_nets_have(proxies, &address)) {
			if (!str_cut_last(rest, ',', &rest, &last)) {
				last = rest;
				rest = STR("");
			}
			last = str_trim_space(last);
			if (str_find_char(last, '/') != SIZE_MAX || !http_net_parse(last, &address))
				return address;
		}
	}
	return address;
}

static void
believe_proxy(struct http_request *request)
{
	struct str host = http_find(&request->headers, "X-Forwarded-Host");

	request->secure = str_eq_nocase(http_find(&request->headers, "X-Forwarded-Proto"), STR("https"));
	if (is_host(host))
		request->host = host;
}

int
http_head_done(struct http_request *request, struct arena *arena, const struct http_net *peer, const struct http_nets *proxies, bool tls)
{
	struct str host = http_find(&request->headers, "Host");
	struct http_net address;
	int refused;

	if (head_bytes(request) > HTTP_HEAD_BYTES)
		return 431;
	if (!is_plain_length(request) || how_many(request, "Host") > 1 || (host.len > 0 && !is_host(host)))
		return 400;
	if (request->host.len == 0)
		request->host = host;
	refused = read_cookies(request, arena);
	request->secure = tls;
	if (http_nets_have(proxies, peer))
		believe_proxy(request);
	address = asked_for_by(request, peer, proxies);
	request->address = http_net_text(&address, arena);
	return refused;
}
