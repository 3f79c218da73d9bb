/*
 * cyclonedx.h - CycloneDX documents (1.0 to 1.6, JSON and XML; later minor versions are read as 1.6) as
 * components and one head.
 *
 * Nested components are walked to any depth the format readers allow; references between them are not
 * followed, so a cyclic one is harmless. metadata.component is the head's subject; it is a component too
 * only when it is an operating system, a device or firmware. What deb, rpm and apk purls and the
 * properties of syft and trivy say of source package, distribution and release is written out.
 *
 * Coverage: see format/inventory/inventory.h. Follows the CycloneDX schemas; vulnerabilities and VEX are
 * not read here.
 */
#pragma once
#include "base/input.h"
#include "model/inventory.h"
#include "model/sink.h"

/* ERR_FORMAT: not CycloneDX, or cut short. A component without a name is refused, the rest goes on. */
CHECKED struct err *cyclonedx_read(struct input *input, struct sink *sink, struct arena *arena);
/* The same for a text that is at hand whole. */
CHECKED struct err *cyclonedx_read_text(struct str text, struct sink *sink, struct arena *arena);
