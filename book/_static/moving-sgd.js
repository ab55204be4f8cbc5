/* The descent, one mini-batch at a time, over points of two features: means and ellipses to be dragged, EM beside it, and ways to fail. */
(() => {
  "use strict";

  const mog = window.mog;
  const { arrow, clamp, fixed, html, path, put, shown } = mog;
  const K = 3;
  const D = 2;
  const EACH = [0, 1, 2];
  const AXES = [0, 1];
  // From an ellipse to the handle of its width, in the drawing's own unit.
  const STEM = 26;
  // An arrow is a plain step at this rate.
  const PULL = 1.5;
  const KEPT = 300;

  mog.figure("sgd", (stage) => {
    const { constants, rates, presets, epochs, steps } = stage.data;
    const sets = stage.data.sets.map((each) => ({ ...each, x: Float64Array.from(each.x) }));
    const rules = Object.keys(rates);
    const logFloor = Math.log(constants.floor);
    const settings = { constants, seed: 0, get batchSize() { return settings.batch || m; }, order: () => mog.permutation(m, random) };
    let preset, points, x, m, random, run, start, sgd, em, earlier;
    let beside = 0;

    /* The parts of a row of parameters, as the kernels want them. */
    const parts = (theta) => Object.values(mog.parted(theta, K));
    /* A place, and some of what led there: pairs of epoch and height, and of means. */
    const walk = (theta) => arrive({ steps: 0, every: 1, heights: [], ways: EACH.map(() => []) }, theta, 0);
    const arrive = (way, theta, epoch) => {
      const nll = mog.meanNll(x, theta, K);
      Object.assign(way, { theta, nll, above: nll - points.best });
      if (way.steps % way.every) return way;
      way.heights.push([epoch, way.above]);
      EACH.forEach((k) => way.ways[k].push(parts(theta)[1].subarray(k * D, k * D + D)));
      if (way.heights.length > KEPT) {
        way.every *= 2;
        for (const row of [way.heights, ...way.ways]) row.splice(0, KEPT + 1, ...row.filter((_, n) => n % 2 === 0));
      }
      return way;
    };
    const seen = () => run.before + run.epoch + run.place / m;

    /* Go on from here with the settings as they are. */
    const goOn = (theta) => {
      random = mog.generator(settings.seed);
      const before = run ? seen() : 0;
      run = Object.assign(mog.descent(x, mog.parted(theta, K), settings), { before });
    };
    const begin = (theta) => {
      earlier = sgd?.heights;
      run = null;
      goOn(theta);
      start = run.theta;
      [sgd, em] = [walk(start), walk(start)];
    };
    const take = (place) => {
      preset = presets[place];
      const { rule, rate, batch } = preset;
      Object.assign(settings, { rule, rate, batch });
      points = sets[preset.set];
      ({ x } = points);
      m = x.length / D;
      sgd = null;
      for (const d of AXES) {
        const values = x.filter((_, n) => n % D === d);
        plot["xy"[d]] = [Math.min(...values) - 0.3, Math.max(...values) + 0.3];
      }
      if (stage.width) plot.fit(stage.width);
    };

    /* One step, and one of EM whenever all points have been seen once more. */
    const step = () => {
      const more = run.step();
      sgd.steps += 1;
      arrive(sgd, run.theta, seen());
      while (em.steps + 1 <= seen() + 1e-9) {
        em.steps += 1;
        arrive(em, mog.joined(mog.em(x, ...parts(em.theta), logFloor)), em.steps);
      }
      return more;
    };

    const apart = ({ above }) => `${fixed(Math.abs(above), 4)} ${above < -5e-5 ? "below" : "above"} the best known.`;
    // Where all components are alike, responsibilities are the weights.
    const weights = () => mog.kernels.responsibilities(new Float64Array(1), parts(sgd.theta)[0], new Float64Array(K), new Float64Array(K));
    const sentence = () => {
      const said = [`After ${sgd.steps} steps, ${fixed(seen(), 1)} epochs, the mean negative log-likelihood is ${fixed(sgd.nll, 4)} nats, ${apart(sgd)}`];
      if (run.lost) said.push("The last step left the region of the data.");
      if (beside) said.push(`EM, after ${em.steps} steps, is ${apart(em)}`);
      if (preset.narrow && settings.rule === "plain") {
        const variance = fixed(Math.exp(2 * parts(sgd.theta)[2][0]), 4);
        said.push(`Component 1 along feature 1: variance ${variance}; learning rate × weight / 2 is ${fixed((settings.rate * weights()[0]) / 2, 4)}, below which no variance can settle.`);
      }
      return said.join(" ");
    };

    const margin = [8, 12, 40, 62];
    const plot = stage.plot({
      height: 420, x: [0, 1], y: [0, 1], xName: "feature 1, in units of its spread", yName: "feature 2", margin, canvas: true, square: true, clip: true,
      label: "The points, and three components to be dragged",
    });
    const loss = stage.plot({
      height: 190, x: [0, 10], y: [-3, 1], xName: "epochs", yName: "above the best known", margin,
      yTicks: [-3, -2, -1, 0, 1].map((power) => [power, 10 ** power]),
      label: "How far the loss of all points is above the best known, by epochs",
    });
    const band = loss.add("path", { class: "moving-band" });
    const bandName = loss.add("text", { class: "moving-words", "text-anchor": "end" }, "statistical error p/(2m)");
    const each = (name, kind) => EACH.map((k) => plot.add(name, { class: kind, "data-component": k + 1 }));
    const line = (kind) => [each("path", `moving-way ${kind}`), each("ellipse", `moving-ellipse ${kind}`), loss.add("path", { class: `moving-loss ${kind}` })];
    const wides = each("ellipse", "moving-ellipse moving-wide");
    const before = loss.add("path", { class: "moving-loss moving-earlier" });
    const [dashed, solid] = [line("moving-dashed"), line("")];
    const stems = each("path", "moving-stem");
    const pulls = [each("path", "moving-arrow moving-broad"), EACH.map(() => plot.add("path", { class: "moving-arrow moving-thin" }))];

    const stem = (d) => (d ? plot.yAt(0) - plot.yAt(STEM) : plot.xAt(STEM) - plot.xAt(0));
    // A mean, or a width, by the place of the row that it stands in.
    const number = (row, k, say) => AXES.map((d) => say(parts(sgd.theta)[row][k * D + d], 3));
    const width = (value) => (value <= logFloor ? "at the floor" : fixed(Math.exp(value), 3));
    for (const k of EACH) {
      const handle = (label, axis, shape, at, move, text) => plot.handle({
        label: `${label} of component ${k + 1}`, colour: k + 1, axis, shape, step: [0.05, 0.05], at, text,
        // Where something is dragged to, a new descent begins.
        move: (...place) => {
          const theta = sgd.theta.slice();
          move(parts(theta), place);
          sgd.heights = [];
          begin(theta);
        },
        sentence: () => `Component ${k + 1}: mean ${number(1, k, fixed).join(", ")}; σ ${number(2, k, width).join(", ")}. ${sentence()}`,
      });
      const mean = () => number(1, k, (value) => value);
      handle("Mean", "both", "circle", mean, ([, means], place) => means.set(place, k * D), () => number(1, k, fixed).join(", "));
      for (const d of AXES) {
        handle(`Standard deviation along feature ${d + 1}`, "xy"[d], "diamond",
          () => mean().map((value, e) => value + (e === d ? number(2, k, Math.exp)[d] + stem(d) : 0)),
          (here, place) => { here[2][k * D + d] = Math.log(Math.max(place[d] - mean()[d] - stem(d), constants.floor)); },
          () => number(2, k, width)[d]);
      }
    }

    const choice = (text, values, names, get, set) => stage.choice(text, values.map((value, n) => [names[n], value]), get, (value) => {
      set(value);
      stage.say(sentence);
    });
    // A setting acts from the next step on.
    const setting = (text, name, values, names = values) => choice(text, values, names, () => settings[name], (value) => {
      settings[name] = value;
      if (name === "rule") settings.rate = rates[value];
      goOn(sgd.theta);
    });
    choice("Begin with", presets, presets.map(({ name }) => name), () => preset, (value) => {
      stage.pause();
      take(presets.indexOf(value));
      begin(Float64Array.from(preset.start));
    });
    setting("Step", "rule", rules);
    stage.slider("Learning rate", {
      low: -3, high: 0.5, step: 0.01, get: () => Math.log10(settings.rate), say: () => shown(settings.rate, 2),
      set: (value) => { settings.rate = Number((10 ** value).toPrecision(2)); },
    });
    setting("Batch", "batch", [1, 10, 50, 200, 0], [1, 10, 50, 200, "all points"]);
    setting("Seed", "seed", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const press = (text, act) => stage.button(text, () => {
      act();
      stage.changed();
      stage.say(sentence);
    });
    const withEm = press("EM beside it", () => { beside = 1 - beside; });
    stage.shows.push(() => put(withEm, { "aria-pressed": beside === 1 }));
    press("One step", () => {
      stage.pause();
      step();
    });
    const play = stage.button("Play", () => {
      if (stage.playing) return stage.pause();
      // As many steps as the trainer takes where it is not told.
      let left = Math.max(epochs * Math.ceil(m / settings.batchSize), steps);
      stage.play(() => {
        left -= 1;
        return step() && left > 0;
      }, play, ["Play", "Pause"], sentence);
    });
    press("Back to the start", () => {
      stage.pause();
      begin(start);
    });

    const words = html("p");
    const cells = EACH.map(() => EACH.map(() => html("td")));
    const titles = ["component", "weight", "mean", "σ"].map((text) => html("th", { scope: "col" }, text));
    const rows = EACH.map((k) => html("tr", {}, html("th", { scope: "row", "data-component": k + 1 }, k + 1), ...cells[k]));
    stage.box.append(html("div", { class: "moving-numbers" }, words, html("table", {}, html("tr", {}, ...titles), ...rows)));
    const tell = () => {
      words.textContent = sentence();
      for (const k of EACH) cells[k].forEach((cell, n) => { cell.textContent = n ? number(n, k, [fixed, width][n - 1]).join(", ") : fixed(weights()[k], 3); });
    };

    let inks = null;
    const drawPoints = (lit) => {
      inks ??= stems.map((each) => getComputedStyle(each).stroke.match(/\d+/g));
      const gamma = mog.kernels.responsibilities(x, ...parts(sgd.theta));
      const { ink } = plot;
      const all = lit.length === m;
      ink.clearRect(0, 0, plot.width, plot.height);
      ink.globalAlpha = all ? 0.8 : 0.55;
      const square = (i, half) => [plot.X(x[i * D]) - half, plot.Y(x[i * D + 1]) - half, 2 * half, 2 * half];
      // Points of nearly one colour are painted together: most of a frame's time is the painting.
      const alike = [];
      for (let i = 0; i < m; i += 1) {
        const key = Math.round(16 * gamma[i * K]) * 17 + Math.round(16 * gamma[i * K + 1]);
        (alike[key] ??= [i, new Path2D()])[1].rect(...square(i, 1.5));
      }
      alike.forEach(([i, squares]) => {
        ink.fillStyle = `rgb(${EACH.map((c) => Math.round(EACH.reduce((sum, k) => sum + gamma[i * K + k] * inks[k][c], 0)))})`;
        ink.fill(squares);
      });
      ink.globalAlpha = 1;
      for (const i of all ? [] : lit) ink.strokeRect(...square(i, 3.5));
    };
    const logged = (value) => clamp(Math.log10(Math.max(value, 1e-9)), ...loss.y);
    const traced = (element, on, pairs, y = (value) => value) =>
      put(element, { d: path(pairs.flatMap(([across, up]) => [on.X(across), on.Y(y(up))])) });
    const scaled = (theta, k, size) => {
      const [, means, logSigma] = parts(theta);
      const [rx, ry] = AXES.map((d) => size * Math.exp(logSigma[k * D + d]));
      return { cx: plot.X(means[k * D]), cy: plot.Y(means[k * D + 1]), rx: plot.X(rx) - plot.X(0), ry: plot.Y(0) - plot.Y(ry) };
    };
    const trace = (way, [ways, rounds, curve]) => {
      for (const k of EACH) {
        put(rounds[k], scaled(way.theta, k, 1));
        traced(ways[k], plot, way.ways[k]);
      }
      traced(curve, loss, way.heights, logged);
    };
    const draw = () => {
      const enough = 10 * 2 ** Math.max(0, Math.ceil(Math.log2(seen() / 10)));
      if (enough !== loss.x[1]) {
        loss.x = [0, enough];
        loss.fit(stage.width);
      }
      const coming = run.coming();
      const slopes = [x, mog.chosen(x, coming, D)].map((some) => mog.parted(mog.meanGradient(some, sgd.theta, K), K).means);
      drawPoints(coming);
      trace(sgd, solid);
      for (const each of dashed.flat()) each.style.display = beside ? "" : "none";
      if (beside) trace(em, dashed);
      for (const k of EACH) {
        put(wides[k], scaled(sgd.theta, k, 2));
        const { cx, cy, rx, ry } = scaled(sgd.theta, k, 1);
        put(stems[k], { d: `M${cx + rx} ${cy}h${STEM}M${cx} ${cy - ry}v${-STEM}` });
        slopes.forEach((slope, n) => {
          const [right, up] = AXES.map((d) => -PULL * slope[k * D + d]);
          arrow(pulls[n][k], cx, cy, plot.X(right) - plot.X(0), plot.Y(up) - plot.Y(0));
        });
      }
      const error = loss.Y(logged(points.error));
      put(band, { d: `M${loss.left} ${error}H${loss.right}V${loss.bottom}H${loss.left}Z` });
      put(bandName, { x: loss.right - 6, y: loss.bottom - 8 });
      traced(before, loss, (earlier ?? []).filter(([epoch]) => epoch <= enough), logged);
      tell();
    };

    take(0);
    begin(Float64Array.from(preset.start));
    stage.start({
      draw,
      read: () => [presets.indexOf(preset), rules.indexOf(settings.rule), settings.rate, settings.batch, settings.seed, beside, ...sgd.theta],
      write: ([place, rule, rate, batch, seed, em, ...theta]) => {
        take(presets[place] ? place : 0);
        Object.assign(settings, { rule: rules[rule] ?? settings.rule, rate, batch, seed });
        beside = em;
        begin(Float64Array.from(theta));
      },
    });
  });
})();
