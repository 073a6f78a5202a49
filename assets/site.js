// What pages of a site do in a browser: light and dark, search, the diagram. Every page can be read without it. A classic
// script, since browsers load no modules from file://.

(() => {
  const root = document.documentElement;
  const themeKey = 'loose-ends-theme';

  /** Storage may be forbidden, as it is for some pages from file://. */
  const stored = () => {
    try {
      return localStorage.getItem(themeKey);
    } catch {
      return null;
    }
  };
  const store = (theme) => {
    try {
      localStorage.setItem(themeKey, theme);
    } catch {
      // The choice then holds for this page.
    }
  };
  const theme = stored();
  // Before anything is painted.
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;

  const isDark = () =>
    root.dataset.theme === undefined
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : root.dataset.theme === 'dark';

  function switchTheme() {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    store(root.dataset.theme);
    drawMermaid();
  }

  // Search

  const maxFound = 12;

  /** Entries that hold every word, those that begin with one first. */
  function find(text) {
    const typed = text.split(/\s+/).filter(Boolean);
    const words = typed.map((word) => word.toLowerCase());
    if (words.length === 0) return [];
    const found = [];
    for (const [title, kind, url, more] of globalThis.looseEndsSearch ?? []) {
      const name = title.toLowerCase();
      const all = `${name} ${more.toLowerCase()}`;
      if (!words.every((word) => all.includes(word))) continue;
      let score = kind === 'answer' ? 1 : 0;
      for (const word of typed) if (title.includes(word)) score += 2;
      for (const word of words) {
        const at = name.indexOf(word);
        if (at === -1) continue;
        score += 4;
        if (at === 0 || !/\w/.test(name[at - 1])) score += 4;
        if (at + word.length === name.length || !/\w/.test(name[at + word.length])) score += 3;
      }
      found.push({ title, kind, url, score });
    }
    return found.sort((a, b) => b.score - a.score || a.title.length - b.title.length).slice(0, maxFound);
  }

  function setUpSearch() {
    const input = document.getElementById('site-search');
    const list = document.getElementById('site-found');
    if (!input || !list) return;
    let chosen = -1;
    const choose = (index) => {
      const items = [...list.children];
      chosen = items.length === 0 ? -1 : (index + items.length) % items.length;
      items.forEach((item, i) => {
        item.setAttribute('aria-selected', String(i === chosen));
      });
      if (chosen === -1) input.removeAttribute('aria-activedescendant');
      else {
        input.setAttribute('aria-activedescendant', items[chosen].id);
        items[chosen].scrollIntoView({ block: 'nearest' });
      }
    };
    const close = () => {
      list.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    };
    const show = () => {
      const found = find(input.value);
      list.replaceChildren(
        ...found.map(({ title, kind, url }, i) => {
          const item = document.createElement('li');
          item.id = `site-found-${i}`;
          item.setAttribute('role', 'option');
          const link = document.createElement('a');
          link.href = root.dataset.up + url;
          link.tabIndex = -1;
          const small = document.createElement('small');
          small.textContent = ` ${kind}`;
          link.append(title, small);
          item.append(link);
          return item;
        }),
      );
      if (found.length === 0 && input.value.trim() !== '') {
        const item = document.createElement('li');
        item.id = 'site-found-none';
        item.setAttribute('role', 'option');
        item.setAttribute('aria-disabled', 'true');
        item.textContent = list.dataset.none;
        list.append(item);
      }
      list.hidden = list.children.length === 0;
      input.setAttribute('aria-expanded', String(!list.hidden));
      choose(0);
    };
    input.addEventListener('input', show);
    input.addEventListener('focus', () => {
      if (input.value !== '') show();
    });
    input.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
      } else if (event.key === 'Escape') {
        close();
        input.blur();
      }
    });
    input.form.addEventListener('submit', (event) => {
      event.preventDefault();
      list.children[chosen]?.querySelector('a')?.click();
    });
    document.addEventListener('click', (event) => {
      if (!input.form.contains(event.target)) close();
    });
    document.addEventListener('keydown', (event) => {
      const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.focus();
    });
  }

  // Diagrams

  /** Text below this size of a screen pixel cannot be read; a diagram begins no smaller. */
  const smallest = 0.75;

  function setUpDiagram(figure) {
    const canvas = figure.querySelector('.canvas');
    const svg = canvas.querySelector('svg');
    const tools = figure.querySelector('.tools');
    const width = Number(svg.getAttribute('width'));
    const height = Number(svg.getAttribute('height'));
    let scale = 1;
    const zoom = (wanted, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
      const next = Math.min(3, Math.max(0.1, wanted));
      // What lies under the point stays there.
      const left = (canvas.scrollLeft + x) / scale;
      const top = (canvas.scrollTop + y) / scale;
      scale = next;
      svg.setAttribute('width', width * scale);
      svg.setAttribute('height', height * scale);
      canvas.scrollLeft = left * scale - x;
      canvas.scrollTop = top * scale - y;
    };
    const fitting = () => canvas.clientWidth / width;
    tools.hidden = false;
    zoom(Math.min(1, Math.max(smallest, fitting())), 0, 0);
    tools.addEventListener('click', ({ target }) => {
      const what = target.dataset.zoom;
      if (what === 'in') zoom(scale * 1.25);
      if (what === 'out') zoom(scale / 1.25);
      if (what === 'fit')
        zoom(Math.min(fitting(), figure.classList.contains('full') ? canvas.clientHeight / height : 1), 0, 0);
      if (what === 'full') fill(!figure.classList.contains('full'));
    });
    const fill = (isFull) => {
      figure.classList.toggle('full', isFull);
      const button = tools.querySelector('[data-zoom=full]');
      button.setAttribute('aria-pressed', String(isFull));
      button.textContent = isFull ? button.dataset.close : button.dataset.open;
    };
    canvas.addEventListener('keydown', (event) => {
      if (event.key === '+' || event.key === '=') zoom(scale * 1.25);
      else if (event.key === '-') zoom(scale / 1.25);
      else if (event.key === '0') zoom(1);
      else return;
      event.preventDefault();
    });
    figure.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') fill(false);
    });
    canvas.addEventListener(
      'wheel',
      (event) => {
        // The wheel alone scrolls, as everywhere; a pinch on a touchpad comes as a wheel with Ctrl.
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const box = canvas.getBoundingClientRect();
        zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
      },
      { passive: false },
    );
    setUpDrag(canvas);
    setUpPinch(canvas, () => scale, zoom);
  }

  /** A mouse moves the picture; a touch does so without our help. */
  function setUpDrag(canvas) {
    let from;
    let hasMoved = false;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.pointerType !== 'mouse' || event.button !== 0) return;
      from = {
        x: event.clientX + canvas.scrollLeft,
        y: event.clientY + canvas.scrollTop,
        startX: event.clientX,
        startY: event.clientY,
      };
      hasMoved = false;
    });
    addEventListener('pointermove', (event) => {
      if (from === undefined) return;
      if (Math.hypot(event.clientX - from.startX, event.clientY - from.startY) > 4) hasMoved = true;
      if (!hasMoved) return;
      canvas.classList.add('moving');
      canvas.scrollLeft = from.x - event.clientX;
      canvas.scrollTop = from.y - event.clientY;
    });
    addEventListener('pointerup', () => {
      from = undefined;
      canvas.classList.remove('moving');
    });
    canvas.addEventListener('dragstart', (event) => event.preventDefault());
    // Letting go over a hop at the end of a move is no click on it.
    canvas.addEventListener(
      'click',
      (event) => {
        if (hasMoved) event.preventDefault();
        hasMoved = false;
      },
      true,
    );
  }

  function setUpPinch(canvas, scaleNow, zoom) {
    let start;
    const spread = ({ touches: [a, b] }) => ({
      length: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
      x: (a.clientX + b.clientX) / 2,
      y: (a.clientY + b.clientY) / 2,
    });
    canvas.addEventListener(
      'touchstart',
      (event) => {
        start = event.touches.length === 2 ? { ...spread(event), scale: scaleNow() } : undefined;
      },
      { passive: true },
    );
    canvas.addEventListener(
      'touchmove',
      (event) => {
        if (event.touches.length !== 2 || start === undefined) return;
        event.preventDefault();
        const now = spread(event);
        const box = canvas.getBoundingClientRect();
        zoom((start.scale * now.length) / start.length, now.x - box.left, now.y - box.top);
      },
      { passive: false },
    );
  }

  /** A hop under the pointer or with the focus stands out, in the diagram and in the list, with what leads to and from it. */
  function setUpHighlight() {
    const lit = new Set();
    const mark = (element, name) => {
      element.classList.add(name);
      lit.add([element, name]);
    };
    const clear = () => {
      for (const [element, name] of lit) element.classList.remove(name);
      lit.clear();
    };
    const light = ({ target }) => {
      const hop = target instanceof Element ? target.closest('[data-hop], [data-stub]') : null;
      clear();
      if (hop === null) return;
      const key = hop.dataset.hop ?? hop.dataset.stub;
      for (const element of document.querySelectorAll(`[data-hop="${key}"], [data-stub="${key}"]`))
        mark(element, 'lit');
      for (const line of document.querySelectorAll(`[data-from="${key}"], [data-to="${key}"]`)) {
        mark(line, 'lit');
        const other = line.dataset.from === key ? line.dataset.to : line.dataset.from;
        if (other !== key)
          for (const element of document.querySelectorAll(`svg [data-hop="${other}"]`)) mark(element, 'near');
      }
    };
    document.addEventListener('mouseover', light);
    document.addEventListener('focusin', light);
  }

  // Diagrams in documents

  function drawMermaid() {
    const { mermaid } = globalThis;
    const blocks = [...document.querySelectorAll('pre.mermaid')];
    if (mermaid === undefined || blocks.length === 0) return;
    for (const block of blocks) {
      block.dataset.source ??= block.textContent;
      block.textContent = block.dataset.source;
      delete block.dataset.processed;
    }
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: isDark() ? 'dark' : 'default' });
    // What cannot be drawn stays as text.
    mermaid.run({ nodes: blocks, suppressErrors: true });
  }

  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelector('.theme')?.addEventListener('click', switchTheme);
    setUpSearch();
    for (const figure of document.querySelectorAll('figure.diagram')) setUpDiagram(figure);
    if (document.querySelector('[data-hop]') !== null) setUpHighlight();
    drawMermaid();
  });
})();
