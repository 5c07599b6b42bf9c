// Falsework
// SPDX-License-Identifier: MIT

#ifndef FALSEWORK_CTURBOJPEG_SHIM_H
#define FALSEWORK_CTURBOJPEG_SHIM_H

#include <turbojpeg.h>

#endif
