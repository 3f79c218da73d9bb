/*
 * swid.h - software identification tags (ISO/IEC 19770-2:2015), and lists of CPE names.
 *
 *     <SoftwareIdentity name="…" version="…" tagId="…">
 *       <Entity name="Example K.K." regid="example.jp" role="softwareCreator tagCreator"/>
 *       <Meta product="…" edition="…" colloquialVersion="2026"/>
 *     </SoftwareIdentity>
 *
 * One tag names one product that is installed. A tag with patch="true" is an update of another and is carried as such;
 * corpus="true" describes what may be installed, supplemental="true" adds to another tag: neither is an installation. Several
 * tags may stand in one document below any root. The standard has no place for CPE names; tools put them into attributes
 * or texts of their own: any value that is a CPE name is taken as the product's, wherever in the tag it stands.
 *
 * A list of CPE names is text, a name a line in 2.2 or 2.3 form; "#" begins a remark. It is the form in which products can be
 * exchanged with any tool that knows JVN iPedia's names.
 */
#pragma once
#include "base/buf.h"
#include "base/input.h"
#include "model/inventory.h"
#include "model/sink.h"

/* Sends components and, last, a head whose applications are partial: a folder of tags holds what brought one. */
CHECKED struct err *swid_read(struct input *input, struct sink *sink, struct arena *arena);
CHECKED struct err *cpelist_read(struct input *input, struct sink *sink, struct arena *arena);

/*
 * One tag of a component. regid is the organisation's that writes it (a domain name); tagId is made from regid, name and version,
 * so that the same product gets the same tag. A CPE name stands in an attribute "cpe" of Meta, which the standard leaves open.
 */
void swid_write(const struct component *component, struct str regid, struct buf *out);
