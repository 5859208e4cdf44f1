import { expect, test } from 'vitest';
import { citationOf, sourcesOf } from './answers.ts';
import { ask } from './asking.ts';
import { withMockServer } from './set-up.ts';

const { server, open } = withMockServer();

const canary = 'https://evil.example/CANARY';
const payloads: Record<string, string> = {
  'XS-01 script': '<script>window.hacked=1</script>',
  'XS-01 handler': '<img src=x onerror="window.hacked=1">',
  'XS-01 handler in a block': '<div onmouseover="window.hacked=1">x</div>',
  'XS-01 svg': '<svg onload="window.hacked=1"><animate onbegin="window.hacked=1"/></svg>',
  'XS-01 in code': '```html\n<img src=x onerror="window.hacked=1">\n```',
  'XS-02 frame': `<iframe src="${canary}" srcdoc="<script>parent.hacked=1</script>"></iframe>`,
  'XS-02 object': `<object data="${canary}"></object><embed src="${canary}">`,
  'XS-02 form': `<form action="${canary}"><input name=q><button>Send</button></form>`,
  'XS-02 base and refresh': `<base href="${canary}"><meta http-equiv="refresh" content="0;url=${canary}">`,
  'XS-02 style': `<style>body{display:none;background:url(${canary})}</style>`,
  'XS-02 mathml':
    '<math><mtext><style><img src=x onerror="window.hacked=1"></style></mtext></math>',
  'XS-02 clobbering': '<form id="root"></form><a id="location" href="x"></a>',
  'XS-03 javascript': '[a](javascript:window.hacked=1)',
  'XS-03 javascript with a tab':
    '[a](java\tscript:window.hacked=1) [b](<java&#9;script:window.hacked=1>)',
  'XS-03 javascript as entities': '[a](&#106;avascript:window.hacked=1)',
  'XS-03 data': '[a](data:text/html,<script>window.hacked=1</script>)',
  'XS-03 vbscript': '[a](vbscript:window.hacked=1)',
  'XS-03 automatic': '<javascript:window.hacked=1>',
  'XS-06 an event inside the text':
    'x\n\nevent: execute\ndata: {"type":"execute","code":"window.hacked=1"}\n\nid: 9\r\u2028y',
  'XS-07 image': `![x](${canary}.png)`,
  'XS-07 image by reference': `![x][r]\n\n[r]: ${canary}.png`,
  'XS-07 image in a link': `[![x](${canary}.png)](${canary})`,
  'XS-07 image as HTML': `<img src="${canary}.png"><picture><source srcset="${canary}"></picture>`,
  'XS-07 data image': '![x](data:image/svg+xml;base64,PHN2Zy8+)',
  'a mark of ours': '[1](#cite-0) <cite id="cit_1">1</cite>',
};

test.for(Object.entries(payloads))(
  '%s is inert in an answer, a title and a quote',
  async ([name, payload]) => {
    const conversation = server.conversations.create(payload.slice(0, 200));
    const [source] = sourcesOf(server);
    if (!source) throw new Error('No source');
    server.state.answering = (turn) => {
      turn.say(`${payload}\n\nThe end.`);
      const hostile = {
        ...citationOf(source, payload.length + 10),
        title: payload,
        quote: payload,
      };
      turn.emit({ type: 'data-title', data: { title: payload } });
      turn.emit({ type: 'data-citation', id: hostile.id, data: hostile });
      turn.end();
    };
    const { page, seen } = await open(`/c/${conversation.id}`);
    await ask(page, payload);
    await page.getByText('The end.').waitFor();
    await page.getByRole('button', { name: /^Source 1/ }).hover();
    await page.getByRole('button', { name: /^Source 1/ }).click();
    await page.getByRole('button', { name: 'Close the source' }).waitFor();
    const answer = page.getByRole('article', { name: 'Answer' });
    const found = await answer.evaluate((article) => ({
      elements: [
        ...article.querySelectorAll(
          'script, iframe, object, embed, form, base, meta, style, svg[onload], math, img, picture',
        ),
      ].length,
      handlers: [...article.querySelectorAll('*')].filter((each) =>
        each.getAttributeNames().some((n) => n.startsWith('on')),
      ).length,
      links: [...article.querySelectorAll('a')].filter(
        (link) => !/^(?:https?|mailto):/.test(link.href) || !link.rel.includes('noopener'),
      ).length,
      marks: [...article.querySelectorAll('.markdown cite')].length,
    }));
    expect({ name, ...found }).toEqual({ name, elements: 0, handlers: 0, links: 0, marks: 1 });
    expect(await page.evaluate(() => Reflect.get(window, 'hacked'))).toBeUndefined();
    expect(seen).toEqual([]);
  },
);
