// What the intranet page does with the element: it gives it a token and hears what happened.

const ask = document.querySelector('friending-ask');

// With MSAL (https://learn.microsoft.com/entra/msal/javascript/browser/acquire-token) this is:
//   const { accessToken } = await msal.acquireTokenSilent({ scopes: ['api://CLIENT_ID/user_impersonation'], forceRefresh: renew });
//   return accessToken;
ask.token = async ({ renew = false } = {}) => {
  const response = await fetch('/token', { cache: renew ? 'reload' : 'no-store' });
  return response.ok ? response.text() : null;
};

const log = document.getElementById('log');

ask.addEventListener('friending-answered', event => {
  log.textContent = `Answered: ${event.detail.outcome}`;
});

ask.addEventListener('friending-submitted', event => {
  log.textContent = `Sent: ${event.detail.id} (${event.detail.status})`;
});
