#include "wire/mail/mailer.h"

#include <string.h>
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "wire/curl/curl.h"

enum { CONNECT_SECONDS = 15, SEND_SECONDS = 60, ADDRESS_MOST = 254, LOCAL_MOST = 64 };

struct mailer {
	struct arena *arena;          /* of the settings */
	struct str    folder;         /* empty: by SMTP  */
	struct str    url;
	struct str    from;
	struct str    user, password;
	struct str    certificates;   /* path; empty: the machine's own */
	bool          tls_required;
	CURL         *handle;
};

/* ---------------------------------------------------------------------------------------- settings */

bool
mail_address_is(struct str address)
{
	struct str local, domain;

	if (address.len > ADDRESS_MOST || !str_cut_last(address, '@', &local, &domain) || local.len == 0 || local.len > LOCAL_MOST ||
	    domain.len == 0)
		return false;
	for (size_t i = 0; i < local.len; i++)
		if (!char_is_alnum(local.ptr[i]) && memchr("!#$%&'*+-/=?^_`{|}~.", local.ptr[i], 20) == NULL)
			return false;
	for (size_t i = 0; i < domain.len; i++)
		if (!char_is_alnum(domain.ptr[i]) && domain.ptr[i] != '.' && domain.ptr[i] != '-')
			return false;
	return domain.ptr[0] != '.' && domain.ptr[0] != '-';
}

static struct err *
wrong(struct arena *arena, const char *setting, struct str value)
{
	return err_new(arena, ERR_FORMAT, M("tsukuroi.conf: \"{setting} = {value}\" cannot be used. Write \"mail = folder:PATH\", or \"mail = smtp://host:port\" with \"mail_from = address\"."),
	    ARG("setting", str_of(setting)), ARG("value", value));
}

static struct err *
read_user(struct mailer *mailer, struct str path, struct arena *arena)
{
	struct str line;

	TRY(file_read_secret(path, arena, &line));
	if (!str_cut(line, ':', &mailer->user, &mailer->password) || mailer->user.len == 0)
		return err_new(arena, ERR_FORMAT, M("{file} must hold one line \"user:password\"."), ARG("file", path));
	mailer->user = arena_copy(mailer->arena, mailer->user);
	mailer->password = arena_copy(mailer->arena, mailer->password);
	return NULL;
}

static bool
is_server(struct str url)
{
	struct str rest = url;

	if (!str_take(&rest, STR("smtp://")) && !str_take(&rest, STR("smtps://")))
		return false;
	for (size_t i = 0; i < rest.len; i++)
		if (!char_is_alnum(rest.ptr[i]) && memchr(".-:[]", rest.ptr[i], 5) == NULL)
			return false;
	return rest.len > 0;
}

static struct err *
settle_server(struct mailer *mailer, const struct mailer_settings *settings, struct str home, struct arena *arena)
{
	if (!is_server(settings->where))
		return wrong(arena, "mail", settings->where);
	if (!mail_address_is(settings->from))
		return wrong(arena, "mail_from", settings->from);
	if (settings->tls.len > 0 && !str_eq(settings->tls, STR("none")) && !str_eq(settings->tls, STR("required")))
		return wrong(arena, "mail_tls", settings->tls);
	mailer->url = arena_copy(mailer->arena, settings->where);
	mailer->tls_required = !str_eq(settings->tls, STR("none"));
	if (settings->certificates.len > 0) {
		mailer->certificates = arena_copy(mailer->arena, path_join(arena, home, settings->certificates));
		if (!file_exists(mailer->certificates, arena))
			return err_new(arena, ERR_NOT_FOUND, M("tsukuroi.conf, mail_certificates: there is no file {file}."), ARG("file", mailer->certificates));
	}
	if (settings->user_file.len > 0)
		TRY(read_user(mailer, path_join(arena, home, settings->user_file), arena));
	return NULL;
}

static struct err *
settle(struct mailer *mailer, const struct mailer_settings *settings, struct str home, struct arena *arena)
{
	struct str folder = settings->where;

	if (settings->from.len > 0 && !mail_address_is(settings->from))
		return wrong(arena, "mail_from", settings->from);
	mailer->from = arena_copy(mailer->arena, settings->from);
	if (settings->where.len == 0)
		folder = STR("folder:outbox");
	if (!str_take(&folder, STR("folder:")))
		return settle_server(mailer, settings, home, arena);
	if (folder.len == 0)
		return wrong(arena, "mail", settings->where);
	mailer->folder = arena_copy(mailer->arena, folder.ptr[0] == '/' ? folder : path_join(arena, home, folder));
	return NULL;
}

struct err *
mailer_open(const struct mailer_settings *settings, struct str home, struct arena *arena, struct mailer **ret_mailer)
{
	struct mailer *mailer = mem_alloc(sizeof(*mailer));
	struct err *err;

	*mailer = (struct mailer){ .arena = arena_new() };
	err = settle(mailer, settings, home, arena);
	if (err != NULL)
		mailer_close(mailer);
	else
		*ret_mailer = mailer;
	return err;
}

void
mailer_close(struct mailer *mailer)
{
	if (mailer == NULL)
		return;
	if (mailer->handle != NULL)
		curl.easy_cleanup(mailer->handle);
	arena_free(mailer->arena);
	mem_free(mailer);
}

struct str
mailer_where(const struct mailer *mailer)
{
	return mailer->folder.len > 0 ? arena_printf(mailer->arena, "folder:%.*s", STR_ARG(mailer->folder)) : mailer->url;
}

/* ----------------------------------------------------------------------------------------- sending */

static struct str
domain_of(struct str address)
{
	struct str local, domain;

	return str_cut_last(address, '@', &local, &domain) ? domain : STR("tsukuroi.invalid");
}

/* Its name is its Message-ID's: the same letter again is the same file. */
static struct err *
send_to_folder(const struct mailer *mailer, struct str id, struct str bytes, struct arena *arena)
{
	for (size_t i = 0; i <= id.len; i++)
		if (i == id.len ? id.len == 0 : !char_is_alnum(id.ptr[i]))
			return err_new(arena, ERR_FORMAT, M("\"{id}\" cannot be the name of a letter's file."), ARG("id", id));
	TRY(dir_make(mailer->folder, arena));
	return file_write(path_join(arena, mailer->folder, arena_printf(arena, "%.*s.eml", STR_ARG(id))), bytes, arena);
}

struct sending { struct str rest; };

static size_t
give_bytes(char *into, size_t size, size_t count, void *context)
{
	struct sending *sending = context;
	size_t most = size * count, len = sending->rest.len < most ? sending->rest.len : most;

	memcpy(into, sending->rest.ptr, len);
	sending->rest = str_from(sending->rest, len);
	return len;
}

static CURLcode
set_options(struct mailer *mailer, struct sending *sending, struct curl_slist *to, char *said, struct arena *arena)
{
	CURL *h = mailer->handle;
	const struct { CURLoption option; long number; } numbers[] = {
		{ CURLOPT_USE_SSL, mailer->tls_required ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY },
		{ CURLOPT_UPLOAD, 1 }, { CURLOPT_NOSIGNAL, 1 }, { CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS }, { CURLOPT_TIMEOUT, SEND_SECONDS },
		{ CURLOPT_SSL_VERIFYPEER, 1 }, { CURLOPT_SSL_VERIFYHOST, 2 },
	};
	const struct { CURLoption option; struct str text; } texts[] = {
		{ CURLOPT_URL, mailer->url }, { CURLOPT_PROTOCOLS_STR, STR_INIT("smtp,smtps") },
		{ CURLOPT_MAIL_FROM, arena_printf(arena, "<%.*s>", STR_ARG(mailer->from)) },
		{ CURLOPT_USERNAME, mailer->user }, { CURLOPT_PASSWORD, mailer->password }, { CURLOPT_CAINFO, mailer->certificates },
	};
	CURLcode code = CURLE_OK;

	for (size_t i = 0; code == CURLE_OK && i < ARRAY_LEN(numbers); i++)
		code = curl.easy_setopt(h, numbers[i].option, numbers[i].number);
	for (size_t i = 0; code == CURLE_OK && i < ARRAY_LEN(texts); i++)
		if (texts[i].text.len > 0)
			code = curl.easy_setopt(h, texts[i].option, arena_cstr(arena, texts[i].text));
	if (code == CURLE_OK)
		code = curl.easy_setopt(h, CURLOPT_MAIL_RCPT, to);
	if (code == CURLE_OK)
		code = curl.easy_setopt(h, CURLOPT_READFUNCTION, give_bytes);
	if (code == CURLE_OK)
		code = curl.easy_setopt(h, CURLOPT_READDATA, sending);
	if (code == CURLE_OK)
		code = curl.easy_setopt(h, CURLOPT_ERRORBUFFER, said);
	return code;
}

/* What the server last answered, of three digits; 0 when it did not come to that. */
static long
last_reply(CURL *handle)
{
	long reply = 0;

	if (handle != NULL)
		(void)curl.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
	return reply;
}

/* Whether the reply is to sender, recipient or letter: what curl says then differs with its version. */
static bool
is_refusal(CURLcode code, long reply)
{
	return (code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_WEIRD_SERVER_REPLY) && reply >= 400 && reply < 600;
}

/* One fault is one sentence that says what to do about it. */
static struct err *
fault(const struct mailer *mailer, CURLcode code, long reply, struct str said, struct arena *arena)
{
	switch (code) {
	case CURLE_PEER_FAILED_VERIFICATION:
		return err_new(arena, ERR_SYSTEM, M("The certificate of the mail server {where} is not trusted ({reason}): nothing was sent. Name its authority's file as mail_certificates in tsukuroi.conf."),
		    ARG("where", mailer->url), ARG("reason", said));
	case CURLE_LOGIN_DENIED:
		return err_new(arena, ERR_SYSTEM, M("The mail server {where} refused the user or the password: correct the file that mail_user names in tsukuroi.conf."),
		    ARG("where", mailer->url));
	case CURLE_USE_SSL_FAILED:
		return err_new(arena, ERR_SYSTEM, M("The mail server {where} offers no TLS: nothing was sent. For a relay inside the network without TLS write \"mail_tls = none\" into tsukuroi.conf."),
		    ARG("where", mailer->url));
	default:
		break;
	}
	if (is_refusal(code, reply))
		return reply >= 500 ?
		    err_new(arena, ERR_SYSTEM, M("The mail server {where} refused the letter for good (reply {reply}): check the addresses of sender and recipient."), ARG("where", mailer->url), ARG_N("reply", reply)) :
		    err_new(arena, ERR_SYSTEM, M("The mail server {where} does not take the letter now (reply {reply}): it is sent again later."), ARG("where", mailer->url), ARG_N("reply", reply));
	return err_new(arena, ERR_SYSTEM, M("The mail server {where} did not take the letter: {reason}"), ARG("where", mailer->url), ARG("reason", said));
}

static struct err *
send_by_smtp(struct mailer *mailer, const struct mail *mail, struct str bytes, struct arena *arena, bool *ret_for_good)
{
	struct sending sending = { bytes };
	struct curl_slist *to;
	char said[CURL_ERROR_SIZE] = "";
	const char *missing = curl_load();
	CURLcode code;
	long reply;

	if (missing != NULL)
		return err_new(arena, ERR_SYSTEM, M("The library for mail could not be loaded ({reason}): install the package libcurl4."),
		    ARG("reason", str_of(missing)));
	if (mailer->handle == NULL)
		mailer->handle = curl.easy_init();
	to = curl.slist_append(NULL, arena_cstr(arena, arena_printf(arena, "<%.*s>", STR_ARG(mail->to))));
	code = mailer->handle == NULL || to == NULL ? CURLE_OUT_OF_MEMORY : set_options(mailer, &sending, to, said, arena);
	if (code == CURLE_OK)
		code = curl.easy_perform(mailer->handle);
	curl.slist_free_all(to);
	reply = last_reply(mailer->handle);
	/* RFC 5321, 4.2.1; but not a reply to a password, which an administrator may put right. */
	*ret_for_good = is_refusal(code, reply) && reply >= 500;
	return code == CURLE_OK ? NULL : fault(mailer, code, reply, str_of(said[0] != '\0' ? said : curl.easy_strerror(code)), arena);
}

struct err *
mailer_send(struct mailer *mailer, const struct mail *mail, struct arena *arena, bool *ret_for_good)
{
	struct mail sent = *mail;
	struct str bytes;

	*ret_for_good = true;
	if (mail->to.len > 0 && !mail_address_is(mail->to))
		return err_new(arena, ERR_FORMAT, M("\"{address}\" is no mail address: correct it with `tsukuroi account set`."), ARG("address", mail->to));
	if (mailer->folder.len == 0 && mail->to.len == 0)
		return err_new(arena, ERR_FORMAT, M("{name} has no mail address: `tsukuroi account set` takes one."), ARG("name", mail->to_name));
	sent.from = mailer->from;
	if (sent.from_name.len == 0)
		sent.from_name = STR("Tsukuroi");
	sent.message_id = arena_printf(arena, "%.*s@%.*s", STR_ARG(mail->message_id), STR_ARG(domain_of(mailer->from)));
	bytes = mail_format(&sent, arena);
	if (bytes.len > LIMIT_LETTER_BYTES)
		return err_new(arena, ERR_LIMIT, M("The letter has {bytes} bytes, more than the {most} that are sent."), ARG_N("bytes", bytes.len),
		    ARG_N("most", LIMIT_LETTER_BYTES));
	*ret_for_good = false;
	if (mailer->folder.len > 0)
		return send_to_folder(mailer, mail->message_id, bytes, arena);
	return send_by_smtp(mailer, &sent, bytes, arena, ret_for_good);
}
