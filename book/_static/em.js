/* A step of EM as a step along the gradient, with the guards of em_step in mog/rules.py, of which this is a copy in another language. */
(() => {
  "use strict";

  /* The mean log-likelihood of x, and the parameters after the step. No log σ comes out below logFloor. */
  const em = (x, logits, means, logSigma, logFloor) => {
    const K = logits.length;
    const D = means.length / K;
    const m = x.length / D;
    const { logLikelihood, dLogits, dMeans, dLogSigma } = mog.kernels.valueAndGradient(x, logits, means, logSigma);
    // Where all components are alike, responsibilities are the weights.
    const weights = mog.kernels.responsibilities(new Float64Array(1), logits, new Float64Array(K), new Float64Array(K));
    const count = weights.map((weight, k) => Math.max(m * weight + dLogits[k], 0));
    const total = count.reduce((sum, one) => sum + one, 0);
    // A component without a point stays where it is, with weight 0.
    const divisor = count.map((one) => (one > 0 ? one : Infinity));
    const of = (place) => divisor[Math.floor(place / D)];
    const sigma = logSigma.map(Math.exp);
    const shift = sigma.map((one, place) => one * dMeans[place] / of(place));
    const shrinkage = shift.map((one, place) => Math.max(1 + dLogSigma[place] / of(place) - one * one, 0));
    return {
      meanLogLikelihood: logLikelihood / m,
      logits: count.map((one) => Math.log(one / total)),
      means: means.map((mean, place) => mean + sigma[place] * shift[place]),
      logSigma: logSigma.map((one, place) => Math.max(one + Math.log(shrinkage[place]) / 2, logFloor)),
    };
  };

  window.mog = Object.assign(window.mog || {}, { em });
})();
