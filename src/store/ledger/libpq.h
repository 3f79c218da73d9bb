/*
 * libpq.h - PostgreSQL's client library, loaded when a ledger is on PostgreSQL and not before: it brings two dozen others
 * (TLS, Kerberos, LDAP …), which would double the time that every start takes, and stand in every reader's jail.
 *
 * pq.exec is PQexec, and so on: `struct libpq` names each function by its own type, so a wrong call does not compile.
 */
#pragma once
#include <libpq-fe.h>
#include "base/err.h"

#define LIBPQ_FUNCTIONS(F) \
	F(clear) F(cmdStatus) F(connectdb) F(describePrepared) F(errorMessage) F(exec) F(execPrepared) F(finish) F(fname) \
	F(ftype) F(getisnull) F(getlength) F(getvalue) F(nfields) F(nparams) F(ntuples) F(paramtype) F(prepare) \
	F(resultErrorField) F(resultErrorMessage) F(resultStatus) F(serverVersion) F(setNoticeReceiver) F(status) \
	F(transactionStatus)

struct libpq {
#define LIBPQ_MEMBER(name) __typeof__(PQ##name) *name;
	LIBPQ_FUNCTIONS(LIBPQ_MEMBER)
#undef LIBPQ_MEMBER
};
extern struct libpq pq;

/* Once per process; ERR_SYSTEM says which package is missing. */
CHECKED struct err *libpq_load(struct arena *arena);
