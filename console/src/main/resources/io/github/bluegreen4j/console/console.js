// Keeps the page as the journal is: replaces the elements that a stream sends, filters the lines, and says how far away an instant is.
'use strict';
(() => {
  const main = document.querySelector('main');
  const lines = document.getElementById('lines');
  const connection = document.getElementById('connection');

  // Times: what is today needs no date; what is near says how near.
  const two = number => String(number).padStart(2, '0');
  const span = seconds => {
    const s = Math.abs(seconds);
    if (s < 60) return s + ' s';
    if (s < 3600) return Math.floor(s / 60) + ' min' + (!lines && s < 600 && s % 60 ? ' ' + s % 60 + ' s' : '');
    if (s < 172800) return Math.floor(s / 3600) + ' h ' + Math.floor(s % 3600 / 60) + ' min';
    return Math.floor(s / 86400) + ' d';
  };
  const tell = (time, now) => {
    const at = new Date(time.dateTime);
    const today = at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
    const clock = two(at.getUTCHours()) + ':' + two(at.getUTCMinutes()) + ':' + two(at.getUTCSeconds()) + ' UTC';
    const seconds = Math.round((at - now) / 1000);
    const near = time.closest('.story, .times-plain') ? '' : seconds >= 0 ? ' (in ' + span(seconds) + ')' : ' (' + span(seconds) + ' ago)';
    const text = (today ? '' : at.toISOString().slice(0, 10) + ' ') + clock + near;
    if (time.textContent !== text) time.textContent = text;
  };
  const tellAll = root => {
    const now = new Date();
    root.querySelectorAll('time').forEach(time => tell(time, now));
  };

  // Filters of the first page. The address keeps them.
  const form = document.getElementById('filters');
  const chosen = () => {
    const data = new FormData(form);
    return {text: String(data.get('q') || '').trim().toLowerCase(), kind: String(data.get('kind') || '')};
  };
  const isWanted = (line, filter) =>
    (!filter.kind || line.dataset.kind === filter.kind) && (!filter.text || line.dataset.text.includes(filter.text));
  const apply = () => {
    const filter = chosen();
    let shown = 0;
    for (const line of lines.children) {
      line.hidden = !isWanted(line, filter);
      shown += line.hidden ? 0 : 1;
    }
    document.getElementById('nothing').hidden = shown > 0;
    const query = new URLSearchParams();
    if (filter.text) query.set('q', filter.text);
    if (filter.kind) query.set('kind', filter.kind);
    history.replaceState(null, '', query.size ? '?' + query : location.pathname);
  };
  if (form) {
    const filtered = new URLSearchParams(location.search);
    if (filtered.get('q') || filtered.get('kind')) form.dataset.partial = 'yes';
    document.getElementById('apply').hidden = true;
    form.addEventListener('input', () => {
      // The server has left out what the address excludes: only it knows the rest.
      if (form.dataset.partial) form.requestSubmit(); else apply();
    });
    if (!form.dataset.partial) form.addEventListener('submit', event => { event.preventDefault(); apply(); });
  }

  // What somebody has opened, typed and focused stays when its section is replaced.
  const keep = old => ({
    open: [...old.querySelectorAll('details[open]')].map(details => details.id),
    typed: [...old.querySelectorAll('input[id]')].map(input => [input.id, input.value]),
    focus: old.contains(document.activeElement) ? path(document.activeElement) : null,
    scroll: [...old.querySelectorAll('.scroll')].map(box => box.scrollLeft)
  });
  const path = element => {
    if (element.id) return '#' + CSS.escape(element.id);
    const details = element.closest('details[id]');
    return details ? '#' + CSS.escape(details.id) + ' ' + element.localName : null;
  };
  const restore = (fresh, kept) => {
    kept.open.forEach(id => { const details = id && fresh.querySelector('#' + CSS.escape(id)); if (details) details.open = true; });
    kept.typed.forEach(([id, value]) => { const input = fresh.querySelector('#' + CSS.escape(id)); if (input) input.value = value; });
    fresh.querySelectorAll('.scroll').forEach((box, i) => { box.scrollLeft = kept.scroll[i] || 0; });
    if (kept.focus) (fresh.querySelector(kept.focus) || fresh.querySelector('summary, a, input') || main).focus({preventScroll: true});
  };
  const element = markup => {
    const template = document.createElement('template');
    template.innerHTML = markup;
    return template.content.firstElementChild;
  };
  const replace = markup => {
    const fresh = element(markup);
    const old = document.getElementById(fresh.id);
    if (!old || old.outerHTML === fresh.outerHTML) return;
    const kept = keep(old);
    old.replaceWith(fresh);
    tellAll(fresh);
    restore(fresh, kept);
  };
  const line = markup => {
    const fresh = element(markup);
    const old = document.getElementById(fresh.id);
    tellAll(fresh);
    fresh.hidden = !isWanted(fresh, chosen());
    if (old) {
      const focused = old.contains(document.activeElement);
      old.replaceWith(fresh);
      if (focused) fresh.querySelector('a').focus({preventScroll: true});
    } else {
      lines.prepend(fresh);
    }
    if (!fresh.hidden) document.getElementById('nothing').hidden = true;
  };

  // The stream. A hidden tab has none: a browser allows few connections to one server.
  let stream = null;
  let since = null;
  const say = text => { if (connection.textContent !== text) connection.textContent = text; };
  const open = () => {
    if (stream || !main.dataset.stream) return;
    const address = since && lines ? 'fleet-events?since=' + since : main.dataset.stream;
    stream = new EventSource(address);
    stream.onopen = () => say('');
    stream.onerror = () => say('The connection to the console is lost. What you see may be old.');
    const on = (name, handle) => stream.addEventListener(name, event => {
      if (event.lastEventId) since = event.lastEventId;
      handle(event.data);
    });
    on('line', line);
    on('part', replace);
    on('gone', id => { const old = document.getElementById(id); if (old) old.remove(); });
    on('reload', () => location.reload());
    on('trouble', text => say('The journal can\'t be read: ' + element('<p>' + text + '</p>').textContent));
  };
  const close = () => { if (stream) stream.close(); stream = null; };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) { close(); } else { open(); tellAll(document); }
  });
  addEventListener('pagehide', close);
  addEventListener('pageshow', () => { if (!document.hidden) open(); });

  // One command is open at a time, and its first field has the focus.
  document.addEventListener('toggle', event => {
    const details = event.target;
    if (!details.open || !details.closest('.commands')) return;
    document.querySelectorAll('.commands details[open]').forEach(other => { if (other !== details) other.open = false; });
  }, true);
  document.addEventListener('keydown', event => {
    const details = event.key === 'Escape' && event.target.closest('.commands details[open]');
    if (details) { details.open = false; details.querySelector('summary').focus(); }
  });

  tellAll(document);
  setInterval(() => { if (!document.hidden) tellAll(document); }, lines ? 15000 : 1000);
  document.documentElement.dataset.ready = 'yes';
})();
