/* What figures that show runs have in common: a learning rate, one step, and play. */
(() => {
  "use strict";

  const { shown } = window.mog;

  /* `begin` starts anew, `step` goes on and says whether there is more, and `sentence` says where the run is. */
  window.mog.runs = (stage, { rate, begin, isOver, step, sentence, high = 0 }) => {
    const go = () => {
      if (isOver()) begin();
    };
    stage.slider("Learning rate", {
      low: -2, high, step: 0.05, get: () => Math.log10(rate()), say: () => shown(rate()),
      // Two digits are what the address and the label can hold.
      set: (power) => begin({ rate: Number((10 ** power).toPrecision(2)) }),
    });
    stage.button("One step", () => {
      stage.pause();
      go();
      step(1);
      stage.changed();
      stage.say(sentence);
    });
    const play = stage.button("Play", () => {
      if (stage.playing) return stage.pause();
      go();
      stage.play(() => step(), play, ["Play", "Pause"], sentence);
    });
  };
})();
