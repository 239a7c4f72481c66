// What is asked of a person once: facts about themselves, their job and department. Kept in the browser, for each person by themselves.

const prefix = 'friendingPerson:';

/** Reads and writes what is kept of the person whose token it is; of nobody without a token that names one. */
export function rememberedOf(token) {
  const name = nameIn(token);
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(prefix + name)) ?? {};
    } catch {
      // No storage in this browser, or not ours: then it is asked again.
      return {};
    }
  };
  return {
    /** Who it is; null where nobody is named. */
    name,
    read: () => name ? read() : {},
    write(changes) {
      if (!name) return;
      try {
        localStorage.setItem(prefix + name, JSON.stringify({ ...read(), ...changes }));
      } catch {
        // As above.
      }
    },
  };
}

function nameIn(token) {
  try {
    const claims = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
    return claims.oid ?? claims.sub ?? claims.preferred_username;
  } catch {
    return null;
  }
}
