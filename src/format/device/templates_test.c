#include "format/device/read_test.h"

#include "format/yaml/yaml.h"

/* --------------------------------------------------------------------------- the templates' own examples */

/* Which key of the expected parse says a fact, by platform and command. `differs`: in which way, and why that is well. */
static const struct {
	const char      *output;      /* begins so: "cisco_ios/show_version/"  */
	enum device_fact fact;
	const char      *key;
	const char      *differs;     /* NULL: must be equal                    */
} expected[] = {
	{ "alcatel_aos/show_system/", DEVICE_HOST, "name", NULL },
	{ "allied_telesis_awplus/show_system/", DEVICE_MODEL, "hardware", NULL },
	{ "allied_telesis_awplus/show_system/", DEVICE_SERIAL, "serial", NULL },
	{ "allied_telesis_awplus/show_system/", DEVICE_HOST, "hostname", NULL },
	{ "allied_telesis_awplus/show_system/", DEVICE_IMAGE, "version", NULL },
	{ "arista_eos/show_inventory/", DEVICE_REVISION, "vid", NULL },
	{ "arista_eos/show_inventory/", DEVICE_SERIAL, "sn", NULL },
	{ "arista_eos/show_inventory/", DEVICE_MODEL, "pid", NULL },
	{ "arista_eos/show_version/", DEVICE_MODEL, "model", NULL },
	{ "arista_eos/show_version/", DEVICE_REVISION, "hw_version", NULL },
	{ "arista_eos/show_version/", DEVICE_SERIAL, "serial_number", NULL },
	{ "arista_eos/show_version/", DEVICE_VERSION, "image", "an engineering build keeps the maker's remark" },
	{ "aruba_aoscx/show_system/", DEVICE_HOST, "hostname", NULL },
	{ "aruba_aoscx/show_system/", DEVICE_MODEL, "product", NULL },
	{ "aruba_aoscx/show_system/", DEVICE_SERIAL, "serial", NULL },
	{ "aruba_aoscx/show_system/", DEVICE_VERSION, "version", NULL },
	{ "aruba_os/show_inventory/", DEVICE_MODEL, "sc_model", NULL },
	{ "aruba_os/show_inventory/", DEVICE_SERIAL, "system_serial", NULL },
	{ "aruba_os/show_version/", DEVICE_VERSION, "image_version", NULL },
	{ "avaya_ers/show_sys-info/", DEVICE_SERIAL, "serial_number", NULL },
	{ "avaya_ers/show_sys-info/", DEVICE_HOST, "sys_name", NULL },
	{ "broadcom_icos/show_version/", DEVICE_MODEL, "switch_model", NULL },
	{ "broadcom_icos/show_version/", DEVICE_SERIAL, "serial", NULL },
	{ "broadcom_icos/show_version/", DEVICE_VERSION, "version", NULL },
	{ "broadcom_icos/show_version/", DEVICE_REVISION, "board_revision", NULL },
	{ "brocade_fastiron/show_version/", DEVICE_VERSION, "sw_version", NULL },
	{ "brocade_fastiron/show_version/", DEVICE_MODEL, "hw", "the kind of case (Stackable) is left out" },
	{ "brocade_fastiron/show_version/", DEVICE_SERIAL, "serial", NULL },
	{ "ruckus_fastiron/show_version/", DEVICE_VERSION, "version", NULL },
	{ "ruckus_fastiron/show_version/", DEVICE_MODEL, "hardware", "the kind of case (Stackable) is left out" },
	{ "ruckus_fastiron/show_version/", DEVICE_SERIAL, "serial", NULL },
	{ "checkpoint_gaia/show_version_all/", DEVICE_VERSION, "version", NULL },
	{ "checkpoint_gaia/show_version_all/", DEVICE_BUILD, "build", NULL },
	{ "cisco_asa/show_inventory/", DEVICE_MODEL, "pid", NULL },
	{ "cisco_asa/show_inventory/", DEVICE_REVISION, "vid", NULL },
	{ "cisco_asa/show_inventory/", DEVICE_SERIAL, "sn", NULL },
	{ "cisco_asa/show_version/", DEVICE_VERSION, "version", NULL },
	{ "cisco_asa/show_version/", DEVICE_HOST, "hostname", NULL },
	{ "cisco_asa/show_version/", DEVICE_SERIAL, "serial", NULL },
	{ "cisco_asa/show_version/", DEVICE_IMAGE, "image", NULL },
	{ "cisco_asa/show_version/", DEVICE_MODEL, "model", NULL },
	{ "cisco_ios/show_inventory/", DEVICE_SERIAL, "sn", NULL },
	{ "cisco_ios/show_version/", DEVICE_VERSION, "version", "IOS XE's own number, and the customer's build, as its first line says them" },
	{ "cisco_ios/show_version/", DEVICE_MODEL, "hardware", NULL },
	{ "cisco_ios/show_version/", DEVICE_SERIAL, "serial", NULL },
	{ "cisco_ios/show_version/", DEVICE_HOST, "hostname", NULL },
	{ "cisco_ios/show_version/", DEVICE_IMAGE, "running_image", "the device it lies on stands before it" },
	{ "cisco_ios/show_boot/", DEVICE_NEXT_IMAGE, "boot_path", NULL },
	{ "cisco_nvfis/show_version/", DEVICE_VERSION, "version", NULL },
	{ "cisco_nxos/show_inventory/", DEVICE_MODEL, "pid", NULL },
	{ "cisco_nxos/show_inventory/", DEVICE_REVISION, "vid", NULL },
	{ "cisco_nxos/show_inventory/", DEVICE_SERIAL, "sn", NULL },
	{ "cisco_nxos/show_version/", DEVICE_VERSION, "os", NULL },
	{ "cisco_nxos/show_version/", DEVICE_MODEL, "platform", "the series (Nexus9000) stands before it" },
	{ "cisco_nxos/show_version/", DEVICE_HOST, "hostname", NULL },
	{ "cisco_nxos/show_version/", DEVICE_SERIAL, "serial", NULL },
	{ "cisco_nxos/show_version/", DEVICE_IMAGE, "boot_image", NULL },
	{ "cisco_s300/show_system/", DEVICE_HOST, "hostname", NULL },
	{ "cisco_s300/show_system_id/", DEVICE_SERIAL, "serial_number", NULL },
	{ "cisco_s300/show_version/", DEVICE_VERSION, "sw_version", NULL },
	{ "cisco_s300/show_version/", DEVICE_REVISION, "hw_version", NULL },
	{ "cisco_wlc_ssh/show_inventory/", DEVICE_MODEL, "pid", NULL },
	{ "cisco_wlc_ssh/show_inventory/", DEVICE_REVISION, "vid", NULL },
	{ "cisco_wlc_ssh/show_inventory/", DEVICE_SERIAL, "sn", NULL },
	{ "cisco_wlc_ssh/show_sysinfo/", DEVICE_VERSION, "product_version", NULL },
	{ "cisco_wlc_ssh/show_sysinfo/", DEVICE_HOST, "system_name", NULL },
	{ "cisco_xr/show_inventory/", DEVICE_MODEL, "pid", NULL },
	{ "cisco_xr/show_inventory/", DEVICE_REVISION, "vid", NULL },
	{ "cisco_xr/show_inventory/", DEVICE_SERIAL, "sn", NULL },
	{ "cisco_xr/show_version/", DEVICE_VERSION, "version", "LNT is the kind of image, not the version" },
	{ "cisco_xr/show_version/", DEVICE_MODEL, "hardware", NULL },
	{ "cisco_xr/show_version_brief/", DEVICE_VERSION, "version", "[Default] is cut off when it is compared" },
	{ "cisco_xr/show_version_brief/", DEVICE_MODEL, "model", NULL },
	{ "cisco_xr/show_version_brief/", DEVICE_HOST, "hostname", NULL },
	{ "dell_force10/show_version/", DEVICE_VERSION, "os_version", NULL },
	{ "dell_force10/show_version/", DEVICE_MODEL, "device_type", NULL },
	{ "edgecore/show_system/", DEVICE_HOST, "hostname", NULL },
	{ "edgecore/show_version/", DEVICE_VERSION, "operation_code_version", NULL },
	{ "edgecore/show_version/", DEVICE_REVISION, "hardware_version", NULL },
	{ "edgecore/show_version/", DEVICE_SERIAL, "serial", NULL },
	{ "eltex/show_system/", DEVICE_HOST, "hostname", NULL },
	{ "eltex/show_system_id/", DEVICE_SERIAL, "serial_number", NULL },
	{ "ericsson_ipos/show_version/", DEVICE_VERSION, "version", NULL },
	{ "fortinet/get_system_status/", DEVICE_VERSION, "version", "the model stands in a fact of its own" },
	{ "fortinet/get_system_status/", DEVICE_SERIAL, "serial_number", NULL },
	{ "fortinet/get_system_status/", DEVICE_REVISION, "system_part_number", NULL },
	{ "fortinet/get_system_status/", DEVICE_HOST, "hostname", NULL },
	{ "fsas_sir/show_system_information/", DEVICE_VERSION, "version", "V, patch and day are kept as printed" },
	{ "fsas_sir/show_system_information/", DEVICE_MODEL, "system", NULL },
	{ "fsas_sir/show_system_information/", DEVICE_SERIAL, "serial", NULL },
	{ "fsas_sir/show_system_information/", DEVICE_IMAGE, "firmware", NULL },
	{ "hp_procurve/show_system/", DEVICE_VERSION, "software_version", NULL },
	{ "hp_procurve/show_system/", DEVICE_HOST, "name", NULL },
	{ "hp_procurve/show_version/", DEVICE_VERSION, "version", "SSR is the kind of release" },
	{ "hp_procurve/show_version/", DEVICE_MODEL, "model", NULL },
	{ "huawei_ont/display_version/", DEVICE_VERSION, "main_software_version", NULL },
	{ "huawei_ont/display_version/", DEVICE_REVISION, "hardware_version", NULL },
	{ "huawei_smartax/display_version/", DEVICE_VERSION, "olt_version", NULL },
	{ "huawei_smartax/display_version/", DEVICE_MODEL, "product", NULL },
	{ "huawei_smartax/display_version/", DEVICE_BUILD, "patch", NULL },
	{ "huawei_vrp/display_version/", DEVICE_VERSION, "product_version", "the series stands before it" },
	{ "huawei_vrp/display_version/", DEVICE_MODEL, "model", NULL },
	{ "juniper_junos/show_chassis_hardware/", DEVICE_SERIAL, "chassis_serial_number", NULL },
	{ "juniper_junos/show_chassis_hardware/", DEVICE_MODEL, "chassis_description", NULL },
	{ "juniper_junos/show_version/", DEVICE_VERSION, "junos_version", NULL },
	{ "juniper_junos/show_version/", DEVICE_MODEL, "model", NULL },
	{ "juniper_junos/show_version/", DEVICE_HOST, "hostname", NULL },
	{ "juniper_junos/show_version/", DEVICE_SERIAL, "serial_number", NULL },
	{ "oneaccess_oneos/show_system_hardware/", DEVICE_MODEL, "device", NULL },
	{ "oneaccess_oneos/show_system_status/", DEVICE_VERSION, "software", NULL },
	{ "oneaccess_oneos/show_system_status/", DEVICE_MODEL, "device_id", NULL },
	{ "oneaccess_oneos/show_system_status/", DEVICE_SERIAL, "serial", NULL },
	{ "paloalto_panos/show_system_info/", DEVICE_VERSION, "os", NULL },
	{ "paloalto_panos/show_system_info/", DEVICE_MODEL, "model", NULL },
	{ "paloalto_panos/show_system_info/", DEVICE_HOST, "hostname", NULL },
	{ "ubiquiti_edgerouter/show_version/", DEVICE_VERSION, "version", "v is no part of the number" },
	{ "ubiquiti_edgerouter/show_version/", DEVICE_MODEL, "hardware_model", NULL },
	{ "ubiquiti_edgerouter/show_version/", DEVICE_SERIAL, "serial_number", NULL },
	{ "ubiquiti_edgeswitch/show_version/", DEVICE_VERSION, "version", NULL },
	{ "ubiquiti_edgeswitch/show_version/", DEVICE_MODEL, "switch_model", NULL },
	{ "ubiquiti_edgeswitch/show_version/", DEVICE_SERIAL, "serial", NULL },
	{ "ubiquiti_edgeswitch/show_version/", DEVICE_REVISION, "hw_revision", NULL },
	{ "yamaha/show_environment/", DEVICE_VERSION, "version", NULL },
	{ "yamaha/show_environment/", DEVICE_SERIAL, "serial", NULL },
	{ "yamaha/show_environment/", DEVICE_IMAGE, "firmware", NULL },
	{ "yamaha/show_environment/", DEVICE_NEXT_IMAGE, "default_firmware", NULL },
	{ "zte_zxros/show_version/", DEVICE_VERSION, "version", "the model stands in a fact of its own" },
	{ "zte_zxros/show_version/", DEVICE_MODEL, "hardware", NULL },
};

/* Where the example's own parse is not what the output says, or says less. */
static const struct { const char *file; enum device_fact fact; const char *have, *why; } exceptions[] = {
	{ "cisco_ios_show_version2.raw", DEVICE_VERSION, "03.09.01.S", "IOS XE's own number stands in a line of its own; the template takes IOS's" },
	{ "cisco_ios_show_version4.raw", DEVICE_VERSION, "16.09.03", "the first line's padded number; it is compared as 16.9.3" },
	{ "cisco_ios_show_version_special_build.raw", DEVICE_VERSION, "V169_5_SR689355441_2", "a customer's build: the template takes the release it was made from" },
	{ "cisco_asa_show_version3.raw", DEVICE_MODEL, "ASA5516", "the template reads a model from another line only" },
	{ "cisco_nxos_show_version2.raw", DEVICE_IMAGE, "bootflash:///n5000-uk9.7.1.4.N1.1.bin", "the system's image; the template takes the kickstart's" },
	{ "cisco_nxos_show_version6.raw", DEVICE_VERSION, "10.3(6)", "[Maintenance Release] is no part of the number" },
	{ "ericsson_ipos_show_version.raw", DEVICE_VERSION, "IPOS-v20.3.1.803.142-Release", "as printed; it is compared as the number" },
	{ "juniper_junos_show_chassis_hardware_dac_no_revision.raw", DEVICE_SERIAL, "XH3123120000", "the template takes the description's words for columns" },
	{ "juniper_junos_show_chassis_hardware_dac_no_revision.raw", DEVICE_MODEL, "", "a virtual chassis is no model" },
};

static bool
is_exception(const char *file, enum device_fact fact, struct str have)
{
	for (size_t i = 0; i < ARRAY_LEN(exceptions); i++)
		if (str_ends(str_of(file), str_of(exceptions[i].file)) && exceptions[i].fact == fact && str_eq(have, str_of(exceptions[i].have))) {
			print_message("    %s: %s \"%.*s\": %s\n", file, enum_name(&device_fact_names, (int)fact), STR_ARG(have), exceptions[i].why);
			return true;
		}
	return false;
}

struct tally { size_t files, devices, agree, explained, absent, wrong, neighbours, neighbours_expected; };

static struct str
reading_of(const struct device_facts *facts, enum device_fact fact)
{
	for (size_t i = 0; i < facts->readings.count; i++)
		if (facts->readings.items[i].fact == fact)
			return facts->readings.items[i].text;
	return STR("");
}

/* The first value of a key: of the first row, or of the first of a list in it. */
static struct str
told(const struct yaml_node *root, const char *key)
{
	const struct yaml_node *rows = yaml_find(root, "parsed_sample");
	const struct yaml_node *node = rows == NULL || rows->items.count == 0 ? NULL : yaml_find(rows->items.items[0], key);

	if (node == NULL)
		return STR("");
	if (node->kind == YAML_SEQUENCE)
		return node->items.count == 0 ? STR("") : str_trim_space(node->items.items[0]->text);
	return str_trim_space(node->text);
}

static void
compare(const char *name, const struct yaml_node *root, const struct bag *bag, struct tally *tally)
{
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		struct str want = STR(""), have;

		if (!str_starts(str_of(name), str_of(expected[i].output)))
			continue;
		want = told(root, expected[i].key);
		have = bag->devices.count == 0 ? STR("") : reading_of(&bag->devices.items[0], expected[i].fact);
		if (reader_is_nothing(want))
			want = STR("");
		if (str_eq(want, have)) {
			tally->agree += want.len > 0;
		} else if (have.len == 0 && !is_exception(name, expected[i].fact, have)) {
			tally->absent++;
			print_message("    %s: %s \"%.*s\" is not read\n", name, enum_name(&device_fact_names, (int)expected[i].fact), STR_ARG(want));
		} else if (expected[i].differs != NULL && want.len > 0 && (str_find(have, want) != SIZE_MAX || str_find(want, have) != SIZE_MAX)) {
			tally->explained++;
		} else if (is_exception(name, expected[i].fact, have)) {
			tally->explained++;
		} else {
			tally->wrong++;
			print_message("    %s: %s \"%.*s\", but \"%.*s\" was read\n", name, enum_name(&device_fact_names, (int)expected[i].fact), STR_ARG(want),
			    STR_ARG(have));
		}
	}
}

static void
count_neighbours(const struct yaml_node *root, const struct bag *bag, struct tally *tally)
{
	const struct yaml_node *rows = yaml_find(root, "parsed_sample");

	for (size_t i = 0; rows != NULL && i < rows->items.count; i++)
		tally->neighbours_expected++;
	for (size_t i = 0; i < bag->devices.count; i++)
		tally->neighbours += bag->devices.items[i].neighbours.count;
}

static void
read_one(const char *raw, struct str name, struct tally *tally)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text, yml, stem = str_of(raw);
	struct yaml_node *root;
	struct err *err;
	struct bag bag;
	bool neighbours = str_find(name, STR("neighbor")) != SIZE_MAX;

	assert_ok(file_read(str_of(raw), LIMIT_PASTE_BYTES, arena, &text));
	str_take_end(&stem, STR("raw"));
	assert_ok(file_read(arena_printf(arena, "%.*syml", STR_ARG(stem)), LIMIT_YAML_BYTES, arena, &yml));
	assert_ok(yaml_parse(yml, name, arena, &root));
	bag = read_paste(text, true, arena, &err);
	tally->files++;
	tally->devices += bag.devices.count;
	if (neighbours) {
		count_neighbours(root, &bag, tally);
		for (size_t i = 0; i < bag.devices.count; i++) {      /* the trap: another device's version */
			assert_int_equal(bag.devices.items[i].version_read.len, 0);
			assert_int_equal(bag.devices.items[i].model.len, 0);
			assert_int_equal(bag.devices.items[i].family.len, 0);
		}
		return;
	}
	compare(arena_cstr(arena, name), root, &bag, tally);
}

static void
read_platform(struct str root, struct str platform, struct tally *total, struct arena *arena)
{
	struct str dir = path_join(arena, root, platform), *commands, *files;
	size_t commands_count, files_count;
	struct tally tally = { 0 };

	assert_ok(dir_list(dir, arena, &commands, &commands_count));
	for (size_t c = 0; c < commands_count; c++) {
		struct str command = path_join(arena, dir, commands[c]);

		assert_ok(dir_list(command, arena, &files, &files_count));
		for (size_t f = 0; f < files_count; f++)
			if (str_ends(files[f], STR(".raw")))
				read_one(arena_cstr(arena, path_join(arena, command, files[f])),
				    arena_printf(arena, "%.*s/%.*s/%.*s", STR_ARG(platform), STR_ARG(commands[c]), STR_ARG(files[f])), &tally);
	}
	print_message("  %-24.*s %2zu files: %3zu facts agree, %2zu explained, %2zu not read, %zu wrong; %zu neighbours of %zu\n", STR_ARG(platform), tally.files,
	    tally.agree, tally.explained, tally.absent, tally.wrong, tally.neighbours, tally.neighbours_expected);
	total->files += tally.files;
	total->agree += tally.agree;
	total->explained += tally.explained;
	total->absent += tally.absent;
	total->wrong += tally.wrong;
	total->neighbours += tally.neighbours;
}

static void
real_outputs_say_what_their_templates_say(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *root = test_data(arena, "device/ntc-templates");
	struct tally total = { 0 };
	struct str *platforms;
	size_t count;

	(void)state;
	skip_without(root, &arena);
	assert_ok(dir_list(str_of(root), arena, &platforms, &count));
	for (size_t i = 0; i < count; i++)
		if (dir_exists(path_join(arena, str_of(root), platforms[i]), arena))
			read_platform(str_of(root), platforms[i], &total, arena);
	print_message("  %zu files: %zu facts agree, %zu explained, %zu not read, %zu wrong; %zu neighbours\n", total.files, total.agree, total.explained,
	    total.absent, total.wrong, total.neighbours);
	assert_int_equal(total.files, 131);
	assert_int_equal(total.wrong, 0);
	assert_true(total.agree >= 190);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_outputs_say_what_their_templates_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
