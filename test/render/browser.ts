// A real browser with the real Mermaid, which draws a diagram as GitHub does. The browser is the one at CHROMIUM or
// /usr/bin/chromium; nothing is downloaded, and the page may not reach the network.

import { createRequire } from 'node:module';
import { launchChromium } from '../support/chromium.js';

const require = createRequire(import.meta.url);

export interface Drawing {
  readonly error: string | undefined;
  readonly labels: readonly string[];
  readonly nodes: number;
  readonly edges: number;
  readonly clusters: number;
  readonly hasScript: boolean;
  readonly links: number;
  /** Pairs of boxes, of lanes and of texts on arrows that lie on one another. */
  readonly overlaps: readonly string[];
}

export interface MermaidPage {
  draw(text: string): Promise<Drawing>;
  close(): Promise<void>;
}

/** Starts the browser and loads Mermaid, with the limits and the security level that it has by default: GitHub's. */
export async function openMermaidPage(): Promise<MermaidPage> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.route('**', (route) => route.abort());
  await page.setContent('<body><div id="out"></div></body>');
  await page.addScriptTag({ path: require.resolve('mermaid/dist/mermaid.min.js') });
  return {
    // A string, because its names are the browser's, not ours.
    draw: (text) =>
      page.evaluate(`(async (text) => {
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
    const out = document.getElementById('out');
    let error;
    try {
      const { svg } = await mermaid.render('drawing', text);
      out.innerHTML = svg;
    } catch (thrown) {
      error = String(thrown && thrown.message || thrown);
      out.innerHTML = '';
    }
    const boxes = (selector) => [...out.querySelectorAll(selector)]
      .filter((element) => element.textContent.trim() !== '')
      .map((element) => ({ name: element.textContent.trim().slice(0, 40), box: element.getBoundingClientRect() }));
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    const overlaps = [boxes('.node').concat(boxes('.edgeLabels g.edgeLabel')), boxes('.cluster')].flatMap((list) =>
      list.flatMap((a, i) => list.slice(i + 1).filter((b) => meet(a.box, b.box)).map((b) => a.name + ' | ' + b.name)));
    return {
      error,
      labels: [...out.querySelectorAll('.node .nodeLabel')].map((label) => label.innerText),
      nodes: out.querySelectorAll('.node').length,
      edges: out.querySelectorAll('.edgePaths path.flowchart-link').length,
      clusters: out.querySelectorAll('.cluster').length,
      hasScript: out.querySelector('script, img, iframe, i.fa') !== null,
      links: out.querySelectorAll('a').length,
      overlaps,
    };
  })(${JSON.stringify(text)})`),
    close: () => browser.close(),
  };
}
