import { rules } from '#core/rules/registry';
import type { Finding, Judgement } from '#core/verdict/judgement';
import { FORMATS, type Format, loadReporter } from '#cli/reporters/formats';

const FINDING: Finding = {
  key: 'function-invokes-function/Caller/Callee',
  rule: 'function-invokes-function',
  level: 'block',
  certainty: 'definite',
  since: 'new',
  outcome: 'implicit-deny',
  layer: 'identity',
  message: '`Caller` cannot invoke `Callee`: no statement allows `lambda:InvokeFunction` on it',
  principal: { logicalId: 'CallerRole', arn: null, service: null },
  action: 'lambda:InvokeFunction',
  resource: { logicalId: 'Callee', arn: null },
  function: 'Caller',
  location: { path: ['Resources', 'Caller'], line: 21, column: 9, constructPath: 'Stack/Caller' },
  evidence: [
    { kind: 'granted', message: 'the role may `lambda:Invoke` it', path: ['Resources'], line: 30, column: 13 },
  ],
  closest: { path: ['Resources'], line: 24, column: 13, why: 'there is no action `lambda:Invoke`' },
  unknowns: [],
  fix: { summary: 'allow the action', snippet: '- Effect: Allow\n  Action: lambda:InvokeFunction\n', proved: true },
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
};

const NOTE: Finding = {
  ...FINDING,
  key: 'function-writes-logs/Caller',
  rule: 'function-writes-logs',
  level: 'note',
  certainty: 'possible',
  since: 'existing',
  outcome: 'unknown',
  message: 'cannot tell whether `Caller` may write its logs',
  location: { path: ['Resources'], line: 3, column: 1, constructPath: null },
  evidence: [],
  closest: null,
  unknowns: [{ reason: 'parameter-without-value', message: 'parameter `Arn` has no value in this request' }],
  fix: null,
};

const JUDGEMENTS: readonly Judgement[] = [
  {
    template: 'app/broken.yaml',
    verdict: 'fail',
    counts: { needs: 3, allowed: 1, denied: 1, unknown: 1 },
    findings: [NOTE, FINDING],
    accepted: [{ key: 'function-in-vpc/Caller', reason: 'moves out of the VPC', expires: '2027-01-01' }],
    problems: [],
    wantedFacts: [{ kind: 'iam-role', id: 'arn:aws:iam::111122223333:role/worker' }],
  },
  {
    template: 'app/unreadable.yaml',
    verdict: 'inconclusive',
    counts: { needs: 0, allowed: 0, denied: 0, unknown: 0 },
    findings: [],
    accepted: [],
    problems: [{ message: 'template cannot be parsed', hint: 'close the brace', line: 3, column: 1, fatal: true }],
    wantedFacts: [],
  },
];

/** Text that would be markup, a command or a control sequence wherever it is printed as it is. */
const HOSTILE = '`\u001b[2J</b><script>alert(1)</script>%0A::error::x\n::error::forged | "\'&]]>';

const HOSTILE_JUDGEMENT: Judgement = {
  template: `${HOSTILE}.yaml`,
  verdict: 'fail',
  counts: { needs: 1, allowed: 0, denied: 1, unknown: 0 },
  findings: [
    {
      ...FINDING,
      key: HOSTILE,
      rule: HOSTILE,
      message: HOSTILE,
      closest: { path: [], line: 1, column: 1, why: HOSTILE },
      fix: { summary: HOSTILE, snippet: HOSTILE, proved: false },
    },
  ],
  accepted: [{ key: HOSTILE, reason: HOSTILE, expires: null }],
  problems: [{ message: HOSTILE, hint: HOSTILE, line: 1, column: 1, fatal: true }],
  wantedFacts: [],
};

async function render(format: Format, judgements: readonly Judgement[], colour = false): Promise<string> {
  const reporter = await loadReporter(format);
  return reporter({ judgements, failingLevels: ['block'], colour });
}

describe.each(FORMATS)('%s', (format) => {
  it('shows findings worst first, with everything behind them', async () => {
    const printed = await render(format, JUDGEMENTS);

    if (format !== 'json') expect(printed.indexOf(FINDING.rule)).toBeLessThan(printed.lastIndexOf(NOTE.rule));
    // The catalogue grows with the product; the findings are what this shows.
    const shown = format === 'sarif' ? withoutCatalogue(printed) : printed;
    expect(shown).toMatchSnapshot();
  });

  it('keeps what a template says from acting on its reader', async () => {
    const printed = await render(format, [HOSTILE_JUDGEMENT]);

    expect(printed).not.toContain('\u001b');
    if (format === 'html' || format === 'junit') expect(printed).not.toContain('<script');
    if (format === 'github') expect(printed.split('\n').filter((line) => line !== '')).toHaveLength(2);
    if (format === 'markdown') expect(outsideOfCode(printed)).not.toMatch(/(?<!\\)<script/u);
  });
});

function outsideOfCode(markdown: string): string {
  return markdown.replace(/^```yaml\n[^]*?^```$/gmu, '').replace(/(?<!\\)`[^`\n]*`/gu, '');
}

function withoutCatalogue(sarif: string): string {
  const log = JSON.parse(sarif) as {
    runs: { tool: { driver: { rules: unknown[] } }; results: { ruleIndex?: number }[] }[];
  };
  for (const run of log.runs) {
    run.tool.driver.rules = [];
    for (const result of run.results) delete result.ruleIndex;
  }
  return JSON.stringify(log, null, 2);
}

describe('text', () => {
  it('is coloured when asked to be, and says the same', async () => {
    const coloured = await render('text', JUDGEMENTS, true);

    expect(coloured).toContain('\u001b[31mblock');
    expect(coloured.replace(/\u001b\[\d+m/gu, '')).toBe(await render('text', JUDGEMENTS));
  });
});

describe('text of findings that belong together', () => {
  const repair = (action: string, resource: string): Finding => ({
    ...FINDING,
    action,
    message: `\`Caller\` cannot call \`${action}\``,
    fix: {
      summary: `allow \`${action}\``,
      snippet: `Policies:\n  - PolicyName: ${action.replace(':', '-')}\n    Statement:\n      Action: ${action}\n      Resource: ${resource}\n`,
      proved: true,
    },
  });

  it('is one, with one repair for each resource', async () => {
    const findings = [repair('sqs:A', '!GetAtt Q.Arn'), repair('sqs:B', '!GetAtt Q.Arn'), repair('sqs:C', "'*'")];
    const printed = await render('text', [{ ...JUDGEMENTS[0], findings } as Judgement]);

    expect(printed.match(/function-invokes-function {2}/gu)).toHaveLength(1);
    expect(printed.match(/cannot call/gu)).toHaveLength(3);
    expect(printed.match(/because/gu)).toHaveLength(1);
    expect(printed).toContain('Action: [sqs:A, sqs:B]');
    expect(printed).toContain('Action: sqs:C');
  });

  it('stays apart where the caller differs', async () => {
    const other: Finding = {
      ...FINDING,
      function: 'Other',
      principal: { logicalId: 'OtherRole', arn: null, service: null },
    };
    const printed = await render('text', [{ ...JUDGEMENTS[0], findings: [FINDING, other] } as Judgement]);

    expect(printed.match(/function-invokes-function {2}/gu)).toHaveLength(2);
  });
});

describe('json', () => {
  it('is the judgement without what could still be read', async () => {
    const { judgements } = JSON.parse(await render('json', JUDGEMENTS)) as { judgements: readonly object[] };
    const expected = JUDGEMENTS.map((judgement) => ({ ...judgement, wantedFacts: undefined }));

    expect(judgements).toEqual(expected);
  });
});

describe('sarif', () => {
  it('describes every rule of the catalogue', async () => {
    const log = JSON.parse(await render('sarif', [])) as { runs: { tool: { driver: { rules: { id: string }[] } } }[] };

    expect(log.runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  });
});
