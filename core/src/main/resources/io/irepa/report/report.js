(() => {
  const holder = document.getElementById('values');
  const data = holder ? JSON.parse(holder.textContent) : {runs: [], charts: []};
  const tip = document.getElementById('tip');
  const hidden = new Set();
  document.getElementById('raw').onchange = e => document.body.classList.toggle('noraw', !e.target.checked);
  document.querySelectorAll('[data-run]').forEach(box => box.onchange = () => {
    const run = +box.dataset.run;
    box.checked ? hidden.delete(run) : hidden.add(run);
    document.querySelectorAll('g.r' + run + ', figure.r' + run).forEach(e => e.classList.toggle('off', !box.checked));
    box.closest('tr').classList.toggle('dim', !box.checked);
  });
  // The index of the step nearest to one asked for; steps rise.
  const nearest = (steps, step) => {
    let low = 0, high = steps.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      steps[middle] < step ? low = middle : high = middle;
    }
    return step - steps[low] < steps[high] - step ? low : high;
  };
  document.querySelectorAll('.chart').forEach(chart => {
    const svg = chart.querySelector('svg'), plot = chart.querySelector('.plot'), cursor = chart.querySelector('.cursor');
    const left = plot.x.baseVal.value, width = plot.width.baseVal.value, last = +chart.dataset.last;
    svg.onpointerleave = () => { tip.hidden = true; cursor.style.visibility = 'hidden'; };
    svg.onpointermove = e => {
      const place = new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const asked = Math.min(last, Math.max(0, (place.x - left) / width * last));
      const rows = [];
      let at = null;
      data.charts[+chart.dataset.chart].forEach((curve, run) => {
        if (hidden.has(run) || !curve.steps) return;
        const i = nearest(curve.steps, asked);
        if (at === null || Math.abs(curve.steps[i] - asked) < Math.abs(at - asked)) at = curve.steps[i];
        rows.push([run, curve.steps[i], curve.values[i]]);
      });
      if (at === null) return;
      tip.replaceChildren(...rows.map(([run, step, value]) => {
        const row = document.createElement('div'), dot = document.createElement('i');
        row.className = 'r' + run;
        row.append(dot, value + '  ', 'step ' + step, data.runs.length > 1 ? '  ' + data.runs[run] : '');
        return row;
      }));
      cursor.setAttribute('transform', 'translate(' + (left + width * at / last) + ' 0)');
      cursor.style.visibility = 'visible';
      tip.hidden = false;
      tip.style.left = Math.min(e.clientX + 14, innerWidth - tip.offsetWidth - 8) + 'px';
      tip.style.top = Math.min(e.clientY + 14, innerHeight - tip.offsetHeight - 8) + 'px';
    };
  });
})();
