#include "wire/fetch/fetch.h"

#include <arpa/inet.h>
#include <string.h>
#include "base/limits.h"

enum { PORT_MOST = 65535, PORT_TLS = 443, PORT_PLAIN = 80, HOST_MOST = 253 };

/* ------------------------------------------------------------------------------------------- addresses of the web */

/* A name, an IPv4 address, or an IPv6 address in brackets. */
static bool
is_host(struct str host)
{
	bool six = host.len > 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']';

	if (host.len == 0 || host.len > HOST_MOST || host.ptr[0] == '.' || host.ptr[0] == '-')
		return false;
	if (six) {
		char text[INET6_ADDRSTRLEN] = "";
		struct in6_addr address;

		if (host.len - 2 >= sizeof(text))
			return false;
		memcpy(text, host.ptr + 1, host.len - 2);
		return inet_pton(AF_INET6, text, &address) == 1;
	}
	for (size_t i = 0; i < host.len; i++)
		if (!char_is_lower(host.ptr[i]) && !char_is_digit(host.ptr[i]) && host.ptr[i] != '.' && host.ptr[i] != '-')
			return false;
	return true;
}

static bool
port_parse(struct str text, unsigned *ret_port)
{
	uint64_t port;

	if (!str_to_u64(text, &port) || port == 0 || port > PORT_MOST)
		return false;
	*ret_port = (unsigned)port;
	return true;
}

/* "host", "host:8443", "[::1]:8443". *ret_port stays as it is without one. */
static bool
place_parse(struct str place, struct arena *arena, struct str *ret_host, unsigned *ret_port)
{
	size_t bracket = str_find_char(place, ']'), colon;
	struct str host = arena_copy(arena, place), after;
	char *letters = (char *)(uintptr_t)host.ptr;

	for (size_t i = 0; i < host.len; i++)
		letters[i] = char_lower(letters[i]);
	after = bracket == SIZE_MAX ? host : str_from(host, bracket);
	colon = str_find_char(after, ':');
	if (colon != SIZE_MAX) {
		if (!port_parse(str_from(after, colon + 1), ret_port))
			return false;
		host.len = (size_t)(after.ptr - host.ptr) + colon;
	}
	*ret_host = host;
	return is_host(host);
}

static bool
is_path_char(char c)
{
	return char_is_alnum(c) || (c != '\0' && strchr("-._~:/?[]@!$&'()*+,;=%", c) != NULL);
}

struct err *
fetch_url_parse(struct str url, struct arena *arena, struct fetch_url *ret_url)
{
	struct fetch_url parsed = { .tls = true, .port = PORT_TLS, .path = STR_INIT("/") };
	struct str rest = url, place;
	size_t end = 0;

	if (url.len > LIMIT_URL_TEXT)
		return err_new(arena, ERR_FORMAT, M("The address is too long."));
	if (str_take_nocase(&rest, STR("http://"))) {
		parsed.tls = false;
		parsed.port = PORT_PLAIN;
	} else if (!str_take_nocase(&rest, STR("https://")))
		return err_new(arena, ERR_FORMAT, M("The address does not begin with \"https://\"."));
	while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != '?')
		end++;
	place = str_sub(rest, 0, end);
	if (str_find_char(place, '@') != SIZE_MAX)
		return err_new(arena, ERR_FORMAT, M("The address holds a user's name or password: that stands in a file of its own."));
	if (!place_parse(place, arena, &parsed.host, &parsed.port))
		return err_new(arena, ERR_FORMAT, M("The address has no host, or no port, that can be asked."));
	if (end < rest.len)
		parsed.path = str_from(rest, end);
	for (size_t i = 0; i < parsed.path.len; i++)
		if (!is_path_char(parsed.path.ptr[i]))
			return err_new(arena, ERR_FORMAT, M("The address holds a character that does not belong there: it is written percent-encoded."));
	*ret_url = parsed;
	return NULL;
}

struct str
fetch_url_where(const struct fetch_url *url, struct arena *arena)
{
	const char *scheme = url->tls ? "https" : "http";

	if (url->port == (url->tls ? PORT_TLS : PORT_PLAIN))
		return arena_printf(arena, "%s://%.*s", scheme, STR_ARG(url->host));
	return arena_printf(arena, "%s://%.*s:%u", scheme, STR_ARG(url->host), url->port);
}

/* ---------------------------------------------------------------------------------------------------- the list */

const struct fetch_host *
fetch_allowed(const struct fetch_policy *policy, const struct fetch_url *url)
{
	for (size_t i = 0; i < policy->hosts_count; i++) {
		const struct fetch_host *host = &policy->hosts[i];
		unsigned port = host->port != 0 ? host->port : host->plain ? PORT_PLAIN : PORT_TLS;

		if (host->plain != url->tls && port == url->port && str_eq(host->host, url->host))
			return host;
	}
	return NULL;
}

struct err *
fetch_hosts_parse(struct str text, struct arena *arena, struct fetch_host **ret_hosts, size_t *ret_count)
{
	LIST(struct fetch_host) hosts = { 0 };
	struct str rest = text;

	while (rest.len > 0) {
		struct fetch_host host = { 0 };
		size_t end = 0;
		struct str word;

		while (end < rest.len && !char_is_space(rest.ptr[end]) && rest.ptr[end] != ',')
			end++;
		word = str_sub(rest, 0, end);
		rest = str_from(rest, end == rest.len ? end : end + 1);
		if (word.len == 0)
			continue;
		if (hosts.count > 0 && str_eq(word, STR("local"))) {
			hosts.items[hosts.count - 1].local = true;
			continue;
		}
		host.plain = str_take_nocase(&word, STR("http://"));
		if (!host.plain)
			(void)str_take_nocase(&word, STR("https://"));
		if (!place_parse(word, arena, &host.host, &host.port))
			return err_new(arena, ERR_FORMAT, M("\"{word}\" is no host: write names like \"feeds.example.jp\" or \"feeds.example.jp:8443\", \"http://\" before those without encryption, \"local\" behind those inside."),
			    ARG("word", word));
		list_push(arena, &hosts, host);
	}
	*ret_hosts = hosts.items;
	*ret_count = hosts.count;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ addresses behind names */

struct block { unsigned char bytes[16]; unsigned bits; };

/* https://www.iana.org/assignments/iana-ipv4-special-registry: all that are not globally reachable, and multicast. */
static const struct block special4[] = {
	{ { 0 }, 8 }, { { 10 }, 8 }, { { 100, 64 }, 10 }, { { 127 }, 8 }, { { 169, 254 }, 16 }, { { 172, 16 }, 12 }, { { 192, 0, 0 }, 24 },
	{ { 192, 0, 2 }, 24 }, { { 192, 88, 99 }, 24 }, { { 192, 168 }, 16 }, { { 198, 18 }, 15 }, { { 198, 51, 100 }, 24 },
	{ { 203, 0, 113 }, 24 }, { { 224 }, 3 },
};
/* Of IPv6 only global unicast (2000::/3) is public, and of that not these. */
static const struct block global6 = { { 0x20 }, 3 };
static const struct block special6[] = {
	{ { 0x20, 0x01 }, 23 }, { { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, { { 0x20, 0x02 }, 16 }, { { 0x3f, 0xff }, 20 },
};
/* An IPv4 address stands in the last four bytes. */
static const struct block holds4[] = {
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 }, { { 0, 0x64, 0xff, 0x9b }, 96 },
};

static bool
is_in(const unsigned char *address, const struct block *block)
{
	for (unsigned bit = 0; bit < block->bits; bit += 8) {
		unsigned here = block->bits - bit < 8 ? block->bits - bit : 8;
		unsigned mask = (0xff00u >> here) & 0xff;

		if ((address[bit / 8] & mask) != (block->bytes[bit / 8] & mask))
			return false;
	}
	return true;
}

static bool
is_in_any(const unsigned char *address, const struct block *blocks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_in(address, &blocks[i]))
			return true;
	return false;
}

bool
fetch_address_is_public(const struct sockaddr *address)
{
	unsigned char bytes[16];

	if (address->sa_family == AF_INET) {
		memcpy(bytes, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
		return !is_in_any(bytes, special4, ARRAY_LEN(special4));
	}
	if (address->sa_family != AF_INET6)
		return false;
	memcpy(bytes, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 16);
	if (is_in_any(bytes, holds4, ARRAY_LEN(holds4)))
		return !is_in_any(bytes + 12, special4, ARRAY_LEN(special4));
	return is_in(bytes, &global6) && !is_in_any(bytes, special6, ARRAY_LEN(special6));
}
