/*
 * lang.h - the language a person reads. An argument per request, never a global; the process's
 * locale stays C.
 */
#pragma once

enum lang { LANG_JA, LANG_EN };
