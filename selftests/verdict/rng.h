/* SPDX-License-Identifier: GPL-2.0 */
/* splitmix64 and a few distributions: small, seeded, the same everywhere. */
#ifndef SEEP_RNG_H
#define SEEP_RNG_H

#include <math.h>
#include <stdint.h>

struct rng {
	uint64_t s;
};

static inline uint64_t rng_u64(struct rng *r)
{
	uint64_t z = (r->s += 0x9e3779b97f4a7c15ull);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

/* Uniform over [0, 1). */
static inline double rng_unit(struct rng *r)
{
	return (double)(rng_u64(r) >> 11) * 0x1p-53;
}

static inline double rng_in(struct rng *r, double lo, double hi)
{
	return lo + (hi - lo) * rng_unit(r);
}

/* Uniform in the logarithm. */
static inline double rng_log(struct rng *r, double lo, double hi)
{
	return lo * pow(hi / lo, rng_unit(r));
}

static inline int rng_int(struct rng *r, int lo, int hi)
{
	return lo + (int)(rng_unit(r) * (hi - lo + 1));
}

static inline double rng_exp(struct rng *r)
{
	return -log(1 - rng_unit(r));
}

static inline double rng_normal(struct rng *r)
{
	return sqrt(2 * rng_exp(r)) * cos(2 * M_PI * rng_unit(r));
}

/* Student's t with three degrees of freedom, scaled to unit variance. */
static inline double rng_heavy(struct rng *r)
{
	double a = rng_normal(r), b = rng_normal(r), c = rng_normal(r);

	return rng_normal(r) / sqrt(a * a + b * b + c * c + 1e-9);
}

#endif /* SEEP_RNG_H */
