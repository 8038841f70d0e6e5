// Draws every chart of a page with ECharts (SVG). Colours of an option are names of tokens: `--c1`.
// A mark with an address opens it; the same addresses stand as links in the table of figures beside it.
const css = getComputedStyle(document.documentElement);

function filled(part) {
  if (typeof part === 'string') return part.startsWith('--') ? css.getPropertyValue(part).trim() : part;
  if (Array.isArray(part)) return part.map(filled);
  if (part && typeof part === 'object') return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, filled(value)]));
  return part;
}

function draw() {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  for (const place of document.querySelectorAll('[data-chart]')) {
    const option = filled(JSON.parse(document.getElementById(place.dataset.chart).textContent));
    const chart = window.echarts.init(place, null, {renderer: 'svg'});
    chart.setOption({...option, animation: !still});
    chart.on('click', (mark) => { if (mark.data?.url) location.assign(mark.data.url); });
    addEventListener('resize', () => chart.resize());
    addEventListener('beforeprint', () => { chart.setOption({animation: false}); chart.resize(); });
  }
}

if (window.echarts) draw(); else addEventListener('load', draw);
