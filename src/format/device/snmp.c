/*
 * snmp.c - what snmpget and snmpwalk print of sysDescr, sysName, sysObjectID, entPhysicalTable and two makers' own objects.
 *
 *     SNMPv2-MIB::sysDescr.0 = STRING: Cisco IOS Software, C2900 Software (…), Version 15.4(3)M3, RELEASE SOFTWARE (fc2)
 *     .1.3.6.1.2.1.47.1.1.1.1.13.1 = STRING: "FGT_60D"
 *
 * An administrator can rewrite sysDescr: all of this is the device's claim. Windows and Linux answer sysDescr too, with words
 * that no table here knows: nothing is read from them.
 */
#include "format/device/parts.h"

enum object {
	OBJECT_DESCR, OBJECT_ID, OBJECT_NAME, OBJECT_HARDWARE, OBJECT_SOFTWARE, OBJECT_SERIAL, OBJECT_MAKER, OBJECT_MODEL, OBJECT_REVISION,
	OBJECT_NONE,
};

/* Names and numbers (devices.md §5); the index follows. */
static const struct { const char *name; enum object object; } objects[] = {
	{ "sysDescr.", OBJECT_DESCR }, { "1.3.6.1.2.1.1.1.", OBJECT_DESCR },
	{ "sysObjectID.", OBJECT_ID }, { "1.3.6.1.2.1.1.2.", OBJECT_ID },
	{ "sysName.", OBJECT_NAME }, { "1.3.6.1.2.1.1.5.", OBJECT_NAME },
	{ "entPhysicalHardwareRev.", OBJECT_HARDWARE }, { "1.3.6.1.2.1.47.1.1.1.1.8.", OBJECT_HARDWARE },
	{ "entPhysicalSoftwareRev.", OBJECT_SOFTWARE }, { "1.3.6.1.2.1.47.1.1.1.1.10.", OBJECT_SOFTWARE },
	{ "entPhysicalSerialNum.", OBJECT_SERIAL }, { "1.3.6.1.2.1.47.1.1.1.1.11.", OBJECT_SERIAL },
	{ "entPhysicalMfgName.", OBJECT_MAKER }, { "1.3.6.1.2.1.47.1.1.1.1.12.", OBJECT_MAKER },
	{ "entPhysicalModelName.", OBJECT_MODEL }, { "1.3.6.1.2.1.47.1.1.1.1.13.", OBJECT_MODEL },
	{ "fgSysVersion.", OBJECT_SOFTWARE }, { "1.3.6.1.4.1.12356.101.4.1.1.", OBJECT_SOFTWARE },
	{ "yrfRevision.", OBJECT_REVISION }, { "1.3.6.1.4.1.1182.2.2.3.", OBJECT_REVISION },
	{ "1.3.6.1.4.1.1182.2.6.5.", OBJECT_MODEL }, { "1.3.6.1.4.1.1182.2.6.6.", OBJECT_SOFTWARE },
};

static enum object
object_of(struct str name)
{
	struct str head, tail;

	if (str_cut_last(name, ':', &head, &tail))      /* "SNMPv2-MIB::" */
		name = tail;
	str_take(&name, STR("."));
	if (str_take(&name, STR("iso.")))
		for (size_t i = 0; i < ARRAY_LEN(objects); i++) {
			struct str number = str_of(objects[i].name);

			if (str_take(&number, STR("1.")) && str_starts(name, number))
				return objects[i].object;
		}
	for (size_t i = 0; i < ARRAY_LEN(objects); i++)
		if (str_starts(name, str_of(objects[i].name)))
			return objects[i].object;
	return OBJECT_NONE;
}

/* "name = TYPE: value". */
bool
snmp_line(struct str text, struct str *ret_name, struct str *ret_value)
{
	size_t at = str_find(text, STR(" = "));
	struct str name, value, type, rest;

	if (at == SIZE_MAX)
		return false;
	name = str_trim_space(str_sub(text, 0, at));
	value = str_trim_space(str_from(text, at + 3));
	if (name.len == 0 || str_find_char(name, ' ') != SIZE_MAX || object_of(name) == OBJECT_NONE)
		return false;
	if (str_cut(value, ':', &type, &rest) && (str_eq(type, STR("STRING")) || str_eq(type, STR("OID")) || str_eq(type, STR("Hex-STRING"))))
		value = str_trim_space(rest);
	*ret_name = name;
	*ret_value = str_trim(value, '"');
	return true;
}

/* A text that a maker's own tables read, as if it were a line of the console's output. */
static const struct family *
read_as_output(struct reader *reader, struct str value)
{
	struct line line = { value, text_fold(value, reader->arena), reader->text->items[reader->at].number };
	struct text text = { .items = &line, .count = 1 };
	const struct family *family = family_find(&text, 0, 1);
	struct part part = { .to = 1 };
	struct reader inner = *reader;

	if (family == NULL || family->name == NULL)
		return NULL;
	inner.text = &text;
	inner.part = &part;
	inner.at = 0;
	inner.family = family;
	for (const struct anchor *anchor = family->anchors; anchor != NULL && anchor->text != NULL; anchor++)
		if (anchor->anywhere ? holds(line.folded, anchor->text) : begins(line.folded, anchor->text))
			(void)reader_take(&inner, anchor->fact, value_behind(line.folded, anchor->text, anchor->take));
	if (family->line != NULL)
		family->line(&inner, &line);
	reader->special = inner.special;
	reader->read = reader->read || inner.read;
	reader->version_part = inner.version_part != NULL ? reader->part : NULL;
	return family;
}

static const struct family *
family_of_maker(struct str maker)
{
	static const struct { const char *maker; const struct family *families; } makers[] = {
		{ "Fortinet", fortinet_families }, { "Yamaha", yamaha_families }, { "Palo Alto Networks", paloalto_families },
	};

	for (size_t i = 0; i < ARRAY_LEN(makers); i++)
		if (str_eq(maker, str_of(makers[i].maker)))
			return makers[i].families;
	return NULL;
}

/* "FortiGate-60D v5.2.5,build0701b701,151203 (GA)": the model may stand before the version. */
static void
take_software(struct reader *reader, struct str value)
{
	struct str model, version;

	if (str_starts(value, STR("Forti")) && str_cut(value, ' ', &model, &version)) {
		(void)reader_take(reader, DEVICE_MODEL, model);
		reader->facts->maker = STR("Fortinet");
		value = version;
	}
	if (str_starts(value, STR("v")) && holds(value, ",build"))
		reader->facts->maker = STR("Fortinet");
	/* "15.4(3)M3, RELEASE SOFTWARE (fc2)" */
	if (holds(value, ", RELEASE SOFTWARE"))
		(void)str_cut(value, ',', &value, &(struct str){ 0 });
	(void)reader_take(reader, DEVICE_VERSION, value);
}

static void
take_object(struct reader *reader, enum object object, struct str value)
{
	struct device_facts *facts = reader->facts;
	const struct family *family = NULL;

	switch (object) {
	case OBJECT_DESCR:
	case OBJECT_REVISION:
		family = read_as_output(reader, value);
		break;
	case OBJECT_ID:
		if (facts->maker.len == 0)
			facts->maker = maker_of_object(value);
		break;
	case OBJECT_NAME:
		(void)reader_take(reader, DEVICE_HOST, value);
		break;
	case OBJECT_HARDWARE:
		(void)reader_take(reader, DEVICE_REVISION, value);
		break;
	case OBJECT_SOFTWARE:
		take_software(reader, value);
		break;
	case OBJECT_SERIAL:
		(void)reader_take(reader, DEVICE_SERIAL, value);
		break;
	case OBJECT_MAKER:
		if (facts->maker_read.len == 0)
			facts->maker_read = value;
		break;
	case OBJECT_MODEL:
		(void)reader_take(reader, DEVICE_MODEL, value);
		break;
	case OBJECT_NONE:
		break;
	}
	if (family != NULL && reader->family == NULL)
		reader->family = family;
}

/* "Palo Alto Networks PA-220 series firewall", which names a model and no version. */
static void
take_palo(struct reader *reader, struct str value)
{
	if (!str_take(&value, STR("Palo Alto Networks ")) || !str_take_end(&value, STR(" series firewall")))
		return;
	reader->facts->maker = STR("Palo Alto Networks");
	(void)reader_take(reader, DEVICE_MODEL, value);
}

void
snmp_read(struct reader *reader, size_t from, size_t to)
{
	struct str name, value, maker;

	reader->facts->provenance = PROVENANCE_CLAIM;
	for (size_t i = from; i < to; i++) {
		if (!snmp_line(reader->text->items[i].text, &name, &value))
			continue;
		reader->at = i;
		if (object_of(name) == OBJECT_DESCR)
			take_palo(reader, value);
		take_object(reader, object_of(name), value);
	}
	maker = reader->facts->maker.len > 0 ? reader->facts->maker : reader->facts->maker_read;
	if (reader->family == NULL && reader->facts->version_read.len > 0)
		reader->family = family_of_maker(maker);
}
