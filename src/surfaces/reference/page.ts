import { html } from 'hono/html';
import type { ApiDocument, Operation } from './document.ts';

type Html = ReturnType<typeof html>;

/** The API's reference for people: one page, nothing from elsewhere, readable without its script. */
export const referencePage = (document: ApiDocument): Html => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Docent API</title>
        <link rel="stylesheet" href="docs/reference.css" />
        <script type="module" src="docs/reference.js"></script>
      </head>
      <body>
        <header>
          <h1>Docent API</h1>
          <p>${document.info.description.replaceAll('`', '')}</p>
          <p><a href="openapi.json">openapi.json</a></p>
          <label>Search <input type="search" id="search" autocomplete="off" /></label>
        </header>
        <main>
          ${[...groups].map(
            ([tag, group]) =>
              html`<section>
                <h2>${tag}</h2>
                ${group.map(operationPart)}
              </section>`,
          )}
          <section>
            <h2>Schemas</h2>
            ${Object.entries(document.components.schemas).map(
              ([name, schema]) =>
                html`<details id="${name}">
                  <summary><code>${name}</code></summary>
                  ${written(schema)}
                </details>`,
            )}
          </section>
          <p id="nothing" hidden>Nothing is called that.</p>
        </main>
      </body>
    </html>`;
};

type Listed = { path: string; method: string; operation: Operation };

const operationPart = ({ path, method, operation }: Listed): Html => {
  const body = Object.entries(operation.requestBody?.content ?? {});
  return html`<details id="${operation.operationId}">
    <summary>
      <b class="${method}">${method.toUpperCase()}</b> <code>${path}</code>
      <span>${operation.summary}</span>
    </summary>
    <p>Needs: <code>${operation['x-docent-action']}</code></p>
    ${operation.parameters.length === 0 ? '' : parameterTable(operation)}
    ${body.map(
      ([type, { schema }]) =>
        html`<h3>Body, ${type}</h3>
          ${written(schema)}`,
    )}
    ${Object.entries(operation.responses).map(
      ([status, { description, content = {} }]) =>
        html`<h3>${status}: ${description}</h3>
          ${Object.values(content).map(({ schema }) => written(schema))}`,
    )}
  </details>`;
};

const parameterTable = ({ parameters }: Operation): Html =>
  html`<table>
    <thead>
      <tr>
        <th>Name</th>
        <th>In</th>
        <th>Needed</th>
        <th>Shape</th>
      </tr>
    </thead>
    <tbody>
      ${parameters.map(
        (parameter) =>
          html`<tr>
            <td><code>${parameter.name}</code></td>
            <td>${parameter.in}</td>
            <td>${parameter.required ? 'yes' : ''}</td>
            <td>${parameter.description ?? JSON.stringify(parameter.schema)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** References become links; all else stays the text that it is. */
const written = (schema: object): Html => {
  const text = JSON.stringify(schema, null, 2);
  const parts = text.split(/("#\/components\/schemas\/\w+")/);
  return html`<pre>
${parts.map((part) => {
      const name = /^"#\/components\/schemas\/(\w+)"$/.exec(part)?.[1];
      return name === undefined ? part : html`<a href="#${name}">${name}</a>`;
    })}</pre>`;
};

export const referenceStyle = `:root { color-scheme: light dark; --line: light-dark(#ddd, #444); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h2 { text-transform: capitalize; margin-top: 2rem; }
h3 { font-size: 1em; margin: 1rem 0 .25rem; }
details { border-top: 1px solid var(--line); padding: .4rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary b { display: inline-block; width: 4.5em; font-size: .85em; }
summary span { display: block; margin-left: 4.8em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--line); border-radius: .4rem; font-size: .85em; }
input { font: inherit; width: 20rem; max-width: 100%; padding: .3rem .5rem; }
`;

export const referenceScript = `const search = document.getElementById('search');
const nothing = document.getElementById('nothing');
const entries = [...document.querySelectorAll('details')];
const openTarget = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
search.addEventListener('input', () => {
  const wanted = search.value.trim().toLowerCase();
  for (const entry of entries) entry.hidden = !entry.firstElementChild.textContent.toLowerCase().includes(wanted);
  for (const section of document.querySelectorAll('section')) {
    section.hidden = !section.querySelector('details:not([hidden])');
  }
  nothing.hidden = entries.some((entry) => !entry.hidden);
});
addEventListener('hashchange', openTarget);
openTarget();
`;
