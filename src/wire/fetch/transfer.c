/*
 * transfer.c - one question to one server, by libcurl: what is set, what is looked at as it comes, and how it ended in words.
 */
#include "wire/fetch/parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/clock.h"

enum { CONNECT_SECONDS = 20, ERROR_BODY_MOST = 64 << 10, HEADER_MOST = 16 << 10 };

struct str
transfer_where(const struct transfer *transfer)
{
	if (transfer->first && transfer->request->called.len > 0)
		return transfer->request->called;
	return fetch_url_where(&transfer->url, transfer->arena);
}

bool
fetch_status_is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* ------------------------------------------------------------------------------------------ while it comes */

/* The address that libcurl is about to connect to. Through a proxy it is the proxy's, which a person named. */
static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *transfer = context;
	bool proxied = transfer->fetcher->policy.proxy.len > 0 && !transfer->host->local;

	(void)purpose;
	if (!proxied && !transfer->host->local && !fetch_address_is_public(&address->addr)) {
		const void *at = address->family == AF_INET6 ? (const void *)&((struct sockaddr_in6 *)(void *)&address->addr)->sin6_addr
		    : (const void *)&((struct sockaddr_in *)(void *)&address->addr)->sin_addr;

		transfer->refused_address = true;
		(void)inet_ntop(address->family, at, transfer->address, sizeof(transfer->address));
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static bool
take_header(struct str line, const char *name, struct str *ret_value)
{
	struct str rest = line;

	if (!str_take_nocase(&rest, str_of(name)) || rest.len == 0 || rest.ptr[0] != ':')
		return false;
	*ret_value = str_trim_space(str_from(rest, 1));
	return str_is_text(*ret_value);
}

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

/* "Sun, 06 Nov 1994 08:49:37 GMT", the form that RFC 9110 5.6.7 has servers write; seconds since 1970. */
static bool
http_date(struct str text, int64_t *ret_seconds)
{
	struct civil date = { 0 };
	uint64_t day, year, hour, minute, second;

	if (text.len != 29 || !str_ends(text, STR(" GMT")) || !str_to_u64(str_sub(text, 5, 2), &day) || !str_to_u64(str_sub(text, 12, 4), &year) ||
	    !str_to_u64(str_sub(text, 17, 2), &hour) || !str_to_u64(str_sub(text, 20, 2), &minute) || !str_to_u64(str_sub(text, 23, 2), &second))
		return false;
	for (int i = 0; i < 12; i++)
		if (str_eq(str_sub(text, 8, 3), str_of(months[i])))
			date = (struct civil){ (int)year, i + 1, (int)day };
	if (date.month == 0 || !civil_is_valid(date) || hour > 23 || minute > 59 || second > 60)
		return false;
	*ret_seconds = day_instant(day_of_civil(date), ZONE_UTC) / INSTANT_SECOND + (int64_t)(hour * 3600 + minute * 60 + second);
	return true;
}

/* RFC 9110 10.2.3: seconds, or a date. */
static int64_t
retry_after(struct str value)
{
	uint64_t seconds;
	int64_t at;

	if (str_to_u64(value, &seconds))
		return seconds > 86400 * 7 ? 86400 * 7 : (int64_t)seconds;
	if (!http_date(value, &at))
		return -1;
	at -= clock_now() / INSTANT_SECOND;
	return at < 0 ? 0 : at > 86400 * 7 ? 86400 * 7 : at;
}

static struct str
media_type(struct str value, struct arena *arena)
{
	struct str head, parameters, type;
	char *letters;

	(void)str_cut(value, ';', &head, &parameters);
	type = arena_copy(arena, str_trim_space(head));
	letters = (char *)(uintptr_t)type.ptr;
	for (size_t i = 0; i < type.len; i++)
		letters[i] = char_lower(letters[i]);
	return type;
}

static void
keep_wanted(struct transfer *transfer, struct str line)
{
	const struct fetch_request *request = transfer->request;
	struct str value;

	for (size_t i = 0; i < request->wanted_count; i++)
		if (take_header(line, arena_cstr(transfer->arena, request->wanted[i]), &value))
			list_push(transfer->arena, &transfer->answer->headers,
			    ((struct fetch_header){ request->wanted[i], arena_copy(transfer->arena, value) }));
}

/* Every line of every head: of a 100, of a proxy, of the answer. A status line begins anew. */
static size_t
see_header(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	struct fetch_answer *answer = transfer->answer;
	struct str line = str_trim_space((struct str){ bytes, size * count }), value;

	if (size * count > HEADER_MOST)
		return 0;
	if (str_starts_nocase(line, STR("HTTP/"))) {
		answer->type = answer->etag = answer->modified = transfer->range = STR("");
		answer->retry_after = -1;
		answer->headers.count = 0;
	} else if (take_header(line, "content-type", &value))
		answer->type = media_type(value, transfer->arena);
	else if (take_header(line, "etag", &value))
		answer->etag = arena_copy(transfer->arena, value);
	else if (take_header(line, "last-modified", &value))
		answer->modified = arena_copy(transfer->arena, value);
	else if (take_header(line, "retry-after", &value))
		answer->retry_after = retry_after(value);
	else if (take_header(line, "content-range", &value))
		transfer->range = arena_copy(transfer->arena, value);
	keep_wanted(transfer, line);
	return size * count;
}

static bool
is_success(const struct transfer *transfer)
{
	return transfer->request->any_status || (transfer->answer->status >= 200 && transfer->answer->status < 300);
}

static struct err *
check_type(struct transfer *transfer)
{
	const char *const *types = transfer->request->types;

	if (types == NULL || transfer->request->any_status)
		return NULL;
	for (size_t i = 0; types[i] != NULL; i++)
		if (str_eq(transfer->answer->type, str_of(types[i])))
			return NULL;
	transfer->answer->end = FETCH_TYPE;
	return err_new(transfer->arena, ERR_FORMAT, M("{where} answered with \"{type}\" where \"{expected}\" was expected: nothing of it was taken."),
	    ARG("where", transfer_where(transfer)), ARG("type", transfer->answer->type), ARG("expected", str_of(types[0])));
}

/* A part is only taken where it follows what is there ("bytes 1000-1999/2000"); anything else begins anew. */
static struct err *
settle_beginning(struct transfer *transfer)
{
	const struct fetch_request *request = transfer->request;
	struct str range = transfer->range, first, rest;
	uint64_t from = 0;
	bool follows;

	follows = request->from > 0 && transfer->answer->status == 206 && str_take_nocase(&range, STR("bytes ")) &&
	    str_cut(range, '-', &first, &rest) && str_to_u64(first, &from) && from == request->from;
	transfer->answer->from_start = !follows;
	if (transfer->answer->status == 206 && !follows) {
		transfer->answer->end = FETCH_CUT;
		return err_new(transfer->arena, ERR_FORMAT, M("{where} sent another part than was asked for."), ARG("where", transfer_where(transfer)));
	}
	if (request->to_fd && ((!follows && ftruncate(request->fd, 0) != 0) || lseek(request->fd, (off_t)from, SEEK_SET) < 0)) {
		transfer->answer->end = FETCH_BROKEN;
		return err_system(transfer->arena, M("What {where} sent could not be written down."), ARG("where", transfer_where(transfer)));
	}
	return NULL;
}

static struct err *
begin_body(struct transfer *transfer)
{
	long status = 0;

	transfer->began = true;
	(void)curl.easy_getinfo(transfer->fetcher->handle, CURLINFO_RESPONSE_CODE, &status);
	transfer->answer->status = (int)status;
	if (!is_success(transfer))
		return NULL;
	TRY(check_type(transfer));
	return settle_beginning(transfer);
}

static struct err *
write_down(struct transfer *transfer, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t did = write(transfer->request->fd, bytes, len);

		if (did < 0 && errno == EINTR)
			continue;
		if (did <= 0) {
			transfer->answer->end = FETCH_BROKEN;
			return err_system(transfer->arena, M("What {where} sent could not be written down."), ARG("where", transfer_where(transfer)));
		}
		bytes += did;
		len -= (size_t)did;
	}
	return NULL;
}

static uint64_t
most_of(const struct fetch_request *request)
{
	return request->most_bytes != 0 ? request->most_bytes : FETCH_BYTES;
}

static struct err *
too_large(struct transfer *transfer)
{
	transfer->answer->end = FETCH_TOO_LARGE;
	return err_new(transfer->arena, ERR_LIMIT, M("{where} sends more than {most} bytes: it was broken off."),
	    ARG("where", transfer_where(transfer)), ARG_N("most", most_of(transfer->request)));
}

static struct err *
take_bytes(struct transfer *transfer, const char *bytes, size_t len)
{
	const struct fetch_request *request = transfer->request;
	uint64_t before = transfer->answer->from_start ? 0 : request->from;

	transfer->answer->bytes += len;
	/* What a server says beside its refusal is not kept, and not waited for without end. */
	if (!is_success(transfer) && transfer->answer->bytes > ERROR_BODY_MOST)
		return too_large(transfer);
	if (!is_success(transfer))
		return NULL;
	if (before + transfer->answer->bytes > most_of(request))
		return too_large(transfer);
	if (request->to_fd)
		return write_down(transfer, bytes, len);
	buf_add_bytes(&transfer->body, bytes, len);
	return NULL;
}

static size_t
see_body(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;

	if (!transfer->began)
		transfer->err = begin_body(transfer);
	if (transfer->err == NULL)
		transfer->err = take_bytes(transfer, bytes, size * count);
	return transfer->err == NULL ? size * count : 0;
}

static int
see_progress(void *context, curl_off_t of, curl_off_t got, curl_off_t of_up, curl_off_t got_up)
{
	struct transfer *transfer = context;

	(void)of_up;
	(void)got_up;
	transfer->expected = of > 0 ? (uint64_t)of : 0;
	if (transfer->request->go_on == NULL || transfer->request->go_on(transfer->request->go_on_data, (uint64_t)got, transfer->expected))
		return 0;
	transfer->answer->end = FETCH_STOPPED;
	return 1;
}

/* ------------------------------------------------------------------------------------------------- what is set */

struct number { CURLoption option; long number; };
struct text { CURLoption option; struct str text; };

static CURLcode
set_all(struct transfer *transfer, const struct number *numbers, size_t numbers_count, const struct text *texts, size_t texts_count)
{
	CURL *h = transfer->fetcher->handle;
	CURLcode code = CURLE_OK;

	for (size_t i = 0; code == CURLE_OK && i < numbers_count; i++)
		code = curl.easy_setopt(h, numbers[i].option, numbers[i].number);
	for (size_t i = 0; code == CURLE_OK && i < texts_count; i++)
		if (texts[i].text.ptr != NULL)
			code = curl.easy_setopt(h, texts[i].option, arena_cstr(transfer->arena, texts[i].text));
	return code;
}

static struct str
if_any(struct str text)
{
	return text.len > 0 ? text : (struct str){ 0 };
}

static CURLcode
set_values(struct transfer *transfer)
{
	const struct fetch_request *request = transfer->request;
	const struct fetch_policy *policy = &transfer->fetcher->policy;
	bool proxied = policy->proxy.len > 0 && !transfer->host->local;
	const struct number numbers[] = {
		{ CURLOPT_NOSIGNAL, 1 }, { CURLOPT_FOLLOWLOCATION, 0 }, { CURLOPT_NETRC, (long)CURL_NETRC_IGNORED },
		{ CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1 }, { CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_SSL_VERIFYPEER, 1 }, { CURLOPT_SSL_VERIFYHOST, 2 }, { CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS },
		{ CURLOPT_TIMEOUT, (long)(request->seconds != 0 ? request->seconds : FETCH_SECONDS) },
		{ CURLOPT_LOW_SPEED_LIMIT, FETCH_SLOW_SPEED },
		{ CURLOPT_LOW_SPEED_TIME, (long)(request->slow_seconds != 0 ? request->slow_seconds : FETCH_SLOW_SECONDS) },
		{ CURLOPT_NOPROGRESS, 0 },
		/* A proxy's own answer to CONNECT is not the server's. */
		{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
		{ request->method == FETCH_HEAD ? CURLOPT_NOBODY : request->method == FETCH_POST ? CURLOPT_POST : CURLOPT_HTTPGET, 1 },
	};
	const struct text texts[] = {
		{ CURLOPT_URL, transfer->text }, { CURLOPT_PROTOCOLS_STR, STR_INIT("http,https") },
		{ CURLOPT_PROXY, proxied ? policy->proxy : STR("") }, { CURLOPT_NOPROXY, STR_INIT("") },
		{ CURLOPT_PROXYUSERPWD, proxied ? if_any(policy->proxy_user) : (struct str){ 0 } },
		{ CURLOPT_CAINFO, if_any(policy->ca_file) }, { CURLOPT_USERAGENT, policy->agent },
		{ CURLOPT_ACCEPT_ENCODING, request->packed ? STR("gzip") : (struct str){ 0 } },
		{ CURLOPT_RANGE, request->from > 0 ? arena_printf(transfer->arena, "%llu-", (unsigned long long)request->from) : (struct str){ 0 } },
	};

	return set_all(transfer, numbers, ARRAY_LEN(numbers), texts, ARRAY_LEN(texts));
}

static CURLcode
set_callbacks(struct transfer *transfer)
{
	const struct { CURLoption option; void (*call)(void); CURLoption data; } calls[] = {
		{ CURLOPT_OPENSOCKETFUNCTION, (void (*)(void))open_socket, CURLOPT_OPENSOCKETDATA },
		{ CURLOPT_HEADERFUNCTION, (void (*)(void))see_header, CURLOPT_HEADERDATA },
		{ CURLOPT_WRITEFUNCTION, (void (*)(void))see_body, CURLOPT_WRITEDATA },
		{ CURLOPT_XFERINFOFUNCTION, (void (*)(void))see_progress, CURLOPT_XFERINFODATA },
	};
	CURL *h = transfer->fetcher->handle;
	struct str body = transfer->request->body;
	CURLcode code = curl.easy_setopt(h, CURLOPT_ERRORBUFFER, transfer->said);

	for (size_t i = 0; code == CURLE_OK && i < ARRAY_LEN(calls); i++) {
		code = curl.easy_setopt(h, calls[i].option, calls[i].call);
		if (code == CURLE_OK)
			code = curl.easy_setopt(h, calls[i].data, transfer);
	}
	if (code == CURLE_OK && transfer->request->method == FETCH_POST)
		code = curl.easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.len);
	/* Borrowed during the call; NULL would mean to ask a callback. */
	if (code == CURLE_OK && transfer->request->method == FETCH_POST)
		code = curl.easy_setopt(h, CURLOPT_POSTFIELDS, body.len > 0 ? body.ptr : "");
	return code;
}

static bool
add_line(struct transfer *transfer, struct curl_slist **lines, const char *name, struct str value)
{
	struct str line = arena_printf(transfer->arena, "%s: %.*s", name, STR_ARG(value));
	struct curl_slist *longer;

	if (value.len == 0)
		return true;
	longer = curl.slist_append(*lines, arena_cstr(transfer->arena, line));
	if (longer != NULL)
		*lines = longer;
	return longer != NULL;
}

/* The caller's own headers may hold keys: they go where the caller asked, not where that server sends on to. */
static CURLcode
set_lines(struct transfer *transfer, struct curl_slist **lines)
{
	const struct fetch_request *request = transfer->request;
	bool fine = add_line(transfer, lines, "If-None-Match", request->etag) &&
	    add_line(transfer, lines, "If-Modified-Since", request->modified) &&
	    add_line(transfer, lines, "If-Range", request->from > 0 ? request->from_mark : STR(""));

	/* No "Expect: 100-continue": a second's wait where a server does not know it. */
	*lines = curl.slist_append(*lines, "Expect:");
	for (size_t i = 0; fine && transfer->first && i < request->headers_count; i++)
		fine = add_line(transfer, lines, arena_cstr(transfer->arena, request->headers[i].name), request->headers[i].value);
	return fine && *lines != NULL ? curl.easy_setopt(transfer->fetcher->handle, CURLOPT_HTTPHEADER, *lines) : CURLE_OUT_OF_MEMORY;
}

/* ---------------------------------------------------------------------------------------------- how it ended */

static struct err *
untrusted(struct transfer *transfer, struct str reason)
{
	struct str ca_file = transfer->fetcher->policy.ca_file;

	if (ca_file.len > 0)
		return err_new(transfer->arena, ERR_SYSTEM, M("{where} is not trusted: {reason}. Trusted are the authorities of this machine and those in {file}."),
		    ARG("where", transfer_where(transfer)), ARG("reason", reason), ARG("file", ca_file));
	return err_new(transfer->arena, ERR_SYSTEM, M("{where} is not trusted: {reason}. Trusted are the authorities of this machine; a private one is named in a file."),
	    ARG("where", transfer_where(transfer)), ARG("reason", reason));
}

static struct err *
cut_off(struct transfer *transfer, struct str reason)
{
	uint64_t got = transfer->answer->bytes;

	if (transfer->expected > 0)
		return err_new(transfer->arena, ERR_SYSTEM, M("{where} broke off after {got} of {expected} bytes."), ARG("where", transfer_where(transfer)),
		    ARG_N("got", got), ARG_N("expected", transfer->expected));
	return err_new(transfer->arena, ERR_SYSTEM, M("{where} broke off after {got} bytes: {reason}."), ARG("where", transfer_where(transfer)),
	    ARG_N("got", got), ARG("reason", reason));
}

static const struct { CURLcode code; enum fetch_end end; } ends[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, FETCH_NO_NAME }, { CURLE_COULDNT_RESOLVE_PROXY, FETCH_NO_NAME },
	{ CURLE_COULDNT_CONNECT, FETCH_UNREACHED }, { CURLE_PROXY, FETCH_UNREACHED },
	{ CURLE_PEER_FAILED_VERIFICATION, FETCH_UNTRUSTED }, { CURLE_SSL_CONNECT_ERROR, FETCH_UNTRUSTED }, { CURLE_SSL_CACERT_BADFILE, FETCH_UNTRUSTED },
	{ CURLE_SSL_CIPHER, FETCH_UNTRUSTED }, { CURLE_SSL_ISSUER_ERROR, FETCH_UNTRUSTED }, { CURLE_SSL_CERTPROBLEM, FETCH_UNTRUSTED },
	{ CURLE_OPERATION_TIMEDOUT, FETCH_SLOW },
	{ CURLE_PARTIAL_FILE, FETCH_CUT }, { CURLE_RECV_ERROR, FETCH_CUT }, { CURLE_SEND_ERROR, FETCH_CUT }, { CURLE_GOT_NOTHING, FETCH_CUT },
	{ CURLE_WEIRD_SERVER_REPLY, FETCH_CUT }, { CURLE_BAD_CONTENT_ENCODING, FETCH_CUT }, { CURLE_UNSUPPORTED_PROTOCOL, FETCH_CUT },
	{ CURLE_RANGE_ERROR, FETCH_CUT },
};

static enum fetch_end
end_of(CURLcode code)
{
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (ends[i].code == code)
			return ends[i].end;
	return FETCH_BROKEN;
}

static bool
proxy_refused(struct transfer *transfer)
{
	long status = 0;

	return curl.easy_getinfo(transfer->fetcher->handle, CURLINFO_HTTP_CONNECTCODE, &status) == CURLE_OK && status >= 400;
}

/* Why libcurl gave up, as one sentence. */
static struct err *
failed(struct transfer *transfer, CURLcode code)
{
	struct str where = transfer_where(transfer);
	struct str reason = str_trim(str_of(transfer->said[0] != '\0' ? transfer->said : curl.easy_strerror(code)), '.');
	enum fetch_end end = transfer->answer->end;

	if (transfer->err != NULL)
		return transfer->err;
	if (end != FETCH_STOPPED)
		end = transfer->refused_address ? FETCH_REFUSED : end_of(code);
	/* A connection that took too long to come about is one that did not. */
	if (end == FETCH_SLOW && transfer->answer->status == 0 && transfer->answer->bytes == 0 && str_find(reason, STR("onnect")) != SIZE_MAX)
		end = FETCH_UNREACHED;
	/* What a proxy did not reach was not cut. */
	if (end == FETCH_CUT && proxy_refused(transfer))
		end = FETCH_UNREACHED;
	transfer->answer->end = end;
	switch (end) {
	case FETCH_REFUSED:
		return err_new(transfer->arena, ERR_FORBIDDEN, M("{where} is at {address}, an address inside: it is not asked. Where that is right, the list says \"local\" behind the name."),
		    ARG("where", where), ARG("address", str_of(transfer->address)));
	case FETCH_NO_NAME:
		return err_new(transfer->arena, ERR_SYSTEM, M("{where}: this name of a server is not known here ({reason}). Check the name, this machine's DNS and the proxy."),
		    ARG("where", where), ARG("reason", reason));
	case FETCH_UNTRUSTED:
		return untrusted(transfer, reason);
	case FETCH_CUT:
		return cut_off(transfer, reason);
	case FETCH_SLOW:
		return err_new(transfer->arena, ERR_SYSTEM, M("{where} took too long: after {got} bytes it was given up."), ARG("where", where),
		    ARG_N("got", transfer->answer->bytes));
	case FETCH_STOPPED:
		return err_new(transfer->arena, ERR_BUSY, M("Asking {where} was broken off here."), ARG("where", where));
	default:
		return err_new(transfer->arena, ERR_SYSTEM, M("{where} cannot be reached: {reason}."), ARG("where", where), ARG("reason", reason));
	}
}

static struct err *
of_status(struct transfer *transfer)
{
	struct fetch_answer *answer = transfer->answer;

	answer->end = answer->status == 304 ? FETCH_SAME : is_success(transfer) ? FETCH_DONE : FETCH_STATUS;
	if (answer->end != FETCH_STATUS || fetch_status_is_redirect(answer->status))
		return NULL;
	if (answer->retry_after > 0)
		return err_new(transfer->arena, ERR_SYSTEM, M("{where} answered {status} and asks to wait {seconds} seconds."),
		    ARG("where", transfer_where(transfer)), ARG_N("status", answer->status), ARG_N("seconds", answer->retry_after));
	return err_new(transfer->arena, ERR_SYSTEM, M("{where} answered {status}."), ARG("where", transfer_where(transfer)), ARG_N("status", answer->status));
}

static struct err *
finish(struct transfer *transfer, struct str *ret_next)
{
	char *next = NULL;
	long status = 0;

	(void)curl.easy_getinfo(transfer->fetcher->handle, CURLINFO_RESPONSE_CODE, &status);
	(void)curl.easy_getinfo(transfer->fetcher->handle, CURLINFO_REDIRECT_URL, &next);
	transfer->answer->status = (int)status;
	*ret_next = next == NULL ? STR("") : arena_copy(transfer->arena, str_of(next));
	/* A body of no bytes is one too. */
	if (!transfer->began && is_success(transfer) && transfer->request->method != FETCH_HEAD)
		TRY(begin_body(transfer));
	transfer->answer->body = arena_copy(transfer->arena, buf_str(&transfer->body));
	return of_status(transfer);
}

struct err *
transfer_run(struct transfer *transfer, struct str *ret_next)
{
	struct curl_slist *lines = NULL;
	CURLcode code;
	struct err *err;

	curl.easy_reset(transfer->fetcher->handle);
	code = set_values(transfer);
	if (code == CURLE_OK)
		code = set_callbacks(transfer);
	if (code == CURLE_OK)
		code = set_lines(transfer, &lines);
	if (code == CURLE_OK)
		code = curl.easy_perform(transfer->fetcher->handle);
	curl.slist_free_all(lines);
	err = code == CURLE_OK ? finish(transfer, ret_next) : failed(transfer, code);
	buf_done(&transfer->body);
	return err;
}
