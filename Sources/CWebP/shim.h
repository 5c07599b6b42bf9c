// Falsework
// SPDX-License-Identifier: MIT

#ifndef FALSEWORK_CWEBP_SHIM_H
#define FALSEWORK_CWEBP_SHIM_H

#include <webp/decode.h>
#include <webp/demux.h>

#endif
