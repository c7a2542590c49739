// The console in a real browser, against a world in virtual time: see ConsoleBrowserTest, which starts both.
import assert from 'node:assert/strict';
import {readFileSync, mkdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';
import {chromium} from 'playwright-core';

const base = process.env.CONSOLE_BASE;
const shots = process.env.CONSOLE_SHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE = 60_000;
const NARROW = {width: 360, height: 780};
let browser;

before(async () => {
  mkdirSync(shots, {recursive: true});
  browser = await chromium.launch({
    executablePath: process.env.CONSOLE_BROWSER,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--hide-scrollbars']
  });
});
after(async () => browser?.close());

const control = async (what, query = {}) => {
  const response = await fetch(`${base}/control/${what}?${new URLSearchParams(query)}`);
  assert.equal(response.status, 200, `${what} ${JSON.stringify(query)}`);
  return response.text();
};
const advance = seconds => control('advance', {seconds});

/** A page that fails the test if it reports an error, asks somebody else, or runs what was never ours. */
const open = async (path, options = {}) => {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', error => page.faults.push(String(error)));
  page.on('console', message => message.type() === 'error' && !message.text().includes('ERR_') && page.faults.push(message.text()));
  page.on('dialog', dialog => { page.faults.push('dialog: ' + dialog.message()); dialog.dismiss(); });
  page.on('request', request => request.url().startsWith(base) || page.faults.push('asks ' + request.url()));
  if (options.javaScriptEnabled !== false) await page.clock.setFixedTime(new Date(await advance(0)));
  await page.goto(base + path);
  if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]');
  return page;
};
const close = async page => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
};
const deployment = id => `/deployments/deployment?id=${id}`;
const heading = page => page.locator('#head .status');
const say = (page, selector, text) => page.locator(selector, {hasText: text}).first().waitFor();
const give = async (page, command, reason) => {
  await page.locator(`[data-command=${command}] summary`).click();
  if (reason) await page.locator(`[data-command=${command}] input[name=reason]`).fill(reason);
  await page.locator(`[data-command=${command}] form button`).click();
  await say(page, '#sent', 'Sent.');
};

// First, while the world is as it was prepared.
test('the pictures of the documentation', async () => {
  for (const [name, path, height] of [['console-fleet', '/deployments/', 700], ['console-deployment', deployment('d-1007'), 680], ['console-rollback', deployment('d-1004'), 680]]) {
    const page = await open(path, {viewport: {width: 1040, height}});
    await page.screenshot({path: `${shots}/${name}.png`});
    await close(page);
  }
});

test('a deployment is watched, continued and rolled back through the page', async () => {
  await control('paused', {id: 'b-1', service: 'watched'});
  await advance(10);
  const page = await open(deployment('b-1'));
  await say(page, '#stages [aria-current]', 'SCALE_UP');
  await advance(300);
  await say(page, '#now', 'answer to the pause');
  await say(page, '#head', 'Production is safe, all of it on blue.');

  await give(page, 'continue');
  await advance(60);
  await say(page, '#sent', 'Accepted: continues');
  await say(page, '#head', '10 % green');
  await say(page, '[data-command=continue]', 'No pause is open.'); // sections are replaced one after the other
  assert.equal(await page.locator('[data-command=continue] button[disabled]').count(), 1);

  await give(page, 'rollback', 'the cart is empty');
  await advance(8);
  await say(page, '#head', 'ROLLBACK_IN_PROGRESS');
  await advance(300);
  await say(page, '#head', 'Production is on blue, as before the deployment.');
  await say(page, '#story', 'the cart is empty');
  await say(page, '#story', 'alice');
  await close(page);
});

test('two tabs show the same, and a command in one is seen in the other', async () => {
  await control('paused', {id: 'b-2', service: 'tabs'});
  await advance(300);
  const one = await open(deployment('b-2'));
  const other = await open(deployment('b-2'));
  const fleet = await open('/deployments/');
  await give(one, 'abort');
  await advance(60);
  for (const page of [one, other]) await heading(page).filter({hasText: 'STOPPED'}).waitFor();
  await fleet.locator('.line', {hasText: 'prod/tabs'}).filter({hasText: 'STOPPED'}).waitFor();
  assert.equal(await other.locator('#sent').innerText(), '');
  await Promise.all([one, other, fleet].map(close));
});

test('the engine dies and another one goes on under the open page', async () => {
  await control('deploy', {id: 'b-3', service: 'survivor'});
  await advance(150);
  const page = await open(deployment('b-3'));
  await say(page, '#head', '10 % green');
  await control('kill');
  await advance(20);
  await say(page, '#head', '10 % green');
  await control('start');
  await advance(90);
  await say(page, '#story', 'An engine continues the deployment');
  await advance(2400);
  await say(page, '#head', 'the deployment is complete');
  await close(page);
});

test('a rollback with the keyboard alone', async () => {
  await control('paused', {id: 'b-4', service: 'keyboard'});
  await advance(300);
  const page = await open(deployment('b-4'));
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  for (let i = 0; await focused() !== 'Roll back'; i++) {
    assert.ok(i < 60, 'the button cannot be reached');
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('smoke ');
  await advance(1); // What is typed stays when the page changes.
  await control('alarm', {service: 'nobody'});
  await page.keyboard.type('everywhere');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Roll back now');
  await page.keyboard.press('Enter');
  await say(page, '#sent', 'Sent.');
  await advance(300);
  await heading(page).filter({hasText: 'ROLLBACK_SUCCESSFUL'}).waitFor();
  await say(page, '#story', 'smoke everywhere');
  await close(page);
});

test('what somebody types and has opened stays when its section changes', async () => {
  await control('paused', {id: 'b-5', service: 'typed'});
  await advance(60);
  const page = await open(deployment('b-5'));
  await page.locator('[data-command=rollback] summary').click();
  const reason = page.locator('[data-command=rollback] input[name=reason]');
  await reason.fill('half a sen');
  await advance(240);
  await say(page, '#now', 'answer to the pause');
  assert.equal(await reason.inputValue(), 'half a sen');
  assert.ok(await reason.evaluate(input => input === document.activeElement));
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.commands details[open]').count(), 0);
  await close(page);
});

test('the line is stopped with the keyboard, holds a deployment under its open page, and is resumed', async t => {
  t.after(() => control('resume')); // Whatever fails here holds up no other test.
  await control('deploy', {id: 'b-8', service: 'held'});
  const held = await open(deployment('b-8'));
  const fleet = await open('/deployments/');
  const page = await open('/deployments/');
  await page.getByRole('link', {name: 'Stop the line'}).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: 'The line runs'}).waitFor();
  await page.getByRole('button', {name: 'Stop the line'}).click(); // Nothing is sent without a reason.
  await page.getByLabel('Why?').fill('checkout <b>fails</b>');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: 'The line is stopped'}).waitFor();
  for (const other of [held, fleet]) await say(other, '#the-line', 'by alice');
  await say(held, '#the-line', 'checkout <b>fails</b>');
  await advance(300);
  await say(held, '#now', 'the line is stopped by alice');
  for (const [what, other] of [['line', page], ['held', held], ['fleet', fleet]]) {
    for (const colorScheme of ['light', 'dark']) {
      await other.emulateMedia({colorScheme, reducedMotion: 'reduce'});
      assert.deepEqual(await violations(other), [], `${what}, stopped, ${colorScheme}`);
    }
    await other.setViewportSize(NARROW);
    assert.equal(await other.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, what);
    await other.screenshot({path: `${shots}/stopped-${what}-narrow-dark.png`});
    await other.setViewportSize({width: 1280, height: 900});
    await other.emulateMedia({colorScheme: 'light'});
    await other.screenshot({path: `${shots}/stopped-${what}.png`});
  }
  await held.getByRole('link', {name: 'Resume the line'}).click();
  await held.getByRole('button', {name: 'Resume the line'}).click();
  await held.getByRole('heading', {name: 'The line runs'}).waitFor();
  await fleet.getByRole('link', {name: 'Stop the line'}).waitFor();
  await held.goto(base + deployment('b-8'));
  await advance(30);
  await say(held, '#head', '10 % green');
  await Promise.all([held, fleet, page].map(close));
});

test('a rollout is paused and resumed through its page', async () => {
  await control('rollout', {id: 'r-1', service: 'waves'});
  const page = await open('/deployments/');
  await page.getByRole('link', {name: 'Rollouts'}).click();
  await page.getByRole('link', {name: 'r-1'}).click();
  await say(page, '#rollout-status', 'IN_PROGRESS');
  await page.locator('#reason').fill('lunch');
  await page.getByRole('button', {name: 'Pause'}).click();
  await say(page, '#rollout-status', 'PAUSED');
  await page.getByRole('button', {name: 'Resume'}).click();
  await say(page, '#rollout-status', 'IN_PROGRESS');
  await say(page, '#rollout-history', 'lunch');
  await close(page);
});

test('every version of the past can be seen', async () => {
  const page = await open(deployment('d-1002'));
  await page.getByRole('link', {name: 'Previous'}).click();
  await say(page, '#travel', 'This is the past');
  await page.getByRole('link', {name: 'First'}).click();
  await say(page, '#travel', 'version 1 of');
  await heading(page).filter({hasText: 'PENDING'}).waitFor();
  await page.getByRole('spinbutton').fill('30');
  await page.getByRole('button', {name: 'Show'}).click();
  await say(page, '#travel', 'version 30 of');
  assert.equal(await page.locator('.commands form').count(), 0);
  await page.getByRole('link', {name: 'Back to now'}).click();
  await heading(page).filter({hasText: 'ROLLBACK_SUCCESSFUL'}).waitFor();
  await page.locator('#story a').nth(3).click();
  await say(page, '#travel', 'This is the past');
  await close(page);
});

test('lines are filtered, and the address keeps the filter', async () => {
  const page = await open('/deployments/');
  const shown = () => page.locator('.line:visible').count();
  await page.getByLabel('Find').fill('CHECKOUT');
  assert.equal(await shown(), 2);
  await page.getByText('Needs a person', {exact: true}).last().click();
  assert.equal(await shown(), 1);
  assert.match(page.url(), /q=checkout&kind=person/);
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.equal(await shown(), 1);
  await page.getByLabel('Find').fill('nobody');
  await page.getByText('No deployment matches').waitFor();
  await close(page);
});

test('a page without scripts shows everything and gives commands', async () => {
  await control('paused', {id: 'b-6', service: 'plain'});
  await advance(300);
  const page = await open(deployment('b-6'), {javaScriptEnabled: false});
  await give(page, 'reject');
  await advance(300);
  await page.reload();
  await heading(page).filter({hasText: 'ROLLBACK_SUCCESSFUL'}).waitFor();
  await close(page);
});

test('a console without actors is read-only', async () => {
  const page = await open('/read-only/deployment?id=d-1007');
  await say(page, '#commands', 'This console is read-only.');
  assert.equal(await page.locator('form[method=post]').count(), 0);
  await close(page);
});

test('a lost connection is said, and the page goes on when it is back', async () => {
  await control('deploy', {id: 'b-7', service: 'offline'});
  await advance(10);
  const page = await open(deployment('b-7'));
  await say(page, '#stages [aria-current]', 'SCALE_UP');
  await control('cut');
  await say(page, '#connection', 'The connection to the console is lost.');
  await control('mend');
  await advance(150);
  await say(page, '#head', '10 % green');
  await page.locator('#connection:empty').waitFor({state: 'attached'});
  await page.context().close();
});

const violations = async page => {
  // The page's own policy forbids what axe would need to be loaded by an element.
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}));
  return found.violations.map(violation => `${violation.id}: ${violation.nodes.map(node => node.html.slice(0, 200)).join(' | ')}`);
};

/** Lines paint nothing beyond their edge, so what is too wide is not seen as an overflow of the page. */
const clipped = page => page.evaluate(() => [...document.querySelectorAll('.line > div')]
  .filter(cell => cell.getBoundingClientRect().right > cell.parentElement.getBoundingClientRect().right + 1 || cell.scrollWidth > cell.clientWidth + 1)
  .map(cell => cell.className + ': ' + cell.textContent));

test('no line is cut off, however wide the window is', async () => {
  for (const width of [320, 500, 700, 940, 961, 1040, 1100, 1280, 1900]) {
    const page = await open('/deployments/', {viewport: {width, height: 3000}});
    assert.deepEqual(await clipped(page), [], `${width} pixels`);
    await close(page);
  }
});

for (const [name, options] of [['light', {}], ['dark', {colorScheme: 'dark'}], ['narrow', {viewport: NARROW}], ['narrow-dark', {viewport: NARROW, colorScheme: 'dark'}]]) {
  test(`axe finds nothing and nothing is cut off: ${name}`, async () => {
    for (const [what, path, click] of [
      ['fleet', '/deployments/'], ['none', '/deployments/?q=nobody'], ['paused', deployment('d-1007'), '[data-command=rollback] summary'],
      ['rollback', deployment('d-1004')], ['ended', deployment('d-1002')], ['past', deployment('d-1003') + '&v=25'],
      ['all', deployment('d-1003') + '&v=25&all=1'], ['missing', deployment('nobody')], ['line', '/deployments/line'], ['rollouts', '/deployments/rollouts'], ['rollout', '/deployments/rollout?id=r-1'], ['read-only-line', '/read-only/line'], ['read-only', '/read-only/']]) {
      const page = await open(path, options);
      page.faults = page.faults.filter(fault => !fault.includes('404'));
      if (click) await page.locator(click).click();
      assert.deepEqual(await violations(page), [], what);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(overflow, 0, `${what} is ${overflow} pixels too wide`);
      assert.deepEqual(await clipped(page), [], what);
      await page.screenshot({path: `${shots}/${what}-${name}.png`, fullPage: true});
      await close(page);
    }
  });
}

test('a thousand lines: painted in 300 ms, and under 1 % of a core while nothing changes', async t => {
  await control('many', {count: 1000});
  await advance(400);
  const warm = await open('/deployments/');
  await warm.locator('.line').nth(1000).waitFor({state: 'attached'});
  await close(warm);
  // A machine that has other work gives this one a share of its time, and only that share counts.
  const share = () => {
    const wall = performance.now();
    const cpu = process.cpuUsage();
    let used;
    do used = process.cpuUsage(cpu); while (used.user + used.system < 100_000);
    return Math.min(1, (used.user + used.system) / 1000 / (performance.now() - wall));
  };
  const measured = [];
  const paints = [];
  for (let i = 0; i < 10; i++) {
    const before = share();
    const page = await open('/deployments/');
    const paint = await page.evaluate(() => new Promise(done =>
      new PerformanceObserver(list => done(list.getEntriesByName('first-contentful-paint')[0].startTime)).observe({type: 'paint', buffered: true})));
    const given = Math.min(before, share());
    measured.push(`${Math.round(paint)} ms at ${Math.round(given * 100)} %`);
    paints.push(paint * given);
    await close(page);
  }
  const page = await open('/deployments/');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const busy = async () => {
    const {metrics} = await session.send('Performance.getMetrics');
    return metrics.find(metric => metric.name === 'TaskDuration').value;
  };
  await new Promise(done => setTimeout(done, 3000));
  const begin = [await busy(), Number(await control('cpu')), performance.now()];
  await new Promise(done => setTimeout(done, 20_000));
  const end = [await busy(), Number(await control('cpu')), performance.now()];
  const seconds = (end[2] - begin[2]) / 1000;
  const tab = (end[0] - begin[0]) / seconds * 100;
  const server = (end[1] - begin[1]) / seconds * 100;
  t.diagnostic(`first contentful paint ${measured.join(', ')} of a core; idle: tab ${tab.toFixed(2)} %, console ${server.toFixed(2)} % of a core`);
  assert.ok(Math.min(...paints) < 300, `painted after ${measured}`);
  assert.ok(tab < 1, `the tab needs ${tab} % of a core`);
  assert.ok(server < 1, `the console needs ${server} % of a core`);
  await close(page);
});
