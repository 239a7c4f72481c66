// A small server for the sample page, on a port, and so an origin, of its own. It stands for an intranet: it serves the page and
// signs somebody in. Run `node samples/intranet-form/server.mjs` beside the local host started with
// --SampleForm:Origin=http://localhost:7080, which lets this page call.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

const service = process.env.FRIENDING_SERVICE ?? 'http://localhost:7071';
const port = Number(process.env.PORT ?? 7080);
const types = { '/': ['index.html', 'text/html; charset=utf-8'], '/form.js': ['form.js', 'text/javascript; charset=utf-8'] };

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  try {
    if (pathname === '/token') {
      response.end(await token());
    } else if (types[pathname]) {
      const [file, type] = types[pathname];
      const text = await readFile(new URL(file, import.meta.url), 'utf8');
      response.setHeader('Content-Type', type);
      response.end(text.replaceAll('http://localhost:7071', service));
    } else {
      response.statusCode = 404;
      response.end();
    }
  } catch (error) {
    response.statusCode = 502;
    response.end(error.message);
  }
}).listen(port, 'localhost', () => console.log(`The intranet is at http://localhost:${port}`));

// The sample sign-in of the local host, as its own pages use it. An intranet has Entra ID and MSAL instead; see form.js.
async function token() {
  const signedIn = await fetch(`${service}/.auth/login/aad`, {
    method: 'POST', body: new URLSearchParams({ person: 'nurse' }), headers: { Origin: service }, redirect: 'manual',
  });
  const me = await fetch(`${service}/.auth/me`, { headers: { Cookie: signedIn.headers.getSetCookie().map(c => c.split(';')[0]).join('; ') } });
  return (await me.json())[0].access_token;
}
