/*
 * rpm.h - what is installed on a host with rpm. Two forms, told apart by their lines:
 *
 *     rpm -qa --qf '%{NAME}\t%{EPOCHNUM}\t%{VERSION}\t%{RELEASE}\t%{ARCH}\t%{SOURCERPM}\t%{VENDOR}\t%{MODULARITYLABEL}\n'
 *     rpm -qa                                  bash-5.1.8-6.el9_1.x86_64
 *
 * The last column may be missing. Versions are written as rpm compares them: "epoch:version-release", the
 * epoch left out when 0. Lines of /etc/os-release may stand before the list; without them distribution
 * and release are empty, because a dist tag such as ".el9" is shared by several distributors.
 * The plain form knows neither epoch nor source package: a warning says so. gpg-pubkey entries are keys,
 * not packages, and left out.
 */
#pragma once
#include "base/input.h"
#include "model/inventory.h"
#include "model/sink.h"

CHECKED struct err *rpm_read(struct input *input, struct sink *sink, struct arena *arena);
/* The same for a text that is at hand whole. */
CHECKED struct err *rpm_read_text(struct str text, struct sink *sink, struct arena *arena);
