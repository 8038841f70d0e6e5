// Draws every chart of a page with ECharts (SVG). Colours of an option are names of tokens: `--c1`.
// A mark with an address opens it; the same addresses stand as links in the table of figures beside it.
const css = getComputedStyle(document.documentElement);

function filled(part) {
  if (typeof part === 'string') return part.startsWith('--') ? css.getPropertyValue(part).trim() : part;
  if (Array.isArray(part)) return part.map(filled);
  if (part && typeof part === 'object') return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, filled(value)]));
  return part;
}

// Where many names stand side by side in little room they stand upright, circles shrink to their places, and nothing is
// written beside them.
function fitted(option, width) {
  const axis = option.xAxis;
  if (axis?.type !== 'category' || axis.axisLabel?.interval !== 0) return option;
  const room = (width * 0.65) / Math.max(axis.data.length, 1);
  const widest = 8 * Math.max(0, ...axis.data.map((name) => name.length));
  const shrunk = Math.min(1, room / 34);
  const series = option.series.map((one) => (one.type !== 'scatter' || room >= 70 ? one : {...one, data: one.data.map((spot) => ({...spot, symbolSize: Math.max(spot.symbolSize * shrunk, 4), label: {...spot.label, show: shrunk === 1 && Boolean(spot.label?.show) && !spot.label.position}}))}));
  return {...option, series, xAxis: {...axis, axisLabel: {...axis.axisLabel, rotate: widest > room ? 90 : 0}}};
}

// The name of an area is left out where not even its first word has room. Knots lie on a circle that leaves room for
// names on both sides, which are cut where the chart ends. The table beside a chart names all.
function roomy(option, {clientWidth: width, clientHeight: height}) {
  const side = Math.min(height * 0.8, width * 0.5);
  const layout = ({text, rect}) => (rect.height < 36 || rect.width < 10 + 8 * text.split(/\s/)[0].length ? {x: -9999, y: -9999} : {});
  const shaped = {
    treemap: (one) => ({...one, labelLayout: layout}),
    graph: (one) => ({...one, width: side, height: side, left: 'center', top: 'middle', label: {...one.label, width: (width - side) / 2 - 24, overflow: 'truncate'}}),
  };
  return {...option, series: option.series.map((one) => shaped[one.type]?.(one) ?? one)};
}

function draw() {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  for (const place of document.querySelectorAll('[data-chart]')) {
    const option = filled(JSON.parse(document.getElementById(place.dataset.chart).textContent));
    const made = () => roomy(fitted(option, place.clientWidth), place);
    const chart = window.echarts.init(place, null, {renderer: 'svg'});
    chart.setOption({...made(), animation: !still});
    chart.on('click', (mark) => { if (mark.data?.url) location.assign(mark.data.url); });
    addEventListener('resize', () => { chart.resize(); chart.setOption(made()); });
    addEventListener('beforeprint', () => { chart.setOption({animation: false}); chart.resize(); });
  }
}

if (window.echarts) draw(); else addEventListener('load', draw);
