// Calls the operations of the service (see /openapi.json), as whoever is signed in.

import { h } from './dom.js';
import { locale, t } from './messages.js';
import { currentToken, renew, serviceAddress } from './session.js';

/** Why a call failed: a problem as RFC 9457 has it, or status 0 where there was no answer. */
export class Problem extends Error {
  constructor(status, body, isReading = false) {
    super(body?.title ?? t('problem.network'));
    this.status = status;
    this.type = body?.type ?? 'network';
    this.detail = body?.detail;
    this.errors = body?.errors ?? {};
    this.body = body;
    this.isReading = isReading;
  }
}

/** The answer: { data, etag, response }. Throws a Problem for every status of 400 and more. */
export async function call(method, path, { json, body, headers = {}, accept = 'application/json', stream = false, signal } = {}) {
  const isReading = method === 'GET';
  let token;
  const send = async () => fetch(new URL(path, serviceAddress), {
    method,
    signal,
    cache: 'no-store',
    headers: {
      Accept: accept,
      'Accept-Language': locale,
      ...((token = await currentToken()) && { Authorization: `Bearer ${token}` }),
      ...((json ?? body) !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: json === undefined ? body : JSON.stringify(json),
  });
  let response;
  try {
    response = await send();
    // The token has run out. The sign-in may be good for another.
    if (response.status === 401 && token && await renew()) response = await send();
  } catch {
    throw new Problem(0, undefined, isReading);
  }
  if (response.ok && stream) return { response };
  const text = await response.text().catch(() => { throw new Problem(0, undefined, isReading); });
  const isJson = /\bjson\b/.test(response.headers.get('Content-Type') ?? '');
  const data = isJson && text ? JSON.parse(text) : text;
  if (!response.ok) throw new Problem(response.status, isJson ? data : undefined, isReading);
  return { data, etag: response.headers.get('ETag'), response };
}

/** Reads a file and has the browser save it, byte for byte. */
export async function save(path, accept, fileName) {
  const { response } = await call('GET', path, { accept, stream: true });
  const address = URL.createObjectURL(await response.blob());
  h('a', { href: address, download: fileName }).click();
  URL.revokeObjectURL(address);
}

/** How many entries of a list a page reads at first, and with each "Show more": what a telephone loads quickly. */
export const partOfList = 25;

export const get = (path, options) => call('GET', path, options);
export const post = (path, json, options) => call('POST', path, { json, ...options });
