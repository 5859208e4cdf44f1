import type { ReadEvaluationView } from '../../src/contracts/evaluation.ts';

type Measure = keyof ReadEvaluationView['figures'];

export const measures: Record<Measure, { label: string; meaning: string }> = {
  found: { label: 'Found', meaning: 'an expected passage is among those the answer is made from' },
  recall: { label: 'Found of all', meaning: 'share of the expected passages that were found' },
  reciprocalRank: {
    label: 'Place',
    meaning: '1 when the first passage is expected, ½ when the second',
  },
  ndcg: { label: 'Order', meaning: 'nDCG: expected passages stand at the top' },
  contains: { label: 'Right words', meaning: 'the answer contains the expected words' },
  cited: { label: 'Cited', meaning: 'a citation points at an expected passage' },
  abstainedRightly: {
    label: 'Answers when it can',
    meaning: 'answers what the documents answer, and says so when they do not',
  },
};

const isMeasure = (name: string): name is Measure => name in measures;
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const signed = (share: number): string => `${share > 0 ? '+' : ''}${Math.round(share * 100)}`;

/** Every measure with its interval, and what changed beyond chance. */
export const EvaluationFigures = ({ read }: { read: ReadEvaluationView }) => {
  const differences = read.comparison?.differences ?? {};
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-border text-left text-xs text-muted-foreground">
            <th className="py-1.5 pr-4 font-medium">Measure</th>
            <th className="pr-4 font-medium">Now</th>
            <th className="pr-4 font-medium">Likely between</th>
            <th className="pr-4 font-medium">Questions</th>
            {read.comparison ? <th className="font-medium">Against the run before</th> : null}
          </tr>
        </thead>
        <tbody>
          {Object.entries(read.figures).map(([name, figure]) => {
            if (!isMeasure(name)) return null;
            const { label, meaning } = measures[name];
            const change = differences[name];
            const sure = change && (change.low > 0 || change.high < 0);
            return (
              <tr key={name} className="border-b border-border tabular-nums">
                <td className="py-1.5 pr-4" title={meaning}>
                  {label}
                </td>
                <td className="pr-4 font-medium">{percent(figure.mean)}</td>
                <td className="pr-4 text-muted-foreground">
                  {percent(figure.low)} – {percent(figure.high)}
                </td>
                <td className="pr-4 text-muted-foreground">{figure.questions}</td>
                {read.comparison ? (
                  <td
                    className={
                      sure
                        ? change.mean > 0
                          ? 'text-success'
                          : 'text-danger'
                        : 'text-muted-foreground'
                    }
                  >
                    {change
                      ? `${signed(change.mean)} (${signed(change.low)} to ${signed(change.high)})${sure ? '' : ', may be chance'}`
                      : '–'}
                  </td>
                ) : null}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
