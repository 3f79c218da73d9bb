/*
 * main.h - the process of a running home that serves its pages: "tsukuroi web HOME [certificate FILE key FILE] [proxy NETWORKS]".
 *
 * Started by `tsukuroi serve` (wire/local) with the socket that listens as descriptor 3 and a pipe as 4, by which it says that it takes requests.
 * What stands in its arguments counts more than tsukuroi.conf. SIGTERM: requests that run end, then the process does. SIGUSR1: another process
 * has the socket by now; connections that are open are served until they are gone. SIGHUP: the certificate is read again, as it also is
 * within seconds when its files change.
 *
 * It may read and write the home and start workers, which is why no filter of system calls holds it: a worker is this program anew, and makes
 * its own jail. What it does not need it gives away: new privileges, a core, being traced.
 */
#pragma once

/* Exit status. */
int web_main(int argc, char **argv);
