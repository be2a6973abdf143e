// A yardstick for the blocked engine: the same examples in C, with the default config, one thread. Prints examples per
// second, and the sum of the absolute values of the first block, which tells whether they are the same.
//
//   cc -O3 -ffp-contract=off -o blocked blocked.c -lm && ./blocked 1000000 <four words of a seed>... <mean> <std>
//
// bench/scale.mjs gives it the seeds of the first blocks: seedrandom is not written once more here.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 4096, LAYERS = 256, CLASSES = 10, POINTS = 12, N = 72, LENGTH = 40, LOW = 36, HIGH = 60, RADIUS = 8 };

static const double DIGITS[CLASSES][POINTS] = {
    {5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5},   {5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5},
    {5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5}, {5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5},
    {5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5},   {5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5},
    {5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5},   {5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5},
    {5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5},     {5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5}};
static const double WEIGHTS[RADIUS + 1] = {0.199474647864745,    0.17603575888479037,  0.12098748976534904,
                                           0.06475993660472744,  0.026995957967298846, 0.00876430436278587,
                                           0.002215963172596555, 0.0004363490205067883, 6.691628957263553e-5};
static const double TAIL = 3.6541528853610088, TOP = 0.0012602859304985975, AREA = 0.004928673233974655;

static double widths[LAYERS + 1], edges[LAYERS + 1], steps[LAYERS];
static double templates[CLASSES][POINTS + 1];

typedef struct { uint32_t s[4]; } Random;

static uint32_t rotate(uint32_t x, int k) { return (x << k) | (x >> (32 - k)); }

static inline uint32_t word(Random *r) {
  uint32_t *s = r->s, result = rotate(s[0] + s[3], 7) + s[0], t = s[1] << 9;
  s[2] ^= s[0], s[3] ^= s[1], s[1] ^= s[2], s[0] ^= s[3], s[2] ^= t, s[3] = rotate(s[3], 11);
  return result;
}

static double uniform(Random *r) {
  uint32_t a = word(r) >> 5, b = word(r) >> 6;
  return (a * 67108864.0 + b) / 9007199254740992.0;
}

static uint32_t choice(Random *r, uint32_t n) {
  if (n == 1) return 0;
  uint32_t mask = 0xffffffffu >> __builtin_clz(n - 1), candidate;
  while ((candidate = word(r) & mask) >= n) {}
  return candidate;
}

static double edge(Random *r, int layer, double x) {
  for (;;) {
    if (layer == 0) {
      for (;;) {
        double beyond = -log(1 - uniform(r)) / TAIL;
        if (-2 * log(1 - uniform(r)) < beyond * beyond) continue;
        return x < 0 ? -TAIL - beyond : TAIL + beyond;
      }
    }
    if (log(edges[layer] + uniform(r) * (edges[layer + 1] - edges[layer])) < -0.5 * x * x) return x;
    uint32_t first = word(r);
    layer = first & (LAYERS - 1);
    x = ((int32_t)word(r) + (first >> 11) / 2097152.0) * steps[layer];
    if (fabs(x) < widths[layer + 1]) return x;
  }
}

static void normals(Random *random, double *target, int count, double scale) {
  Random r = *random;
  for (int i = 0; i < count; i++) {
    uint32_t first = word(&r), layer = first & (LAYERS - 1);
    double x = ((int32_t)word(&r) + (first >> 11) / 2097152.0) * steps[layer];
    target[i] = scale * (fabs(x) < widths[layer + 1] ? x : edge(&r, layer, x));
  }
  *random = r;
}

typedef struct { int active, left[N]; double offset[N], spacing[N]; } Plan;
static Plan dilations[HIGH + 1], subsampling;

static double line(double a, double b, int n, int i) { return i == n - 1 ? b : i * ((b - a) / (n - 1)) + a; }

static void plan(Plan *p, int source, int target, int support) {
  int j = 0;
  p->active = 0;
  for (int i = 0; i < target; i++) {
    double position = line(0, 1, target, i);
    while (j + 1 < source && line(0, 1, source, j + 1) <= position) j++;
    if (j >= support) break;
    double here = line(0, 1, source, j);
    p->left[i] = j;
    p->offset[i] = position - here;
    p->spacing[i] = position == here || j == source - 1 ? 0 : line(0, 1, source, j + 1) - here;
    p->active++;
  }
}

static inline double interpolated(const Plan *p, const double *x, int i) {
  int j = p->left[i];
  return p->spacing[i] == 0 ? x[j] : (x[j + 1] - x[j]) / p->spacing[i] * p->offset[i] + x[j];
}

static void prepare(void) {
  widths[0] = AREA / TOP, widths[1] = TAIL, edges[1] = TOP;
  for (int k = 2; k < LAYERS; k++) {
    edges[k] = edges[k - 1] + AREA / widths[k - 1];
    widths[k] = sqrt(-2 * log(edges[k]));
  }
  edges[LAYERS] = 1;
  for (int k = 0; k < LAYERS; k++) steps[k] = widths[k] / 2147483648.0;
  for (int c = 0; c < CLASSES; c++) {
    double mean = 0, again = 0, squares = 0, x[POINTS];
    // NumPy's order of additions: eight running sums, then the rest.
    #define SUM(of) (((of(0) + of(1)) + (of(2) + of(3))) + ((of(4) + of(5)) + (of(6) + of(7))) + of(8) + of(9) + of(10) + of(11))
    #define RAW(i) DIGITS[c][i]
    mean = SUM(RAW) / POINTS;
    for (int i = 0; i < POINTS; i++) x[i] = DIGITS[c][i] - mean;
    #define X(i) x[i]
    again = SUM(X) / POINTS;
    #define SQUARE(i) ((x[i] - again) * (x[i] - again))
    squares = SUM(SQUARE);
    double std = sqrt(squares / POINTS), start = x[0] / std;
    for (int i = 0; i < POINTS; i++) templates[c][i] = (x[i] / std - start) / 6 + 1e-8;
    templates[c][POINTS] = 0;
  }
  for (int zeros = LOW; zeros <= HIGH; zeros++) plan(&dilations[zeros], POINTS + zeros, N, POINTS);
  plan(&subsampling, N, LENGTH, N);
}

static void example(Random *r, int class, float *target, double mean, double std) {
  static double signal[N + 1], noise[N + 2 * RADIUS], iid[N];
  int zeros = LOW + (int)(uniform(r) * (HIGH - LOW + 1));
  double factor = 1 + 0.4 * (uniform(r) - 0.5);
  int position = choice(r, 48);
  for (int i = 0; i < N; i++) signal[i] = 0;
  for (int i = 0; i < dilations[zeros].active; i++) {
    signal[position] = interpolated(&dilations[zeros], templates[class], i) * factor;
    if (++position == N) position = 0;
  }
  normals(r, noise + RADIUS, N, 0.25);
  for (int i = 0; i < RADIUS; i++) {
    noise[RADIUS - 1 - i] = noise[RADIUS + i];
    noise[RADIUS + N + i] = noise[RADIUS + N - 1 - i];
  }
  for (int i = 0; i < N; i++) {
    if (signal[i] != 0) continue;
    const double *v = noise + i + RADIUS;
    double sum = v[0] * WEIGHTS[0];
    for (int k = RADIUS; k > 0; k--) sum += (v[-k] + v[k]) * WEIGHTS[k];
    signal[i] = 0 * signal[i] + sum;
  }
  normals(r, iid, N, 0.02);
  double slope = 0.75 * (uniform(r) - 0.5);
  for (int i = 0; i < N; i++) signal[i] = signal[i] + iid[i] - slope * line(-0.5, 0.5, N, i);
  for (int i = 0; i < LENGTH; i++) target[i] = (float)((interpolated(&subsampling, signal, i) - mean) / std);
}

int main(int count, char **words) {
  int rows = atoi(words[1]), blocks = (rows + BLOCK - 1) / BLOCK;
  if (count != 2 + 4 * blocks + 2) return 2;
  double mean = atof(words[count - 2]), std = atof(words[count - 1]), sum = 0;
  float *x = malloc(sizeof(float) * BLOCK * LENGTH);
  static uint32_t order[BLOCK];
  struct timespec start, end;
  prepare();
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int b = 0; b < blocks; b++) {
    Random r;
    for (int k = 0; k < 4; k++) r.s[k] = (uint32_t)strtol(words[2 + 4 * b + k], NULL, 10);
    for (int i = 0; i < BLOCK; i++) order[i] = i;
    for (int i = BLOCK - 1; i > 0; i--) {
      uint32_t j = choice(&r, i + 1), swapped = order[i];
      order[i] = order[j], order[j] = swapped;
    }
    int left = rows - b * BLOCK < BLOCK ? rows - b * BLOCK : BLOCK;
    for (int i = 0; i < left; i++) example(&r, (b * BLOCK + order[i]) % CLASSES, x + i * LENGTH, mean, std);
    if (b == 0) for (int i = 0; i < left * LENGTH; i++) sum += fabs(x[i]);
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.0f %.17g\n", rows / ((end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9), sum);
  return 0;
}
