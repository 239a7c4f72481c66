// Who is signed in. App Service (and the local host, in the same way) keeps the sign-in and hands out the token at /.auth/me.

const draftName = 'friendingDraft';
const roleClaims = ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'];

/** Where the operations are. */
export const serviceAddress = location.origin;

/** The person, or null: { id, name, roles, token }. */
export let person = null;

/** Asks anew who is signed in. */
export async function load() {
  const response = await fetch('/.auth/me', { headers: { Accept: 'application/json' }, cache: 'no-store' });
  const [session] = response.ok ? await response.json() : [];
  const claims = session?.user_claims ?? [];
  const first = type => claims.find(c => c.typ === type)?.val;
  person = session && {
    id: first('preferred_username') ?? session.user_id,
    name: first('name') ?? session.user_id,
    roles: claims.filter(c => roleClaims.includes(c.typ)).map(c => c.val),
    token: session.access_token,
  };
  person ??= null;
}

/** Gets a newer token, where the sign-in still allows it; true if there is one. */
export async function renew() {
  const old = person?.token;
  await fetch('/.auth/refresh', { cache: 'no-store' });
  await load();
  return person !== null && person.token !== old;
}

export const has = role => person?.roles.includes(role) ?? false;

/** Where to sign in, to come back to this page. */
export const signInAddress = () => `/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(location.pathname + location.search)}`;

/** Where to sign out. */
export const signOutAddress = '/.auth/logout?post_logout_redirect_uri=%2F';

let draftOf = null;

/** The token to call with; null where nobody is signed in. */
export const currentToken = async () => person?.token ?? null;

/** A token by callback is for pages of other origins; here the sign-in has it. */
export const useToken = () => {};

/** Names what the page's form holds, so that it outlasts signing in again. */
export function keepDraft(hold) {
  draftOf = hold;
}

/** Puts the form's content away; only for the way to the sign-in and back. */
export function saveDraft() {
  const draft = draftOf?.();
  if (draft) sessionStorage.setItem(draftName, JSON.stringify({ page: location.pathname, draft }));
}

/** What this page's form held before signing in again; null if nothing. */
export function takeDraft() {
  const saved = JSON.parse(sessionStorage.getItem(draftName) ?? 'null');
  sessionStorage.removeItem(draftName);
  return saved?.page === location.pathname ? saved.draft : null;
}
