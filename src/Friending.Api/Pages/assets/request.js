// How answers to questions become the request that the service takes (POST /api/evaluate, POST /api/requests).

/** The request that states these facts: pairs of name and value. */
export const requestOf = facts => ({ facts: Object.fromEntries(facts) });
