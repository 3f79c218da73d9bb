/*
 * pages.h - the files of pages: each has a table of its routes.
 */
#pragma once
#include "face/web/web.h"

extern const struct web_route routes_base[];       /* looks, health, measures, language */
extern const struct web_route routes_api[];        /* what there is, for programs      */
extern const struct web_route routes_sign[];       /* signing in and out                */
extern const struct web_route routes_provider[];   /* the same by another provider      */
extern const struct web_route routes_case_list[];  /* cases; stands before routes_case     */
extern const struct web_route routes_case[];       /* a case of any playbook           */
extern const struct web_route routes_case_form[];  /* filling it in                    */
extern const struct web_route routes_bundle[];     /* knowledge over an air gap    */
extern const struct web_route routes_search[];     /* all that is known, searched  */
extern const struct web_route routes_watch[];      /* what is watched of it            */
extern const struct web_route routes_knowledge[], routes_heard[];  /* sources, and files of them      */
extern const struct web_route routes_case_talk[];  /* what is written in it             */
extern const struct web_route routes_case_people[];
extern const struct web_route routes_case_more[];  /* links, title, edition, example    */
extern const struct web_route routes_plan[];       /* plans of a case                  */
extern const struct web_route routes_approval[];
extern const struct web_route routes_calendar[];
extern const struct web_route routes_playbook[];   /* procedures, to look at            */
extern const struct web_route routes_posture[];
extern const struct web_route routes_notice[];      /* notices that came by mail, telephone, paper */
extern const struct web_route routes_roster[];
extern const struct web_route routes_duty[];
extern const struct web_route routes_handover[];   /* and mass updates                 */
extern const struct web_route routes_served[];     /* the APIs of others, as they are served */
extern const struct web_route routes_advisories[]; /* what is given out as a provider of CSAF */
extern const struct web_route routes_webhook[];    /* other programs that are told     */
extern const struct web_route routes_ticket[];     /* tickets of cases, trackers       */
extern const struct web_route routes_task[];       /* tasks and deadlines              */
extern const struct web_route routes_document[];   /* papers and files of cases         */
extern const struct web_route routes_today[];      /* the first page, and what changed     */
extern const struct web_route routes_findings[];   /* the list of what was found        */
extern const struct web_route routes_finding[];    /* one of them, and decisions           */
extern const struct web_route routes_vulnerability[];
extern const struct web_route routes_vex[];        /* VEX out and in                       */
extern const struct web_route routes_ask[];        /* inquiries                            */
extern const struct web_route routes_ssvc[];       /* SSVC tables, and editions of the own one */
extern const struct web_route routes_criteria[];   /* criteria, and their editions         */
extern const struct web_route routes_question[];   /* questions, and what mends            */
extern const struct web_route routes_systems[];    /* the register, from its ends       */
extern const struct web_route routes_system[];     /* one system, entered and changed  */
extern const struct web_route routes_setup[];      /* an organisation's and a person's beginning */
extern const struct web_route routes_account[];    /* one's own account                 */
extern const struct web_route routes_people[];     /* everybody's, for administrators   */
extern const struct web_route routes_people_list[];   /* from a list; stands before routes_people */
extern const struct web_route routes_units[];      /* units, two-person steps, organisations */
extern const struct web_route routes_settings[];   /* what can be set                   */
extern const struct web_route routes_audit[];      /* who did what                      */

/* Of page_people.c: what was typed in a form of this account that failed stands in it again. */
struct account_view;
void account_typed(const struct web *web, struct account_view *account);
/* Of page_base.c: the language of this browser, whoever is signed in. */
void web_keep_language(struct web *web, enum lang lang);
/* Of page_sign.c and page_setup.c: that person is signed in, and sent to a page; what was typed twice is the same. */
CHECKED struct err *sign_in_as(struct web *web, const struct actor *actor, struct str to);
CHECKED struct err *same_twice(struct web *web);
/* Of page_sign.c: the organisation that was chosen here, or the last time; and the page for the code of the second factor, for who has shown who he is. */
CHECKED struct err *use_organisation(struct web *web);
CHECKED struct err *ask_for_code(struct web *web, struct str login, struct str to);
/* Of page_provider.c: its name on the button, "" when there is none, or when the settings are wrong: then *ret_fault is a sentence. */
CHECKED struct err *provider_name(struct web *web, struct str *ret_name, struct str *ret_fault);
/* What is told of it when somebody signs out who may have come by it; NULL: nothing. */
CHECKED struct err *provider_tells(struct web *web, bool *ret_tells);
/* By the password that is kept here, or the directory's; as account_check_password. */
CHECKED struct err *check_password(struct web *web, struct str login, struct str password, struct str code, struct actor *ret_actor, bool *ret_code_wanted);
/* Of page_search.c: severities and sources that a search can be narrowed to. */
void search_choices(struct web *web, struct str severity, struct str source, struct web_choices *severities, struct web_choices *sources);
/* Of page_people.c: a whole address of this program, as the asking browser knows it. path: "/welcome/". */
struct str address_of(const struct web *web, const char *path, struct str rest);
extern const struct web_route routes_status[];     /* the situation, indicators        */
extern const struct web_route routes_subscription[];  /* stands before routes_report    */
extern const struct web_route routes_report[];     /* what is handed out; behind it   */
extern const struct web_route routes_system_add[]; /* a host and a product of it        */
extern const struct web_route routes_import[];     /* files, dropped and taken in      */
extern const struct web_route routes_name[];       /* what written names mean           */
extern const struct web_route routes_ledger_lists[];  /* the register looked at as a whole */
extern const struct web_route routes_ledger_settle[]; /* rows that left, words that differ */
extern const struct web_route routes_ledger_book[];   /* the record book                */

/* "https://tsukuroi.example.lg.jp": where programs ask, as the home says, else as it was asked for. */
struct str served_base(const struct web *web);
