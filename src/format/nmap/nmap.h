/*
 * nmap.h - what nmap saw (nmap -oX), as a hint.
 *
 *     nmaprun > host > status@state  address@addr,addrtype  hostnames/hostname@name
 *                      ports/port@protocol,portid > state@state  service@name,product,version,method > cpe
 *
 * Every host that is up is a struct sighting. A service that nmap asked (method="probed") and that named its product is a
 * component with provenance SCAN; one that is only looked up by its port's number (method="table") is none. The head of each
 * host states no coverage: what a scan does not see may well be there. Versions in banners are what the program says to
 * strangers, often cut short or older than what is patched in: who takes them in must not conclude 非該当 from them.
 *
 * A scan that was interrupted has no runstats, or ends within an element: what it saw until then is handed over, with a
 * warning. Documents that declare entities are refused (format/xml). Follows nmap.dtd.
 */
#pragma once
#include "base/input.h"
#include "model/inventory.h"
#include "model/sighting.h"
#include "model/sink.h"

CHECKED struct err *nmap_read(struct input *input, struct sink *sink, struct arena *arena);
