// SPDX-License-Identifier: GPL-2.0
/*
 * The score card: every figure adds what it is worth, more growth never counts
 * less. The worths are a logistic fit to seeded series with a known answer
 * (selftests/verdict), each bounded to rise with its figure.
 */
#include <math.h>

#include "trend_int.h"

#define STEPS_MAX	8

static const double card_base = -15.88;

/**
 * struct card_step - one step of a figure
 * @to: where it ends; it begins where the one before ends
 * @worth: what the way there adds
 */
struct card_step {
	double to;
	double worth;
};

/**
 * struct card_row - what one figure is worth
 * @from: below this it adds nothing
 * @step: the steps from there on
 */
struct card_row {
	double from;
	struct card_step step[STEPS_MAX];
};

static const struct card_row card[CARD_VALUES] = {
	[CARD_MEAN] = { -3, {
		{ -2, 0.82 }, { -1, 0.78 }, { 0, 0.61 }, { 1, 0.54 },
		{ 2, 0.69 } } },
	[CARD_CALM] = { -3, {
		{ -2, 0.00 }, { -1, 0.00 }, { 0, 0.22 }, { 1, 0.39 },
		{ 2, 0.45 } } },
	[CARD_FLOOR] = { -3, {
		{ -2, 0.46 }, { -1, 0.27 }, { 0, 0.22 }, { 1, 0.48 },
		{ 2, 0.04 } } },
	[CARD_ALL] = { -3, { { -2, 0.27 }, { -1, 0.17 }, { 0, 0.30 } } },
	[CARD_TROUGH] = { -3, {
		{ -2, 0.00 }, { -1, 0.00 }, { 0, 0.46 }, { 1, 0.38 },
		{ 2, 0.37 } } },
	[CARD_DEEP] = { -3, { { -2, 0.17 }, { -1, 0.00 }, { 0, 0.23 }, { 1, 0.10 } } },
	[CARD_Z_CALM] = { -0.5, {
		{ 0, 0.00 }, { 0.5, 0.00 }, { 1.2, 0.00 }, { 2, 0.00 },
		{ 3, 0.57 } } },
	[CARD_Z_END] = { -0.5, { { 0, 0.31 }, { 0.5, 0.18 }, { 1.2, 0.22 }, { 2, 0.55 } } },
	[CARD_Z_DEEP] = { -0.5, {
		{ 0, 0.00 }, { 0.5, 0.00 }, { 1.2, 0.00 }, { 2, 1.01 },
		{ 3, 0.77 } } },
	[CARD_Z_TROUGH] = { -0.5, {
		{ 0, 0.00 }, { 0.5, 0.00 }, { 1.2, 0.00 }, { 2, 0.38 },
		{ 3, 0.98 }, { 4, 0.66 }, { 5.3, 0.20 } } },
	[CARD_Z_TROUGH_END] = { -0.5, {
		{ 0, 0.01 }, { 0.5, 0.00 }, { 1.2, 0.00 }, { 2, 0.30 },
		{ 3, 0.32 } } },
	[CARD_CENTRE] = { 0.1, { { 0.2, 0.00 }, { 0.3, 0.00 }, { 0.4, 0.31 } } },
	[CARD_LATE] = { 0, {
		{ 0.1, 0.00 }, { 0.2, 0.44 }, { 0.3, 0.54 }, { 0.4, 0.37 },
		{ 0.5, 0.00 }, { 0.55, 0.13 } } },
	[CARD_PEAKS] = { 0, { { 0.25, 0.19 }, { 0.5, 0.19 }, { 0.75, 0.10 } } },
	[CARD_GROWTH] = { -5.5, {
		{ -4.8, 1.41 }, { -4.4, 1.87 }, { -4, 1.72 }, { -3.5, 1.65 },
		{ -2.8, 0.77 }, { -1.6, 0.43 } } },
};

static double min4(double a, double b, double c, double d)
{
	return fmin(fmin(a, b), fmin(c, d));
}

/**
 * card_values - the figures of a series, compressed to a few units each
 * @f: what was measured
 * @v: the figures
 */
void card_values(const struct features *f, double v[CARD_VALUES])
{
	v[CARD_MEAN] = asinh(f->mean.score);
	v[CARD_CALM] = asinh(f->calm.score);
	v[CARD_FLOOR] = asinh(f->floor.score);
	v[CARD_ALL] = asinh(min4(f->calm.score, f->calm_tail.score,
				 f->floor.score, f->floor_tail.score));
	v[CARD_TROUGH] = f->troughs >= 5 ? asinh(f->trough.score) : 0;
	v[CARD_DEEP] = asinh(f->deep.score);
	v[CARD_Z_CALM] = asinh(f->l_calm.z);
	v[CARD_Z_END] = asinh(f->l_mean_third.z);
	v[CARD_Z_DEEP] = asinh(f->l_deep.z);
	v[CARD_Z_TROUGH] = f->troughs >= 4 ? asinh(f->l_trough.z) : 0;
	v[CARD_Z_TROUGH_END] = f->troughs >= 6 ? asinh(f->l_trough_half.z) : 0;
	v[CARD_CENTRE] = fmin(f->centre, 0.5);
	v[CARD_LATE] = fmin(f->lasting_late, 0.6);
	v[CARD_PEAKS] = f->peak_lasting;
	v[CARD_GROWTH] = log(fmax(f->growth_rel, 1e-4));
}

/**
 * card_score - add up what the figures are worth
 * @v: the figures
 *
 * Return: log of the odds of a leak.
 */
double card_score(const double v[CARD_VALUES])
{
	double score = card_base;

	for (size_t k = 0; k < CARD_VALUES; k++) {
		double from = card[k].from;

		for (size_t i = 0; i < STEPS_MAX && card[k].step[i].to > from; i++) {
			double part = (v[k] - from) / (card[k].step[i].to - from);

			score += card[k].step[i].worth * fmin(fmax(part, 0), 1);
			from = card[k].step[i].to;
		}
	}
	return score;
}
