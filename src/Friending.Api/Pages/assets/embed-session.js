// Who asks on a page of another origin: that page signs people in and hands out the token.

export const serviceAddress = new URL(import.meta.url).origin;

let give;
// The page may set its callback after this script has run.
const given = new Promise(resolve => { give = resolve; });
let latest = null;

/** Takes the page's callback: it gives a token for this service, a new one where `renew` is true. */
export const useToken = callback => give(callback);

async function ask(options) {
  const callback = await given;
  try {
    return await callback(options) ?? null;
  } catch {
    // The service then says that nobody is signed in, and so does the form.
    return null;
  }
}

export async function currentToken() {
  latest = await ask({ renew: false });
  return latest;
}

/** Asks the page for a newer token; true if there is one. */
export async function renew() {
  const old = latest;
  latest = await ask({ renew: true });
  return latest !== null && latest !== old;
}

// The page around signs in, not this script.
export const signInAddress = () => null;
export const saveDraft = () => {};
