/*
 * service.h - the web application as wire/http serves it; and what the build asks of it.
 */
#pragma once
#include "wire/http/http.h"

/* For a home that is there; ERR_UNSUPPORTED when a route says not who may. */
CHECKED struct err *web_service_open(struct str home, struct arena *arena, struct http_service *ret_service);
void web_service_close(struct http_service *service);
/* The server that it runs in, for /metrics. */
void web_service_runs_in(struct http_service *service, struct http_server *server);

/* Every template held against its views, every route against the rules; prints what is wrong. Exit status 0: nothing. The build runs it. */
int web_check_main(void);
