// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench

FalseworkBench.main()
