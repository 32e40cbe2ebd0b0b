// SPDX-License-Identifier: GPL-2.0
/* expected: POINTER_LOCATION */

static int* planted;
