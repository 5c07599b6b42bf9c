// Falsework
// SPDX-License-Identifier: MIT

import FalseworkCommand

await FalseworkCommand.main()
