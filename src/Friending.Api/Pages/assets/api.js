// Calls the operations of the service (see /openapi.json), as whoever is signed in.

import { language, t } from './messages.js';
import * as session from './session.js';

/** Why a call failed: a problem as RFC 9457 has it, or status 0 where there was no answer. */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.title ?? t('problem.network'));
    this.status = status;
    this.type = body?.type ?? 'network';
    this.detail = body?.detail;
    this.errors = body?.errors ?? {};
    this.body = body;
  }
}

/** The answer: { data, etag, response }. Throws a Problem for every status of 400 and more. */
export async function call(method, path, { json, body, headers = {}, accept = 'application/json', stream = false } = {}) {
  const send = () => fetch(path, {
    method,
    cache: 'no-store',
    headers: {
      Accept: accept,
      'Accept-Language': language,
      ...(session.person && { Authorization: `Bearer ${session.person.token}` }),
      ...((json ?? body) !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: json === undefined ? body : JSON.stringify(json),
  });
  let response;
  try {
    response = await send();
    // The token has run out. The sign-in may be good for another.
    if (response.status === 401 && session.person && await session.renew()) response = await send();
  } catch {
    throw new Problem(0);
  }
  if (response.ok && stream) return { response };
  const text = await response.text().catch(() => { throw new Problem(0); });
  const isJson = /\bjson\b/.test(response.headers.get('Content-Type') ?? '');
  const data = isJson && text ? JSON.parse(text) : text;
  if (!response.ok) throw new Problem(response.status, isJson ? data : undefined);
  return { data, etag: response.headers.get('ETag'), response };
}

export const get = (path, options) => call('GET', path, options);
export const post = (path, json, options) => call('POST', path, { json, ...options });
