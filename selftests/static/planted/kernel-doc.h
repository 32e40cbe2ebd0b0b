/* SPDX-License-Identifier: GPL-2.0 */
/* expected: 'undescribed' not described */

/**
 * struct planted - a structure with a member that nobody describes
 * @described: this one is
 */
struct planted {
	int described;
	int undescribed;
};
