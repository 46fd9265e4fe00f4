// The contract of this server. Where there is room, Swagger UI shows it at
// once. A phone, which needs seconds for that, first gets the list of routes,
// and Swagger UI at the route that is tapped.
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const api = document.querySelector('#api');
const ownSheet = document.querySelector('link[href="/docs/docs.css"]');

if (matchMedia('(min-width: 56rem)').matches || location.hash) void tryOut();
else void list();

// tryOut shows Swagger UI from this server alone: no validator is asked, and a
// key is kept nowhere but in the page.
async function tryOut() {
  removeEventListener('hashchange', tryOut);
  say('正在打开… Opening…');
  try {
    const sheet = element('link', { rel: 'stylesheet', href: '/docs/swagger-ui.css' });
    const script = element('script', { src: '/docs/swagger-ui-bundle.js' });
    await Promise.all([loaded(sheet, () => ownSheet.before(sheet)), loaded(script, () => document.head.append(script))]);
  } catch {
    return fail(tryOut);
  }
  window.SwaggerUIBundle({
    url: '/openapi.yaml',
    domNode: api,
    validatorUrl: null,
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    persistAuthorization: false,
    filter: true,
  });
}

// list shows every route under its tag; each is a link that Swagger UI follows.
async function list() {
  addEventListener('hashchange', tryOut);
  say('正在取接口… Fetching…');
  try {
    const answer = await fetch('/openapi.json');
    if (!answer.ok) throw new Error(String(answer.status));
    const { tags, paths } = await answer.json();
    const all = element('button', { textContent: '全部展开，当场试 Open all, to try them out', onclick: tryOut });
    api.replaceChildren(all, ...tags.flatMap((tag) => section(tag, paths)));
  } catch {
    fail(list);
  }
}

// section is a tag with the routes that have it.
function section({ name, description }, paths) {
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((m) => item[m]?.tags?.includes(name)).map((m) => {
      const link = element('a', { href: `#/${name}/${item[m].operationId}` });
      link.append(element('b', { textContent: m.toUpperCase(), className: m }), ` ${path} `, element('small', { textContent: item[m].summary }));
      return wrap('li', link);
    }),
  );
  return [element('h3', { textContent: `${name} · ${description}` }), wrap('ul', ...routes)];
}

function say(text) {
  api.replaceChildren(element('p', { textContent: text, role: 'status' }));
}

// fail says that something did not come, with a way to ask again.
function fail(again) {
  say('没有取到，检查网络后重试。 It did not come. Check the network and try again. ');
  api.append(element('button', { textContent: '重试 Try again', onclick: again }));
}

function loaded(node, put) {
  return new Promise((resolve, reject) => {
    node.addEventListener('load', resolve);
    node.addEventListener('error', reject);
    put();
  });
}

function wrap(name, ...inner) {
  const node = element(name, {});
  node.append(...inner);
  return node;
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
