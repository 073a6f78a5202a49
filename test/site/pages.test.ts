// Pages as text: links lead somewhere, nothing is loaded from elsewhere, hostile names stay text, the same bytes come twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '#base/errors.js';
import { rules } from '#custody/rules.js';
import type { Report } from '#report/report.js';
import { type RecordShape, reportShape } from '#report/report-shape.js';
import { highlightGo } from '#site/highlight-go.js';
import { otherFields } from '#site/other-fields.js';
import type { SiteFile } from '#site/site.js';
import { buildModel } from '#site/site-model.js';
import { hostileReports } from '../render/hostile-report.js';
import { sampleReport } from '../render/sample-report.js';
import { documents, madeSite, siteInput, withSource } from './made-site.js';

const unescape = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Links between the files that lead nowhere. */
function deadLinks(files: readonly SiteFile[]): string[] {
  const ids = new Map(
    files.map(({ path, text }) => [
      path,
      new Set([...text.matchAll(/ id="([^"]*)"/g)].map((match) => unescape(match[1] ?? ''))),
    ]),
  );
  const dead: string[] = [];
  for (const { path, text } of files.filter((file) => file.path.endsWith('.html'))) {
    for (const [, value = ''] of text.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      const address = unescape(value);
      if (/^https?:/.test(address)) continue;
      const [file, fragment] = address.split('#');
      const target = file === '' ? path : new URL(file ?? '', `http://x/${path}`).pathname.slice(1);
      const known = ids.get(target);
      if (
        known === undefined ||
        (fragment !== undefined && fragment !== '' && !known.has(decodeURIComponent(fragment)))
      )
        dead.push(`${path}: ${address}`);
    }
  }
  return dead;
}

test('every link leads to a page and a place that are there', () => {
  assert.deepEqual(deadLinks(madeSite()), []);
});

test('no id stands twice on a page, whatever the headings of a document are', () => {
  const headings = '# Main\n\n## Search\n\n## Found\n\n## Site main\n\n## Search\n';
  for (const { path, text } of madeSite({ documents: [...documents, { path: 'odd.md', text: headings }] })) {
    if (!path.endsWith('.html')) continue;
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    assert.equal(new Set(ids).size, ids.length, path);
  }
});

test('nothing on a page is loaded from elsewhere', () => {
  for (const { path, text } of madeSite({ base: 'https://example.org/x/' })) {
    if (!path.endsWith('.html')) continue;
    for (const [element] of text.matchAll(/<(?:script|link|img|iframe|source|object|embed)\b[^>]*>/g)) {
      if (element.includes('rel="canonical"')) continue;
      assert.doesNotMatch(element, /(?:src|href)="(?:https?:)?\/\//, path);
    }
  }
});

test('the same bytes twice; canonical addresses and a sitemap only with a base', () => {
  assert.deepEqual(madeSite(), madeSite());
  const based = madeSite({ base: 'https://example.org/x/' });
  assert.match(
    based.find(({ path }) => path === 'sitemap.xml')?.text ?? '',
    /<loc>https:\/\/example\.org\/x\/index\.html<\/loc>/,
  );
  assert.equal(
    madeSite().some(({ path }) => path === 'sitemap.xml'),
    false,
  );
});

test('Mermaid is part of the site only where a page draws with it', () => {
  assert.ok(madeSite().some(({ path }) => path === 'assets/mermaid.js'));
  assert.ok(
    !madeSite({ documents: documents.slice(0, 1).map((one) => ({ ...one, text: '# x\n' })) }).some(
      ({ path }) => path === 'assets/mermaid.js',
    ),
  );
});

test('the site has an answer for each question, a page for each function, a mark at each hop', () => {
  const files = madeSite();
  const page = (path: string): string => files.find((file) => file.path === path)?.text ?? '';
  for (const { report, title } of siteInput.reports)
    for (const sentence of report.answer)
      assert.ok(page('index.html').replaceAll('<wbr>', '').includes(sentence.replaceAll("'", '&#39;')), title);
  const model = buildModel(siteInput.reports);
  for (const fn of model.functions) {
    const text = page(fn.url);
    assert.ok(text !== '', fn.record.name);
    for (const { calls } of fn.uses) {
      for (const { site } of calls) {
        const isHere =
          site.file === fn.record.at?.file && site.line >= fn.firstLine && site.line < fn.firstLine + fn.source.length;
        if (isHere)
          assert.match(text, new RegExp(`<tr id="L${site.line}" class="hop">`), `${fn.record.name} ${site.line}`);
      }
    }
  }
});

test('links of documents that lead nowhere are refused, all at once', () => {
  const broken = [
    { path: 'a.md', text: '[x](none.md) [y](a.md#none) [z](#none) [ok](https://example.org) [w](../a.md)\n' },
  ];
  assert.throws(
    () => madeSite({ documents: broken }),
    (error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.message, '3 links lead nowhere:');
      assert.deepEqual(error.details, ['a.md: none.md', 'a.md: a.md#none', 'a.md: #none']);
      return true;
    },
  );
  assert.throws(() => madeSite({ documents: [{ path: 'index.md', text: 'x' }] }), /Two pages of the site/);
});

test('pictures of the project are part of the site; missing ones and those of other hosts are refused', () => {
  const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0xff);
  const files = {
    text: () => undefined,
    picture: (path: string) => (path === 'docs/a b.png' ? bytes : undefined),
  };
  const made = (text: string): SiteFile[] => madeSite({ documents: [{ path: 'docs/x.md', text }], files });
  const inline = 'data:image/png;base64,iVBORw0KGgo=';
  const shown = made(`# X\n\n![a](a%20b.png) [![a](../docs/a%20b.png)](./a%20b.png) ![b](${inline})\n`);
  const page = shown.find(({ path }) => path === 'docs/x.html')?.text ?? '';
  assert.deepEqual(
    [...page.matchAll(/<img src="([^"]*)"/g)].map(([, src]) => src),
    ['../docs/a%20b.png', '../docs/a%20b.png', inline],
  );
  const picture = shown.find(({ path }) => path === 'docs/a b.png');
  assert.deepEqual(Buffer.from(picture?.text ?? '', picture?.encoding), Buffer.from(bytes));
  const refused = (text: string): unknown => {
    try {
      made(text);
    } catch (error) {
      assert.ok(error instanceof UsageError);
      return [error.message, ...(error.details ?? [])];
    }
    return undefined;
  };
  assert.deepEqual(refused('![a](none.png)\n\n| a |\n| --- |\n| ![b][b] |\n\n[b]: ../none.svg\n'), [
    '2 links lead nowhere:',
    'docs/x.md: none.png',
    'docs/x.md: ../none.svg',
  ]);
  assert.deepEqual(refused('[![a](https://example.org/a.png)](a%20b.png)\n'), [
    'A picture lies on another host:',
    'docs/x.md: https://example.org/a.png',
  ]);
  assert.deepEqual(refused('![a](//example.org/a.png) ![b](HTTP://example.org/b.png) [c](none.md)\n'), [
    'A link leads nowhere, and 2 pictures lie on other hosts:',
    'docs/x.md: //example.org/a.png',
    'docs/x.md: HTTP://example.org/b.png',
    'docs/x.md: none.md',
  ]);
});

test('markup in documents is text', () => {
  const text = madeSite().find(({ path }) => path === 'README.html')?.text ?? '';
  assert.match(text, /&lt;b&gt;this&lt;\/b&gt;/);
});

test('what a report has and no page knows is written out by its shape', () => {
  const [entry] = buildModel([{ report: withSource(sampleReport) }]).reports;
  assert.ok(entry !== undefined);
  const [first] = sampleReport.edges;
  const caller = sampleReport.functions.find((fn) => fn.id === first?.caller);
  const place = reportShape.fields.find(({ key }) => key === 'edges')?.shape;
  assert.ok(place?.kind === 'list' && place.of.kind === 'record');
  const site = place.of.byKey.get('site');
  assert.ok(site !== undefined);
  const record = (fields: RecordShape['fields']): RecordShape => ({
    kind: 'record',
    name: '',
    about: '',
    fields,
    byKey: new Map(fields.map((field) => [field.key, field])),
  });
  const row = record([
    { key: 'caller', shape: { kind: 'integer' }, isOptional: false },
    { key: 'acquiredAt', shape: site.shape, isOptional: true },
    { key: 'verdict', shape: { kind: 'string' }, isOptional: false },
    { key: 'sure', shape: { kind: 'boolean' }, isOptional: false },
  ]);
  const shape = record([{ key: 'heldBy', shape: { kind: 'list', of: row }, isOptional: true }]);
  const value = { heldBy: [{ caller: first?.caller, acquiredAt: first?.site, verdict: '<leaked>', sure: true }] };
  const [field, ...others] = otherFields({ entry, up: '' }, shape, value, new Set());
  assert.equal(others.length, 0);
  assert.equal(field?.title, 'Held by');
  assert.match(field?.body ?? '', /<th scope="col">Acquired at<\/th>/);
  assert.match(field?.body ?? '', /&lt;leaked&gt;<\/td><td>yes</);
  assert.ok((field?.body ?? '').includes(`<code>${caller?.shortName}</code></a>`));
  assert.deepEqual(otherFields({ entry, up: '' }, shape, value, new Set(['heldBy'])), []);
});

test('a section that leads stands before the diagram, and on the first page; few rows of many columns one below the other', () => {
  const head = ['Resource', 'Held by', 'What would release it', 'Why that does not happen'];
  const sections = [
    {
      id: 'later',
      title: 'Later',
      paragraphs: [['Not now.']],
      table: { head, rows: Array.from({ length: 4 }, () => [['a']]) },
    },
    {
      id: 'lead',
      title: 'Where closing is missing',
      isLead: true,
      paragraphs: [],
      table: { head, rows: [[['conn'], [{ code: 'pool' }]]] },
    },
  ];
  const report = { ...withSource(sampleReport), sections };
  const files = madeSite({
    reports: [
      { report, title: 'First' },
      { report, title: 'Second' },
    ],
  });
  const page = files.find(({ path }) => path.startsWith('reports/') && path.endsWith('.html'))?.text ?? '';
  const index = files.find(({ path }) => path === 'index.html')?.text ?? '';
  assert.match(page, /<h2>Where closing is missing<\/h2>.*<figure.*<h2>Later<\/h2>/s);
  assert.match(
    index,
    /<h3>Where closing is missing<\/h3><dl class="record"><dt>Resource<\/dt><dd>conn<\/dd><dt>Held by<\/dt><dd><code>pool</,
  );
  assert.doesNotMatch(index, /Later/);
  assert.match(index, /“Where closing is missing”: as at <a [^>]*>First</);
  assert.equal(index.match(/<dl class="record">/g)?.length, 1);
  assert.match(page, /<tr><td>a<\/td><td><\/td><td><\/td><td><\/td><\/tr>/);
});

test('every field of a report is known to its page', () => {
  const page = madeSite().find(({ path }) => path.startsWith('reports/') && path.endsWith('.html'));
  assert.doesNotMatch(page?.text ?? '', /id="field-/);
});

test('highlighted source is the source', () => {
  const source = 'func (d *D) f(`raw\nline`, \'\\\'\') { // "c"\n\t/* a\n b */ x := 0x1F + "s\\"" + close(ch)\n}';
  const lines = highlightGo(source);
  assert.equal(lines.map((line) => unescape(line.replace(/<[^>]*>/g, ''))).join('\n'), source);
  assert.match(lines[0] ?? '', /<i class="k">func<\/i> \(d \*D\) <i class="f">f<\/i>\(<i class="s">`raw<\/i>/);
  assert.match(highlightGo('func Close() error')[0] ?? '', /<i class="f">Close<\/i>.*<i class="t">error<\/i>/);
});

test('hostile names make no element and no address of their own', () => {
  for (const { text, report } of hostileReports) {
    const name = JSON.stringify(text.slice(0, 40));
    const files = madeSite({
      title: text === '' ? 'x' : text,
      intro: text,
      reports: [{ report: withSource(report), title: text }],
      documents: [{ path: 'a.md', text: `# ${text}\n\n${text}\n` }],
    });
    assert.deepEqual(deadLinks(files), [], name);
    for (const file of files) {
      assert.match(file.path, /^[\w.-]+(\/[\w.-]+)*$/);
      if (!file.path.endsWith('.html')) continue;
      assert.doesNotMatch(
        file.text,
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/,
        name,
      );
      assert.doesNotMatch(file.text, /<script>|<[a-z][^>]*\son\w+=|javascript:/i, name);
    }
    const search = files.find(({ path }) => path === 'assets/search.js')?.text ?? '';
    assert.doesNotMatch(search, /<|[\u2028\u2029]/);
  }
});

test('a resource has a page with what each report says of it, reached from the first page and from the report', () => {
  const resource = 'field raw of mail.conn';
  const section = (id: string, said: string): Report['sections'][number] => ({
    id,
    title: `${id}: ${resource}`,
    resource,
    paragraphs: [[said]],
  });
  const one = withSource({
    ...sampleReport,
    sections: [section('Acquired', 'By Dial.'), section('Held by', 'By conn.')],
  });
  const other = withSource({ ...sampleReport, sections: [section('Acquired', 'By Listen.')] });
  const files = madeSite({ reports: [{ report: one }, { report: other, title: 'Another question' }] });
  const page = files.find(({ path }) => path.startsWith('resources/'));
  const [first = '', second = ''] = page?.text.split('Another question') ?? [];
  assert.match(first, /By Dial\..*By conn\./s);
  assert.match(second, /By Listen\./);
  assert.equal(files.filter(({ path }) => path.startsWith('resources/')).length, 1);
  for (const path of ['index.html', 'assets/search.js'])
    assert.ok(files.find((file) => file.path === path)?.text.includes(page?.path ?? '?'), path);
  assert.equal(
    files.filter(({ path, text }) => path.startsWith('reports/') && text.includes(`../${page?.path}`)).length,
    2,
  );
  assert.deepEqual(deadLinks(files), []);
});

/** The sample with statements, of which one breaks a rule and one has a verdict. */
const stated: Report = {
  ...withSource(sampleReport),
  question: { ...sampleReport.question, command: 'explain' },
  facts: [
    { id: 'release-1', kind: 'release', verdict: 'leaked', text: 'It stays open.', at: [] },
    { id: 'finding-1', kind: 'finding', verdict: 'blocked', rule: 'no-waker', text: 'Nobody wakes it.', at: [] },
  ],
};

test('each rule has a page; what breaks it leads there, and search and the list of rules do', () => {
  for (const language of ['en', 'zh-CN'] as const) {
    const report = { ...stated, question: { ...stated.question, language } };
    const files = madeSite({ reports: [{ report }], documents: [] });
    assert.deepEqual(deadLinks(files), []);
    const pages = new Map(files.map(({ path, text }) => [path, text]));
    const { url } = buildModel([{ report }]).reports[0] ?? {};
    const page = pages.get(url ?? '') ?? '';
    assert.match(page, /Nobody wakes it\. <a class="verdict" href="\.\.\/rules\/no-waker\.html">no-waker<\/a>/);
    assert.match(page, /It stays open\. <a class="verdict" href="\.\.\/rules\/README\.html">leaked<\/a>/);
    assert.match(pages.get('index.html') ?? '', /<nav [^>]*>.*href="rules\/README\.html"/);
    for (const { id } of rules) {
      assert.ok(pages.get('rules/README.html')?.includes(`${id}.html"`), id);
      assert.match(pages.get(`rules/${id}.html`) ?? '', new RegExp(`<h1 id="${id}">`));
      assert.match(pages.get(`rules/${id}.html`) ?? '', new RegExp(`<html lang="${language}"`));
      const entry = new RegExp(`^\\["${id}","(rule|规则)","rules/${id}\\.html","[^"]`, 'm');
      assert.equal(entry.exec(pages.get('assets/search.js') ?? '')?.[1], language === 'en' ? 'rule' : '规则');
    }
  }
});

test('documents that have the pages of the rules are not given a second set', () => {
  const own = siteInput.ruleDocuments('en').map(({ path, text }) => ({ path: `docs/${path}`, text }));
  const files = madeSite({ reports: [{ report: stated }], documents: own });
  assert.ok(files.some(({ path }) => path === 'docs/rules/no-waker.html'));
  assert.ok(!files.some(({ path }) => path.startsWith('rules/')));
  assert.ok(files.some(({ text }) => text.includes('href="../docs/rules/no-waker.html">no-waker')));
});

test('the kind of an answer is that of its command', () => {
  const { path: _, ...noPath } = stated;
  const kinds = (['trace', 'explain', 'custody', 'why-blocked'] as const).map((command) => {
    const report = { ...noPath, question: { ...stated.question, command } };
    const page = madeSite({ reports: [{ report }] }).find(({ path }) => /^reports\/.*html$/.test(path))?.text ?? '';
    return /<p class="kind"><span class="verdict">([^<]*)</.exec(page)?.[1];
  });
  assert.deepEqual(kinds, ['trace', 'writeup', 'custody', 'wait']);
});

test('the first page begins with a line for each question, and says what was read and that nothing was run', () => {
  const reports = ['One ends here.', 'Two goes on.'].map((first) => ({
    report: { ...withSource(sampleReport), answer: [first, 'Both say this.'] },
  }));
  const files = madeSite({ reports });
  const index = files.find(({ path }) => path === 'index.html')?.text ?? '';
  const text = unescape(index.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '));
  assert.match(
    text,
    /One ends here\..*Two goes on\..*Read: .*Made from source alone by loose-ends 0\.0\.0: nothing was built and nothing was run\./,
  );
  for (const { path, version, main } of sampleReport.build.modules)
    assert.ok(text.includes(main === true ? `${path} (asked about)` : `${path}@${version ?? ''}`), path);
  assert.ok(text.includes(`the standard library of ${sampleReport.build.goVersion}`));
  assert.equal(text.match(/Both say this\./g)?.length, 1);
});

test('functions are listed on a page of their own, which the bar leads to', () => {
  const files = madeSite();
  const list = files.find(({ path }) => path === 'functions/index.html')?.text ?? '';
  const index = files.find(({ path }) => path === 'index.html')?.text ?? '';
  assert.match(index, /<nav [^>]*>.*href="functions\/index\.html"/);
  for (const fn of buildModel(siteInput.reports).functions) {
    assert.ok(list.includes(`href="../${fn.url}"`), fn.record.name);
    assert.ok(!index.includes(`<li><a href="${fn.url}"`), fn.record.name);
  }
});

test('lines to copy stand in a block as they are', () => {
  const sections = [
    {
      id: 'remedies',
      title: 'Help',
      isLead: true,
      paragraphs: [['To copy:'], [{ code: 'c := <-f()\ndefer c.Close()' }]],
    },
  ];
  const index = madeSite({ reports: [{ report: { ...withSource(sampleReport), sections } }] }).find(
    ({ path }) => path === 'index.html',
  );
  const block = /<pre class="copy" tabindex="0"><code>([\s\S]*?)<\/code><\/pre>/.exec(index?.text ?? '')?.[1] ?? '';
  assert.equal(unescape(block.replace(/<[^>]*>/g, '')), 'c := <-f()\ndefer c.Close()');
});

test('the page of a resource has the verdicts on it, and no others', () => {
  const about = (id: string, resource: string | undefined): NonNullable<Report['facts']>[number] => ({
    id,
    kind: 'release',
    verdict: 'leaked',
    ...(resource === undefined ? {} : { resource }),
    text: `${id} stays open.`,
    at: [],
  });
  const report: Report = {
    ...stated,
    facts: [
      about('raw', 'field raw of mail.conn'),
      about('other', 'field other of mail.conn'),
      about('body', undefined),
    ],
    sections: [{ id: 'acquired', title: 'Acquired', resource: 'field raw of mail.conn', paragraphs: [] }],
  };
  const page = madeSite({ reports: [{ report }] }).find(({ path }) => path.startsWith('resources/'))?.text ?? '';
  assert.match(page, /raw stays open\./);
  assert.doesNotMatch(page, /(other|body) stays open\./);
});
