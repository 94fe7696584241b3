import { type EChartsOption, init } from 'echarts';

const size = { width: 760, height: 380 };
/** Colours that people with red-green colour blindness can tell apart. */
const color = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#7f7f7f'];

export type BarPlot = {
  readonly title: string;
  readonly unit: string;
  readonly categories: readonly string[];
  readonly series: Readonly<Record<string, readonly (number | null)[]>>;
};
export type LinePlot = {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Points [x, y], both on logarithmic axes. */
  readonly series: Readonly<Record<string, readonly (readonly [number, number])[]>>;
};

const frame = (title: string, names: readonly string[]): EChartsOption => ({
  animation: false,
  backgroundColor: '#ffffff',
  color,
  title: { text: title, left: 'center', textStyle: { fontSize: 14 } },
  legend: { data: [...names], bottom: 0 },
  grid: { left: 70, right: 30, top: 50, bottom: names.length > 5 ? 110 : 80 },
});

/** An SVG of grouped bars on a logarithmic axis, because costs differ by orders of magnitude. */
export function barSvg({ title, unit, categories, series }: BarPlot): string {
  return render({
    ...frame(title, Object.keys(series)),
    xAxis: { type: 'category', data: [...categories] },
    yAxis: { type: 'log', name: unit },
    series: Object.entries(series).map(([name, data]) => ({
      type: 'bar',
      name,
      data: data.map((value) => value ?? '-'),
      label: { show: true, position: 'top', fontSize: 10 },
    })),
  });
}

/** An SVG of lines, both axes logarithmic. */
export function lineSvg({ title, x, y, series }: LinePlot): string {
  return render({
    ...frame(title, Object.keys(series)),
    xAxis: { type: 'log', name: x, nameLocation: 'middle', nameGap: 25, min: 'dataMin', max: 'dataMax' },
    yAxis: { type: 'log', name: y },
    series: Object.entries(series).map(([name, points]) => ({
      type: 'line',
      name,
      data: points.map(([from, to]) => [from, to]),
    })),
  });
}

function render(option: EChartsOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
