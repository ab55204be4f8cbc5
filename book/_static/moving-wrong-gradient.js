/* Five ways to train the same mixture from the same start: with the right gradient of the logits, and with the assignment's. */
(() => {
  "use strict";

  const mog = window.mog;
  const { clamp, fixed, html, path, shown, svg } = mog;
  const ARRIVED = 1e-6;
  const STALLED = 5e-4;
  const AT_REST = 1e-6;
  const LOWEST = -8;
  const ADAMS_PART = 0.1;
  const KINDS = [
    { name: "right", slip: false, rule: "plain", colour: 1 },
    { name: "assignment’s", slip: true, rule: "plain", colour: 2 },
    { name: "assignment’s, renormalised", slip: true, rule: "renormalised", colour: 3 },
    { name: "Adam, right", slip: false, rule: "adam", colour: 1 },
    { name: "Adam, assignment’s", slip: true, rule: "adam", colour: 2 },
  ];

  /* The runs before their first step, from a weight of the first component; means −1 and 1, both σ 1, in standard deviations of the waits. */
  mog.runsOfSlips = ({ x, centre, spread, adam }, weight, rate) => {
    const u = Float64Array.from(x, (value) => (value - centre) / spread);
    const m = u.length;
    const alike = new Float64Array(2);

    /* The loss and the slopes of the loss where a run stands; of the weights or logits, those that it takes for right. */
    const look = (run) => {
      const { logits, means, logSigma } = mog.parted(run.theta, 2);
      const { logLikelihood, dLogits, dMeans, dLogSigma } = mog.kernels.valueAndGradient(u, logits, means, logSigma);
      // Where all components are alike, responsibilities are the weights.
      run.weights = mog.kernels.responsibilities(new Float64Array(1), logits, alike, alike);
      if (run.slip) {
        const gamma = mog.kernels.responsibilities(u, logits, means, logSigma);
        dLogits.fill(0);
        gamma.forEach((share, n) => { dLogits[n % 2] += share / run.weights[n % 2]; });
      }
      run.loss = -logLikelihood / m;
      run.slopes = mog.joined({ logits: dLogits, means: dMeans, logSigma: dLogSigma }).map((slope) => -slope / m);
    };
    const rules = {
      plain: (run) => mog.steps.plain(run.theta, run.slopes, rate).theta,
      renormalised: (run) => {
        const { theta } = mog.steps.plain(run.theta, run.slopes, rate);
        const stepped = mog.steps.plain(run.weights, run.slopes.subarray(0, 2), rate).theta;
        theta.set(stepped.map((each) => Math.log(each / (stepped[0] + stepped[1]))));
        return theta;
      },
      adam: (run) => {
        const state = run.state ?? { velocity: new Float64Array(6), secondMoment: new Float64Array(6) };
        run.state = mog.steps.adam(run.theta, run.slopes, state.velocity, state.secondMoment, run.steps, rate * ADAMS_PART, ...adam);
        return run.state.theta;
      },
    };
    return KINDS.map((kind) => {
      const theta = Float64Array.of(Math.log(weight), Math.log(1 - weight), -1, 1, 0, 0);
      const run = { ...kind, theta, steps: 0, change: Infinity };
      look(run);
      run.step = () => {
        const place = () => [...run.weights, ...run.theta.slice(2)];
        const before = place();
        run.steps += 1;
        run.theta = rules[run.rule](run);
        look(run);
        run.change = Math.max(...place().map((value, n) => Math.abs(value - before[n])));
      };
      return run;
    });
  };

  mog.figure("wrong-gradient", (stage) => {
    const { best, optimum, steps: most } = stage.data;
    let { weight, rate } = stage.data;
    let runs;
    let n;
    const note = () => {
      for (const run of runs) {
        run.track.push([run.weights[0], Math.log10(Math.max(run.loss - best, 10 ** LOWEST)), (run.theta[0] + run.theta[1]) / 2]);
        if (run.loss < best + ARRIVED) run.arrived ??= n;
      }
    };
    const begin = (change) => {
      stage.pause();
      ({ weight, rate } = { weight, rate, ...change });
      n = 0;
      runs = mog.runsOfSlips(stage.data, weight, rate).map((run) => Object.assign(run, { track: [] }));
      note();
    };
    // Slower at the beginning, where most happens.
    const step = (count = Math.min(6, 1 + Math.floor(n / 100))) => {
      for (const until = Math.min(n + count, most); n < until; note()) {
        n += 1;
        for (const run of runs) run.step();
      }
      return n < most;
    };
    const outcome = (run) => {
      if (!Number.isFinite(run.loss)) return "no numbers left";
      if (run.arrived !== undefined) return `arrived at ${run.arrived}`;
      // A smaller rate takes smaller steps, which is no stalling.
      const pace = run.change / rate;
      return pace < AT_REST ? "at rest elsewhere" : pace < STALLED ? "stalls elsewhere" : "not at rest";
    };
    const sentence = () => `After ${n} steps: ${runs.map((run) => `${run.name} ${outcome(run)}, weight ${fixed(run.weights[0], 3)}`).join("; ")}.`;

    // --- the plots: weight, loss, and drift over the steps

    const yTicks = ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "1"].map((text, k) => [LOWEST + 2 * k, text]);
    const plots = [
      { height: 220, y: [0, 1], yName: "weight 1", label: "Weight of component 1 in each run, its start to be dragged" },
      { height: 220, y: [LOWEST, 0], yName: "above the best (nats)", yTicks, label: "Loss of each run above the best" },
      { height: 180, y: [-1, 10], yName: "mean of the logits", xName: "step", label: "Mean of the logits in each run" },
    ].map((options) => stage.plot({ x: [0, 100], margin: [10, 18, options.xName ? 40 : 24, 58], clip: true, ...options }));
    const goals = [optimum, Math.log10(ARRIVED)].map((goal, q) => [plots[q], goal, plots[q].add("path", { class: "moving-goal" })]);
    const look = ({ rule, colour }) => ({ class: `moving-run${rule === "adam" ? " moving-dashed" : ""}`, "data-component": colour });
    const lines = plots.map((plot) => KINDS.map((kind) => plot.add("path", look(kind))));
    plots[0].handle({
      label: "Weight of component 1 at the start", axis: "y", step: [0, 0.01], at: () => [0, weight], text: () => fixed(weight, 2),
      move: (_, value) => begin({ weight: clamp(Number(value.toFixed(2)), 0.01, 0.99) }),
      sentence: () => `All runs start with the weights ${fixed(weight, 2)} and ${fixed(1 - weight, 2)}.`,
    });
    mog.runs(stage, { rate: () => rate, begin, isOver: () => n >= most, step, sentence });

    // --- the table, whose first column is the key to the lines

    const rows = KINDS.map((kind) => {
      const key = svg("svg", { class: "moving-key", width: 28, height: 10, "aria-hidden": "true" }, svg("path", { ...look(kind), d: "M1 5H27" }));
      return html("tr", {}, html("th", { scope: "row" }, key, " ", kind.name), ...[1, 2, 3, 4, 5].map(() => html("td")));
    });
    const head = ["run", "outcome", "weight", "loss", "gradient", "mean logit"].map((text) => html("th", { scope: "col" }, text));
    const status = html("p");
    const table = html("table", {}, html("thead", {}, html("tr", {}, ...head)), html("tbody", {}, ...rows));
    stage.box.append(html("div", { class: "moving-numbers moving-many" }, status, table));

    const draw = () => {
      const wide = [100, 200, 500, 1000, 2000, most].find((each) => each >= n);
      // The assignment's gradient lifts all logits by the rate at every step.
      const high = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((each) => each >= rate * n);
      if (plots[0].x[1] !== wide || plots[2].y[1] !== high) {
        plots[2].y = [-high / 10, high];
        for (const plot of plots) Object.assign(plot, { x: [0, wide] }).fit(stage.width);
      }
      for (const [plot, goal, line] of goals) line.setAttribute("d", `M${plot.left} ${plot.Y(goal)}H${plot.right}`);
      const stride = Math.ceil((n + 1) / 250);
      const places = Array.from({ length: Math.floor(n / stride) + 1 }, (_, place) => place * stride).concat(n);
      runs.forEach((run, k) => {
        const seen = places.filter((at) => run.track[at].every(Number.isFinite));
        plots.forEach((plot, q) => lines[q][k].setAttribute("d", path(seen.flatMap((at) => [plot.X(at), plot.Y(run.track[at][q])]))));
        const mean = run.track.at(-1)[2];
        const texts = [outcome(run), fixed(run.weights[0], 3), fixed(run.loss, 4), fixed(Math.hypot(...run.slopes), 2), fixed(mean, 0)];
        texts.forEach((text, column) => { rows[k].cells[column + 1].textContent = text; });
      });
      status.textContent = `After ${n} steps. The best: weight ${fixed(optimum, 3)}, loss ${fixed(best, 4)}. Adam’s rate is ${shown(rate * ADAMS_PART)}.`;
    };

    begin();
    stage.start({
      draw,
      read: () => [weight, rate, n],
      write: ([from, speed, steps]) => {
        begin({ weight: clamp(from, 0.01, 0.99), rate: clamp(speed, 0.01, 1) });
        step(steps);
      },
    });
  });
})();
