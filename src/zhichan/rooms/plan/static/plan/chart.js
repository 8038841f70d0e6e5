// Draws path and actual figures of an indicator with ECharts (SVG). The page has the same figures as a table.
const css = getComputedStyle(document.documentElement);
const token = name => css.getPropertyValue(name).trim();

function option(data, isNarrow) {
  const {words, unit, promised} = data;
  const line = (name, points, colour, extra) => ({name, type: 'line', data: points, lineStyle: {color: colour, width: 2}, itemStyle: {color: colour}, ...extra});
  const series = [
    line(words.path, data.path, token('--c7'), {symbol: 'none', lineStyle: {color: token('--c7'), width: 1.5}}),
    line(words.actual, data.actual, token('--c1'), {
      symbol: 'circle', symbolSize: 6, lineStyle: {color: token('--c1'), width: 2.5},
      label: {show: true, position: 'top', color: token('--ink'), formatter: p => p.dataIndex === data.actual.length - 1 ? String(p.value[1]) : ''},
    }),
  ];
  if (promised !== null) {
    series[0].markLine = {
      silent: true, symbol: 'none', data: [{yAxis: promised}], lineStyle: {color: token('--seal'), type: 'solid', width: 1.5},
      label: {formatter: `${words.promised} ${promised} ${unit}`, position: 'insideStartTop', color: token('--seal'), fontWeight: 600},
    };
  }
  const figures = [...data.path, ...data.actual].map(point => point[1]).concat(promised ?? []);
  const low = Math.min(...figures), high = Math.max(...figures), room = (high - low || Math.abs(high) || 1) * 0.15;
  const step = 10 ** Math.floor(Math.log10((high - low || Math.abs(high) || 1) / 2));
  return {
    textStyle: {fontFamily: token('--sans'), color: token('--ink-2'), fontSize: 12},
    grid: {left: 48, right: isNarrow ? 16 : 36, top: 34, bottom: 26},
    legend: {top: 0, left: 0, itemWidth: 18, itemHeight: 8, textStyle: {color: token('--ink-2')}, data: [words.actual, words.path]},
    tooltip: {trigger: 'axis', renderMode: 'richText'},
    aria: {enabled: true},
    xAxis: {type: 'time', axisTick: {show: false}, axisLine: {lineStyle: {color: token('--rule-2')}}, axisLabel: {color: token('--ink-3'), formatter: '{yyyy}', hideOverlap: true}, minInterval: 365 * 24 * 3600 * 1000},
    yAxis: {type: 'value', min: low >= 0 ? ({min}) => Math.max(0, Math.floor((min - room) / step) * step) : undefined, max: Math.ceil((high + room / 3) / step) * step, splitLine: {lineStyle: {color: token('--rule')}}, axisLabel: {color: token('--ink-3')}},
    series,
  };
}

function draw() {
  for (const place of document.querySelectorAll('[data-path-chart]')) {
    const data = JSON.parse(document.getElementById(place.dataset.pathChart).textContent);
    const chart = window.echarts.init(place, null, {renderer: 'svg'});
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.setOption({...option(data, place.clientWidth < 480), animation: !still});
    addEventListener('resize', () => chart.resize());
    addEventListener('beforeprint', () => chart.setOption({animation: false}));
  }
}

if (window.echarts) draw(); else addEventListener('load', draw);
