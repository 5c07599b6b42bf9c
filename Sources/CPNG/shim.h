// Falsework
// SPDX-License-Identifier: MIT

#ifndef FALSEWORK_CPNG_SHIM_H
#define FALSEWORK_CPNG_SHIM_H

#include <png.h>

#ifndef PNG_SIMPLIFIED_READ_SUPPORTED
#error "Falsework needs libpng 1.6 or later with its simplified reading"
#endif

#endif
