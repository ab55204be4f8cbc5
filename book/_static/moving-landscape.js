/* The profile of the waits over two means as a map, and on it the path of a descent, whose loss comes down to that of the map. */
(() => {
  "use strict";

  const mog = window.mog;
  const { clamp, fixed, html, path } = mog;
  const SIDE = 400;
  const BESIDE = 230;
  const MOST = 1500;
  const SMALL = 1e-4;
  const NEAR = 0.5;
  const CLOSE = 0.005;
  const STAR = "M0-9L2.2-2.9 8.6-2.8 3.5 1.1 5.3 7.3 0 3.6-5.3 7.3-3.5 1.1-8.6-2.8-2.2-2.9Z";
  const CROSS = "M-6-6L6 6M-6 6L6-6";
  const PLACES = [...["short", "long"].map((kind) => `at the star where component 1 has the ${kind} waits`), "at the cross"];

  /* The map between its points, in nats per point above the best loss: cubics through the four next along either mean. */
  mog.surface = ({ above, range, unit }) => {
    const last = above.length - 1;
    const along = (mean) => {
      const place = clamp(((mean - range[0]) / (range[1] - range[0])) * last, 0, last);
      const first = Math.min(Math.floor(place), last - 1);
      const t = place - first;
      return [t * (2 * t - t * t - 1), 2 + t * t * (3 * t - 5), t * (1 + 4 * t - 3 * t * t), t * t * (t - 1)]
        .map((part, n) => [clamp(first + n - 1, 0, last), part / 2]);
    };
    const height = (across, up) => {
      let sum = 0;
      for (const [i, one] of across) for (const [j, other] of up) sum += one * other * above[Math.min(i, j)][Math.abs(i - j)];
      return sum * unit;
    };
    return { along, height, at: (means) => height(...means.map(along)) };
  };

  /* A descent from two means in minutes, with equal weights and both σ that of all waits; it works in standard deviations. */
  mog.descentFromMeans = ({ x, centre, spread, constants }, from, { seed, ...options }) => {
    const u = Float64Array.from(x, (value) => (value - centre) / spread);
    const random = mog.generator(seed);
    const start = { logits: [0, 0], means: from.map((mean) => (mean - centre) / spread), logSigma: [0, 0] };
    const run = mog.descent(u, start, { ...options, constants, order: () => mog.permutation(u.length, random) });
    run.means = () => [...mog.parted(run.theta, 2).means].map((mean) => centre + spread * mean);
    run.loss = () => mog.meanNll(u, run.theta, 2) + Math.log(spread);
    return run;
  };

  mog.figure("landscape", (stage) => {
    const { best, colours, crossing, levels, range, rates, summit, x } = stage.data;
    const surface = mog.surface(stage.data);
    let { from } = stage.data;
    let options = { rule: "plain", rate: rates.plain, batchSize: x.length, seed: 0 };
    let run;
    let track;
    const note = () => track.push([...run.means(), run.loss(), best + surface.at(run.means())]);
    const begin = (change) => {
      stage.pause();
      options = { ...options, ...change };
      run = mog.descentFromMeans(stage.data, from, options);
      track = [];
      note();
    };
    const isAtRest = () => options.batchSize === x.length && run.slopes?.every((slope) => Math.abs(slope) < SMALL);
    const isOver = () => run.lost || isAtRest() || run.steps >= MOST;
    const step = () => {
      if (run.step()) note();
      return !isOver();
    };

    // --- the map, and the losses step by step

    const map = stage.plot({
      height: SIDE, x: range, y: range, xName: "mean 1 (minutes)", yName: "mean 2 (minutes)", margin: [8, 8, 40, 44], canvas: true, square: true, clip: true,
      label: "The map of the loss, a run on it, and its start, to be dragged",
    });
    const diagonal = map.add("path", { class: "moving-goal" });
    const marked = [summit, [...summit].reverse(), crossing];
    const marks = marked.map((_, n) => map.add("path", { class: "moving-mark", d: n < 2 ? STAR : CROSS }));
    const ways = ["moving-run moving-halo", "moving-run"].map((name) => map.add("path", { class: name, "data-component": 2 }));
    const here = map.add("circle", { class: "moving-mark", r: 4 });
    const losses = stage.plot({
      height: SIDE, x: [0, 50], y: [best - 0.02, 4.2], xName: "step", yName: "loss (nats per point)", margin: [8, 18, 40, 52], clip: true,
      label: "The loss of the run and of the map, step by step",
    });
    const lines = ["moving-run", "moving-run moving-dashed"].map((name, n) => losses.add("path", { class: name, "data-component": 2 - n }));
    const status = html("p");
    stage.box.append(html("div", { class: "moving-pair" }, map.box, losses.box), html("div", { class: "moving-numbers" }, status));

    const [fitMap, fitLosses] = [map.fit, losses.fit];
    map.fit = (width) => {
      fitMap.call(map, Math.min(width, SIDE));
      const picture = new ImageData(map.right - map.left, map.bottom - map.top);
      const { width: wide, height: high } = picture;
      const along = (count, mean) => Array.from({ length: count }, (_, place) => surface.along(mean(place)));
      const across = along(wide, (column) => map.xAt(map.left + column));
      along(high, (row) => map.yAt(map.top + row)).forEach((up, row) => across.forEach((each, column) => {
        const height = Math.max(0, surface.height(each, up));
        picture.data.set(colours[levels.findLastIndex((level) => level <= height)], 4 * (row * wide + column));
      }));
      const sheet = html("canvas", { width: wide, height: high });
      sheet.getContext("2d").putImageData(picture, 0, 0);
      map.ink.drawImage(sheet, map.left, map.top);
    };
    losses.fit = (width) => {
      const beside = width - SIDE >= BESIDE;
      losses.asked = beside ? SIDE : 220;
      fitLosses.call(losses, beside ? width - SIDE : width);
    };

    // --- what is said, and what the reader changes

    const minutes = ([one, two]) => `${fixed(one, 1)} and ${fixed(two, 1)} minutes`;
    /* A run that jumps around a star can come near it, and is not at it. */
    const isAway = ([, , height, floor]) => height - floor > CLOSE;
    const sentence = () => {
      const now = track.at(-1);
      const place = marked.findIndex((each) => Math.hypot(each[0] - now[0], each[1] - now[1]) < NEAR);
      const where = run.lost ? "the next step left the region of the data" : isAway(now) ? "not at rest" : PLACES[place] ?? (isAtRest() ? "at rest" : "not at rest");
      return `Step ${run.steps}: means ${minutes(now)}, loss ${fixed(now[2], 3)}, ${fixed(now[2] - now[3], 3)} above the map; ${where}.`;
    };
    map.handle({
      label: "Start of the run", colour: 2, axis: "both", at: () => from, text: () => minutes(from), sentence,
      // Whole minutes, so that the diagonal can be met.
      move: (...means) => {
        from = means.map(Math.round);
        begin();
      },
    });
    const rules = Object.keys(rates);
    stage.choice("Step", rules.map((rule) => [rule, rule]), () => options.rule, (rule) => begin({ rule, rate: rates[rule] }));
    const sizes = [["all", x.length], ["64", 64], ["16", 16], ["4", 4]];
    stage.choice("Points in a batch", sizes, () => options.batchSize, (batchSize) => begin({ batchSize }));
    stage.slider("Seed", { low: 0, high: 9, step: 1, get: () => options.seed, say: String, set: (seed) => begin({ seed }) });
    mog.runs(stage, { rate: () => options.rate, begin, isOver, step, sentence, high: 0.5 });

    const draw = () => {
      const wide = [50, 100, 200, 500, MOST].find((most) => most >= run.steps);
      const high = clamp(Math.max(...track.map(([, , loss]) => loss)) + 0.1, 4.2, 6);
      if (losses.x[1] !== wide || losses.y[1] !== high) {
        Object.assign(losses, { x: [0, wide], y: [losses.y[0], high] });
        losses.fit(stage.width);
      }
      const on = ([one, two]) => [map.X(one), map.Y(two)];
      diagonal.setAttribute("d", `M${map.left} ${map.bottom}L${map.right} ${map.top}`);
      [...marks, here].forEach((mark, n) => mark.setAttribute("transform", `translate(${on(marked[n] ?? track.at(-1))})`));
      for (const way of ways) way.setAttribute("d", path(track.flatMap(on)));
      lines.forEach((line, n) => line.setAttribute("d", path(track.flatMap((row, at) => [losses.X(at), losses.Y(row[2 + n])]))));
      status.textContent = sentence();
    };

    begin();
    stage.start({
      draw,
      read: () => [...from, rules.indexOf(options.rule), options.rate, options.batchSize, options.seed, run.steps],
      write: ([one, two, rule, rate, batchSize, seed, steps]) => {
        from = [one, two].map((mean) => clamp(mean, ...range));
        begin({ rule: rules[rule] ?? "plain", rate: clamp(rate, 0.01, 4), batchSize: clamp(batchSize, 1, x.length), seed });
        while (run.steps < steps && step());
      },
    });
  });
})();
