/* "Check it on this machine": the generated gradient beside automatic differentiation, which shares nothing with it, on mixtures drawn here. */
(() => {
  "use strict";

  const mog = (window.mog ??= {});
  const MIXTURES = 1000;
  /* A slice of work takes about so many milliseconds, so that the page stays at hand. */
  const SLICE = 12;
  /* Exponents up to 745, beyond which an exponential is 0, are rounded to 2⁻⁵³ of themselves, some ten times over on both sides together. */
  const BOUND = 1e-12;
  /* Floating-point numbers end near 1e-308. What is a product of several of them cannot be told from 0 below this. */
  const SMALLEST = 1e-200;

  /* A dual number: a value, and its slope along one parameter. The rules of the derivative, and nothing else of calculus, stand here. */
  const dual = (value, slope = 0) => ({ value, slope });
  const plus = (a, b) => dual(a.value + b.value, a.slope + b.slope);
  const minus = (a, b) => dual(a.value - b.value, a.slope - b.slope);
  const times = (a, b) => dual(a.value * b.value, a.slope * b.value + a.value * b.slope);
  const over = (a, b) => dual(a.value / b.value, (a.slope - (a.value / b.value) * b.slope) / b.value);
  const exp = (a) => dual(Math.exp(a.value), Math.exp(a.value) * a.slope);
  const log = (a) => dual(Math.log(a.value), a.slope / a.value);
  const total = (list) => list.reduce(plus, dual(0));

  const upTo = (n) => Array.from({ length: n }, (_, index) => index);
  const ROOT = dual(Math.sqrt(2 * Math.PI));
  const MINUS_HALF = dual(-0.5);

  /* The log-likelihood as the textbook has it: log Σ π 𝒩 with the densities as they stand. All parameters are dual numbers, in one row. */
  const textbook = ({ x, K, D }, theta) => {
    const scaled = theta.slice(0, K).map(exp);
    const sum = total(scaled);
    const weights = scaled.map((one) => over(one, sum));
    const sigma = theta.slice(K + K * D).map(exp);
    const normal = (at, place) => {
      const z = over(minus(dual(at), theta[K + place]), sigma[place]);
      return over(exp(times(MINUS_HALF, times(z, z))), times(sigma[place], ROOT));
    };
    const joint = (i, k) => upTo(D).reduce((product, d) => times(product, normal(x[i * D + d], k * D + d)), weights[k]);
    return total(upTo(x.length / D).map((i) => log(total(upTo(K).map((k) => joint(i, k))))));
  };

  /* The sums of the absolute values of what is added up: for the log-likelihood, and for each derivative. */
  const absoluteTerms = ({ x, K, D, logits, means, logSigma }) => {
    const weight = logits.map((one) => Math.exp(one) / logits.reduce((sum, other) => sum + Math.exp(other), 0));
    const sizes = new Float64Array(1 + K + 2 * K * D);
    for (let i = 0; i < x.length / D; i++) {
      const exponents = upTo(K).map((k) => Math.abs(Math.log(weight[k])));
      const joint = [...weight];
      const z = means.map((mean, place) => (x[i * D + (place % D)] - mean) / Math.exp(logSigma[place]));
      z.forEach((one, place) => {
        const k = Math.floor(place / D);
        joint[k] *= Math.exp(-one * one / 2 - logSigma[place]) / ROOT.value;
        exponents[k] += one * one / 2 + Math.abs(logSigma[place]) + Math.log(ROOT.value);
      });
      const density = joint.reduce((sum, one) => sum + one, 0);
      upTo(K).forEach((k) => {
        const gamma = joint[k] / density;
        sizes[0] += gamma * exponents[k];
        sizes[1 + k] += gamma + weight[k];
        for (let place = k * D; place < k * D + D; place++) {
          sizes[1 + K + place] += (gamma * Math.abs(z[place])) / Math.exp(logSigma[place]);
          sizes[1 + K + K * D + place] += gamma * (z[place] * z[place] + 1);
        }
      });
    }
    return sizes;
  };

  /* Numbers from 0 to 1 that depend on the seed alone: Marsaglia's xorshift. */
  const generator = (seed) => {
    let state = Math.imul(seed, 0x9e3779b9) || 1;
    return () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return ((state >>> 0) + 0.5) / 2 ** 32;
    };
  };

  /* A mixture and its points. A point is drawn from one of the components, so that its density is never 0. */
  const draw = (random) => {
    const whole = (most) => 1 + Math.floor(random() * most);
    const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const normals = (length, scale) => Float64Array.from({ length }, () => scale * normal());
    const scale = () => 10 ** (2 * random() - 1);
    const [K, D, m] = [whole(4), whole(3), whole(5)];
    const logits = normals(K, scale());
    const means = normals(K * D, scale());
    const logSigma = normals(K * D, scale() / 4);
    const x = new Float64Array(m * D);
    for (let i = 0; i < m; i++) {
      const k = whole(K) - 1;
      for (let d = 0; d < D; d++) x[i * D + d] = means[k * D + d] + Math.exp(logSigma[k * D + d]) * normal();
    }
    return { x, K, D, logits, means, logSigma };
  };

  /* The log-likelihood and its derivatives in one row, as the generated function has them. */
  const generated = ({ x, logits, means, logSigma }) => {
    const { logLikelihood, dLogits, dMeans, dLogSigma } = mog.kernels.valueAndGradient(x, logits, means, logSigma);
    return [logLikelihood, ...dLogits, ...dMeans, ...dLogSigma];
  };

  /* The same by dual numbers: once for each parameter, whose own slope is 1. */
  const differentiated = (mixture) => {
    const theta = [...mixture.logits, ...mixture.means, ...mixture.logSigma];
    const along = theta.map((_, moving) => textbook(mixture, theta.map((value, place) => dual(value, Number(place === moving)))));
    return [along[0].value, ...along.map((one) => one.slope)];
  };

  const nameOf = (place, { K, D }) => {
    if (place === 0) return "the log-likelihood";
    const [kind, entry] = place <= K ? ["a", place - 1] : place <= K + K * D ? ["μ", place - 1 - K] : ["log σ", place - 1 - K - K * D];
    return `the derivative by ${kind} of component ${kind === "a" ? entry + 1 : Math.floor(entry / D) + 1}`
      + (kind === "a" ? "" : ` in feature ${(entry % D) + 1}`);
  };

  /* The largest error of one mixture, as a part of its sum of absolute terms, and where it is. */
  const compare = (mixture) => {
    const [ours, theirs, sizes] = [generated(mixture), differentiated(mixture), absoluteTerms(mixture)];
    const errors = ours.map((one, place) => Math.abs(one - theirs[place]) / (sizes[place] + SMALLEST));
    // What is no number is as wrong as can be.
    const error = Math.max(...errors.map((one) => (one >= 0 ? one : Infinity)));
    return { error, count: errors.length - 1, where: nameOf(errors.findIndex((one) => !(one < error)), mixture) };
  };

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const power = (number) => {
    if (!(number > 0 && number < Infinity)) return String(number);
    const [digits, exponent] = number.toExponential(1).replace("-", "−").replace("+", "").split("e");
    const ariaLabel = `${digits} times 10 to the power ${exponent.replace("−", "minus ")}`;
    return element("span", { role: "img", ariaLabel }, `${digits} · 10`, element("sup", {}, exponent));
  };

  const thousands = (number) => (number < 10000 ? String(number) : number.toLocaleString("en").replaceAll(",", "\u202f"));

  const report = ({ seed, error, where, derivatives, started }) => {
    const agree = error < BOUND;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const answer = element("strong", {}, agree ? "They agree." : "They do not agree.");
    const verdict = element("p", {}, answer, " Largest error: ", power(error), ` of the sum of the absolute terms, in ${where}.`);
    const counted = `${thousands(MIXTURES)} mixtures (draw ${seed}), ${thousands(derivatives)} derivatives, ${seconds} seconds on this machine.`;
    return [verdict, element("p", {}, counted)];
  };

  const check = (box) => {
    const button = element("button", { type: "button" }, `Check ${thousands(MIXTURES)} random mixtures`);
    const progress = element("progress", { max: MIXTURES, value: 0, hidden: true, ariaLabel: "Mixtures checked" });
    const result = element("div", { className: "moving-numbers", role: "status" });
    let seed = 0;

    const run = () => {
      const random = generator(++seed);
      const found = { seed, error: -1, where: "", derivatives: 0, started: performance.now() };
      let done = 0;
      progress.hidden = false;
      const slice = () => {
        const end = performance.now() + SLICE;
        for (; done < MIXTURES && performance.now() < end; done++) {
          const { error, where, count } = compare(draw(random));
          found.derivatives += count;
          if (error > found.error) Object.assign(found, { error, where });
        }
        progress.value = done;
        if (done < MIXTURES) return setTimeout(slice);
        progress.hidden = true;
        result.replaceChildren(...report(found));
        result.dataset.error = found.error;
        button.ariaDisabled = null;
        button.textContent = `Check ${thousands(MIXTURES)} others`;
      };
      setTimeout(slice);
    };

    // Disabled, the button would lose the focus.
    button.addEventListener("click", () => {
      if (button.ariaDisabled) return;
      button.ariaDisabled = "true";
      result.replaceChildren();
      run();
    });
    box.replaceChildren(element("div", { className: "moving-controls" }, button, progress), result);
  };

  mog.check = check;
  mog.figure?.("check", (stage) => check(stage.box));
})();
