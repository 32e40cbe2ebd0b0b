/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the verdict share; nobody else includes this. */
#ifndef SEEP_TREND_INT_H
#define SEEP_TREND_INT_H

#include <stdbool.h>
#include <stddef.h>

#include "trend.h"

#define SERIES_MAX	6144	/* samples kept; longer series are thinned */
#define CURVE_MAX	60	/* points that curves are fitted to */
#define CURVE_MIN	5

/**
 * struct series_clean - the samples that count, in the order of time
 * @n: how many
 * @t: seconds since @origin, or since the process started if @overlaid
 * @v: values
 * @lo: smallest value since the sample before
 * @origin: time of the first sample
 * @span: time of the last one
 * @quantum: smallest step the unit can make
 * @missed: samples that were missed
 * @trimmed: samples dropped from the start: the ramp after an exec
 * @lives: number of restarts + 1
 * @overlaid: several lives were laid over each other by age
 */
struct series_clean {
	size_t n;
	double t[SERIES_MAX];
	double v[SERIES_MAX];
	double lo[SERIES_MAX];
	double origin;
	double span;
	double quantum;
	size_t missed;
	size_t trimmed;
	unsigned int lives;
	bool overlaid;
};

/**
 * struct curve - a few points that stand for a series
 * @n: how many
 * @x: time, scaled so that the record is [0, 1]
 * @y: value
 * @w: weight
 */
struct curve {
	size_t n;
	double x[CURVE_MAX];
	double y[CURVE_MAX];
	double w[CURVE_MAX];
};

/**
 * struct trend_line - a straight line and how sure it is
 * @slope: units per record
 * @se: standard error of @slope, autocorrelation allowed for
 * @z: @slope over @se, bounded
 */
struct trend_line {
	double slope;
	double se;
	double z;
};

/**
 * enum fit_kind - the curves that are compared
 */
enum fit_kind {
	FIT_CONST,
	FIT_PLATEAU,
	FIT_EXP,
	FIT_LOG,
	FIT_STEPS,
	FIT_CYCLE,
	FIT_CYCLE_TWO,
	FIT_LINE,
	FIT_HINGE,
	FIT_EXP_LINE,
	FIT_CYCLE_LINE,
	FIT_POWER,
	FIT_KINDS,
};

#define FIT_FIRST_LEAK	FIT_LINE

/**
 * struct evidence - curves of the two families compared
 * @score: half the difference of the two best BICs; positive: leak
 * @ok: best bounded curve
 * @ok_at: its shape parameter
 * @leak: best growing curve
 * @onset: where the growth of @leak begins, 0 to 1
 * @log_line: line against logarithm, like @score
 */
struct evidence {
	double score;
	enum fit_kind ok;
	double ok_at;
	enum fit_kind leak;
	double onset;
	double log_line;
};

/**
 * struct features - what the score rests on
 */
struct features {
	struct evidence mean, mean_tail, floor, floor_tail, calm, calm_tail, trough, deep;
	struct trend_line l_mean, l_mean_half, l_mean_third, l_floor, l_floor_half;
	struct trend_line l_deep, l_deep_half, l_calm, l_calm_half, l_trough, l_trough_half;
	double troughs;		/* number of troughs seen */
	double cycles;		/* cycles taken out of the calm curve */
	double centre;		/* where the floor's lasting growth sits, 0 to 1 */
	double lasting;		/* lasting growth over the range */
	double lasting_late;	/* share of it after the middle */
	double peak_centre;
	double peak_lasting;
	double drawdown;	/* deepest fall of the means over their range */
	double drawdown_raw;
	double travel;		/* net over total movement of the samples */
	double stairs;		/* lasting steps */
	double stairs_gap;	/* time since the last, in mean gaps */
	double stairs_z;	/* their centre against even ones */
	double stairs_even;	/* longest gap over mean gap */
	double stairs_step;	/* largest over smallest step */
	double stairs_first;	/* time before the first step, in mean gaps */
	double net_rel;		/* last minus first value over the level */
	double net_abs;		/* the same in smallest amounts that matter */
	double busy;		/* share of samples above the middle of the range */
	double onset;		/* where the growth began, 0 to 1 */
	struct trend_line l_rate;	/* from the onset on */
	double growth_rel;	/* growth over the last 70 % over the level */
	double growth_abs;	/* the same in smallest amounts that matter */
	double level;
	double n;
};

/**
 * enum card_value - the figures that the score adds up
 */
enum card_value {
	CARD_MEAN,		/* evidence in the means */
	CARD_CALM,		/* the same, cycles taken out */
	CARD_FLOOR,		/* evidence in the floors */
	CARD_ALL,		/* least evidence of all views */
	CARD_TROUGH,		/* evidence in the troughs of a saw-tooth */
	CARD_DEEP,		/* evidence in the lowest floors */
	CARD_Z_CALM,		/* trend of the means, cycle taken out */
	CARD_Z_END,		/* trend of the last third */
	CARD_Z_DEEP,		/* trend of the lowest floors */
	CARD_Z_TROUGH,		/* trend of the troughs */
	CARD_Z_TROUGH_END,	/* trend of the later troughs */
	CARD_CENTRE,		/* where lasting growth sits */
	CARD_LATE,		/* share of lasting growth in the later half */
	CARD_PEAKS,		/* lasting rise of the peaks */
	CARD_GROWTH,		/* growth over level */
	CARD_VALUES,
};

void card_values(const struct features *f, double v[CARD_VALUES]);
double card_score(const double v[CARD_VALUES]);
void trend_reason(const struct series_clean *s, const struct features *f,
		  enum trend_unit unit, struct trend_result *r);
void trend_features(const struct series_clean *s, struct features *f);
void clean_series(const struct trend_point *p, size_t n, enum trend_unit unit,
		  struct series_clean *s);

void curve_blocks(const struct series_clean *s, struct curve *mean,
		  struct curve *floor);
size_t curve_troughs(const struct series_clean *s, double height,
		     struct curve *c);
void curve_deep(const struct curve *c, size_t points, struct curve *deep);
void curve_tail(const struct curve *c, double from, struct curve *tail);
double fit_decycle(const struct curve *c, double quantum, struct curve *out);

void fit_line(const struct curve *c, double quantum, struct trend_line *l);
void fit_evidence(const struct curve *c, double quantum, struct evidence *e);

#endif /* SEEP_TREND_INT_H */
