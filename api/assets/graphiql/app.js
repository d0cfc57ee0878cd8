// GraphiQL, signed in with a bearer token. The token comes in the fragment of the address (`#token=…`), which a browser
// sends to no server, or is pasted. It lives in this tab alone and ends with it.
'use strict';

const TOKEN = 'tonghop.token';
const FIRST_QUERY = '# The book at the left is the documentation of the schema.\n{\n  __typename\n}\n';

const endpoint = new URL('graphql', document.baseURI);
const root = ReactDOM.createRoot(document.getElementById('graphiql'));
const form = document.getElementById('sign-in');
const field = document.getElementById('token');
const signOut = document.getElementById('sign-out');

// Moves a token from the fragment to the tab's own storage, so that neither the address bar nor the history shows it.
function takeTokenFromFragment() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return false;
  keepToken(token);
  history.replaceState(null, '', location.pathname + location.search);
  return true;
}

function keepToken(token) {
  const bare = token.trim().replace(/^Bearer\s+/i, '');
  if (bare) sessionStorage.setItem(TOKEN, bare);
  else sessionStorage.removeItem(TOKEN);
}

// A header of the same name in GraphiQL's own header editor wins over the ones given here.
function fetcherFor(token) {
  return async (request, { headers: own } = {}) => {
    const headers = new Headers({
      Accept: 'application/graphql-response+json, application/json;q=0.9',
      'Content-Type': 'application/json',
    });
    if (token) headers.set('Authorization', `Bearer ${token}`);
    for (const [name, value] of Object.entries(own ?? {})) headers.set(name, value);
    const body = JSON.stringify(request);
    const response = await fetch(endpoint, { method: 'POST', headers, body, credentials: 'omit', cache: 'no-store' });
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`${response.status} ${response.statusText}: the answer is not JSON`);
    }
  };
}

// Read to be shown, not believed: only the server can tell whether a token is good.
function expiryOf(token) {
  try {
    const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return new Date(JSON.parse(atob(payload)).exp * 1000);
  } catch {
    return new Date(NaN);
  }
}

function standing(token) {
  if (!token) return 'Not signed in: only what is public answers.';
  const expiry = expiryOf(token);
  if (Number.isNaN(expiry.getTime())) return 'Signed in by token.';
  return `Signed in by token, ${expiry < new Date() ? 'expired' : 'good until'} ${expiry.toLocaleString()}.`;
}

function render() {
  const token = sessionStorage.getItem(TOKEN);
  document.getElementById('standing').textContent = standing(token);
  signOut.hidden = !token;
  field.value = '';
  root.render(
    React.createElement(GraphiQL, {
      fetcher: fetcherFor(token),
      defaultQuery: FIRST_QUERY,
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
    }),
  );
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!field.value.trim()) return;
  keepToken(field.value);
  render();
});

signOut.addEventListener('click', () => {
  keepToken('');
  render();
});

addEventListener('hashchange', () => {
  if (takeTokenFromFragment()) render();
});

takeTokenFromFragment();
render();
