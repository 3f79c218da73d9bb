/*
 * ldap.h (wire) - whether a directory (OpenLDAP, Active Directory) takes a name and a password: one simple bind, RFC 4513 5.1.3.
 *
 * Passwords go encrypted: by ldaps://, or by StartTLS, which is insisted on but for this very machine. An empty password is never sent: a
 * directory takes it for "nobody" and says yes (RFC 4513 5.1.2). libldap is loaded when the first one is asked.
 */
#pragma once
#include "base/err.h"

struct ldap_place {
	struct str url;              /* "ldaps://dc.example.jp"                                                */
	struct str name;             /* with "{login}" in it: "uid={login},ou=people,dc=example,dc=jp", "{login}@example.jp" */
	struct str certificates;     /* PEM file of whom to trust; "": the machine's own                       */
};
enum { LDAP_WAIT_S = 5 };

struct ldap_answer { bool right; struct str name, mail; /* as the directory has them; "" */ };
/* login: letters, digits, ".", "_", "-" only; else not right. ERR_SYSTEM: the directory does not answer, or cannot be trusted. */
CHECKED struct err *ldap_ask(const struct ldap_place *place, struct str login, struct str password, struct arena *arena,
    struct ldap_answer *ret_answer);
