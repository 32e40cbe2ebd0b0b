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
 * @lo: smallest value of those that became one sample
 * @origin: time of the first sample
 * @span: time of the last one
 * @quantum: smallest step the unit can make
 * @missed: samples that were missed
 * @parts: samples that every point was taken for
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
	size_t parts;
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
 * enum fit_kind - the curves that are compared, bounded ones first
 * @FIT_CONST: constant
 * @FIT_PLATEAU: line, then plateau
 * @FIT_EXP: exponential approach, three time constants or more
 * @FIT_LOG: logarithm
 * @FIT_STEPS: two to four constant stretches
 * @FIT_CYCLE: sinusoid
 * @FIT_CYCLE_TWO: sinusoid and its second harmonic
 * @FIT_LINE: line
 * @FIT_HINGE: constant, then line
 * @FIT_EXP_LINE: exponential approach to a line
 * @FIT_CYCLE_LINE: sinusoid on a line
 * @FIT_POWER: power above one
 * @FIT_KINDS: number of kinds
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
 */
struct evidence {
	double score;
	enum fit_kind ok;
	double ok_at;
	enum fit_kind leak;
	double onset;
};

/**
 * struct features - what the verdict rests on
 *
 * Views of the series: the means of its blocks, their floors, the means with
 * cycles taken out (calm), the lowest floors of a few long stretches (deep) and
 * the troughs of a saw-tooth. *_tail leaves a warm-up out.
 *
 * @mean: evidence in the means
 * @mean_tail: the same
 * @floor: evidence in the floors
 * @floor_tail: the same
 * @calm: evidence in the calm means
 * @calm_tail: the same
 * @deep: evidence in the lowest floors
 * @trough: evidence in the troughs
 * @l_mean: line through the means
 * @l_mean_third: line through the last third of them
 * @l_calm: line through the calm means
 * @l_deep: line through the lowest floors
 * @l_trough: line through the troughs
 * @l_trough_half: line through the later ones
 * @l_rate: line through the calm means from @onset on
 * @onset: where the growth began, 0 to 1
 * @troughs: number of troughs
 * @cycles: number of cycles that were taken out
 * @centre: where in the record the lasting growth of the floor happened
 * @lasting_late: share of it after the middle
 * @peak_lasting: lasting rise of the peaks over the range
 * @drawdown_raw: deepest fall of the samples over their range
 * @travel: net over total movement of the samples; 1 if they never fall
 * @stairs: number of steps below which the series never falls again
 * @stairs_gap: time since the last, in mean distances
 * @stairs_even: longest distance over the mean one
 * @stairs_step: largest step over the smallest
 * @stairs_first: time before the first, in mean distances
 * @growth_rel: growth over the last 70 % over the level
 * @growth_abs: the same over the smallest amount that matters
 * @net_rel: last minus first value over the level
 * @net_abs: the same over the smallest amount that matters
 * @busy: share of samples above the middle of the range
 * @level: level at the end
 * @n: number of samples
 */
struct features {
	struct evidence mean;
	struct evidence mean_tail;
	struct evidence floor;
	struct evidence floor_tail;
	struct evidence calm;
	struct evidence calm_tail;
	struct evidence deep;
	struct evidence trough;
	struct trend_line l_mean;
	struct trend_line l_mean_third;
	struct trend_line l_calm;
	struct trend_line l_deep;
	struct trend_line l_trough;
	struct trend_line l_trough_half;
	struct trend_line l_rate;
	double onset;
	double troughs;
	double cycles;
	double centre;
	double lasting_late;
	double peak_lasting;
	double drawdown_raw;
	double travel;
	double stairs;
	double stairs_gap;
	double stairs_even;
	double stairs_step;
	double stairs_first;
	double growth_rel;
	double growth_abs;
	double net_rel;
	double net_abs;
	double busy;
	double level;
	double n;
};

/**
 * enum card_value - the figures that the score adds up
 * @CARD_MEAN: evidence in the means
 * @CARD_CALM: the same, cycles taken out
 * @CARD_FLOOR: evidence in the floors
 * @CARD_ALL: least evidence of all views
 * @CARD_TROUGH: evidence in the troughs of a saw-tooth
 * @CARD_DEEP: evidence in the lowest floors
 * @CARD_Z_CALM: trend of the means, cycle taken out
 * @CARD_Z_END: trend of the last third
 * @CARD_Z_DEEP: trend of the lowest floors
 * @CARD_Z_TROUGH: trend of the troughs
 * @CARD_Z_TROUGH_END: trend of the later troughs
 * @CARD_CENTRE: where lasting growth sits
 * @CARD_LATE: share of lasting growth in the later half
 * @CARD_PEAKS: lasting rise of the peaks
 * @CARD_GROWTH: growth over level
 * @CARD_VALUES: number of figures
 */
enum card_value {
	CARD_MEAN,
	CARD_CALM,
	CARD_FLOOR,
	CARD_ALL,
	CARD_TROUGH,
	CARD_DEEP,
	CARD_Z_CALM,
	CARD_Z_END,
	CARD_Z_DEEP,
	CARD_Z_TROUGH,
	CARD_Z_TROUGH_END,
	CARD_CENTRE,
	CARD_LATE,
	CARD_PEAKS,
	CARD_GROWTH,
	CARD_VALUES,
};

void card_values(const struct features *f, double v[CARD_VALUES]);
double card_score(const double v[CARD_VALUES]);
void trend_reason(const struct series_clean *s, const struct features *f,
		  enum trend_unit unit, struct trend_result *r);
double trend_least_growth(const struct series_clean *s);
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
