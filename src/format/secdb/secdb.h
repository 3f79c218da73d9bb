/*
 * secdb.h - Alpine's secdb: which version of which package mended which weaknesses, a file a release and repository.
 *
 *     {"distroversion": "v3.20", "reponame": "main",
 *      "packages": [{"pkg": {"name": "curl", "secfixes": {"8.9.0-r0": ["CVE-2026-0001"], "0": ["CVE-2026-0002"]}}}]}
 *
 * A weakness becomes one record, "SECDB-v3.20-main-CVE-2026-0001", in the grammar of OSV: a row a package, affected before the version that mended it;
 * "0" says that the package never had it. The list holds what was mended and is silent about what was not: its silence means nothing.
 *
 * Source: https://secdb.alpinelinux.org/, https://gitlab.alpinelinux.org/alpine/infra/alpine-secdb.
 */
#pragma once
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

/* Sends an advisory a weakness, by name, and one feed_head: "osv:Alpine:secdb:v3.20:main". */
CHECKED struct err *secdb_read(struct input *input, struct sink *sink, struct arena *arena);
