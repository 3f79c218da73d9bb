/*
 * pages.h - the files of pages: each has a table of its routes.
 */
#pragma once
#include "face/web/web.h"

extern const struct web_route routes_base[];       /* looks, health, measures, language */
extern const struct web_route routes_api[];        /* what there is, for programs      */
extern const struct web_route routes_sign[];       /* signing in and out                */
extern const struct web_route routes_case_list[];  /* cases; stands before routes_case     */
extern const struct web_route routes_case[];       /* a case of any playbook           */
extern const struct web_route routes_case_form[];  /* filling it in                    */
extern const struct web_route routes_knowledge[];  /* sources, and files of them      */
extern const struct web_route routes_case_talk[];  /* what is written in it             */
extern const struct web_route routes_case_people[];
extern const struct web_route routes_case_more[];  /* links, title, edition, example    */
extern const struct web_route routes_plan[];       /* plans of a case                  */
extern const struct web_route routes_approval[];
extern const struct web_route routes_task[];       /* tasks and deadlines              */
extern const struct web_route routes_document[];   /* papers and files of cases         */
extern const struct web_route routes_today[];      /* the first page, and what changed     */
extern const struct web_route routes_findings[];   /* the list of what was found        */
extern const struct web_route routes_finding[];    /* one of them, and decisions           */
extern const struct web_route routes_vulnerability[];
extern const struct web_route routes_ask[];        /* inquiries                            */
extern const struct web_route routes_question[];   /* questions, and what mends            */
extern const struct web_route routes_systems[];    /* the register, from its ends       */
extern const struct web_route routes_system[];     /* one system, entered and changed  */
