import type { BaseAnalyticsView } from '../../src/contracts/analytics.ts';

const DAY_MS = 86_400_000;
/** More columns than this are narrower than a hair on a phone: days go together. */
const COLUMNS = 60;
const HEIGHT = 64;

type Column = { from: string; to: string; questions: number; unanswered: number };

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Days with nothing asked are columns too. */
export const columnsOf = (
  { since, days }: Pick<BaseAnalyticsView, 'since' | 'days'>,
  now: number,
): Column[] => {
  const asked = new Map(days.map((each) => [each.day, each]));
  const count = Math.max(1, Math.ceil((now - since) / DAY_MS) + 1);
  const together = Math.ceil(count / COLUMNS);
  const columns: Column[] = [];
  for (let first = 0; first < count; first += together) {
    const names = Array.from({ length: Math.min(together, count - first) }, (_, index) =>
      dayOf(since + (first + index) * DAY_MS),
    );
    const [from = '', to = from] = [names[0], names.at(-1)];
    const found = names.flatMap((name) => asked.get(name) ?? []);
    columns.push({
      from,
      to,
      questions: found.reduce((sum, each) => sum + each.questions, 0),
      unanswered: found.reduce((sum, each) => sum + each.unanswered, 0),
    });
  }
  return columns;
};

const title = ({ from, to, questions, unanswered }: Column): string =>
  `${from === to ? from : `${from} to ${to}`}: ${questions} asked, ${unanswered} not answered`;

type ChartProps = Pick<BaseAnalyticsView, 'since' | 'days'> & { now: number };

/** Questions by day, the unanswered part darker; the table says the same in numbers. */
export const DayChart = ({ since, days, now }: ChartProps) => {
  const columns = columnsOf({ since, days }, now);
  const most = Math.max(1, ...columns.map(({ questions }) => questions));
  const total = days.reduce((sum, { questions }) => sum + questions, 0);
  const unanswered = days.reduce((sum, each) => sum + each.unanswered, 0);
  const share = total === 0 ? 0 : Math.round((100 * unanswered) / total);
  return (
    <section aria-label="Questions by day">
      <p className="text-sm">
        <span className="text-xl font-semibold tabular-nums">{total.toLocaleString('en')}</span>{' '}
        questions, {share} % not answered
      </p>
      <svg
        aria-hidden
        viewBox={`0 0 ${columns.length * 10} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-2 h-16 w-full border-b border-border"
      >
        {columns.map((column, index) => {
          const tall = (column.questions / most) * HEIGHT;
          const dark = (column.unanswered / most) * HEIGHT;
          return (
            <g key={column.from}>
              <title>{title(column)}</title>
              <rect
                x={index * 10 + 1}
                y={HEIGHT - tall}
                width={8}
                height={tall}
                fill="var(--brand)"
                opacity={0.45}
              />
              <rect
                x={index * 10 + 1}
                y={HEIGHT - dark}
                width={8}
                height={dark}
                fill="var(--warning)"
              />
            </g>
          );
        })}
      </svg>
      <details className="mt-1 text-xs text-muted-foreground">
        <summary>In numbers</summary>
        <table className="mt-1">
          <thead>
            <tr className="text-left">
              <th className="pr-6 font-medium">Day</th>
              <th className="pr-6 font-medium">Asked</th>
              <th className="font-medium">Not answered</th>
            </tr>
          </thead>
          <tbody>
            {days.map((each) => (
              <tr key={each.day} className="tabular-nums">
                <td className="pr-6">{each.day}</td>
                <td className="pr-6">{each.questions}</td>
                <td>{each.unanswered}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
};
