// The policy in force, read once for a page.

import { get } from './api.js';

let reading = null;

/** The document, with its hash as its entity tag: { data, etag }. */
export async function policyInForce() {
  reading ??= get('/api/policy');
  try {
    return await reading;
  } catch (problem) {
    // So that trying again asks again.
    reading = null;
    throw problem;
  }
}
