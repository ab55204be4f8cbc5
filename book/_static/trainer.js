/* Stochastic gradient descent one step at a time: mog/sgd.py and mog/rules.py, with their constants, in the page. */
(() => {
  "use strict";

  const mog = (window.mog ??= {});

  /* All parameters in one row, and the parts of such a row, which share its memory. */
  const joined = ({ logits, means, logSigma }) => Float64Array.of(...logits, ...means, ...logSigma);
  const parted = (theta, K) => {
    const middle = (theta.length + K) / 2;
    return { logits: theta.subarray(0, K), means: theta.subarray(K, middle), logSigma: theta.subarray(middle) };
  };

  /* Numbers from 0 to 1, the same for the same seed: Marsaglia's xorshift, its seed scattered first. */
  const generator = (seed) => {
    let state = Math.imul(seed + 1, 2654435761) | 1;
    return () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) / 2 ** 32;
    };
  };

  const permutation = (count, random) => {
    const order = Uint32Array.from({ length: count }, (_, n) => n);
    for (let n = count - 1; n > 0; n -= 1) {
      const other = Math.floor(random() * (n + 1));
      [order[n], order[other]] = [order[other], order[n]];
    }
    return order;
  };

  /* The step rules with their state, as before the first step. */
  const RULES = {
    plain: () => (theta, gradient, rate) => mog.steps.plain(theta, gradient, rate).theta,
    momentum: ({ decay }) => {
      let velocity = null;
      return (theta, gradient, rate) => {
        velocity ??= new Float64Array(theta.length);
        ({ theta, velocity } = mog.steps.momentum(theta, gradient, velocity, rate, decay));
        return theta;
      };
    },
    adam: ({ decay, secondDecay, epsilon }) => {
      let [velocity, secondMoment, count] = [null, null, 0];
      return (theta, gradient, rate) => {
        velocity ??= new Float64Array(theta.length);
        secondMoment ??= new Float64Array(theta.length);
        count += 1;
        ({ theta, velocity, secondMoment } = mog.steps.adam(theta, gradient, velocity, secondMoment, count, rate, decay, secondDecay, epsilon));
        return theta;
      };
    },
    natural: ({ furthest, K }) => (theta, gradient, rate) => {
      const [here, slopes] = [parted(theta, K), parted(gradient, K)];
      const there = joined(mog.steps.natural(here.logits, here.means, here.logSigma, slopes.logits, slopes.means, slopes.logSigma, rate));
      const change = there.map((value, n) => value - theta[n]);
      const distance = change.map(Math.abs);
      const { means } = parted(distance, K);
      means.forEach((far, n) => { means[n] = far / Math.exp(here.logSigma[n]); });
      const part = Math.min(1, furthest / Math.max(...distance, furthest));
      return theta.map((value, n) => value + change[n] * part);
    },
  };

  /* The gradient of the mean negative log-likelihood of some points by all parameters. */
  const meanGradient = (x, theta, K) => {
    const { logits, means, logSigma } = parted(theta, K);
    const { dLogits, dMeans, dLogSigma } = mog.kernels.valueAndGradient(x, logits, means, logSigma);
    const points = (x.length * K) / means.length;
    return joined({ logits: dLogits, means: dMeans, logSigma: dLogSigma }).map((slope) => -slope / points);
  };

  /* Some of the points x, by their numbers. */
  const chosen = (x, numbers, D) => {
    const points = new Float64Array(numbers.length * D);
    numbers.forEach((i, n) => points.set(x.subarray(i * D, (i + 1) * D), n * D));
    return points;
  };

  const meanNll = (x, theta, K) => {
    const { logits, means, logSigma } = parted(theta, K);
    const densities = mog.kernels.logDensity(x, logits, means, logSigma);
    return -densities.reduce((sum, each) => sum + each, 0) / densities.length;
  };

  /* A descent on the points x from a start. `order(epoch)` gives the order of the points in an epoch, from 0; `gradient(x, theta, K)` what
     is stepped against; the constants are the package's. Rate and batch size are looked up at each step: they may change on the way. */
  const descent = (x, start, options) => {
    const { rule, constants, order, gradient = meanGradient } = options;
    const K = start.logits.length;
    const D = start.means.length / K;
    const m = x.length / D;
    const { faint, floor, room } = constants;
    const largest = (numbers) => numbers.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    const reach = room * (1 + Math.max(largest(x), largest(start.means), Math.exp(Math.max(...start.logSigma))));
    const apply = RULES[rule]({ ...constants, K });

    /* Every σ at its floor at least, and every weight large enough to divide by. */
    const kept = (theta) => {
      const { logits, logSigma } = parted(theta, K);
      const least = Math.max(...logits) - faint;
      logits.forEach((logit, k) => { logits[k] = Math.max(logit, least); });
      logSigma.forEach((value, n) => { logSigma[n] = Math.max(value, Math.log(floor)); });
      return theta;
    };
    const isLost = (theta) => {
      const { means, logSigma } = parted(theta, K);
      return !(largest(means) <= reach && Math.max(...logSigma) <= Math.log(reach));
    };

    const run = { theta: kept(joined(start)), steps: 0, epoch: 0, place: 0, batch: [], slopes: null, lost: false };
    let sequence = null;

    /* The numbers of the points that the next step looks at. */
    run.coming = () => {
      sequence ??= order(run.epoch);
      return sequence.slice(run.place, run.place + options.batchSize);
    };

    /* One step; false, and nothing moved, once the parameters are out of all proportion to the data. */
    run.step = () => {
      if (run.lost) return false;
      run.batch = run.coming();
      run.slopes = gradient(chosen(x, run.batch, D), run.theta, K);
      const theta = kept(apply(run.theta, run.slopes, options.rate));
      run.lost = isLost(theta);
      if (!run.lost) run.theta = theta;
      run.steps += 1;
      run.place += run.batch.length;
      if (run.place >= m) {
        [run.place, sequence] = [0, null];
        run.epoch += 1;
      }
      return !run.lost;
    };
    return run;
  };

  Object.assign(mog, { chosen, descent, generator, joined, meanGradient, meanNll, parted, permutation });
})();
