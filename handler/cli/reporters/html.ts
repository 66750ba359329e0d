import type { Finding, Judgement } from '#core/verdict/judgement';
import { version } from '../version';
import { detailsOf, snippetLines } from './finding-details';
import { countLevels, countOf, sortWorstFirst } from './finding-order';
import { escapeMarkup } from './markup';
import { lineWords } from '#core/verdict/line-words';
import { placeIn } from './place-words';
import type { Report } from './report';

const STYLE = `:root{color-scheme:light dark;--block:#b3261e;--warn:#8a5300;--note:#0b57d0;--line:#8886}
@media(prefers-color-scheme:dark){:root{--block:#ffb4ab;--warn:#ffb95c;--note:#a8c7fa}}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{border-bottom:1px solid var(--line);overflow-wrap:anywhere}article{border-left:4px solid var(--line);padding-left:1rem;margin:1.5rem 0}
.block{border-color:var(--block)}.warn{border-color:var(--warn)}.note{border-color:var(--note)}
.block b{color:var(--block)}.warn b{color:var(--warn)}.note b{color:var(--note)}
h3{margin:0}dl{display:grid;grid-template-columns:7rem 1fr;gap:.1rem .5rem;margin:.5rem 0}dt{opacity:.8}dd{margin:0;overflow-wrap:anywhere}
pre{border:1px solid var(--line);padding:.75rem;overflow-x:auto}`;

/** One file without scripts or outside resources, to be kept with a build. */
export function reportHtml({ judgements }: Report): string {
  const found = countLevels(judgements.flatMap(({ findings }) => findings));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Lambda permissions</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Lambda permissions</h1>
<p>${countOf(judgements.length, 'template', 'templates')}; ${found === '' ? 'no findings' : found}. cfn-permission-hook ${escapeMarkup(version)}.</p>
${judgements.map(sectionOf).join('')}</main>
</body>
</html>
`;
}

function sectionOf({ template, verdict, counts, findings, problems }: Judgement): string {
  const needs = `${counts.allowed} of ${counts.needs} accesses allowed, ${counts.denied} denied, ${counts.unknown} unknown`;
  return [
    `<section>\n<h2>${escapeMarkup(template)}</h2>\n<p>${verdict}: ${needs}.</p>\n`,
    ...problems.map((problem) => `<p>${escapeMarkup(`${placeIn(template, problem)}: ${problem.message}`)}</p>\n`),
    ...sortWorstFirst(findings).map(articleOf),
    '</section>\n',
  ].join('');
}

function articleOf(finding: Finding): string {
  const { level, rule, location, message, references } = finding;
  const details = detailsOf(finding).map(({ label, text }) => `<dt>${label}</dt><dd>${escapeMarkup(text)}</dd>\n`);
  const links = references.map((reference) => {
    const url = escapeMarkup(reference);
    return `<dt>see</dt><dd><a href="${url}">${url}</a></dd>\n`;
  });
  const lines = snippetLines(finding);
  return [
    `<article class="${level}">\n<h3><b>${level}</b> ${escapeMarkup(`${rule}, ${lineWords(location)}`)}</h3>\n`,
    `<p>${escapeMarkup(message)}</p>\n<dl>\n${details.join('')}${links.join('')}</dl>\n`,
    lines.length === 0 ? '' : `<pre tabindex="0"><code>${escapeMarkup(lines.join('\n'))}</code></pre>\n`,
    '</article>\n',
  ].join('');
}
