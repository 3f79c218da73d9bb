/*
 * limits.h - every bound on foreign input, in one table.
 *
 * A reader that meets a bound says so (ERR_LIMIT names the bound) and stops; nothing grows past it.
 * The numbers are generous for what real feeds and inventories hold, and small enough that the
 * largest of them fits a worker's memory (see wire/worker).
 */
#pragma once
#include <stddef.h>

enum {
	LIMIT_JSON_DEPTH        = 64,        /* nested arrays and objects            */
	LIMIT_JSON_MEMBERS      = 256,       /* beside the records of a feed         */
	LIMIT_XML_DEPTH         = 64,        /* nested elements                      */
	LIMIT_SCHEMA_DEPTH      = 12,        /* nested structures in one record      */
	LIMIT_CONFIG_DEPTH      = 8,         /* nested NVD configuration nodes       */
	LIMIT_LIST_ITEMS        = 1000000,   /* items in one list of one record      */
	LIMIT_ERR_SENTENCE      = 4096,      /* bytes of one sentence for a person   */
	LIMIT_CSV_COLUMNS       = 1024,
	LIMIT_XLSX_SHEETS       = 256,
	LIMIT_XLSX_TEXTS        = 4000000,   /* shared texts of one workbook         */
	LIMIT_XLSX_MERGES       = 200000,    /* merged cells of one sheet            */
	LIMIT_YAML_DEPTH        = 32,        /* nested sequences and mappings        */
	LIMIT_ANSWER_LINES      = 100000,    /* of one sheet that came back          */
	LIMIT_SHEET_SEARCH      = 50,        /* rows looked at for the headings      */
	LIMIT_CELL_PRODUCTS     = 64,        /* products named in one cell of a sheet */
	LIMIT_SHEET_TOLD        = 256,       /* mappings told beforehand             */
	LIMIT_ARCHIVE_ENTRIES   = 1000000,   /* the CVE list has 300,000, Red Hat's VEX as many */
	LIMIT_PROBLEMS_KEPT     = 1000,      /* refused records kept with their text */
	LIMIT_VERSION_TEXT      = 4096,      /* bytes of one version                 */
	LIMIT_RANGE_TEXT        = 16384,     /* bytes of one range as people write it */
	LIMIT_URL_TEXT          = 8192,      /* bytes of one address of the web      */
	LIMIT_NAME_TEXT         = 4096,      /* bytes of one CPE name or package URL */
	LIMIT_RULE_DEPTH        = 32,        /* nested parts of one rule of criteria */
	LIMIT_RULE_NODES        = 1024,      /* parts of one rule                    */
	LIMIT_JVN_PHRASE        = 4096,      /* bytes of one version sentence of JVN */
	LIMIT_JVN_ROWS          = 1000,      /* version sentences of one product     */
	LIMIT_CVES_IN_TEXT      = 1000,      /* numbers found in one text            */
	LIMIT_ALERT_TEXT        = 262144,    /* bytes kept of the text of one alert  */
	LIMIT_EVIDENCE_SENTENCE = 4096,      /* bytes of one sentence that is looked through for exploitation */
	LIMIT_EVIDENCE_SAID     = 1000,      /* sentences on exploitation told of one text */
	LIMIT_SSVC_POINTS       = 6,         /* decision points of a table that people write */
	LIMIT_SSVC_POINTS_BUILTIN = 7,       /* of CERT/CC's own: its triage table has seven */
	LIMIT_SSVC_VALUES       = 8,         /* values of one decision point         */
	LIMIT_SSVC_COMBINATIONS = 16384,     /* of the values of all points          */
	LIMIT_CLOSED_DAYS       = 10000,     /* an organisation's own closed days    */
	LIMIT_READING_FORMERS   = 100,       /* earlier readings kept of one product */
	LIMIT_SEGMENT_CLASSES   = 200,       /* kinds of network segments            */
	LIMIT_SEGMENT_PATHS     = 2000,      /* allowed between them                 */
	LIMIT_FOLDER_DEPTH      = 16,        /* folders in folders that are walked through */
	LIMIT_DECISION_DAYS     = 1096,      /* how far ahead a decision may end     */
	LIMIT_DEVICES           = 10000,     /* network devices in one paste         */
	LIMIT_DEVICE_PARTS      = 4096,      /* members, neighbours or features of one device */
	LIMIT_SCAN_PORTS        = 65536,     /* ports of one host of a scan          */
	LIMIT_PLAY_ID           = 64,        /* bytes of a name in a playbook        */
	LIMIT_PLAY_PARTS        = 1000,      /* fields, moves … of one playbook, each */
	LIMIT_PLAY_VALUES       = 200,       /* values of one choice, columns of one table */
	LIMIT_PLAY_SPAN         = 100000,    /* hours, days … of one span            */
	LIMIT_PLAY_ROWS         = 1000,      /* rows of one field of a case          */
	LIMIT_PLAY_TEXT         = 1000,      /* bytes of a text of one line          */
	LIMIT_PLAY_LONG         = 65536,     /* bytes of a long text                 */
	LIMIT_PLAYCHECK_STATES  = 2000000,   /* situations that `playbook check` explores */
	LIMIT_PLAYCHECK_TRIES   = 1000000,   /* combinations of values of one act there */
	LIMIT_JVN_PAIRS         = 1000000,   /* bounds of one product compared with each other */
	LIMIT_TEMPLATE_DEPTH    = 100,       /* sections and partials of a template in each other */
	LIMIT_PAPER_PARTS       = 20000,     /* paragraphs, items and rows of one paper        */
	LIMIT_PAPER_COLUMNS     = 32,        /* of one of its tables                         */
	LIMIT_VEX_STATEMENTS    = 50000,     /* products spoken of in one VEX document that is written */
	LIMIT_VEX_VERSION       = 1000,      /* editions of one VEX document that is written */
	LIMIT_TEMPLATE_STEPS    = 10000000,  /* tags and lines of one filling                */
};

#define LIMIT_RECORD_BYTES   ((size_t)64 << 20)   /* one record of a feed, as text           */
#define LIMIT_DOCUMENT_BYTES ((size_t)512 << 20)  /* one inventory document, unpacked         */
#define LIMIT_PASTE_BYTES    ((size_t)32 << 20)   /* console output pasted at once                */
#define LIMIT_ADVISORIES_BYTES ((uint64_t)4 << 30) /* a provider's archive of CSAF documents, packed */
#define LIMIT_STREAM_BYTES   ((size_t)64 << 30)   /* one feed, unpacked                       */
#define LIMIT_BUNDLE_BYTES   ((int64_t)8 << 30)   /* knowledge that crosses an air gap          */
#define LIMIT_FRAME_BYTES    ((size_t)64 << 20)   /* one message from a worker                */
#define LIMIT_CHARSET_PROBE  ((size_t)256 << 10) /* what an encoding is told from              */
#define LIMIT_YAML_BYTES     ((size_t)4 << 20)   /* one YAML document                        */
#define LIMIT_WINDOWS_FILE   ((size_t)32 << 20)  /* what one computer says of itself, one file    */
#define LIMIT_LINE_BYTES     ((size_t)1 << 20)    /* one line of a line-oriented file         */
#define LIMIT_CASE_FILE      ((size_t)32 << 20)  /* one file of a case                       */
#define LIMIT_CASE_TEXT      ((size_t)256 << 10) /* one field, message or note of a case     */
#define LIMIT_CASE_TITLE     ((size_t)1 << 10)   /* a title, label or name in it             */
#define LIMIT_TEMPLATE_BYTES ((size_t)1 << 20)    /* one template                             */
#define LIMIT_FILLED_BYTES   ((size_t)32 << 20)   /* what one filling makes                   */
#define LIMIT_AUDIT_HEADS    ((size_t)256 << 20)  /* the file of the audit's heads            */
#define LIMIT_AUDIT_EXPORT   ((size_t)64 << 20)   /* rows of it for a browser at once         */
#define LIMIT_VEX_BYTES      ((size_t)64 << 20)  /* one VEX document                         */
#define LIMIT_LETTER_BYTES   ((size_t)20 << 20)   /* one letter that the program sends        */
#define LIMIT_CELL_BYTES     ((size_t)32 << 10)   /* one cell of a table (XLSX allows 32,767) */
#define LIMIT_UNPACK_RATIO   2000                 /* unpacked / packed bytes, after 1 MiB     */
