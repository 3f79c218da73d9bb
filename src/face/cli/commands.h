/*
 * commands.h - the commands' functions, one file a noun; the table of them is commands.c.
 */
#pragma once
#include "face/cli/cli.h"
#include "model/report.h"
#include "service/home.h"

struct err *cmd_init(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_audit_verify(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_audit_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_audit_export(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_audit_seal(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_audit_head(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_serve(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_key_init(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_key_start(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_key_stop(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_key_status(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_key_shares(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_key_rotate(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_key_restore(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_key_erase(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_doctor(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_collect(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_feed_import(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_feed_status(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_feed_pull(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_feed_sources(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_feed_source(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_feed_schedule(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_feed_missing(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_kb_releases(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_kb_life(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_kb_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_kb_read(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_kb_search(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_import(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_import_windows(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_progress(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_mapping(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_retire(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_card(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_export(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_answer(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_confirm(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_history(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ask_applicability(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ask_composition(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ask_take(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ask_status(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ask_chase(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ask_contractor(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_differences(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_settle(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_kb_readings(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_kb_evidence(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_kb_alerts(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_readings_export(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_readings_import(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_life_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_submit(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_agree(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_return(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_refuse(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_withdraw(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_view(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_outside(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_proposals(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_open_proposed(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_approval_paper(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_plan_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_plan_choose(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_plan_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_finding_decide(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_finding_undecide(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_vex_export(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_vex_import(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_vex_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_vex_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_vex_withdraw(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_criteria_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_criteria_check(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_criteria_replay(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_criteria_propose(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_criteria_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_criteria_agree(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_criteria_withdraw(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_finding_decisions(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_notice_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_notice_edit(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_notice_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_notice_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_notice_withdraw(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_notice_answer(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_notice_look(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_notice_file(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_roster_set(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_roster_end(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_roster_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_roster_turn(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_roster_checked(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_roster_proof(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_handover_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_handover_give(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_duty_check(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_patching_count(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_patching_status(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_posture_open(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_posture_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_life_set(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_orphans(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_layer(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_statement_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_statement_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_inspection_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_inspection_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_csaf_key(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_csaf_publish(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_csaf_withdraw(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_csaf_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_bundle_keygen(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_bundle_create(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_bundle_verify(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_bundle_import(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_bundle_trust(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_medium_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_medium_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_person_left(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_contractor_ended(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_maintained_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_maintained_import(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_maintained_export(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_withdraw(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_patches(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_segment_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_segment_check(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_import_device(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_import_nmap(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_import_swid(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_import_cpe(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_export_swid(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_export_cpe(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_unmanaged(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ledger_address(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_device_where(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_name_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_name_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_name_confirm(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_name_reject(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_name_forget(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_name_export(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_name_import(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_assess(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_finding_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_finding_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_finding_questions(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_finding_remedies(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_finding_why(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_lint(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_scan(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_calendar_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_calendar_holidays(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_calendar_close(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_calendar_open(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_calendar_closed(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_calendar_maintenance(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_maintenance_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_maintenance_remove(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_oncall_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_oncall_set(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_oncall_remove(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_deadline_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_job_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_job_run(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_job_trust(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_score_cvss(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_score_ssvc(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_score_epss(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_score_evidence(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ssvc_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ssvc_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ssvc_check(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ssvc_replay(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ssvc_propose(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ssvc_editions(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ssvc_agree(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ssvc_withdraw(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_playbook_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_playbook_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_playbook_diff(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_playbook_check(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_playbook_take(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_version_compare(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_jvn_range(struct cli *cli, enum cli_status *ret_status);

struct err *cmd_version_in(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_cpe_match(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_cpe_parse(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_open(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_examples(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_set(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_move(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_confirm(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_note(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_title(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_tlp(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_link(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_unlink(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_edition(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_example(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_write(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_read(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_file_put(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_file_get(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_document_make(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_document_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_document_get(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_document_templates(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_report_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_report_make(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_report_get(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_report_subscribe(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_report_subscriptions(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_report_send(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_report_unsubscribe(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_file_release(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_watch_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_watch_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_watch_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_watch_products(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_watch_read(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_watch_check(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_watch_look(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_watch_end(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_webhook_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_webhook_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_webhook_test(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_webhook_remove(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ticket_trackers(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ticket_tracker_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ticket_tracker_remove(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ticket_hook(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ticket_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_ticket_put(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_task_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_task_done(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_task_assign(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_import(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_show(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_set(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_lock(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_unlock(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_leave(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_provider_secret(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_password(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_totp_make(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_totp_confirm(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_totp_end(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_sees(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_who(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_party(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_case_grant(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_proposals(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_account_confirm(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_unit_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_unit_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_organisation_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_organisation_add(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_unit_set(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_token_make(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_token_list(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_token_withdraw(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_purl_parse(struct cli *cli, enum cli_status *ret_status);
struct err *cmd_id_parse(struct cli *cli, enum cli_status *ret_status);

extern const struct cli_option options_case_open[], options_case_list[], options_case_show[], options_case_set[], options_case_move[],
    options_case_confirm[], options_case_part[], options_case_edition[], options_case_example[], options_case_write[],
    options_case_file_put[], options_case_file_get[], options_document_make[], options_document_get[], options_case_file_release[], options_task_list[], options_task_done[],
    options_task_assign[];
extern const struct cli_option options_case_party[], options_case_grant[], options_account_add[], options_account_list[], options_account_import[], options_account_password[],
    options_account_provider_secret[],
    options_watch_add[], options_watch_show[], options_watch_check[],
    options_webhook_add[], options_ticket_tracker[], options_ticket_hook[], options_ticket_put[], options_ticket_show[],
    options_account_confirm[], options_unit_put[], options_token_make[], options_token_list[];
extern const struct cli_option options_bundle_keygen[], options_bundle_create[], options_bundle_verify[], options_bundle_import[],
    options_bundle_trust[];
extern const struct cli_option options_ledger_layer[], options_statement_add[], options_book_list[], options_inspection_add[],
    options_medium_add[], options_departure[], options_ledger_patches[], options_segment_list[];
extern const struct cli_option options_ledger_export[], options_ledger_mapping[], options_ledger_retire[];
extern const struct cli_option options_import_device[], options_import_nmap[], options_import_exchange[],
    options_export_swid[], options_ledger_address[];
extern const struct cli_option options_life_list[], options_life_set[], options_ledger_orphans[];
extern const struct cli_option options_ledger_progress[];
extern const struct cli_option options_notice_add[], options_notice_edit[], options_notice_list[], options_notice_show[], options_notice_withdraw[],
    options_notice_answer[], options_notice_look[], options_notice_file[];
extern const struct cli_option options_report_make[], options_report_get[], options_report_subscribe[];
extern const struct cli_option options_serve[], options_audit_verify[], options_audit_show[], options_audit_export[];
extern const struct cli_option options_csaf_key[], options_csaf_withdraw[];
extern const struct cli_option options_vex_export[], options_vex_import[], options_vex_list[], options_vex_show[];
extern const struct cli_option options_playbook_show[];
extern const struct cli_option options_key_init[], options_key_start[], options_key_split[], options_key_restore[];
extern const struct cli_option options_name_list[], options_name_vendor[], options_name_confirm[], options_name_export[];
extern const struct cli_option options_ledger_export[], options_kb_readings[], options_kb_evidence[], options_kb_alerts[], options_readings_export[];
extern const struct cli_option options_init[], options_collect[], options_feed_import[], options_feed_pull[], options_ledger_import[],
    options_ledger_answer[], options_ledger_confirm[], options_ledger_history[], options_finding_list[],
    options_finding_why[], options_scan[], options_kb_show[], options_kb_read[], options_kb_search[],
    options_published[],
    options_calendar_close[], options_calendar_maintenance[], options_maintenance_add[], options_oncall_set[], options_job_list[],
    options_job_trust[], options_deadline_list[],
    options_ask[], options_ask_applicability[], options_ask_take[], options_ask_chase[], options_ask_contractor[],
    options_score_cvss[], options_score_ssvc[], options_calendar_add[], options_calendar_holidays[], options_jvn_range[], options_duty_check[], options_handover_give[], options_roster_set[], options_roster_checked[], options_roster_proof[], options_posture_open[], options_patching_status[], options_approval_list[], options_approval_act[], options_approval_paper[], options_finding_decide[], options_finding_decisions[], options_criteria_propose[], options_ssvc_propose[];

/* --------------------------------------------------- what several commands print in the same way (print.c) */

CHECKED struct err *cli_open_home(struct cli *cli, struct home *ret_home);
/*
 * Who is asking, for every command on cases and people (actor.c): a token when there is one, else the account of the user of the operating
 * system; of a home from before there were accounts its owner gets the first, and is told. Refuses --at unless the home's settings
 * say "clock = given": whoever may choose his time may use what ended. Writes the audit's row of a direct opening, once a process.
 */
struct actor;
CHECKED struct err *cli_actor(struct cli *cli, const struct home *home, struct ledger *ledger, struct actor *ret_actor);
/* The same with the home and its ledger opened, which the caller closes. */
CHECKED struct err *cli_enter(struct cli *cli, struct home *ret_home, struct ledger **ret_ledger, struct actor *ret_actor);
/* A key that was destroyed just now: sees to its traces, and says so (cmd_key.c). */
struct key_erasing;
void cli_key_erased(struct cli *cli, struct str left_in);
/* "a,b、c" of an option into its parts, without empty ones. */
struct str_list cli_list(const struct cli *cli, const char *name);
/* A whole number of an operand; ERR_USAGE when it is none. */
CHECKED struct err *cli_operand_number(const struct cli *cli, size_t operand, int64_t *ret_number);
/* How the home's letters go, by its settings. */
struct mailer;
CHECKED struct err *cli_mailer(const struct home *home, struct arena *arena, struct mailer **ret_mailer);
/* A ledger without accounts gets its first, for the user of this process, which is told. */
CHECKED struct err *cli_make_first(struct cli *cli, const struct home *home, struct str name);
/* The person at the keyboard, for the history. */
struct str cli_who(struct cli *cli);

/* A line without its end; at most a kilobyte. */
CHECKED struct err *cli_read_line(struct cli *cli, int fd, struct str *ret_line);
/* From --passphrase-file, else of the person at the terminal, unseen; made: a new one, asked for twice. */
CHECKED struct err *cli_passphrase(struct cli *cli, bool made, struct str *ret_passphrase);
#define CLI_PASSPHRASE_OPTION { "passphrase-file", "FILE", M("the passphrase is the first line of this file (\"-\": of standard input) instead of being asked for") }

/* Compares the ledger with what is known, as `assess` does, and tells it unless silent. */
CHECKED struct err *cli_assess(struct cli *cli, const struct home *home, bool silent, enum cli_status *ret_status);

/* An SSVC table by the name it is built in under, else from a file of that path. */
struct ssvc_table;
CHECKED struct err *cli_ssvc_table(struct cli *cli, struct str name, struct ssvc_table *ret_table);

/*
 * With --medium NAME: keeps in the record of media that these files were brought in by it (--purpose). Commands that take
 * files in have these options in their tables by CLI_MEDIUM_OPTIONS.
 */
CHECKED struct err *cli_record_media(struct cli *cli, const struct home *home, const struct str *files, size_t count);
/* The same of what leaves: the file of that name, or, when it is empty, what is about to be printed. */
CHECKED struct err *cli_record_output(struct cli *cli, const struct home *home, struct str file);
#define CLI_MEDIUM_OPTIONS \
	{ "medium", "NAME", M("the files came by this medium: keeps them in the record of media") }, \
	{ "purpose", "TEXT", M("what for, in the record of media") }

/* A row's cells to the end of a table. */
struct table;
void print_table_row(struct cli *cli, struct table *table, const struct str *cells, size_t count);
/* A table with its headings in the person's language: as CSV, aligned, or what the person asked for. */
void print_table_csv(struct cli *cli, const struct table *table);
void print_table_text(struct cli *cli, const struct table *table);
void print_rows(struct cli *cli, const struct table *table);
/* A day (its first moment) or an instant from an option; INSTANT_NONE when it was not given; ERR_USAGE when it is none. */
CHECKED struct err *cli_instant(const struct cli *cli, const char *name, int64_t *ret_instant);
/* A day from an option, also as 「令和8年11月20日」; fallback when it was not given; ERR_USAGE when it is none. */
CHECKED struct err *cli_day(const struct cli *cli, const char *name, int32_t fallback, int32_t *ret_day);
/* "2026-11-20 (令和8年11月20日)" in Japanese, "2026-11-20" in English; "-" for none. */
struct str print_day(struct cli *cli, int32_t day);

/* A value with a schema as the whole JSON answer. */
void print_json(struct cli *cli, const struct schema *schema, const void *value);
/* "9.8 Critical" in the person's language, "-" when there is none. */
struct str print_score(struct cli *cli, const struct finding_view *view);
struct str print_verdict(struct cli *cli, enum verdict verdict);
struct str print_instant(struct cli *cli, int64_t instant);      /* "2026-11-20 10:02 JST", "-"   */
/* "KEV 2021-11-03, EPSS 97.5 %" or "-". */
struct str print_threat(struct cli *cli, const struct finding_view *view);
void print_findings_csv(struct cli *cli, const struct report *report);
void print_question(struct cli *cli, const struct question_view *question, size_t number);
/* 把握事項 (service/items.h), each with whose word it is. */
struct items_view;
void print_seven_items(struct cli *cli, const struct items_view *items);
/* What Microsoft says in one record: severity, exploitation, and what mends each product (cmd_published.c). */
struct advisory;
void print_microsoft(struct cli *cli, const struct advisory *advisory);
/* Sources that are not as they should be, a line each; nothing when all is well. */
void print_sources(struct cli *cli, const struct report *report);
/* Of a sheet that was imported: which column was read as what; and what became of its rows. Nothing for other files. */
struct register_import;
void print_sheet_columns(struct cli *cli, const struct register_import *import);
void print_sheet_rows(struct cli *cli, const struct register_import *import);
