#include "format/device/read_test.h"

static void
transcribed_outputs_are_read(void **state)
{
	static const struct { const char *file, *maker, *model, *version; } files[] = {
		{ "device/jp-transcribed/nec_ix2105_show_version.txt", "NEC", "IX2105", "8.9.17B" },
		{ "device/jp-transcribed/nec_ix2215_show_running-config_head.txt", "NEC", "IX2215", "10.7.18" },
		{ "device/jp-transcribed/yamaha_rtx810_show_environment_head.txt", "Yamaha", "RTX810", "11.01.21" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		const char *path = test_data(arena, files[i].file);
		struct str text;
		struct bag bag;

		skip_without(path, &arena);
		assert_ok(file_read(str_of(path), LIMIT_PASTE_BYTES, arena, &text));
		bag = read_well(arena_cstr(arena, text), arena);
		assert_int_equal(bag.devices.count, 1);
		assert_str(bag.devices.items[0].maker, files[i].maker);
		assert_str(bag.devices.items[0].model, files[i].model);
		assert_str(bag.devices.items[0].version, files[i].version);
	}
}

/* The strings of SNMP, a row a device: "maker TAB object TAB value". */
static void
transcribed_snmp_is_a_claim(void **state)
{
	static const struct { const char *model, *version; } answers[] = {
		{ "", "15.4(3)M3" }, { "", "" }, { NULL, NULL }, { "", "5.2.5" }, { "", "6.4.6" }, { "FortiGate-60D", "5.2.5" }, { "FGT_60D", "" },
		{ "PA-220", "" }, { "", "" }, { NULL, NULL }, { "IX2235", "10.6.21" }, { "RTX830", "15.02.20" }, { "", "" }, { "RTX830", "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *path = test_data(arena, "device/jp-transcribed/snmp-strings.tsv");
	struct str text, line, maker, object, value;
	size_t row = 0;

	(void)state;
	skip_without(path, &arena);
	assert_ok(file_read(str_of(path), LIMIT_PASTE_BYTES, arena, &text));
	str_line(&text, &line);
	for (; str_line(&text, &line); row++) {
		struct err *err;
		struct bag bag;

		str_cut(line, '\t', &maker, &object);
		str_cut(object, '\t', &object, &value);
		str_cut(object, ' ', &object, &(struct str){ 0 });
		bag = read_paste(arena_printf(arena, "%.*s = STRING: %.*s\n", STR_ARG(object), STR_ARG(value)), false, arena, &err);
		print_message("  %.*s %.*s\n", STR_ARG(object), STR_ARG(value));
		assert_true(row < ARRAY_LEN(answers));
		if (answers[row].model == NULL)      /* the maker's name, or a part's: no device */
			continue;
		assert_ok(err);
		assert_int_equal(bag.devices.count, 1);
		assert_int_equal(bag.devices.items[0].provenance, PROVENANCE_CLAIM);
		assert_str(bag.devices.items[0].model, answers[row].model);
		assert_str(bag.devices.items[0].version, answers[row].version);
	}
	assert_int_equal(row, ARRAY_LEN(answers));
}

/* ------------------------------------------------------------------------------------------ our own cases */

static void
prompts_are_told_from_output(void **state)
{
	static const struct { const char *line; enum prompt prompt; const char *host, *command; } lines[] = {
		{ "router1#show version", PROMPT_TYPED, "router1", "show version" },
		{ "router1>sh ver", PROMPT_TYPED, "router1", "sh ver" },
		{ "router1(config-if)#do show inventory", PROMPT_TYPED, "router1", "do show inventory" },
		{ "RP/0/RSP0/CPU0:rtr-01#show version", PROMPT_TYPED, "rtr-01", "show version" },
		{ "admin@pa1(active)> show system info", PROMPT_TYPED, "pa1", "show system info" },
		{ "{master:0}", PROMPT_NONE, "", "" },
		{ "user@mx-1> show version", PROMPT_TYPED, "mx-1", "show version" },
		{ "<HUAWEI>display version", PROMPT_TYPED, "HUAWEI", "display version" },
		{ "[HUAWEI-sys]display device", PROMPT_TYPED, "HUAWEI-sys", "display device" },
		{ "FW1 (root) # get system status", PROMPT_TYPED, "FW1", "get system status" },
		{ "fw1 # get system status", PROMPT_TYPED, "fw1", "get system status" },
		{ "(Cisco Controller) >show sysinfo", PROMPT_TYPED, "Cisco Controller", "show sysinfo" },
		{ "(aruba-mm) [mynode] #show version", PROMPT_TYPED, "aruba-mm", "show version" },
		{ "# show environment", PROMPT_TYPED, "", "show environment" },
		{ "> show environment", PROMPT_TYPED, "", "show environment" },
		{ "show version", PROMPT_BARE, "", "show version" },
		{ "------------------ show version ------------------", PROMPT_BARE, "", "show version" },
		{ "router1#", PROMPT_TYPED, "router1", "" },
		{ "Switch#   Role    Mac Address     Priority Version  State", PROMPT_NONE, "", "" },
		{ "Switch#  Port 1     Port 2           Port 1   Port 2", PROMPT_NONE, "", "" },
		{ "# RTX830 Rev.15.02.30 (Fri Jul 15 10:00:00 2023)", PROMPT_NONE, "", "" },
		{ "System image file is <sysdisk0: verset/x.set>, file size is 1 Bytes", PROMPT_NONE, "", "" },
		{ "CPU:   1%(5sec)   2%(1min)   3%(5min)    Memory: 24% used", PROMPT_NONE, "", "" },
		{ "show must go on!", PROMPT_NONE, "", "" },
		{ "", PROMPT_NONE, "", "" },
		{ "<>display version", PROMPT_NONE, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct str host, command = STR("");

		print_message("  %s\n", lines[i].line);
		assert_int_equal(prompt_parse(str_of(lines[i].line), &host, &command), lines[i].prompt);
		if (lines[i].prompt == PROMPT_NONE)
			continue;
		assert_str(host, lines[i].host);
		assert_str(command, lines[i].command);
	}
}

static void
commands_may_be_shortened(void **state)
{
	static const struct { const char *command; enum device_use use; } lines[] = {
		{ "show version", DEVICE_USE_FACTS }, { "sh ver", DEVICE_USE_FACTS }, { "show ver | include Soft", DEVICE_USE_FACTS }, { "do show inv", DEVICE_USE_FACTS },
		{ "disp ver", DEVICE_USE_FACTS }, { "get sys status", DEVICE_USE_FACTS }, { "show cdp nei det", DEVICE_USE_NEIGHBOURS },
		{ "show lldp neighbors detail", DEVICE_USE_NEIGHBOURS }, { "show run", DEVICE_USE_CONFIG }, { "show config", DEVICE_USE_CONFIG },
		{ "snmpwalk -v2c -c public 192.0.2.1", DEVICE_USE_SNMP }, { "show ip route", DEVICE_USE_NONE }, { "s v", DEVICE_USE_NONE }, { "exit", DEVICE_USE_NONE },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		print_message("  %s\n", lines[i].command);
		assert_int_equal(command_use(str_of(lines[i].command)), lines[i].use);
	}
	assert_str(command_words(STR("snmpwalk -v2c -c himitsu 192.0.2.1"), arena), "snmpwalk");
	assert_str(command_words(STR("set password himitsu"), arena), "set");
	assert_str(command_words(STR("show lldp neighbors detail"), arena), "show lldp neighbors");
}

/* What a version becomes. version empty: it cannot be compared, and doubt says why. */
static const struct { const char *text, *family, *version, *build; enum device_doubt doubt; } versions[] = {
	{ "Cisco IOS XE Software, Version 16.09.03\nCisco IOS Software [Fuji], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 16.9.3, RELEASE SOFTWARE (fc2)\n",
	  "Cisco IOS XE", "16.9.3", "", DEVICE_DOUBT_NONE },
	{ "Cisco IOS XE Software, Version 17.03.04a\n", "Cisco IOS XE", "17.3.4a", "", DEVICE_DOUBT_NONE },
	{ "Cisco IOS Software, IOS-XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 15.3(2)S1, RELEASE SOFTWARE (fc1)\n",
	  "Cisco IOS XE", "", "", DEVICE_DOUBT_OTHER },
	{ "Cisco IOS Software, IOS-XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 15.3(2)S1, RELEASE SOFTWARE (fc1)\nIOS XE Version: 03.09.01.S\n",
	  "Cisco IOS XE", "3.9.1S", "", DEVICE_DOUBT_NONE },
	{ "Cisco IOS XE Software, Version V169_5_SR689355441_2\n", "Cisco IOS XE", "", "", DEVICE_DOUBT_SPECIAL },
	{ "Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.4(3)M3, RELEASE SOFTWARE (fc2)\n", "Cisco IOS", "15.4(3)M3", "", DEVICE_DOUBT_NONE },
	{ "Cisco IOS Software, vios_l2 Software (vios_l2-X-M), Version 15.2(4.0.55)E, TEST ENGINEERING ESTG_WEEKLY BUILD, synced to  X\n",
	  "Cisco IOS", "", "", DEVICE_DOUBT_SPECIAL },
	{ "Cisco IOS XR Software, Version 5.3.2[Default]\n", "Cisco IOS XR", "5.3.2", "", DEVICE_DOUBT_NONE },
	{ "Version: FortiGate-60F v7.0.7,build0367,221005 (GA.F)\nBranch point: 0367\nRelease Version Information: GA\n", "FortiOS", "7.0.7",
	  "build0367,221005 (GA.F)", DEVICE_DOUBT_NONE },
	{ "Version: FortiGate-60F v7.0.7,build8367,221005 (GA.F)\nBranch point: 0367\n", "FortiOS", "", "build8367,221005 (GA.F)", DEVICE_DOUBT_SPECIAL },
	{ "Version: FortiGate-60F v7.2.0,build1157,220331 (Interim)\n", "FortiOS", "", "build1157,220331 (Interim)", DEVICE_DOUBT_SPECIAL },
	{ "Version: FortiGate-60F v7.2.0,build1157,220331 (GA)\nRelease Version Information: Interim\n", "FortiOS", "", "build1157,220331 (GA)", DEVICE_DOUBT_SPECIAL },
	{ "Version: FortiProxy-400E v7.0.8,build0086,221212 (GA)\n", "FortiProxy", "7.0.8", "build0086,221212 (GA)", DEVICE_DOUBT_NONE },
	{ "RTX830 Rev.15.02.30 (Fri Jul 15 10:00:00 2023)\n", "Yamaha firmware", "15.02.30", "", DEVICE_DOUBT_NONE },
	{ "NEC Portable Internetwork Core Operating System Software\nIX Series IX2105 (magellan-sec) Software, Version 8.9.17B, MAINTENANCE RELEASE SOFTWARE\n",
	  "NEC UNIVERGE IX", "8.9.17B", "", DEVICE_DOUBT_NONE },
	{ "NEC Portable Internetwork Core Operating System Software\nIX Series IX2105 (magellan-sec) Software, Version 8.9.17B, EVALUATION SOFTWARE\n",
	  "NEC UNIVERGE IX", "", "", DEVICE_DOUBT_SPECIAL },
	{ "System : Si-R G211\nFirm Ver. : V20.00 NY0001 Sun Sep 1 10:11:05 JST 2019\n", "Fujitsu Si-R firmware", "V20.00 NY0001", "", DEVICE_DOUBT_NONE },
	{ "System ： Si-R G110B\nFirm Ver.　： V04.12\n", "Fujitsu Si-R firmware", "V04.12", "", DEVICE_DOUBT_NONE },
	{ "Hostname: a\nModel: mx240\nJunos: 21.4R3-S3.4\n", "Junos", "21.4R3-S3", "", DEVICE_DOUBT_NONE },
	{ "Hostname: a\nModel: srx\nJunos: 12.1X46-D10.2\n", "Junos", "12.1X46-D10", "", DEVICE_DOUBT_NONE },
	{ "Hostname: a\nModel: mx\nJunos: 8.2B1\n", "Junos", "", "", DEVICE_DOUBT_SPECIAL },
	{ "Hostname: a\nModel: ptx\nJunos: 21.2R1-EVO\n", "Junos OS Evolved", "21.2R1", "", DEVICE_DOUBT_NONE },
	{ "hostname: pa1\nsw-version: 10.1.6-h6\n", "PAN-OS", "10.1.6-h6", "", DEVICE_DOUBT_NONE },
	{ "hostname: pa1\nsw-version: 10.1.0-b17\n", "PAN-OS", "", "", DEVICE_DOUBT_SPECIAL },
	{ "Arista cEOSLab\nSoftware image version: 4.32.1F-37265360.4321F (engineering build)\n", "Arista EOS", "",
	  "4.32.1F-37265360.4321F (engineering build)", DEVICE_DOUBT_SPECIAL },
	{ "Copyright (c) Ruckus Networks, Inc. All rights reserved.\n  UNIT 1: compiled on X\n  SW: Version 08.0.90T211\n", "Ruckus FastIron", "08.0.90", "", DEVICE_DOUBT_NONE },
	{ "VRP (R) software, Version 5.170 (AR610 V300R019C13SPC200)\n", "Huawei VRP", "V300R019C13SPC200", "", DEVICE_DOUBT_NONE },
	{ "VRP (R) software, Version 5.170 (AR610 20.1)\n", "Huawei VRP", "", "", DEVICE_DOUBT_UNREAD },
	{ "Model : Cisco Firepower 2130 Threat Defense (77) Version 7.0.1 (Build 84)\n", "Cisco Firepower Threat Defense", "7.0.1", "84", DEVICE_DOUBT_NONE },
};

static void
versions_are_as_advisories_write_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct bag bag = read_well(versions[i].text, arena);
		const struct device_facts *facts;

		print_message("  %s: %s\n", versions[i].family, versions[i].version);
		assert_int_equal(bag.devices.count, 1);
		facts = &bag.devices.items[0];
		assert_str(facts->family, versions[i].family);
		assert_str(facts->version, versions[i].version);
		assert_str(facts->build, versions[i].build);
		assert_int_equal(facts->doubt, versions[i].doubt);
		assert_true(facts->version_read.len > 0);
	}
}

#define FORTI_HEAD "Version: FortiGate-60F v7.0.7,build0367,221005 (GA.F)\nSerial-Number: FGT60FTK00000001\nHostname: fw1\n"
#define CDP \
	"-------------------------\nDevice ID: core-sw.example.jp\nEntry address(es):\n  IP address: 192.0.2.9\nPlatform: cisco WS-C3750G-12S,  Capabilities: Switch\n" \
	"Version :\nCisco IOS Software, C3750 Software (C3750-IPSERVICESK9-M), Version 12.2(55)SE11, RELEASE SOFTWARE (fc3)\n"

static void
one_paste_holds_many_devices(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bag bag = read_well(
	    "fw1 # get system status\r\n" FORTI_HEAD "\r\nfw1 # show\n set password himitsu\nsw-2f>sh ver\n"
	    "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE9, RELEASE SOFTWARE (fc1)\nsw-2f uptime is 3 days\n"
	    "sw-2f>show cdp nei det\n" CDP "sw-2f>exit\n# show environment\nRTX830 BootROM Ver.1.00\nRTX830 Rev.15.02.30 (Fri Jul 15 10:00:00 2023)\n"
	    "  main:  RTX830 ver=a0 serial=M0000001\n# show environment\nRTX1210 Rev.14.01.41 (x)\n", arena);

	(void)state;
	assert_int_equal(bag.devices.count, 4);
	assert_str(bag.devices.items[0].host, "fw1");
	assert_str(bag.devices.items[0].version, "7.0.7");
	assert_str(bag.devices.items[1].host, "sw-2f");
	assert_str(bag.devices.items[1].version, "12.2(55)SE9");
	assert_int_equal(bag.devices.items[1].neighbours.count, 1);
	assert_str(bag.devices.items[1].neighbours.items[0].name, "core-sw.example.jp");
	assert_str(bag.devices.items[1].neighbours.items[0].address, "192.0.2.9");
	assert_str(bag.devices.items[1].neighbours.items[0].platform, "cisco WS-C3750G-12S");
	assert_str(bag.devices.items[1].neighbours.items[0].via, "CDP");
	assert_str(bag.devices.items[2].model, "RTX830");
	assert_str(bag.devices.items[2].revision, "a0");
	assert_str(bag.devices.items[3].model, "RTX1210");
	assert_int_equal(bag.paste.secrets, 1);
}

static void
devices_without_prompts_are_divided_by_their_heads(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bag bag = read_well(FORTI_HEAD "Version: FortiGate-40F v7.0.15,build0632,240401 (GA.M)\nHostname: fw2\n"
	    "RTX830 Rev.15.02.30 (x)\nRTX1210 Rev.14.01.41 (x)\nhostname: pa1\nmodel: PA-220\nsw-version: 10.1.6\nhostname: pa2\nmodel: PA-440\nsw-version: 10.2.3\n", arena);
	static const char *const models[] = { "FortiGate-60F", "FortiGate-40F", "RTX830", "RTX1210", "PA-220", "PA-440" };

	(void)state;
	assert_int_equal(bag.devices.count, ARRAY_LEN(models));
	for (size_t i = 0; i < ARRAY_LEN(models); i++)
		assert_str(bag.devices.items[i].model, models[i]);
	assert_str(bag.devices.items[1].host, "fw2");
	assert_str(bag.devices.items[5].version, "10.2.3");
}

/* Behind the first neighbour nothing is the device's, with or without a prompt. */
static void
a_neighbour_is_never_the_device(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bag bag = read_well(CDP, arena);

	(void)state;
	assert_int_equal(bag.devices.count, 1);
	assert_int_equal(bag.devices.items[0].version_read.len, 0);
	assert_int_equal(bag.devices.items[0].neighbours.count, 1);
	bag = read_well("Cisco IOS Software, X Software (X-M), Version 15.4(3)M3, RELEASE SOFTWARE (fc2)\n" CDP, arena);
	assert_str(bag.devices.items[0].version, "15.4(3)M3");
	assert_int_equal(bag.devices.items[0].neighbours.count, 1);
	/* Even where it stands before the device's own: then that is not read rather than mistaken. */
	bag = read_well(CDP "Cisco IOS Software, X Software (X-M), Version 15.4(3)M3, RELEASE SOFTWARE (fc2)\n", arena);
	assert_int_equal(bag.devices.items[0].version_read.len, 0);
}

static void
a_terminal_leaves_its_signs(void **state)
{
	static const char *const pastes[] = {
		"\x1b[2J\x1b[1;1Hfw1 # \x1b[32mget system status\x1b[0m\r\n\x1b]0;title\aVersion: FortiGate-60F v7.0.7,build0367,221005 (GA.F)\r\r\n",
		"fw1 # get system status\n --More-- \b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\bVersion: FortiGate-60F v7.0.7,build0367,221005 (GA.F)\n",
		"fw1 # get system status\n--More-- \r         \rVersion: FortiGate-60F v7.0.7,build0367,221005 (GA.F)\n",
		"fw1 # get system statux\bs\nVersion:   FortiGate-60F  v7.0.7,build0367,221005 (GA.F)\n",
		"[2026-11-20 10:02:03.004] fw1 # get system status\n[2026-11-20 10:02:03.104] Version: FortiGate-60F v7.0.7,build0367,221005 (GA.F)\n",
		"fw1 # get system status\n*Nov 20 10:02:03.004: %SYS-5-CONFIG_I: Version: FortiGate-40F v6.0.0,build0001,1 (GA)\nVersion: FortiGate-60F v7.0.7,build0367,221005 (GA.F)\n",
		"fw1 # get system status\nVersion： FortiGate-60F v7.0.7,build0367,221005 (GA.F)\n",
		"memo \x83\x81\x83\x82 \xe3\x83\xa1\xe3\x83\xa2\xff\nfw1 # get system status\nVersion: FortiGate-60F v7.0.7,build0367,221005 (GA.F)\n",
		("\xef\xbb\xbf" "fw1 # get system status\nVersion: FortiGate-60F v7.0.7,build0367,221005 (GA.F)"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pastes); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct bag bag = read_well(pastes[i], arena);

		print_message("  paste %zu\n", i);
		assert_int_equal(bag.devices.count, 1);
		assert_str(bag.devices.items[0].host, "fw1");
		assert_str(bag.devices.items[0].version, "7.0.7");
	}
}

/* A serial number across the 80th column. */
static void
broken_lines_are_joined(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bag bag = read_well("RTX1200 Rev.10.01.71 (x)\n"
	    "  main:  RTX1200 MAC-Address=00:00:5e:00:53:01 MAC-Address=00:00:5e:00:53:02 ser\nial=D12345678 ver=c0\n"
	    "Firmware: exec0  Config. file: config0\nDefault firmware: exec0  Default config. file: config0\n", arena);

	(void)state;
	assert_str(bag.devices.items[0].serial, "D12345678");
	assert_str(bag.devices.items[0].revision, "c0");
	assert_int_equal(bag.devices.items[0].restart, ANSWER_NO);
}

static void
members_may_differ(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct component_list components;
	struct bag bag = read_well("sw1#show version\nCisco IOS XE Software, Version 16.12.06\nsw1#show module\n"
	    "Switch  Ports    Model                Serial No.   MAC address     Hw Ver.       Sw Ver.\n"
	    " 1       28     C9200L-24T-4G-E       AAA00000001  0000.5e00.5301  V01           16.12.6\n"
	    " 2       28     C9200L-24T-4G-E       AAA00000002  0000.5e00.5302  V02           16.12.4\n", arena);

	(void)state;
	assert_int_equal(bag.devices.items[0].members.count, 2);
	device_components(&bag.devices.items[0], arena, &components);
	assert_int_equal(components.count, 4);     /* two versions, two revisions */
	assert_str(components.items[0].name, "Cisco IOS XE");
	assert_str(components.items[0].version, "16.12.6");
	assert_int_equal(components.items[1].kind, COMPONENT_HARDWARE);
	assert_str(components.items[1].version, "V01");
	assert_str(components.items[3].version, "16.12.4");
}

/* What a device is to the ledger. */
static void
components_have_names_only_where_they_are_certain(void **state)
{
	static const struct { const char *text, *name, *version, *cpe; enum component_kind kind; const char *hardware_cpe; } rows[] = {
		{ FORTI_HEAD, "FortiOS", "7.0.7", "cpe:2.3:o:fortinet:fortios:*:*:*:*:*:*:*:*", COMPONENT_OS, "" },
		{ "RTX830 Rev.15.02.30 (x)\n", "RTX830 firmware", "15.02.30", "cpe:2.3:o:yamaha:rtx830_firmware:*:*:*:*:*:*:*:*", COMPONENT_FIRMWARE,
		  "cpe:2.3:h:yamaha:rtx830:*:*:*:*:*:*:*:*" },
		{ "RTX1200 Rev.10.01.71 (x)\n", "RTX1200 firmware", "10.01.71", "", COMPONENT_FIRMWARE, "" },
		{ "Hostname: a\nModel: mx240\nJunos: 21.4R3-S3.4\n", "Junos", "21.4R3-S3", "cpe:2.3:o:juniper:junos:21.4:r3-s3:*:*:*:*:*:*", COMPONENT_OS, "" },
		{ "hostname: pa1\nmodel: PA-220\nsw-version: 10.1.6-h6\n", "PAN-OS", "10.1.6-h6", "cpe:2.3:o:paloaltonetworks:pan-os:10.1.6:h6:*:*:*:*:*:*",
		  COMPONENT_OS, "" },
		{ "hostname: pa1\nmodel: PA-220\nsw-version: 10.1.6\n", "PAN-OS", "10.1.6", "cpe:2.3:o:paloaltonetworks:pan-os:10.1.6:-:*:*:*:*:*:*", COMPONENT_OS, "" },
		{ "Cisco IOS XE Software, Version V169_5_SR1\ncisco ISR4331/K9 (1RU) processor with 1K\n", "Cisco IOS XE", "",
		  "cpe:2.3:o:cisco:ios_xe:*:*:*:*:*:*:*:*", COMPONENT_OS, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct bag bag = read_well(rows[i].text, arena);
		struct component_list components;
		struct inventory_head head;

		print_message("  %s %s\n", rows[i].name, rows[i].version);
		device_components(&bag.devices.items[0], arena, &components);
		assert_int_equal(components.count, 2);
		assert_int_equal(components.items[0].kind, rows[i].kind);
		assert_str(components.items[0].name, rows[i].name);
		assert_str(components.items[0].version, rows[i].version);
		assert_str(components.items[0].cpe, rows[i].cpe);
		assert_int_equal(components.items[1].kind, COMPONENT_HARDWARE);
		assert_str(components.items[1].cpe, rows[i].hardware_cpe);
		device_head(&bag.devices.items[0], arena, &head);
		for (size_t c = 0; c < head.coverage.count; c++)
			assert_int_equal(head.coverage.items[c].coverage, COVERAGE_PARTIAL);
	}
}

/* NVD has "o:" in newer records and "a:" in older ones. */
static void
two_spellings_are_both_held(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bag bag = read_well("asa1# show version\nCisco Adaptive Security Appliance Software Version 9.5(2)204\nHardware:   ASAv, 2048 MB RAM\n", arena);
	struct component_list components;

	(void)state;
	device_components(&bag.devices.items[0], arena, &components);
	assert_int_equal(components.count, 3);
	assert_str(components.items[0].cpe, "cpe:2.3:o:cisco:adaptive_security_appliance_software:*:*:*:*:*:*:*:*");
	assert_str(components.items[1].cpe, "cpe:2.3:a:cisco:adaptive_security_appliance_software:*:*:*:*:*:*:*:*");
	assert_str(components.items[1].version, "9.5(2)204");
}

static void
two_running_versions_are_no_version(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bag bag = read_well("r1#show version\nCisco IOS Software, X (X-M), Version 15.4(3)M3, RELEASE SOFTWARE (fc2)\nr1#show version\n"
	    "Cisco IOS Software, X (X-M), Version 15.4(3)M4, RELEASE SOFTWARE (fc2)\n", arena);

	(void)state;
	assert_int_equal(bag.devices.count, 1);
	assert_int_equal(bag.devices.items[0].doubt, DEVICE_DOUBT_TWO);
	assert_int_equal(bag.devices.items[0].version.len, 0);
}

static void
serial_numbers_are_masked_unless_kept(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct inventory_head head;
	struct err *err;
	struct bag bag = read_paste(STR(FORTI_HEAD), false, arena, &err);

	(void)state;
	assert_ok(err);
	assert_str(bag.devices.items[0].serial, "FGT…");
	assert_int_equal(bag.paste.serials, 1);
	for (size_t i = 0; i < bag.devices.items[0].readings.count; i++)
		assert_true(str_find(bag.devices.items[0].readings.items[i].text, STR("00000001")) == SIZE_MAX);
	device_head(&bag.devices.items[0], arena, &head);
	assert_int_equal(head.machine.len, 0);
	bag = read_paste(STR(FORTI_HEAD), true, arena, &err);
	assert_ok(err);
	device_head(&bag.devices.items[0], arena, &head);
	assert_str(head.machine, "FGT60FTK00000001");
}

static void
what_is_no_device_is_refused(void **state)
{
	static const struct { const char *text; enum err_code code; } pastes[] = {
		{ "", ERR_FORMAT }, { "hello\n", ERR_FORMAT }, { "Hardware: x86 Family 6 - Software: Windows Version 6.3 (Build 17763)\n", ERR_FORMAT },
		{ "Cisco Firepower Threat Defense (FTD) contains a weakness in its web services.\n", ERR_FORMAT },
		{ "SNMPv2-MIB::sysDescr.0 = STRING: Linux web1 6.1.0 #1 SMP\n", ERR_FORMAT }, { "\x1b[\x1b]\b\b\r\n#\n>\n<\n[\n<>\n", ERR_FORMAT },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf many BUF_SCOPE = { 0 };
	struct err *err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pastes); i++) {
		(void)read_paste(str_of(pastes[i].text), false, arena, &err);
		assert_non_null(err);
		assert_int_equal(err->code, pastes[i].code);
	}
	for (size_t i = 0; i <= LIMIT_DEVICE_PARTS; i++)
		buf_addf(&many, "Device ID: n%zu\nPlatform: x\n", i);
	(void)read_paste(buf_str(&many), false, arena, &err);
	assert_err(err, ERR_LIMIT);
	buf_clear(&many);
	for (size_t i = 0; i <= LIMIT_LINE_BYTES; i++)
		buf_add_char(&many, 'x');
	(void)read_paste(buf_str(&many), false, arena, &err);
	assert_err(err, ERR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transcribed_outputs_are_read),
		cmocka_unit_test(transcribed_snmp_is_a_claim),
		cmocka_unit_test(prompts_are_told_from_output),
		cmocka_unit_test(commands_may_be_shortened),
		cmocka_unit_test(versions_are_as_advisories_write_them),
		cmocka_unit_test(one_paste_holds_many_devices),
		cmocka_unit_test(devices_without_prompts_are_divided_by_their_heads),
		cmocka_unit_test(a_neighbour_is_never_the_device),
		cmocka_unit_test(a_terminal_leaves_its_signs),
		cmocka_unit_test(broken_lines_are_joined),
		cmocka_unit_test(members_may_differ),
		cmocka_unit_test(components_have_names_only_where_they_are_certain),
		cmocka_unit_test(two_spellings_are_both_held),
		cmocka_unit_test(two_running_versions_are_no_version),
		cmocka_unit_test(serial_numbers_are_masked_unless_kept),
		cmocka_unit_test(what_is_no_device_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
