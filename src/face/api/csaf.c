/*
 * csaf.c - the organisation's own advisories as a CSAF provider gives them out (CSAF 2.0, 7.1 and 7.2), for collectors that look under /.well-known/csaf/:
 *
 *     provider-metadata.json     who publishes, where, with which keys     csaf-feed-tlp-white.json …  service.json  category-white.json …     ROLIE
 *     index.txt  changes.csv     what there is, the newest first           2026/                                    the same as a page
 *     2026/example-2026-0001.json      a document                          ….sha256  ….sha512  ….asc                its hashes and signature
 *     openpgp/FINGERPRINT.asc    the public half of the key
 *
 * and /.well-known/security.txt (RFC 9116), which leads there. What is put out, and signed, is service/advisories's to say. What its TLP does not give to everybody
 * is there for who shows a token that may read; for others it is as if there were none. Publisher and dates are those of the documents.
 */
#include "face/api/csaf.h"

#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"
#include "base/hash.h"

enum { SECURITY_TXT_DAYS = 180 };

/* ------------------------------------------------------------------------------------------- what is published */

static bool
may_see(const struct api *api, const struct own_advisory *advisory)
{
	return own_advisory_is_free(advisory) || api->reads;
}

struct err *
csaf_out(struct api *api, struct csaf_out *ret_out)
{
	struct own_advisories all;
	struct own_erasures erasures;

	*ret_out = (struct csaf_out){ .api = api, .base = arena_printf(api->arena, "%.*s/.well-known/csaf/", STR_ARG(api_origin(api))) };
	TRY(own_advisories(api->home, api->arena, &all));
	for (size_t i = 0; i < all.list.count; i++)
		if (may_see(api, &all.list.items[i]))
			list_push(api->arena, &ret_out->advisories.list, all.list.items[i]);
	if (ret_out->advisories.list.count == 0)
		return err_new(api->arena, ERR_NOT_FOUND, M("No advisories of this organisation are published here."));
	TRY(own_erasures(api->home, api->arena, &erasures));
	for (size_t i = 0; i < erasures.list.count; i++)
		if (may_see(api, &erasures.list.items[i].advisory))
			list_push(api->arena, &ret_out->erasures.list, erasures.list.items[i]);
	return own_public_keys(api->home, api->arena, &ret_out->keys);
}

bool
csaf_has_rolie(const struct csaf_out *out)
{
	return str_starts(out->base, STR("https://"));
}

/* ------------------------------------------------------------------------------------------------------ lists */

static void
put_list(const struct csaf_out *out, bool changes)
{
	struct api *api = out->api;

	for (size_t i = 0; i < out->advisories.list.count; i++) {
		const struct own_advisory *advisory = &out->advisories.list.items[i];

		if (changes)
			buf_addf(&api->out, "\"%.*s\",\"%.*s\"\n", STR_ARG(advisory->path), STR_ARG(instant_format(advisory->released, ZONE_UTC, api->arena)));
		else
			buf_addf(&api->out, "%.*s\n", STR_ARG(advisory->path));
	}
	api_status(api, 200, changes ? "text/csv; charset=UTF-8" : "text/plain; charset=UTF-8");
}

/* "2026/": its documents with what stands beside them. Paths are letters, digits and "+-_/." */
static bool
put_folder(const struct csaf_out *out, struct str folder)
{
	struct api *api = out->api;
	bool any = false;

	buf_addf(&api->out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>CSAF</title></head><body><ul>\n");
	for (size_t i = 0; i < out->advisories.list.count; i++) {
		const struct own_advisory *advisory = &out->advisories.list.items[i];
		struct str name = advisory->path;

		if (!str_take(&name, folder))
			continue;
		any = true;
		for (const char *const *end = (const char *const[]){ "", ".sha256", ".sha512", advisory->is_signed ? ".asc" : NULL, NULL }; *end != NULL; end++)
			buf_addf(&api->out, "<li><a href=\"%.*s%s\">%.*s%s</a></li>\n", STR_ARG(name), *end, STR_ARG(name), *end);
	}
	buf_addf(&api->out, "</ul></body></html>\n");
	api_status(api, 200, "text/html; charset=UTF-8");
	return any;
}

/* ------------------------------------------------------------------------------------------------------ files */

static struct err *
nothing_here(struct api *api)
{
	return err_new(api->arena, ERR_NOT_FOUND, M("Nothing stands at this address."));
}

static struct str
sum_256(struct str bytes, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, bytes.ptr, bytes.len);
	return sha256_hex(&sum, arena);
}

/* "2026/name.json", and what stands beside it. */
static struct err *
put_file(struct api *api, struct str path)
{
	bool sha256 = str_take_end(&path, STR(".sha256")), sha512 = !sha256 && str_take_end(&path, STR(".sha512"));
	bool signature = !sha256 && !sha512 && str_take_end(&path, STR(".asc")), found;
	struct own_advisory advisory;
	struct str bytes;

	TRY(own_advisory_read(api->home, path, api->arena, &advisory, &bytes, &found));
	if (!found || !may_see(api, &advisory))
		return nothing_here(api);
	if (signature) {
		TRY(own_advisory_signature(api->home, &advisory, api->arena, &bytes, &found));
		if (!found)
			return nothing_here(api);
	}
	api_status(api, 200, sha256 || sha512 || signature ? "text/plain; charset=UTF-8" : "application/json");
	if (sha256 || sha512)
		buf_addf(&api->out, "%.*s  %.*s\n", STR_ARG(sha256 ? sum_256(bytes, api->arena) : crypt_sha512(bytes, api->arena)), STR_ARG(path_base(path)));
	else
		buf_add(&api->out, bytes);
	return NULL;
}

static struct err *
put_key(struct api *api, struct str fingerprint)
{
	struct str bytes;
	bool found;

	(void)str_take_end(&fingerprint, STR(".asc"));
	TRY(own_public_key(api->home, fingerprint, api->arena, &bytes, &found));
	if (!found)
		return nothing_here(api);
	buf_add(&api->out, bytes);
	api_status(api, 200, "application/pgp-keys");
	return NULL;
}

static struct err *
run(struct api *api, struct str rest)
{
	struct str top, below, key = rest;
	struct csaf_out out;

	if (str_take(&key, STR("openpgp/")))
		return put_key(api, key);
	if (str_cut(rest, '/', &top, &below) && below.len > 0)
		return put_file(api, rest);
	TRY(csaf_out(api, &out));
	if (str_eq(rest, STR("provider-metadata.json")))
		csaf_put_metadata(&out);
	else if (str_eq(rest, STR("changes.csv")) || str_eq(rest, STR("index.txt")))
		put_list(&out, str_eq(rest, STR("changes.csv")));
	else if (str_ends(rest, STR("/")) ? !put_folder(&out, rest) : !csaf_has_rolie(&out) || !csaf_put_rolie(&out, rest))
		return nothing_here(api);
	return NULL;
}

static void
refuse(struct api *api, int status, const struct err *err)
{
	api_status(api, status, "text/plain; charset=UTF-8");
	buf_addf(&api->out, "%.*s\n", STR_ARG(err_sentence(err, LANG_EN, api->arena)));
}

const struct api_route api_csaf = { "/.well-known/csaf/{rest…}", 1U << HTTP_GET, 0, run, refuse };

/* ----------------------------------------------------------------------------------------------- security.txt */

static struct err *
run_security(struct api *api, struct str rest)
{
	struct csaf_out out;
	struct err *err;

	(void)rest;
	if (api->home->security_contact.len == 0)
		return nothing_here(api);
	err = csaf_out(api, &out);
	if (err != NULL && err->code != ERR_NOT_FOUND)
		return err;
	buf_addf(&api->out, "Contact: %.*s\n", STR_ARG(api->home->security_contact));
	/* The file is made when it is asked for: so long may it be believed. */
	buf_addf(&api->out, "Expires: %.*s\n", STR_ARG(instant_format(api->now / INSTANT_DAY * INSTANT_DAY + SECURITY_TXT_DAYS * INSTANT_DAY, ZONE_UTC, api->arena)));
	buf_addf(&api->out, "Preferred-Languages: ja, en\n");
	buf_addf(&api->out, "Canonical: %.*s/.well-known/security.txt\n", STR_ARG(api_origin(api)));
	if (err == NULL)
		buf_addf(&api->out, "CSAF: %.*sprovider-metadata.json\n", STR_ARG(out.base));
	api_status(api, 200, "text/plain; charset=utf-8");
	return NULL;
}

const struct api_route api_security_txt = { "/.well-known/security.txt", 1U << HTTP_GET, 0, run_security, refuse };
