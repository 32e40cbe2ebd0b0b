// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "fmt.h"
#include "util.h"

static __printf(1, 2) struct fmt fmt(const char *format, ...)
{
	struct fmt f;
	va_list args;

	va_start(args, format);
	vsnprintf(f.s, sizeof(f.s), format, args);
	va_end(args);
	return f;
}

/* Three digits that count: 1.23, 12.3, 123. */
static int decimals(double value)
{
	value = fabs(value);
	if (value < 9.995)
		return 2;
	return value < 99.95 ? 1 : 0;
}

struct fmt fmt_bytes(double bytes)
{
	static const char * const units[] = {
		"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB",
	};
	size_t i = 0;

	while (fabs(bytes) >= 1023.5 && i + 1 < ARRAY_SIZE(units)) {
		bytes /= 1024;
		i++;
	}
	if (!i)
		return fmt("%.0f B", bytes);
	return fmt("%.*f %s", fabs(bytes) < 99.95 ? 1 : 0, bytes, units[i]);
}

struct fmt fmt_count(double n)
{
	char digits[32];
	struct fmt f;
	size_t i, out = 0, len;

	snprintf(digits, sizeof(digits), "%.0f", n);
	len = strlen(digits);
	for (i = 0; i < len && out + 2 < sizeof(f.s); i++) {
		f.s[out++] = digits[i];
		if (digits[i] != '-' && i + 1 < len && (len - i) % 3 == 1)
			f.s[out++] = ',';
	}
	f.s[out] = '\0';
	return f;
}

static struct fmt two_units(double value, unsigned int per, const char *big,
			    const char *small)
{
	unsigned long long all = (unsigned long long)llround(value * per);

	if (all % per)
		return fmt("%llu %s %llu %s", all / per, big, all % per, small);
	return fmt("%llu %s", all / per, big);
}

struct fmt fmt_duration(double seconds)
{
	if (isnan(seconds))
		return fmt("?");
	if (isinf(seconds) || seconds > 1e11)
		return fmt("forever");
	if (seconds < 0)
		seconds = 0;
	if (seconds > 0 && seconds < 0.9995)
		return fmt("%.0f ms", seconds * 1e3);
	if (seconds < 59.5)
		return fmt("%.0f s", seconds);
	if (seconds < 3599.5)
		return two_units(seconds / 60, 60, "min", "s");
	if (seconds < 86370)
		return two_units(seconds / 3600, 60, "h", "min");
	if (seconds < 14 * 86400.0)
		return two_units(seconds / 86400, 24, "d", "h");
	return fmt("%s days", fmt_count(seconds / 86400).s);
}

struct fmt fmt_rate(double per_second, int is_bytes)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = {
		{ "s", 1 }, { "min", 60 }, { "h", 3600 }, { "day", 86400 },
	};
	const size_t n = ARRAY_SIZE(units);
	double floor = is_bytes ? 1024 : 1;
	const char *sign = per_second < 0 ? "-" : "+";
	double value;
	size_t i = 0;

	while (i + 1 < n && fabs(per_second) * units[i].seconds < floor)
		i++;
	value = fabs(per_second) * units[i].seconds;
	if (is_bytes)
		return fmt("%s%s/%s", sign, fmt_bytes(value).s, units[i].name);
	return fmt("%s%.*f/%s", sign, decimals(value), value, units[i].name);
}

static bool range_of(const double *values, size_t n, double *min, double *max)
{
	size_t i;

	*min = INFINITY;
	*max = -INFINITY;
	for (i = 0; i < n; i++) {
		if (isnan(values[i]))
			continue;
		*min = fmin(*min, values[i]);
		*max = fmax(*max, values[i]);
	}
	return *min <= *max;
}

struct fmt fmt_sparkline(const double *values, size_t n)
{
	static const char bars[][4] = {
		"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█",
	};
	const size_t room = (sizeof(struct fmt) - 1) / 3;
	struct fmt f = { .s = "" };
	double min, max;
	size_t i;

	if (n > room) {
		values += n - room;
		n = room;
	}
	if (!range_of(values, n, &min, &max))
		return f;
	for (i = 0; i < n; i++) {
		int level = max > min ?
			(int)((values[i] - min) / (max - min) * 7.99) : 0;

		strcat(f.s, isnan(values[i]) ? " " : bars[level]);
	}
	return f;
}

/* Length of the UTF-8 character at s; 0 if it is none, or a control. */
static size_t char_length(const unsigned char *s)
{
	static const struct {
		unsigned char mask, lead;
		u32 min;
	} forms[] = {
		{ 0x80, 0x00, 0x20 },
		{ 0xe0, 0xc0, 0xa0 },
		{ 0xf0, 0xe0, 0x800 },
		{ 0xf8, 0xf0, 0x10000 },
	};
	size_t len, i;
	u32 c;

	for (len = 1; len <= ARRAY_SIZE(forms); len++)
		if ((s[0] & forms[len - 1].mask) == forms[len - 1].lead)
			break;
	if (len > ARRAY_SIZE(forms))
		return 0;
	c = s[0] & (unsigned char)~forms[len - 1].mask;
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < forms[len - 1].min || c == 0x7f || c > 0x10ffff ||
	    (c >= 0xd800 && c < 0xe000))
		return 0;
	return len;
}

void fmt_clean(char *text)
{
	size_t len;

	for (; *text; text += len) {
		len = char_length((unsigned char *)text);
		if (!len) {
			*text = '?';
			len = 1;
		}
	}
}
