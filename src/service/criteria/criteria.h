/*
 * criteria.h - 判断基準 as dated versions in the ledger: drafted, tried on what is open, proposed by security staff, agreed by an executive.
 *
 *     draft ──> proposed ──> agreed ──> in force from its day, until the next one ──> past
 *        └──────────┴──> withdrawn
 *
 * The home's own criteria (tsukuroi.conf) are what holds before any version was agreed. Whose version is in force on a day is asked of
 * home_criteria_on (service/home.h); every assessment says by which one it judged. Two people: who proposed never agrees.
 */
#pragma once
#include "service/home.h"
#include "service/people/actor.h"
