/* Two Gaussians over the waits of Old Faithful, to be dragged: density, responsibilities, likelihood and every gradient answer at once. */
(() => {
  "use strict";

  const mog = window.mog;
  const { arrow, fixed, html, path, shown, svg } = mog;
  const RATE = 0.3;
  const LEAST_WEIGHT = 0.01;
  const GRID = 240;
  const REACH = 90;
  const SMALL = 1e-4;
  /* The diamond of a component narrower than this many pixels stays clear of its mean. */
  const APART = 24;

  mog.figure("one-dimension", (stage) => {
    const { centre, spread, best, name } = stage.data;
    const x = Float64Array.from(stage.data.x);
    const low = Math.min(...x) - 6;
    const high = Math.max(...x) + 6;
    const grid = Float64Array.from({ length: GRID }, (_, n) => low + ((high - low) * n) / (GRID - 1));

    const start = () => [[0, 0], [centre - spread, centre + spread], [Math.log(spread), Math.log(spread)]].map((row) => Float64Array.from(row));
    let [logits, means, logSigma] = start();
    const sigma = (k) => Math.exp(logSigma[k]);
    const weight = (k) => 1 / (1 + Math.exp(logits[1 - k] - logits[k]));
    const normal = (k, value) => Math.exp(-(((value - means[k]) / sigma(k)) ** 2) / 2) / (sigma(k) * Math.sqrt(2 * Math.PI));
    const now = () => mog.kernels.valueAndGradient(x, logits, means, logSigma);

    // --- what is drawn

    const tallest = 0.06;
    const plot = stage.plot({
      height: 300, x: [low, high], y: [0, tallest], yName: "density", margin: [26, 8, 24, 52], clip: true,
      label: "The histogram of the waits, two Gaussians to be dragged, and their sum",
    });
    const bars = plot.add("path", { class: "moving-bars" });
    const curves = [0, 1].map((k) => plot.add("path", { class: "moving-curve", "data-component": k + 1 }));
    const whole = plot.add("path", { class: "moving-whole" });
    const pull = (k) => plot.svg.insertBefore(svg("path", { class: "moving-arrow", "data-component": k + 1 }), plot.handles);
    const pulls = [0, 1].map((k) => [pull(k), pull(k)]);
    const shares = stage.plot({
      height: 130, x: [low, high], y: [0, 1], xName: name, yName: "responsibility", margin: [8, 8, 40, 52],
      label: "The responsibilities along the waiting time, and the waits",
    });
    const areas = [0, 1].map((k) => shares.add("path", { class: "moving-area", "data-component": k + 1 }));
    const marks = [0, 1].map((k) => shares.add("path", { class: "moving-marks", "data-component": k + 1 }));

    const counts = new Array(stage.data.bins).fill(0);
    const [least, most] = [Math.min(...x), Math.max(...x)];
    const wide = (most - least) / counts.length;
    for (const each of x) counts[Math.min(counts.length - 1, Math.floor((each - least) / wide))] += 1;

    // --- what is dragged

    const parameters = (k) => `Component ${k + 1}: mean ${fixed(means[k], 1)} minutes, standard deviation ${fixed(sigma(k), 1)}, weight ${fixed(weight(k), 2)}.`;
    const sentence = (k) => () => {
      const { logLikelihood, dMeans } = now();
      const way = Math.abs(dMeans[k]) < 0.05 ? "is flat along this mean" : `pulls this mean ${dMeans[k] > 0 ? "up" : "down"}, by ${fixed(Math.abs(dMeans[k]), 1)} nats a minute`;
      return `${parameters(k)} Mean negative log-likelihood ${fixed(-logLikelihood / x.length, 3)} nats a point. The log-likelihood ${way}.`;
    };
    const height = (k, value) => weight(k) * normal(k, value);
    const clear = () => plot.xAt(plot.left + APART) - plot.xAt(plot.left);
    /* How far from the mean the diamond of a σ stands, and the σ of one that stands so far away. */
    const standing = (width) => (width < 2 * clear() ? clear() + width / 2 : width);
    const widthAt = (far) => (far < 2 * clear() ? 2 * (far - clear()) : far);
    for (const k of [0, 1]) {
      plot.handle({
        label: `Mean of component ${k + 1}`, colour: k + 1, step: [0.5, 0],
        at: () => [means[k], height(k, means[k])],
        move: (value) => { means[k] = value; },
        text: () => `${fixed(means[k], 1)} minutes`,
        sentence: sentence(k),
      });
      plot.handle({
        label: `Standard deviation of component ${k + 1}`, colour: k + 1, shape: "diamond", step: [0.25, 0],
        at: () => [means[k] + standing(sigma(k)), height(k, means[k] + sigma(k))],
        move: (value) => { logSigma[k] = Math.log(Math.max(0.3, widthAt(value - means[k]))); },
        text: () => `${fixed(sigma(k), 1)} minutes`,
        sentence: sentence(k),
      });
    }
    stage.slider("Weight of component 1", {
      low: LEAST_WEIGHT, high: 1 - LEAST_WEIGHT, step: 0.01, get: () => weight(0), say: (value) => fixed(value, 2),
      set: (value) => {
        stage.pause();
        logits = Float64Array.of(Math.log(value) / 2 - Math.log(1 - value) / 2, Math.log(1 - value) / 2 - Math.log(value) / 2);
        stage.say(sentence(0));
      },
    });

    // --- what climbs: the loop of the text, in standardised units

    const step = () => {
      const { dLogits, dMeans, dLogSigma } = now();
      const down = (slopes, unit) => slopes.map((slope) => (-slope * unit) / x.length);
      logits = mog.steps.plain(logits, down(dLogits, 1), RATE).theta;
      means = mog.steps.plain(means.map((mean) => (mean - centre) / spread), down(dMeans, spread), RATE).theta.map((mean) => centre + spread * mean);
      logSigma = mog.steps.plain(logSigma, down(dLogSigma, 1), RATE).theta;
      const slopes = [...dLogits, ...dMeans.map((slope) => slope * spread), ...dLogSigma];
      return Math.max(...slopes.map(Math.abs)) / x.length > SMALL;
    };
    stage.button("One step", () => {
      stage.pause();
      step();
      stage.changed();
      stage.say(sentence(0));
    });
    const climb = stage.button("Climb", () => {
      if (stage.playing) return stage.pause();
      stage.play(step, climb, ["Climb", "Stop"], () => `${parameters(0)} ${parameters(1)}`);
    });
    stage.button("The highest point", () => {
      stage.pause();
      [logits, means, logSigma] = best.map((row) => Float64Array.from(row));
      stage.changed();
      stage.say(sentence(0));
    });

    // --- the numbers

    const likelihood = html("output");
    const row = (text, k, unit, value, slope) => {
      const cells = [html("td"), html("td")];
      const way = svg("path", { class: "moving-arrow", "data-component": k + 1 });
      const picture = svg("svg", { width: 104, height: 16, viewBox: "-52 -8 104 16", "aria-hidden": "true" }, svg("path", { class: "moving-zero", d: "M0-6V6" }), way);
      const line = html("tr", {}, html("th", { scope: "row" }, text), cells[0], cells[1], html("td", {}, picture));
      return { line, show: (gradient) => {
        const [number, along] = slope(gradient);
        cells[0].textContent = value();
        cells[1].textContent = `${number >= 0.05 ? "+" : ""}${fixed(number, 1)}${unit}`;
        arrow(way, 0, 0, along * REACH, 0, 46);
      } };
    };
    const rows = [0, 1].flatMap((k) => [
      row(`mean μ${"₁₂"[k]}`, k, " per minute", () => `${fixed(means[k], 2)} min`, ({ dMeans }) => [dMeans[k], (dMeans[k] * spread) / x.length]),
      row(`log σ${"₁₂"[k]}`, k, "", () => fixed(logSigma[k], 3), ({ dLogSigma }) => [dLogSigma[k], dLogSigma[k] / x.length]),
      row(`logit a${"₁₂"[k]}`, k, "", () => fixed(logits[k], 3), ({ dLogits }) => [dLogits[k], dLogits[k] / x.length]),
    ]);
    const head = html("tr", {}, ...["parameter", "value", "slope of 𝓛 (nats)", "as an arrow"].map((text) => html("th", { scope: "col" }, text)));
    const table = html("table", {}, html("thead", {}, head), html("tbody", {}, ...rows.map(({ line }) => line)));
    const numbers = html("div", { class: "moving-numbers" }, html("p", {}, "Mean negative log-likelihood, the lower the better: ", likelihood, " nats per point"), table);
    stage.box.append(numbers);

    const draw = () => {
      const gradient = now();
      const shapes = [0, 1].map((k) => grid.map((value) => weight(k) * normal(k, value)));
      const line = (on, heights) => path([...grid].flatMap((value, n) => [on.X(value), on.Y(heights[n])]));
      shapes.forEach((heights, k) => curves[k].setAttribute("d", line(plot, heights)));
      whole.setAttribute("d", line(plot, shapes[0].map((height, n) => height + shapes[1][n])));
      bars.setAttribute("d", counts.map((count, n) => {
        const height = count / (x.length * wide);
        return `M${plot.X(least + n * wide)} ${plot.bottom}V${plot.Y(height)}H${plot.X(least + (n + 1) * wide)}V${plot.bottom}Z`;
      }).join(""));
      const gamma = mog.kernels.responsibilities(grid, logits, means, logSigma);
      const border = grid.map((_, n) => gamma[2 * n]);
      const floor = `L${shares.X(high)} ${shares.Y(0)}H${shares.X(low)}Z`;
      areas[0].setAttribute("d", line(shares, border) + floor);
      areas[1].setAttribute("d", line(shares, border) + floor.replace(shares.Y(0), shares.Y(1)));
      const mine = mog.kernels.responsibilities(x, logits, means, logSigma);
      const ticked = ["", ""];
      x.forEach((value, i) => { ticked[mine[2 * i] >= 0.5 ? 0 : 1] += `M${shares.X(value).toFixed(1)} ${shares.bottom}v-8`; });
      ticked.forEach((text, k) => marks[k].setAttribute("d", text));
      // An arrow stays with its handle.
      const beside = (value, up) => [plot.X(value), Math.max(plot.Y(up), plot.top) - 14];
      for (const k of [0, 1]) {
        arrow(pulls[k][0], ...beside(means[k], height(k, means[k])), (REACH * gradient.dMeans[k] * spread) / x.length, 0);
        const edge = means[k] + sigma(k);
        arrow(pulls[k][1], ...beside(means[k] + standing(sigma(k)), height(k, edge)), (REACH * gradient.dLogSigma[k]) / x.length, 0);
      }
      likelihood.textContent = fixed(-gradient.logLikelihood / x.length, 4);
      for (const each of rows) each.show(gradient);
    };

    stage.start({
      draw,
      read: () => [...logits, ...means, ...logSigma],
      write: (view) => { [logits, means, logSigma] = [0, 2, 4].map((first) => Float64Array.from(view.slice(first, first + 2))); },
    });
  });
})();
