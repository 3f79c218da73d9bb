/*
 * myjvn.h - inside this room: one request to MyJVN, and the methods that answer it.
 */
#pragma once
#include "face/api/frame.h"
#include "format/xml/xml_write.h"

struct myjvn;
struct myjvn_method {
	const char        *name;
	const char        *prefix;        /* of its error codes                                         */
	int64_t            most;          /* entries in one answer                                      */
	bool               has_lang;
	const char *const *params;        /* echoed in the status; ends with NULL                        */
	struct err       *(*run)(struct myjvn *myjvn);
};
extern const struct myjvn_method myjvn_overview, myjvn_detail, myjvn_vendors, myjvn_products, myjvn_statistics, myjvn_alerts;

struct myjvn {
	struct api                *api;
	const struct myjvn_method *method;    /* NULL: not known */
	struct xml_writer          w;
	bool                       english;
	int64_t                    start, most;             /* startItem from 1, maxCountItem */
	int64_t                    total, returned, highest;    /* of the answer; highest: retMaxCnt, -1 without */
	struct str                 error, message;          /* errCd, errMsg: "" success      */
};

/* The answer is an error: its code's digits behind the method's prefix, and a sentence in Japanese. */
void myjvn_fail(struct myjvn *myjvn, const char *digits, struct str message);
/* "" when it was not given or is empty: then its default holds. */
struct str myjvn_param(const struct myjvn *myjvn, const char *name);
/*
 * The next of several values: "1+2+3", whose '+' stands for a space in an address. Clients that escape what they put into addresses send the '+' itself, and MyJVN
 * takes it.
 */
bool myjvn_next(struct str *rest, struct str *ret_value);
/* cpeName, vendorId or productId, of which one may be given, as products of records. False: it failed. */
bool myjvn_products_of(struct myjvn *myjvn, struct listed_ask *ask, struct err **ret_err);

/* Fails where the knowledge base has no records of JVN iPedia: then there is nothing to say of what is not in it. */
CHECKED struct err *myjvn_need_records(struct myjvn *myjvn);

/* Root elements are begun by methods; these stand in them. */
void myjvn_result(struct myjvn *myjvn);                /* <Result …>                         */
void myjvn_handling(struct myjvn *myjvn);              /* sec:handling: TLP white            */
void myjvn_status(struct myjvn *myjvn);

/* '*' stands for any text; letters of ASCII are the same in either case. */
bool myjvn_glob(struct str pattern, struct str text);
